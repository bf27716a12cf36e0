// The medical questions of a consultation, declared once. Not medical advice: the hint tells the technician what to
// think of, and a doctor decides.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "records/record_types.hpp"

namespace smp::records {

enum class Weight { note, ask_doctor, postpone };  // of a "yes"

struct MedicalQuestion {
    std::string_view key;       // in files; never changes its meaning
    std::string_view question;  // as asked
    std::string_view hint;      // what a "yes" or "not sure" means for the treatment
    Weight weight;
};

std::span<const MedicalQuestion> medical_questions();

// Questions whose answer is "yes" or "unsure", in the order of the list.
std::vector<const MedicalQuestion*> contraindication_hints(const MedicalAnswers& answers);
// Keys that have not been asked yet.
std::vector<const MedicalQuestion*> unanswered(const MedicalAnswers& answers);

}  // namespace smp::records
