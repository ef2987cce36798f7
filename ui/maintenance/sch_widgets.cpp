// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintenance/sch_widgets.h"

#include "model/base/format.h"
#include "ui/paint/badge.h"
#include "ui/theme/theme.h"

#include <QBoxLayout>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kStageMark = 16;
constexpr int kDiffLine = 20;
constexpr int kGutter = 30;
constexpr int kBetweenColumns = 12;
constexpr int kFirstShare = 5; ///< of the width, if both columns fit side by side
constexpr int kSecondShare = 3;

} // namespace

FlagMark::FlagMark(int side, QWidget* parent)
    : QWidget(parent)
    , m_side(side) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void FlagMark::setFlag(Flag flag) {
    if (m_flag == flag) return;
    m_flag = flag;
    update();
}

QSize FlagMark::sizeHint() const {
    return {m_side, m_side};
}

void FlagMark::paintEvent(QPaintEvent*) {
    const Theme& t = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle = QRectF(rect()).adjusted(2, 2, -2, -2);
    QPen pen(t.ink, 2);
    if (m_flag == Flag::Unknown) {
        pen.setColor(t.secondText);
        pen.setDashPattern({2, 1.6});
    }
    if (m_flag == Flag::NotSupported) pen.setColor(t.secondText);
    painter.setPen(pen);
    painter.setBrush(m_flag == Flag::On ? QBrush(t.healthy) : QBrush(Qt::NoBrush));
    painter.drawEllipse(circle);
    if (m_flag == Flag::NotSupported) {
        const double inset = circle.width() * 0.146; // the diagonal meets the ring here
        painter.drawLine(circle.bottomLeft() + QPointF(inset, -inset),
                         circle.topRight() + QPointF(-inset, inset));
    }
}

class StageWidget::Mark : public QWidget {
public:
    explicit Mark(QWidget* parent)
        : QWidget(parent) {
        setFixedSize(kStageMark, kStageMark);
    }
    void setState(model::SchStageState state) {
        m_state = state;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& t = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF area(rect());
        switch (m_state) {
        case model::SchStageState::Done:
            return paintBadge(painter, area, Badge::Healthy, t);
        case model::SchStageState::Failed:
            return paintBadge(painter, area, Badge::Failing, t);
        case model::SchStageState::Current:
            painter.setPen(QPen(t.focus, 2));
            break;
        case model::SchStageState::Waiting: {
            QPen pen(t.secondText, 1.4);
            pen.setDashPattern({2, 1.7});
            painter.setPen(pen);
            break;
        }
        }
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(area.adjusted(2, 2, -2, -2));
    }

private:
    model::SchStageState m_state = model::SchStageState::Waiting;
};

StageWidget::StageWidget(const QString& name, bool first, QWidget* parent)
    : QWidget(parent)
    , m_name(name)
    , m_mark(new Mark(this))
    , m_label(new QLabel(name, this))
    , m_note(new QLabel(this)) {
    m_label->setFont(uiFont(12, QFont::DemiBold));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setForegroundRole(kSecondInkRole);
    m_note->hide();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    if (!first) {
        auto* arrow = new QLabel(u"\u2192"_s, this);
        arrow->setForegroundRole(kSecondInkRole);
        layout->addWidget(arrow);
        layout->addSpacing(2);
    }
    layout->addWidget(m_mark);
    layout->addWidget(m_label);
    layout->addWidget(m_note);
    setStage({});
}

void StageWidget::setStage(const model::SchStageView& stage, const QString& extra) {
    m_mark->setState(stage.state);
    QString note = extra;
    if (stage.httpStatus != 0) {
        note = tr("%1 in %2").arg(QString::number(stage.httpStatus), model::formatDuration(stage.elapsed));
        if (!extra.isEmpty()) note += u", "_s + extra;
    }
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    QString state;
    switch (stage.state) {
    case model::SchStageState::Waiting:
        state = tr("waiting");
        break;
    case model::SchStageState::Current:
        state = tr("next");
        break;
    case model::SchStageState::Done:
        state = tr("done");
        break;
    case model::SchStageState::Failed:
        state = tr("failed");
        break;
    }
    setAccessibleName(tr("%1: %2").arg(m_name, note.isEmpty() ? state : state + u", "_s + note));
}

DiffView::DiffView(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void DiffView::setDiff(const QString& request, const std::vector<FieldDiff>& lines,
                       const QString& emptyText) {
    m_request = request;
    m_emptyText = emptyText;
    m_lines.clear();
    QStringList spoken{request};
    for (const FieldDiff& line : lines) {
        const QString field = u"\"%1\": "_s.arg(QString::fromStdString(line.field));
        if (line.differs()) {
            m_lines.push_back({u'\u2212', field + QString::fromStdString(line.before), true, true});
            m_lines.push_back({u'+', field + QString::fromStdString(line.after), false, true});
            spoken << tr("%1 from %2 to %3")
                          .arg(QString::fromStdString(line.field), QString::fromStdString(line.before),
                               QString::fromStdString(line.after));
        } else {
            m_lines.push_back({u' ', field + QString::fromStdString(line.before), false, false});
        }
    }
    if (lines.empty()) spoken << emptyText;
    setAccessibleName(tr("Change"));
    setAccessibleDescription(spoken.join(u"; "_s));
    updateGeometry();
    update();
}

QSize DiffView::sizeHint() const {
    const auto lines = std::max<std::size_t>(m_lines.size(), 1) + 1;
    return {400, static_cast<int>(lines) * kDiffLine + 2};
}

QSize DiffView::minimumSizeHint() const {
    return {200, sizeHint().height()};
}

void DiffView::paintEvent(QPaintEvent*) {
    const Theme& t = currentTheme();
    QPainter painter(this);
    painter.fillRect(rect(), t.canvas);
    painter.fillRect(QRect(0, 0, width(), kDiffLine), t.window);
    QFont mono = monoFont(12);
    painter.setFont(mono);
    painter.setPen(t.secondText);
    const auto line = [&](int row) { return QRect(0, 1 + row * kDiffLine, width(), kDiffLine); };
    const auto put = [&](const QRect& area, const QString& words) {
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(words, Qt::ElideRight, area.width()));
    };
    put(line(0).adjusted(10, 0, -10, 0), m_request);
    if (m_lines.empty()) {
        painter.setFont(uiFont(12));
        put(line(1).adjusted(10, 0, -10, 0), m_emptyText);
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const Line& shown = m_lines[i];
        const QRect area = line(static_cast<int>(i) + 1);
        if (shown.sign == u'+') painter.fillRect(area, t.window);
        painter.setPen(shown.strong ? t.ink : t.secondText);
        mono.setStrikeOut(false);
        painter.setFont(mono);
        painter.drawText(QRect(0, area.top(), kGutter, kDiffLine), Qt::AlignCenter, QString(shown.sign));
        mono.setStrikeOut(shown.struck);
        painter.setFont(mono);
        put(area.adjusted(kGutter + 10, 0, -10, 0), shown.text);
    }
    painter.setPen(t.border);
    painter.drawLine(0, kDiffLine, width(), kDiffLine);
    if (!m_lines.empty()) painter.drawLine(kGutter, kDiffLine, kGutter, height());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
}

Columns::Columns(QLayout* first, QLayout* second, QWidget* parent)
    : QWidget(parent)
    , m_sides(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_first(first)
    , m_second(second) {
    m_sides->setContentsMargins(kBetweenColumns, kBetweenColumns, kBetweenColumns, kBetweenColumns);
    m_sides->setSpacing(kBetweenColumns);
    m_sides->addLayout(first, kFirstShare);
    m_sides->addLayout(second, kSecondShare);
}

void Columns::arrange(int available) {
    m_available = available;
    const int needed = m_first->minimumSize().width() + m_second->minimumSize().width() + 3 * kBetweenColumns;
    const auto direction = needed <= available ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (direction != m_sides->direction()) {
        m_sides->setDirection(direction);
        const bool beside = direction == QBoxLayout::LeftToRight;
        m_sides->setStretch(0, beside ? kFirstShare : 0);
        m_sides->setStretch(1, beside ? kSecondShare : 0);
    }
    stretch();
}

void Columns::stretch() {
    const int tall = m_sides->totalMinimumHeightForWidth(width());
    if (tall > 0 && tall != minimumHeight()) setMinimumHeight(tall);
}

bool Columns::event(QEvent* event) {
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest && m_available > 0) arrange(m_available);
    if (event->type() == QEvent::Resize) stretch();
    return done;
}

} // namespace maintscope::ui

#include "moc_sch_widgets.cpp"
