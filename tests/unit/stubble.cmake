smp_test(test_stubble SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_stubble.cpp LINKS smp_app opencv_imgproc TIMEOUT 90)
