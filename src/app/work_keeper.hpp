// Keeps the technician's work on the disk while the mirror runs: a crash or a power cut costs at most what was changed
// in the last half second. One mirror at a time keeps work in a folder.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "desk/work_file.hpp"

namespace smp {

// What a mirror that starts finds in the folder.
struct WorkFound {
    std::optional<KeptWork> unfinished;  // of one that did not end well
    std::optional<KeptWork> last;        // of the last one that ended, or was set aside
    std::string trouble;                 // one sentence for the technician; empty when all is well
};

class WorkKeeper {
  public:
    // Makes the folder (mode 0700) when it is not there. Never fails: where nothing can be kept, found().trouble says
    // why and keep() does nothing. A file that cannot be read is set aside under another name, never overwritten.
    explicit WorkKeeper(const std::filesystem::path& folder);
    ~WorkKeeper();  // writes what is still waiting
    WorkKeeper(const WorkKeeper&) = delete;
    WorkKeeper& operator=(const WorkKeeper&) = delete;

    const WorkFound& found() const { return found_; }
    // Unfinished work that is not gone on with becomes the last.
    void set_unfinished_aside();

    void keep(const Work& work, const TrueScale& scale = {});  // does not wait for the disk; the newest wins
    void end_well();                                           // what was kept is finished: it becomes the last
    std::vector<std::string> take_troubles();                  // sentences since the last call

  private:
    struct Impl;
    WorkFound found_;
    std::unique_ptr<Impl> impl_;  // null: nothing can be kept
};

// The work that a mirror begins with, and a note for the screen (empty: none).
struct WorkBegun {
    Work work;
    std::string note;
    bool failed = false;  // the note tells of a failure
    bool sets_unfinished_aside = false;
    TrueScale scale{};  // of the client whose work it is
};
// `design`: of the command line. `design_given`: it was asked for, and wins over unfinished work.
WorkBegun begin_work(const WorkFound& found, const TreatmentDesign& design, bool design_given);
// With --resume: unfinished work, else the last. Fails with ExitCode::input when there is none.
Expected<WorkBegun> resume_work(const WorkFound& found);

}  // namespace smp
