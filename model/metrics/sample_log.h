// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/sample.h"
#include "model/base/time_range.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace maintscope::model {

/// The samples of a live session in memory, about ten bytes each: what statistics of a span and the closest
/// zoom are made from while the recording is still being written. Bounded: past the limit the oldest go, and
/// are to be read from the recording. Confined to one thread.
class SampleLog {
public:
    static constexpr std::size_t kDefaultLimit = std::size_t{96} << 20; ///< 33 hours of 4 x 20/s

    explicit SampleLog(std::size_t limit = kDefaultLimit)
        : m_limit(limit) {}

    void add(const Sample& sample);
    void clear();

    /// Those whose intended time is in the range, in the order in which they were added.
    Status samples(const TimeRange& range, const SampleVisitor& visit) const;
    /// Samples before this time may be missing here; nullopt: none is.
    [[nodiscard]] std::optional<MonoTime> forgottenUntil() const { return m_forgottenUntil; }
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Block {
        MonoTime first{}; ///< smallest intended time in it
        MonoTime last{};  ///< largest
        std::string bytes;
    };
    void seal();

    std::size_t m_limit;
    std::size_t m_sealedBytes = 0;
    std::deque<Block> m_blocks;
    std::vector<Sample> m_open;
    std::optional<MonoTime> m_forgottenUntil;
};

} // namespace maintscope::model
