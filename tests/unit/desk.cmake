smp_test(test_work SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_work.cpp LINKS smp_desk)
