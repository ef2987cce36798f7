// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/events_list.h"

#include "model/base/format.h"
#include "model/events/event_filter_model.h"
#include "model/events/event_table_model.h"
#include "ui/events/event_delegate.h"
#include "ui/events/event_filter_bar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_setup.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using model::EventRole;

EventsList::EventsList(QWidget* parent)
    : QWidget(parent)
    , m_bar(new EventFilterBar(this))
    , m_stack(new QStackedLayout(this))
    , m_empty(new QLabel(tr("Events appear here from the first second.\nEvery session is recorded on this "
                            "computer; nothing is sent "
                            "anywhere."),
                         this))
    , m_nothing(new QWidget(this))
    , m_nothingWords(new QLabel(m_nothing))
    , m_clear(new QPushButton(tr("&Clear filter"), m_nothing))
    , m_table(new QTableView(this)) {
    setObjectName(u"events"_s);
    m_empty->setForegroundRole(kSecondInkRole);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setTextFormat(Qt::PlainText);

    m_nothingWords->setObjectName(u"eventsNothing"_s);
    m_nothingWords->setTextFormat(Qt::PlainText);
    m_nothingWords->setAlignment(Qt::AlignCenter);
    m_nothingWords->setWordWrap(true);
    m_nothingWords->setForegroundRole(kSecondInkRole);
    m_clear->setObjectName(u"clearFilter"_s);
    auto* nothing = new QVBoxLayout(m_nothing);
    nothing->addStretch();
    nothing->addWidget(m_nothingWords);
    nothing->addWidget(m_clear, 0, Qt::AlignHCenter);
    nothing->addStretch();

    setUpTable(*m_table);
    m_table->setObjectName(u"eventsTable"_s);
    m_table->setAccessibleName(tr("Events"));
    m_table->setAccessibleDescription(tr("All events, newest at the bottom"));
    m_table->setItemDelegate(new EventDelegate(m_table));
    m_table->installEventFilter(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_table);
    setFocusProxy(m_table);

    connect(m_bar, &EventFilterBar::filterChanged, this, &EventsList::filterWanted);
    connect(m_bar, &EventFilterBar::left, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_clear, &QPushButton::clicked, this, [this] { Q_EMIT filterWanted({}); });
    connect(m_table, &QTableView::activated, this, [this] {
        if (const auto key = selectedEvent()) Q_EMIT eventOpened(*key);
    });
    // Only the user can stop following the end: inserted rows change the maximum, not the value.
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this,
            [this](int value) { m_atEnd = value >= m_table->verticalScrollBar()->maximum(); });
    connect(m_table->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int maximum) {
        if (m_atEnd) m_table->verticalScrollBar()->setValue(maximum);
    });
    showState();
}

EventsList::~EventsList() {
    m_table->setModel(nullptr);
}

void EventsList::setModel(model::EventTableModel* source, int control) {
    m_table->setModel(nullptr);
    m_model.reset();
    m_atEnd = true;
    m_protected = source ? source->protectedConnections() : 0;
    m_bar->setConnections(m_protected, control);
    m_filter.setConnection({});
    m_bar->setFilter(m_filter);
    if (source) {
        m_model = std::make_unique<model::EventFilterModel>(*source);
        m_model->setFilter(m_filter);
        m_table->setModel(m_model.get());
        constexpr int kWidths[]{116, 100, 128, 150, 96, 56};
        for (int i = 0; i < static_cast<int>(std::size(kWidths)); ++i)
            m_table->setColumnWidth(i, kWidths[i]);
        connect(m_model.get(), &model::EventFilterModel::countChanged, this, &EventsList::showState);
        connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
                &EventsList::onCurrentChanged);
    }
    showState();
}

void EventsList::setFilter(const model::EventFilter& filter) {
    const auto chosen = selectedEvent();
    m_filter = filter;
    m_bar->setFilter(filter);
    if (m_model) {
        const QScopedValueRollback quiet(m_choosing, true);
        m_model->setFilter(filter);
    }
    selectEvent(chosen);
    showState();
}

/// Shows the table, or why it is empty.
void EventsList::showState() {
    const int shown = m_model ? m_model->rowCount() : 0;
    const int total = m_model ? m_model->total() : 0;
    m_bar->setCount(shown, total);
    if (shown == 0 && total > 0)
        m_nothingWords->setText(tr("No event matches '%1'. %2 events are hidden.")
                                    .arg(m_filter.description(m_protected), model::formatCount(total)));
    m_stack->setCurrentWidget(shown > 0 ? static_cast<QWidget*>(m_table) : total > 0 ? m_nothing : m_empty);
}

void EventsList::selectEvent(std::optional<EventKey> key) {
    if (!m_model || key == selectedEvent()) return;
    const QScopedValueRollback quiet(m_choosing, true);
    const int row = key ? m_model->rowOf(*key) : -1;
    if (row < 0) {
        m_table->selectionModel()->clear();
        return;
    }
    m_table->selectRow(row);
    m_table->scrollTo(m_model->index(row, 0), QAbstractItemView::EnsureVisible);
}

std::optional<EventKey> EventsList::selectedEvent() const {
    if (!m_model) return std::nullopt;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty()) return std::nullopt;
    const QModelIndex current = m_table->currentIndex();
    const QModelIndex row = rows.contains(current.siblingAtColumn(0)) ? current : rows.first();
    return m_model->eventAt(row.row()).key;
}

QString EventsList::placeText(EventKey key) const {
    const int row = m_model ? m_model->rowOf(key) : -1;
    return row < 0
               ? tr("Hidden by the filter.")
               : tr("Row %1 of %2").arg(model::formatCount(row + 1), model::formatCount(m_model->rowCount()));
}

void EventsList::onCurrentChanged() {
    if (m_choosing) return;
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) return;
    // The selected row stays in view: following the end stops, unless this row is the end.
    m_atEnd = current.row() == m_model->rowCount() - 1;
    Q_EMIT eventChosen(m_model->eventAt(current.row()).key);
}

void EventsList::copySelection() const {
    if (!m_model) return;
    QStringList lines;
    for (const QModelIndex& row : m_table->selectionModel()->selectedRows()) {
        QStringList cells;
        for (int i = 0; i < model::kEventColumns; ++i)
            cells << row.siblingAtColumn(i).data().toString();
        lines << cells.join(u'\t');
    }
    if (!lines.isEmpty()) QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

bool EventsList::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        copySelection();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace maintscope::ui

#include "moc_events_list.cpp"
