// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintenance/history_card.h"

#include "model/base/format.h"
#include "ui/maintenance/sch_words.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace sch;

namespace {

enum HistoryColumn { TimeColumn, UserColumn, ChangeColumn, AnswerColumn, NowColumn, kHistoryColumns };

} // namespace

HistoryCard::HistoryCard(const model::SchModel& form, QWidget* parent)
    : Card(tr("History of this session"), parent)
    , m_model(form) {
    setNote(tr("also saved in the recording and its exports"));
    body()->setContentsMargins(1, 0, 1, 1);
    m_table = new QTableWidget(0, kHistoryColumns, this);
    m_table->setObjectName(u"schHistory"_s);
    m_table->setAccessibleName(tr("History"));
    m_table->setHorizontalHeaderLabels(
        {tr("Time (UTC)"), tr("User"), tr("Change"), tr("Answer"), tr("Read back")});
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setMinimumHeight(72);
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // takes the remaining height
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(22);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(TimeColumn, 120);
    m_table->setColumnWidth(UserColumn, 180);
    m_table->setColumnWidth(ChangeColumn, 240);
    m_table->setColumnWidth(AnswerColumn, 120);
    body()->addWidget(m_table);
}

void HistoryCard::refresh() {
    const auto& rows = m_model.history();
    if (m_table->rowCount() == static_cast<int>(rows.size()) &&
        (rows.empty() || m_table->item(0, TimeColumn)->data(Qt::UserRole).toLongLong() ==
                             rows.front().at.time_since_epoch().count()))
        return;
    m_table->setRowCount(static_cast<int>(rows.size()));
    for (int i = 0; i < m_table->rowCount(); ++i) {
        const model::SchHistoryRow& row = rows[static_cast<std::size_t>(i)];
        const auto put = [&](int column, const QString& words, bool mono = false) {
            auto* item = new QTableWidgetItem(words);
            item->setToolTip(words.toHtmlEscaped());
            if (mono) item->setFont(monoFont(12));
            m_table->setItem(i, column, item);
            return item;
        };
        put(TimeColumn, model::formatTimeMs(row.at), true)
            ->setData(Qt::UserRole, static_cast<qlonglong>(row.at.time_since_epoch().count()));
        put(UserColumn, text(row.user));
        QString change = changeText(row.changes);
        if (onlyReads(row.action)) change = tr("read");
        if (row.action == RestAction::DryRun) change = tr("dry run: %1").arg(change);
        put(ChangeColumn, change);
        QString answer = row.httpStatus != 0 ? tr("HTTP %1").arg(row.httpStatus) : QString();
        if (row.failure && row.httpStatus == 0) answer = text(toString(row.failure->kind));
        put(AnswerColumn, row.failure ? u"\u2715 "_s + answer : answer);
        QString now = row.now ? flagText(*row.now) : QString();
        if (row.action == RestAction::DryRun) now = tr("not changed, as intended");
        if (row.failure) now = said(row.failure->what);
        put(NowColumn, now);
    }
}

QList<QWidget*> HistoryCard::tabOrder() const {
    return {m_table};
}

} // namespace maintscope::ui

#include "moc_history_card.cpp"
