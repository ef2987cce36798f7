// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/settings.h"
#include "model/maintenance/opt_in_round.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::model {

/// The contents of the form.
struct SchDraft {
    std::string address; ///< as typed: https://host:9443, host, ...
    std::string user;
    Secret password;
    RestSignIn signIn = RestSignIn::Basic;
    TlsTrust trust;         ///< the pin as typed
    std::string serverName; ///< the name to verify, if it is not the host
    std::string certificatePath;
    std::string keyPath;
};

enum class SchPhase : std::uint8_t {
    Idle, ///< not read yet
    Reading,
    Read,
    Previewing,
    Previewed, ///< the cluster accepts the change; waiting for a confirmation
    Applying,
    Applied, ///< stored and read back
};

/// The steps of a change in the form.
enum class SchStage : std::uint8_t { DryRun, Confirm, Apply, ReadBack, OptIn };
inline constexpr std::size_t kSchStages = 5;
enum class SchStageState : std::uint8_t { Waiting, Current, Done, Failed };
struct SchStageView {
    SchStageState state = SchStageState::Waiting;
    int httpStatus = 0; ///< 0: none
    Duration elapsed{};
};

/// One entry of the history of this form, newest first.
struct SchHistoryRow {
    WallTime at{};
    std::string user;
    RestAction action = RestAction::Read;
    std::vector<FieldDiff> changes; ///< only differing fields
    int httpStatus = 0;             ///< of the last reply; 0: none
    std::optional<RestFailure> failure;
    std::optional<Flag> now; ///< the switch as last read
};

/// The problem with each field; empty if there is none.
struct SchProblems {
    std::string address;
    std::string user;
    std::string trust;
    [[nodiscard]] bool none() const { return address.empty() && user.empty() && trust.empty(); }
};

/// Determines what the form can do: the next task for the cluster, the enabled buttons, the results of the
/// steps. Pure: the caller runs the tasks and reports their results. Confined to one thread.
class SchModel {
public:
    // What the user does

    /// A different address, user or trust invalidates the reading, which is discarded.
    void setDraft(SchDraft draft);
    /// Production requires the name of the cluster before a change.
    void setEnvironment(Environment environment);
    /// Sets all three values of the form. A different choice makes the preview stale.
    void setWanted(const ClusterChange& wanted);
    void setTypedName(std::string name);
    /// Trusts the refused certificate for the next check. Not available after a pin mismatch: the user must
    /// replace the pin.
    void pinPresented();
    /// Selects the values from before the last change.
    void wantRevert();
    /// Selects the values of the first reading of this cluster.
    void wantAsFound();

    // What is to be asked; nullopt where the button does not work

    [[nodiscard]] std::optional<RestTask> check();
    [[nodiscard]] std::optional<RestTask> preview();
    [[nodiscard]] std::optional<RestTask> apply();
    /// Reads the settings again in the background; nullopt: they were never read, or must not be requested.
    [[nodiscard]] std::optional<RestTask> poll() const;
    /// Cancels the running task, unless it has begun to change something.
    bool cancel();

    // What came of it

    void onStep(const RestStep& step);
    void onOutcome(const RestOutcome& outcome);
    /// The result of poll(): a change by another user makes a preview stale. Refused credentials are
    /// reported; any other failure is only noted.
    void onPolled(const RestOutcome& outcome);
    /// After a change: this program asks its open connections to `targets` databases to opt in again. 0:
    /// there are none.
    void onOptInAsked(int targets);
    /// Events of those targets from then on, and the end of the waiting time.
    void onOptInEvent(SessionId session, const Event& event);
    void onOptInOver();

    // What to show

    [[nodiscard]] SchPhase phase() const { return m_phase; }
    [[nodiscard]] bool busy() const;
    [[nodiscard]] bool canCheck() const;
    [[nodiscard]] bool canPreview() const;
    [[nodiscard]] bool canApply() const;
    [[nodiscard]] bool canCancel() const;
    [[nodiscard]] bool canPinPresented() const;
    [[nodiscard]] bool canRevert() const;
    [[nodiscard]] bool canRestoreAsFound() const;
    /// The change that restores the first reading; empty if nothing differs.
    [[nodiscard]] std::vector<FieldDiff> differsFromFound() const;
    [[nodiscard]] bool needsTypedName() const { return m_environment == Environment::Production; }
    [[nodiscard]] bool nameMatches() const;
    /// The same user and password were refused: another attempt would only count towards the lockout.
    [[nodiscard]] bool credentialsRefused() const { return m_credentialsRefused; }
    [[nodiscard]] const SchDraft& draft() const { return m_draft; }
    [[nodiscard]] const SchProblems& problems() const { return m_problems; }
    [[nodiscard]] const std::optional<ClusterReading>& reading() const { return m_reading; }
    /// Why the last background reading failed; nullopt if it did not.
    [[nodiscard]] const std::optional<RestFailure>& pollFailure() const { return m_pollFailure; }
    [[nodiscard]] const std::optional<RestFailure>& failure() const { return m_failure; }
    /// The connection settings of the cluster manager, with the password; nullopt while a field has a
    /// problem.
    [[nodiscard]] const std::optional<RestSettings>& settings() const { return m_settings; }
    /// The databases of the last check.
    [[nodiscard]] const std::vector<DatabaseReading>& databases() const { return m_databases; }
    [[nodiscard]] const std::string& databasesNote() const { return m_databasesNote; }
    [[nodiscard]] const ClusterChange& wanted() const { return m_wanted; }
    /// The change to send: the chosen values that the cluster supports and that differ from its current ones.
    [[nodiscard]] ClusterChange change() const;
    [[nodiscard]] std::vector<FieldDiff> preparedDiff() const;
    [[nodiscard]] const SchStageView& stage(SchStage stage) const;
    /// The state of the last change.
    [[nodiscard]] const OptInRound& optIn() const { return m_optIn; }
    [[nodiscard]] const std::vector<SchHistoryRow>& history() const { return m_history; }
    /// The name of the cluster, or its address while the name is unknown.
    [[nodiscard]] std::string clusterName() const;
    [[nodiscard]] std::string curl() const;

private:
    [[nodiscard]] RestTask task(RestAction action) const;
    [[nodiscard]] ClusterChange asFound() const;
    void wish(const ClusterChange& change);
    [[nodiscard]] SchStageView& stageAt(SchStage stage);
    void showOptIn();
    void forgetPreview();
    void wishWhatIs();
    void remember(const RestOutcome& outcome);

    SchDraft m_draft;
    SchProblems m_problems;
    std::optional<RestSettings> m_settings; ///< of the draft, if it has no problem
    Environment m_environment = Environment::Unspecified;
    SchPhase m_phase = SchPhase::Idle;
    std::optional<ClusterReading> m_reading;
    std::optional<ClusterReading> m_found; ///< the first reading of this cluster
    std::vector<DatabaseReading> m_databases;
    std::string m_databasesNote;
    std::optional<RestFailure> m_failure;
    std::optional<RestFailure> m_pollFailure;
    ClusterChange m_wanted;
    ClusterChange m_previewed; ///< the change of the dry run
    std::string m_typedName;
    bool m_credentialsRefused = false;
    bool m_changeSent = false; ///< of the running Apply task
    std::optional<ClusterChange> m_revert;
    std::array<SchStageView, kSchStages> m_stages;
    OptInRound m_optIn;
    std::vector<SchHistoryRow> m_history;
};

} // namespace maintscope::model
