add_library(drawn_card STATIC ${CMAKE_CURRENT_LIST_DIR}/../support/drawn_card.cpp)
target_include_directories(drawn_card PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(drawn_card PUBLIC smp_geometry opencv_core PRIVATE smp_flags opencv_imgproc)
target_include_directories(drawn_card SYSTEM PUBLIC ${OpenCV_INCLUDE_DIRS})
# For looking; not a test.
add_executable(draw_cards EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/../support/draw_cards.cpp)
target_include_directories(draw_cards PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(draw_cards PRIVATE drawn_card smp_scale smp_app opencv_imgcodecs opencv_videoio nlohmann_json::nlohmann_json)
smp_test(test_true_scale SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_true_scale.cpp
         LINKS smp_scale smp_app smp_controls smp_desk opencv_imgproc opencv_videoio TIMEOUT 200)
# On a client who is followed, which takes too long under the sanitizers.
smp_test(test_card SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_card.cpp
         LINKS drawn_card smp_scale smp_app opencv_imgproc opencv_videoio LABEL trace TIMEOUT 120)
