// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a server sends, in whatever pieces: the same frames come out, within the bounds, and every push
// can be read as a notification.
#include "client/core/maintenance_windows.h"
#include "client/core/notification_decoder.h"
#include "client/core/resp_codec.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

namespace {

using namespace maintscope;
using core::resp::Decoder;
using core::resp::Frame;
using core::resp::Value;

std::size_t count(const Value& value) {
    std::size_t sum = 1;
    for (const Value& item : value.items)
        sum += count(item);
    return sum;
}

std::size_t depth(const Value& value) {
    std::size_t deepest = 0;
    for (const Value& item : value.items)
        deepest = std::max(deepest, depth(item));
    return deepest + 1;
}

struct Decoded {
    std::vector<Frame> frames;
    std::string error;
};

void drain(Decoder& decoder, Decoded& decoded) {
    while (auto frame = decoder.next())
        decoded.frames.push_back(std::move(*frame));
}

Decoded decode(std::string_view bytes, std::size_t piece, core::resp::Bounds bounds) {
    Decoder decoder(bounds);
    Decoded decoded;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        decoder.feed(bytes.substr(at, piece));
        drain(decoder, decoded);
    }
    decoded.error = decoder.error();
    return decoded;
}

bool equal(const Value& a, const Value& b) {
    if (a.type != b.type || a.text != b.text || a.integer != b.integer || a.items.size() != b.items.size())
        return false;
    for (std::size_t i = 0; i < a.items.size(); ++i)
        if (!equal(a.items[i], b.items[i])) return false;
    return true;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = fuzz::text(data, size);
    const core::resp::Bounds bounds{.depth = 8, .elements = 256, .valueBytes = 4096};
    const Decoded whole = decode(bytes, bytes.size() + 1, bounds);
    const Decoded pieces = decode(bytes, 1, bounds);
    fuzz::require(whole.frames.size() == pieces.frames.size(), "pieces of any size give the same frames");
    fuzz::require(whole.error.empty() == pieces.error.empty(), "pieces of any size fail alike");
    for (std::size_t i = 0; i < whole.frames.size(); ++i) {
        const Value& value = whole.frames[i].value;
        fuzz::require(equal(value, pieces.frames[i].value), "pieces of any size give equal values");
        fuzz::require(depth(value) <= bounds.depth + 1, "depth is bounded");
        fuzz::require(count(value) <= bounds.elements + 1, "elements are bounded");
        if (value.type != core::resp::Type::Push) continue;
        const MaintenanceNotification notification = core::decodeNotification(value);
        if (const auto* moved = std::get_if<Smigrated>(&notification))
            for (const SlotMove& move : moved->moves)
                (void)core::slotsOverlap(move.slots, "0-100");
    }
    return 0;
}
