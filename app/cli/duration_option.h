// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/duration_text.h"

namespace maintscope::app {

/// Durations of options are written as everywhere else.
using model::parseDuration;

} // namespace maintscope::app
