// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/scenario_words.h"

#include "client/types/ascii.h"

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

std::optional<NodeRef> toNode(std::string_view word, bool allowAll) {
    if (word == "bound") return NodeRef{NodeRef::Kind::Bound, 0};
    if (word == "next") return NodeRef{NodeRef::Kind::Next, 0};
    if (allowAll && word == "all") return NodeRef{NodeRef::Kind::All, 0};
    if (const auto number = toInt(word, 1, kMaxNode)) return NodeRef{NodeRef::Kind::Number, *number};
    return std::nullopt;
}

/// Calls `good` with each item of a list, empty ones included, until it returns false.
template <class Good>
bool everyItem(std::string_view list, Good good) {
    while (true) {
        const auto comma = list.find(',');
        if (!good(list.substr(0, comma))) return false;
        if (comma == std::string_view::npos) return true;
        list.remove_prefix(comma + 1);
    }
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

std::string_view Words::peek() const {
    const std::string_view rest = trimmed(m_rest, " \t\r");
    return rest.substr(0, rest.find_first_of(" \t"));
}

std::string_view Words::take() {
    const std::string_view word = peek();
    if (word.empty()) {
        m_rest = {};
    } else {
        m_rest.remove_prefix(static_cast<std::size_t>(word.data() - m_rest.data()) + word.size());
        m_last = word;
    }
    return word;
}

std::string_view Words::takeRest() {
    const std::string_view rest = trimmed(m_rest, " \t\r");
    m_rest = {};
    return rest;
}

bool Words::skip(std::string_view word) {
    if (peek() != word) return false;
    take();
    return true;
}

void Words::skipAny(std::initializer_list<std::string_view> words) {
    for (const auto word : words)
        if (skip(word)) return;
}

void Words::expected(const std::string& what) {
    if (failed()) return;
    const std::string_view found = peek();
    m_error = "expected " + what;
    if (!m_last.empty()) m_error += " after '" + std::string(m_last) + "'";
    m_error += found.empty() ? ", found the end of the line" : ", found '" + std::string(found) + "'";
}

void Words::end() {
    if (!peek().empty()) expected("the end of the line");
}

Duration Words::duration() {
    const auto value = parseDuration(peek());
    if (value)
        take();
    else
        expected("a duration such as 15s or 800ms");
    return value.value_or(Duration{});
}

std::optional<Duration> Words::delayOrNever() {
    if (skip("never")) return std::nullopt;
    skip("after");
    return duration();
}

int Words::number(int low, int high, const std::string& what) {
    const auto value = toInt(peek(), low, high);
    if (value)
        take();
    else
        expected(what);
    return value.value_or(low);
}

NodeRef Words::node(bool allowAll) {
    skip("node");
    const auto ref = toNode(peek(), allowAll);
    if (ref)
        take();
    else
        expected(allowAll ? "a node number, 'bound', 'next' or 'all'" : "a node number, 'bound' or 'next'");
    return ref.value_or(NodeRef{});
}

std::vector<NodeRef> Words::nodes() {
    skipAny({"node", "nodes"});
    std::vector<NodeRef> refs;
    const bool good = everyItem(peek(), [&](std::string_view item) {
        const auto ref = toNode(item, false);
        if (ref) refs.push_back(*ref);
        return ref.has_value();
    });
    if (good)
        take();
    else
        expected("nodes such as 1 or 2,next");
    return refs;
}

std::vector<std::string> Words::shards() {
    skipAny({"shard", "shards"});
    std::vector<std::string> ids;
    const bool good = everyItem(peek(), [&](std::string_view item) {
        ids.emplace_back(item);
        return toInt(item, 0, 1'000'000).has_value();
    });
    if (good)
        take();
    else
        expected("shard numbers such as 21 or 2,4");
    return ids;
}

std::string Words::slots() {
    skipAny({"slot", "slots"});
    const std::string_view word = peek();
    const bool good = everyItem(word, [](std::string_view item) {
        const auto dash = item.find('-');
        const auto first = toInt(item.substr(0, dash), 0, kMaxSlot);
        const auto last = dash == std::string_view::npos ? first : toInt(item.substr(dash + 1), 0, kMaxSlot);
        return first && last && *first <= *last;
    });
    if (good)
        take();
    else
        expected("slots from 0 to 16383 such as 0-100,200");
    return std::string(word);
}

} // namespace maintscope::demo
