smp_test(test_work SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_work.cpp LINKS smp_desk)
smp_test(test_desk_picture LINKS smp_desk smp_head_tracker
         SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_desk_guides.cpp ${CMAKE_CURRENT_LIST_DIR}/test_desk_drag.cpp
                 ${CMAKE_CURRENT_LIST_DIR}/test_desk_brush.cpp)
