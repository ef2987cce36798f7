// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/targets/fleet_page.h"

#include "model/base/format.h"
#include "ui/paint/operation.h"
#include "ui/targets/minute_strip.h"
#include "ui/targets/targets_panel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_setup.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using model::Minute;
using model::MinuteState;
using model::TargetCell;
using model::TargetRank;

constexpr int kFleetRow = 28;
constexpr int kCountersHeight = 66;
constexpr int kLegendHeight = 36;
constexpr std::array kRanks{TargetRank::Failing,      TargetRank::HandingOff,  TargetRank::Announced,
                            TargetRank::NotProtected, TargetRank::NotMeasured, TargetRank::Healthy};

const model::TargetColumn& columnOf(int section) {
    return model::targetColumns()[static_cast<std::size_t>(section)];
}

/// The minute at the right edge of all strips: the latest of all rows.
std::int64_t lastMinuteOf(const model::TargetListModel& model) {
    std::int64_t last = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        last = std::max(last, model.row(row).lastMinute);
    return last;
}

class FleetDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& t = currentTheme();
        const auto& model = *static_cast<const model::TargetListModel*>(index.model());
        const model::TargetRow& target = model.row(index.row());
        const bool selected = option.state & QStyle::State_Selected;
        painter->save();
        painter->fillRect(option.rect, selected ? t.selection : index.row() % 2 == 0 ? t.canvas : t.otherRow);
        const QColor ink = selected ? t.selectionText : t.ink;
        const QRect cell = option.rect.adjusted(8, 0, -8, 0);
        const model::TargetColumn& column = columnOf(index.column());
        switch (column.cell) {
        case TargetCell::State: {
            paintBadge(*painter, QRectF(cell.left(), cell.center().y() - 7, 15, 15), badgeOf(target.rank), t);
            const bool calm = target.rank == TargetRank::Healthy;
            write(*painter, uiFont(12, calm ? QFont::Normal : QFont::DemiBold),
                  selected ? ink
                  : calm   ? t.secondText
                           : t.ink,
                  cell.adjusted(24, 0, 0, 0), Qt::AlignLeft, target.state);
            break;
        }
        case TargetCell::Name:
            write(*painter, uiFont(12, QFont::DemiBold), ink, cell, Qt::AlignLeft, target.name);
            break;
        case TargetCell::Text:
            write(*painter, uiFont(12), ink, cell, Qt::AlignLeft, index.data().toString());
            break;
        case TargetCell::Mono:
            write(*painter, monoFont(12), ink, cell, Qt::AlignLeft, index.data().toString());
            break;
        case TargetCell::Number: {
            const bool loud = column.loud && column.loud(target);
            write(*painter, monoFont(12, loud ? QFont::DemiBold : QFont::Normal), ink, cell, Qt::AlignRight,
                  index.data().toString());
            break;
        }
        case TargetCell::Minutes:
            paintMinutes(*painter, t, QRectF(cell).adjusted(0, 5, 0, -5), target.cells, target.lastMinute,
                         lastMinuteOf(model));
            break;
        }
        painter->setPen(t.grid);
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        painter->restore();
    }

private:
    static void write(QPainter& painter, const QFont& font, const QColor& ink, const QRect& rect,
                      Qt::Alignment align, const QString& text) {
        painter.setFont(font);
        painter.setPen(ink);
        painter.drawText(rect, align | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
    }
};

} // namespace

/// How many targets are in each state; a state is coloured only if it has targets.
class FleetPage::Counters : public QWidget {
public:
    explicit Counters(QWidget* parent)
        : QWidget(parent) {
        setObjectName(u"fleetCounters"_s);
        setFixedHeight(kCountersHeight);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    void set(const std::array<int, 6>& counts) {
        m_counts = counts;
        QStringList words;
        for (std::size_t i = 0; i < kRanks.size(); ++i)
            words << u"%1 %2"_s.arg(counts[i]).arg(model::rankWord(kRanks[i]));
        setAccessibleName(FleetPage::tr("Targets by state"));
        setAccessibleDescription(words.join(u", "_s));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& t = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        double x = 10;
        for (std::size_t i = 0; i < kRanks.size(); ++i) {
            const Badge badge = badgeOf(kRanks[i]);
            const bool fills = m_counts[i] > 0 && kRanks[i] <= TargetRank::Announced;
            const QString number = QString::number(m_counts[i]);
            const QString word = model::rankWord(kRanks[i]);
            const QFont big = monoFont(26, QFont::DemiBold);
            const QFont small = uiFont(12, fills ? QFont::DemiBold : QFont::Normal);
            const double numberWidth = QFontMetricsF(big).horizontalAdvance(number);
            const double wordWidth = QFontMetricsF(small).horizontalAdvance(word);
            const double width = 12 + 30 + 10 + numberWidth + 10 + wordWidth + 12;
            const QRectF box(x, 11, width, height() - 22);
            if (fills) {
                painter.setPen(QPen(t.ink, 1));
                painter.setBrush(badgeFill(badge, t));
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
            }
            paintBadge(painter, QRectF(x + 12, box.center().y() - 15, 30, 30), badge, t);
            painter.setPen(fills ? t.onFill : t.ink);
            painter.setFont(big);
            painter.drawText(QRectF(x + 52, box.top(), numberWidth + 1, box.height()),
                             Qt::AlignLeft | Qt::AlignVCenter, number);
            painter.setFont(small);
            painter.drawText(QRectF(x + 52 + numberWidth + 10, box.top(), wordWidth + 1, box.height()),
                             Qt::AlignLeft | Qt::AlignVCenter, word);
            x += width + 8;
        }
    }

private:
    std::array<int, 6> m_counts{};
};

/// What the cells mean.
class FleetPage::Legend : public QWidget {
public:
    explicit Legend(QWidget* parent)
        : QWidget(parent) {
        setFixedHeight(kLegendHeight);
        setAccessibleName(FleetPage::tr("What the cells mean"));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& t = currentTheme();
        QPainter painter(this);
        painter.fillRect(QRect(0, 0, width(), 1), t.border);
        std::vector<OperationKind> operations = operationRows();
        std::sort(operations.begin(), operations.end(),
                  [](OperationKind a, OperationKind b) { return factsOf(a).weight < factsOf(b).weight; });
        std::vector<std::pair<Minute, QString>> entries{{{MinuteState::Healthy}, FleetPage::tr("healthy")}};
        for (const OperationKind kind : operations)
            entries.push_back({{MinuteState::Maintenance, kind},
                               kind == OperationKind::Moving ? FleetPage::tr("MOVING, handoff")
                                                             : model::operationName(kind)});
        entries.push_back({{MinuteState::Failure}, FleetPage::tr("gap or failed commands")});
        entries.push_back({{MinuteState::NotMeasured}, FleetPage::tr("not measured")});
        double x = 14;
        painter.setFont(uiFont(11));
        for (const auto& [minute, words] : entries) {
            const double mark = minute.state == MinuteState::Failure ? 4 : 14;
            paintMinute(painter, t, QRectF(x, height() / 2.0 - 9, mark, 18), minute);
            x += mark + 8;
            painter.setPen(t.ink);
            const double width = painter.fontMetrics().horizontalAdvance(words);
            painter.drawText(QRectF(x, 0, width + 1, height()), Qt::AlignLeft | Qt::AlignVCenter, words);
            x += width + 22;
        }
        painter.setPen(t.secondText);
        const QRectF rest(x, 0, std::max(0.0, width() - 10 - x), height());
        painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(FleetPage::tr("1 cell = 1 min, by its worst event"),
                                                          Qt::ElideRight, static_cast<int>(rest.width())));
    }
};

/// The header of the last column is a time axis.
class FleetPage::Header : public QHeaderView {
public:
    explicit Header(QWidget* parent)
        : QHeaderView(Qt::Horizontal, parent) {
        setSectionsClickable(false);
        setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override {
        painter->save();
        QHeaderView::paintSection(painter, rect, section);
        painter->restore();
        const auto* targets = qobject_cast<const model::TargetListModel*>(model());
        if (columnOf(section).cell != TargetCell::Minutes || !targets || targets->rowCount() == 0) return;
        const Theme& t = currentTheme();
        painter->save();
        painter->fillRect(rect.adjusted(0, 0, 0, -1), t.panel);
        painter->setFont(monoFont(10));
        const QRectF strip = QRectF(rect).adjusted(8, 0, -8, 0);
        const std::int64_t last = lastMinuteOf(*targets);
        for (int ago = model::kFleetMinutes; ago >= 0; ago -= 30) {
            const double x = strip.right() - strip.width() * ago / model::kFleetMinutes;
            const QString time = model::formatTimeS(WallTime(std::chrono::minutes(last + 1 - ago))).first(5);
            painter->setPen(t.secondText);
            if (ago == 0) {
                painter->drawText(strip, Qt::AlignRight | Qt::AlignVCenter, time + u" UTC"_s);
            } else {
                painter->drawLine(QPointF(x, rect.bottom() - 6), QPointF(x, rect.bottom()));
                painter->drawText(QRectF(x + 4, rect.top(), 60, rect.height()),
                                  Qt::AlignLeft | Qt::AlignVCenter, time);
            }
        }
        painter->restore();
    }
};

FleetPage::FleetPage(QWidget* parent)
    : QWidget(parent)
    , m_counters(new Counters(this))
    , m_sort(new QComboBox(this))
    , m_group(new QComboBox(this))
    , m_table(new QTableView(this)) {
    setObjectName(u"fleetPage"_s);
    setAccessibleName(tr("Fleet"));
    m_sort->setObjectName(u"fleetSort"_s);
    for (const model::TargetOrder& order : model::targetOrders())
        m_sort->addItem(order.title);
    m_group->setObjectName(u"fleetGroup"_s);
    m_group->addItems({tr("None"), tr("Environment")});
    m_table->setObjectName(u"fleetTable"_s);
    m_table->setAccessibleName(tr("Targets"));
    m_table->setAccessibleDescription(tr("One row per target; press Enter to open it"));
    m_table->setHorizontalHeader(new Header(m_table));
    setUpTable(*m_table, kFleetRow);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new FleetDelegate(m_table));
    setFocusProxy(m_table);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(0, 0, 10, 0);
    top->setSpacing(8);
    top->addWidget(m_counters, 1);
    const auto add = [&](const QString& words, QComboBox* box) {
        auto* label = new QLabel(words, this);
        label->setBuddy(box);
        label->setForegroundRole(kSecondInkRole);
        box->setAccessibleName(QString(words).remove(u'&'));
        top->addWidget(label);
        top->addWidget(box);
        connect(box, &QComboBox::activated, this, &FleetPage::order);
    };
    add(tr("Sort"), m_sort);
    add(tr("Group"), m_group);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(new Legend(this));
    connect(m_table, &QTableView::activated, this, [this] {
        if (const auto id = chosen()) Q_EMIT targetOpened(*id);
    });
}

void FleetPage::setModel(model::TargetListModel* model) {
    m_model = model;
    m_table->setModel(model);
    for (int i = 0; i < model->columnCount(); ++i)
        if (columnOf(i).width > 0) m_table->setColumnWidth(i, columnOf(i).width);
    connect(model, &QAbstractItemModel::dataChanged, this, &FleetPage::showCounts);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &FleetPage::showCounts);
    showCounts();
}

void FleetPage::setCurrent(SessionId id) {
    const int row = m_model ? m_model->rowOf(id) : -1;
    if (row >= 0) m_table->selectRow(row);
}

std::optional<SessionId> FleetPage::chosen() const {
    const QModelIndex current = m_table->currentIndex();
    return m_model && current.isValid() ? std::optional(m_model->row(current.row()).id) : std::nullopt;
}

void FleetPage::showCounts() {
    m_counters->set(m_model->counts());
    m_table->horizontalHeader()->viewport()->update();
}

void FleetPage::order() {
    if (m_model)
        m_model->setOrder(static_cast<std::size_t>(m_sort->currentIndex()), m_group->currentIndex() == 1);
}

} // namespace maintscope::ui

#include "moc_fleet_page.cpp"
