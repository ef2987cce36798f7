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

/// All targets that are watched, each a session of its own: its own client thread, its own recording, so that
/// none can slow another. GUI thread.
class WatchedTargets final : public QObject {
    Q_OBJECT

public:
    explicit WatchedTargets(QString recordingFolder, QObject* parent = nullptr);
    ~WatchedTargets() override; ///< ends what still runs, at once

    /// A target joins and is measured from now on. `simulator`: the cluster that it measures, which lives as
    /// long as the measurement. A recording that cannot be written is reported by recordingFailed(), queued.
    SessionId add(const TargetSettings& settings, std::unique_ptr<demo::Simulator> simulator = {});
    /// Ends the schedule of one, or of all; ended() follows for each that ran.
    void stop(SessionId id);
    void stopAll();
    /// Ends all of them at once and completes their recordings; nothing is reported any more.
    void abandonAll();
    /// The open connections of all that are measured ask for maintenance notifications once more. Returns of
    /// how many targets; optInEvent() reports the results.
    int optInAgain();
    /// Off the list at once; a measurement that runs is ended first. Nobody may look at it any more.
    void remove(SessionId id);

    /// What the target is for, as the user says it.
    void setEnvironment(SessionId id, Environment environment);

    /// Windows in which maintenance is planned: recorded for each target from the next one on.
    void setPlanned(std::vector<model::PlannedWindow> planned) { m_planned = std::move(planned); }
    /// Adds an event to the recording of a target; nothing happens once its measurement has ended.
    void publish(SessionId id, const Event& event);
    /// What is measured into this file is in it when this returns; nothing is to be done for other files.
    [[nodiscard]] Status flush(const QString& recordingPath);

    /// nullptr where there is none.
    [[nodiscard]] WatchSession* session(SessionId id) const;
    [[nodiscard]] const TargetSettings* settings(SessionId id) const;
    /// The measurement that writes this file now.
    [[nodiscard]] std::optional<SessionId> sessionOf(const QString& recordingPath) const;
    [[nodiscard]] bool isSimulator(SessionId id) const;
    [[nodiscard]] ui::SessionView view(SessionId id) const;
    /// How many are measured now, those included that are off the list but not yet at their end.
    [[nodiscard]] int running() const;
    /// Of one; where several run, with the figures of all of them.
    [[nodiscard]] ui::SessionStatus status(SessionId id) const;

    /// For the rules, of all that are measured. Of what refresh() has seen.
    [[nodiscard]] std::vector<model::AlertFacts> alertFacts() const;
    /// How long scratch recordings stay, from the next target on.
    void setPruneRules(const model::PruneRules& rules) { m_pruneRules = rules; }

    /// Of all that are on the list.
    [[nodiscard]] std::vector<model::DiagnosticTarget> diagnostics() const;

    [[nodiscard]] model::TargetListModel& targets() { return m_targets; }
    /// Brings the rows of targets() up to date.
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
