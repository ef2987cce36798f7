// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/sample.h"
#include "client/types/time.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <span>

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
    [[nodiscard]] bool damaged() const { return lostBlocks > 0 || lostAtEnd > Duration{} || eventsLost; }
};

/// Counts what is lost while a recording is read from its first block to its last.
class RecoveryTally {
public:
    /// `id`: blocks are numbered without a hole.
    void add(std::int64_t id, std::span<const Sample> samples);
    /// After the last readable block.
    [[nodiscard]] Recovery finish(Recovery::Ending ending, MonoTime until, bool tailLost,
                                  bool eventsLost) const;

private:
    Recovery m_recovery;
    std::int64_t m_lastId = 0;
    std::optional<MonoTime> m_lastSlot;
};

/// In words: "Last 0.80 s could not be recovered; 41 min 12 s restored." Empty for a recording that was
/// closed in order and is whole, and for one that is being written.
[[nodiscard]] QString recoveryText(const Recovery& recovery);

} // namespace maintscope::model
