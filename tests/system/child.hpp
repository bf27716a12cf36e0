// Starts a program as a child process, the way every test of the real program does.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace smp::test {

struct ChildOptions {
    std::map<std::string, std::string> environment = {};  // set over ours; an empty value removes the variable
    std::filesystem::path working_folder = {};            // empty: ours
    bool own_group = false;                               // can be killed together with what it starts
};

// words[0] is a path, or a name that PATH is searched for. Standard input is /dev/null; `out_fd` and `err_fd` stay the
// caller's to close. Exit code 126: no such folder; 127: no such program. Throws when no process can be made.
pid_t start_child(std::vector<std::string> words, int out_fd, int err_fd, const ChildOptions& options);

int exit_code_of(int wait_status);  // 128 + N when signal N ended it

}  // namespace smp::test
