// The consultation record on the running mirror: what the desk asks of it, where screenshots go, who sits here. What it
// says is for the desk alone. Belongs to the main thread.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/record_room.hpp"
#include "app/shot_thread.hpp"
#include "design/treatment_design.hpp"
#include "ui/desk_snapshot.hpp"

namespace smp {

class LiveRecord {
  public:
    // `store`: the record's folder, which need not be there. `pictures`: where screenshots go while nobody's record is
    // open. `changed` wakes the main thread.
    LiveRecord(std::filesystem::path store, std::filesystem::path pictures, std::function<void()> changed,
               RecordRules rules = {});

    struct Worn {
        TreatmentDesign design;
        std::string numbers_json;  // as `still --numbers` writes them; empty: no head is seen
        std::string title;
    };
    // Does it, or has it done. `worn`: of the design that is on the mirror; called when it is needed. Returns the
    // design that is to be laid on the head, where that was asked.
    std::optional<TreatmentDesign> obey(RecordAsk ask, const std::function<Worn()>& worn, double now_s);

    // Once a turn of the loop. When somebody else sits here, or nobody any more: how their views were taken last time,
    // by the pupil distance of `scale`. `design_made`: something has been designed; that stays, as the scale does.
    std::optional<std::array<std::optional<ViewReference>, view_count>> follow(const TrueScale& scale, bool design_made,
                                                                               double now_s);
    void used() { room_.used(); }  // by a person

    bool takes_shots() const { return room_.takes_shots(); }
    // Into the record of the one who sits here, else into `folder`. False when too much is still waiting.
    bool put(ShotThread& folder, Shot shot);
    struct Saved {
        bool in_record = false;
        Expected<std::string> name;  // of the files; in the record none
    };
    // In the order of put().
    std::vector<Saved> take_saved(ShotThread& folder);
    // Tells the desk, and says whether it was saved: for the mirror, which hears no more than that.
    bool tell(const Saved& saved, double now_s);

    // A clip that begins now, of the one who sits here; it ends when they are closed or the record is locked. False
    // when nobody does, or too much is still waiting.
    bool film(std::shared_ptr<ClipRecorder> clip);
    std::vector<Expected<KeptClip>> take_clips() { return room_.take_clips(); }
    void tell(const Expected<KeptClip>& clip, double now_s);

    void show(DeskSnapshot& desk, double now_s) const;
    // A sentence for the desk, for as long as it takes to read it.
    void note(std::string words, bool failed, double now_s);
    double note_until_s() const { return note_until_s_; }
    std::shared_ptr<const RecordView> view() const { return room_.view(); }  // never null

  private:
    RecordRoom room_;
    std::optional<records::ClientId> client_;
    std::uint64_t answers_ = 0;
    std::deque<bool> asked_;  // of each picture under way, whether it is for the record
    std::deque<Expected<std::string>> from_folder_;
    std::deque<Status> from_room_;
    std::weak_ptr<ClipRecorder> clip_;  // the last one
    std::string note_;
    bool note_failed_ = false;
    double note_until_s_ = 0;
};

}  // namespace smp
