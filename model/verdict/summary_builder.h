// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/sample.h"
#include "model/base/session_info.h"
#include "model/base/time_range.h"
#include "model/verdict/summary.h"

#include <memory>
#include <vector>

namespace maintscope::model {

/// Collects the data of a summary; it needs everything in the order of publication. Memory is bounded by
/// events and gaps, not by samples. Confined to one thread.
class SummaryBuilder {
public:
    /// With a range, only data that touches it is counted. Facts from before it (support, endpoint type)
    /// remain known, and a gap that extends into it is complete; therefore all events and samples must be
    /// added anyway.
    explicit SummaryBuilder(const SessionInfo& session, const TimeRange& range = {});
    ~SummaryBuilder();
    SummaryBuilder(SummaryBuilder&&) noexcept;
    SummaryBuilder& operator=(SummaryBuilder&&) noexcept;

    void add(const Event& event);
    void add(const Sample& sample);
    /// One per target, in their order. `until`: the current time of the session, or its end.
    [[nodiscard]] std::vector<Summary> summaries(MonoTime until, const VerdictOptions& options = {}) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace maintscope::model
