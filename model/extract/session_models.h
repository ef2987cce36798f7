// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/extract/export_source.h"
#include "model/metrics/gap_finder.h"
#include "model/metrics/metric_store.h"
#include "model/session/target_status.h"
#include "model/session/timeline.h"

#include <memory>
#include <vector>

namespace maintscope::model {

/// One target of a recording as the live view would have shown it.
struct TargetModels {
    explicit TargetModels(const TargetInfo& target)
        : timeline(target) {}
    Timeline timeline;
    TargetStatus status;   ///< at the end of the range
    std::vector<Gap> gaps; ///< of single connections, protected and control
};

/// What pictures and reports of a recording are made from: the same models that the live view has, fed with
/// the same events and samples.
struct SessionModels {
    MetricStore metrics;
    std::vector<std::unique_ptr<TargetModels>> targets; ///< in the order of the session
};

/// Reads all samples once; of the whole session, so that what began before the range is known.
[[nodiscard]] std::unique_ptr<SessionModels> sessionModels(const ExportSource& source);

} // namespace maintscope::model
