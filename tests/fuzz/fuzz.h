// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What libFuzzer, or replay_corpus.cpp, calls with each input. Always returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace maintscope::fuzz {

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Turns an input into decisions; zeros when it is used up, so that every beginning of an input is one, too.
class Choices {
public:
    Choices(const std::uint8_t* data, std::size_t size)
        : m_left(text(data, size)) {}

    [[nodiscard]] bool empty() const { return m_left.empty(); }
    std::uint8_t byte() {
        if (m_left.empty()) return 0;
        const auto value = static_cast<std::uint8_t>(m_left.front());
        m_left.remove_prefix(1);
        return value;
    }
    /// 0 .. n - 1
    std::size_t pick(std::size_t n) { return byte() % n; }
    bool flag() { return (byte() & 1U) != 0; }
    std::int64_t number() {
        std::uint64_t value = 0;
        for (std::size_t i = pick(9); i > 0; --i)
            value = value << 8U | byte();
        return static_cast<std::int64_t>(value);
    }
    std::string_view bytes(std::size_t most) {
        const std::string_view taken = m_left.substr(0, std::min(pick(256), most));
        m_left.remove_prefix(taken.size());
        return taken;
    }

private:
    std::string_view m_left;
};

/// A rule that holds for every input; a breach ends the program so that the input is kept.
inline void require(bool holds, const char* rule) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", rule);
    std::abort();
}

} // namespace maintscope::fuzz
