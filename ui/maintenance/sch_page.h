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

/// The page for the SCH switch: cluster manager and its trust, current and wanted settings, preview,
/// confirmation and history. Opens no connection: it emits requests and receives the results. model::SchModel
/// decides which actions are allowed. GUI thread.
class SchPage : public QWidget {
    Q_OBJECT

public:
    explicit SchPage(QWidget* parent = nullptr);
    ~SchPage() override;

    /// Fills in a known cluster manager, such as that of the simulator or of a profile.
    void setClusterManager(const RestSettings& settings);
    /// Sets the watched database. In production, a change requires the cluster's name; on Redis Cloud, the
    /// switch cannot be read.
    void setWatched(const TargetSettings& target);
    [[nodiscard]] const model::SchModel& form() const { return m_model; }
    /// `unavailable`: why passwords cannot be kept in the keychain; empty: they can.
    void setKeychain(const QString& unavailable);
    /// Shows why the keychain failed, beside the choice, until the user changes it.
    void setKeychainTrouble(const QString& reason);
    [[nodiscard]] bool wantsKeeping() const;
    /// The user unticked the choice for a password from the keychain, which must be removed there.
    [[nodiscard]] bool wantsForgetting() const;
    /// Fills in the password from the keychain for `manager`, if the form still shows it and no password was
    /// typed.
    void offerPassword(const RestSettings& manager, const Secret& password);
    [[nodiscard]] ReadinessCard* readiness() const { return m_readiness; }
    /// Shows the progress of a readiness check in its card and in that of the connected applications.
    void setReadiness(const ReadinessFacts& facts);

public Q_SLOTS:
    void onStep(const maintscope::RestStep& step);
    void onOutcome(const maintscope::RestOutcome& outcome);
    /// The result of pollRequested().
    void onPolled(const maintscope::RestOutcome& outcome);
    /// A change was applied, and the open connections of `targets` targets opt in again; onOptInEvent()
    /// receives the results.
    void onOptInAsked(int targets);
    void onOptInEvent(maintscope::SessionId session, const maintscope::Event& event);
    /// Reads the cluster if the form is complete, like the button.
    void check();

Q_SIGNALS:
    /// Requests a task; onStep() and onOutcome() take the results.
    void requested(const maintscope::RestTask& task);
    /// Requests a poll of the settings, independent of the user's tasks; onPolled() takes the result.
    void pollRequested(const maintscope::RestTask& task);
    /// Cancels the running task: no more onStep() or onOutcome().
    void cancelRequested();
    /// The user chose to keep the password; check now whether the keychain works.
    void keepingChosen();
    /// The user wants to watch this database. `target` holds what the cluster reports, without user and
    /// password.
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
    std::optional<RestSettings> m_polled; ///< settings of the last poll, without the password
    QElapsedTimer m_clock;                ///< of m_poll
    QTimer m_optInLimit;                  ///< how long to wait for answers to the opt-in
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
