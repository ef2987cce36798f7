// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/sample.h"
#include "model/base/session_info.h"

#include <QString>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace maintscope::model {

enum class TargetState { Connecting, Healthy, MaintenanceAnnounced, HandoffRunning, Failing, Stopped };

/// One fact of the readiness strip. `good` is nullopt if it is unknown or neither good nor bad.
struct ReadinessFact {
    QString name;  ///< "probe opted in"
    QString value; ///< "4/4"
    std::optional<bool> good;
};

/// The content of the banner and the readiness strip for one target.
struct TargetStatus {
    TargetState state = TargetState::Connecting;
    QString word;     ///< HEALTHY, MAINTENANCE ANNOUNCED, HANDOFF RUNNING, FAILING, CONNECTING, STOPPED
    QString headline; ///< "MOVING", "3 of 4 connections moved", "No reply for 1.20 s"
    QString sentence; ///< "No maintenance announced since 13:30Z. The probe is opted in."
    /// The end of the countdown: formatCountdown(*deadline - now). Set only while it is in the future.
    std::optional<MonoTime> deadline;
    QString deadlineWord; ///< the label of the countdown: "left", "until it starts"
    std::string peerOld;
    std::string peerNew;
    int connections = 0; ///< protected, configured
    int serving = 0;
    int optedIn = 0;
    int moved = 0; ///< of the current MOVING
    Policy policy = Policy::Auto;
    Support support = Support::Unknown;
    std::string supportRefusal; ///< exact message
    std::string endpointType;   ///< in force: "external-ip"; empty until known
    std::vector<ReadinessFact> readiness;
};

[[nodiscard]] QString stateWord(TargetState state);

/// Tracks the protected connections of one target. status() is a pure function of the added data and `now`.
/// Past failures do not make a target failing; only a probe that failed within the last kRecent, or a
/// connection that is currently down.
class TargetStatusTracker {
public:
    static constexpr Duration kRecent = std::chrono::seconds(3);

    /// `sessionStart`: the wall clock at session time zero.
    TargetStatusTracker(TargetInfo target, WallTime sessionStart);

    void add(const Event& event);
    void add(const Sample& sample);
    [[nodiscard]] TargetStatus status(MonoTime now) const;

private:
    struct Connection {
        bool serving = false;
        bool wasReady = false;
        bool optedIn = false;
        bool optedInToTheEnd = false; ///< when the program closed it at the end of the session
        std::string peer;
        std::string state;
    };
    struct Failure {
        QString step; ///< where the last attempt failed: "TLS"
        QString text;
    };

    void addConnected(const Event& event);
    void addAttempt(const Event& event);
    void addRecording(const Event& event);
    void addWindow(const Event& event);
    void forgetWhatIsOver(MonoTime now);
    [[nodiscard]] std::vector<const Event*> currentWindows(MonoTime now) const;
    /// The latest handoff of each connection within a current window.
    [[nodiscard]] std::vector<const Event*> currentHandoffs(MonoTime now) const;
    [[nodiscard]] TargetState judge(const TargetStatus& status, MonoTime now) const;
    void describeMaintenance(TargetStatus& status, MonoTime now) const;
    void describeFailing(TargetStatus& status, MonoTime now) const;
    void describeConnecting(TargetStatus& status) const;
    void describeHealthy(TargetStatus& status) const;
    void addReadiness(TargetStatus& status) const;
    [[nodiscard]] QString clock(MonoTime at) const;
    [[nodiscard]] QString optInSentence(const TargetStatus& status) const;

    TargetInfo m_target;
    WallTime m_start;
    std::map<ConnectionId, Connection> m_connections;
    /// Open windows, and those of a completed MOVING whose deadline has not passed: the server is still
    /// working on it.
    std::map<std::uint64_t, Event> m_windows;
    std::map<std::uint64_t, Event> m_handoffs;
    std::optional<Event> m_lastWindow; ///< the last window that ended
    std::optional<MonoTime> m_lastUnannounced;
    std::optional<MonoTime> m_firstReady;
    std::optional<MonoTime> m_lastReply;
    std::optional<MonoTime> m_lastFailure;
    Outcome m_lastFailureOutcome = Outcome::Timeout;
    std::optional<Failure> m_failure;
    std::string m_endpointType;
    std::string m_refusal;
    Support m_support = Support::Unknown;
    std::optional<bool> m_resp3;
    bool m_stopped = false;
    bool m_neverReady = false;
};

} // namespace maintscope::model
