// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_detail.h"

#include "client/types/event_names.h"
#include "model/base/format.h"
#include "model/events/event_label.h"
#include "model/events/event_store.h"
#include "model/events/event_text.h"
#include "model/events/note.h"

#include <QStringList>

#include <array>
#include <string_view>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

QString word(std::string_view text) {
    return escapeServerText(text);
}

void add(std::vector<DetailField>& fields, const QString& name, const QString& value) {
    if (!value.isEmpty()) fields.push_back({name, value});
}

/// The name of a figure ends with its unit.
DetailField figureField(const Figure& figure) {
    QString name = word(figure.name);
    const bool isTime = name.endsWith(u"_ns"_s);
    if (isTime) name.chop(3);
    return {name.replace(u'_', u' '),
            isTime ? formatDuration(Duration(figure.value)) : formatCount(figure.value)};
}

void addFields(EventDetail& detail, const Event& e, int protectedConnections) {
    std::vector<DetailField>& f = detail.fields;
    add(f, u"kind"_s, kindLabel(e.kind));
    add(f, u"severity"_s, word(toString(e.severity)));
    add(f, u"connection"_s, connectionLabel(e.connection, e.role, protectedConnections));
    if (e.sequence) add(f, u"sequence id"_s, QString::number(static_cast<qlonglong>(e.sequence->value)));
    if (e.name == "MOVING" && e.kind == EventKind::Notification && e.peerNew.empty())
        add(f, u"target"_s, u"null: connect to the configured endpoint"_s);
    add(f, u"from"_s, word(e.peerOld));
    add(f, u"to"_s, word(e.peerNew));
    add(f, u"shards"_s, word(e.shards));
    add(f, u"slots"_s, word(e.slots));
    add(f, u"pairing"_s, word(toString(e.pairState)).replace(u'_', u' '));
    add(f, u"result"_s, word(toString(e.result)));
    if (e.attempt) add(f, u"attempt"_s, formatCount(*e.attempt));
    add(f, u"error"_s, word(e.errorType));
    if (!e.errorText.empty()) add(f, u"exact message"_s, u'"' + word(e.errorText) + u'"');
    if (e.policy) add(f, u"policy"_s, word(toString(*e.policy)));
    if (e.support) add(f, u"support"_s, word(toString(*e.support)));
    if (e.timeoutBefore) add(f, u"timeout before"_s, formatSetting(*e.timeoutBefore));
    if (e.timeoutEffective) add(f, u"timeout in force"_s, formatSetting(*e.timeoutEffective));
    for (const Figure& one : e.figures)
        if (!std::string_view(one.name).ends_with("_ns")) f.push_back(figureField(one));
}

void addPhases(EventDetail& detail, const Event& e) {
    const std::array<std::pair<QString, std::optional<Duration>>, 6> phases{{
        {u"notified"_s, e.phases.notified},
        {u"connecting"_s, e.phases.connecting},
        {u"opted in"_s, e.phases.optedIn},
        {u"first reply"_s, e.phases.firstOk},
        {u"old drained"_s, e.phases.oldDrained},
        {u"old closed"_s, e.phases.oldClosed},
    }};
    for (const auto& [name, at] : phases)
        detail.timings.push_back({name, at ? formatDuration(*at) : u"not reached"_s});
}

void addTimings(EventDetail& detail, const Event& e, const ZoneClock& clock) {
    std::vector<DetailField>& t = detail.timings;
    add(t, e.end ? u"began"_s : u"at"_s, clock.rfc3339(e.wall));
    add(t, u"since the start"_s, formatDuration(e.at - kSessionStart));
    if (e.end) {
        add(t, u"ended"_s, clock.rfc3339(e.wall + (*e.end - e.at)));
        add(t, u"duration"_s, formatDuration(*e.end - e.at));
    }
    if (e.announced) {
        add(t, u"announced"_s, formatSetting(*e.announced));
        // Without a target the client connects to the configured endpoint at half the time.
        if (e.name == "MOVING" && e.peerNew.empty())
            add(t, u"half-time"_s, clock.rfc3339(e.wall + *e.announced / 2));
        add(t, u"deadline"_s, clock.rfc3339(e.wall + *e.announced));
    }
    if (e.kind == EventKind::Handoff) {
        addPhases(detail, e);
        if (e.announced && e.phases.oldClosed)
            add(t, u"old closed"_s,
                *e.phases.oldClosed <= *e.announced ? u"before the deadline ✓"_s : u"after the deadline"_s);
    }
    for (const Figure& one : e.figures)
        if (std::string_view(one.name).ends_with("_ns")) t.push_back(figureField(one));
    if (e.clockStep != Duration::zero() && e.name == names::kClockStep)
        add(t, u"clock step"_s, formatDuration(e.clockStep));
}

bool sameOperation(const Event& a, const Event& b) {
    if (a.name != b.name || a.sequence != b.sequence || !a.sequence) return false;
    return a.name != "MOVING" || a.peerNew == b.peerNew;
}

/// How `other` relates to `event`; empty if it does not.
QString relation(const Event& event, const Event& other) {
    if (event.pair && *event.pair == other.key)
        return event.pairState == PairState::Closed ? u"the window it closes"_s : u"the window it opens"_s;
    if (other.pair && *other.pair == event.key)
        return other.name == event.name ? u"opens this window"_s : u"closes this window"_s;
    if (event.pair && other.pair && *event.pair == *other.pair) return u"the other end of the same window"_s;
    if (!sameOperation(event, other)) return {};
    if (event.kind == other.kind && event.connection != other.connection)
        return u"the same event on another connection"_s;
    if (event.kind == other.kind) return u"the same again"_s;
    if (event.connection != other.connection) return {};
    if (other.kind == EventKind::Handoff) return u"the handoff that followed"_s;
    if (other.kind == EventKind::Window) return u"its window"_s;
    if (other.kind == EventKind::Notification) return u"its announcement"_s;
    return {};
}

/// The actions of a connection during its handoff.
bool within(const Event& handoff, const Event& other) {
    if (handoff.kind != EventKind::Handoff || other.connection != handoff.connection) return false;
    if (other.kind != EventKind::ConnectAttempt && other.kind != EventKind::Connected &&
        other.kind != EventKind::Disconnect)
        return false;
    return other.at >= handoff.at && (!handoff.end || other.at <= *handoff.end);
}

void addRelated(EventDetail& detail, const Event& event, const EventStore& store, int protectedConnections,
                const ZoneClock& clock) {
    for (const Event& other : store.events()) {
        if (other.key == event.key || other.target != event.target || isWithdrawn(other)) continue;
        QString why = relation(event, other);
        if (why.isEmpty() && within(event, other)) why = u"part of this handoff"_s;
        if (why.isEmpty()) continue;
        if (static_cast<int>(detail.related.size()) == kMaxRelated) break;
        QStringList what{word(eventLabel(other))};
        if (other.kind != event.kind || other.name == event.name) what[0] += u' ' + kindLabel(other.kind);
        if (const QString label = connectionLabel(other.connection, other.role, protectedConnections);
            !label.isEmpty())
            what << label;
        what << clock.timeMs(other.wall) + u' ' + clock.zoneName(other.wall);
        detail.related.push_back({other.key, why, what.join(u", "_s)});
    }
}

} // namespace

QString frameText(const std::string& raw) {
    QString text;
    std::string_view rest = raw;
    while (!rest.empty()) {
        const std::size_t end = rest.find("\r\n");
        const std::string_view line = rest.substr(0, end);
        text += escapeServerText(line, static_cast<int>(line.size()) + 1);
        if (end == std::string_view::npos) break;
        text += u"␍␊\n"_s;
        rest.remove_prefix(end + 2);
    }
    return text;
}

QString hexDump(const std::string& raw) {
    constexpr std::size_t kPerLine = 16;
    QString dump;
    for (std::size_t at = 0; at < raw.size(); at += kPerLine) {
        QString hex;
        QString shown;
        for (std::size_t i = at; i < at + kPerLine; ++i) {
            if (i % 8 == 0 && i > at) hex += u' ';
            if (i >= raw.size()) {
                hex += u"   "_s;
                continue;
            }
            const auto byte = static_cast<unsigned char>(raw[i]);
            hex += u"%1 "_s.arg(byte, 2, 16, QLatin1Char('0'));
            shown += byte >= 0x20 && byte < 0x7f ? QChar(ushort{byte}) : QChar(u'.');
        }
        dump += u"%1  %2 |%3|\n"_s.arg(at, 8, 16, QLatin1Char('0')).arg(hex, shown);
    }
    return dump;
}

EventDetail describe(const Event& event, const EventStore& store, int protectedConnections,
                     const ZoneClock& clock) {
    EventDetail detail;
    detail.title = event.kind == EventKind::Note ? u"Note"_s : word(eventLabel(event));
    QStringList facts{kindLabel(event.kind)};
    if (event.sequence) facts << u"seq %1"_s.arg(event.sequence->value);
    if (const QString label = connectionLabel(event.connection, event.role, protectedConnections);
        !label.isEmpty())
        facts << label;
    detail.facts = facts.join(u" · "_s);
    detail.sentence = eventText(event);
    addFields(detail, event, protectedConnections);
    addTimings(detail, event, clock);
    addRelated(detail, event, store, protectedConnections, clock);
    detail.frameText = frameText(event.raw);
    detail.frameHex = hexDump(event.raw);
    return detail;
}

} // namespace maintscope::model
