// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QString>

class QWidget;

namespace maintscope::ui {

/// Asks a question with two verbs as buttons; the safe one, `no`, is the default. `detail` appears below the
/// question. Blocks until answered.
[[nodiscard]] bool agrees(QWidget* parent, const QString& title, const QString& question,
                          const QString& detail, const QString& yes, const QString& no);
/// Shows an error: what failed, where, the exact words and the remedy, with a button to copy them.
void showErrorBox(QWidget* parent, const Error& error);

} // namespace maintscope::ui
