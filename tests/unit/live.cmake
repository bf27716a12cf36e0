smp_test(test_live
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_controls.cpp ${CMAKE_CURRENT_LIST_DIR}/test_desk_rows.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_frame_meter.cpp ${CMAKE_CURRENT_LIST_DIR}/test_live_screen.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_screenshot.cpp ${CMAKE_CURRENT_LIST_DIR}/test_work_keeper.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_presets.cpp ${CMAKE_CURRENT_LIST_DIR}/test_settings.cpp
  LINKS smp_live_parts smp_controls smp_present_window smp_desk opencv_imgcodecs nlohmann_json::nlohmann_json Threads::Threads TIMEOUT 60)
