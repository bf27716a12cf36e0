smp_test(test_light_check
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_light_check.cpp ${CMAKE_CURRENT_LIST_DIR}/test_light_words.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_live_check.cpp
  LINKS smp_app smp_live_parts smp_check opencv_imgproc opencv_videoio TIMEOUT 120)
