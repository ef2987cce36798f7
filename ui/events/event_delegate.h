// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <QStyledItemDelegate>

class QPainter;
class QRectF;

namespace maintscope::ui {

/// Draws the mark of a severity; its shape alone identifies it.
void paintSeverity(QPainter& painter, const QRectF& rect, Severity severity);

/// Cells of an event table: times and numbers in the mono font, the severity with its mark.
class EventDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace maintscope::ui
