// The salon's own presets: a folder of design files, one a preset. What is replaced or removed moves into the folder
// removed/ in it: nothing that was saved is lost.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "desk/presets.hpp"

namespace smp {

struct PresetsRead {
    Presets presets;                    // those that come with the program, then the salon's by name
    std::vector<std::string> troubles;  // one sentence for each file that cannot be used; it stays where it is
};
PresetsRead read_presets(const std::filesystem::path& folder);

// Makes the folder when it is not there. `preset` as to_preset() gives it. Fails with ExitCode::input.
Status save_preset(const std::filesystem::path& folder, const TreatmentDesign& preset);
Status remove_preset(const std::filesystem::path& folder, const std::string& name);

// The same on a thread of its own, so that the mirror never waits for a disk.
class PresetShelf {
  public:
    struct Answer {
        std::shared_ptr<const Presets> presets;
        std::string note;  // empty: nothing to say
        bool failed = false;
    };

    // Begins to read. `finished` is called on the thread after each answer.
    PresetShelf(std::filesystem::path folder, std::function<void()> finished);
    ~PresetShelf();  // does what is still waiting
    PresetShelf(const PresetShelf&) = delete;
    PresetShelf& operator=(const PresetShelf&) = delete;

    void save(TreatmentDesign preset);
    void remove(std::string name);
    std::vector<Answer> take_answers();

  private:
    struct Wish {
        std::optional<TreatmentDesign> saved;
        std::string removed;
    };
    void ask(Wish wish);
    Answer follow(const Wish& wish) const;
    void work();

    const std::filesystem::path folder_;
    const std::function<void()> finished_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    std::deque<Wish> waiting_;
    std::vector<Answer> answers_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace smp
