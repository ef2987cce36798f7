// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/verdict/summary.h"

#include <cstdint>

namespace maintscope::model {

/// The input of a verdict in addition to the figures of the summary.
struct VerdictFacts {
    OutcomeCounts failuresOutsideWindows; ///< failures while no announced window was open
    int clockSteps = 0;
    std::int64_t pushesSkipped = 0; ///< neither shown nor acted upon: the server pushed without end
    bool refused = false;           ///< policy required, and the server refused
    bool underWay = false;          ///< no connection has been ready, and no attempt has failed
};

/// Sets verdict and reasons by the rules of the design: fail beats warn beats inconclusive, except that no
/// reply at all is inconclusive. Pure.
void judge(Summary& summary, const VerdictFacts& facts, const VerdictOptions& options);

} // namespace maintscope::model
