// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events_list.h"

#include "client/types/event.h"
#include "model/event_table_model.h"
#include "model/format.h"
#include "ui/paint/badge.h"
#include "ui/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollBar>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTableView>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using model::EventColumn;
using model::EventRole;

constexpr int kRowHeight = 22;
constexpr int kHeaderHeight = 24;
constexpr int kInset = 4; ///< beside the margin that the style gives text

int column(EventColumn value) {
    return static_cast<int>(value);
}

/// Times, numbers and endpoints in the mono font; the severity with its mark.
class Delegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto which = static_cast<EventColumn>(index.column());
        if (which == EventColumn::Time || which == EventColumn::Seq) option->font = monoFont(11);
        option->displayAlignment = Qt::AlignLeft | Qt::AlignVCenter;
        option->textElideMode = Qt::ElideRight;
        // Focus belongs to the row; a box around one cell says nothing.
        option->state &= ~QStyle::State_HasFocus;
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        if (index.column() != column(EventColumn::Severity)) {
            QStyleOptionViewItem inset = option;
            const bool selected = option.state & QStyle::State_Selected;
            const Theme& t = currentTheme();
            painter->fillRect(option.rect, selected               ? t.selection
                                           : index.row() % 2 == 0 ? t.canvas
                                                                  : t.otherRow);
            inset.rect.setLeft(option.rect.left() + kInset);
            QStyledItemDelegate::paint(painter, inset, index);
            return;
        }
        painter->save();
        const bool selected = option.state & QStyle::State_Selected;
        const Theme& t = currentTheme();
        painter->fillRect(option.rect, selected ? t.selection : index.row() % 2 == 0 ? t.canvas : t.otherRow);
        const QRectF mark(option.rect.left() + 6, option.rect.center().y() - 6.5, 14, 14);
        painter->setRenderHint(QPainter::Antialiasing);
        switch (static_cast<Severity>(index.data(model::role(EventRole::Severity)).toInt())) {
        case Severity::Error:
            paintBadge(*painter, mark, Badge::Failing, t);
            break;
        case Severity::Warning:
            paintBadge(*painter, mark, Badge::Attention, t);
            break;
        case Severity::Notice:
            painter->setPen(Qt::NoPen);
            painter->setBrush(t.grey);
            painter->drawEllipse(mark.center(), 4, 4);
            break;
        case Severity::Info:
            painter->setPen(QPen(t.grey, 1.3));
            painter->setBrush(Qt::NoBrush);
            painter->drawEllipse(mark.center(), 3.4, 3.4);
            break;
        }
        painter->setPen(selected ? t.selectionText : t.ink);
        painter->setFont(uiFont(12));
        painter->drawText(option.rect.adjusted(26, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          index.data().toString());
        painter->restore();
    }
};

} // namespace

EventsList::EventsList(QWidget* parent)
    : QWidget(parent)
    , m_stack(new QStackedLayout(this))
    , m_empty(new QLabel(tr("Events appear here from the first second.\nEvery session is recorded on this "
                            "computer; nothing is sent "
                            "anywhere."),
                         this))
    , m_table(new QTableView(this)) {
    setObjectName(u"events"_s);
    QPalette palette = m_empty->palette();
    palette.setColor(QPalette::WindowText, currentTheme().secondText);
    m_empty->setPalette(palette);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setTextFormat(Qt::PlainText);

    m_table->setObjectName(u"eventsTable"_s);
    m_table->setAccessibleName(tr("Events"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setItemDelegate(new Delegate(m_table));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->verticalHeader()->setMinimumSectionSize(kRowHeight);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setFixedHeight(kHeaderHeight);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setMinimumSectionSize(40);
    m_table->installEventFilter(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    // Only the user lets go of the end: inserting rows moves the maximum, not the value.
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this,
            [this](int value) { m_atEnd = value >= m_table->verticalScrollBar()->maximum(); });
    connect(m_table->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int maximum) {
        if (m_atEnd) m_table->verticalScrollBar()->setValue(maximum);
    });
}

void EventsList::setModel(QAbstractItemModel* model) {
    if (m_table->model()) disconnect(m_table->model(), nullptr, this, nullptr);
    m_table->setModel(model);
    m_atEnd = true;
    if (model) {
        constexpr int kWidths[]{116, 100, 128, 140, 96, 56};
        for (int i = 0; i < static_cast<int>(std::size(kWidths)); ++i)
            m_table->setColumnWidth(i, kWidths[i]);
        connect(model, &QAbstractItemModel::rowsInserted, this, &EventsList::onRowsInserted);
        connect(model, &QAbstractItemModel::modelReset, this, &EventsList::onRowsInserted);
    }
    onRowsInserted();
}

QString EventsList::countText() const {
    return m_table->model() ? model::formatCount(m_table->model()->rowCount()) : u"0"_s;
}

void EventsList::onRowsInserted() {
    const bool any = m_table->model() && m_table->model()->rowCount() > 0;
    m_stack->setCurrentWidget(any ? static_cast<QWidget*>(m_table) : m_empty);
    Q_EMIT countChanged();
}

void EventsList::copySelection() const {
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
