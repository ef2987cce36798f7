// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

namespace maintscope::ui {

/// A pixmap of `size` logical pixels at the resolution of the screen of `widget`.
[[nodiscard]] inline QPixmap widgetPixmap(const QWidget& widget, const QSize& size) {
    QPixmap pixmap(size * widget.devicePixelRatioF());
    pixmap.setDevicePixelRatio(widget.devicePixelRatioF());
    return pixmap;
}

} // namespace maintscope::ui
