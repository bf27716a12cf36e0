// Two more papers of a salon, as PDF: what a client consents to, signed, and the certificate of what was erased. Plain
// data.
#pragma once

#include "sheet/sheet.hpp"

namespace smp {

struct SalonHead {
    std::string salon, address, practitioner;
    std::chrono::system_clock::time_point made;  // the date that is printed, local time
    Paper paper = Paper::a4;
};

// As drawn on a tablet: lines of points, x to the right, y down, in any unit. Empty: a line to sign on by hand.
using Signature = std::vector<std::vector<glm::dvec2>>;

struct ConsentPart {
    std::string name, text;
    std::optional<bool> given;  // empty: boxes to tick
    std::string date;           // of the signature, as printed
    Signature signature;
};
// Treatment, photographs, marketing: three, because one may be given and the others not, and each can be withdrawn. A
// draft for the salon to have checked, not legal advice.
std::vector<ConsentPart> standard_consents();
// What these texts are called in the record. Other words are another version, so that it stays known who signed what.
inline constexpr std::string_view standard_consents_version = "2026-11";

struct MedicalAnswer {
    std::string question, answer;
};

struct ConsentForm {
    SalonHead head;
    std::string version, client;
    std::vector<MedicalAnswer> medical;  // health answers, printed only where there are any
    std::vector<ConsentPart> parts;
};
Expected<std::string> consent_pdf(const ConsentForm& form);

struct ErasedItem {
    std::string what;
    std::size_t count = 0;
};
struct ErasureCertificate {
    SalonHead head;
    std::string number;        // of the certificate
    std::string client;        // as the client wants to be named on it; the salon keeps it by number alone
    std::string requested_on;  // as printed
    std::string erased_by;     // who did it
    std::vector<ErasedItem> erased;
    std::vector<std::string> kept;       // what had to be kept, and why: ink lots by law, for instance
    std::vector<std::string> elsewhere;  // backups made before, and when they are gone
    std::string check;                   // the audit log's hash of this erasure
};
Expected<std::string> erasure_pdf(const ErasureCertificate& certificate);

}  // namespace smp
