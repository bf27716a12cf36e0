// Screenshots that lie in the pictures folder, where nothing protects them, and their way into a client's record. A
// picture leaves the folder only when the record has given it back byte for byte; after a crash in between, the next
// try finds out what was done and does the rest.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "records/record_repository.hpp"

namespace smp {

struct UnprotectedShot {
    std::string name;  // NAME of NAME-before.png, NAME-after.png and NAME.json
    records::Moment taken{};
};

// Those taken at `from` or later, and any whose way into a record was begun, oldest first. A folder that is not there
// holds none.
std::vector<UnprotectedShot> unprotected_shots(const std::filesystem::path& folder, records::Moment from);

// Moves one into the record of `client`, as one item with the time it was taken; one whose way into another client's
// record was begun goes on there. While it is under way NAME.taking-in holds the client's random number.
// Fails with ExitCode::input; nothing is lost then.
Status take_into_record(records::RecordRepository& store, const records::ClientId& client, const std::string& who,
                        const std::filesystem::path& folder, const std::string& name);

// Markers that a killed program left when everything else was done.
void sweep_taken_in(const std::filesystem::path& folder);

}  // namespace smp
