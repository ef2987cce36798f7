// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintenance/databases_card.h"

#include "ui/maintenance/sch_words.h"
#include "ui/widgets/form_helpers.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace form;
using namespace sch;

namespace {

constexpr int kDatabasesHeight = 24 + 4 * 22;

enum DatabasesColumn { DatabaseColumn, CoverageColumn, EndpointColumn, kDatabaseColumns };

} // namespace

DatabasesCard::DatabasesCard(const model::SchModel& form, QWidget* parent)
    : Card(tr("Databases of the cluster"), parent)
    , m_model(form) {
    body()->setContentsMargins(1, 0, 1, 8);
    m_table = new QTableWidget(0, kDatabaseColumns, this);
    m_table->setObjectName(u"schDatabases"_s);
    m_table->setAccessibleName(tr("Databases of the cluster"));
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Coverage"), tr("Endpoint")});
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setFixedHeight(kDatabasesHeight);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(22);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(DatabaseColumn, 150);
    m_table->setColumnWidth(CoverageColumn, 120);
    m_note = plainLabel({}, this);
    m_note->setObjectName(u"schDatabasesNote"_s);
    m_note->setWordWrap(true);
    m_watch = button(u"schWatch"_s, tr("Watch\u2026"), this);
    m_watch->setToolTip(tr("Connect with the address, TLS name and pin that the cluster reports"));
    auto* foot = line();
    foot->setContentsMargins(12, 0, 12, 0);
    foot->addWidget(m_note, 1);
    foot->addWidget(m_watch);
    body()->addWidget(m_table);
    body()->addLayout(foot);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, &DatabasesCard::refresh);
    connect(m_table, &QTableWidget::cellActivated, this, &DatabasesCard::watchSelected);
    connect(m_watch, &QPushButton::clicked, this, &DatabasesCard::watchSelected);
}

void DatabasesCard::watchSelected() {
    const int row = m_table->currentRow();
    if (row < 0 || row >= static_cast<int>(m_discovered.size())) return;
    if (const auto& target = m_discovered[static_cast<std::size_t>(row)].target)
        Q_EMIT watchRequested(*target);
}

void DatabasesCard::refresh() {
    m_discovered.clear();
    if (m_model.reading()) m_discovered = model::discover(*m_model.reading(), m_model.databases(), false);
    const int rows = static_cast<int>(m_discovered.size());
    if (m_table->rowCount() != rows) m_table->setRowCount(rows);
    for (int i = 0; i < rows; ++i) {
        const model::DiscoveredDatabase& one = m_discovered[static_cast<std::size_t>(i)];
        const auto put = [&](int column, const QString& words) {
            if (m_table->item(i, column) == nullptr) m_table->setItem(i, column, new QTableWidgetItem);
            m_table->item(i, column)->setText(words);
            m_table->item(i, column)->setToolTip(said(one.sentence).toHtmlEscaped());
        };
        put(DatabaseColumn, said(one.database.name));
        put(CoverageColumn, coverageText(one.coverage));
        put(EndpointColumn, one.target ? said(toString(one.target->endpoint)) : u"\u2013"_s);
    }
    const int row = m_table->currentRow();
    const bool chosen = row >= 0 && row < rows;
    m_watch->setEnabled(chosen && m_discovered[static_cast<std::size_t>(row)].target.has_value());
    QString note = tr("Press Check to list the databases.");
    if (m_model.reading()) note = rows == 0 ? tr("None.") : tr("Select a database to watch it.");
    if (!m_model.databasesNote().empty())
        note = tr("The databases could not be read: %1").arg(said(m_model.databasesNote()));
    if (chosen) note = said(m_discovered[static_cast<std::size_t>(row)].sentence);
    m_note->setText(note);
}

QList<QWidget*> DatabasesCard::tabOrder() const {
    return {m_table, m_watch};
}

} // namespace maintscope::ui

#include "moc_databases_card.cpp"
