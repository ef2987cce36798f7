// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/scenario_actions.h"

#include "app/demo/cluster/scenario_words.h"
#include "client/types/ascii.h"
#include "client/types/endpoint.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace maintscope::demo {

namespace {

constexpr int kMaxSequence = 1'000'000'000;
constexpr int kMaxPiece = 1024;

NamedTarget parseTarget(Words& words) {
    NamedTarget target;
    using Form = NamedTarget::Form;
    if (words.skip("null")) {
        target.form = Form::Null;
    } else if (words.skip("name")) {
        target.form = Form::Name;
    } else if (words.skip("ipv6")) {
        target.form = Form::V6;
    } else if (words.peek() == "node") {
        target.node = words.node(false);
    } else if (parseEndpoint(words.peek())) {
        target.form = Form::Other;
        target.text = words.take();
    } else {
        words.expected("'null', 'name', 'ipv6', 'node N' or HOST:PORT");
    }
    return target;
}

RecordLag parseRecordLag(Words& words) {
    RecordLag lag;
    lag.after = words.delayOrNever();
    lag.follows = lag.after.has_value();
    return lag;
}

/// Returns true if it took a word.
bool takeReach(Words& words, Reach& reach) {
    if (words.skip("unsent"))
        reach = Reach::Unsent;
    else if (words.skip("told-only"))
        reach = Reach::FrameOnly;
    else
        return false;
    return true;
}

MoveEndpoint parseMoving(Words& words) {
    MoveEndpoint move;
    move.from = words.node(false);
    if (words.failed()) return move;
    words.skipAny({"->", "to"});
    move.to = words.node(false);
    // The short form of the control port: "moving 1 2 15s".
    if (!words.failed() && parseDuration(words.peek())) move.grace = words.duration();
    while (!words.failed() && !words.peek().empty()) {
        if (words.skip("grace")) {
            move.grace = words.duration();
        } else if (words.skip("endpoint")) {
            move.target = parseTarget(words);
        } else if (words.skip("rebind")) {
            move.rebindAfter = words.delayOrNever();
            move.rebinds = move.rebindAfter.has_value();
        } else if (words.skip("close")) {
            words.skip("after");
            move.closeAfter = words.duration();
        } else if (words.skip("dns")) {
            move.record = parseRecordLag(words);
        } else if (words.skip("sequence")) {
            move.sequence = words.number(0, kMaxSequence, "a sequence id");
        } else if (!takeReach(words, move.reach)) {
            words.expected(
                "'grace', 'endpoint', 'rebind', 'close', 'dns', 'sequence', 'unsent' or 'told-only'");
        }
    }
    return move;
}

OpenWindow parseOpenWindow(Words& words, bool failover) {
    OpenWindow window;
    window.failover = failover;
    window.shards = words.shards();
    while (!words.failed() && !words.peek().empty()) {
        if (words.skip("in"))
            window.startsIn = words.duration();
        else if (words.skip("pause"))
            window.pause = words.duration();
        else if (!takeReach(words, window.reach))
            words.expected("'in', 'pause', 'unsent' or 'told-only'");
    }
    return window;
}

CloseWindow parseCloseWindow(Words& words, bool failover) {
    CloseWindow window;
    window.failover = failover;
    window.shards = words.shards();
    if (!words.failed()) takeReach(words, window.reach);
    return window;
}

AnnounceSlots parseSmigrating(Words& words) {
    AnnounceSlots announce;
    announce.slots = words.slots();
    if (!words.failed() && words.skip("in")) announce.startsIn = words.duration();
    return announce;
}

MoveSlots parseSmigrated(Words& words) {
    MoveSlots move;
    move.slots = words.slots();
    if (!words.failed()) move.from = words.node(false);
    if (words.failed()) return move;
    words.skipAny({"->", "to"});
    move.to = words.node(false);
    return move;
}

StallNode parseStall(Words& words) {
    StallNode stall;
    stall.node = words.node(true);
    if (words.failed()) return stall;
    words.skip("for");
    stall.length = words.duration();
    return stall;
}

DropNode parseDrop(Words& words) {
    DropNode drop;
    drop.node = words.node(true);
    if (words.failed()) return drop;
    if (words.skip("reset"))
        drop.how = Closing::Reset;
    else if (words.skip("half"))
        drop.how = Closing::Half;
    return drop;
}

RefuseNode parseRefuse(Words& words) {
    RefuseNode refuse;
    refuse.node = words.node(false);
    if (words.failed()) return refuse;
    if (words.skip("packets"))
        refuse.what = Refusal::Packets;
    else if (words.skip("trust"))
        refuse.what = Refusal::Trust;
    else if (words.skip("login"))
        refuse.what = Refusal::Login;
    else if (words.skip("opt-in"))
        refuse.what = Refusal::OptIn;
    else
        words.skip("connections");
    if (words.skip("for")) refuse.length = words.duration();
    return refuse;
}

std::optional<std::string> unescape(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            bytes += text[i];
            continue;
        }
        if (++i == text.size()) return std::nullopt;
        switch (text[i]) {
        case 'r':
            bytes += '\r';
            break;
        case 'n':
            bytes += '\n';
            break;
        case 't':
            bytes += '\t';
            break;
        case '\\':
        case '"':
            bytes += text[i];
            break;
        case 'x': {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hexDigit(text[i + 1]);
            const int low = hexDigit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            bytes += static_cast<char>(high * 16 + low);
            i += 2;
            break;
        }
        default:
            return std::nullopt;
        }
    }
    return bytes;
}

PushBytes parsePush(Words& words) {
    const auto bytes = unescape(words.peek().empty() ? std::string_view() : words.takeRest());
    if (!bytes || bytes->empty()) words.expected("bytes with escapes \\r \\n \\t \\\\ \\\" \\xHH");
    return PushBytes{bytes.value_or(std::string())};
}

SetFlag parseFlag(Words& words) {
    if (words.skip("on")) return SetFlag{true};
    if (!words.skip("off")) words.expected("'on' or 'off'");
    return SetFlag{false};
}

PauseShards parsePause(Words& words) {
    words.skip("shards");
    words.skip("for");
    return PauseShards{words.duration()};
}

DelayNode parseDelay(Words& words) {
    DelayNode delay{words.node(true)};
    if (!words.failed()) delay.latency = words.duration();
    return delay;
}

ChopNode parseChop(Words& words) {
    ChopNode chop{words.node(true)};
    if (!words.failed()) chop.most = words.number(0, kMaxPiece, "a number of bytes, or 0");
    return chop;
}

BindEndpoint parseBind(Words& words) {
    BindEndpoint bind{words.node(false)};
    if (!words.failed() && words.skip("dns")) bind.record = parseRecordLag(words);
    return bind;
}

struct ActionRow {
    std::string_view word;
    ClusterAction (*read)(Words& words); ///< what follows the word
};

constexpr ActionRow kActions[] = {
    {"moving", [](Words& words) -> ClusterAction { return parseMoving(words); }},
    {"migrating", [](Words& words) -> ClusterAction { return parseOpenWindow(words, false); }},
    {"migrated", [](Words& words) -> ClusterAction { return parseCloseWindow(words, false); }},
    {"failing-over", [](Words& words) -> ClusterAction { return parseOpenWindow(words, true); }},
    {"failed-over", [](Words& words) -> ClusterAction { return parseCloseWindow(words, true); }},
    {"smigrating", [](Words& words) -> ClusterAction { return parseSmigrating(words); }},
    {"smigrated", [](Words& words) -> ClusterAction { return parseSmigrated(words); }},
    {"repeat", [](Words&) -> ClusterAction { return RepeatFrames{}; }},
    {"stall", [](Words& words) -> ClusterAction { return parseStall(words); }},
    {"pause", [](Words& words) -> ClusterAction { return parsePause(words); }},
    {"delay", [](Words& words) -> ClusterAction { return parseDelay(words); }},
    {"chop", [](Words& words) -> ClusterAction { return parseChop(words); }},
    {"drop", [](Words& words) -> ClusterAction { return parseDrop(words); }},
    {"refuse", [](Words& words) -> ClusterAction { return parseRefuse(words); }},
    {"accept", [](Words& words) -> ClusterAction { return AcceptNode{words.node(false)}; }},
    {"bind", [](Words& words) -> ClusterAction { return parseBind(words); }},
    {"record", [](Words& words) -> ClusterAction { return SetRecord{words.nodes()}; }},
    {"push", [](Words& words) -> ClusterAction { return parsePush(words); }},
    {"flag", [](Words& words) -> ClusterAction { return parseFlag(words); }},
    {"password", [](Words& words) -> ClusterAction { return SetPassword{std::string(words.take())}; }},
};

std::string actionWords() {
    std::string words;
    for (const ActionRow& row : kActions)
        words += (words.empty() ? "" : ", ") + std::string(row.word);
    return words;
}

} // namespace

bool isActionWord(std::string_view word) {
    return std::any_of(std::begin(kActions), std::end(kActions),
                       [word](const ActionRow& row) { return row.word == word; });
}

ClusterAction parseAction(Words& words) {
    for (const ActionRow& row : kActions)
        if (words.skip(row.word)) return row.read(words);
    words.expected("an action (" + actionWords() + ")");
    return SetFlag{};
}

Result<ClusterAction> parseAction(std::string_view line) {
    Words words(line);
    ClusterAction action = parseAction(words);
    if (!words.failed()) words.end();
    if (words.failed())
        return Error{"The action is not valid.", std::string(trimmed(line)), words.error(),
                     "Correct the action; 'maintscope simulate --help' lists all actions."};
    return action;
}

} // namespace maintscope::demo
