// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/readiness_facts.h"
#include "model/maintenance/discovery.h"
#include "model/maintenance/flag_poll.h"
#include "model/maintenance/sch_model.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <array>
#include <optional>

class QAbstractButton;
class QButtonGroup;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QTableWidget;

namespace maintscope::ui {

class BadgeWidget;
class Card;
class ClientAuditCard;
class Columns;
class DiffView;
class FlagMark;
class ReadinessCard;
class Segments;
class StageWidget;

/// The form for the cluster's switch: where the cluster manager is and how it is trusted, what is set and
/// what is wanted, preview and confirmation, and what was done. Knows no socket: it asks by signals and is
/// told what came of it. What may be done when is decided by model::SchModel. GUI thread.
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
    /// Whether passwords can be kept between sessions; `unavailable` tells why not, empty: they can.
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
    /// The settings are to be read once more, beside what the user does; onPolled() tells what came of it.
    void pollRequested(const maintscope::RestTask& task);
    /// The running task is to be forgotten: no onStep(), no onOutcome().
    void cancelRequested();
    /// The password is to be kept: whether the keychain can is to be found out now, while the user looks.
    void keepingChosen();
    /// A database of the cluster: all that the cluster tells, without user and password.
    void watchRequested(const maintscope::TargetSettings& target);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What went wrong, with the server's words and the remedy.
    struct FailurePanel {
        QWidget* panel = nullptr;
        QLabel* what = nullptr;
        QLabel* words = nullptr;
        QLabel* remedy = nullptr;
    };

    Card* makeManagerCard();
    QWidget* makeTrustRow();
    Card* makeSettingsCard();
    Card* makePreviewCard();
    Card* makeHistoryCard();
    Card* makeDatabasesCard();
    FailurePanel makeFailurePanel(const QString& objectName, QWidget* parent);
    void orderTabs();

    Q_INVOKABLE void poll();
    void awaitPoll();
    [[nodiscard]] MonoTime now() const { return MonoTime(std::chrono::milliseconds(m_clock.elapsed())); }
    void ask(const std::optional<RestTask>& task);
    void readDraft();
    void takeUserFromAddress();
    void readWanted();
    void showWanted();
    void refresh();
    void refreshManager();
    void refreshSettings();
    void refreshPreview();
    void refreshHistory();
    void refreshDatabases();
    void watchSelected();
    void showFailure(FailurePanel& panel, bool visible);
    void showElapsed();
    [[nodiscard]] bool failedAtManager() const;

    model::SchModel m_model;
    qsizetype m_typed = 0;  ///< characters in the address after the last edit
    bool m_filling = false; ///< the fields are being set, not typed into
    bool m_fromKeychain = false;
    QString m_platformNote; ///< of what is watched
    QTimer m_tick;
    model::FlagPoll m_poll;
    QTimer m_pollDue;
    std::optional<RestSettings> m_polled; ///< whom the last one asked, without the password
    QElapsedTimer m_clock;                ///< of m_poll
    QTimer m_optInLimit;                  ///< patience with connections that do not answer
    QElapsedTimer m_running;

    Columns* m_columns;
    ReadinessCard* m_readiness;
    ClientAuditCard* m_clients;

    // Cluster manager
    Card* m_managerCard;
    QLineEdit* m_address;
    QLineEdit* m_user;
    QLineEdit* m_password;
    Segments* m_signIn;
    QCheckBox* m_keep;
    QLabel* m_sessionOnly;
    QPushButton* m_check;
    Segments* m_trust;
    QStackedWidget* m_trustDetail;
    QLineEdit* m_caPath;
    QPushButton* m_browse;
    QLineEdit* m_pin;
    QLabel* m_problem;
    BadgeWidget* m_certificateBadge;
    QLabel* m_certificateWords;
    QLabel* m_fingerprint;
    QLabel* m_certificateFacts;
    QWidget* m_certificateRow;
    FailurePanel m_managerFailure;
    QPushButton* m_pinPresented;

    // Maintenance notifications
    Card* m_settingsCard;
    QLabel* m_readAt;
    FlagMark* m_flagMark;
    QLabel* m_flag;
    QLabel* m_ossFlag;
    QLabel* m_delayNow;
    QButtonGroup* m_wantFlag;
    QButtonGroup* m_wantOss;
    QSpinBox* m_wantDelay;
    QLabel* m_affects;

    // Preview and apply
    Card* m_previewCard;
    std::array<StageWidget*, model::kSchStages> m_stages{};
    DiffView* m_diff;
    QLabel* m_confirmLabel;
    QLineEdit* m_confirm;
    QLabel* m_confirmMatch;
    QPushButton* m_copy;
    QPushButton* m_revert;
    QPushButton* m_restore;
    QPushButton* m_preview;
    QPushButton* m_apply;
    FailurePanel m_previewFailure;
    QLabel* m_afterwards;

    // History
    QTableWidget* m_history;

    // Databases
    QTableWidget* m_databases;
    QLabel* m_databasesNote;
    QPushButton* m_watch;
    std::vector<model::DiscoveredDatabase> m_discovered; ///< one a row
};

} // namespace maintscope::ui
