// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/recorder_thread.h"
#include "client/io/target/client_thread.h"
#include "client/types/batch.h"
#include "client/types/result.h"
#include "client/types/settings.h"
#include "model/base/session_info.h"
#include "model/events/event_table_model.h"
#include "model/recording/live_samples.h"
#include "model/session/alerts.h"
#include "model/session/fleet.h"
#include "model/session/session_stores.h"
#include "ui/paint/live_frame.h"
#include "ui/window/session_view.h"

#include <QObject>
#include <QTimer>

#include <optional>
#include <utility>
#include <vector>

namespace maintscope::app {

/// One target that is measured, recorded and watched: the client's thread, the recorder's thread, and on this
/// (GUI) thread the models that the window shows, all fed by the same batches.
class WatchSession final : public QObject, public ui::LiveSource {
    Q_OBJECT

public:
    WatchSession(const TargetSettings& settings, const QString& recordingFolder, QObject* parent = nullptr);
    /// Ends the measurement at once if it still runs.
    ~WatchSession() override;

    /// Begins to record and to probe. Where the recording cannot be written the probing begins all the same;
    /// the error is returned, and status() goes on telling it.
    [[nodiscard]] Status start();
    /// Ends the schedule; replies are awaited for at most as long as one may take, then finished() follows.
    void stop();
    /// Ends the measurement at once and completes the recording; nothing is reported any more.
    void abandon();
    /// The open connections ask for maintenance notifications once more; optInEvent() reports the results.
    void optInAgain() { m_client.optInAgain(); }
    /// Everything measured so far is in the file when this returns.
    [[nodiscard]] Status flush();

    /// An event made by the program, such as a change over REST; its time is set when it is zero.
    void publish(Event event) { m_client.publish(std::move(event)); }

    [[nodiscard]] TargetId target() const { return m_settings.id; }
    [[nodiscard]] model::EventTableModel& eventTable() { return m_eventTable; }
    [[nodiscard]] const model::SessionInfo& info() const { return m_stores.session(); }
    [[nodiscard]] const QString& recordingPath() const { return m_recordingPath; }
    [[nodiscard]] bool recorded() const { return !m_recordingError; }
    [[nodiscard]] ui::SessionStatus status() const;
    /// For the views; the recording says what the target was for when it began.
    void setEnvironment(Environment environment) { m_stores.setEnvironment(environment); }
    /// What the rules look at, p99 apart.
    [[nodiscard]] model::AlertFacts alertFacts(SessionId id) const;
    /// Scratch recordings that are older, or too many, go when this one begins.
    void setPruneRules(const model::PruneRules& rules) { m_recorder.setPruneRules(rules); }
    /// How it stands beside other targets.
    [[nodiscard]] model::TargetRow row(SessionId id);

    [[nodiscard]] const model::Timeline& timeline() const override { return stores().timeline(); }
    [[nodiscard]] const model::MetricStore& metrics() const override { return m_stores.metrics(); }
    [[nodiscard]] model::TargetStatus status(MonoTime now) const override { return stores().status(now); }
    [[nodiscard]] std::vector<model::Gap> connectionGaps(MonoTime now) const override {
        return stores().connectionGaps(now);
    }
    [[nodiscard]] const Event* event(EventKey key) const override;
    [[nodiscard]] Result<model::SpanStatistics> statistics(MonoTime from, MonoTime to) const override;
    [[nodiscard]] Status samples(const model::TimeRange& range,
                                 const model::SampleVisitor& visit) const override {
        return m_samples.samples(range, visit);
    }
    [[nodiscard]] std::optional<MonoTime> forgottenUntil() const override {
        return m_samples.forgottenUntil();
    }
    [[nodiscard]] std::uint64_t omitted() const override { return m_omitted; }
    [[nodiscard]] WallTime start() const override { return info().startedWall; }
    [[nodiscard]] MonoTime now() const override;
    [[nodiscard]] bool running() const override { return m_running; }

Q_SIGNALS:
    void finished();
    /// The open connections were asked to opt in again, one of them answered, or one was lost.
    void optInEvent(const maintscope::Event& event);
    /// Recording stopped before its time: the disk is full, the folder is gone. Probing goes on.
    void recordingFailed(const maintscope::Error& error);

private:
    void take(const Batch& batch);
    void finish();
    [[nodiscard]] const model::TargetStores& stores() const { return *m_stores.targets().front(); }
    /// Those of the whole set.
    [[nodiscard]] std::vector<model::Gap> protectedGaps(MonoTime now) const;

    TargetSettings m_settings;
    QString m_recordingPath;
    io::ClientThread m_client;
    RecorderThread m_recorder;
    std::optional<Error> m_recordingError;

    model::SessionStores m_stores;
    model::EventTableModel m_eventTable;
    model::LiveSamples m_samples;
    model::MinuteCells m_minutes;
    Duration m_loopLag{};
    std::uint64_t m_failed = 0;      ///< protected probes
    std::uint64_t m_unannounced = 0; ///< losses of protected connections
    std::uint64_t m_dropped = 0;
    std::uint64_t m_omitted = 0;
    MonoTime m_end{}; ///< when the measurement had finished

    QTimer m_stopDeadline;
    bool m_running = false;
};

} // namespace maintscope::app
