// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalogue/recordings_model.h"

#include "model/base/format.h"

#include <algorithm>
#include <numeric>

namespace maintscope::model {
namespace {

using namespace Qt::Literals::StringLiterals;

QString plain(const QString& text) {
    return escapeServerText(text.toStdString());
}

bool samePaths(const std::vector<RecordingEntry>& a, const std::vector<RecordingEntry>& b) {
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(),
        [](const RecordingEntry& one, const RecordingEntry& other) { return one.path == other.path; });
}

/// A recording in use has no verdict yet, an unreadable one has none at all.
bool canBeJudged(const RecordingEntry& entry) {
    return !entry.problem && entry.ending != Recovery::Ending::BeingWritten;
}

} // namespace

void RecordingsModel::setEntries(std::vector<RecordingEntry> entries) {
    if (samePaths(entries, m_entries)) {
        m_entries = std::move(entries);
        if (!m_entries.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kRecordingColumns - 1));
        return;
    }
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

void RecordingsModel::setVerdict(const QString& path, const Result<RecordingVerdict>& verdict) {
    const int row = rowOf(path);
    if (row < 0) return;
    m_verdicts.insert_or_assign(path, Judged{entry(row).written, verdict});
    const int column = static_cast<int>(RecordingColumn::Verdict);
    Q_EMIT dataChanged(index(row, column), index(row, column));
}

void RecordingsModel::setOpen(const QStringList& paths) {
    if (paths == m_open) return;
    m_open = paths;
    const int column = static_cast<int>(RecordingColumn::State);
    if (!m_entries.empty()) Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column));
}

int RecordingsModel::rowOf(const QString& path) const {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&path](const RecordingEntry& entry) { return entry.path == path; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

const RecordingsModel::Judged* RecordingsModel::judged(const RecordingEntry& entry) const {
    const auto found = m_verdicts.find(entry.path);
    return found != m_verdicts.end() && found->second.written == entry.written ? &found->second : nullptr;
}

QString RecordingsModel::nextUnjudged() const {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [this](const RecordingEntry& entry) {
        return canBeJudged(entry) && !judged(entry);
    });
    return found == m_entries.end() ? QString() : found->path;
}

std::uint64_t RecordingsModel::bytes() const {
    return std::accumulate(m_entries.begin(), m_entries.end(), std::uint64_t{},
                           [](std::uint64_t sum, const RecordingEntry& entry) { return sum + entry.bytes; });
}

int RecordingsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int RecordingsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kRecordingColumns;
}

QVariant RecordingsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const RecordingEntry& entry = this->entry(index.row());
    const auto column = static_cast<RecordingColumn>(index.column());
    if (role == Qt::DisplayRole) return text(entry, column);
    if (role == Qt::ToolTipRole) return toolTip(entry).toHtmlEscaped();
    if (role == model::role(RecordingRole::Sort)) return sortKey(entry, column);
    if (role == model::role(RecordingRole::Verdict)) {
        const Judged* known = judged(entry);
        return known && known->verdict ? QVariant(static_cast<int>(known->verdict->verdict)) : QVariant();
    }
    if (role == Qt::TextAlignmentRole &&
        (column == RecordingColumn::Length || column == RecordingColumn::Size))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant RecordingsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const auto column = static_cast<RecordingColumn>(section);
    if (role == Qt::TextAlignmentRole &&
        (column == RecordingColumn::Length || column == RecordingColumn::Size))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (column) {
    case RecordingColumn::Name:
        return tr("Name");
    case RecordingColumn::Started:
        return tr("Start (UTC)");
    case RecordingColumn::Length:
        return tr("Duration");
    case RecordingColumn::Target:
        return tr("Target");
    case RecordingColumn::Verdict:
        return tr("Verdict");
    case RecordingColumn::Size:
        return tr("Size");
    case RecordingColumn::State:
        return tr("State");
    }
    return {};
}

QString RecordingsModel::text(const RecordingEntry& entry, RecordingColumn column) const {
    switch (column) {
    case RecordingColumn::Name:
        return plain(entry.name);
    case RecordingColumn::Started:
        return entry.problem ? kNoValue : formatDate(entry.started) + u' ' + formatTimeS(entry.started);
    case RecordingColumn::Length:
        return entry.problem ? kNoValue : formatDuration(entry.length);
    case RecordingColumn::Target:
        return plain(entry.targets.join(u", "_s));
    case RecordingColumn::Verdict: {
        if (!canBeJudged(entry)) return kNoValue;
        const Judged* known = judged(entry);
        if (!known) return tr("reading…");
        return known->verdict ? QString::fromLatin1(toString(known->verdict->verdict).data()).toUpper()
                              : kNoValue;
    }
    case RecordingColumn::Size:
        return formatSize(entry.bytes);
    case RecordingColumn::State:
        return stateText(entry);
    }
    return {};
}

QString RecordingsModel::stateText(const RecordingEntry& entry) const {
    if (entry.problem) return tr("unreadable: %1").arg(plain(QString::fromStdString(entry.problem->what)));
    QStringList words;
    if (entry.ending == Recovery::Ending::BeingWritten) words << tr("recording in progress");
    if (m_open.contains(entry.path)) words << tr("open");
    if (entry.ending == Recovery::Ending::CutOff) words << tr("incomplete but readable");
    if (entry.files > 1) words << tr("%1 files").arg(entry.files);
    words << (entry.kept ? tr("kept") : tr("not kept"));
    return words.join(u", "_s);
}

QVariant RecordingsModel::sortKey(const RecordingEntry& entry, RecordingColumn column) const {
    switch (column) {
    case RecordingColumn::Started:
        return static_cast<qlonglong>(entry.started.time_since_epoch().count());
    case RecordingColumn::Length:
        return static_cast<qlonglong>(entry.length.count());
    case RecordingColumn::Size:
        return static_cast<qulonglong>(entry.bytes);
    case RecordingColumn::Verdict: {
        const Judged* known = judged(entry);
        return known && known->verdict ? static_cast<int>(known->verdict->verdict) : -1;
    }
    case RecordingColumn::Name:
    case RecordingColumn::Target:
    case RecordingColumn::State:
        break;
    }
    return text(entry, column).toCaseFolded();
}

QString RecordingsModel::toolTip(const RecordingEntry& entry) const {
    QStringList lines{entry.path};
    if (entry.problem) lines << plain(QString::fromStdString(toString(*entry.problem)));
    if (const Judged* known = judged(entry))
        lines << (known->verdict ? known->verdict->sentence
                                 : plain(QString::fromStdString(toString(known->verdict.error()))));
    return lines.join(u'\n');
}

} // namespace maintscope::model

#include "moc_recordings_model.cpp"
