// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

/// The vocabulary of Event::name, by kind. Notifications, windows and handoffs carry the notification's own
/// name (client/types/operation.h); a transition carries the name of the state
/// entered (client/types/connection_state.h).
namespace maintscope::names {

// connect_attempt: name = the purpose of the attempt
inline constexpr std::string_view kDial = "dial"; ///< first connection, or a reconnection
inline constexpr std::string_view kCandidate =
    "candidate"; ///< a handoff's new connection, while the old one serves
// Steps of an attempt, as figures; a failed one ends with the step that failed (errorType and errorText give
// the reason).
inline constexpr std::string_view kStepResolve = "resolve_ns";
inline constexpr std::string_view kStepTcp = "tcp_ns";
inline constexpr std::string_view kStepTls = "tls_ns";
inline constexpr std::string_view kStepHello = "hello_ns";
inline constexpr std::string_view kStepOptIn = "opt_in_ns";
inline constexpr std::string_view kStepSetInfo = "setinfo_ns";
inline constexpr std::string_view kStepPing = "ping_ns";

// connected
inline constexpr std::string_view kConnected = "connected"; ///< first time
inline constexpr std::string_view kReconnected =
    "reconnected"; ///< after a loss; the switch of a handoff is not a reconnection
inline constexpr std::string_view kSwitched = "switched"; ///< by a handoff, from peerOld to peerNew

// disconnect
inline constexpr std::string_view kUnannounced =
    "unannounced"; ///< no operation was announced: unannounced disruption
inline constexpr std::string_view kDuringMaintenance = "during_maintenance";
inline constexpr std::string_view kSilent =
    "silent"; ///< open, but no byte for four normal timeouts while replies were pending
inline constexpr std::string_view kStopped = "stopped"; ///< by the program, at the end

// alert
inline constexpr std::string_view kOptInRefused = "opt_in_refused";
inline constexpr std::string_view kNotResp3 = "not_resp3";
inline constexpr std::string_view kOrderGivenUp = "order_given_up";
inline constexpr std::string_view kClusterMode = "cluster_mode_not_supported";
inline constexpr std::string_view kCandidateDropped =
    "candidate_is_retiring"; ///< received the same MOVING again
inline constexpr std::string_view kBufferFull = "buffer_full";
inline constexpr std::string_view kPushesSkipped =
    "pushes_skipped"; ///< figure `count`: more than anyone can act on
inline constexpr std::string_view kNoLongerAdvertised = "no_longer_advertised";

// relaxed
inline constexpr std::string_view kRelaxed = "relaxed";
inline constexpr std::string_view kTail = "tail";

// dns_change
inline constexpr std::string_view kDnsChanged = "answer_changed";
inline constexpr std::string_view kDnsStale = "answer_unchanged";

// local_stall, not_measured, timeout, error
inline constexpr std::string_view kLocalStall = "local_stall";
inline constexpr std::string_view kNotMeasured =
    "not_measured"; ///< figures: slots; asleep_ns, the time in which the machine was suspended
inline constexpr std::string_view kTimeouts = "timeouts";   ///< figures: count
inline constexpr std::string_view kErrorReplies = "errors"; ///< figures: count
inline constexpr std::string_view kLost = "lost_in_flight"; ///< figures: count; not safe to repeat
inline constexpr std::string_view kProtocolError = "protocol_error";

// recording
inline constexpr std::string_view kTargetStarted =
    "target_started"; ///< policy; peerNew = configured endpoint
inline constexpr std::string_view kTargetStopped = "target_stopped";
inline constexpr std::string_view kIntegrity =
    "integrity"; ///< figures: acknowledged, server_count, unresolved
inline constexpr std::string_view kSupport =
    "support"; ///< support became known; errorText = the server's refusal
inline constexpr std::string_view kOptInAsked =
    "opt_in_asked"; ///< the open connections are asked to opt in again; figures: connections
inline constexpr std::string_view kOptInAgain =
    "opt_in_again"; ///< the result on one connection: support; errorText = the server's refusal
inline constexpr std::string_view kRecordingMoved =
    "recording_moved"; ///< its file was deleted, renamed or replaced
inline constexpr std::string_view kNotRecorded = "not_recorded"; ///< figures: samples, events
inline constexpr std::string_view kClockStep = "clock_step";
inline constexpr std::string_view kEndpointTypePrefix =
    "endpoint_type:"; ///< name = "endpoint_type:external-ip"

} // namespace maintscope::names
