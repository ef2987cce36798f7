// SPDX-License-Identifier: GPL-3.0-or-later
// Any push that RESP can carry, as a notification: the same from the wire as from the value, with times,
// targets and texts within their bounds.
#include "client/core/maintenance_windows.h"
#include "client/core/notification_decoder.h"
#include "client/core/resp_codec.h"
#include "client/types/notification.h"
#include "tests/fuzz/fuzz.h"

#include <array>
#include <string>

namespace {

using namespace maintscope;
using core::resp::Decoder;
using core::resp::Type;
using core::resp::Value;

constexpr std::array<std::string_view, 12> kWords{
    "MOVING",    "MIGRATING", "MIGRATED", "FAILING_OVER",  "FAILED_OVER",     "SMIGRATING",
    "SMIGRATED", "moving",    "null",     "10.0.0.2:6379", "[2001:db8::1]:1", "[\"1\",\"2\"]"};

/// Simple strings, errors and big numbers end at the line's end.
std::string oneLine(std::string_view text) {
    std::string line(text);
    for (char& c : line)
        if (c == '\r' || c == '\n') c = ' ';
    return line;
}

Value value(fuzz::Choices& choose, int depth) {
    Value made;
    switch (choose.pick(depth > 0 ? 10 : 8)) {
    case 0:
        made.type = Type::Null;
        break;
    case 1:
        made.type = Type::Integer;
        made.integer = choose.number();
        break;
    case 2:
        made.type = Type::Simple;
        made.text = oneLine(choose.bytes(40));
        break;
    case 3:
        made.type = Type::Double;
        made.text = std::to_string(choose.byte()) + "." + std::to_string(choose.byte());
        break;
    case 4:
        made.type = Type::Bool;
        made.integer = choose.flag() ? 1 : 0;
        break;
    case 5:
        made.type = Type::Bulk;
        made.text = kWords[choose.pick(kWords.size())];
        break;
    case 6:
        made.type = Type::Bulk;
        made.text = std::to_string(choose.byte()) + "-" + std::to_string(choose.number());
        break;
    case 7:
        made.type = Type::Bulk;
        made.text = choose.bytes(60);
        break;
    case 8:
        made.type = Type::Array;
        for (std::size_t i = choose.pick(5); i > 0; --i)
            made.items.push_back(value(choose, depth - 1));
        break;
    default:
        made.type = Type::Set;
        for (std::size_t i = choose.pick(3); i > 0; --i)
            made.items.push_back(value(choose, depth - 1));
        break;
    }
    return made;
}

/// An encoder of its own, so that a misunderstanding cannot cancel itself out.
void encode(const Value& from, std::string& to) {
    const auto line = [&](char type, const std::string& text) { to += type + text + "\r\n"; };
    const auto list = [&](char type) {
        line(type, std::to_string(from.items.size()));
        for (const Value& item : from.items)
            encode(item, to);
    };
    switch (from.type) {
    case Type::Null:
        return line('_', "");
    case Type::Simple:
        return line('+', from.text);
    case Type::Integer:
        return line(':', std::to_string(from.integer));
    case Type::Bulk:
        return line('$', std::to_string(from.text.size()) + "\r\n" + from.text);
    case Type::Bool:
        return line('#', from.integer != 0 ? "t" : "f");
    case Type::Double:
        return line(',', from.text);
    case Type::Array:
        return list('*');
    case Type::Set:
        return list('~');
    case Type::Push:
        return list('>');
    case Type::Error:
    case Type::Verbatim:
    case Type::BigNumber:
    case Type::Map:
        return; // not made here
    }
}

std::size_t textIn(const Value& value) {
    std::size_t size = value.text.size() + 21; // an integer prints with 20 characters at most, and a comma
    for (const Value& item : value.items)
        size += textIn(item);
    return size;
}

/// Everything that a notification says, on one line.
std::string show(const MaintenanceNotification& notification) {
    const auto sequence = [](const std::optional<SequenceId>& id) {
        return id ? std::to_string(id->value) : std::string("-");
    };
    const auto time = [](const std::optional<Duration>& duration) {
        if (!duration) return std::string("-");
        fuzz::require(*duration >= Duration::zero() && *duration <= std::chrono::hours(24 * 366),
                      "a time is not negative and within a year");
        return std::to_string(duration->count());
    };
    return notificationName(notification) + " " +
           std::visit(Overload{
                          [&](const Moving& m) {
                              if (m.target)
                                  fuzz::require(!m.target->host.empty() && m.target->port != 0,
                                                "a target can be dialled");
                              return sequence(m.sequence) + " " + time(m.grace) + " " +
                                     (m.target ? toString(*m.target) : "-");
                          },
                          [&](const Migrating& m) {
                              return sequence(m.sequence) + " " + time(m.startsIn) + " " + m.shards;
                          },
                          [&](const Migrated& m) { return sequence(m.sequence) + " " + m.shards; },
                          [&](const FailingOver& m) {
                              return sequence(m.sequence) + " " + time(m.startsIn) + " " + m.shards;
                          },
                          [&](const FailedOver& m) { return sequence(m.sequence) + " " + m.shards; },
                          [&](const Smigrating& m) { return sequence(m.sequence) + " " + m.slots; },
                          [&](const Smigrated& m) {
                              fuzz::require(!m.moves.empty(), "slots have moved");
                              std::string moves = sequence(m.sequence);
                              for (const SlotMove& move : m.moves) {
                                  fuzz::require(!move.destination.empty() && !move.slots.empty(),
                                                "a move has slots and a destination");
                                  fuzz::require(core::slotsOverlap(move.slots, "5-90") ==
                                                    core::slotsOverlap("5-90", move.slots),
                                                "overlap has no direction");
                                  moves += " " + move.source + ">" + move.destination + ":" + move.slots;
                              }
                              return moves;
                          },
                          [&](const Unrecognised& u) {
                              fuzz::require(!u.reason.empty(), "what is not understood says why");
                              return u.reason;
                          },
                      },
                      notification);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Choices choose(data, size);
    Value push;
    push.type = Type::Push;
    Value name;
    name.type = choose.flag() ? Type::Bulk : Type::Simple;
    name.text = kWords[choose.pick(kWords.size())];
    if (choose.pick(16) != 15) push.items.push_back(std::move(name));
    for (std::size_t i = choose.pick(8); i > 0; --i)
        push.items.push_back(value(choose, 3));

    const std::string shown = show(core::decodeNotification(push));
    fuzz::require(shown.size() <= 3 * textIn(push) + 200, "no text is made up");

    std::string wire;
    encode(push, wire);
    Decoder decoder;
    const std::size_t piece = 1 + choose.pick(64);
    std::optional<core::resp::Frame> frame;
    for (std::size_t at = 0; at < wire.size(); at += piece) {
        fuzz::require(!frame, "nothing comes before the frame is whole");
        decoder.feed(std::string_view(wire).substr(at, piece));
        frame = decoder.next();
    }
    fuzz::require(decoder.error().empty() && frame.has_value(), "what RESP can carry arrives");
    fuzz::require(frame->bytes == wire.size(), "a frame knows its size");
    fuzz::require(frame->raw == wire.substr(0, 4096), "a push is kept as it came");
    fuzz::require(show(core::decodeNotification(frame->value)) == shown, "the wire changes nothing");
    return 0;
}
