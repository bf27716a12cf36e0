smp_test(test_tablet
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_tablet_pairing.cpp ${CMAKE_CURRENT_LIST_DIR}/test_tablet_certificate.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_tablet_requests.cpp ${CMAKE_CURRENT_LIST_DIR}/test_tablet_commands.cpp
  LINKS smp_tablet smp_controls opencv_core opencv_objdetect nlohmann_json::nlohmann_json OpenSSL::SSL OpenSSL::Crypto TIMEOUT 60)
# The real server on 127.0.0.1, and everything that is done to it.
smp_test(test_tablet_server
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_tablet_server.cpp ${CMAKE_CURRENT_LIST_DIR}/test_tablet_flood.cpp
          ${CMAKE_CURRENT_LIST_DIR}/tablet_client.cpp
  LINKS smp_tablet nlohmann_json::nlohmann_json PkgConfig::HTTPLIB OpenSSL::SSL OpenSSL::Crypto Threads::Threads TIMEOUT 90 ALONE)
