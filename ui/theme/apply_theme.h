// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

class QApplication;

namespace maintscope::ui {

/// Sets style, palette and fonts of the program. May be called again; open windows repaint. Custom painting
/// reads currentTheme(); Qt widgets use palette roles, never their own palette, which would keep the old
/// theme. GUI thread.
void applyTheme(QApplication& application, ThemeKind kind);
void applyTheme(QApplication& application, ThemeChoice choice);
/// Sets Theme::patterns for every theme of the running program; exported files are not affected. GUI thread.
void setPatternsAlways(bool on);
/// The theme of the desktop; known after the first applyTheme().
[[nodiscard]] ThemeKind systemThemeKind();

} // namespace maintscope::ui
