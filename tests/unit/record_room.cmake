smp_test(test_shot_json SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_shot_json.cpp
         LINKS smp_record_parts opencv_imgcodecs nlohmann_json::nlohmann_json)
smp_test(test_record_room SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_record_room.cpp ${CMAKE_CURRENT_LIST_DIR}/test_record_clips.cpp ${CMAKE_CURRENT_LIST_DIR}/test_unprotected.cpp
         LINKS smp_record_room smp_live_parts opencv_imgcodecs nlohmann_json::nlohmann_json Threads::Threads TIMEOUT 120)
smp_test(test_clip SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_clip.cpp
         LINKS smp_clip_encoder smp_record_room smp_capture opencv_imgproc Threads::Threads TIMEOUT 60)
