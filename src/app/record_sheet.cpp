#include "app/record_sheet.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "app/shot_json.hpp"
#include "base/local_time.hpp"
#include "base/texts.hpp"
#include "capture/picture.hpp"
#include "design/hairline.hpp"
#include "ui/record_words.hpp"
#include "views/standard_views.hpp"

namespace smp {
namespace {

using records::AgreedDesign;
using records::Item;
using records::Occasion;
using records::PictureRole;

// A record's shot with what its JSON texts say.
struct SeenShot {
    const records::Shot* shot;
    std::optional<KeptCrop> crop;
    const records::Picture* of(PictureRole role) const {
        for (const auto& picture : shot->pictures)
            if (picture.role == role) return &picture;
        return nullptr;
    }
};

bool after_treatment(const records::Shot& shot) {
    return shot.occasion == Occasion::after || shot.occasion == Occasion::healed || shot.occasion == Occasion::one_year;
}

// Its own cut of a picture, as high as all others, so that pictures of one view can be laid beside one another; what
// reaches beyond the picture goes on in its border's colour.
cv::Mat cut_out(const cv::Mat& picture, const std::optional<KeptCrop>& kept) {
    if (!kept || kept->crop.size_px.x < 1 || kept->crop.size_px.y < 1) return picture;
    constexpr double high_px = 900;
    const double scale = high_px / kept->crop.size_px.y;
    const cv::Matx23d to_cut(scale, 0, -scale * (kept->crop.corner_px.x + 0.5) + 0.5 * scale - 0.5, 0, scale,
                             -scale * (kept->crop.corner_px.y + 0.5) + 0.5 * scale - 0.5);
    const cv::Size size(std::max(1, static_cast<int>(std::lround(scale * kept->crop.size_px.x))),
                        static_cast<int>(high_px));
    cv::Mat out;
    cv::warpAffine(picture, out, to_cut, size, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    return out;
}

class SheetOfRecord {
  public:
    SheetOfRecord(records::RecordRepository& records, const records::ClientId& client, std::vector<Item> items)
        : records_(records), client_(client), items_(std::move(items)) {
        for (const Item& item : items_)
            if (const auto* shot = std::get_if<records::Shot>(&item.content)) {
                auto crop = parse_crop(shot->crop_json);
                shots_.push_back({shot, crop ? std::optional(*crop) : std::nullopt});
            }
        std::stable_sort(shots_.begin(), shots_.end(),
                         [](const SeenShot& a, const SeenShot& b) { return a.shot->taken < b.shot->taken; });
    }

    template <class Kind>
    const Kind* newest() const {
        for (auto item = items_.rbegin(); item != items_.rend(); ++item)
            if (const auto* found = std::get_if<Kind>(&item->content)) return found;
        return nullptr;
    }

    // The design that the sheet is about, and in whose words.
    Expected<TreatmentDesign> design() const {
        if (const auto* agreed = newest<AgreedDesign>(); agreed && !agreed->design_json.empty())
            return parse_design(agreed->design_json, tr("the agreed design"));
        for (auto shot = shots_.rbegin(); shot != shots_.rend(); ++shot)
            if (!shot->shot->design_json.empty())
                return parse_design(shot->shot->design_json, tr("the design of the newest picture"));
        return Error{ExitCode::input, tr("this client's record has no design yet"), "",
                     tr("agree on a design at the desk, or take a picture with one")};
    }

    // The newest picture on which the head was seen.
    Expected<KeptPose> head() const {
        for (auto shot = shots_.rbegin(); shot != shots_.rend(); ++shot)
            if (auto pose = parse_pose(shot->shot->pose_json); pose && pose->shape) return *pose;
        return Error{ExitCode::input, tr("no picture in this client's record keeps their head"), "",
                     tr("take a picture at the mirror with the client open: the millimetres go by it")};
    }

    Expected<std::vector<SheetView>> views() const {
        std::vector<SheetView> out;
        for (const StandardView& view : standard_views()) {
            const auto pair = pair_of(view.id);
            if (!pair) continue;
            SheetView shown{tr(view.label), {}, {}, {}};
            for (auto [chosen, into] :
                 {std::pair{&pair->first, &shown.before}, std::pair{&pair->second, &shown.after}}) {
                auto picture = read(chosen->seen, chosen->of_role);
                if (!picture) return picture.error();
                *into = std::move(*picture);
            }
            out.push_back(std::move(shown));
        }
        return out;
    }

  private:
    struct Chosen {
        SeenShot seen;
        PictureRole of_role = PictureRole::raw;
    };

    bool shows(const SeenShot& seen, ViewId view) const { return seen.crop && seen.crop->view == view; }

    std::optional<std::pair<Chosen, Chosen>> pair_of(ViewId view) const {
        const SeenShot *first = nullptr, *healed = nullptr, *preview = nullptr;
        for (const SeenShot& seen : shots_) {
            if (!shows(seen, view) || !seen.of(PictureRole::raw)) continue;
            if (after_treatment(*seen.shot)) {
                healed = &seen;
            } else {
                if (!first) first = &seen;
                if (seen.of(PictureRole::treated)) preview = &seen;
            }
        }
        if (first && healed) return std::pair{Chosen{*first}, Chosen{*healed}};
        if (preview) return std::pair{Chosen{*preview}, Chosen{*preview, PictureRole::treated}};
        return std::nullopt;
    }

    Expected<SheetPicture> read(const SeenShot& seen, PictureRole role) const {
        const auto bytes = records_.picture(client_, seen.of(role)->id);
        if (!bytes) return bytes.error();
        auto picture = decode_picture(*bytes, tr("a picture of the record"));
        if (!picture) return picture.error();
        SheetPicture out{cut_out(*picture, seen.crop), local_date(seen.shot->taken), {}};
        if (role == PictureRole::treated) {
            auto design = parse_design(seen.shot->design_json, tr("the design of a picture"));
            if (!design) return design.error();
            out.simulated = std::move(*design);
        }
        return out;
    }

    records::RecordRepository& records_;
    const records::ClientId client_;
    const std::vector<Item> items_;
    std::vector<SeenShot> shots_;
};

std::vector<PigmentUse> recipe_of_record(const std::vector<Item>& items, const TreatmentDesign& design) {
    std::vector<PigmentUse> out;
    int done = 0;
    for (const Item& item : items)
        if (const auto* session = std::get_if<records::TreatmentSession>(&item.content)) {
            done = std::max(done, session->number);
            for (const auto& ink : session->inks)
                out.push_back(
                    {session->number, session->region, ink.brand, ink.shade, ink.ratio, session->needle, ink.lot});
        }
    for (PigmentUse& planned : recipe_of(design))
        if (planned.session > done) out.push_back(std::move(planned));
    return out;
}

std::string consent_of(const std::vector<Item>& items) {
    for (auto item = items.rbegin(); item != items.rend(); ++item)
        if (const auto* c = std::get_if<records::Consent>(&item->content);
            c && c->purpose == records::ConsentPurpose::treatment)
            return c->given ? tr_fill("Version {0}, signed on {1}.", c->text_version, day_in_words(c->date))
                            : tr("Not given, or withdrawn.");
    return "";
}

}  // namespace

Expected<Sheet> record_sheet(records::RecordRepository& records, const records::ClientId& client,
                             const HeadModel& model, const RecordSheetWish& wish) {
    const auto items = records.time_line(client);
    if (!items) return items.error();
    const SheetOfRecord of(records, client, *items);
    auto design = of.design();
    if (!design) return design.error();
    const auto head = of.head();
    if (!head) return head.error();
    auto views = of.views();
    if (!views) return views.error();

    Sheet sheet;
    sheet.salon = wish.salon;
    sheet.salon_address = wish.salon_address;
    sheet.practitioner = wish.practitioner;
    sheet.paper = wish.paper;
    sheet.made = std::chrono::system_clock::now();
    if (const auto* person = of.newest<records::Client>()) sheet.client = person->name;
    sheet.views = std::move(*views);
    sheet.design = std::move(*design);

    TreatmentCompiler compiler(model, wish.seed);
    const Treatment& treatment = compiler.compile(*head->shape, sheet.design);
    sheet.numbers =
        treatment_numbers(model, *head->shape, compiler.surface(), sheet.design, treatment, {head->scale, head->still});
    if (draws_front_edge(sheet.design.region))
        sheet.curve = template_curve(model, *head->shape, compiler.surface(), treatment.hairline);
    sheet.recipe = recipe_of_record(*items, sheet.design);
    sheet.plan = plan_of(sheet.design, sheet.numbers);
    if (const auto* agreed = of.newest<AgreedDesign>()) {
        if (agreed->price) sheet.price = price_in_words(*agreed->price);
        sheet.notes = agreed->notes;
    }
    sheet.consent = consent_of(*items);
    return sheet;
}

}  // namespace smp
