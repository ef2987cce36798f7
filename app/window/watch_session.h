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

/// Measures and records one target. Owns the client's thread, the recorder's thread and, on the GUI thread,
/// the models that the window shows; all receive the same batches.
class WatchSession final : public QObject, public ui::LiveSource {
    Q_OBJECT

public:
    WatchSession(const TargetSettings& settings, const QString& recordingFolder, QObject* parent = nullptr);
    /// Ends a running measurement at once.
    ~WatchSession() override;

    /// Starts recording and probing. Returns an error if the recording cannot be written; probing starts
    /// nevertheless, and status() continues to report the error.
    [[nodiscard]] Status start();
    /// Ends the schedule and waits for pending replies, at most as long as a reply may take; then emits
    /// finished().
    void stop();
    /// Ends the measurement at once and completes the recording; emits no more signals.
    void abandon();
    /// Opts in again on all open connections; optInEvent() reports the results.
    void optInAgain() { m_client.optInAgain(); }
    /// Writes everything measured so far to the file.
    [[nodiscard]] Status flush();

    /// Records an event made by the program, such as a change over REST. A time of zero means now.
    void publish(Event event) { m_client.publish(std::move(event)); }

    [[nodiscard]] TargetId target() const { return m_settings.id; }
    [[nodiscard]] model::EventTableModel& eventTable() { return m_eventTable; }
    [[nodiscard]] const model::SessionInfo& info() const { return m_stores.session(); }
    [[nodiscard]] const QString& recordingPath() const { return m_recordingPath; }
    [[nodiscard]] bool recorded() const { return !m_recordingError; }
    [[nodiscard]] ui::SessionStatus status() const;
    /// Changes the environment for the views only; the recording keeps the one from its start.
    void setEnvironment(Environment environment) { m_stores.setEnvironment(environment); }
    /// Input of the alert rules, without p99.
    [[nodiscard]] model::AlertFacts alertFacts(SessionId id) const;
    /// Scratch recordings that exceed these rules are deleted when this recording starts.
    void setPruneRules(const model::PruneRules& rules) { m_recorder.setPruneRules(rules); }
    /// The target's row in the list of targets.
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
    /// A connection was asked to opt in again, has answered, or was lost.
    void optInEvent(const maintscope::Event& event);
    /// Recording stopped early, for example because the disk is full. Probing continues.
    void recordingFailed(const maintscope::Error& error);

private:
    void take(const Batch& batch);
    void finish();
    [[nodiscard]] const model::TargetStores& stores() const { return *m_stores.targets().front(); }
    /// Gaps of all protected connections together.
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
    MonoTime m_end{}; ///< end of the measurement

    QTimer m_stopDeadline;
    bool m_running = false;
};

} // namespace maintscope::app
