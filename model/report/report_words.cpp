// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/format.h"
#include "model/report/report.h"

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// "a, b and c".
QString listed(const QStringList& words) {
    if (words.size() < 2) return words.join(QString());
    return words.mid(0, words.size() - 1).join(u", "_s) + u" and "_s + words.last();
}

QString whatWasAnnounced(const Summary& s) {
    QStringList parts;
    for (const OperationFacts& facts : kOperations)
        if (const int count = announced(s, facts.kind))
            parts += formatCounted(count, toQString(facts.one), toQString(facts.many));
    if (parts.isEmpty()) return u"No maintenance was announced."_s;
    return u"The server announced "_s + listed(parts) + u'.';
}

QString howConnectionsFared(const Summary& s) {
    if (s.handoffs.attempted == 0) return {};
    QString text = s.handoffs.completed == s.handoffs.attempted
                       ? (s.handoffs.attempted == 1 ? u"The only connection handoff was"_s
                                                    : u"All "_s + formatCount(s.handoffs.attempted) +
                                                          u" connection handoffs were"_s)
                       : formatCount(s.handoffs.completed) + u" of "_s + formatCount(s.handoffs.attempted) +
                             u" connection handoffs were"_s;
    text += u" completed"_s;
    if (s.handoffs.completed > 0) text += u", the slowest in "_s + formatDuration(s.handoffs.max);
    return text + u'.';
}

QString whatFailed(const Summary& s) {
    const auto all = static_cast<std::int64_t>(s.counts.sent() + s.counts.notSent);
    const auto failed = static_cast<std::int64_t>(s.counts.failed());
    QString text = failed == 0 ? u"None of "_s + formatCount(all) + u" commands failed"_s
                               : formatCount(failed) + u" of "_s + formatCount(all) + u" commands failed"_s;
    if (s.counts.late > 0)
        text += u", and "_s +
                formatCounted(static_cast<std::int64_t>(s.counts.late), u"late reply"_s, u"late replies"_s) +
                (s.counts.late == 1 ? u" was saved by a relaxed timeout"_s
                                    : u" were saved by relaxed timeouts"_s);
    return text + u'.';
}

QString longestPause(const Summary& s) {
    if (!s.gaps.longest) return {};
    const Gap& gap = *s.gaps.longest;
    QString text = u"The longest time without a reply was "_s + formatDuration(gap.duration());
    // A pause between two probes needs no explanation.
    constexpr Duration kNoticeable = std::chrono::milliseconds(200);
    if (gap.duration() > kNoticeable)
        text += gap.covered ? u", during announced maintenance"_s : u", without an announcement"_s;
    return text + u'.';
}

QString whatControlSuffered(const Summary& s) {
    if (!s.control) return {};
    const Summary& control = *s.control;
    QString text = u"Without handoffs (control connections) "_s;
    const auto failed = static_cast<std::int64_t>(control.counts.failed());
    text += failed == 0 ? u"no command "
                          "failed"_s
                        : formatCounted(failed, u"command failed"_s, u"commands failed"_s);
    if (control.reconnects > 0)
        text += u", "_s + formatCounted(control.reconnects, u"lost connection"_s, u"lost connections"_s) +
                u" had to be replaced"_s;
    if (control.gaps.longest)
        text += u" and the longest time without a reply was "_s +
                formatDuration(control.gaps.longest->duration());
    return text + u'.';
}

} // namespace

QString impactSentence(const Summary& s) {
    if (s.counts.ok + s.counts.late == 0)
        return u"The database never replied, so its maintenance cannot be assessed."_s;
    QStringList sentences{whatWasAnnounced(s), howConnectionsFared(s), whatFailed(s), longestPause(s)};
    if (s.unannounced > 0)
        sentences += u"Connections were lost without an announcement"_s +
                     (s.unannounced > 1 ? u", "_s + formatCount(s.unannounced) + u" times."_s : u"."_s);
    sentences += whatControlSuffered(s);
    sentences.removeAll(QString());
    return sentences.join(u' ');
}

QString nightSentence(const Summary& s, std::optional<Duration> planned) {
    const auto clock = [&s](MonoTime at) { return formatTimeS(s.started + (at - s.startedMono)) + u'Z'; };
    // The last replies come after the planned time, and are waited for.
    constexpr Duration kSameTime = std::chrono::milliseconds(50);
    const Duration recorded = s.duration - s.notMeasured;
    const Duration after = planned ? recorded - *planned : Duration::zero();
    QString text =
        u"Recorded "_s + (after > Duration::zero() ? formatSetting(*planned) : formatDuration(recorded));
    if (planned) text += u" of "_s + formatSetting(*planned);
    if (after > kSameTime) text += u", then waited "_s + formatDuration(after) + u" for pending replies"_s;
    if (!s.notMeasuredSpans.empty()) {
        const auto& [from, to] = s.notMeasuredSpans.front();
        text += u" ("_s + formatDuration(s.notMeasured) + u" not measured, "_s + clock(from) + u" to "_s +
                clock(to) + (s.notMeasuredSpans.size() > 1 ? u" and later)"_s : u")"_s);
    }
    std::int64_t operations = 0;
    for (const OperationFacts& facts : kOperations)
        operations += announced(s, facts.kind);
    text += u". "_s + formatCounted(operations, u"operation announced"_s, u"operations announced"_s);
    const Gap* longest = nullptr;
    for (const Gap& gap : s.gaps.listed)
        if (gap.connection.value == 0 && !gap.covered && (!longest || gap.duration() > longest->duration()))
            longest = &gap;
    text += longest ? u", longest unannounced gap "_s + formatDuration(longest->duration()) + u" at "_s +
                          clock(longest->from)
                    : u", no unannounced gap"_s;
    return text + u'.';
}

QString operationName(const Band& band) {
    const QString name = operationName(band.kind);
    return band.sequence ? name + u' ' + QString::number(band.sequence->value) : name;
}

} // namespace maintscope::model
