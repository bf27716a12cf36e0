smp_test(test_records SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_records_store.cpp ${CMAKE_CURRENT_LIST_DIR}/test_records_damage.cpp
         LINKS smp_records TIMEOUT 120)
smp_test(test_records_exchange SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_records_exchange.cpp LINKS smp_records TIMEOUT 120)
smp_test(test_records_kills SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_records_kills.cpp LINKS smp_records TIMEOUT 240)
