// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/scenario.h"

#include "client/types/endpoint.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace maintscope::demo {

namespace {

constexpr int kMaxNode = 99;
constexpr int kMaxSlot = 16383;

std::optional<int> toInt(std::string_view text, int low, int high) {
    int value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size() || value < low || value > high)
        return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// The words of one line, read from left to right; the first thing that does not fit is kept as the error.
class Words {
public:
    explicit Words(std::string_view line)
        : m_rest(line) {}

    [[nodiscard]] std::string_view peek() const {
        const std::string_view rest = trimmed(m_rest);
        return rest.substr(0, rest.find_first_of(" \t"));
    }
    std::string_view take() {
        const std::string_view word = peek();
        if (word.empty()) {
            m_rest = {};
        } else {
            m_rest.remove_prefix(static_cast<std::size_t>(word.data() - m_rest.data()) + word.size());
            m_last = word;
        }
        return word;
    }
    /// Everything up to the end of the line.
    std::string_view takeRest() {
        const std::string_view rest = trimmed(m_rest);
        m_rest = {};
        return rest;
    }
    bool skip(std::string_view word) {
        if (peek() != word) return false;
        take();
        return true;
    }
    void skipAny(std::initializer_list<std::string_view> words) {
        for (const auto word : words)
            if (skip(word)) return;
    }

    void expected(const std::string& what) {
        if (!m_error.empty()) return;
        const std::string_view found = peek();
        m_error = "expected " + what;
        if (!m_last.empty()) m_error += " after '" + std::string(m_last) + "'";
        m_error += found.empty() ? ", found the end of the line" : ", found '" + std::string(found) + "'";
    }
    [[nodiscard]] bool failed() const { return !m_error.empty(); }
    [[nodiscard]] const std::string& error() const { return m_error; }

    Duration duration() {
        const auto value = parseDuration(peek());
        if (value)
            take();
        else
            expected("a duration such as 15s or 800ms");
        return value.value_or(Duration{});
    }
    NodeRef node(bool allowAll) {
        skip("node");
        const std::string_view word = peek();
        NodeRef ref;
        if (word == "bound") {
            ref.kind = NodeRef::Kind::Bound;
        } else if (word == "next") {
            ref.kind = NodeRef::Kind::Next;
        } else if (allowAll && word == "all") {
            ref.kind = NodeRef::Kind::All;
        } else if (const auto number = toInt(word, 1, kMaxNode)) {
            ref.number = *number;
        } else {
            expected(allowAll ? "a node number, 'bound', 'next' or 'all'"
                              : "a node number, 'bound' or 'next'");
            return ref;
        }
        take();
        return ref;
    }
    std::vector<std::string> shards() {
        skipAny({"shard", "shards"});
        std::vector<std::string> ids;
        std::string_view word = peek();
        while (!word.empty()) {
            const auto comma = word.find(',');
            const std::string_view id = word.substr(0, comma);
            if (!toInt(id, 0, 1'000'000)) break;
            ids.emplace_back(id);
            if (comma == std::string_view::npos) {
                take();
                return ids;
            }
            word.remove_prefix(comma + 1);
        }
        expected("shard numbers such as 21 or 2,4");
        return ids;
    }
    std::string slots() {
        skipAny({"slot", "slots"});
        const std::string_view word = peek();
        std::string_view rest = word;
        bool good = !rest.empty();
        while (good) {
            const auto comma = rest.find(',');
            const std::string_view item = rest.substr(0, comma);
            const auto dash = item.find('-');
            const auto first = toInt(item.substr(0, dash), 0, kMaxSlot);
            const auto last =
                dash == std::string_view::npos ? first : toInt(item.substr(dash + 1), 0, kMaxSlot);
            good = first && last && *first <= *last;
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
        if (good)
            take();
        else
            expected("slots from 0 to 16383 such as 0-100,200");
        return std::string(word);
    }
    void end() {
        if (!peek().empty()) expected("the end of the line");
    }

private:
    std::string_view m_rest;
    std::string_view m_last;
    std::string m_error;
};

MoveEndpoint parseMoving(Words& words) {
    MoveEndpoint move;
    move.from = words.node(false);
    if (words.failed()) return move;
    words.skipAny({"->", "to"});
    move.to = words.node(false);
    if (!words.failed() && move.from == move.to) {
        words.expected("two different nodes");
        return move;
    }
    // The short form of the control port: "moving 1 2 15s".
    if (!words.failed() && parseDuration(words.peek())) move.grace = words.duration();
    while (!words.failed() && !words.peek().empty()) {
        if (words.skip("grace")) {
            move.grace = words.duration();
        } else if (words.skip("endpoint")) {
            if (words.skip("null"))
                move.nullEndpoint = true;
            else if (parseEndpoint(words.peek()))
                move.endpoint = words.take();
            else
                words.expected("'null' or HOST:PORT");
        } else if (words.skip("rebind")) {
            if (words.skip("never")) {
                move.rebinds = false;
            } else {
                words.skip("after");
                move.rebindAfter = words.duration();
            }
        } else if (words.skip("close")) {
            words.skip("after");
            move.closeAfter = words.duration();
        } else {
            words.expected("'grace', 'endpoint', 'rebind' or 'close'");
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
        else
            words.expected("'in' or 'pause'");
    }
    return window;
}

CloseWindow parseCloseWindow(Words& words, bool failover) {
    CloseWindow window;
    window.failover = failover;
    window.shards = words.shards();
    if (!words.failed()) window.unsent = words.skip("unsent");
    return window;
}

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
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

ClusterAction parseWords(Words& words) {
    if (words.skip("moving")) return parseMoving(words);
    if (words.skip("migrating")) return parseOpenWindow(words, false);
    if (words.skip("failing-over")) return parseOpenWindow(words, true);
    if (words.skip("migrated")) return parseCloseWindow(words, false);
    if (words.skip("failed-over")) return parseCloseWindow(words, true);
    if (words.skip("smigrating")) {
        AnnounceSlots announce;
        announce.slots = words.slots();
        if (!words.failed() && words.skip("in")) announce.startsIn = words.duration();
        return announce;
    }
    if (words.skip("smigrated")) {
        MoveSlots move;
        move.slots = words.slots();
        if (!words.failed()) move.from = words.node(false);
        if (words.failed()) return move;
        words.skipAny({"->", "to"});
        move.to = words.node(false);
        return move;
    }
    if (words.skip("stall")) {
        StallNode stall;
        stall.node = words.node(true);
        if (words.failed()) return stall;
        words.skip("for");
        stall.length = words.duration();
        return stall;
    }
    if (words.skip("pause")) {
        words.skip("shards");
        words.skip("for");
        return PauseShards{words.duration()};
    }
    if (words.skip("drop")) {
        DropNode drop;
        drop.node = words.node(true);
        if (!words.failed()) drop.reset = words.skip("reset");
        return drop;
    }
    if (words.skip("refuse")) {
        RefuseNode refuse;
        refuse.node = words.node(false);
        if (!words.failed() && words.skip("for")) refuse.length = words.duration();
        return refuse;
    }
    if (words.skip("accept")) return AcceptNode{words.node(false)};
    if (words.skip("bind")) return BindEndpoint{words.node(false)};
    if (words.skip("push")) {
        auto bytes = unescape(words.peek().empty() ? std::string_view() : words.takeRest());
        if (!bytes || bytes->empty()) words.expected("bytes with escapes \\r \\n \\t \\\\ \\\" \\xHH");
        return PushBytes{bytes.value_or(std::string())};
    }
    if (words.skip("flag")) {
        if (words.skip("on")) return SetFlag{true};
        if (words.skip("off")) return SetFlag{false};
        words.expected("'on' or 'off'");
        return SetFlag{};
    }
    if (words.skip("password")) return SetPassword{std::string(words.take())};
    words.expected(
        "an action (moving, migrating, migrated, failing-over, failed-over, smigrating, smigrated, "
        "stall, pause, drop, refuse, accept, bind, push, flag, password)");
    return SetFlag{};
}

int highestNode(const ClusterAction& action) {
    const auto number = [](const NodeRef& ref) { return ref.kind == NodeRef::Kind::Number ? ref.number : 0; };
    if (const auto* move = std::get_if<MoveEndpoint>(&action))
        return std::max(number(move->from), number(move->to));
    if (const auto* slots = std::get_if<MoveSlots>(&action))
        return std::max(number(slots->from), number(slots->to));
    if (const auto* stall = std::get_if<StallNode>(&action)) return number(stall->node);
    if (const auto* drop = std::get_if<DropNode>(&action)) return number(drop->node);
    if (const auto* refuse = std::get_if<RefuseNode>(&action)) return number(refuse->node);
    if (const auto* accept = std::get_if<AcceptNode>(&action)) return number(accept->node);
    if (const auto* bind = std::get_if<BindEndpoint>(&action)) return number(bind->node);
    return 0;
}

Error scenarioError(const std::string& name, int line, const std::string& detail) {
    return Error{"The scenario cannot be read.", name + ":" + std::to_string(line), detail,
                 "Mend the line; 'maintscope simulate --help' lists the actions."};
}

} // namespace

std::optional<Duration> parseDuration(std::string_view text) {
    const auto unitAt = text.find_first_not_of("0123456789.");
    if (unitAt == 0 || unitAt == std::string_view::npos) return std::nullopt;
    double number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + unitAt, number);
    if (code != std::errc{} || end != text.data() + unitAt) return std::nullopt;
    const std::string_view unit = text.substr(unitAt);
    const double scale = unit == "ms"  ? 1e6
                         : unit == "s" ? 1e9
                         : unit == "m" ? 60e9
                         : unit == "h" ? 3600e9
                                       : 0;
    if (scale == 0 || number * scale > 7 * 24 * 3600e9) return std::nullopt;
    return Duration(std::llround(number * scale));
}

Result<ClusterAction> parseAction(std::string_view line) {
    Words words(line);
    ClusterAction action = parseWords(words);
    if (!words.failed()) words.end();
    if (words.failed())
        return Error{"The action cannot be read.", std::string(trimmed(line)), words.error(),
                     "'maintscope simulate --help' lists the actions."};
    return action;
}

Result<Scenario> parseScenario(std::string_view text, const std::string& name) {
    Scenario scenario;
    bool inHeader = true;
    int number = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++number;
        if (line.starts_with('#')) {
            const std::string_view comment = trimmed(line.substr(1));
            if (inHeader && !comment.empty() && !comment.starts_with("SPDX-")) {
                if (!scenario.description.empty()) scenario.description += ' ';
                scenario.description += comment;
            }
            continue;
        }
        if (line.empty()) continue;
        inHeader = false;
        Words words(line);
        if (!words.skip("at")) words.expected("'at' and a time, as in 'at 3s drop node 1'");
        ScenarioStep step;
        if (!words.failed()) step.at = words.duration();
        if (!words.failed()) {
            step.action = parseWords(words);
            if (!words.failed()) words.end();
        }
        if (words.failed()) return scenarioError(name, number, words.error());
        scenario.highestNode = std::max(scenario.highestNode, highestNode(step.action));
        scenario.steps.push_back(std::move(step));
    }
    if (scenario.steps.empty())
        return scenarioError(name, number, "expected at least one 'at TIME ACTION' line");
    std::stable_sort(scenario.steps.begin(), scenario.steps.end(),
                     [](const ScenarioStep& a, const ScenarioStep& b) { return a.at < b.at; });
    return scenario;
}

} // namespace maintscope::demo
