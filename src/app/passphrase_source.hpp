// Where a command gets a passphrase from: a file descriptor, the system keyring, or the terminal with echo off. Never
// from the command line or the environment, where other programs see it.
#pragma once

#include <filesystem>
#include <string>

#include "base/expected.hpp"
#include "records/secret.hpp"

namespace smp {

struct PassphraseSource {
    int fd = -1;           // above -1: one line of it for each passphrase that is asked for
    bool keyring = false;  // `secret-tool lookup service smp-mirror store FOLDER`
    std::filesystem::path store;
};

// `prompt`: "Passphrase of the records". `twice`: a new one, which the terminal asks for again. Fails with
// ExitCode::usage where there is nothing to ask, ExitCode::input where what was given cannot be used.
Expected<records::Secret> ask_passphrase(const PassphraseSource& source, const std::string& prompt, bool twice = false);

}  // namespace smp
