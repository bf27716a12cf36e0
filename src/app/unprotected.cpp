#include "app/unprotected.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "app/record_shot.hpp"
#include "app/shot_json.hpp"
#include "base/small_file.hpp"
#include "base/texts.hpp"
#include "present/atomic_file.hpp"
#include "records/sealing.hpp"
#include "ui/record_views.hpp"

namespace smp {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;
using records::Moment;

constexpr const char* before_end = "-before.png";
constexpr const char* after_end = "-after.png";
constexpr const char* json_end = ".json";
constexpr const char* marker_end = ".taking-in";
constexpr std::size_t largest_json = 4 << 20, largest_picture = 256 << 20;

bool plain_file(const fs::path& file) {
    std::error_code failed;
    return fs::is_regular_file(fs::symlink_status(file, failed));
}

Error refused(const fs::path& file, std::string what) {
    return {ExitCode::input, std::move(what), file.filename().string(), tr("it stays in the pictures folder")};
}

// "2026-11-30T17:22:33+01:00", as screenshots have it.
std::optional<Moment> moment_of(const std::string& text) {
    int y, mo, d, h, mi, s, zh, zm;
    char sign;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%c%2d:%2d", &y, &mo, &d, &h, &mi, &s, &sign, &zh, &zm) != 9)
        return std::nullopt;
    using namespace std::chrono;
    const year_month_day day{year(y), month(static_cast<unsigned>(mo)), std::chrono::day(static_cast<unsigned>(d))};
    if (!day.ok() || (sign != '+' && sign != '-')) return std::nullopt;
    const auto zone = hours(zh) + minutes(zm);
    return Moment(sys_days(day) + hours(h) + minutes(mi) + seconds(s) - (sign == '+' ? zone : -zone));
}

std::optional<Json> read_screenshot(const std::string& text) {
    auto json = Json::parse(text, nullptr, false);
    if (!json.is_object() || json.value("schema", Json()) != "smp-mirror/screenshot/1") return std::nullopt;
    return json;
}

std::optional<Moment> time_in(const Json& json) {
    const Json time = json.value("time", Json());
    return time.is_string() ? moment_of(time.get<std::string>()) : std::nullopt;
}

// What the file says, as the record keeps it; what is missing there stays missing.
Shot shot_of_file(const Json& json, const cv::Size& size, Moment taken) {
    Shot out;
    out.time = taken;
    out.before = cv::Mat(size, CV_8UC1);  // of its size alone
    const Json design = json.value("design", Json()), pose = json.value("pose", Json());
    if (auto parsed = parse_design(design.dump(), ""); parsed) out.design = *parsed;
    const Json camera = json.value("camera", Json()), software = json.value("software", Json()),
               input = json.value("input", Json()), view = json.value("view", Json());
    const auto number = [](const Json& j, const char* name, double otherwise) {
        return j.is_object() && j.contains(name) && j[name].is_number() ? j[name].get<double>() : otherwise;
    };
    const auto text = [](const Json& j, const char* name) {
        return j.is_object() && j.contains(name) && j[name].is_string() ? j[name].get<std::string>() : std::string();
    };
    out.label = text(json, "label");
    out.intrinsics = {number(camera, "fx", 0),
                      number(camera, "fy", 0),
                      number(camera, "cx", 0),
                      number(camera, "cy", 0),
                      size.width,
                      size.height};
    out.scale.ipd_mm = number(software, "ipd_mm", out.scale.ipd_mm);
    // Older files give the scale's tolerance as that of the pupils.
    out.scale.tolerance_mm = software.contains("scale_tolerance_percent")
                                 ? out.scale.ipd_mm * number(software, "scale_tolerance_percent", 10) / 100
                                 : number(software, "ipd_tolerance_mm", out.scale.tolerance_mm);
    out.scale.source = source_named(text(software, "ipd_source")).value_or(ScaleSource::assumed);
    out.seed = static_cast<std::uint64_t>(std::max(0.0, number(software, "seed", 1)));
    out.gl_renderer = text(software, "gl_renderer");
    out.input = text(input, "source");
    out.input_detail = text(input, "description");
    out.frame = static_cast<std::int64_t>(number(input, "frame", 0));
    out.frame_time_s = number(input, "time_s", 0);
    if (pose.is_object() && out.intrinsics.fx_px > 0) {
        // By the record's own reader, which knows a rotation from nine numbers.
        Json kept{
            {"schema", "smp-mirror/pose/1"}, {"camera_from_head", pose}, {"still", false}, {"scale", Json::object()}};
        kept["scale"] = {{"ipd_mm", 63}, {"ipd_source", "assumed"}, {"ipd_tolerance_mm", 6.3}};
        if (const auto parsed = parse_pose(kept.dump())) out.camera_from_head = parsed->camera_from_head;
    }
    if (const StandardView* standard = find_view(text(view, "name"))) {
        ShotView of;
        of.id = standard->id;
        of.by_key = text(view, "taken") == "by key";
        of.as_before = view.value("as_before", Json()) == true;
        const auto angles = [&](const char* name) {
            const Json j = view.value(name, Json());
            return HeadAngles{number(j, "yaw", 0), number(j, "pitch", 0), number(j, "roll", 0)};
        };
        of.wanted = angles("wanted_deg");
        const Json crop = view.value("crop", Json());
        if (const double w = number(crop, "width_px", 0), h = number(crop, "height_px", 0); w > 0 && h > 0)
            of.crop = ViewCrop{{number(crop, "x_px", 0) - 0.5, number(crop, "y_px", 0) - 0.5}, {w, h}};
        // One that went by itself was in the pose that was wanted.
        if (of.crop && out.camera_from_head && !of.by_key)
            of.repeat = ViewReference{*out.camera_from_head, glm::dmat3(1.0), out.intrinsics, *of.crop};
        out.view = of;
    }
    return out;
}

std::string hex_digest(const std::string& text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const std::uint8_t byte :
         records::digest_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}))
        out += {digits[byte >> 4], digits[byte & 15]};
    return out;
}

Status remove_file(const fs::path& file) {
    if (::unlink(file.c_str()) == 0 || errno == ENOENT) return Done{};
    return Error{ExitCode::input,
                 tr_fill("it is in the record, but cannot be removed here ({0})", std::strerror(errno)),
                 file.filename().string(), tr("remove it by hand")};
}

void sync_folder(const fs::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

// The JSON goes after the pictures: as long as it is there, what it names can be looked up in the record. The marker
// goes last.
Status remove_all_of(const fs::path& folder, const std::string& name) {
    for (const char* ending : {before_end, after_end, json_end}) {
        if (auto gone = remove_file(folder / (name + ending)); !gone) return gone;
        sync_folder(folder);
    }
    if (auto gone = remove_file(folder / (name + marker_end)); !gone) return gone;
    sync_folder(folder);
    return Done{};
}

class TakingIn {
  public:
    TakingIn(records::RecordRepository& store, const std::string& who, const fs::path& folder, const std::string& name)
        : store_(store), who_(who), folder_(folder), name_(name) {}

    Status into(const records::ClientId& client) {
        auto json = read_small_file(at(json_end), tr("screenshot"), largest_json);
        if (!json) return refused(at(json_end), json.error().what);
        json_ = std::move(*json);
        digest_ = hex_digest(json_);
        if (plain_file(at(marker_end))) {
            auto done = go_on();
            if (!done) return done.error();
            if (*done) return Done{};
        }
        return begin(client);
    }

  private:
    fs::path at(const char* ending) const { return folder_ / (name_ + ending); }

    // Whether it is in the record that its marker names, and so done with.
    Expected<bool> go_on() {
        const auto marker = read_small_file(at(marker_end), tr("screenshot"), 64);
        const auto client = marker ? records::ClientId::parse(*marker) : std::nullopt;
        if (!client || !store_.card(*client)) return false;  // or who was erased since
        const auto history = store_.history(*client);
        if (!history) return history.error();
        for (const auto& item : *history) {
            const auto* shot = std::get_if<records::Shot>(&item.content);
            if (!shot) continue;
            const auto versions = Json::parse(shot->versions_json, nullptr, false);
            const Json taken = versions.is_object() ? versions.value("taken_in", Json()) : Json();
            if (!taken.is_object() || taken.value("name", "") != name_ || taken.value("digest", "") != digest_)
                continue;
            if (auto same = verify(*client, *shot); !same) return same.error();
            if (auto gone = remove_all_of(folder_, name_); !gone) return gone.error();
            return true;
        }
        return false;
    }

    Status begin(const records::ClientId& client) {
        const auto json = read_screenshot(json_);
        const auto taken = json ? time_in(*json) : std::nullopt;
        if (!taken) return refused(at(json_end), tr("this is no screenshot"));
        records::Shot out;
        for (const auto& [role, ending] :
             {std::pair{records::PictureRole::raw, before_end}, {records::PictureRole::treated, after_end}}) {
            auto picture = read_picture(role, ending);
            if (!picture) return picture.error();
            out.pictures.push_back(std::move(*picture));
        }
        const auto time_line = store_.time_line(client);
        if (!time_line) return time_line.error();
        const Shot shot = shot_of_file(*json, {out.pictures[0].width_px, out.pictures[0].height_px}, *taken);
        out.taken = *taken;
        out.view = shot.view ? record_view_of(shot.view->id) : records::View::other;
        out.occasion = occasion_of(*time_line, shot.view.has_value(), *taken);
        const Json design = json->value("design", Json());
        if (design.is_object()) out.design_json = design.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
        Json pose = Json::parse(pose_to_json(shot));
        pose["numbers"] = json->value("numbers", Json());
        out.pose_json = pose.dump(2) + "\n";
        out.camera_json = camera_to_json(shot);
        out.crop_json = crop_to_json(shot);
        Json versions = Json::parse(versions_to_json(shot));
        versions["version"] = json->value("software", Json::object()).value("version", "");
        versions.erase("landmark_model");
        versions["taken_in"] = {{"name", name_}, {"digest", digest_}};
        out.versions_json = versions.dump(2) + "\n";

        if (auto marked = mark(client); !marked) return marked;
        const auto items = store_.save(client, {{std::move(out)}}, who_);
        // The marker stays: whether it was kept, the next try finds out.
        if (!items) return items.error();
        if (auto same = verify(client, std::get<records::Shot>(items->front().content)); !same) return same;
        return remove_all_of(folder_, name_);
    }

    Expected<records::Picture> read_picture(records::PictureRole role, const char* ending) const {
        if (!plain_file(at(ending))) return refused(at(ending), tr("the picture is missing"));
        const auto bytes = read_small_file(at(ending), tr("screenshot"), largest_picture);
        if (!bytes) return refused(at(ending), bytes.error().what);
        records::Picture out;
        out.role = role;
        out.media_type = "image/png";
        out.bytes.assign(bytes->begin(), bytes->end());
        cv::Mat pixels;
        try {
            pixels = cv::imdecode(out.bytes, cv::IMREAD_COLOR);
        } catch (const cv::Exception&) {
        }
        if (pixels.empty()) return refused(at(ending), tr("the picture is damaged"));
        out.width_px = pixels.cols;
        out.height_px = pixels.rows;
        return out;
    }

    Status mark(const records::ClientId& client) const {
        auto file = AtomicFile::create(at(marker_end));
        if (!file) return file.error();
        if (::fchmod(file->fd(), 0600) != 0 && errno != EPERM) return file->failure(errno);
        if (auto written = file->write(client.hex()); !written) return written;
        if (auto done = file->commit(); !done) return done;
        sync_folder(folder_);
        return Done{};
    }

    // What the record gives back is what is here, as far as it still is.
    Status verify(const records::ClientId& client, const records::Shot& shot) const {
        for (const auto& picture : shot.pictures) {
            const char* ending = picture.role == records::PictureRole::raw ? before_end : after_end;
            const auto kept = store_.picture(client, picture.id);
            if (!kept) return kept.error();
            if (!plain_file(at(ending))) continue;  // removed by the try before, which had compared
            const auto here = read_small_file(at(ending), tr("screenshot"), largest_picture);
            if (!here) return refused(at(ending), here.error().what);
            if (!std::equal(kept->begin(), kept->end(), here->begin(), here->end(),
                            [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); }))
                return refused(at(ending), tr("the record does not give the picture back as it is"));
        }
        return Done{};
    }

    records::RecordRepository& store_;
    const std::string& who_;
    const fs::path& folder_;
    const std::string& name_;
    std::string json_, digest_;
};

}  // namespace

std::vector<UnprotectedShot> unprotected_shots(const fs::path& folder, Moment from) {
    std::vector<UnprotectedShot> out;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        const std::string file = at->path().filename().string();
        if (!file.ends_with(json_end) || file.front() == '.') continue;
        const std::string name = file.substr(0, file.size() - std::strlen(json_end));
        if (!plain_file(at->path())) continue;
        const bool begun = plain_file(folder / (name + marker_end));
        struct stat is {};
        // A file that was written earlier cannot tell of a picture that came later; a minute for clocks.
        if (!begun && (::stat(at->path().c_str(), &is) != 0 || is.st_mtime + 60 < from.time_since_epoch().count()))
            continue;
        if (!begun && !(plain_file(folder / (name + before_end)) && plain_file(folder / (name + after_end)))) continue;
        const auto text = read_small_file(at->path(), tr("screenshot"), largest_json);
        const auto json = text ? read_screenshot(*text) : std::nullopt;
        const auto taken = json ? time_in(*json) : std::nullopt;
        if (taken && (begun || *taken >= from)) out.push_back({name, *taken});
    }
    std::sort(out.begin(), out.end(), [](const UnprotectedShot& a, const UnprotectedShot& b) {
        return std::tie(a.taken, a.name) < std::tie(b.taken, b.name);
    });
    return out;
}

Status take_into_record(records::RecordRepository& store, const records::ClientId& client, const std::string& who,
                        const fs::path& folder, const std::string& name) {
    try {
        return TakingIn(store, who, folder, name).into(client);
    } catch (const nlohmann::json::exception&) {
        return refused(folder / (name + json_end), tr("this is no screenshot"));
    }
}

void sweep_taken_in(const fs::path& folder) {
    std::error_code failed;
    std::vector<fs::path> left;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        const std::string file = at->path().filename().string();
        if (!file.ends_with(marker_end) || !plain_file(at->path())) continue;
        const std::string name = file.substr(0, file.size() - std::strlen(marker_end));
        if (!plain_file(folder / (name + json_end))) left.push_back(at->path());
    }
    for (const fs::path& file : left) static_cast<void>(remove_file(file));
}

}  // namespace smp
