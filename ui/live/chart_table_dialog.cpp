// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/chart_table_dialog.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_setup.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

ChartTableDialog::ChartTableDialog(std::function<model::ChartTableInput()> input, QWidget* parent)
    : QDialog(parent)
    , m_input(std::move(input))
    , m_model(new model::DataTableModel(this))
    , m_choice(new QComboBox(this))
    , m_note(new QLabel(this))
    , m_table(new QTableView(this)) {
    setObjectName(u"tableTwin"_s);
    setWindowTitle(tr("View as Table"));
    resize(860, 520);
    m_choice->setObjectName(u"tableChoice"_s);
    m_choice->setAccessibleName(tr("Chart or lane"));
    for (const model::ChartTable table : model::chartTables(m_input()))
        m_choice->addItem(model::chartTableName(table), static_cast<int>(table));
    m_choice->setMaxVisibleItems(m_choice->count());
    m_note->setObjectName(u"tableNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setForegroundRole(kSecondInkRole);
    m_table->setObjectName(u"tableCells"_s);
    m_table->setModel(m_model);
    setUpTable(*m_table);
    m_table->setFont(monoFont(11));

    const auto button = [this](const QString& words, const QString& objectName, const char* iconName) {
        auto* result = new QPushButton(words, this);
        result->setObjectName(objectName);
        result->setAutoDefault(false);
        if (iconName) result->setIcon(icon(QLatin1String(iconName)));
        return result;
    };
    auto* again = button(tr("&Refresh"), u"tableRefresh"_s, "reconnect");
    auto* copy = button(tr("&Copy as CSV"), u"tableCopy"_s, "copy");
    auto* close = button(tr("Close"), u"tableClose"_s, nullptr);
    auto* label = new QLabel(tr("&Show"), this);
    label->setBuddy(m_choice);
    auto* top = new QHBoxLayout;
    top->addWidget(label);
    top->addWidget(m_choice);
    top->addWidget(m_note, 1);
    top->addWidget(again);
    top->addWidget(copy);
    auto* bottom = new QHBoxLayout;
    bottom->addStretch();
    bottom->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addLayout(bottom);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ChartTableDialog::refresh);
    connect(again, &QPushButton::clicked, this, &ChartTableDialog::refresh);
    connect(copy, &QPushButton::clicked, this, &ChartTableDialog::copyCsv);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    refresh();
}

void ChartTableDialog::showTable(model::ChartTable table) {
    if (const int index = m_choice->findData(static_cast<int>(table)); index >= 0)
        m_choice->setCurrentIndex(index);
}

void ChartTableDialog::refresh() {
    const model::ChartTableInput input = m_input();
    if (!input.timeline) return;
    const auto table = static_cast<model::ChartTable>(m_choice->currentData().toInt());
    m_model->setTable(model::chartTable(table, input));
    m_table->setAccessibleName(m_model->table().title);
    m_table->resizeColumnsToContents();
    // The column names are not cut off either.
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const QString name = m_model->headerData(column, Qt::Horizontal).toString();
        constexpr int kHeaderInset = 24;
        const int least = m_table->horizontalHeader()->fontMetrics().horizontalAdvance(name) + kHeaderInset;
        m_table->setColumnWidth(column, std::max(m_table->columnWidth(column), least));
    }
    const int rows = m_model->rowCount();
    const auto time = [&input](MonoTime at) {
        return input.clock.timeMs(input.start + at.time_since_epoch()) + u' ' +
               input.clock.zoneName(input.start + at.time_since_epoch());
    };
    const QString note = tr("%1 to %2, %n row(s)", nullptr, rows).arg(time(input.from), time(input.to));
    const QString& remark = m_model->table().remark;
    m_note->setText(remark.isEmpty() ? note : note + u"; "_s + remark);
    if (rows > 0) m_table->selectRow(0);
}

void ChartTableDialog::copyCsv() {
    QGuiApplication::clipboard()->setText(QString::fromUtf8(model::toCsv(m_model->table())));
}

} // namespace maintscope::ui

#include "moc_chart_table_dialog.cpp"
