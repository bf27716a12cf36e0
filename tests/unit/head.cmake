smp_test(test_head SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_head_model.cpp ${CMAKE_CURRENT_LIST_DIR}/test_head_mesh.cpp LINKS smp_head nlohmann_json::nlohmann_json)
