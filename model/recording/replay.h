// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/batch.h"
#include "model/recording/recording_loader.h"
#include "model/recording/recording_run.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace maintscope::model {

/// Plays a recording as if it were live: what it gives fills SessionStores as the client's batches do, and
/// nothing of what comes later than its position is known to them. Pure but for the reading: real time is
/// handed in. Confined to the recording's thread.
class Replay {
public:
    static constexpr double kSlowest = 0.25;
    static constexpr double kFastest = 64;

    /// Begins at the start of the recording, paused, at speed 1.
    explicit Replay(RecordingRun run);

    /// Session time per real time, kept within kSlowest and kFastest.
    void setSpeed(double speed);
    [[nodiscard]] double speed() const { return m_speed; }
    /// At the end there is nothing to play: seek first.
    void play() { m_playing = true; }
    void pause() { m_playing = false; }
    [[nodiscard]] bool playing() const { return m_playing && !atEnd(); }
    /// Goes to a time of the recording, forth or back; the next steps bring the stores there.
    void seek(MonoTime to);

    [[nodiscard]] MonoTime position() const { return m_position; }
    [[nodiscard]] MonoTime end() const { return m_run.until(); }
    [[nodiscard]] bool atEnd() const { return m_position >= end(); }
    /// Steps without real time are needed to get where seek() wants to be.
    [[nodiscard]] bool seeking() const { return m_loader != nullptr; }

    /// What of the recording is lost, once all of it has been read.
    [[nodiscard]] const std::optional<Recovery>& recovery() const { return m_recovery; }

    /// What is to be done to the stores next, in this order: clear them, apply what is there.
    struct Step {
        bool clear = false;
        std::variant<std::monostate, StoredChunk, Batch> content;
    };
    /// `elapsed`: real time since the last step. While seeking it does not count.
    [[nodiscard]] Step step(Duration elapsed);

private:
    [[nodiscard]] Batch advanceTo(MonoTime to);
    void resumeAfter(MonoTime time);
    void remember(Recovery recovery);
    void noteChanges(std::size_t first);

    RecordingRun m_run;
    std::vector<Event> m_events;
    /// When which event changes, ascending.
    std::vector<std::pair<MonoTime, std::size_t>> m_changes;
    std::size_t m_nextChange = 0;
    BlockReader m_samples;
    std::unique_ptr<RecordingLoader> m_loader;
    std::optional<Recovery> m_recovery;
    bool m_clear = false;
    MonoTime m_position{};
    double m_speed = 1;
    bool m_playing = false;
};

} // namespace maintscope::model
