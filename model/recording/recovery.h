// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/sample.h"
#include "client/types/time.h"
#include "model/base/time_spans.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace maintscope::model {

/// How a recording came to its end, and what of it cannot be read any more.
struct Recovery {
    enum class Ending {
        Closed,       ///< in order
        BeingWritten, ///< by a program that runs on this machine
        CutOff,       ///< crash, kill, power cut or full disk: at most the last second is missing
    };
    Ending ending = Ending::Closed;
    Duration restored{};          ///< session time that can be read
    Duration lostAtEnd{};         ///< from the last readable sample to the last commit, where that is damaged
    Duration lostBefore{};        ///< in blocks that are damaged, before the end
    std::uint64_t lostBlocks = 0; ///< blocks of samples that are damaged or gone
    bool eventsLost = false;      ///< some rows of the timeline are damaged
    /// From the last probe that can be read before each loss to the first one after it: time that counts as
    /// not measured, whatever happened in it.
    std::vector<TimeSpan> lostSpans;
    [[nodiscard]] bool damaged() const { return lostBlocks > 0 || lostAtEnd > Duration{} || eventsLost; }
};

/// Counts what is lost while a recording is read from its first block to its last.
class RecoveryTally {
public:
    /// `begin`: when the recording begins; nullopt: it is a later file of a run, and that is not known.
    explicit RecoveryTally(std::optional<MonoTime> begin = kSessionStart)
        : m_begin(begin.value_or(kSessionStart))
        , m_lastEnd(begin) {}

    /// `id`: blocks are numbered without a hole.
    void add(std::int64_t id, std::span<const Sample> samples);
    /// After the last readable block.
    [[nodiscard]] Recovery finish(Recovery::Ending ending, MonoTime until, bool tailLost,
                                  bool eventsLost) const;

private:
    MonoTime m_begin;
    Recovery m_recovery;
    std::int64_t m_lastId = 0;
    std::optional<MonoTime> m_lastSlot;
    std::optional<MonoTime> m_lastEnd; ///< when the last probe ended
};

/// The same for the timeline: an event per span, so that what is lost is seen, and taken for no gap.
[[nodiscard]] std::vector<Event> lostEvents(const std::vector<TimeSpan>& lost, WallTime sessionStart);
/// What is lost of several files of one run, in their order.
[[nodiscard]] Recovery together(const Recovery& first, const Recovery& second);

/// In words: "Last 0.80 s could not be recovered; 41 min 12 s restored." Empty for a recording that was
/// closed in order and is whole, and for one that is being written.
[[nodiscard]] QString recoveryText(const Recovery& recovery);

} // namespace maintscope::model
