// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/verdict/summary.h"
#include "ui/paint/badge.h"

#include <QString>

namespace maintscope::ui {

/// The badge of a verdict.
[[nodiscard]] Badge badgeOf(model::Verdict verdict);
/// "PASS", "WARN", "FAIL", "INCONCLUSIVE".
[[nodiscard]] QString verdictWord(model::Verdict verdict);

} // namespace maintscope::ui
