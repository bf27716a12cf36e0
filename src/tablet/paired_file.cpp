#include "tablet/paired_file.hpp"

#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "base/texts.hpp"
#include "present/atomic_file.hpp"

namespace smp {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view schema = "smp-mirror/tablets/";

bool is_hex(const std::string& text, std::size_t digits) {
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

Expected<PairedTablets> parse_tablets(std::string_view text, std::string_view where) {
    const auto refused = [&](std::string what) {
        return Error{ExitCode::input, std::move(what), std::string(where), ""};
    };
    try {
        const auto json = nlohmann::json::parse(text);
        const std::string named = json.at("schema").get<std::string>();
        if (!named.starts_with(schema)) return refused(tr("not a list of tablets"));
        if (named != std::string(schema) + "1") return refused(tr("of a newer version of the program"));
        std::vector<PairedTablet> list;
        for (const auto& t : json.at("tablets")) {
            PairedTablet out{t.at("id").get<std::string>(), tablet_name(t.at("name").get<std::string>()),
                             t.at("token_sha256").get<std::string>(), t.at("paired_on").get<std::string>()};
            if (!is_hex(out.id, 8) || !is_hex(out.token_sha256, 64)) return refused(tr("damaged"));
            list.push_back(std::move(out));
        }
        if (list.size() > most_tablets) return refused(tr("more tablets than can be paired"));
        return PairedTablets(std::move(list));
    } catch (const nlohmann::json::exception&) {
        return refused(tr("damaged or cut off"));
    }
}

std::string tablets_to_json(const PairedTablets& tablets) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const PairedTablet& t : tablets.list())
        list.push_back({{"id", t.id}, {"name", t.name}, {"token_sha256", t.token_sha256}, {"paired_on", t.paired_on}});
    return nlohmann::ordered_json{{"schema", std::string(schema) + "1"}, {"tablets", list}}.dump(2) + "\n";
}

Status write_private_file(const fs::path& file, std::string_view text) {
    std::error_code failed;
    if (fs::create_directories(file.parent_path(), failed)) ::chmod(file.parent_path().c_str(), 0700);
    if (failed)
        return Error{ExitCode::input, tr_fill("the folder cannot be made ({0})", failed.message()),
                     file.parent_path().string(), ""};
    auto out = AtomicFile::create(file);
    if (!out) return out.error();
    if (::fchmod(out->fd(), 0600) != 0) return out->failure(errno);
    if (auto written = out->write(text); !written) return written;
    return out->commit();
}

}  // namespace smp
