// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/sample.h"
#include "client/types/time.h"

#include <functional>
#include <optional>

namespace maintscope::model {

/// A half-open range of session time; without bounds it contains everything.
struct TimeRange {
    std::optional<MonoTime> from;
    std::optional<MonoTime> to;
};

/// Receives one sample after the other; returns false to stop.
using SampleVisitor = std::function<bool(const Sample&)>;

/// A source of samples: those whose intended time is in the range, in order of publication. Recording and
/// SampleLog are sources.
using SampleSource = std::function<Status(const TimeRange&, const SampleVisitor&)>;

} // namespace maintscope::model
