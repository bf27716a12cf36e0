smp_test(test_views LINKS smp_views smp_head_tracker opencv_imgproc
         SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_head_angles.cpp ${CMAKE_CURRENT_LIST_DIR}/test_view_match.cpp
                 ${CMAKE_CURRENT_LIST_DIR}/test_shutter.cpp ${CMAKE_CURRENT_LIST_DIR}/test_view_reference.cpp
                 ${CMAKE_CURRENT_LIST_DIR}/test_ghost.cpp)
# A look at the ghosts for people; no test.
add_executable(draw_ghosts EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/support/draw_ghosts.cpp)
target_link_libraries(draw_ghosts PRIVATE smp_flags smp_views opencv_core opencv_imgproc opencv_imgcodecs)
target_include_directories(draw_ghosts SYSTEM PRIVATE ${OpenCV_INCLUDE_DIRS})
target_compile_definitions(draw_ghosts PRIVATE SMP_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
