// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/chart_tables.h"

#include "model/base/format.h"
#include "model/events/event_text.h"
#include "model/metrics/probe_columns.h"

#include <algorithm>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

QString number(std::uint64_t value) {
    return formatCount(static_cast<std::int64_t>(value));
}

QString word(std::string_view text) {
    return escapeServerText(text);
}

class Builder {
public:
    explicit Builder(const ChartTableInput& input)
        : m_in(input) {}

    DataTable build(ChartTable kind) {
        m_table.title = chartTableName(kind);
        switch (kind) {
        case ChartTable::LatencyProtected:
            latency(ProbeRole::Protected);
            break;
        case ChartTable::LatencyControl:
            latency(ProbeRole::Control);
            break;
        case ChartTable::FailuresProtected:
            failures(ProbeRole::Protected);
            break;
        case ChartTable::FailuresControl:
            failures(ProbeRole::Control);
            break;
        case ChartTable::Moves:
            moves();
            break;
        case ChartTable::Operations:
            operations();
            break;
        case ChartTable::Connections:
            connections();
            break;
        case ChartTable::Gaps:
            gaps();
            break;
        case ChartTable::Relaxed:
            relaxed();
            break;
        case ChartTable::Dns:
            dns();
            break;
        case ChartTable::Findings:
            findings();
            break;
        case ChartTable::Observer:
            observer();
            break;
        case ChartTable::Readiness:
            readiness();
            break;
        }
        return std::move(m_table);
    }

private:
    [[nodiscard]] QString time(MonoTime at) const {
        return m_in.clock.timeMs(m_in.start + at.time_since_epoch());
    }
    [[nodiscard]] QString time(const std::optional<MonoTime>& at, const QString& open) const {
        return at ? time(*at) : open;
    }
    [[nodiscard]] QString length(MonoTime from, const std::optional<MonoTime>& to) const {
        return formatDuration(to.value_or(m_in.now) - from);
    }
    [[nodiscard]] bool seen(MonoTime from, const std::optional<MonoTime>& to) const {
        return from < m_in.to && to.value_or(m_in.now) >= m_in.from;
    }
    [[nodiscard]] QString zoned(const QString& name) const {
        return u"%1 (%2)"_s.arg(name, m_in.clock.heading());
    }
    void columns(const QStringList& names) { m_table.columns = names; }
    void row(const QStringList& cells) { m_table.rows.push_back(cells); }
    [[nodiscard]] std::vector<Column> metric(ProbeRole role) const {
        return m_in.metrics->columns(m_in.timeline->target().id, role, m_in.from, m_in.to, kMaxTableRows);
    }

    /// All probes of the range by their due time; nullopt: the table has one row per second, and `remark`
    /// gives the reason if single probes would be expected.
    [[nodiscard]] std::optional<std::vector<Sample>> probes(ProbeRole role) {
        const MonoTime end = std::min(m_in.to, m_in.now);
        if (!m_in.samples || end <= m_in.from || m_in.to - m_in.from > ProbeColumns::kLongestRange)
            return std::nullopt;
        if (m_in.forgottenUntil && *m_in.forgottenUntil >= m_in.from) {
            m_table.remark =
                DataTableModel::tr("one row per second: single probes before %1 %2 are no longer in memory")
                    .arg(time(*m_in.forgottenUntil), m_in.clock.heading());
            return std::nullopt;
        }
        std::vector<Sample> found;
        const Status status = m_in.samples({m_in.from, end}, [&](const Sample& sample) {
            if (sample.target == m_in.timeline->target().id && sample.role == role &&
                sample.outcome != Outcome::ReplyAfterTimeout)
                found.push_back(sample);
            return found.size() <= kMaxProbeRows;
        });
        if (!status)
            m_table.remark = DataTableModel::tr("one row per second: single probes cannot be read: %1")
                                 .arg(escapeServerText(toString(status.error())));
        else if (found.size() > kMaxProbeRows)
            m_table.remark = DataTableModel::tr("one row per second: too many probes to list, zoom in");
        if (!m_table.remark.isEmpty()) return std::nullopt;
        std::stable_sort(found.begin(), found.end(),
                         [](const Sample& a, const Sample& b) { return a.intended < b.intended; });
        return found;
    }
    void probeRows(const std::vector<Sample>& samples) {
        columns({zoned(u"due"_s), u"connection"_s, u"outcome"_s, u"latency"_s, u"corrected latency"_s,
                 u"sent again"_s});
        for (const Sample& s : samples)
            row({time(s.intended), number(s.connection.value), word(toString(s.outcome)),
                 isReply(s.outcome) && !s.censored ? formatDuration(s.done - s.sent) : kNoValue,
                 formatDuration(s.done - s.intended), s.carriedOver ? u"yes"_s : u"no"_s});
    }

    void latency(ProbeRole role) {
        if (const auto samples = probes(role)) {
            probeRows(*samples);
            return;
        }
        columns(
            {zoned(u"from"_s), u"length"_s, u"replies"_s, u"p50"_s, u"p99"_s, u"max"_s, u"late replies"_s});
        for (const Column& c : metric(role)) {
            const auto value = [&](Duration v) { return c.hasLatency ? formatDuration(v) : kNoValue; };
            row({time(c.from), formatDuration(c.to - c.from), number(c.counts.ok + c.counts.late),
                 value(c.p50), value(c.p99), value(c.max), number(c.counts.late)});
        }
    }
    void failures(ProbeRole role) {
        if (auto samples = probes(role)) {
            std::erase_if(*samples, [](const Sample& sample) { return isReply(sample.outcome); });
            probeRows(*samples);
            return;
        }
        columns({zoned(u"from"_s), u"length"_s, u"sent"_s, u"timeouts"_s, u"errors"_s, u"unknown"_s,
                 u"not sent"_s});
        for (const Column& c : metric(role))
            row({time(c.from), formatDuration(c.to - c.from), number(c.counts.sent()),
                 number(c.counts.timeouts), number(c.counts.errors), number(c.counts.unknown),
                 number(c.counts.notSent)});
    }
    void moves() {
        columns({zoned(u"at"_s), u"set"_s, u"reconnections so far"_s, u"handoffs so far"_s});
        for (const ProbeRole role : {ProbeRole::Protected, ProbeRole::Control})
            for (const CumulativePoint& point : m_in.metrics->cumulative(m_in.timeline->target().id, role))
                if (seen(point.at, point.at))
                    row({time(point.at), word(toString(role)), formatCount(point.reconnects),
                         formatCount(point.handoffs)});
    }
    void operations() {
        columns({zoned(u"from"_s), zoned(u"to"_s), u"length"_s, u"operation"_s, u"sequence id"_s, u"what"_s,
                 u"ended"_s, u"connections"_s});
        for (const Band& band : m_in.timeline->bands()) {
            if (!seen(band.from, band.to)) continue;
            row({time(band.from), time(band.to, u"open"_s), length(band.from, band.to),
                 operationName(band.kind),
                 band.sequence ? QString::number(static_cast<qlonglong>(band.sequence->value)) : kNoValue,
                 band.label, word(toString(band.state)), number(band.connections.size())});
        }
    }
    void connections() {
        columns({u"connection"_s, zoned(u"from"_s), zoned(u"to"_s), u"length"_s, u"what"_s, u"endpoint"_s});
        for (const ConnectionLane& lane : m_in.timeline->lanes()) {
            for (const Segment& s : lane.segments)
                if (seen(s.from, s.to))
                    row({lane.label, time(s.from), time(s.to, u"still serving"_s), length(s.from, s.to),
                         u"served"_s, word(s.peer)});
            for (const Drop& d : lane.drops)
                if (seen(d.at, d.at)) row({lane.label, time(d.at), kNoValue, kNoValue, d.text, word(d.peer)});
        }
    }
    void gaps() {
        columns({u"connection"_s, zoned(u"from"_s), zoned(u"to"_s), u"length"_s, u"announced"_s});
        const TargetInfo& target = m_in.timeline->target();
        for (const Gap& gap : m_in.gaps) {
            if (!seen(gap.from, gap.to)) continue;
            const bool control = gap.connection.value > target.probe.connections;
            row({connectionLabel(gap.connection, control ? ProbeRole::Control : ProbeRole::Protected,
                                 target.probe.connections),
                 time(gap.from), gap.open ? u"open"_s : time(gap.to), formatDuration(gap.duration()),
                 gap.covered ? u"covered"_s : u"no operation announced"_s});
        }
    }
    void relaxed() {
        columns({zoned(u"from"_s), zoned(u"to"_s), u"length"_s, u"timeout before"_s, u"in force"_s,
                 u"after the end"_s});
        for (const RelaxedSpan& s : m_in.timeline->relaxedUnion())
            if (seen(s.from, s.to))
                row({time(s.from), time(s.to, u"open"_s), length(s.from, s.to),
                     s.before ? formatSetting(*s.before) : kNoValue,
                     s.effective ? formatSetting(*s.effective) : kNoValue, s.tail ? u"yes"_s : u"no"_s});
    }
    void dns() {
        columns({zoned(u"at"_s), u"answer"_s, u"what"_s});
        for (const DnsMark& mark : m_in.timeline->dns())
            if (seen(mark.at, mark.at))
                row({time(mark.at), mark.changed ? u"changed"_s : u"unchanged"_s, mark.text});
    }
    void findings() {
        columns({zoned(u"at"_s), u"finding"_s, u"what"_s});
        for (const Finding& finding : m_in.timeline->findings())
            if (seen(finding.at, finding.at)) row({time(finding.at), finding.label, finding.text});
        for (const NoteMark& note : m_in.timeline->notes())
            if (seen(note.at, note.to)) row({time(note.at), u"note"_s, note.text});
    }
    void observer() {
        columns({zoned(u"from"_s), zoned(u"to"_s), u"length"_s, u"what"_s});
        for (const ObserverSpan& s : m_in.timeline->observer())
            if (seen(s.from, s.to))
                row({time(s.from), time(s.to, u"open"_s), length(s.from, s.to),
                     s.mark == ObserverMark::NotMeasured ? u"not measured"_s : u"local stall"_s});
    }
    void readiness() {
        columns({u"fact"_s, u"value"_s, u"as required"_s});
        for (const ReadinessFact& fact : m_in.status.readiness)
            row({fact.name, fact.value, !fact.good ? u"unknown"_s : *fact.good ? u"yes"_s : u"no"_s});
    }

    const ChartTableInput& m_in;
    DataTable m_table;
};

} // namespace

std::vector<ChartTable> chartTables(const ChartTableInput& input) {
    std::vector<ChartTable> tables;
    const bool control = input.timeline->target().probe.control;
    for (const ChartTable table :
         {ChartTable::LatencyProtected, ChartTable::LatencyControl, ChartTable::FailuresProtected,
          ChartTable::FailuresControl, ChartTable::Moves, ChartTable::Operations, ChartTable::Connections,
          ChartTable::Gaps, ChartTable::Relaxed, ChartTable::Dns, ChartTable::Findings, ChartTable::Observer,
          ChartTable::Readiness})
        if (control || (table != ChartTable::LatencyControl && table != ChartTable::FailuresControl))
            tables.push_back(table);
    return tables;
}

QString chartTableName(ChartTable table) {
    switch (table) {
    case ChartTable::LatencyProtected:
        return DataTableModel::tr("Latency, protected");
    case ChartTable::LatencyControl:
        return DataTableModel::tr("Latency, control");
    case ChartTable::FailuresProtected:
        return DataTableModel::tr("Timeouts and errors, protected");
    case ChartTable::FailuresControl:
        return DataTableModel::tr("Timeouts and errors, control");
    case ChartTable::Moves:
        return DataTableModel::tr("Handoffs and reconnections");
    case ChartTable::Operations:
        return DataTableModel::tr("Announced operations");
    case ChartTable::Connections:
        return DataTableModel::tr("Connections");
    case ChartTable::Gaps:
        return DataTableModel::tr("Gaps");
    case ChartTable::Relaxed:
        return DataTableModel::tr("Relaxed timeouts");
    case ChartTable::Dns:
        return DataTableModel::tr("DNS answers");
    case ChartTable::Findings:
        return DataTableModel::tr("Findings and notes");
    case ChartTable::Observer:
        return DataTableModel::tr("Not measured and local stalls");
    case ChartTable::Readiness:
        return DataTableModel::tr("Readiness");
    }
    return {};
}

DataTable chartTable(ChartTable table, const ChartTableInput& input) {
    return Builder(input).build(table);
}

QByteArray toCsv(const DataTable& table) {
    const auto line = [](const QStringList& cells) {
        QStringList quoted;
        for (QString cell : cells) {
            // A spreadsheet interprets a cell that begins with one of these as a formula.
            if (!cell.isEmpty() && QStringView(u"=+-@").contains(cell.front())) cell.prepend(u'\'');
            quoted << u'"' + cell.replace(u'"', u"\"\""_s) + u'"';
        }
        return quoted.join(u',') + u"\r\n"_s;
    };
    QString text = line(table.columns);
    for (const QStringList& row : table.rows)
        text += line(row);
    return text.toUtf8();
}

void DataTableModel::setTable(DataTable table) {
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

int DataTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int DataTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

QVariant DataTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const QString text = m_table.rows[static_cast<std::size_t>(index.row())].value(index.column());
    if (role == Qt::DisplayRole) return text;
    if (role == Qt::ToolTipRole) return QString(u"<qt>"_s + text.toHtmlEscaped() + u"</qt>"_s);
    return {};
}

QVariant DataTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return m_table.columns.value(section);
}

} // namespace maintscope::model

#include "moc_chart_tables.cpp"
