smp_test(test_skin SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_matt_light.cpp LINKS smp_skin opencv_imgproc TIMEOUT 60)
