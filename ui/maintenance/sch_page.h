// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/readiness_facts.h"
#include "model/maintenance/flag_poll.h"
#include "model/maintenance/sch_model.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace maintscope::ui {

class ClientAuditCard;
class Columns;
class DatabasesCard;
class HistoryCard;
class ManagerCard;
class PreviewCard;
class ReadinessCard;
class SettingsCard;

/// The form for the cluster's switch: where the cluster manager is and how it is trusted, what is set and
/// what is wanted, preview and confirmation, and what was done. Knows no socket: it asks by signals and is
/// shown the results. What may be done when is decided by model::SchModel. GUI thread.
class SchPage : public QWidget {
    Q_OBJECT

public:
    explicit SchPage(QWidget* parent = nullptr);
    ~SchPage() override;

    /// Fills in a cluster manager that is known (the simulator's, a profile's).
    void setClusterManager(const RestSettings& settings);
    /// The database that is watched: in production a change asks for the cluster's name, and where somebody
    /// else manages the switch (Redis Cloud) there is none to read.
    void setWatched(const TargetSettings& target);
    [[nodiscard]] const model::SchModel& form() const { return m_model; }
    /// Whether passwords can be kept between sessions; `unavailable` says why not; empty: they can.
    void setKeychain(const QString& unavailable);
    /// The keychain was asked and did not do it; the reason stands beside the choice until the next one.
    void setKeychainTrouble(const QString& reason);
    [[nodiscard]] bool wantsKeeping() const;
    /// It was unticked though the password came from the keychain: there it is to go.
    [[nodiscard]] bool wantsForgetting() const;
    /// What the keychain knows for `manager`; taken if the form still says so and no password was typed.
    void offerPassword(const RestSettings& manager, const Secret& password);
    [[nodiscard]] ReadinessCard* readiness() const { return m_readiness; }
    /// Of a readiness check, as it goes on: for its card and that of the connected applications.
    void setReadiness(const ReadinessFacts& facts);

public Q_SLOTS:
    void onStep(const maintscope::RestStep& step);
    void onOutcome(const maintscope::RestOutcome& outcome);
    /// What came of pollRequested().
    void onPolled(const maintscope::RestOutcome& outcome);
    /// A change was applied: the open connections of so many targets are asked to opt in again, and what
    /// happens to them comes as their events.
    void onOptInAsked(int targets);
    void onOptInEvent(maintscope::SessionId session, const maintscope::Event& event);
    /// The same as the button: reads the cluster, if the form is complete.
    void check();

Q_SIGNALS:
    /// To be carried out; onStep() and onOutcome() tell what came of it.
    void requested(const maintscope::RestTask& task);
    /// Requests another reading of the settings, beside what the user does; onPolled() takes the result.
    void pollRequested(const maintscope::RestTask& task);
    /// The running task is to be forgotten: no onStep(), no onOutcome().
    void cancelRequested();
    /// The password is to be kept: whether the keychain can is to be found out now, while the user looks.
    void keepingChosen();
    /// A database of the cluster: everything that the cluster reports, without user and password.
    void watchRequested(const maintscope::TargetSettings& target);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectCards();
    void orderTabs();

    Q_INVOKABLE void poll();
    void awaitPoll();
    [[nodiscard]] MonoTime now() const { return MonoTime(std::chrono::milliseconds(m_clock.elapsed())); }
    void ask(const std::optional<RestTask>& task);
    void readDraft();
    void refresh();
    void showElapsed();

    model::SchModel m_model;
    QTimer m_tick;
    model::FlagPoll m_poll;
    QTimer m_pollDue;
    std::optional<RestSettings> m_polled; ///< whom the last one asked, without the password
    QElapsedTimer m_clock;                ///< of m_poll
    QTimer m_optInLimit;                  ///< patience with connections that do not answer
    QElapsedTimer m_running;

    Columns* m_columns;
    ManagerCard* m_manager;
    SettingsCard* m_settings;
    PreviewCard* m_preview;
    HistoryCard* m_history;
    ReadinessCard* m_readiness;
    DatabasesCard* m_databases;
    ClientAuditCard* m_clients;
};

} // namespace maintscope::ui
