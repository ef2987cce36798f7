// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

class QApplication;

namespace maintscope::ui {

/// Sets style, palette and fonts of the program; may be called again while windows are open, which then
/// repaint. What is painted from currentTheme() needs nothing more; widgets of Qt get their colours by
/// palette roles, never by a palette of their own, which would keep the old theme. GUI thread.
void applyTheme(QApplication& application, ThemeKind kind);
void applyTheme(QApplication& application, ThemeChoice choice);
/// Theme::patterns of the theme of the running program, whichever it is; files keep their own. GUI thread.
void setPatternsAlways(bool on);
/// What the desktop asks for; known from the first applyTheme() on.
[[nodiscard]] ThemeKind systemThemeKind();

} // namespace maintscope::ui
