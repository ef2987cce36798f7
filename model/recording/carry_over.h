// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace maintscope::model {

/// What the next file of a rotated recording has to be told, so that it can be read without the one before:
/// that its targets run, what is known of them, where each connection stands, and which spans are open.
/// Bounded by connections and by what is open. Pure.
class CarryOver {
public:
    /// Spans that never end are not collected for ever.
    static constexpr std::size_t kMostOpenSpans = 4'096;

    void add(const Event& event);
    /// The events, by seqNo. A target that runs is said to start at `at`: durations of a file are its own.
    [[nodiscard]] std::vector<Event> eventsAt(MonoTime at, WallTime wall) const;

private:
    /// By what each one replaces: target, connection, and the fact it tells.
    struct Place {
        std::uint16_t target = 0;
        std::uint16_t connection = 0;
        std::string fact;
        friend bool operator<(const Place& a, const Place& b) {
            return std::tie(a.target, a.connection, a.fact) < std::tie(b.target, b.connection, b.fact);
        }
    };
    std::map<Place, Event> m_facts;
    std::map<std::uint64_t, Event> m_open; ///< spans by key
};

} // namespace maintscope::model
