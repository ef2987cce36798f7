// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

namespace maintscope::ui {

enum class ThemeKind { Light, Dark, HighContrast };

/// What the user asks for; System follows the desktop. Stored by the numbers: only append.
enum class ThemeChoice { System, Light, Dark, HighContrast };

/// Every colour of the program, named by what it is for. Text is never coloured: a hue sits in the mark
/// beside it. The five hues of meaning (Okabe-Ito) are the same in both themes, always outlined in ink or
/// paired with a shape.
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
    QColor attention; ///< fill of what needs attention; a warning has no hue of its own
    QColor healthy;
    QColor moving;
    QColor migrating;
    QColor failingOver;
    QColor failure;
    QColor onFill; ///< text and glyphs on a fill of meaning
    /// What is announced is hatched behind the charts, too, and not in its lane alone.
    bool patterns = false;
};

[[nodiscard]] const Theme& theme(ThemeKind kind);

/// The theme of the running program: set by applyTheme(), light before. GUI thread.
[[nodiscard]] const Theme& currentTheme();
/// For applyTheme() alone, which repaints, too. GUI thread.
void setCurrentTheme(const Theme& theme);

[[nodiscard]] QPalette paletteOf(const Theme& theme);

/// Role of text that is less important, for setForegroundRole(): follows the theme.
inline constexpr QPalette::ColorRole kSecondInkRole = QPalette::BrightText;
/// Role of bars and titles, for setBackgroundRole().
inline constexpr QPalette::ColorRole kPanelRole = QPalette::Midlight;
/// Role of lines, for setForegroundRole() of a QFrame.
inline constexpr QPalette::ColorRole kBorderRole = QPalette::Mid;

/// Interface font at a size in logical pixels. Its digits are proportional: no number that changes is set in
/// it.
[[nodiscard]] QFont uiFont(int pixels, QFont::Weight weight = QFont::Normal);
/// Font of every number that changes, time, address, key, frame and command; without ligatures.
[[nodiscard]] QFont monoFont(int pixels, QFont::Weight weight = QFont::Normal);

/// WCAG 2 contrast ratio, 1 to 21, of two opaque colours.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);
/// `over` at `share` (0 to 1) painted on `under`, as an opaque colour.
[[nodiscard]] QColor mixed(const QColor& over, const QColor& under, double share);

} // namespace maintscope::ui
