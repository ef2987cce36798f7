// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

namespace maintscope::ui {

/// A text on the screen, for code that is no QObject; those have a tr() of their own.
[[nodiscard]] inline QString tr(const char* text) {
    return QCoreApplication::translate("Maintscope", text);
}

} // namespace maintscope::ui
