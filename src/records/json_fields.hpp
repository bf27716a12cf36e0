// Reads fields of a JSON object by name and type, and says which one is wrong. For .cpp files only.
#pragma once

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/expected.hpp"
#include "records/record_time.hpp"

namespace smp::records {

struct FieldError : std::runtime_error {
    using std::runtime_error::runtime_error;  // the field's name
};

class Fields {
  public:
    using Json = nlohmann::ordered_json;
    explicit Fields(const Json& json) : json_(&json) {
        if (!json.is_object()) throw FieldError("{}");
    }
    const Json& json() const { return *json_; }
    bool has(const char* name) const { return json_->contains(name); }
    Fields inner(const char* name) const { return Fields(at(name)); }
    const Json& list(const char* name) const {
        const Json& value = at(name);
        if (!value.is_array()) throw FieldError(name);
        return value;
    }
    std::string text(const char* name) const {
        const Json& value = at(name);
        if (!value.is_string()) throw FieldError(name);
        return value.get<std::string>();
    }
    bool truth(const char* name) const {
        const Json& value = at(name);
        if (!value.is_boolean()) throw FieldError(name);
        return value.get<bool>();
    }
    double number(const char* name) const {
        const Json& value = at(name);
        if (!value.is_number()) throw FieldError(name);
        return value.get<double>();
    }
    template <class T>
    T integer(const char* name) const {
        const Json& value = at(name);
        if (!value.is_number_integer()) throw FieldError(name);
        // A number that does not fit is wrong, not cut.
        const bool fits = value.is_number_unsigned() ? std::in_range<T>(value.get<std::uint64_t>())
                                                     : std::in_range<T>(value.get<std::int64_t>());
        if (!fits) throw FieldError(name);
        return value.get<T>();
    }
    template <class Enum, class Names>
    Enum choice(const char* name, const Names& names) const {
        const std::string value = text(name);
        for (std::size_t i = 0; i < names.size(); ++i)
            if (value == names[i]) return static_cast<Enum>(i);
        throw FieldError(name);
    }
    template <class Id>
    Id id(const char* name) const {
        return or_wrong(Id::parse(text(name)), name);
    }
    Date date(const char* name) const { return or_wrong(parse_date(text(name)), name); }
    Moment moment(const char* name) const { return or_wrong(parse_moment(text(name)), name); }
    std::optional<Date> maybe_date(const char* name) const {
        if (!has(name)) return std::nullopt;
        return date(name);
    }

  private:
    const Json& at(const char* name) const {
        const auto found = json_->find(name);
        if (found == json_->end()) throw FieldError(name);
        return *found;
    }
    template <class T>
    static T or_wrong(const std::optional<T>& value, const char* name) {
        if (!value) throw FieldError(name);
        return *value;
    }
    const Json* json_;
};

inline void put_date(nlohmann::ordered_json& json, const char* name, const std::optional<Date>& date) {
    if (date) json[name] = to_text(*date);
}

template <class T, class Reader>
Expected<T> read_fields(const nlohmann::ordered_json& json, const std::string& what, Reader&& reader) {
    try {
        return T(reader(Fields(json)));
    } catch (const FieldError& e) {
        return Error{ExitCode::input, what + ": \"" + e.what() + "\" is missing or wrong", "", ""};
    } catch (const nlohmann::json::exception&) {
        return Error{ExitCode::input, what + " cannot be read", "", ""};
    }
}

}  // namespace smp::records
