#include <GL/glew.h>
//
#include <cstdint>

#include "ui/desk_record.hpp"

namespace smp::desk {

LookTextures::~LookTextures() {
    clear();
}

void LookTextures::clear() {
    for (auto& [id, texture] : textures_) glDeleteTextures(1, &texture.name);
    textures_.clear();
    if (film_.name != 0) glDeleteTextures(1, &film_.name);
    film_ = {};
    asked_.clear();
}

void LookTextures::load(Texture& texture, const cv::Mat& picture) {
    if (texture.of == picture.data) return;
    if (texture.name == 0) glGenTextures(1, &texture.name);
    glBindTexture(GL_TEXTURE_2D, texture.name);
    // A cut may reach beyond the picture: there it is black.
    for (const GLenum side : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T})
        glTexParameteri(GL_TEXTURE_2D, side, GL_CLAMP_TO_BORDER);
    for (const GLenum filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
        glTexParameteri(GL_TEXTURE_2D, filter, GL_LINEAR);
    const cv::Mat whole = picture.isContinuous() ? picture : picture.clone();
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB8, whole.cols, whole.rows, 0, GL_BGR, GL_UNSIGNED_BYTE, whole.data);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glBindTexture(GL_TEXTURE_2D, 0);
    texture.of = picture.data;
    texture.size_px = {picture.cols, picture.rows};
}

ImTextureID LookTextures::film(const cv::Mat& picture) {
    if (picture.empty() || picture.type() != CV_8UC3) return nullptr;
    load(film_, picture);
    return reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(film_.name));
}

ImTextureID LookTextures::get(State& s, const RecordView& view, const records::PictureId& id) {
    const auto look = view.looks.find(id);
    if (look == view.looks.end() || look->second.empty() || look->second.type() != CV_8UC3) {
        if (asked_.insert(id).second) s.asks.push_back(record_ask::Look{id});
        return nullptr;
    }
    Texture& texture = textures_[id];
    load(texture, look->second);
    return reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(texture.name));
}

glm::ivec2 LookTextures::size_px(const records::PictureId& id) const {
    const auto at = textures_.find(id);
    return at == textures_.end() ? glm::ivec2(0) : at->second.size_px;
}

void LookTextures::keep_only(const RecordView& view) {
    for (auto at = textures_.begin(); at != textures_.end();) {
        if (view.looks.contains(at->first)) {
            ++at;
            continue;
        }
        glDeleteTextures(1, &at->second.name);
        asked_.erase(at->first);  // it went to make room: in sight again it is asked for again
        at = textures_.erase(at);
    }
    if (!view.client) asked_.clear();
}

}  // namespace smp::desk
