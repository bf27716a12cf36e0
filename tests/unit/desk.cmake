smp_test(test_work SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_work.cpp LINKS smp_desk)
smp_test(test_desk_picture LINKS smp_desk smp_head_tracker
         SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_desk_guides.cpp ${CMAKE_CURRENT_LIST_DIR}/test_desk_drag.cpp
                 ${CMAKE_CURRENT_LIST_DIR}/test_desk_brush.cpp)
smp_test(test_desk_tools LINKS smp_desk smp_controls smp_head_tracker SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_desk_tools.cpp)
smp_test(test_time_line LINKS smp_desk smp_controls SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_time_line.cpp)
