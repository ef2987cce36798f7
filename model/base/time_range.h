// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/sample.h"
#include "client/types/time.h"

#include <functional>
#include <optional>

namespace maintscope::model {

/// Half-open range of session time; without bounds it is everything.
struct TimeRange {
    std::optional<MonoTime> from;
    std::optional<MonoTime> to;
};

/// Takes one sample after the other; false ends the reading.
using SampleVisitor = std::function<bool(const Sample&)>;

/// Where samples are read from: those whose intended time is in the range, in the order in which they were
/// published. Recording and SampleLog are such sources.
using SampleSource = std::function<Status(const TimeRange&, const SampleVisitor&)>;

} // namespace maintscope::model
