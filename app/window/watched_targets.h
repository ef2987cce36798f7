// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/settings.h"
#include "model/catalogue/recordings_catalogue.h"
#include "model/events/planned_window.h"
#include "model/session/alerts.h"
#include "model/session/fleet.h"
#include "model/session/target_list_model.h"
#include "model/user/diagnostics.h"
#include "ui/window/session_view.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace maintscope::demo {
class Simulator;
}

namespace maintscope::app {

class WatchSession;

/// All watched targets. Each has its own session, client thread and recording, so that none can slow another.
/// GUI thread.
class WatchedTargets final : public QObject {
    Q_OBJECT

public:
    explicit WatchedTargets(QString recordingFolder, QObject* parent = nullptr);
    ~WatchedTargets() override; ///< ends running measurements at once

    /// Adds a target and starts its measurement. `simulator`: the measured cluster, kept as long as the
    /// measurement. If the recording cannot be written, recordingFailed() follows, queued.
    SessionId add(const TargetSettings& settings, std::unique_ptr<demo::Simulator> simulator = {});
    /// Stops one measurement, or all; ended() follows for each that was running.
    void stop(SessionId id);
    void stopAll();
    /// Ends all measurements at once and completes their recordings; emits no more signals.
    void abandonAll();
    /// Opts in again on all open connections. Returns the number of targets; optInEvent() reports the
    /// results.
    int optInAgain();
    /// Ends the measurement if it runs and removes the target from the list. Nothing may use it any more.
    void remove(SessionId id);

    /// Sets what the target is used for.
    void setEnvironment(SessionId id, Environment environment);

    /// Planned windows, recorded for every target that is added from now on.
    void setPlanned(std::vector<model::PlannedWindow> planned) { m_planned = std::move(planned); }
    /// Adds an event to the recording of a target; does nothing once its measurement has ended.
    void publish(SessionId id, const Event& event);
    /// Writes everything measured so far to this file; does nothing for files that no measurement is writing.
    [[nodiscard]] Status flush(const QString& recordingPath);

    /// nullptr: no such target.
    [[nodiscard]] WatchSession* session(SessionId id) const;
    [[nodiscard]] const TargetSettings* settings(SessionId id) const;
    /// The measurement that is writing this file.
    [[nodiscard]] std::optional<SessionId> sessionOf(const QString& recordingPath) const;
    [[nodiscard]] bool isSimulator(SessionId id) const;
    [[nodiscard]] ui::SessionView view(SessionId id) const;
    /// The number of running measurements, including removed targets that are still ending.
    [[nodiscard]] int running() const;
    /// The status of one target; if several are measured, with the totals of all.
    [[nodiscard]] ui::SessionStatus status(SessionId id) const;

    /// Input of the alert rules for all measured targets, as of the last refresh().
    [[nodiscard]] std::vector<model::AlertFacts> alertFacts() const;
    /// How long scratch recordings are kept; applies to targets that are added from now on.
    void setPruneRules(const model::PruneRules& rules) { m_pruneRules = rules; }

    /// All listed targets, for the diagnostics.
    [[nodiscard]] std::vector<model::DiagnosticTarget> diagnostics() const;

    [[nodiscard]] model::TargetListModel& targets() { return m_targets; }
    /// Updates the rows of targets().
    void refresh();

Q_SIGNALS:
    void optInEvent(maintscope::SessionId id, const maintscope::Event& event);
    void ended(maintscope::SessionId id);
    void recordingFailed(maintscope::SessionId id, const maintscope::Error& error);

private:
    struct Watched;
    [[nodiscard]] Watched* find(SessionId id) const;
    void onFinished(SessionId id);

    QString m_recordingFolder;
    model::PruneRules m_pruneRules;
    std::vector<model::PlannedWindow> m_planned;
    model::TargetListModel m_targets;
    std::vector<std::unique_ptr<Watched>> m_watched;
    std::uint32_t m_lastId = 0;
};

} // namespace maintscope::app
