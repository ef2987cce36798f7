// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace maintscope::model {

using TimeSpan = std::pair<MonoTime, MonoTime>;

/// The minimal list of spans: ascending and disjoint, without empty and backward ones.
[[nodiscard]] inline std::vector<TimeSpan> unionOf(std::vector<TimeSpan> spans) {
    std::erase_if(spans, [](const TimeSpan& span) { return span.second <= span.first; });
    std::sort(spans.begin(), spans.end());
    std::vector<TimeSpan> merged;
    for (const TimeSpan& span : spans) {
        if (!merged.empty() && span.first <= merged.back().second)
            merged.back().second = std::max(merged.back().second, span.second);
        else
            merged.push_back(span);
    }
    return merged;
}

/// Length of the union of spans.
[[nodiscard]] inline Duration unionLength(std::vector<TimeSpan> spans) {
    Duration sum{};
    for (const auto& [from, to] : unionOf(std::move(spans)))
        sum += to - from;
    return sum;
}

} // namespace maintscope::model
