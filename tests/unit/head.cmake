smp_test(test_head SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_head_model.cpp LINKS smp_head nlohmann_json::nlohmann_json)
