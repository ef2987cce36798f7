// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/cluster_action.h"
#include "client/types/time.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::demo {

/// Reads a duration: "800ms", "1.5s", "2m", "1h". nullopt: it has no number or no unit, is negative, or is
/// longer than a week.
[[nodiscard]] std::optional<Duration> parseDuration(std::string_view text);

/// The words of one line, read from left to right. The first mismatch is kept as the error; values that are
/// read after it are meaningless.
class Words {
public:
    explicit Words(std::string_view line)
        : m_rest(line) {}

    [[nodiscard]] std::string_view peek() const;
    std::string_view take();
    /// Takes everything up to the end of the line.
    std::string_view takeRest();
    /// Takes the word if it is the next one.
    bool skip(std::string_view word);
    void skipAny(std::initializer_list<std::string_view> words);

    /// Sets the error: `what` was expected in place of the next word.
    void expected(const std::string& what);
    void end();
    [[nodiscard]] bool failed() const { return !m_error.empty(); }
    [[nodiscard]] const std::string& error() const { return m_error; }

    Duration duration();
    /// Takes "after 8s" or "8s"; nullopt: "never".
    std::optional<Duration> delayOrNever();
    int number(int low, int high, const std::string& what);
    NodeRef node(bool allowAll);
    /// Takes a list such as "1,next".
    std::vector<NodeRef> nodes();
    std::vector<std::string> shards();
    std::string slots();

private:
    std::string_view m_rest;
    std::string_view m_last;
    std::string m_error;
};

} // namespace maintscope::demo
