// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/log_panel.h"

#include "model/base/format.h"
#include "model/user/log_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_setup.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

LogPanel::LogPanel(QWidget* parent)
    : QWidget(parent)
    , m_level(new QComboBox(this))
    , m_note(new QLabel(this))
    , m_table(new QTableView(this)) {
    setObjectName(u"log"_s);
    m_level->setObjectName(u"logLevel"_s);
    m_level->setAccessibleName(tr("Least severe level"));
    for (const model::LogLevel level :
         {model::LogLevel::Debug, model::LogLevel::Info, model::LogLevel::Warning, model::LogLevel::Critical})
        m_level->addItem(model::toString(level), static_cast<int>(level));
    m_level->setCurrentIndex(static_cast<int>(model::LogLevel::Info));
    m_note->setForegroundRole(kSecondInkRole);
    m_note->setTextFormat(Qt::PlainText);
    setUpTable(*m_table);
    m_table->setObjectName(u"logTable"_s);
    m_table->setAccessibleName(tr("Log"));
    m_table->setAccessibleDescription(tr("Log messages of this program, newest at the bottom"));
    m_table->setFont(monoFont(11));
    auto* copyButton = new QPushButton(tr("Copy"), this);
    copyButton->setObjectName(u"logCopy"_s);
    copyButton->setIcon(icon(QLatin1String("copy")));
    auto* clear = new QPushButton(tr("Clear"), this);
    clear->setObjectName(u"logClear"_s);
    auto* label = new QLabel(tr("Level"), this);
    label->setBuddy(m_level);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(8, 4, 8, 4);
    top->addWidget(label);
    top->addWidget(m_level);
    top->addWidget(m_note, 1);
    top->addWidget(copyButton);
    top->addWidget(clear);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    setFocusProxy(m_table);
    connect(m_level, &QComboBox::activated, this, [this] {
        if (m_model) m_model->setLeast(static_cast<model::LogLevel>(m_level->currentData().toInt()));
    });
    connect(copyButton, &QPushButton::clicked, this, &LogPanel::copy);
    connect(clear, &QPushButton::clicked, this, [this] {
        if (m_model) m_model->clear();
    });
    QScrollBar* bar = m_table->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this,
            [this, bar](int value) { m_atEnd = value >= bar->maximum(); });
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int, int maximum) {
        if (m_atEnd) bar->setValue(maximum);
    });
}

void LogPanel::setModel(model::LogModel* model) {
    m_model = model;
    m_table->setModel(model);
    m_table->setColumnWidth(0, 110);
    m_table->setColumnWidth(1, 80);
    m_table->setColumnWidth(2, 140);
    const auto count = [this] {
        m_note->setText(m_model->dropped() > 0
                            ? tr("%1 older messages were removed")
                                  .arg(model::formatCount(static_cast<std::int64_t>(m_model->dropped())))
                            : QString());
    };
    connect(model, &QAbstractItemModel::rowsInserted, this, count);
    count();
}

void LogPanel::copy() const {
    if (m_model) QGuiApplication::clipboard()->setText(m_model->lastLines(model::LogModel::kLimit));
}

} // namespace maintscope::ui

#include "moc_log_panel.cpp"
