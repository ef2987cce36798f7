// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

namespace maintscope::ui {

enum class ThemeKind { Light, Dark, HighContrast };

/// The user's choice; System follows the desktop. Stored as numbers: append only.
enum class ThemeChoice { System, Light, Dark, HighContrast };

/// All colours of the program, named by purpose. Text is never coloured; the mark beside it is. The five hues
/// of meaning (Okabe-Ito) are the same in all themes, always outlined in ink or paired with a shape.
struct Theme {
    ThemeKind kind;
    // Surfaces
    QColor canvas;  ///< charts, lanes, tables, fields
    QColor window;  ///< behind everything
    QColor panel;   ///< bars, titles, headers
    QColor control; ///< buttons
    QColor border;
    QColor grid;
    QColor otherRow;
    // Text
    QColor ink;
    QColor secondText;
    QColor disabled;
    // Interaction
    QColor selection;
    QColor selectionText;
    QColor focus;
    QColor accent; ///< default button
    QColor accentText;
    // Meaning
    QColor latency;
    QColor heat;
    QColor grey;      ///< relaxed, reconnect, not measured
    QColor attention; ///< fill for attention; warnings have no own hue
    QColor healthy;
    QColor moving;
    QColor migrating;
    QColor failingOver;
    QColor failure;
    QColor onFill; ///< text and glyphs on a fill of meaning
    /// Announced operations are hatched behind the charts, too, not only in their lane.
    bool patterns = false;
};

[[nodiscard]] const Theme& theme(ThemeKind kind);

/// The theme of the running program: set by applyTheme(), initially light. GUI thread.
[[nodiscard]] const Theme& currentTheme();
/// Only for applyTheme(), which also repaints. GUI thread.
void setCurrentTheme(const Theme& theme);

[[nodiscard]] QPalette paletteOf(const Theme& theme);

/// Role of less important text, for setForegroundRole(); follows the theme.
inline constexpr QPalette::ColorRole kSecondInkRole = QPalette::BrightText;
/// Role of bars and titles, for setBackgroundRole().
inline constexpr QPalette::ColorRole kPanelRole = QPalette::Midlight;
/// Role of lines, for setForegroundRole() of a QFrame.
inline constexpr QPalette::ColorRole kBorderRole = QPalette::Mid;

/// Interface font at a size in logical pixels. Its digits are proportional, so numbers that change use
/// monoFont().
[[nodiscard]] QFont uiFont(int pixels, QFont::Weight weight = QFont::Normal);
/// Font of changing numbers, times, addresses, keys, frames and commands; without ligatures.
[[nodiscard]] QFont monoFont(int pixels, QFont::Weight weight = QFont::Normal);

/// WCAG 2 contrast ratio, 1 to 21, of two opaque colours.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);
/// `over` painted on `under` with opacity `share` (0 to 1), as an opaque colour.
[[nodiscard]] QColor mixed(const QColor& over, const QColor& under, double share);

} // namespace maintscope::ui
