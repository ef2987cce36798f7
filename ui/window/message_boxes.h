// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QString>

class QWidget;

namespace maintscope::ui {

/// A question with two verbs as its buttons; the careful one, `no`, is the default. `detail`: below the
/// question. Returns when it is answered.
[[nodiscard]] bool agrees(QWidget* parent, const QString& title, const QString& question,
                          const QString& detail, const QString& yes, const QString& no);
/// Something failed: what, where, the exact words, what to do next; with a button that copies it.
void showErrorBox(QWidget* parent, const Error& error);

} // namespace maintscope::ui
