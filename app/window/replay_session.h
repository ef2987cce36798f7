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

/// A recording, all files of it where it was rotated, behind the interface that the window reads: shown whole
/// once it is opened, or played from any moment at 1/4 to 64 times the speed, in the same view as a live
/// session. GUI thread; reads the file in small steps, so that the window stays alive meanwhile. Nothing is
/// written.
class ReplaySession final : public QObject, public ui::LiveSource {
    Q_OBJECT

public:
    /// Begins to load all of it. The error says what is wrong with the file.
    [[nodiscard]] static Result<std::unique_ptr<ReplaySession>> open(const QString& path);

    /// Plays on from the position; from the beginning when that is the end.
    void play();
    void pause();
    [[nodiscard]] bool playing() const { return m_replay.playing(); }
    void setSpeed(double speed) { m_replay.setSpeed(speed); }
    [[nodiscard]] double speed() const { return m_replay.speed(); }
    /// Goes to a time of the recording, forth or back.
    void seek(MonoTime to);
    [[nodiscard]] MonoTime end() const { return m_replay.end(); }
    /// Still reading what seek() (or open()) asked for.
    [[nodiscard]] bool loading() const { return m_replay.seeking(); }

    [[nodiscard]] const model::RecordingRun& recording() const { return m_recording; }
    /// What of it is lost, once all of it was read.
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
    /// While it is played, what is to come is not known yet, as in a live session.
    [[nodiscard]] bool running() const override { return m_replay.playing(); }
    [[nodiscard]] std::optional<ui::LoadProgress> reading() const override {
        return m_replay.seeking() ? std::optional(m_reading) : std::nullopt;
    }

Q_SIGNALS:
    /// All that seek() or open() asked for is there.
    void loaded();
    /// Playing has begun or ended.
    void playingChanged(bool playing);

private:
    ReplaySession(model::RecordingRun recording, const QString& path);
    void step();
    void tellPlaying();
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
    bool m_told = false; ///< that it plays
};

} // namespace maintscope::app
