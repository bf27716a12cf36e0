// Where the program's own files and the user's folders are.
#pragma once

#include <filesystem>

namespace smp {

// Holds models/, assets/ and shaders/: SMP_DATA_DIR, else beside the program, else the source tree it was built from.
std::filesystem::path data_folder();

// Debian's libdlib-data, or models/shape_predictor_68_face_landmarks.dat when someone put one there.
std::filesystem::path default_landmark_model();

std::filesystem::path demo_clip();

// The user's pictures folder by the XDG user directories, with smp-mirror/ in it.
std::filesystem::path pictures_folder();

// The user's own folders for this program by the XDG base directories; they need not exist. Settings and keys; what
// goes on by itself, such as the work under way.
std::filesystem::path config_folder();
std::filesystem::path state_folder();

// Where the consultation record is kept when no other folder is named: in the user's data folder (XDG_DATA_HOME).
std::filesystem::path records_folder();

}  // namespace smp
