// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/batch.h"
#include "client/types/event.h"
#include "client/types/settings.h"
#include "model/base/session_info.h"
#include "model/verdict/summary.h"

#include <QString>

#include <cstdint>
#include <cstdio>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_set>
#include <vector>

namespace maintscope::app {

/// Prints a session while it runs: one line for each event that matters to a reader, and the progress.
/// Failures of one kind that follow each other are held for a moment and become one line with their number. On a
/// terminal the progress is one line that is rewritten; elsewhere it is a line every ten seconds.
class TimelinePrinter {
public:
    TimelinePrinter(std::FILE* stream, const model::SessionInfo& session, std::optional<Duration> length);

    void add(const Batch& batch);
    /// Prints a line that is not an event.
    void print(const QString& line);
    /// Ends the progress line.
    void finish();

private:
    /// Keys of the events that were printed. Runs last for days: the oldest keys are dropped, so that an
    /// event that grows after many others is printed again.
    class RecentKeys {
    public:
        /// Returns true if the key is new.
        bool insert(std::uint64_t key);
        [[nodiscard]] bool contains(std::uint64_t key) const { return m_keys.contains(key); }

    private:
        std::unordered_set<std::uint64_t> m_keys;
        std::deque<std::uint64_t> m_order;
    };

    /// Failures of one kind, on whatever connection: a server that refuses now and then makes dozens of them
    /// in a second.
    struct Burst {
        Duration pause{}; ///< until the next line; grows while it goes on
        MonoTime quietUntil{};
        std::uint64_t held = 0; ///< events without a line
        Event last;             ///< of them
    };
    using BurstKind = std::tuple<std::uint16_t, ProbeRole, EventKind, std::string>;

    struct Counts {
        std::uint64_t replies = 0;
        std::uint64_t late = 0;
        std::uint64_t failed = 0; ///< timeout, error, unknown, not sent
    };

    void printEvent(const Event& event, const QString& more = {});
    [[nodiscard]] bool isHeld(const Event& event);
    /// Prints the bursts whose time has come; all: at the end.
    void printBursts(MonoTime until, bool all);
    [[nodiscard]] bool isWorthPrinting(const Event& event);
    [[nodiscard]] bool isFirstOfItsTarget(const Event& event);
    void printProgress(MonoTime until);
    void clearProgress();

    std::FILE* m_stream;
    bool m_terminal;
    std::vector<model::TargetInfo> m_targets;
    std::optional<Duration> m_length;
    RecentKeys m_begun;
    RecentKeys m_ended;
    std::set<std::tuple<std::uint16_t, ProbeRole, std::string>> m_printedOfTarget;
    std::map<BurstKind, Burst> m_bursts;
    Counts m_counts;
    MonoTime m_nextProgress{};
    bool m_progressShown = false;
};

/// Prints a block per target: the verdict, its reasons and the summary sentence.
void printVerdict(std::FILE* stream, const std::vector<model::Summary>& summaries);

} // namespace maintscope::app
