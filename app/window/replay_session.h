// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/events/event_table_model.h"
#include "model/recording/recording_run.h"
#include "model/recording/replay.h"
#include "model/session/session_stores.h"
#include "ui/paint/live_frame.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace maintscope::app {

/// A recording, with all its parts, behind the interface that the window reads: shown whole once it is
/// opened, or played from any moment at 1/4 to 64 times the speed, in the same view as a live session. GUI
/// thread; reads the files in small steps, so that the window stays responsive. Never writes.
class ReplaySession final : public QObject, public ui::LiveSource {
    Q_OBJECT

public:
    /// Starts loading the whole recording. The error describes what is wrong with the file.
    [[nodiscard]] static Result<std::unique_ptr<ReplaySession>> open(const QString& path);

    /// Plays from the current position, or from the beginning if the position is the end.
    void play();
    void pause();
    [[nodiscard]] bool playing() const { return m_replay.playing(); }
    void setSpeed(double speed) { m_replay.setSpeed(speed); }
    [[nodiscard]] double speed() const { return m_replay.speed(); }
    /// Goes to a time of the recording, forward or back.
    void seek(MonoTime to);
    [[nodiscard]] MonoTime end() const { return m_replay.end(); }
    /// Still reading for seek() or open().
    [[nodiscard]] bool loading() const { return m_replay.seeking(); }

    [[nodiscard]] const model::RecordingRun& recording() const { return m_recording; }
    /// What the recording has lost; complete once the whole recording was read.
    [[nodiscard]] const std::optional<model::Recovery>& recovery() const { return m_replay.recovery(); }

    [[nodiscard]] model::EventTableModel& eventTable() { return m_eventTable; }
    [[nodiscard]] const QString& recordingPath() const { return m_path; }

    [[nodiscard]] const model::Timeline& timeline() const override { return target().timeline(); }
    [[nodiscard]] const model::MetricStore& metrics() const override { return m_stores.metrics(); }
    [[nodiscard]] model::TargetStatus status(MonoTime now) const override { return target().status(now); }
    [[nodiscard]] std::vector<model::Gap> connectionGaps(MonoTime now) const override {
        return target().connectionGaps(now);
    }
    [[nodiscard]] const Event* event(EventKey key) const override;
    [[nodiscard]] Result<model::SpanStatistics> statistics(MonoTime from, MonoTime to) const override;
    [[nodiscard]] Status samples(const model::TimeRange& range,
                                 const model::SampleVisitor& visit) const override;
    [[nodiscard]] WallTime start() const override { return m_stores.session().startedWall; }
    [[nodiscard]] MonoTime now() const override { return m_replay.position(); }
    /// While it plays, the future is unknown, as in a live session.
    [[nodiscard]] bool running() const override { return m_replay.playing(); }
    [[nodiscard]] std::optional<ui::LoadProgress> reading() const override {
        return m_replay.seeking() ? std::optional(m_reading) : std::nullopt;
    }

Q_SIGNALS:
    /// Everything that seek() or open() requested has been read.
    void loaded();
    /// Playback has started or stopped.
    void playingChanged(bool playing);

private:
    ReplaySession(model::RecordingRun recording, const QString& path);
    void step();
    void reportPlaying();
    [[nodiscard]] const model::TargetStores& target() const { return *m_stores.target(m_target); }

    model::RecordingRun m_recording;
    QString m_path;
    model::SessionStores m_stores;
    model::EventTableModel m_eventTable;
    model::Replay m_replay;
    TargetId m_target{};
    ui::LoadProgress m_reading;
    QTimer m_timer;
    QElapsedTimer m_sinceStep;
    bool m_reported = false; ///< the last value of playingChanged()
};

} // namespace maintscope::app
