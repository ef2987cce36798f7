// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

namespace maintscope::ui {

/// Translates a text for code outside QObject classes, which have their own tr().
[[nodiscard]] inline QString tr(const char* text) {
    return QCoreApplication::translate("Maintscope", text);
}

} // namespace maintscope::ui
