// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/scenario_actions.h"

#include "app/demo/cluster/scenario_words.h"
#include "client/types/ascii.h"
#include "client/types/endpoint.h"

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

} // namespace

ClusterAction parseAction(Words& words) {
    if (words.skip("moving")) return parseMoving(words);
    if (words.skip("migrating")) return parseOpenWindow(words, false);
    if (words.skip("failing-over")) return parseOpenWindow(words, true);
    if (words.skip("migrated")) return parseCloseWindow(words, false);
    if (words.skip("failed-over")) return parseCloseWindow(words, true);
    if (words.skip("smigrating")) return parseSmigrating(words);
    if (words.skip("smigrated")) return parseSmigrated(words);
    if (words.skip("repeat")) return RepeatFrames{};
    if (words.skip("stall")) return parseStall(words);
    if (words.skip("pause")) {
        words.skip("shards");
        words.skip("for");
        return PauseShards{words.duration()};
    }
    if (words.skip("delay")) {
        DelayNode delay{words.node(true)};
        if (!words.failed()) delay.latency = words.duration();
        return delay;
    }
    if (words.skip("chop")) {
        ChopNode chop{words.node(true)};
        if (!words.failed()) chop.most = words.number(0, kMaxPiece, "a number of bytes, or 0");
        return chop;
    }
    if (words.skip("drop")) return parseDrop(words);
    if (words.skip("refuse")) return parseRefuse(words);
    if (words.skip("accept")) return AcceptNode{words.node(false)};
    if (words.skip("bind")) {
        BindEndpoint bind{words.node(false)};
        if (!words.failed() && words.skip("dns")) bind.record = parseRecordLag(words);
        return bind;
    }
    if (words.skip("record")) return SetRecord{words.nodes()};
    if (words.skip("push")) return parsePush(words);
    if (words.skip("flag")) return parseFlag(words);
    if (words.skip("password")) return SetPassword{std::string(words.take())};
    words.expected(
        "an action (moving, migrating, migrated, failing-over, failed-over, smigrating, smigrated, "
        "repeat, stall, pause, delay, chop, drop, refuse, accept, bind, record, push, flag, "
        "password)");
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
