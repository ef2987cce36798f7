// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace maintscope::ui {

/// One of our own icons (resources/icons), drawn in the ink of the theme that is current when it is painted,
/// sharp at every scale. `name` is the file's name without its ending. GUI thread. `color`, where valid,
/// replaces the ink: for buttons with a fill of their own.
[[nodiscard]] QIcon icon(QLatin1String name, const QColor& color = {});

/// The program's icon, in its own colours.
[[nodiscard]] QIcon applicationIcon();

} // namespace maintscope::ui
