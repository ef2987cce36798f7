// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/scenario.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::demo {

/// The words of one line, read from left to right; the first thing that does not fit is kept as the error,
/// and what is read after it means nothing.
class Words {
public:
    explicit Words(std::string_view line)
        : m_rest(line) {}

    [[nodiscard]] std::string_view peek() const;
    std::string_view take();
    /// Everything up to the end of the line.
    std::string_view takeRest();
    /// Takes the word if it is the next one.
    bool skip(std::string_view word);
    void skipAny(std::initializer_list<std::string_view> words);

    /// Complains about what comes next.
    void expected(const std::string& what);
    void end();
    [[nodiscard]] bool failed() const { return !m_error.empty(); }
    [[nodiscard]] const std::string& error() const { return m_error; }

    Duration duration();
    /// "after 8s", "8s"; nullopt: "never".
    std::optional<Duration> delayOrNever();
    int number(int low, int high, const std::string& what);
    NodeRef node(bool allowAll);
    /// "1,next"
    std::vector<NodeRef> nodes();
    std::vector<std::string> shards();
    std::string slots();

private:
    std::string_view m_rest;
    std::string_view m_last;
    std::string m_error;
};

/// Reads one action; what is wrong is in the words' error.
[[nodiscard]] ClusterAction parseAction(Words& words);

} // namespace maintscope::demo
