// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/catalogue/recordings_catalogue.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace maintscope::model {

enum class RecordingColumn : int { Name, Started, Length, Target, Verdict, Size, State };
inline constexpr int kRecordingColumns = 7;

enum class RecordingRole : int {
    Sort = Qt::UserRole + 1, ///< the sort key of the column: number or text
    Verdict,                 ///< int of Verdict; invalid while it is unknown
};
constexpr int role(RecordingRole value) {
    return static_cast<int>(value);
}

/// The recordings of the folder as a table, and the verdicts of those that have been read. GUI thread.
class RecordingsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Sets the result of listRecordings() and joinRuns(). Known verdicts of unchanged recordings are kept.
    void setEntries(std::vector<RecordingEntry> entries);
    void setVerdict(const QString& path, const Result<RecordingVerdict>& verdict);
    /// The recordings that are open in this window.
    void setOpen(const QStringList& paths);

    [[nodiscard]] const std::vector<RecordingEntry>& entries() const { return m_entries; }
    [[nodiscard]] const RecordingEntry& entry(int row) const {
        return m_entries[static_cast<std::size_t>(row)];
    }
    [[nodiscard]] int rowOf(const QString& path) const; ///< -1 if there is none
    /// The first recording whose verdict is still to be determined; empty if there is none.
    [[nodiscard]] QString nextUnjudged() const;
    [[nodiscard]] std::uint64_t bytes() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    /// A verdict, and the state of the file to which it applies.
    struct Judged {
        WallTime written{};
        Result<RecordingVerdict> verdict;
    };
    [[nodiscard]] const Judged* judged(const RecordingEntry& entry) const;
    [[nodiscard]] QString text(const RecordingEntry& entry, RecordingColumn column) const;
    [[nodiscard]] QString stateText(const RecordingEntry& entry) const;
    [[nodiscard]] QVariant sortKey(const RecordingEntry& entry, RecordingColumn column) const;
    [[nodiscard]] QString toolTip(const RecordingEntry& entry) const;

    std::vector<RecordingEntry> m_entries;
    std::map<QString, Judged> m_verdicts;
    QStringList m_open;
};

} // namespace maintscope::model
