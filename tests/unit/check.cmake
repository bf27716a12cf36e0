smp_test(test_light_words SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_light_words.cpp LINKS smp_check)
# These follow a client first, which takes too long under the sanitizers.
smp_test(test_light_check
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_light_check.cpp ${CMAKE_CURRENT_LIST_DIR}/test_live_check.cpp
  LINKS smp_app smp_live_parts smp_check opencv_imgproc opencv_videoio LABEL trace TIMEOUT 120)
