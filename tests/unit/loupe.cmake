smp_test(test_loupe SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_loupe.cpp LINKS smp_render opencv_imgproc)
