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

/// The state that the next file of a rotated recording needs to be readable without the previous one: the
/// running targets and the known facts about them, the state of each connection, and the open spans. Bounded
/// by connections and open spans. Pure.
class RotationSnapshot {
public:
    /// Limit for spans that never end.
    static constexpr std::size_t kMostOpenSpans = 4'096;

    void add(const Event& event);
    /// The events, by seqNo. A running target starts at `at`, because durations are counted per file.
    [[nodiscard]] std::vector<Event> eventsAt(MonoTime at, WallTime wall) const;

private:
    /// By the fact that each event replaces: target, connection and name of the fact.
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
