smp_test(test_skin
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_matt_light.cpp ${CMAKE_CURRENT_LIST_DIR}/test_lamp_colour.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_camera_look.cpp ${CMAKE_CURRENT_LIST_DIR}/test_hair_map.cpp
          ${CMAKE_CURRENT_LIST_DIR}/test_skin_reader.cpp
  LINKS smp_skin opencv_imgproc TIMEOUT 60)
