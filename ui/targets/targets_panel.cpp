// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/targets/targets_panel.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_setup.h"

#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using model::TargetRole;

constexpr int kPanelRow = 24;

/// Badge, name, and the figures that are short enough to fit beside it.
class PanelDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {80, rowHeight(kPanelRow)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const auto rank = static_cast<model::TargetRank>(index.data(model::role(TargetRole::Rank)).toInt());
        paintRow(*painter, option, index.data().toString(),
                 index.data(model::role(TargetRole::Aside)).toString(),
                 [rank](QPainter& p, const QRectF& place, const Theme& t) {
                     paintBadge(p, place, badgeOf(rank), t);
                 });
    }

protected:
    template <class Sign>
    static void paintRow(QPainter& painter, const QStyleOptionViewItem& option, const QString& text,
                         const QString& aside, const Sign& sign) {
        const Theme& t = currentTheme();
        const bool selected = option.state & QStyle::State_Selected;
        painter.save();
        painter.fillRect(option.rect, selected ? t.selection : t.window);
        const QRect row = option.rect.adjusted(8, 0, -8, 0);
        sign(painter, QRectF(row.left(), row.center().y() - 6.5, 14, 14), t);
        painter.setFont(monoFont(11));
        painter.setPen(selected ? t.selectionText : t.secondText);
        const int asideWidth = aside.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(aside) + 8;
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, aside);
        painter.setFont(uiFont(12, selected ? QFont::DemiBold : QFont::Normal));
        painter.setPen(selected ? t.selectionText : t.ink);
        const QRect name = row.adjusted(23, 0, -asideWidth, 0);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text, Qt::ElideMiddle, name.width()));
        if (option.state & QStyle::State_HasFocus) {
            painter.setPen(QPen(t.focus, 1));
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
        }
        painter.restore();
    }
};

/// Roles of the recordings' rows.
constexpr int kSession = Qt::UserRole + 1;
constexpr int kVerdict = Qt::UserRole + 2;
/// With more than these, the list scrolls.
constexpr int kRecordingRows = 4;

/// File icon, name and verdict.
class RecordingDelegate : public PanelDelegate {
public:
    using PanelDelegate::PanelDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        paintRow(*painter, option, index.data().toString(), index.data(kVerdict).toString(),
                 [](QPainter& p, const QRectF& place, const Theme&) {
                     icon("document"_L1).paint(&p, place.toRect());
                 });
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
    , m_stack(new QStackedLayout)
    , m_empty(new QLabel(tr("Targets appear here,\nworst first."), this))
    , m_list(new QListView(this))
    , m_recordingsPart(new QWidget(this))
    , m_recordings(new QListWidget(m_recordingsPart)) {
    setObjectName(u"targets"_s);
    setMinimumWidth(120);
    m_empty->setForegroundRole(kSecondInkRole);
    m_empty->setAlignment(Qt::AlignCenter);
    m_list->setObjectName(u"targetsList"_s);
    m_list->setAccessibleName(tr("Targets"));
    m_list->setAccessibleDescription(tr("Worst first; select a target to show it"));
    m_list->setModelColumn(model::kTargetNameColumn);
    m_list->setItemDelegate(new PanelDelegate(m_list));
    m_recordings->setObjectName(u"openRecordingsList"_s);
    m_recordings->setAccessibleName(tr("Open recordings"));
    m_recordings->setAccessibleDescription(tr("Select a recording to show it"));
    m_recordings->setItemDelegate(new RecordingDelegate(m_recordings));
    for (QListView* list : {m_list, static_cast<QListView*>(m_recordings)}) {
        list->setFrameShape(QFrame::NoFrame);
        list->setUniformItemSizes(true);
        list->setEditTriggers(QAbstractItemView::NoEditTriggers);
        list->viewport()->setBackgroundRole(QPalette::Window);
    }
    auto* title = new QLabel(tr("Open recordings"), m_recordingsPart);
    title->setFont(uiFont(12, QFont::DemiBold));
    title->setContentsMargins(8, 4, 8, 2);
    title->setBuddy(m_recordings);
    auto* recordings = new QVBoxLayout(m_recordingsPart);
    recordings->setContentsMargins(0, 0, 0, 6);
    recordings->setSpacing(0);
    recordings->addWidget(title);
    recordings->addWidget(m_recordings);
    m_recordingsPart->hide();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_list);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_recordingsPart);
    layout->addLayout(m_stack, 1);
    setFocusProxy(m_list);
    connect(m_recordings, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (!m_choosing && item) choose(SessionId{item->data(kSession).toUInt()});
    });
}

void TargetsPanel::choose(SessionId id) {
    setCurrent(id);
    Q_EMIT targetChosen(id);
}

void TargetsPanel::setRecordings(const std::vector<OpenRecording>& recordings) {
    {
        const QScopedValueRollback quiet(m_choosing, true);
        m_recordings->clear();
        for (const OpenRecording& recording : recordings) {
            auto* item = new QListWidgetItem(recording.name, m_recordings);
            item->setData(kSession, recording.id.value);
            item->setData(kVerdict, recording.verdict);
            item->setToolTip(recording.name);
        }
    }
    const int rows = std::min(kRecordingRows, m_recordings->count());
    m_recordings->setFixedHeight(std::max(1, rows) * rowHeight(kPanelRow));
    m_recordingsPart->setVisible(rows > 0);
    showState();
}

void TargetsPanel::setModel(model::TargetListModel* model) {
    m_model = model;
    m_list->setModel(model);
    m_list->setModelColumn(model::kTargetNameColumn);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                if (m_choosing || !current.isValid()) return;
                choose(m_model->row(current.row()).id);
            });
    connect(model, &QAbstractItemModel::rowsInserted, this, &TargetsPanel::showState);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &TargetsPanel::showState);
    showState();
}

void TargetsPanel::setCurrent(SessionId id) {
    m_current = id;
    showState();
}

void TargetsPanel::showState() {
    m_stack->setCurrentWidget(m_model && m_model->rowCount() > 0 ? static_cast<QWidget*>(m_list) : m_empty);
    const int row = m_model ? m_model->rowOf(m_current) : -1;
    const QScopedValueRollback quiet(m_choosing, true);
    if (m_model)
        m_list->setCurrentIndex(row >= 0 ? m_model->index(row, model::kTargetNameColumn) : QModelIndex());
    QListWidgetItem* shown = nullptr;
    for (int i = 0; i < m_recordings->count(); ++i)
        if (m_recordings->item(i)->data(kSession).toUInt() == m_current.value) shown = m_recordings->item(i);
    m_recordings->setCurrentItem(shown);
}

} // namespace maintscope::ui

#include "moc_targets_panel.cpp"
