// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/event_names.h"
#include "model/base/event_ids.h"
#include "model/base/format.h"
#include "model/events/event_text.h"
#include "model/events/planned_window.h"
#include "model/export/export_sink.h"
#include "model/export/export_writers.h"
#include "model/session/timeline.h"

#include <QString>

#include <algorithm>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// "20261120T141203Z": calendars have no fractions of a second.
QByteArray stamp(WallTime at) {
    QString text = formatRfc3339(at).left(19);
    return text.remove(u'-').remove(u':').toLatin1() + 'Z';
}

QByteArray escaped(QString text) {
    text.replace(u"\\"_s, u"\\\\"_s);
    text.replace(u";"_s, u"\\;"_s);
    text.replace(u","_s, u"\\,"_s);
    text.replace(u"\n"_s, u"\\n"_s);
    return text.remove(u'\r').toUtf8();
}

/// Folds a line after 75 bytes; continuation lines begin with a blank, and no character is split.
QByteArray folded(const QByteArray& line) {
    constexpr qsizetype kLongest = 75;
    QByteArray result;
    qsizetype at = 0;
    while (line.size() - at > kLongest - (at == 0 ? 0 : 1)) {
        qsizetype end = at + kLongest - (at == 0 ? 0 : 1);
        while ((static_cast<unsigned char>(line[end]) & 0xc0U) == 0x80U)
            --end;
        result += line.mid(at, end - at) + "\r\n ";
        at = end;
    }
    return result + line.mid(at) + "\r\n";
}

struct Entry {
    EventKey key;
    MonoTime from{};
    MonoTime to{};
    QString summary;
    QString description;
    const char* category = "MAINTENANCE";
};

QByteArray entryText(const Entry& entry, const RecordingExtract& source) {
    const SessionInfo& session = source.session();
    const WallTime from = source.wall(entry.from);
    // A calendar event lasts at least one second.
    const WallTime to = std::max(source.wall(entry.to), from + std::chrono::seconds(1));
    return "BEGIN:VEVENT\r\n" + folded("UID:" + eventId(session.uuid, entry.key).toLatin1() + "@maintscope") +
           folded("DTSTAMP:" + stamp(session.startedWall)) + folded("DTSTART:" + stamp(from)) +
           folded("DTEND:" + stamp(to)) + folded("SUMMARY:" + escaped(entry.summary)) +
           folded("DESCRIPTION:" + escaped(entry.description)) +
           folded(QByteArray("CATEGORIES:") + entry.category) + "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n";
}

Entry operationEntry(const Band& band, const TargetInfo& target, MonoTime until) {
    Entry entry;
    entry.key = band.key;
    entry.from = band.from;
    entry.to = band.to.value_or(until);
    const QString name = operationName(band.kind);
    entry.summary = name + u" on "_s + QString::fromStdString(target.name);
    entry.description = name;
    if (band.sequence) entry.description += u", sequence "_s + QString::number(band.sequence->value);
    if (!band.label.isEmpty()) entry.description += u", "_s + band.label;
    entry.description += u", received by "_s +
                         formatCount(static_cast<std::int64_t>(band.connections.size())) +
                         (band.connections.size() == 1 ? u" connection"_s : u" connections"_s);
    if (band.state == PairState::Open) entry.description += u", still open at the end of the recording"_s;
    return entry;
}

} // namespace

Status writeIcs(const RecordingExtract& source, QIODevice& out) {
    Sink sink(out);
    const SessionInfo& session = source.session();
    sink.write(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" +
        folded("PRODID:-//Maintscope//Maintscope " + QByteArray::fromStdString(session.appVersion) + "//EN") +
        "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-MAINTSCOPE-SCHEMA:maint-ics/1\r\n" +
        "X-MAINTSCOPE-REDACTED:" + (source.redacted() ? "TRUE" : "FALSE") + "\r\n");
    for (const TargetInfo& target : session.targets) {
        Timeline timeline(target);
        for (const Event& event : source.events())
            timeline.add(event);
        for (const Band& band : timeline.bands()) {
            const Entry entry = operationEntry(band, target, source.to());
            if (entry.from < source.to() && entry.to >= source.from()) sink.write(entryText(entry, source));
        }
    }
    for (const Event& event : source.events()) {
        const auto window = plannedWindow(event, session.startedWall);
        if (!window || !touches(event, source.options().range)) continue;
        sink.write(entryText({event.key, event.at, *event.end, window->label,
                              u"planned; does not describe what happened"_s, "PLANNED"},
                             source));
    }
    for (const Event& event : source.events()) {
        if (event.kind != EventKind::Note || !event.end || !touches(event, source.options().range)) continue;
        const QString text = escapeServerText(eventText(event).toStdString());
        sink.write(entryText({event.key, event.at, *event.end, text, u"note"_s, "NOTE"}, source));
    }
    sink.write("END:VCALENDAR\r\n");
    if (auto status = sink.finish(); !status) return status;
    return source.damage();
}

} // namespace maintscope::model
