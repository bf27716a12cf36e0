if(NOT TARGET smp_test_support)
  add_subdirectory(${CMAKE_CURRENT_LIST_DIR}/../support ${PROJECT_BINARY_DIR}/tests/support)
endif()
smp_test(test_capture
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_mjpeg_parser.cpp ${CMAKE_CURRENT_LIST_DIR}/test_capture_files.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_capture_live.cpp ${CMAKE_CURRENT_LIST_DIR}/test_capture_camera.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_camera_lock.cpp
  LINKS smp_capture smp_present_files smp_test_support opencv_imgproc opencv_imgcodecs Threads::Threads TIMEOUT 60)
