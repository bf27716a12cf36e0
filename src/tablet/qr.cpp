#include "tablet/qr.hpp"

#include <qrencode.h>

namespace smp {

QrCode make_qr(const std::string& text) {
    QRcode* const code = QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M);
    if (!code) return {};
    QrCode out{code->width, {}};
    const int count = code->width * code->width;
    for (int i = 0; i < count; ++i) out.dark.push_back(code->data[i] & 1);
    QRcode_free(code);
    return out;
}

}  // namespace smp
