#include "records/medical_questions.hpp"

#include <array>

namespace smp::records {
namespace {

constexpr std::array questions{
    MedicalQuestion{"pregnant_or_nursing", "Are you pregnant or nursing?", "Postpone until after nursing.",
                    Weight::postpone},
    MedicalQuestion{"skin_disease", "Do you have a skin disease on the scalp (psoriasis, eczema, dermatitis)?",
                    "Never on active patches; needles can bring psoriasis out in new places.", Weight::ask_doctor},
    MedicalQuestion{"infection", "Do you have an infection, fever, cold sores or an open wound now?",
                    "Postpone until it has healed.", Weight::postpone},
    MedicalQuestion{"hepatitis_or_hiv", "Do you have hepatitis, HIV or another infection carried by blood?",
                    "Treat with the salon's rules for blood; healing may be slow.", Weight::ask_doctor},
    MedicalQuestion{"keloid", "Do your scars grow thick or raised (keloid)?",
                    "Needles may raise scars; only after a small test that has healed.", Weight::ask_doctor},
    MedicalQuestion{"blood_thinners", "Do you take blood thinners or aspirin, or bleed for long?",
                    "More bleeding carries pigment out. A prescribed medicine is never stopped without the doctor.",
                    Weight::ask_doctor},
    MedicalQuestion{"diabetes", "Do you have diabetes?", "Slow healing; only when it is well controlled.",
                    Weight::ask_doctor},
    MedicalQuestion{"immune_disease", "Do you have an immune disease, or take medicine that weakens the immune system?",
                    "Slow healing, more infections; also chemotherapy and radiation.", Weight::ask_doctor},
    MedicalQuestion{"isotretinoin", "Have you taken isotretinoin (for acne) in the last 12 months?",
                    "Skin is thin and scars easily; wait 6 to 12 months after the last dose.", Weight::postpone},
    MedicalQuestion{"allergies", "Do you have allergies (pigment, metal, latex, local anaesthetic, plaster)?",
                    "Patch test first; no numbing cream and no latex where they are the cause.", Weight::ask_doctor},
    MedicalQuestion{
        "heart_or_epilepsy", "Do you have a heart condition, a pacemaker, epilepsy, or do you faint easily?",
        "Short sessions lying down; with a pacemaker ask the doctor about the machine.", Weight::ask_doctor},
    MedicalQuestion{"transplant", "Have you had a hair transplant or another operation on the scalp?",
                    "Scars: not before 6 to 12 months; uptake is uneven, 2 to 4 sessions.", Weight::note},
    MedicalQuestion{"mri", "Will you have an MRI scan?",
                    "Tell the radiologist about the pigment: iron oxides can warm up or blur the picture.",
                    Weight::note},
};

}  // namespace

std::span<const MedicalQuestion> medical_questions() {
    return questions;
}

std::vector<const MedicalQuestion*> contraindication_hints(const MedicalAnswers& given) {
    std::vector<const MedicalQuestion*> result;
    for (const auto& q : questions) {
        const auto found = given.answers.find(std::string(q.key));
        if (found == given.answers.end()) continue;
        if (found->second.answer == Answer::yes || found->second.answer == Answer::unsure) result.push_back(&q);
    }
    return result;
}

std::vector<const MedicalQuestion*> unanswered(const MedicalAnswers& given) {
    std::vector<const MedicalQuestion*> result;
    for (const auto& q : questions) {
        const auto found = given.answers.find(std::string(q.key));
        if (found == given.answers.end() || found->second.answer == Answer::not_asked) result.push_back(&q);
    }
    return result;
}

}  // namespace smp::records
