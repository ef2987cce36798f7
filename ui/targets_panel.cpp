// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/targets_panel.h"

#include "ui/theme.h"

#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStackedLayout>
#include <QStyledItemDelegate>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using model::TargetRole;

constexpr int kRow = 24;

/// Badge, name, and what is short enough to stand beside it.
class Delegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {80, kRow};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& t = currentTheme();
        const bool selected = option.state & QStyle::State_Selected;
        painter->save();
        painter->fillRect(option.rect, selected ? t.selection : t.window);
        const QRect row = option.rect.adjusted(8, 0, -8, 0);
        const auto rank = static_cast<model::TargetRank>(index.data(model::role(TargetRole::Rank)).toInt());
        paintBadge(*painter, QRectF(row.left(), row.center().y() - 6.5, 14, 14), badgeOf(rank), t);
        const QString aside = index.data(model::role(TargetRole::Aside)).toString();
        painter->setFont(monoFont(11));
        painter->setPen(selected ? t.selectionText : t.secondText);
        const int asideWidth = aside.isEmpty() ? 0 : painter->fontMetrics().horizontalAdvance(aside) + 8;
        painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, aside);
        painter->setFont(uiFont(12, selected ? QFont::DemiBold : QFont::Normal));
        painter->setPen(selected ? t.selectionText : t.ink);
        const QRect name = row.adjusted(23, 0, -asideWidth, 0);
        painter->drawText(
            name, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, name.width()));
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(QPen(t.focus, 1));
            painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
        }
        painter->restore();
    }
};

} // namespace

Badge badgeOf(model::TargetRank rank) {
    switch (rank) {
    case model::TargetRank::Failing:
        return Badge::Failing;
    case model::TargetRank::HandingOff:
        return Badge::Handoff;
    case model::TargetRank::Announced:
        return Badge::Announced;
    case model::TargetRank::NotProtected:
        return Badge::Attention;
    case model::TargetRank::NotMeasured:
        return Badge::NotMeasured;
    case model::TargetRank::Healthy:
        return Badge::Healthy;
    }
    return Badge::NotMeasured;
}

TargetsPanel::TargetsPanel(QWidget* parent)
    : QWidget(parent)
    , m_stack(new QStackedLayout(this))
    , m_empty(new QLabel(tr("Targets appear here,\nworst first."), this))
    , m_list(new QListView(this)) {
    setObjectName(u"targets"_s);
    setMinimumWidth(120);
    m_empty->setForegroundRole(kSecondInkRole);
    m_empty->setAlignment(Qt::AlignCenter);
    m_list->setObjectName(u"targetsList"_s);
    m_list->setAccessibleName(tr("Targets"));
    m_list->setAccessibleDescription(tr("Worst first; choosing one shows it"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setModelColumn(static_cast<int>(model::TargetColumn::Name));
    m_list->setItemDelegate(new Delegate(m_list));
    m_list->viewport()->setBackgroundRole(QPalette::Window);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_list);
    setFocusProxy(m_list);
}

void TargetsPanel::setModel(model::TargetListModel* model) {
    m_model = model;
    m_list->setModel(model);
    m_list->setModelColumn(static_cast<int>(model::TargetColumn::Name));
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                if (m_choosing || !current.isValid()) return;
                m_current = m_model->row(current.row()).id;
                Q_EMIT targetChosen(m_current);
            });
    connect(model, &QAbstractItemModel::rowsInserted, this, &TargetsPanel::showState);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &TargetsPanel::showState);
    showState();
}

void TargetsPanel::setCurrent(model::SessionId id) {
    m_current = id;
    showState();
}

void TargetsPanel::showState() {
    m_stack->setCurrentWidget(m_model && m_model->rowCount() > 0 ? static_cast<QWidget*>(m_list) : m_empty);
    const int row = m_model ? m_model->rowOf(m_current) : -1;
    const QScopedValueRollback quiet(m_choosing, true);
    if (row >= 0) m_list->setCurrentIndex(m_model->index(row, static_cast<int>(model::TargetColumn::Name)));
}

} // namespace maintscope::ui
