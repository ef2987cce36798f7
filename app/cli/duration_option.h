// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/duration_text.h"

namespace maintscope::app {

/// Options use the same notation for durations as the rest of the program.
using model::parseDuration;

} // namespace maintscope::app
