smp_test(test_live
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_controls.cpp ${CMAKE_CURRENT_LIST_DIR}/test_desk_rows.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_frame_meter.cpp ${CMAKE_CURRENT_LIST_DIR}/test_live_screen.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_screenshot.cpp ${CMAKE_CURRENT_LIST_DIR}/test_work_keeper.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_pace.cpp ${CMAKE_CURRENT_LIST_DIR}/test_presets.cpp ${CMAKE_CURRENT_LIST_DIR}/test_settings.cpp
  LINKS smp_live_parts smp_controls smp_present_window smp_desk opencv_imgcodecs nlohmann_json::nlohmann_json Threads::Threads TIMEOUT 60)
# The catalogues of texts: what they must hold is worked out from the sources and the tables.
smp_test(test_texts
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_texts.cpp ${PROJECT_SOURCE_DIR}/tests/support/all_texts.cpp
  LINKS smp_controls smp_desk smp_records smp_sheet smp_base nlohmann_json::nlohmann_json Threads::Threads)
add_executable(list_texts ${PROJECT_SOURCE_DIR}/tests/support/list_texts.cpp ${PROJECT_SOURCE_DIR}/tests/support/all_texts.cpp)
target_include_directories(list_texts PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(list_texts PRIVATE smp_flags smp_controls smp_desk smp_records smp_sheet smp_base nlohmann_json::nlohmann_json)
smp_test(test_text_room
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_text_room.cpp ${PROJECT_SOURCE_DIR}/tests/support/all_texts.cpp
  LINKS smp_overlay smp_controls smp_record_form smp_records smp_sheet smp_desk PkgConfig::IMGUI ${CMAKE_DL_LIBS})
smp_test(test_record_form SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_record_form.cpp LINKS smp_record_form smp_records smp_sheet smp_base)
