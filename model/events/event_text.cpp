// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_text.h"

#include "client/types/event_names.h"
#include "model/base/format.h"
#include "model/events/event_text_parts.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace maintscope::model {

using namespace event_text;

namespace {

using Qt::Literals::StringLiterals::operator""_s;

const QString kArrow = u" → "_s;

std::optional<Duration> length(const Event& event) {
    if (!event.end) return std::nullopt;
    return *event.end - event.at;
}

std::int64_t countOf(const Event& event) {
    return figure(event, "count").value_or(1);
}

QString deadlineText(const Event& event) {
    if (!event.announced) return {};
    if (*event.announced <= Duration{}) return u"due now"_s;
    return u"deadline "_s + formatTimeMs(event.wall + *event.announced) + u'Z';
}

/// Appends what the frame says about the moved shards and slots.
void appendSubject(QStringList& parts, const Event& event) {
    if (!event.shards.empty()) parts += u"shards "_s + plain(event.shards);
    if (!event.slots.empty()) parts += u"slots "_s + plain(event.slots);
}

QString notificationText(const Event& event) {
    QStringList parts{plain(event.name)};
    if (event.name == "MOVING") {
        if (event.announced) parts += formatSetting(*event.announced);
        if (!event.peerNew.empty())
            parts += endpointChange(event);
        else if (!event.peerOld.empty())
            parts += plain(event.peerOld) + kArrow + u"target not named, configured endpoint"_s;
        else
            parts += u"target not named"_s;
        if (const QString deadline = deadlineText(event); !deadline.isEmpty()) parts += deadline;
    } else {
        if (event.announced)
            parts += *event.announced > Duration{} ? u"starts in "_s + formatSetting(*event.announced)
                                                   : u"starts now"_s;
        appendSubject(parts, event);
        if (!event.peerOld.empty() && !event.peerNew.empty()) parts += endpointChange(event);
    }
    if (event.pairState == PairState::OrphanClose)
        parts += u"history: this client had no open window for it"_s;
    if (!event.errorText.empty())
        parts += u"not decoded ("_s + plain(event.errorText) + u"), kept as received"_s;
    else if (!event.errorType.empty())
        parts += u"not decoded, kept as received"_s;
    return parts.join(u", "_s);
}

QString windowText(const Event& event) {
    QStringList parts{plain(event.name) + u" window"_s};
    if (event.name == "MOVING" && !endpointChange(event).isEmpty()) parts += endpointChange(event);
    appendSubject(parts, event);
    const auto took = length(event);
    switch (event.pairState) {
    case PairState::Closed:
        parts += took ? u"closed after "_s + formatDuration(*took) : u"closed"_s;
        break;
    case PairState::Capped:
        parts += took ? u"closing frame never received, expired after "_s + formatDuration(*took)
                      : u"closing frame never received, expired"_s;
        break;
    case PairState::OrphanClose:
        parts += u"opening frame not seen"_s;
        break;
    case PairState::Open:
    case PairState::None:
        parts += took ? u"open until the recording ended, "_s + formatDuration(*took) : u"open"_s;
        break;
    }
    return parts.join(u", "_s);
}

QString phasesText(const HandoffPhases& phases) {
    const std::array<std::pair<QString, std::optional<Duration>>, 5> all{{
        {u"connecting "_s, phases.connecting},
        {u"opted in "_s, phases.optedIn},
        {u"first reply "_s, phases.firstOk},
        {u"old drained "_s, phases.oldDrained},
        {u"old closed "_s, phases.oldClosed},
    }};
    QStringList parts;
    for (const auto& phase : all)
        if (phase.second) parts += phase.first + formatDuration(*phase.second);
    return parts.join(u", "_s);
}

QString handoffText(const Event& event) {
    const QString change = endpointChange(event);
    const QString what = change.isEmpty() ? u"handoff"_s : u"handoff "_s + change;
    const QString phases = phasesText(event.phases);
    const QString tail = phases.isEmpty() ? QString() : u": "_s + phases;
    switch (event.result) {
    case ResultWord::Ok:
        if (event.phases.firstOk)
            return what + u" completed in "_s + formatDuration(*event.phases.firstOk) + tail;
        return what + u" completed"_s + tail;
    case ResultWord::Failed: {
        const auto took = length(event);
        return what + u" failed"_s + (took ? u" after "_s + formatDuration(*took) : QString()) +
               because(event) + (phases.isEmpty() ? QString() : u"; "_s + phases);
    }
    case ResultWord::Superseded:
        return what + u" superseded by a newer MOVING"_s + tail;
    case ResultWord::Expired:
        return what + u" expired: no new connection was ready by the deadline"_s +
               (phases.isEmpty() ? QString() : u"; "_s + phases);
    case ResultWord::Running:
    case ResultWord::None:
        break;
    }
    if (event.end)
        return what + u" not finished"_s + because(event) + (phases.isEmpty() ? QString() : u"; "_s + phases);
    if (event.phases.optedIn) return what + u": switched"_s + u"; "_s + phases;
    return what + u" running, the old connection still serves"_s + tail;
}

QString disconnectText(const Event& event) {
    const QString peer = event.peerOld.empty() ? QString() : u" to "_s + plain(event.peerOld);
    QString how = u"closed by peer"_s;
    if (event.errorType != "closed_by_peer" && !event.errorText.empty())
        how = inQuotes(event.errorText);
    else if (!event.errorType.empty())
        how = plain(event.errorType).replace(u'_', u' ');
    if (event.name == names::kStopped)
        return u"connection"_s + peer + u" closed by this program at the end"_s;
    if (event.name == names::kSilent)
        return u"connection"_s + peer +
               u" silent for four timeouts with pending replies: considered lost, unannounced disruption"_s;
    if (event.name == names::kDuringMaintenance)
        return u"connection"_s + peer + u" lost during announced maintenance: "_s + how;
    if (event.name == names::kUnannounced && event.role == ProbeRole::Control)
        return u"connection"_s + peer + u" lost: "_s + how +
               u"; control connections receive no announcements"_s;
    if (event.name == names::kUnannounced)
        return u"connection"_s + peer + u" lost: "_s + how +
               u"; no operation was announced: unannounced disruption"_s;
    return u"connection"_s + peer + u" lost: "_s + how;
}

QString stepName(std::string_view name) {
    if (name == names::kStepResolve) return u"resolve"_s;
    if (name == names::kStepTcp) return u"TCP"_s;
    if (name == names::kStepTls) return u"TLS"_s;
    if (name == names::kStepHello) return u"HELLO"_s;
    if (name == names::kStepOptIn) return u"opt-in"_s;
    if (name == names::kStepSetInfo) return u"SETINFO"_s;
    if (name == names::kStepPing) return u"PING"_s;
    return {};
}

QString stepsText(const Event& event) {
    QStringList parts;
    for (const Figure& f : event.figures)
        if (const QString step = stepName(f.name); !step.isEmpty())
            parts += step + u' ' + formatDuration(Duration(f.value));
    return parts.join(u", "_s);
}

QString attemptText(const Event& event) {
    const bool candidate = event.name == names::kCandidate;
    const std::string& peer = event.peerNew.empty() ? event.peerOld : event.peerNew;
    QString what = candidate ? u"candidate"_s : u"attempt"_s;
    if (event.attempt) what += u' ' + formatCount(*event.attempt);
    if (!peer.empty()) what += u" at "_s + plain(peer);
    const QString steps = stepsText(event);
    const auto took = length(event);
    switch (event.result) {
    case ResultWord::Ok:
        return what + (took ? u" ready in "_s + formatDuration(*took) : u" ready"_s) +
               (steps.isEmpty() ? QString() : u": "_s + steps);
    case ResultWord::Failed: {
        QString verb = u" failed"_s;
        if (event.errorType == "connection_refused") verb = u" refused"_s;
        if (event.errorType == "timeout") verb = u" timed out"_s;
        QString text = what + verb;
        if (event.errorType == "retiring")
            text += u": it is the retiring node"_s;
        else
            text += because(event);
        if (!steps.isEmpty()) text += u" (after "_s + steps + u')';
        if (candidate) text += u"; the old connection still serves"_s;
        return text;
    }
    case ResultWord::Superseded:
        return what + (candidate ? u" abandoned: another candidate was ready first"_s
                                 : u" abandoned: no longer needed"_s);
    case ResultWord::Expired:
        return what + u" abandoned: the time for the handoff was over"_s;
    case ResultWord::Running:
    case ResultWord::None:
        break;
    }
    return what + u" running"_s + (steps.isEmpty() ? QString() : u": "_s + steps);
}

QString connectedText(const Event& event) {
    const std::string& peer = event.peerNew.empty() ? event.peerOld : event.peerNew;
    QString text = event.name == names::kReconnected ? u"reconnected"_s : u"connected"_s;
    if (event.name == names::kSwitched) text = u"switched"_s;
    if (event.name == names::kSwitched && !event.peerOld.empty())
        text += u' ' + endpointChange(event);
    else if (!peer.empty())
        text += u" to "_s + plain(peer);
    if (event.support) {
        if (*event.support == Support::Supported) text += u", opted in"_s;
        if (*event.support == Support::Unsupported) text += u", without maintenance notifications"_s;
    }
    return text;
}

QString failureText(const Event& event) {
    if (event.kind == EventKind::Error && event.name == names::kProtocolError)
        return u"the reply is not valid RESP"_s + because(event);
    const std::int64_t count = countOf(event);
    const auto took = length(event);
    const QString during = took && count > 1 ? u" in "_s + formatDuration(*took) : QString();
    if (event.kind == EventKind::Timeout) {
        if (event.errorType == "not_sent")
            return formatCounted(count, u"probe"_s, u"probes"_s) + during +
                   u" not sent: no connection before the deadline"_s;
        QString text = formatCounted(count, u"probe timed out"_s, u"probes timed out"_s) + during;
        if (event.timeoutEffective) text += u", timeout "_s + formatSetting(*event.timeoutEffective);
        return text;
    }
    if (event.name == names::kLost)
        return formatCounted(count, u"command"_s, u"commands"_s) + during +
               u" lost in flight and not safe to repeat: outcome unknown"_s;
    return formatCounted(count, u"error reply"_s, u"error replies"_s) + during + because(event);
}

QString gapText(const Event& event) {
    const auto took = length(event);
    QString text = u"no reply for "_s + (took ? formatDuration(*took) : u"an unknown time"_s);
    if (event.result == ResultWord::Running) text += u", until the end"_s;
    text += event.pairState == PairState::Closed ? u", covered by an announced operation"_s
                                                 : u", no operation was announced"_s;
    return text;
}

QString relaxedText(const Event& event) {
    QString text = event.name == names::kTail ? u"timeouts still relaxed after the end of the operation"_s
                                              : u"timeouts relaxed"_s;
    if (event.timeoutBefore && event.timeoutEffective)
        text +=
            u": "_s + formatSetting(*event.timeoutBefore) + kArrow + formatSetting(*event.timeoutEffective);
    if (const auto took = length(event)) text += u", for "_s + formatDuration(*took);
    return text;
}

QString dnsText(const Event& event) {
    const auto ttl = figure(event, "ttl_ns");
    const QString after = ttl ? u", TTL "_s + formatSetting(Duration(*ttl)) : QString();
    if (event.name == names::kDnsStale)
        return u"DNS answer unchanged: "_s +
               (event.peerNew.empty() ? u"same as before"_s : plain(event.peerNew)) + after;
    const QString change = endpointChange(event);
    return (change.isEmpty() ? u"DNS answer changed"_s : u"DNS answer changed: "_s + change) + after;
}

QString spanText(const Event& event, const QString& what) {
    auto took = length(event);
    if (!took)
        for (const char* name : {"late_ns", "duration_ns", "stall_ns", "missed_ns"})
            if (const auto value = figure(event, name)) took = Duration(*value);
    return took ? what + u" for "_s + formatDuration(*took) : what;
}

} // namespace

QString eventText(const Event& event) {
    if (!event.text.empty()) return QString::fromStdString(event.text);
    switch (event.kind) {
    case EventKind::Notification:
        return notificationText(event);
    case EventKind::Window:
        return windowText(event);
    case EventKind::Handoff:
        return handoffText(event);
    case EventKind::Disconnect:
        return disconnectText(event);
    case EventKind::ConnectAttempt:
        return attemptText(event);
    case EventKind::Connected:
        return connectedText(event);
    case EventKind::Timeout:
    case EventKind::Error:
        return failureText(event);
    case EventKind::Gap:
        return gapText(event);
    case EventKind::Relaxed:
        return relaxedText(event);
    case EventKind::DnsChange:
        return dnsText(event);
    case EventKind::RestChange:
        return plain(event.name) + because(event);
    case EventKind::Note:
        return plain(event.name);
    case EventKind::LocalStall:
        return spanText(event, u"local stall: the event loop of this program was late"_s);
    case EventKind::NotMeasured:
        return spanText(event, u"not measured: this program was not running"_s);
    case EventKind::Alert:
        return alertText(event);
    case EventKind::Recording:
        return recordingText(event);
    case EventKind::State:
        return stateText(event);
    }
    return {};
}

QString connectionLabel(ConnectionId connection, ProbeRole role, int protectedConnections) {
    if (connection.value == 0) return {};
    if (role == ProbeRole::Protected) return u"conn "_s + QString::number(connection.value);
    const int number =
        connection.value > protectedConnections ? connection.value - protectedConnections : connection.value;
    return u"control "_s + QString::number(number);
}

QString kindLabel(EventKind kind) {
    return plain(toString(kind)).replace(u'_', u' ');
}

QString endpointChange(const Event& event) {
    if (event.peerOld.empty()) return plain(event.peerNew);
    if (event.peerNew.empty()) return plain(event.peerOld);
    return plain(event.peerOld) + kArrow + plain(event.peerNew);
}

} // namespace maintscope::model
