// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/notification_decoder.h"

#include <algorithm>
#include <charconv>
#include <span>

namespace maintscope::core {
namespace {

using resp::Type;
using resp::Value;
using Items = std::span<const Value>;

/// Longest time that is taken at its word; more would overflow and means nothing for a maintenance window.
constexpr std::int64_t kLongestSeconds = 366L * 24 * 3600;

/// Integer, or a number in text as a non-conforming proxy may send it.
std::optional<std::int64_t> number(const Value& value) {
    if (value.type == Type::Integer) return value.integer;
    if (!value.isText() && value.type != Type::Double) return std::nullopt;
    std::int64_t result = 0;
    const char* end = value.text.data() + value.text.size();
    const auto parsed = std::from_chars(value.text.data(), end, result);
    if (parsed.ec != std::errc{}) return std::nullopt;
    // "12.0" as a double is 12; "12abc" is no number.
    if (parsed.ptr != end && (value.type != Type::Double || *parsed.ptr != '.')) return std::nullopt;
    return result;
}

std::optional<SequenceId> sequenceAt(Items items, std::size_t index) {
    if (index >= items.size()) return std::nullopt;
    const auto value = number(items[index]);
    return value ? std::optional(SequenceId{*value}) : std::nullopt;
}

/// Zero and negative times are legal for a connection that joins inside a window: they mean "now".
std::optional<Duration> secondsOf(const Value& value) {
    const auto n = number(value);
    if (!n) return std::nullopt;
    return std::chrono::seconds(std::clamp<std::int64_t>(*n, 0, kLongestSeconds));
}

/// Text of a list of shards or slots, whatever it was sent as.
std::string listText(const Value& value) {
    if (value.isText() || value.type == Type::Double) return value.text;
    if (value.type == Type::Integer) return std::to_string(value.integer);
    std::string text;
    for (const Value& item : value.items) {
        const std::string part = listText(item);
        if (part.empty()) continue;
        if (!text.empty()) text += ',';
        text += part;
    }
    return text;
}

std::string listFrom(Items items, std::size_t index) {
    std::string text;
    for (std::size_t i = index; i < items.size(); ++i) {
        const std::string part = listText(items[i]);
        if (part.empty()) continue;
        if (!text.empty()) text += ',';
        text += part;
    }
    return text;
}

/// MOVING seq seconds endpoint. The endpoint may be missing, null, empty or the text "null" (early servers,
/// redis-py PR 3751): all of them, and what parseEndpoint refuses, mean "not named".
Moving decodeMoving(Items items) {
    Moving moving;
    moving.sequence = sequenceAt(items, 1);
    if (items.size() > 2) moving.grace = secondsOf(items[2]);
    if (items.size() > 3 && items[3].isText()) moving.target = parseEndpoint(items[3].text);
    return moving;
}

struct Beginning {
    std::optional<SequenceId> sequence;
    std::optional<Duration> startsIn;
    std::string shards;
};

/// NAME seq seconds shards; or NAME seq seconds; or NAME seq; or NAME seq shards with a string where the time
/// belongs (go-redis fakes send "5000" there, a slot, so a lone string is never read as a time).
Beginning decodeBeginning(Items items) {
    Beginning beginning;
    beginning.sequence = sequenceAt(items, 1);
    if (items.size() < 3) return beginning;
    if (items.size() == 3 && items[2].type != Type::Integer) {
        beginning.shards = listText(items[2]);
        return beginning;
    }
    beginning.startsIn = secondsOf(items[2]);
    beginning.shards = listFrom(items, beginning.startsIn ? 3 : 2);
    return beginning;
}

/// Triplet [source, destination, slots], or the old pair [destination, slots] (redis-py PR 3868).
std::optional<SlotMove> decodeMove(Items parts) {
    SlotMove move;
    if (parts.size() == 2) {
        move.destination = listText(parts[0]);
        move.slots = listText(parts[1]);
    } else if (parts.size() >= 3) {
        move.source = listText(parts[0]);
        move.destination = listText(parts[1]);
        move.slots = listFrom(parts, 2);
    }
    if (move.destination.empty() || move.slots.empty()) return std::nullopt;
    return move;
}

MaintenanceNotification decodeSmigrated(Items items) {
    Smigrated migrated;
    migrated.sequence = sequenceAt(items, 1);
    const Items body = items.size() > 2 ? items.subspan(2) : Items{};
    const auto take = [&](Items parts) {
        if (auto move = decodeMove(parts)) migrated.moves.push_back(std::move(*move));
    };
    const bool nested = !body.empty() && body[0].type == Type::Array;
    if (nested && !body[0].items.empty() && body[0].items[0].type == Type::Array) {
        for (const Value& entry : body[0].items)
            take(entry.items); // *N of triplets or pairs
    } else if (nested) {
        for (const Value& entry : body)
            take(entry.items); // the triplets are elements of the push itself
    } else {
        for (std::size_t i = 0; i + 3 <= body.size(); i += 3)
            take(body.subspan(i, 3)); // flat: src dst slots src dst slots
        if (body.size() == 2) take(body);
    }
    if (migrated.moves.empty())
        return Unrecognised{std::string(Smigrated::kName), "no readable source, destination and slots"};
    return migrated;
}

} // namespace

MaintenanceNotification decodeNotification(const Value& push) {
    const Items items(push.items);
    if (items.empty() || !items[0].isText()) return Unrecognised{"", "a push without a name"};
    std::string name = items[0].text;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (name == Moving::kName) return decodeMoving(items);
    if (name == Migrating::kName) {
        Beginning beginning = decodeBeginning(items);
        return Migrating{beginning.sequence, beginning.startsIn, std::move(beginning.shards)};
    }
    if (name == FailingOver::kName) {
        Beginning beginning = decodeBeginning(items);
        return FailingOver{beginning.sequence, beginning.startsIn, std::move(beginning.shards)};
    }
    if (name == Migrated::kName) return Migrated{sequenceAt(items, 1), listFrom(items, 2)};
    if (name == FailedOver::kName) return FailedOver{sequenceAt(items, 1), listFrom(items, 2)};
    if (name == Smigrating::kName) return Smigrating{sequenceAt(items, 1), listFrom(items, 2)};
    if (name == Smigrated::kName) return decodeSmigrated(items);
    return Unrecognised{items[0].text, "not a maintenance notification known to this version"};
}

} // namespace maintscope::core
