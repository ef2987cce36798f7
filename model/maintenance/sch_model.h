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

/// What the fields of the form say.
struct SchDraft {
    std::string address; ///< as typed: https://host:9443, host, ...
    std::string user;
    Secret password;
    RestSignIn signIn = RestSignIn::Basic;
    TlsTrust trust;         ///< the pin as typed
    std::string serverName; ///< to verify, where it is not the host
    std::string certificatePath;
    std::string keyPath;
};

enum class SchPhase : std::uint8_t {
    Idle, ///< nothing read yet
    Reading,
    Read,
    Previewing,
    Previewed, ///< the cluster accepts the change; it waits for a confirmation
    Applying,
    Applied, ///< stored and read back
};

/// The steps of a change, as the form shows them.
enum class SchStage : std::uint8_t { DryRun, Confirm, Apply, ReadBack, OptIn };
inline constexpr std::size_t kSchStages = 5;
enum class SchStageState : std::uint8_t { Waiting, Current, Done, Failed };
struct SchStageView {
    SchStageState state = SchStageState::Waiting;
    int httpStatus = 0; ///< 0: none
    Duration elapsed{};
};

/// One line of what was done with this form, newest first.
struct SchHistoryRow {
    WallTime at{};
    std::string user;
    RestAction action = RestAction::Read;
    std::vector<FieldDiff> changes; ///< only what differs
    int httpStatus = 0;             ///< of the last reply; 0: none
    std::optional<RestFailure> failure;
    std::optional<Flag> now; ///< the flag, as read last
};

/// What is wrong with a field; empty: nothing.
struct SchProblems {
    std::string address;
    std::string user;
    std::string trust;
    [[nodiscard]] bool none() const { return address.empty() && user.empty() && trust.empty(); }
};

/// Decides what the form may do: what is asked of the cluster next, when a button works, what a step came to.
/// Pure: the caller carries out the tasks and reports what came of them. Confined to one thread.
class SchModel {
public:
    // ---- What the user does
    /// Another address, user or trust makes what was read a stranger's: it is forgotten.
    void setDraft(SchDraft draft);
    /// Production asks for the cluster's name before a change.
    void setEnvironment(Environment environment);
    /// All three as the form shows them. Another wish makes the preview stale.
    void setWanted(const ClusterChange& wanted);
    void setTypedName(std::string name);
    /// Trusts the certificate that was refused, for the next check. Not after a certificate that the pin
    /// rejected: that one is replaced by hand.
    void pinPresented();
    /// Wishes back what was there before the last change.
    void wantRevert();
    /// Wishes back what was there when this cluster was first read.
    void wantAsFound();

    // ---- What is to be asked; nullopt where the button does not work
    [[nodiscard]] std::optional<RestTask> check();
    [[nodiscard]] std::optional<RestTask> preview();
    [[nodiscard]] std::optional<RestTask> apply();
    /// The settings once more, beside what the user does; nullopt: they were never read, or may not be asked
    /// for.
    [[nodiscard]] std::optional<RestTask> poll() const;
    /// Forgets the running task, if it has not begun to change anything.
    bool cancel();

    // ---- What came of it
    void onStep(const RestStep& step);
    void onOutcome(const RestOutcome& outcome);
    /// Of poll(): what somebody else has changed makes a preview stale; a refusal of the credentials is told,
    /// any other failure only noted.
    void onPolled(const RestOutcome& outcome);
    /// After a change: the connections that this program has open to `targets` databases are asked to opt in
    /// again. 0: there is none.
    void onOptInAsked(int targets);
    /// Events of those targets from then on, and the end of the patience with them.
    void onOptInEvent(SessionId session, const Event& event);
    void onOptInOver();

    // ---- What to show
    [[nodiscard]] SchPhase phase() const { return m_phase; }
    [[nodiscard]] bool busy() const;
    [[nodiscard]] bool canCheck() const;
    [[nodiscard]] bool canPreview() const;
    [[nodiscard]] bool canApply() const;
    [[nodiscard]] bool canCancel() const;
    [[nodiscard]] bool canPinPresented() const;
    [[nodiscard]] bool canRevert() const;
    [[nodiscard]] bool canRestoreAsFound() const;
    /// What differs from the first reading, in the direction of going back; empty: nothing.
    [[nodiscard]] std::vector<FieldDiff> differsFromFound() const;
    [[nodiscard]] bool needsTypedName() const { return m_environment == Environment::Production; }
    [[nodiscard]] bool nameMatches() const;
    /// The same user and password were refused: another try would only count towards the lock-out.
    [[nodiscard]] bool credentialsRefused() const { return m_credentialsRefused; }
    [[nodiscard]] const SchDraft& draft() const { return m_draft; }
    [[nodiscard]] const SchProblems& problems() const { return m_problems; }
    [[nodiscard]] const std::optional<ClusterReading>& reading() const { return m_reading; }
    /// Why the last reading beside the user's own failed; nullopt: it did not.
    [[nodiscard]] const std::optional<RestFailure>& pollFailure() const { return m_pollFailure; }
    [[nodiscard]] const std::optional<RestFailure>& failure() const { return m_failure; }
    /// How to reach the cluster manager, with the password; nullopt while a field has a problem.
    [[nodiscard]] const std::optional<RestSettings>& settings() const { return m_settings; }
    /// The databases of the last check.
    [[nodiscard]] const std::vector<DatabaseReading>& databases() const { return m_databases; }
    [[nodiscard]] const std::string& databasesNote() const { return m_databasesNote; }
    [[nodiscard]] const ClusterChange& wanted() const { return m_wanted; }
    /// What would be sent: of the wish, what the cluster has and is not so yet.
    [[nodiscard]] ClusterChange change() const;
    [[nodiscard]] std::vector<FieldDiff> preparedDiff() const;
    [[nodiscard]] const SchStageView& stage(SchStage stage) const;
    /// Of the last change.
    [[nodiscard]] const OptInRound& optIn() const { return m_optIn; }
    [[nodiscard]] const std::vector<SchHistoryRow>& history() const { return m_history; }
    /// The cluster's name, or its address while that is not known.
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
    std::optional<RestSettings> m_settings; ///< of the draft, where it has no problem
    Environment m_environment = Environment::Unspecified;
    SchPhase m_phase = SchPhase::Idle;
    std::optional<ClusterReading> m_reading;
    std::optional<ClusterReading> m_found; ///< the first reading of this cluster
    std::vector<DatabaseReading> m_databases;
    std::string m_databasesNote;
    std::optional<RestFailure> m_failure;
    std::optional<RestFailure> m_pollFailure;
    ClusterChange m_wanted;
    ClusterChange m_previewed; ///< the change that the dry run was about
    std::string m_typedName;
    bool m_credentialsRefused = false;
    bool m_changeSent = false; ///< of the running apply
    std::optional<ClusterChange> m_revert;
    std::array<SchStageView, kSchStages> m_stages;
    OptInRound m_optIn;
    std::vector<SchHistoryRow> m_history;
};

} // namespace maintscope::model
