// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QCommandLinkButton>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolBar>
#include <QToolButton>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr double kRadius = 3;
constexpr int kControlHeight = 26;

Segment segmentOf(const QWidget* widget) {
    return widget ? static_cast<Segment>(widget->property(kSegmentProperty).toInt()) : Segment::None;
}

bool flag(const QWidget* widget, const char* name) {
    return widget && widget->property(name).toBool();
}

/// The outline of a control, square on the sides where a segment has a neighbour.
QPainterPath outline(const QRectF& rect, Segment segment) {
    QPainterPath path;
    if (segment == Segment::None) {
        path.addRoundedRect(rect, kRadius, kRadius);
        return path;
    }
    QPainterPath square;
    QRectF joined = rect;
    if (segment == Segment::First) joined.setLeft(rect.left() + kRadius);
    if (segment == Segment::Last) joined.setRight(rect.right() - kRadius);
    square.addRect(joined);
    if (segment == Segment::Middle) return square;
    path.addRoundedRect(rect, kRadius, kRadius);
    return path.united(square);
}

void paintControl(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& border,
                  Segment segment = Segment::None, double width = 1) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const double inset = width / 2;
    QRectF area = QRectF(rect).adjusted(inset, inset, -inset, -inset);
    // Neighbours share one line instead of drawing two.
    if (segment == Segment::Middle || segment == Segment::Last) area.setLeft(area.left() - 1);
    painter->setPen(QPen(border, width));
    painter->setBrush(fill);
    painter->drawPath(outline(area, segment));
    painter->restore();
}

QColor buttonFill(const QStyleOption* option, bool primary) {
    const Theme& t = currentTheme();
    if (!(option->state & QStyle::State_Enabled)) return t.window;
    if (primary) return option->state & QStyle::State_Sunken ? mixed(t.ink, t.accent, 0.2) : t.accent;
    if (option->state & QStyle::State_On) return t.selection;
    if (option->state & QStyle::State_Sunken) return mixed(t.ink, t.control, 0.12);
    if (option->state & QStyle::State_MouseOver) return mixed(t.selection, t.control, 0.4);
    return t.control;
}

bool isPrimary(const QStyleOption* option, const QWidget* widget) {
    if (flag(widget, kPrimaryProperty)) return true;
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    return button && (button->features & QStyleOptionButton::DefaultButton);
}

QColor fieldBorder(const QStyleOption* option, const QWidget* widget) {
    const Theme& t = currentTheme();
    if (flag(widget, kInvalidProperty)) return t.failure;
    return option->state & QStyle::State_HasFocus ? t.focus : t.border;
}

void paintField(QPainter* painter, const QStyleOption* option, const QWidget* widget) {
    const Theme& t = currentTheme();
    const bool strong = (option->state & QStyle::State_HasFocus) || flag(widget, kInvalidProperty);
    paintControl(painter, option->rect, option->state & QStyle::State_Enabled ? t.canvas : t.window,
                 fieldBorder(option, widget), Segment::None, strong ? 2 : 1);
}

void paintChevron(QPainter* painter, const QPointF& center, bool down, const QColor& color) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    const double turn = down ? 1 : -1;
    painter->drawPolyline(QPolygonF{center + QPointF(-3.5, -1.75 * turn), center + QPointF(0, 1.75 * turn),
                                    center + QPointF(3.5, -1.75 * turn)});
    painter->restore();
}

} // namespace

Style::Style()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s)) {}

void Style::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QPushButton*>(widget) || qobject_cast<QToolButton*>(widget) ||
        qobject_cast<QComboBox*>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    const Theme& t = currentTheme();
    switch (element) {
    case PE_PanelButtonCommand: {
        const bool primary = isPrimary(option, widget) && (option->state & State_Enabled);
        const bool focused = option->state & State_HasFocus;
        paintControl(painter, option->rect, buttonFill(option, primary),
                     primary ? t.accent : (focused ? t.focus : t.border), segmentOf(widget),
                     focused && !primary ? 2 : 1);
        if (primary && focused)
            paintControl(painter, option->rect.adjusted(2, 2, -2, -2), Qt::transparent, t.accentText);
        return;
    }
    case PE_FrameDefaultButton:
    case PE_FrameStatusBarItem:
        return;
    case PE_PanelButtonTool: {
        const Segment segment = segmentOf(widget);
        if (segment == Segment::None && !flag(widget, kFramedProperty) &&
            !(option->state & (State_On | State_Sunken | State_MouseOver | State_HasFocus)))
            return;
        const bool focused = option->state & State_HasFocus;
        const bool strong = focused || (segment == Segment::None && (option->state & State_On));
        paintControl(painter, option->rect, buttonFill(option, false), strong ? t.focus : t.border, segment,
                     focused ? 2 : 1);
        return;
    }
    case PE_FrameLineEdit:
    case PE_PanelLineEdit:
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame && frame->lineWidth <= 0 && element == PE_PanelLineEdit)
            return; // editor inside a spin box or combo box, which paints the field
        paintField(painter, option, widget);
        return;
    case PE_FrameFocusRect: {
        if (qobject_cast<const QAbstractItemView*>(widget)) return; // the current row is filled already
        if (const auto* focus = qstyleoption_cast<const QStyleOptionFocusRect*>(option);
            focus && !(focus->state & State_KeyboardFocusChange))
            return;
        paintControl(painter, option->rect, Qt::transparent, t.focus, Segment::None, 1.5);
        return;
    }
    case PE_IndicatorCheckBox: {
        const bool on = option->state & State_On;
        const bool enabled = option->state & State_Enabled;
        const QRect box(option->rect.x() + 1, option->rect.y() + 1, option->rect.width() - 2,
                        option->rect.height() - 2);
        paintControl(painter, box,
                     !enabled ? t.window
                     : on     ? t.accent
                              : t.canvas,
                     !enabled                           ? t.border
                     : on                               ? t.accent
                     : (option->state & State_HasFocus) ? t.focus
                                                        : t.secondText);
        if (on) {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(
                QPen(enabled ? t.accentText : t.disabled, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            const QRectF r(box);
            painter->drawPolyline(
                QPolygonF{QPointF(r.left() + r.width() * 0.25, r.top() + r.height() * 0.52),
                          QPointF(r.left() + r.width() * 0.44, r.top() + r.height() * 0.70),
                          QPointF(r.left() + r.width() * 0.77, r.top() + r.height() * 0.32)});
            painter->restore();
        }
        return;
    }
    case PE_IndicatorRadioButton: {
        const bool on = option->state & State_On;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF circle = QRectF(option->rect).adjusted(1, 1, -1, -1);
        const bool enabled = option->state & State_Enabled;
        painter->setPen(QPen(!enabled ? t.border : on ? t.accent : t.secondText, 1));
        painter->setBrush(enabled ? t.canvas : t.window);
        painter->drawEllipse(circle);
        if (on) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(enabled ? t.accent : t.disabled);
            const double inset = circle.width() * 0.25;
            painter->drawEllipse(circle.adjusted(inset, inset, -inset, -inset));
        }
        painter->restore();
        return;
    }
    case PE_PanelMenuBar:
        painter->fillRect(option->rect, t.panel);
        return;
    case PE_PanelStatusBar:
        painter->fillRect(option->rect, t.panel);
        painter->fillRect(QRect(option->rect.topLeft(), QSize(option->rect.width(), 1)), t.border);
        return;
    case PE_IndicatorToolBarSeparator:
        painter->fillRect(
            QRect(option->rect.center().x(), option->rect.top() + 6, 1, option->rect.height() - 12),
            t.border);
        return;
    case PE_FrameGroupBox:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    const Theme& t = currentTheme();
    switch (element) {
    case CE_ToolBar:
        painter->fillRect(option->rect, t.panel);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          t.border);
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, t.panel);
        return;
    case CE_MenuBarItem: {
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        if (!item) break;
        painter->fillRect(option->rect, t.panel);
        const bool active = (item->state & (State_Selected | State_Sunken)) && (item->state & State_Enabled);
        if (active) paintControl(painter, option->rect.adjusted(1, 2, -1, -2), t.selection, t.selection);
        int flags = Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine;
        if (!styleHint(SH_UnderlineShortcut, option, widget, nullptr)) flags |= Qt::TextHideMnemonic;
        drawItemText(painter, item->rect, flags, item->palette, item->state & State_Enabled, item->text,
                     active ? QPalette::HighlightedText : QPalette::WindowText);
        return;
    }
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
            button && isPrimary(option, widget) && (option->state & State_Enabled)) {
            QStyleOptionButton copy = *button;
            copy.palette.setColor(QPalette::ButtonText, t.accentText);
            QProxyStyle::drawControl(element, &copy, painter, widget);
            return;
        }
        break;
    case CE_HeaderSection: {
        painter->fillRect(option->rect, t.panel);
        painter->fillRect(QRect(option->rect.right(), option->rect.top(), 1, option->rect.height()),
                          t.border);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          t.border);
        return;
    }
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            const QRect text = header->rect.adjusted(7, 0, -4, 0);
            painter->save();
            painter->setFont(uiFont(11));
            painter->setPen(t.secondText);
            painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                              painter->fontMetrics().elidedText(header->text, Qt::ElideRight, text.width()));
            painter->restore();
            return;
        }
        break;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, t.panel);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          t.border);
        return;
    case CE_DockWidgetTitle: {
        const auto* dock = qstyleoption_cast<const QStyleOptionDockWidget*>(option);
        if (!dock) break;
        painter->fillRect(option->rect, t.panel);
        painter->fillRect(QRect(option->rect.topLeft(), QSize(option->rect.width(), 1)), t.border);
        painter->save();
        painter->setFont(uiFont(12, QFont::DemiBold));
        painter->setPen(t.ink);
        const QRect text = option->rect.adjusted(10, 0, -48, 0);
        painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(dock->title, Qt::ElideRight, text.width()));
        painter->restore();
        return;
    }
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
    const Theme& t = currentTheme();
    if (control == CC_ComboBox) {
        const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        if (combo && !combo->editable) {
            const bool focused = option->state & State_HasFocus;
            paintControl(painter, option->rect, buttonFill(option, false), focused ? t.focus : t.border,
                         Segment::None, focused ? 2 : 1);
            const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
            paintChevron(painter, QRectF(arrow).center(), true,
                         option->state & State_Enabled ? t.ink : t.disabled);
            return;
        }
    }
    if (control == CC_SpinBox) {
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        if (spin && spin->frame) {
            paintField(painter, option, widget);
            if (spin->buttonSymbols == QAbstractSpinBox::NoButtons) return;
            const bool enabled = option->state & State_Enabled;
            const auto chevron = [&](SubControl which, bool down, QAbstractSpinBox::StepEnabledFlag step) {
                const QRectF area(subControlRect(CC_SpinBox, option, which, widget));
                paintChevron(painter, area.center() + QPointF(-2, down ? -1 : 1), down,
                             enabled && (spin->stepEnabled & step) ? t.ink : t.disabled);
            };
            chevron(SC_SpinBoxUp, false, QAbstractSpinBox::StepUpEnabled);
            chevron(SC_SpinBoxDown, true, QAbstractSpinBox::StepDownEnabled);
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_ToolBarItemSpacing:
        return 4;
    case PM_ToolBarItemMargin:
    case PM_ToolBarFrameWidth:
        return 3;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
        return 16;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_DefaultFrameWidth:
        // A field's height includes its border; other widgets use Fusion's width.
        return qobject_cast<const QLineEdit*>(widget) ? 3 : QProxyStyle::pixelMetric(metric, option, widget);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returnData) const {
    switch (hint) {
    case SH_ToolTip_WakeUpDelay:
        return 150;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        if (!qobject_cast<const QCommandLinkButton*>(widget))
            result = {result.width() + 12, std::max(result.height(), kControlHeight)};
        break;
    case CT_ToolButton:
        result.setHeight(std::max(result.height(), kControlHeight));
        if (segmentOf(widget) != Segment::None) result.rwidth() += 12;
        break;
    case CT_ComboBox:
    case CT_LineEdit:
    case CT_SpinBox:
        result.setHeight(kControlHeight);
        break;
    case CT_MenuBarItem:
        result.setHeight(std::max(result.height(), kControlHeight));
        break;
    default:
        break;
    }
    return result;
}

} // namespace maintscope::ui

#include "moc_style.cpp"
