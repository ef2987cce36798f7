// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/apply_theme.h"

#include "ui/theme/style.h"

#include <QApplication>
#include <QEvent>
#include <QToolTip>
#include <QWidget>

#include <utility>

namespace maintscope::ui {
namespace {

constexpr int kBasePixels = 12;

} // namespace

ThemeKind systemThemeKind() {
    // Read once, before this program sets the palette; Qt 6.4 reports no change.
    static const ThemeKind kind = QApplication::palette().color(QPalette::Window).lightness() < 128
                                      ? ThemeKind::Dark
                                      : ThemeKind::Light;
    return kind;
}

void applyTheme(QApplication& application, ThemeKind kind) {
    (void)systemThemeKind();
    const bool first = !qobject_cast<Style*>(QApplication::style());
    Theme next = theme(kind);
    next.patterns = currentTheme().patterns;
    setCurrentTheme(next);
    const Theme& t = currentTheme();
    if (first) {
        application.setStyle(new Style); // the application owns it
        application.setFont(uiFont(kBasePixels));
        QToolTip::setFont(uiFont(kBasePixels));
    }
    application.setPalette(paletteOf(t));
    QToolTip::setPalette(paletteOf(t));
}

void applyTheme(QApplication& application, ThemeChoice choice) {
    switch (choice) {
    case ThemeChoice::System:
        return applyTheme(application, systemThemeKind());
    case ThemeChoice::Light:
        return applyTheme(application, ThemeKind::Light);
    case ThemeChoice::Dark:
        return applyTheme(application, ThemeKind::Dark);
    case ThemeChoice::HighContrast:
        return applyTheme(application, ThemeKind::HighContrast);
    }
}

void setPatternsAlways(bool on) {
    Theme next = currentTheme();
    if (std::exchange(next.patterns, on) == on) return;
    setCurrentTheme(next);
    QEvent change(QEvent::PaletteChange); // repaints everything, as after a change of theme
    for (QWidget* widget : QApplication::allWidgets())
        QApplication::sendEvent(widget, &change);
}

} // namespace maintscope::ui
