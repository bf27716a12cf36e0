smp_test(test_template_curve SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_template_curve.cpp LINKS smp_sheet_template)
smp_test(test_sheet SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_sheet.cpp ${CMAKE_CURRENT_LIST_DIR}/test_sheet_forms.cpp
         LINKS smp_sheet opencv_imgproc opencv_imgcodecs)
smp_test(test_record_sheet SOURCES ${CMAKE_CURRENT_LIST_DIR}/test_record_sheet.cpp
         LINKS smp_record_sheet smp_sheet opencv_imgproc opencv_imgcodecs)
