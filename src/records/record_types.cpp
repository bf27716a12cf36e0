#include "records/record_types.hpp"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace smp::records {

template <class Kind>
RecordId<Kind> RecordId<Kind>::random() {
    RecordId id;
    randombytes_buf(id.bytes.data(), id.bytes.size());
    return id;
}

template <class Kind>
std::optional<RecordId<Kind>> RecordId<Kind>::parse(std::string_view hex) {
    RecordId id;
    const auto digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (hex.size() != 2 * id.bytes.size() || !std::all_of(hex.begin(), hex.end(), digit)) return std::nullopt;
    sodium_hex2bin(id.bytes.data(), id.bytes.size(), hex.data(), hex.size(), nullptr, nullptr, nullptr);
    return id;
}

template <class Kind>
std::string RecordId<Kind>::hex() const {
    char text[33];
    return sodium_bin2hex(text, sizeof text, bytes.data(), bytes.size());
}

template struct RecordId<ClientKind>;
template struct RecordId<ItemKind>;
template struct RecordId<PictureKind>;
template struct RecordId<StoreKind>;

namespace {

template <class... F>
struct Cases : F... {
    using F::operator()...;
};
template <class... F>
Cases(F...) -> Cases<F...>;

}  // namespace

std::string_view kind_name(const Content& content) {
    return std::visit(Cases{[](const Client&) { return "client"; }, [](const Consent&) { return "consent"; },
                            [](const MedicalAnswers&) { return "medical"; },
                            [](const PatchTest&) { return "patch_test"; }, [](const AgreedDesign&) { return "design"; },
                            [](const TreatmentSession&) { return "session"; }, [](const Shot&) { return "shot"; },
                            [](const Clip&) { return "clip"; }, [](const Document&) { return "document"; }},
                      content);
}

std::optional<Moment> time_of(const Content& content) {
    using When = std::optional<Moment>;
    return std::visit(
        Cases{[](const Client&) { return When(); }, [](const Shot& s) { return When(s.taken); },
              [](const Clip& c) { return When(c.taken); }, [](const TreatmentSession& s) { return When(s.started); },
              [](const auto& dated) { return When(start_of(dated.date)); }},
        content);
}

const std::vector<Picture>* pictures_of(const Content& content) {
    using List = const std::vector<Picture>*;
    return std::visit(
        Cases{[](const Shot& s) { return List(&s.pictures); }, [](const Clip& c) { return List(&c.pictures); },
              [](const Document& d) { return List(&d.pictures); }, [](const auto&) { return List(nullptr); }},
        content);
}

std::vector<Picture>* pictures_of(Content& content) {
    return const_cast<std::vector<Picture>*>(pictures_of(std::as_const(content)));
}

}  // namespace smp::records
