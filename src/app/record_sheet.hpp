// The sheet that a client takes home, made of their record alone.
#pragma once

#include <cstdint>
#include <string>

#include "head/head_model.hpp"
#include "records/record_repository.hpp"
#include "sheet/sheet.hpp"

namespace smp {

struct RecordSheetWish {
    std::string salon, salon_address;  // as printed at the top; empty: nothing stands there
    std::string practitioner;
    Paper paper = Paper::a4;
    std::uint64_t seed = 1;  // of the marks that are counted
};

// Of the newest agreed design, else of the newest picture that has one, on the head of the newest picture that keeps
// it. Each standard view: the oldest photograph beside the newest one after a treatment, or, before there is any, the
// newest photograph beside its preview. Fails with ExitCode::input when nothing was designed, or no picture keeps the
// head, so that no millimetre would be true.
Expected<Sheet> record_sheet(records::RecordRepository& records, const records::ClientId& client,
                             const HeadModel& model, const RecordSheetWish& wish);

}  // namespace smp
