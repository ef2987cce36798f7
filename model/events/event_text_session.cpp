// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_text_parts.h"

#include "client/types/event_names.h"
#include "model/base/format.h"
#include "model/events/planned_window.h"

namespace maintscope::model::event_text {

using Qt::Literals::StringLiterals::operator""_s;

QString plain(std::string_view value) {
    return escapeServerText(value, 300);
}

QString inQuotes(std::string_view words) {
    return u'"' + escapeServerText(words) + u'"';
}

QString because(const Event& event) {
    if (!event.errorText.empty()) return u": "_s + inQuotes(event.errorText);
    if (!event.errorType.empty()) return u": "_s + plain(event.errorType);
    return {};
}

QString policyWord(const Event& event) {
    return event.policy ? plain(toString(*event.policy)) : QString();
}

QString alertText(const Event& event) {
    const std::string& name = event.name;
    if (name == names::kOptInRefused) {
        QString text = u"maintenance notifications not supported by this server"_s + because(event);
        const QString policy = policyWord(event);
        if (policy == u"required"_s || event.errorType == "sch_refused")
            text += u"; policy required does not allow probing without them"_s;
        else if (!policy.isEmpty())
            text += u"; policy "_s + policy + u" continues without them"_s;
        return text;
    }
    if (name == names::kNotResp3)
        return u"the server does not support RESP3, so it cannot announce anything"_s + because(event);
    if (name == names::kOrderGivenUp) {
        const auto owed = figure(event, "owed").value_or(0);
        return u"drain limit reached, order of commands no longer guaranteed: the old connection still has "
               "pending replies: "_s +
               formatCounted(owed, u"reply"_s, u"replies"_s);
    }
    if (name == names::kClusterMode)
        return u"this database uses the OSS Cluster API; cluster mode is not supported yet"_s +
               because(event);
    if (name == names::kCandidateDropped)
        return u"candidate"_s + (event.peerNew.empty() ? QString() : u" at "_s + plain(event.peerNew)) +
               u" received the same MOVING: it is the retiring node and was dropped"_s;
    if (name == names::kBufferFull)
        return u"the buffer of waiting commands is full"_s +
               (figure(event, "bound") ? u" ("_s + formatCount(*figure(event, "bound")) + u')' : QString()) +
               u": further commands are not sent"_s;
    if (name == names::kPushesSkipped) {
        const auto count = figure(event, "count").value_or(0);
        return formatCounted(count, u"push"_s, u"pushes"_s) +
               u" skipped so far, neither shown nor acted upon: the server sends more than anyone can act on"_s;
    }
    if (name == names::kNoLongerAdvertised)
        return u"the configured name no longer resolves to "_s +
               (event.peerOld.empty() ? u"this peer"_s : plain(event.peerOld));
    return plain(name) + because(event);
}

QString recordingText(const Event& event) {
    const std::string& name = event.name;
    if (name == names::kTargetStarted) {
        QString text = u"probing "_s + (event.peerNew.empty() ? u"started"_s : plain(event.peerNew));
        const QString policy = policyWord(event);
        if (!policy.isEmpty()) text += u", policy "_s + policy;
        return text;
    }
    if (name == names::kTargetStopped) {
        const auto dropped = figure(event, "dropped_probes").value_or(0);
        QString text = u"probing stopped"_s;
        if (event.errorType == "never_ready") text += u": no connection was ever ready"_s;
        if (event.errorType == "aborted") text += u" immediately after a second request"_s;
        if (dropped > 0)
            text += u", "_s + formatCounted(dropped, u"probe"_s, u"probes"_s) + u" not waited for"_s;
        return text;
    }
    if (name == names::kIntegrity) {
        const auto acknowledged = figure(event, "acknowledged").value_or(0);
        const auto server = figure(event, "server_count");
        const auto open = figure(event, "unresolved").value_or(0);
        return u"integrity: "_s + formatCount(acknowledged) + u" acknowledged, "_s +
               (server ? formatCount(*server) + u" counted by the server"_s
                       : u"the counter could not be read"_s + because(event)) +
               (open > 0 ? u", "_s + formatCount(open) + u" with unknown outcome"_s : QString());
    }
    if (name == names::kSupport && event.support) {
        switch (*event.support) {
        case Support::Supported:
            return u"maintenance notifications supported: opted in"_s;
        case Support::Unsupported: {
            const QString policy = policyWord(event);
            QString text = u"maintenance notifications not supported by this server"_s + because(event);
            if (policy == u"auto"_s) text += u"; policy auto continues without them"_s;
            if (policy == u"required"_s) text += u"; policy required does not allow probing without them"_s;
            return text;
        }
        case Support::Unknown:
            return u"support for maintenance notifications unknown"_s;
        }
    }
    if (name == names::kOptInAsked)
        return u"asked to opt in again: "_s + formatCounted(figure(event, "connections").value_or(0),
                                                            u"open connection"_s, u"open connections"_s);
    if (name == names::kOptInAgain)
        return event.support == Support::Supported
                   ? u"opted in again on the open connection"_s
                   : u"the open connection still has no maintenance notifications"_s + because(event);
    if (name == names::kNotRecorded)
        return u"not recorded, the disk was too slow: "_s +
               formatCounted(figure(event, "samples").value_or(0), u"sample"_s, u"samples"_s) + u", "_s +
               formatCounted(figure(event, "events").value_or(0), u"event"_s, u"events"_s);
    if (name == names::kClockStep)
        return u"the system clock was changed by "_s + formatDuration(event.clockStep);
    if (name.starts_with(kPlannedPrefix) && event.end)
        return u"maintenance planned from %1 to %2 UTC: %3"_s.arg(
            formatTimeS(event.wall), formatTimeS(event.wall + (*event.end - event.at)),
            plain(std::string_view(name).substr(kPlannedPrefix.size())));
    if (name.starts_with(names::kEndpointTypePrefix))
        return u"endpoint type "_s + plain(std::string_view(name).substr(names::kEndpointTypePrefix.size()));
    return plain(name);
}

QString stateText(const Event& event) {
    const QString at = event.peerNew.empty()
                           ? (event.peerOld.empty() ? QString() : u", "_s + plain(event.peerOld))
                           : u", "_s + plain(event.peerNew);
    const std::string& name = event.name;
    if (name == "dialing") return u"the old connection still serves while candidates are tried"_s;
    if (name == "draining") return u"the new connection serves; the old one drains its pending replies"_s;
    if (name == "tail") return u"the new connection serves; timeouts are still relaxed"_s;
    if (name == "orphan") return u"the old connection is closed and no candidate is ready: commands wait"_s;
    if (name == "backoff") return u"waiting before the next attempt"_s + because(event);
    return plain(name) + at;
}

} // namespace maintscope::model::event_text
