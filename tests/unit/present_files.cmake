smp_test(test_present_files SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_present_files.cpp
  LINKS smp_present_files smp_capture opencv_imgproc opencv_imgcodecs PkgConfig::LIBAV TIMEOUT 60)
