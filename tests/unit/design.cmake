# A look at the hairlines for people; no test.
add_executable(draw_hairlines EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/support/draw_hairlines.cpp)
target_link_libraries(draw_hairlines PRIVATE smp_flags smp_design opencv_core opencv_imgproc opencv_imgcodecs)
target_include_directories(draw_hairlines SYSTEM PRIVATE ${OpenCV_INCLUDE_DIRS})
target_compile_definitions(draw_hairlines PRIVATE SMP_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
smp_test(test_design_parameters SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_design_parameters.cpp
         LINKS smp_design nlohmann_json::nlohmann_json)
smp_test(test_hairline SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_hairline.cpp LINKS smp_design)
smp_test(test_numbers SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_numbers.cpp LINKS smp_design nlohmann_json::nlohmann_json)
smp_test(test_treatment SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_treatment.cpp LINKS smp_design)
smp_test(test_patterns ALONE LINKS smp_design
         SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_loss.cpp ${CMAKE_CURRENT_LIST_DIR}/test_scalp_patches.cpp
                 ${CMAKE_CURRENT_LIST_DIR}/test_edges_and_sides.cpp)
smp_test(test_disclosure SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_disclosure.cpp LINKS smp_app)
smp_test(test_swatches SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_pigment_swatches.cpp LINKS smp_desk smp_skin smp_design)
# The swatches of a skin as a picture, for people; no test.
add_executable(draw_swatches EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/support/draw_swatches.cpp)
target_include_directories(draw_swatches PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_include_directories(draw_swatches SYSTEM PRIVATE ${OpenCV_INCLUDE_DIRS})
target_link_libraries(draw_swatches PRIVATE smp_flags smp_app smp_desk smp_skin smp_design opencv_core opencv_imgproc opencv_imgcodecs)
target_compile_definitions(draw_swatches PRIVATE SMP_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
