// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/event_delegate.h"

#include "model/events/event_table_model.h"
#include "ui/paint/badge.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace maintscope::ui {
namespace {

using model::EventColumn;
using model::EventRole;

constexpr int kInset = 4; ///< beside the margin that the style gives text
constexpr int kMarkSide = 14;

} // namespace

void paintSeverity(QPainter& painter, const QRectF& rect, Severity severity) {
    const Theme& t = currentTheme();
    painter.setRenderHint(QPainter::Antialiasing);
    switch (severity) {
    case Severity::Error:
        paintBadge(painter, rect, Badge::Failing, t);
        break;
    case Severity::Warning:
        paintBadge(painter, rect, Badge::Attention, t);
        break;
    case Severity::Notice:
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.grey);
        painter.drawEllipse(rect.center(), 4, 4);
        break;
    case Severity::Info:
        painter.setPen(QPen(t.grey, 1.3));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(rect.center(), 3.4, 3.4);
        break;
    }
}

void EventDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const auto which = static_cast<EventColumn>(index.column());
    if (which == EventColumn::Time || which == EventColumn::Seq) option->font = monoFont(11);
    option->displayAlignment = Qt::AlignLeft | Qt::AlignVCenter;
    option->textElideMode = Qt::ElideRight;
    // The row has the focus; a box around one cell would mean nothing.
    option->state &= ~QStyle::State_HasFocus;
}

void EventDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    const bool selected = option.state & QStyle::State_Selected;
    const Theme& t = currentTheme();
    painter->fillRect(option.rect, selected ? t.selection : index.row() % 2 == 0 ? t.canvas : t.otherRow);
    if (static_cast<EventColumn>(index.column()) != EventColumn::Severity) {
        QStyleOptionViewItem inset = option;
        inset.rect.setLeft(option.rect.left() + kInset);
        QStyledItemDelegate::paint(painter, inset, index);
        return;
    }
    painter->save();
    paintSeverity(*painter,
                  QRectF(option.rect.left() + 6, option.rect.center().y() - kMarkSide / 2.0 + 0.5, kMarkSide,
                         kMarkSide),
                  static_cast<Severity>(index.data(model::role(EventRole::Severity)).toInt()));
    painter->setPen(selected ? t.selectionText : t.ink);
    painter->setFont(uiFont(12));
    painter->drawText(option.rect.adjusted(26, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                      index.data().toString());
    painter->restore();
}

} // namespace maintscope::ui

#include "moc_event_delegate.cpp"
