// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <QAbstractTableModel>
#include <QString>

#include <deque>
#include <vector>

namespace maintscope::model {

enum class LogLevel { Debug, Info, Warning, Critical };
[[nodiscard]] QString toString(LogLevel level); ///< debug, info, warning, critical

/// One message of the program about itself.
struct LogLine {
    WallTime at{};
    LogLevel level = LogLevel::Info;
    QString category; ///< "client.handoff"; "default" if it has none
    QString text;
};

enum class LogColumn : int { Time, Level, Category, Text };
inline constexpr int kLogColumns = 4;

/// The latest messages, at most kLimit: older ones are removed and counted by dropped(). GUI thread.
class LogModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kLimit = 5000;

    using QAbstractTableModel::QAbstractTableModel;

    void append(std::vector<LogLine> lines);
    void clear();
    /// Only messages at least this severe are rows; the others are stored but hidden.
    void setLeast(LogLevel least);
    [[nodiscard]] LogLevel least() const { return m_least; }
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }
    /// The last `count` messages of any level, oldest first, one per line.
    [[nodiscard]] QString lastLines(int count) const;
    [[nodiscard]] static QString lineText(const LogLine& line);
    [[nodiscard]] const LogLine& line(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    std::deque<LogLine> m_lines;
    std::deque<std::uint64_t> m_rows; ///< numbers of the visible lines, ascending
    std::uint64_t m_first = 0;        ///< number of the first stored line
    std::uint64_t m_dropped = 0;
    LogLevel m_least = LogLevel::Info;
};

} // namespace maintscope::model
