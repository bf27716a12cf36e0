smp_test(test_loupe SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_loupe.cpp LINKS smp_render opencv_imgproc)
smp_test(test_picture_tiles SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_picture_tiles.cpp LINKS smp_render)
