// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <utility>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

const Theme kLight{
    .kind = ThemeKind::Light,
    .canvas = QColor(0xff, 0xff, 0xff),
    .window = QColor(0xf2, 0xf4, 0xf6),
    .panel = QColor(0xe6, 0xea, 0xee),
    .control = QColor(0xff, 0xff, 0xff),
    .border = QColor(0xae, 0xb8, 0xc1),
    .grid = QColor(0xd5, 0xda, 0xde),
    .otherRow = QColor(0xf7, 0xf9, 0xfa),
    .ink = QColor(0x1b, 0x1e, 0x20),
    .secondText = QColor(0x4e, 0x59, 0x63),
    .disabled = QColor(0x87, 0x92, 0x9b),
    .selection = QColor(0xcb, 0xe1, 0xf0),
    .selectionText = QColor(0x1b, 0x1e, 0x20),
    .focus = QColor(0x00, 0x72, 0xb2),
    .accent = QColor(0x00, 0x72, 0xb2),
    .accentText = QColor(0xff, 0xff, 0xff),
    .latency = QColor(0x00, 0x72, 0xb2),
    .heat = QColor(0x3c, 0x94, 0xcc),
    .grey = QColor(0x5f, 0x6b, 0x76),
    .attention = QColor(0xc3, 0xcb, 0xd2),
    .healthy = QColor(0x00, 0x9e, 0x73),
    .moving = QColor(0xcc, 0x79, 0xa7),
    .migrating = QColor(0xe6, 0x9f, 0x00),
    .failingOver = QColor(0xf0, 0xe4, 0x42),
    .failure = QColor(0xd5, 0x5e, 0x00),
    .onFill = QColor(0x1b, 0x1e, 0x20),
};

const Theme kDark{
    .kind = ThemeKind::Dark,
    .canvas = QColor(0x14, 0x18, 0x1c),
    .window = QColor(0x1b, 0x20, 0x25),
    .panel = QColor(0x23, 0x2a, 0x31),
    .control = QColor(0x2b, 0x33, 0x3b),
    .border = QColor(0x3d, 0x48, 0x52),
    .grid = QColor(0x2c, 0x34, 0x3b),
    .otherRow = QColor(0x18, 0x1d, 0x22),
    .ink = QColor(0xe6, 0xe9, 0xec),
    .secondText = QColor(0xa3, 0xae, 0xb8),
    .disabled = QColor(0x6e, 0x79, 0x83),
    .selection = QColor(0x1b, 0x4a, 0x68),
    .selectionText = QColor(0xff, 0xff, 0xff),
    .focus = QColor(0x56, 0xb4, 0xe9),
    .accent = QColor(0x00, 0x72, 0xb2),
    .accentText = QColor(0xff, 0xff, 0xff),
    .latency = QColor(0x56, 0xb4, 0xe9),
    .heat = QColor(0x2f, 0x79, 0xa8),
    .grey = QColor(0xa3, 0xae, 0xb8),
    .attention = QColor(0xa3, 0xae, 0xb8),
    .healthy = QColor(0x00, 0x9e, 0x73),
    .moving = QColor(0xcc, 0x79, 0xa7),
    .migrating = QColor(0xe6, 0x9f, 0x00),
    .failingOver = QColor(0xf0, 0xe4, 0x42),
    .failure = QColor(0xd5, 0x5e, 0x00),
    .onFill = QColor(0x1b, 0x1e, 0x20),
};

/// Black and white, with every line in ink. The hues of meaning stay, because shapes also distinguish the
/// marks.
const Theme kHighContrast{
    .kind = ThemeKind::HighContrast,
    .canvas = QColor(0x00, 0x00, 0x00),
    .window = QColor(0x00, 0x00, 0x00),
    .panel = QColor(0x00, 0x00, 0x00),
    .control = QColor(0x00, 0x00, 0x00),
    .border = QColor(0xff, 0xff, 0xff),
    .grid = QColor(0x76, 0x76, 0x76),
    .otherRow = QColor(0x14, 0x14, 0x14),
    .ink = QColor(0xff, 0xff, 0xff),
    .secondText = QColor(0xff, 0xff, 0xff),
    .disabled = QColor(0xa8, 0xa8, 0xa8),
    .selection = QColor(0x00, 0x46, 0x8c), // dark, so that ink stays readable on it
    .selectionText = QColor(0xff, 0xff, 0xff),
    .focus = QColor(0xff, 0xe6, 0x00),
    .accent = QColor(0x1a, 0xeb, 0xff),
    .accentText = QColor(0x00, 0x00, 0x00),
    .latency = QColor(0x7f, 0xcc, 0xff),
    .heat = QColor(0x2f, 0x8f, 0xc8),
    .grey = QColor(0xd8, 0xd8, 0xd8),
    .attention = QColor(0xff, 0xff, 0xff),
    .healthy = QColor(0x00, 0xc8, 0x92),
    .moving = QColor(0xcc, 0x79, 0xa7),
    .migrating = QColor(0xe6, 0x9f, 0x00),
    .failingOver = QColor(0xf0, 0xe4, 0x42),
    .failure = QColor(0xff, 0x7a, 0x1a),
    .onFill = QColor(0x00, 0x00, 0x00),
};

/// The theme of the running program.
Theme& shownTheme() {
    static Theme shown = kLight;
    return shown;
}

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QFont fontOf(const QStringList& families, int pixels, QFont::Weight weight) {
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

/// Caches fonts, because copies of one font share its lookups and a picture sets hundreds. Each type of
/// `make` has its own cache.
template <class Make>
QFont remembered(int pixels, QFont::Weight weight, Make make) {
    thread_local QHash<std::pair<int, int>, QFont> known;
    const std::pair<int, int> key(pixels, weight);
    const auto found = known.constFind(key);
    return found != known.constEnd() ? *found : *known.insert(key, make());
}

} // namespace

const Theme& theme(ThemeKind kind) {
    switch (kind) {
    case ThemeKind::Light:
        return kLight;
    case ThemeKind::Dark:
        return kDark;
    case ThemeKind::HighContrast:
        return kHighContrast;
    }
    return kLight;
}

const Theme& currentTheme() {
    return shownTheme();
}

void setCurrentTheme(const Theme& theme) {
    shownTheme() = theme;
}

QPalette paletteOf(const Theme& t) {
    QPalette palette;
    palette.setColor(QPalette::Window, t.window);
    palette.setColor(QPalette::WindowText, t.ink);
    palette.setColor(QPalette::Base, t.canvas);
    palette.setColor(QPalette::AlternateBase, t.otherRow);
    palette.setColor(QPalette::Text, t.ink);
    palette.setColor(QPalette::Button, t.control);
    palette.setColor(QPalette::ButtonText, t.ink);
    palette.setColor(kSecondInkRole, t.secondText);
    palette.setColor(QPalette::Highlight, t.selection);
    palette.setColor(QPalette::HighlightedText, t.selectionText);
    palette.setColor(QPalette::Link, t.focus);
    palette.setColor(QPalette::LinkVisited, t.focus);
    palette.setColor(QPalette::ToolTipBase, t.control);
    palette.setColor(QPalette::ToolTipText, t.ink);
    palette.setColor(QPalette::PlaceholderText, t.disabled);
    palette.setColor(QPalette::Light, t.control);
    palette.setColor(kPanelRole, t.panel);
    palette.setColor(kBorderRole, t.border);
    palette.setColor(QPalette::Dark, t.border);
    palette.setColor(QPalette::Shadow, t.border);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, t.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Base, t.window);
    palette.setColor(QPalette::Disabled, QPalette::Button, t.window);
    return palette;
}

QFont uiFont(int pixels, QFont::Weight weight) {
    return remembered(pixels, weight, [&] { return fontOf({u"Inter"_s, u"DejaVu Sans"_s}, pixels, weight); });
}

QFont monoFont(int pixels, QFont::Weight weight) {
    return remembered(pixels, weight, [&] {
        QFont font = fontOf({u"JetBrains Mono"_s, u"DejaVu Sans Mono"_s}, pixels, weight);
        font.setStyleHint(QFont::Monospace);
        font.setStyleStrategy(QFont::PreferNoShaping);
        return font;
    });
}

double contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor mixed(const QColor& over, const QColor& under, double share) {
    const auto channel = [share](double top, double bottom) { return top * share + bottom * (1 - share); };
    return QColor::fromRgbF(static_cast<float>(channel(over.redF(), under.redF())),
                            static_cast<float>(channel(over.greenF(), under.greenF())),
                            static_cast<float>(channel(over.blueF(), under.blueF())));
}

} // namespace maintscope::ui
