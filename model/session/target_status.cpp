// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/target_status.h"

#include "client/types/event_names.h"
#include "client/types/refusal.h"
#include "model/base/format.h"
#include "model/events/event_text.h"

#include <QStringList>

#include <algorithm>
#include <set>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// The step at which a connection attempt failed. Source: the error types of client/io and client/core.
QString failedStep(const Event& attempt) {
    const std::string& type = attempt.errorType;
    if (type.starts_with("tls")) return u"TLS"_s;
    if (type == "auth") return u"AUTH"_s;
    if (type == "sch_refused" || type == "resp3") return u"opt-in"_s;
    if (type == "retiring" || type == kNoPermission) return u"PING"_s;
    if (figure(attempt, names::kStepOptIn)) return u"PING"_s;
    if (figure(attempt, names::kStepHello)) return u"opt-in"_s;
    if (figure(attempt, names::kStepTcp)) return u"HELLO"_s;
    const bool resolved = figure(attempt, names::kStepResolve).has_value() || attempt.stream.value != 0;
    return resolved ? u"TCP"_s : u"DNS"_s;
}

/// "step 4 of 7: AUTH", from the state of the connection that has progressed furthest.
QString stepOf(const std::string& state) {
    if (state == "handshaking") return u"step 4 of 7: AUTH"_s;
    if (state == "connecting") return u"step 2 of 7: TCP"_s;
    if (state == "resolving") return u"step 1 of 7: DNS"_s;
    if (state == "ready") return u"step 7 of 7: PING"_s;
    return {};
}

QString failureWords(Outcome outcome) {
    switch (outcome) {
    case Outcome::Timeout:
        return u"probes time out"_s;
    case Outcome::Error:
        return u"the server replies with errors"_s;
    case Outcome::Unknown:
        return u"commands were lost in flight"_s;
    case Outcome::NotSent:
        return u"probes cannot be sent"_s;
    case Outcome::Ok:
    case Outcome::Late:
    case Outcome::ReplyAfterTimeout:
        break;
    }
    return {};
}

bool isMoved(const Event& handoff) {
    return handoff.phases.optedIn.has_value();
}

/// A MOVING that completed early remains announced until its deadline: the node is removed only then.
bool isCurrent(const Event& window, MonoTime now) {
    if (!window.end) return true;
    return window.name == "MOVING" && window.pairState == PairState::Closed && window.announced &&
           window.at + *window.announced > now;
}

} // namespace

QString stateWord(TargetState state) {
    switch (state) {
    case TargetState::Connecting:
        return u"CONNECTING"_s;
    case TargetState::Healthy:
        return u"HEALTHY"_s;
    case TargetState::MaintenanceAnnounced:
        return u"MAINTENANCE ANNOUNCED"_s;
    case TargetState::HandoffRunning:
        return u"HANDOFF RUNNING"_s;
    case TargetState::Failing:
        return u"FAILING"_s;
    case TargetState::Stopped:
        return u"STOPPED"_s;
    }
    return {};
}

TargetStatusTracker::TargetStatusTracker(TargetInfo target, WallTime sessionStart)
    : m_target(std::move(target))
    , m_start(sessionStart) {
    for (int i = 1; i <= m_target.probe.connections; ++i)
        m_connections[ConnectionId{static_cast<std::uint16_t>(i)}] = {};
}

QString TargetStatusTracker::clock(MonoTime at) const {
    return formatTimeS(m_start + at.time_since_epoch()).first(5) + u'Z';
}

void TargetStatusTracker::add(const Sample& sample) {
    if (sample.target != m_target.id || sample.role != ProbeRole::Protected) return;
    if (isReply(sample.outcome)) {
        m_lastReply = std::max(m_lastReply.value_or(sample.done), sample.done);
    } else if (isFailure(sample.outcome)) {
        if (m_lastFailure && sample.done < *m_lastFailure) return;
        m_lastFailure = sample.done;
        m_lastFailureOutcome = sample.outcome;
    }
}

void TargetStatusTracker::addConnected(const Event& event) {
    Connection& c = m_connections[event.connection];
    c.serving = true;
    c.wasReady = true;
    c.peer = event.peerNew;
    c.optedIn = figure(event, "opted_in").value_or(event.support == Support::Supported ? 1 : 0) != 0;
    if (const auto resp = figure(event, "resp")) m_resp3 = *resp >= 3;
    if (!m_firstReady) m_firstReady = event.at;
    m_failure.reset();
}

void TargetStatusTracker::addAttempt(const Event& event) {
    if (event.result != ResultWord::Failed || event.name == names::kCandidate) return;
    const QString where = event.peerNew.empty() ? QString() : escapeServerText(event.peerNew) + u": "_s;
    const QString why = event.errorText.empty() ? escapeServerText(event.errorType).replace(u'_', u' ')
                                                : u'"' + escapeServerText(event.errorText) + u'"';
    m_failure = Failure{failedStep(event), where + why};
}

void TargetStatusTracker::addRecording(const Event& event) {
    if (event.name == names::kSupport && event.support) {
        m_support = *event.support;
        m_refusal = event.errorText;
    } else if (event.name == names::kOptInAgain) {
        m_connections[event.connection].optedIn = event.support == Support::Supported;
    } else if (event.name.starts_with(names::kEndpointTypePrefix)) {
        m_endpointType = event.name.substr(names::kEndpointTypePrefix.size());
    } else if (event.name == names::kTargetStopped) {
        m_stopped = true;
        m_neverReady = event.errorType == "never_ready";
    } else if (event.name == names::kTargetStarted) {
        m_stopped = false;
        for (auto& [id, c] : m_connections)
            c.optedInToTheEnd = false;
    }
}

void TargetStatusTracker::add(const Event& event) {
    if (event.target != m_target.id || event.role != ProbeRole::Protected) return;
    switch (event.kind) {
    case EventKind::Connected:
        addConnected(event);
        break;
    case EventKind::Disconnect: {
        Connection& c = m_connections[event.connection];
        c.serving = false;
        c.optedInToTheEnd = event.name == names::kStopped && c.optedIn;
        c.optedIn = false;
        if (event.name == names::kUnannounced || event.name == names::kSilent) m_lastUnannounced = event.at;
        break;
    }
    case EventKind::State:
        m_connections[event.connection].state = event.name;
        break;
    case EventKind::ConnectAttempt:
        addAttempt(event);
        break;
    case EventKind::Window:
        addWindow(event);
        break;
    case EventKind::Handoff:
        m_handoffs[event.key.value] = event;
        break;
    case EventKind::Recording:
        addRecording(event);
        break;
    case EventKind::Alert:
        if (event.name == names::kNotResp3) m_resp3 = false;
        break;
    case EventKind::Notification:
    case EventKind::Timeout:
    case EventKind::Error:
    case EventKind::Gap:
    case EventKind::Relaxed:
    case EventKind::DnsChange:
    case EventKind::RestChange:
    case EventKind::Note:
    case EventKind::LocalStall:
    case EventKind::NotMeasured:
        break;
    }
}

void TargetStatusTracker::addWindow(const Event& event) {
    if (event.end) forgetWhatIsOver(event.at);
    m_windows[event.key.value] = event;
    if (event.end && (!m_lastWindow || m_lastWindow->at <= event.at)) m_lastWindow = event;
}

void TargetStatusTracker::forgetWhatIsOver(MonoTime now) {
    std::erase_if(m_windows, [now](const auto& entry) { return !isCurrent(entry.second, now); });
    std::erase_if(m_handoffs, [this](const auto& entry) {
        return entry.second.pair && entry.second.end && !m_windows.contains(entry.second.pair->value);
    });
}

std::vector<const Event*> TargetStatusTracker::currentWindows(MonoTime now) const {
    std::vector<const Event*> result;
    for (const auto& [key, window] : m_windows)
        if (isCurrent(window, now)) result.push_back(&window);
    return result;
}

std::vector<const Event*> TargetStatusTracker::currentHandoffs(MonoTime now) const {
    std::map<ConnectionId, const Event*> latest;
    for (const auto& [key, handoff] : m_handoffs) {
        const auto window = handoff.pair ? m_windows.find(handoff.pair->value) : m_windows.end();
        if (window != m_windows.end() && isCurrent(window->second, now))
            latest[handoff.connection] = &handoff;
    }
    std::vector<const Event*> result;
    for (const auto& [connection, handoff] : latest)
        result.push_back(handoff);
    return result;
}

TargetState TargetStatusTracker::judge(const TargetStatus& status, MonoTime now) const {
    if (m_stopped) return m_neverReady ? TargetState::Failing : TargetState::Stopped;
    if (!m_firstReady) return m_failure ? TargetState::Failing : TargetState::Connecting;
    const bool down = std::any_of(m_connections.begin(), m_connections.end(), [](const auto& entry) {
        return entry.second.wasReady && !entry.second.serving;
    });
    const bool failedLately = m_lastFailure && now - *m_lastFailure < kRecent;
    if (down || failedLately || status.serving == 0) return TargetState::Failing;
    if (currentWindows(now).empty()) return TargetState::Healthy;
    for (const Event* handoff : currentHandoffs(now)) {
        // Without a named target, nothing is tried before DNS changes or half of the time has passed.
        const bool tried = !handoff->peerNew.empty() || handoff->phases.connecting;
        if (tried && !isMoved(*handoff) && !handoff->end) return TargetState::HandoffRunning;
    }
    return TargetState::MaintenanceAnnounced;
}

void TargetStatusTracker::describeMaintenance(TargetStatus& status, MonoTime now) const {
    QStringList kinds;
    const std::vector<const Event*> windows = currentWindows(now);
    for (const Event* window : windows) {
        const QString name = escapeServerText(window->name, 40);
        if (!kinds.contains(name)) kinds += name;
        if (!window->announced) continue;
        const MonoTime due = window->at + *window->announced;
        if (due <= now) continue;
        status.deadline = std::max(status.deadline.value_or(due), due);
        // The other opening frames announce when the operation begins, not how long it takes.
        status.deadlineWord = window->name == "MOVING" ? u"left"_s : u"until it starts"_s;
    }
    for (const Event* handoff : currentHandoffs(now)) {
        status.peerOld = handoff->peerOld;
        if (status.peerNew.empty() || isMoved(*handoff)) status.peerNew = handoff->peerNew;
        if (isMoved(*handoff)) ++status.moved;
    }
    const bool moves = kinds.contains(u"MOVING"_s);
    status.headline = kinds.join(u" + "_s);
    if (moves && status.moved > 0)
        status.headline = formatCount(status.moved) + u" of "_s + formatCount(status.connections) + u' ' +
                          (status.connections == 1 ? u"connection moved"_s : u"connections moved"_s);
    if (status.state == TargetState::HandoffRunning)
        status.sentence = u"The old connections serve until the new ones are ready."_s;
    else if (moves && status.moved >= status.connections)
        status.sentence = u"All connections have moved; the server removes the old node at the deadline."_s;
    else if (moves)
        status.sentence =
            status.peerNew.empty()
                ? u"The server did not name the new endpoint; the old connections serve meanwhile."_s
                : u"The old connections serve until the new ones are ready."_s;
    else
        status.sentence = eventText(*windows.back()) + u". Timeouts are relaxed."_s;
}

void TargetStatusTracker::describeFailing(TargetStatus& status, MonoTime now) const {
    if (!m_firstReady && m_failure) {
        status.headline = u"Failed at "_s + m_failure->step;
        status.sentence = m_failure->text;
        return;
    }
    const int down =
        static_cast<int>(std::count_if(m_connections.begin(), m_connections.end(), [](const auto& entry) {
            return entry.second.wasReady && !entry.second.serving;
        }));
    if (m_lastReply && status.serving == 0)
        status.headline = u"No reply for "_s + formatDuration(std::max(Duration{}, now - *m_lastReply));
    else if (down > 0)
        status.headline = formatCount(down) + u" of "_s +
                          formatCounted(status.connections, u"connection"_s, u"connections"_s) + u" down"_s;
    else if (m_lastFailure)
        status.headline = failureWords(m_lastFailureOutcome);
    if (m_failure)
        status.sentence = u"Last attempt failed at "_s + m_failure->step + u": "_s + m_failure->text;
    else if (!m_windows.empty())
        status.sentence =
            u"Maintenance is announced: "_s + escapeServerText(m_windows.begin()->second.name, 40) + u'.';
    else
        status.sentence = u"No operation is announced."_s;
}

void TargetStatusTracker::describeConnecting(TargetStatus& status) const {
    QString step;
    for (const auto& [id, c] : m_connections)
        step = std::max(step, stepOf(c.state));
    status.headline =
        step.isEmpty() ? u"Waiting for the first reply"_s : u"Waiting for the first reply ("_s + step + u')';
}

QString TargetStatusTracker::optInSentence(const TargetStatus& status) const {
    if (m_target.policy == Policy::Never) return u"The probe does not opt in (policy never)."_s;
    if (status.optedIn == status.connections) return u"The probe is opted in."_s;
    if (m_support == Support::Unsupported)
        return u"Maintenance notifications are not supported by this server."_s;
    return formatCount(status.optedIn) + u" of "_s +
           formatCounted(status.connections, u"connection"_s, u"connections"_s) + u" opted in."_s;
}

void TargetStatusTracker::describeHealthy(TargetStatus& status) const {
    QStringList sentences;
    const bool disturbed = m_lastUnannounced && (!m_lastWindow || *m_lastUnannounced > m_lastWindow->at);
    if (disturbed)
        sentences += u"Unannounced disruption at "_s + clock(*m_lastUnannounced) + u'.';
    else if (m_lastWindow)
        sentences += u"Last maintenance: "_s + escapeServerText(m_lastWindow->name, 40) + u", until "_s +
                     clock(m_lastWindow->end.value_or(m_lastWindow->at)) + u'.';
    else
        sentences +=
            u"No maintenance announced since "_s + clock(m_firstReady.value_or(kSessionStart)) + u'.';
    sentences += optInSentence(status);
    status.sentence = sentences.join(u' ');
}

void TargetStatusTracker::addReadiness(TargetStatus& status) const {
    const auto add = [&status](const QString& name, const QString& value, std::optional<bool> good) {
        status.readiness.push_back({name, value, good});
    };
    // Connections that the program has closed are no longer opted in, which does not describe the session.
    const int optedIn =
        m_stopped ? static_cast<int>(std::count_if(m_connections.begin(), m_connections.end(),
                                                   [](const auto& c) { return c.second.optedInToTheEnd; }))
                  : status.optedIn;
    const QString share = formatCount(optedIn) + u'/' + formatCount(status.connections) +
                          (m_stopped ? u" until the end"_s : QString());
    const bool asked = m_target.policy != Policy::Never;
    add(u"probe opted in"_s, asked ? share : u"off (policy never)"_s,
        asked && m_firstReady ? std::optional(optedIn == status.connections) : std::nullopt);
    add(u"endpoint type"_s, m_endpointType.empty() ? kNoValue : escapeServerText(m_endpointType, 40),
        std::nullopt);
    add(u"RESP3"_s, !m_resp3 ? kNoValue : *m_resp3 ? u"yes"_s : u"no"_s, m_resp3);
    add(u"server support"_s,
        QString::fromUtf8(toString(m_support).data(), static_cast<qsizetype>(toString(m_support).size())),
        m_support == Support::Unknown ? std::nullopt : std::optional(m_support == Support::Supported));
    const std::string_view policy = toString(m_target.policy);
    add(u"policy"_s, QString::fromUtf8(policy.data(), static_cast<qsizetype>(policy.size())), std::nullopt);
}

TargetStatus TargetStatusTracker::status(MonoTime now) const {
    TargetStatus status;
    status.connections = m_target.probe.connections;
    status.policy = m_target.policy;
    status.support = m_support;
    status.supportRefusal = m_refusal;
    status.endpointType = m_endpointType;
    for (const auto& [id, c] : m_connections) {
        if (c.serving) ++status.serving;
        if (c.optedIn) ++status.optedIn;
        if (c.serving && status.peerOld.empty()) status.peerOld = c.peer;
    }
    status.state = judge(status, now);
    status.word = stateWord(status.state);
    switch (status.state) {
    case TargetState::Connecting:
        describeConnecting(status);
        break;
    case TargetState::Healthy:
        describeHealthy(status);
        break;
    case TargetState::MaintenanceAnnounced:
    case TargetState::HandoffRunning:
        describeMaintenance(status, now);
        break;
    case TargetState::Failing:
        describeFailing(status, now);
        break;
    case TargetState::Stopped:
        status.sentence = u"The recording is saved."_s;
        break;
    }
    addReadiness(status);
    return status;
}

} // namespace maintscope::model
