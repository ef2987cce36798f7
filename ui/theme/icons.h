// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace maintscope::ui {

/// An icon from resources/icons, drawn in the ink of the current theme, sharp at every scale. `name` is the
/// file name without its extension. A valid `color` replaces the ink, for buttons with their own fill. GUI
/// thread.
[[nodiscard]] QIcon icon(QLatin1String name, const QColor& color = {});

/// The program's icon, in fixed colours.
[[nodiscard]] QIcon applicationIcon();

} // namespace maintscope::ui
