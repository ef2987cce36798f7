// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/event_names.h"
#include "model/base/format.h"
#include "model/events/event_text.h"
#include "model/report/report.h"

#include <algorithm>
#include <map>
#include <set>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// Events this close to the edge of a gap are related to it: a loss is detected with a delay.
constexpr Duration kNearby = std::chrono::milliseconds(100);
/// Equal failures of several connections this close together are reported once.
constexpr Duration kTogether = std::chrono::seconds(1);

/// The maximum number of rows; the export of events has all of them.
constexpr std::size_t kMost = 200;

struct Row {
    MonoTime at{};
    QStringList cells;
};

/// Gaps of one set of connections that overlap are one interruption.
struct Interruption {
    ProbeRole role = ProbeRole::Protected;
    MonoTime from{};
    MonoTime to{};
    Duration longest{};
    std::set<ConnectionId> connections; ///< 0: the whole set
    bool covered = true;
    bool open = false;
};

std::vector<Interruption> interruptionsOf(const Gaps& gaps, ProbeRole role) {
    std::vector<Interruption> result;
    for (const Gap& gap : gaps.listed) { // ascending by begin
        if (result.empty() || gap.from >= result.back().to)
            result.push_back({role, gap.from, gap.to, {}, {}, true, false});
        Interruption& last = result.back();
        last.to = std::max(last.to, gap.to);
        // Of the whole set; of a single connection only if the others got replies.
        const bool ofSet = last.connections.contains(ConnectionId{});
        if (gap.connection.value == 0)
            last.longest = ofSet ? std::max(last.longest, gap.duration()) : gap.duration();
        else if (!ofSet)
            last.longest = std::max(last.longest, gap.duration());
        last.connections.insert(gap.connection);
        last.covered = last.covered && gap.covered;
        last.open = last.open || gap.open;
    }
    return result;
}

class Findings {
public:
    Findings(const RecordingExtract& source, const Summary& summary, const Timeline& timeline)
        : m_source(source)
        , m_timeline(timeline)
        , m_target(timeline.target()) {
        add(summary, ProbeRole::Protected);
        if (summary.control) add(*summary.control, ProbeRole::Control);
        addFailures();
        addAlerts();
        std::stable_sort(m_rows.begin(), m_rows.end(),
                         [](const Row& a, const Row& b) { return a.at < b.at; });
    }

    [[nodiscard]] std::vector<QStringList> rows() const {
        std::vector<QStringList> rows;
        for (const Row& row : m_rows)
            rows.push_back(row.cells);
        return rows;
    }

private:
    void add(const Summary& summary, ProbeRole role) {
        for (const Interruption& interruption : interruptionsOf(summary.gaps, role)) {
            addRow(interruption.from, connectionsText(interruption),
                   (interruption.open ? u"over "_s : QString()) + formatDuration(interruption.longest),
                   coverText(interruption), m_rows.size() < kMost ? causeOf(interruption) : QString());
            m_told.push_back(interruption);
        }
    }

    void addRow(MonoTime at, const QString& connections, const QString& longest, const QString& covered,
                const QString& cause) {
        m_rows.push_back({at, {formatTimeMs(m_source.wall(at)), connections, longest, covered, cause}});
    }

    QString connectionsText(const Interruption& interruption) const {
        const bool control = interruption.role == ProbeRole::Control;
        const QString role = control ? u"Control"_s : u"Protected"_s;
        std::set<ConnectionId> single = interruption.connections;
        const bool all = single.erase(ConnectionId{}) > 0;
        if (all || static_cast<int>(single.size()) == m_target.probe.connections)
            return role + u", all "_s + formatCount(m_target.probe.connections);
        QStringList numbers;
        for (const ConnectionId id : single)
            numbers += QString::number(id.value - (control ? m_target.probe.connections : 0));
        return role + u' ' + numbers.join(u", "_s);
    }

    /// The operations announced at the time. `afterwards`: also those whose grace period ended just before,
    /// which affects connections without a handoff.
    QStringList operationsDuring(MonoTime from, MonoTime to, bool afterwards = false) const {
        QStringList names;
        for (const Band& band : m_timeline.bands()) {
            std::optional<MonoTime> end = band.to;
            if (afterwards && band.deadline && end) end = std::max(*end, *band.deadline + kAfterDeadline);
            if (band.from < to && (!end || *end > from)) names += operationName(band);
        }
        return names;
    }

    QString coverText(const Interruption& interruption) const {
        const bool control = interruption.role == ProbeRole::Control;
        const QStringList operations = operationsDuring(interruption.from, interruption.to, control);
        if (control)
            return operations.isEmpty() ? u"not opted in"_s : u"not opted in; "_s + operations.join(u", "_s);
        if (!operations.isEmpty() && interruption.covered) return operations.join(u", "_s);
        return u"no announcement"_s;
    }

    /// Related events of the same connections: losses with their messages, attempts, DNS.
    QString causeOf(const Interruption& interruption) const {
        std::map<QString, int> losses;
        std::map<QString, int> errors;
        int attempts = 0;
        std::int64_t timeouts = 0;
        bool staleDns = false;
        for (const Event& event : m_source.events()) {
            if (event.at < interruption.from - kNearby || event.at > interruption.to + kNearby) continue;
            if (event.target != m_target.id) continue;
            if (event.kind == EventKind::DnsChange) staleDns |= event.name == names::kDnsStale;
            if (event.role != interruption.role) continue;
            if (event.kind == EventKind::Disconnect)
                ++losses[event.errorText.empty() ? u"the connection was closed"_s
                                                 : escapeServerText(event.errorText, 120)];
            if (event.kind == EventKind::ConnectAttempt && event.result == ResultWord::Failed) ++attempts;
            if (event.kind == EventKind::Timeout) timeouts += figure(event, "count").value_or(1);
            if (event.kind == EventKind::Error)
                errors[escapeServerText(event.errorText, 120)] +=
                    static_cast<int>(figure(event, "count").value_or(1));
        }
        QStringList parts;
        for (const auto& [words, count] : losses)
            parts += formatCounted(count, u"connection lost"_s,
                                   u"connections "
                                   "lost"_s) +
                     u" ("_s + words + u')';
        for (const auto& [words, count] : errors)
            parts += formatCount(count) + u" × "_s + words;
        if (timeouts > 0)
            parts += formatCounted(timeouts, u"probe without a reply in time"_s,
                                   u"probes without a reply in "
                                   "time"_s);
        if (attempts > 0)
            parts +=
                formatCounted(attempts, u"failed attempt to reconnect"_s, u"failed attempts to reconnect"_s);
        if (staleDns) parts += u"DNS still returned the old node"_s;
        if (parts.isEmpty())
            parts += interruption.open ? u"no reply until the end"_s
                                       : u"the server did not reply, connections stayed open"_s;
        return parts.join(u"; "_s);
    }

    bool alreadyTold(const Event& event) const {
        return std::any_of(m_told.begin(), m_told.end(), [&event](const Interruption& told) {
            return told.role == event.role && event.at < told.to + kNearby &&
                   event.end.value_or(event.at) > told.from - kNearby;
        });
    }

    QString who(const Event& event) const {
        if (event.connection.value == 0) return event.target.value == 0 ? u"this program"_s : u"target"_s;
        return connectionsText({event.role, {}, {}, {}, {event.connection}, true, false});
    }

    /// Failed probes and losses while other connections of the set got replies: they have no gap of their
    /// own.
    void addFailures() {
        struct Failure {
            Interruption of;
            QString words;
        };
        std::vector<Failure> failures;
        for (const Event& event : m_source.events()) {
            const bool failure = event.kind == EventKind::Timeout || event.kind == EventKind::Error ||
                                 (event.kind == EventKind::Disconnect && event.name != names::kStopped);
            if (!failure || event.target != m_target.id || !touches(event, m_source.options().range))
                continue;
            if (alreadyTold(event)) continue;
            const MonoTime end = event.end.value_or(event.at) + Duration(1);
            const QString words = eventText(event);
            const auto same = std::find_if(failures.rbegin(), failures.rend(), [&](const Failure& other) {
                return other.words == words && other.of.role == event.role &&
                       event.at - other.of.from <= kTogether;
            });
            if (same == failures.rend()) {
                if (failures.size() < kMost)
                    failures.push_back(
                        {{event.role, event.at, end, {}, {event.connection}, true, false}, words});
            } else {
                same->of.connections.insert(event.connection);
                same->of.to = std::max(same->of.to, end);
            }
        }
        for (const Failure& failure : failures)
            addRow(failure.of.from, connectionsText(failure.of), kNoValue, coverText(failure.of),
                   failure.words);
    }

    /// Findings of the client, and time that was not measured.
    void addAlerts() {
        for (const Event& event : m_source.events()) {
            if (!touches(event, m_source.options().range)) continue;
            const bool ours = event.target == m_target.id || event.target.value == 0;
            const bool unclosed = event.kind == EventKind::Window && event.pairState == PairState::Capped;
            if (!ours ||
                !(event.kind == EventKind::Alert || event.kind == EventKind::NotMeasured || unclosed))
                continue;
            addRow(event.at, who(event),
                   event.end && !unclosed ? formatDuration(*event.end - event.at) : kNoValue,
                   unclosed ? u"expired"_s : kNoValue, eventText(event));
        }
    }

    const RecordingExtract& m_source;
    const Timeline& m_timeline;
    const TargetInfo& m_target;
    std::vector<Interruption> m_told;
    std::vector<Row> m_rows;
};

} // namespace

ReportTable findingsTable(const RecordingExtract& source, const Summary& summary, const Timeline& timeline) {
    ReportTable table;
    table.title = u"Gaps and failures"_s;
    table.columns = {{u"Began"_s, true, false},
                     {u"Connections"_s, false, false},
                     {u"Longest"_s, true, false},
                     {u"Covered by"_s, false, false},
                     {u"Likely cause, evidence"_s, false, false}};
    table.rows = Findings(source, summary, timeline).rows();
    table.whenEmpty = u"None: every probe got a reply in time, and no connection was lost."_s;
    if (table.rows.size() > kMost) {
        table.note = u"The first "_s + formatCount(kMost) + u" of "_s +
                     formatCount(static_cast<std::int64_t>(table.rows.size())) +
                     u"; all are in the export of events."_s;
        table.rows.resize(kMost);
    }
    return table;
}

} // namespace maintscope::model
