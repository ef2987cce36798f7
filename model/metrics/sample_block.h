// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/sample.h"
#include "client/types/time.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Samples as bytes: about ten each. Their order is kept, because it is the order in which they were
/// published.
namespace maintscope::model {

inline constexpr std::size_t kSamplesPerBlock = 4'096;
/// No block of ours is larger: a stranger's is refused.
inline constexpr std::size_t kLargestBlock = std::size_t{1} << 20;

/// Times of a stranger's that are farther from the start are refused: sums of two are still numbers.
inline constexpr Duration kFarthestTime{std::int64_t{1} << 61}; // 73 years

/// At most kSamplesPerBlock of them. A schedule is regular, so the slot of a probe is stored as what it
/// differs from the one expected after the two before it on the same connection.
[[nodiscard]] std::string encodeSamples(std::span<const Sample> samples);

/// Refuses anything that encodeSamples() cannot have written.
[[nodiscard]] Result<std::vector<Sample>> decodeSamples(std::string_view bytes);

} // namespace maintscope::model
