// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/log_model.h"

#include "model/base/format.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace maintscope::model {

using Qt::Literals::StringLiterals::operator""_s;

QString toString(LogLevel level) {
    switch (level) {
    case LogLevel::Debug:
        return u"debug"_s;
    case LogLevel::Info:
        return u"info"_s;
    case LogLevel::Warning:
        return u"warning"_s;
    case LogLevel::Critical:
        return u"critical"_s;
    }
    return {};
}

void LogModel::append(std::vector<LogLine> lines) {
    // Skip lines that would be removed at once.
    const auto limit = static_cast<std::size_t>(kLimit);
    if (lines.size() > limit) {
        const auto excess = static_cast<std::ptrdiff_t>(lines.size() - limit);
        lines.erase(lines.begin(), lines.begin() + excess);
        m_dropped += m_lines.size() + static_cast<std::size_t>(excess);
        clear();
    }
    const std::size_t after = m_lines.size() + lines.size();
    if (after > limit) {
        const std::uint64_t firstKept = m_first + (after - limit);
        const auto gone =
            static_cast<int>(std::lower_bound(m_rows.begin(), m_rows.end(), firstKept) - m_rows.begin());
        if (gone > 0) {
            beginRemoveRows({}, 0, gone - 1);
            m_rows.erase(m_rows.begin(), m_rows.begin() + gone);
        }
        m_lines.erase(m_lines.begin(), m_lines.begin() + static_cast<std::ptrdiff_t>(firstKept - m_first));
        m_dropped += firstKept - m_first;
        m_first = firstKept;
        if (gone > 0) endRemoveRows();
    }
    std::vector<std::uint64_t> shown;
    std::uint64_t number = m_first + m_lines.size();
    for (const LogLine& one : lines) {
        if (one.level >= m_least) shown.push_back(number);
        ++number;
    }
    if (!shown.empty()) beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(shown.size()) - 1);
    std::move(lines.begin(), lines.end(), std::back_inserter(m_lines));
    m_rows.insert(m_rows.end(), shown.begin(), shown.end());
    if (!shown.empty()) endInsertRows();
}

void LogModel::clear() {
    beginResetModel();
    m_first += m_lines.size();
    m_lines.clear();
    m_rows.clear();
    endResetModel();
}

void LogModel::setLeast(LogLevel least) {
    if (m_least == least) return;
    beginResetModel();
    m_least = least;
    m_rows.clear();
    std::uint64_t number = m_first;
    for (const LogLine& one : m_lines) {
        if (one.level >= m_least) m_rows.push_back(number);
        ++number;
    }
    endResetModel();
}

QString LogModel::lineText(const LogLine& line) {
    return u"%1 %2 %3: %4"_s.arg(formatTimeMs(line.at), toString(line.level), line.category, line.text);
}

QString LogModel::lastLines(int count) const {
    QStringList lines;
    const std::size_t first = m_lines.size() - std::min(m_lines.size(), static_cast<std::size_t>(count));
    for (std::size_t i = first; i < m_lines.size(); ++i)
        lines << lineText(m_lines[i]);
    return lines.join(u'\n');
}

const LogLine& LogModel::line(int row) const {
    return m_lines[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(row)] - m_first)];
}

int LogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LogModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kLogColumns;
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const LogLine& one = line(index.row());
    const auto column = static_cast<LogColumn>(index.column());
    if (role == Qt::ToolTipRole && column == LogColumn::Text)
        return QString(u"<qt>"_s + one.text.toHtmlEscaped() + u"</qt>"_s);
    if (role != Qt::DisplayRole) return {};
    switch (column) {
    case LogColumn::Time:
        return formatTimeMs(one.at);
    case LogColumn::Level:
        return toString(one.level);
    case LogColumn::Category:
        return one.category;
    case LogColumn::Text:
        return one.text;
    }
    return {};
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<LogColumn>(section)) {
    case LogColumn::Time:
        return tr("Time (UTC)");
    case LogColumn::Level:
        return tr("Level");
    case LogColumn::Category:
        return tr("Category");
    case LogColumn::Text:
        return tr("Message");
    }
    return {};
}

} // namespace maintscope::model

#include "moc_log_model.cpp"
