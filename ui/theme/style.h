// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace maintscope::ui {

/// Dynamic properties that the style reads.
inline constexpr char kSegmentProperty[] = "segment"; ///< int, Segment: joins a button to its neighbours
enum class Segment { None, First, Middle, Last };
inline constexpr char kPrimaryProperty[] = "primary"; ///< bool: painted as the default choice
inline constexpr char kFramedProperty[] = "framed";   ///< bool: a tool button that looks like a control
inline constexpr char kInvalidProperty[] = "invalid"; ///< bool: a field with a problem, shown beside it

/// A thin proxy over Fusion: flat controls with one border, the focus ring, flat bars and headers. Uses the
/// colours of the current theme.
class Style : public QProxyStyle {
    Q_OBJECT

public:
    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returnData) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    void polish(QWidget* widget) override;
    using QProxyStyle::polish;
};

} // namespace maintscope::ui
