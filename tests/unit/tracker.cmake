smp_test(test_tracker
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_head_fit.cpp ${CMAKE_CURRENT_LIST_DIR}/test_head_outline.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_patches.cpp ${CMAKE_CURRENT_LIST_DIR}/test_intrinsics.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_handover.cpp ${CMAKE_CURRENT_LIST_DIR}/test_skin_warp.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_map_refiner.cpp ${CMAKE_CURRENT_LIST_DIR}/test_pose_fit.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_pose_filter.cpp ${CMAKE_CURRENT_LIST_DIR}/test_head_memory.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_landmark_habit.cpp ${CMAKE_CURRENT_LIST_DIR}/test_neck_motion.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_face_finder.cpp ${CMAKE_CURRENT_LIST_DIR}/test_shape_learner.cpp
  LINKS smp_head_tracker opencv_imgproc Threads::Threads TIMEOUT 60)
smp_test(test_tracking_step
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_tracker_robustness.cpp ${CMAKE_CURRENT_LIST_DIR}/test_tracking_files.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_trace_line.cpp
  LINKS smp_app opencv_imgproc opencv_videoio nlohmann_json::nlohmann_json TIMEOUT 90)
