#include "records/record_json.hpp"

#include <array>
#include <span>

#include "records/json_fields.hpp"

namespace smp::records {
namespace {

constexpr std::array purposes{"treatment", "photographs", "marketing"};
constexpr std::array answers{"not_asked", "no", "yes", "unsure"};
constexpr std::array patch_states{"offered", "declined", "placed", "no_reaction", "reaction"};
constexpr std::array views{"other",    "front",     "left_45", "left_90", "right_45",
                           "right_90", "chin_down", "crown",   "back",    "scar"};
constexpr std::array occasions{"consultation", "before", "after", "healed", "one_year"};
constexpr std::array roles{"raw", "treated", "mask", "clip", "document"};

Json picture_json(const Picture& p) {
    return {{"id", p.id.hex()},           {"role", roles[static_cast<std::size_t>(p.role)]},
            {"media_type", p.media_type}, {"width_px", p.width_px},
            {"height_px", p.height_px},   {"size_bytes", p.size_bytes}};
}

Json pictures_json(const std::vector<Picture>& pictures) {
    Json list = Json::array();
    for (const auto& p : pictures) list.push_back(picture_json(p));
    return list;
}

std::vector<Picture> read_pictures(const Fields& fields) {
    std::vector<Picture> result;
    for (const auto& entry : fields.list("pictures")) {
        const Fields f(entry);
        Picture p;
        p.id = f.id<PictureId>("id");
        p.role = f.choice<PictureRole>("role", roles);
        p.media_type = f.text("media_type");
        p.width_px = f.integer<int>("width_px");
        p.height_px = f.integer<int>("height_px");
        p.size_bytes = f.integer<std::uint64_t>("size_bytes");
        result.push_back(std::move(p));
    }
    return result;
}

// One function each way per kind, side by side.
Json fields_of(const Client& c) {
    Json j{{"name", c.name}};
    put_date(j, "born", c.born);
    j.update({{"phone", c.phone}, {"email", c.email}, {"address", c.address}, {"notes", c.notes}});
    return j;
}
Client read_client(const Fields& f) {
    return {f.text("name"), f.maybe_date("born"), f.text("phone"), f.text("email"), f.text("address"), f.text("notes")};
}

Json fields_of(const Consent& c) {
    Json strokes = Json::array();
    for (const auto& stroke : c.signature.strokes) {
        Json points = Json::array();
        for (const auto& p : stroke) points.push_back(Json::array({p.x, p.y, p.time_s}));
        strokes.push_back(std::move(points));
    }
    return {{"purpose", purposes[static_cast<std::size_t>(c.purpose)]},
            {"given", c.given},
            {"text_version", c.text_version},
            {"channels", c.channels},
            {"date", to_text(c.date)},
            {"signature", {{"width_per_height", c.signature.width_per_height}, {"strokes", std::move(strokes)}}}};
}
Consent read_consent(const Fields& f) {
    Consent c{f.choice<ConsentPurpose>("purpose", purposes),
              f.truth("given"),
              f.text("text_version"),
              f.text("channels"),
              f.date("date"),
              {}};
    const Fields signature = f.inner("signature");
    c.signature.width_per_height = static_cast<float>(signature.number("width_per_height"));
    for (const auto& stroke : signature.list("strokes")) {
        auto& points = c.signature.strokes.emplace_back();
        for (const auto& p : stroke) {
            if (!p.is_array() || p.size() != 3) throw FieldError("strokes");
            points.push_back({p[0].get<float>(), p[1].get<float>(), p[2].get<float>()});
        }
    }
    return c;
}

Json fields_of(const MedicalAnswers& m) {
    Json given = Json::object();
    for (const auto& [key, a] : m.answers)
        given[key] = {{"answer", answers[static_cast<std::size_t>(a.answer)]}, {"remark", a.remark}};
    return {{"date", to_text(m.date)}, {"answers", std::move(given)}};
}
MedicalAnswers read_medical(const Fields& f) {
    MedicalAnswers m{f.date("date"), {}};
    for (const auto& [key, value] : f.inner("answers").json().items()) {
        const Fields a(value);
        m.answers[key] = {a.choice<Answer>("answer", answers), a.text("remark")};
    }
    return m;
}

Json fields_of(const PatchTest& p) {
    return {{"state", patch_states[static_cast<std::size_t>(p.state)]},
            {"date", to_text(p.date)},
            {"pigment", p.pigment},
            {"lot", p.lot},
            {"place", p.place},
            {"remark", p.remark}};
}
PatchTest read_patch_test(const Fields& f) {
    return {f.choice<PatchTestState>("state", patch_states),
            f.date("date"),
            f.text("pigment"),
            f.text("lot"),
            f.text("place"),
            f.text("remark")};
}

Json fields_of(const AgreedDesign& d) {
    Json j{{"date", to_text(d.date)},
           {"title", d.title},
           {"design_json", d.design_json},
           {"numbers_json", d.numbers_json},
           {"sessions_planned", d.sessions_planned},
           {"notes", d.notes}};
    if (d.price) j["price"] = {{"hundredths", d.price->hundredths}, {"currency", d.price->currency}};
    return j;
}
AgreedDesign read_design(const Fields& f) {
    AgreedDesign d{f.date("date"), f.text("title"), f.text("design_json"), f.text("numbers_json"), {}, 0, ""};
    d.sessions_planned = f.integer<int>("sessions_planned");
    d.notes = f.text("notes");
    if (f.has("price")) {
        const Fields price = f.inner("price");
        d.price = Price{price.integer<std::int64_t>("hundredths"), price.text("currency")};
    }
    return d;
}

Json fields_of(const TreatmentSession& s) {
    Json inks = Json::array();
    for (const auto& ink : s.inks) {
        Json j{{"brand", ink.brand}, {"shade", ink.shade}, {"ratio", ink.ratio}, {"lot", ink.lot}};
        put_date(j, "expiry", ink.expiry);
        inks.push_back(std::move(j));
    }
    return {{"started", to_text(s.started)},
            {"minutes", s.minutes},
            {"number", s.number},
            {"inks", std::move(inks)},
            {"needle", s.needle},
            {"needle_lot", s.needle_lot},
            {"machine", s.machine},
            {"machine_setting", s.machine_setting},
            {"region", s.region},
            {"practitioner", s.practitioner},
            {"notes", s.notes}};
}
TreatmentSession read_session(const Fields& f) {
    TreatmentSession s;
    s.started = f.moment("started");
    s.minutes = f.integer<int>("minutes");
    s.number = f.integer<int>("number");
    for (const auto& entry : f.list("inks")) {
        const Fields ink(entry);
        s.inks.push_back(
            {ink.text("brand"), ink.text("shade"), ink.text("ratio"), ink.text("lot"), ink.maybe_date("expiry")});
    }
    s.needle = f.text("needle");
    s.needle_lot = f.text("needle_lot");
    s.machine = f.text("machine");
    s.machine_setting = f.text("machine_setting");
    s.region = f.text("region");
    s.practitioner = f.text("practitioner");
    s.notes = f.text("notes");
    return s;
}

Json fields_of(const Shot& s) {
    return {{"taken", to_text(s.taken)},
            {"view", views[static_cast<std::size_t>(s.view)]},
            {"occasion", occasions[static_cast<std::size_t>(s.occasion)]},
            {"pictures", pictures_json(s.pictures)},
            {"design_json", s.design_json},
            {"pose_json", s.pose_json},
            {"camera_json", s.camera_json},
            {"crop_json", s.crop_json},
            {"versions_json", s.versions_json},
            {"notes", s.notes}};
}
Shot read_shot(const Fields& f) {
    return {f.moment("taken"),     f.choice<View>("view", views), f.choice<Occasion>("occasion", occasions),
            read_pictures(f),      f.text("design_json"),         f.text("pose_json"),
            f.text("camera_json"), f.text("crop_json"),           f.text("versions_json"),
            f.text("notes")};
}

Json fields_of(const Clip& c) {
    return {{"taken", to_text(c.taken)},    {"length_s", c.length_s},           {"pictures", pictures_json(c.pictures)},
            {"design_json", c.design_json}, {"versions_json", c.versions_json}, {"notes", c.notes},
            {"pose_json", c.pose_json},     {"camera_json", c.camera_json}};
}
Clip read_clip(const Fields& f) {
    // The first programs that knew of clips kept neither pose nor camera.
    const auto text = [&](const char* name) { return f.has(name) ? f.text(name) : std::string(); };
    return {f.moment("taken"),       f.number("length_s"), read_pictures(f),  f.text("design_json"),
            f.text("versions_json"), f.text("notes"),      text("pose_json"), text("camera_json")};
}

Json fields_of(const Document& d) {
    return {{"date", to_text(d.date)}, {"title", d.title}, {"pictures", pictures_json(d.pictures)}};
}
Document read_document(const Fields& f) {
    return {f.date("date"), f.text("title"), read_pictures(f)};
}

Content read_content(const Fields& f) {
    const std::string kind = f.text("kind");
    if (kind == "client") return read_client(f);
    if (kind == "consent") return read_consent(f);
    if (kind == "medical") return read_medical(f);
    if (kind == "patch_test") return read_patch_test(f);
    if (kind == "design") return read_design(f);
    if (kind == "session") return read_session(f);
    if (kind == "shot") return read_shot(f);
    if (kind == "clip") return read_clip(f);
    if (kind == "document") return read_document(f);
    throw FieldError("kind");
}

}  // namespace

Json to_json(const Content& content) {
    Json result{{"kind", kind_name(content)}};
    result.update(std::visit([](const auto& value) { return fields_of(value); }, content));
    return result;
}

Json to_json(const Item& item) {
    return {{"id", item.id.hex()},
            {"client", item.client.hex()},
            {"version", item.version.number},
            {"who", item.version.who},
            {"when", to_text(item.version.when)},
            {"withdrawn", item.withdrawn},
            {"content", to_json(item.content)}};
}

Json to_json(const ClientCard& c) {
    Json j{{"id", c.id.hex()}, {"name", c.name}, {"phone", c.phone}, {"email", c.email}};
    put_date(j, "born", c.born);
    j["created"] = to_text(c.created);
    j["changed"] = to_text(c.changed);
    if (c.last_visit) j["last_visit"] = to_text(*c.last_visit);
    j.update({{"sessions", c.sessions},
              {"shots", c.shots},
              {"photographs_allowed", c.photographs_allowed},
              {"marketing_allowed", c.marketing_allowed}});
    return j;
}

Json to_json(const AuditEntry& e) {
    Json j{{"number", e.number}, {"who", e.who}, {"when", to_text(e.when)}, {"what", e.what}};
    if (!e.kind.empty()) j["kind"] = e.kind;
    if (e.client) j["client"] = e.client->hex();
    if (e.item) j["item"] = e.item->hex();
    if (e.version) j["version"] = e.version;
    if (!e.detail.empty()) j["detail"] = e.detail;
    return j;
}

Expected<Content> content_from_json(const Json& json) {
    return read_fields<Content>(json, "an item of the record", read_content);
}

Expected<Item> item_from_json(const Json& json) {
    return read_fields<Item>(json, "an item of the record", [](const Fields& f) {
        return Item{f.id<ItemId>("id"),
                    f.id<ClientId>("client"),
                    {f.integer<int>("version"), f.text("who"), f.moment("when")},
                    f.truth("withdrawn"),
                    read_content(f.inner("content"))};
    });
}

Expected<ClientCard> card_from_json(const Json& json) {
    return read_fields<ClientCard>(json, "a client's card", [](const Fields& f) {
        ClientCard c{f.id<ClientId>("id"), f.text("name"),      f.text("phone"),    f.text("email"),
                     f.maybe_date("born"), f.moment("created"), f.moment("changed")};
        if (f.has("last_visit")) c.last_visit = f.moment("last_visit");
        c.sessions = f.integer<int>("sessions");
        c.shots = f.integer<int>("shots");
        c.photographs_allowed = f.truth("photographs_allowed");
        c.marketing_allowed = f.truth("marketing_allowed");
        return c;
    });
}

Expected<AuditEntry> audit_from_json(const Json& json) {
    return read_fields<AuditEntry>(json, "an entry of the audit log", [](const Fields& f) {
        AuditEntry e{f.integer<std::int64_t>("number"), f.text("who"), f.moment("when"), f.text("what")};
        if (f.has("kind")) e.kind = f.text("kind");
        if (f.has("client")) e.client = f.id<ClientId>("client");
        if (f.has("item")) e.item = f.id<ItemId>("item");
        if (f.has("version")) e.version = f.integer<int>("version");
        if (f.has("detail")) e.detail = f.text("detail");
        return e;
    });
}

Expected<std::string> to_text(const Json& json) {
    try {
        return json.dump();
    } catch (const nlohmann::json::exception&) {
        return Error{ExitCode::input, "a text is not UTF-8", "", "type it anew"};
    }
}

Expected<Json> parse_json(std::string_view text) {
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return Error{ExitCode::input, "not JSON", "", ""};
    return json;
}

}  // namespace smp::records
