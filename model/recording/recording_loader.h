// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/recording/recording_run.h"
#include "model/session/session_stores.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace maintscope::model {

/// The samples of a recording one after the other, in the order in which they were published. Reads blocks
/// as they are needed. Its thread is the recording's.
class BlockReader {
public:
    /// Of all files.
    explicit BlockReader(const RecordingRun& run);
    /// Of one file, behind the block `after`.
    BlockReader(std::shared_ptr<const Recording> file, std::int64_t after);

    /// The next sample, without taking it; nullptr: there is none.
    [[nodiscard]] const Sample* peek();
    void pop() { ++m_next; }
    /// What was lost of the files, once all of them were read.
    [[nodiscard]] Recovery recovery(bool eventsLost) const;

private:
    bool readMore();

    std::vector<std::shared_ptr<const Recording>> m_files;
    std::size_t m_file = 0;
    std::vector<RecoveryTally> m_tallies; ///< one per file
    std::vector<bool> m_tailLost;         ///< some block at the end of the file could not be read
    std::vector<Recording::Block> m_blocks;
    std::size_t m_block = 0;
    std::size_t m_next = 0; ///< in the samples of that block
    std::int64_t m_lastId = 0;
};

/// An event as it was known at a time: what had not ended then is open, phases that were not reached are not
/// there. nullopt: it had not happened. The number of probes in a run of failures is the final one.
[[nodiscard]] std::optional<Event> asOf(const Event& event, MonoTime time);

/// Reads a recording in chunks that fill SessionStores: first events and metrics, so that the picture stands
/// soon (a day of 4 x 20/s within a second), then all samples for the gaps. With `until` it reads what was
/// known at that time: a replay begins there. The files of a run that was rotated are one recording. Pure but
/// for the reading; to be called again and again, on the recording's thread.
class RecordingLoader {
public:
    explicit RecordingLoader(RecordingRun run, std::optional<MonoTime> until = {});

    /// The next chunk; nullopt: all is read.
    [[nodiscard]] std::optional<StoredChunk> next();
    /// Once all is read: what was lost.
    [[nodiscard]] Recovery recovery() const;
    /// Once all is read: where the samples go on after `until`.
    [[nodiscard]] BlockReader takeReader() { return std::move(m_gapReader); }

private:
    enum class Stage { Events, Rollups, Uncounted, Gaps, Done };

    StoredChunk nextEvents();
    StoredChunk nextRollups();
    StoredChunk nextUncounted();
    StoredChunk nextGaps();
    /// Whether all samples of this block of the present file, and before, were published by m_until.
    [[nodiscard]] bool isPast(std::int64_t block) const;
    [[nodiscard]] bool isPast(const Sample& sample) const { return !m_until || sample.done <= *m_until; }
    [[nodiscard]] double share(MonoTime at) const;
    /// Before this time nothing more comes, where what was published last was due at `at`.
    [[nodiscard]] MonoTime settled(MonoTime at) const;

    RecordingRun m_run;
    std::optional<MonoTime> m_until;
    MonoTime m_end{};
    Stage m_stage = Stage::Events;
    std::size_t m_file = 0; ///< whose metrics are read
    std::int64_t m_lastRollup = 0;
    BlockReader m_uncountedReader; ///< of that file
    BlockReader m_gapReader;
    bool m_eventsLost = false;
};

} // namespace maintscope::model
