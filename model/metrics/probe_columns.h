// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/time_range.h"
#include "model/metrics/metric_store.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace maintscope::model {

/// What a range can be shown by at its closest.
enum class Closeness {
    Seconds,    ///< the range is so long that seconds are close enough
    Probes,     ///< single probes
    Forgotten,  ///< single probes, but only from FineRange::knownFrom on: the older ones were dropped
    TooMany,    ///< more probes than can be read for one picture
    Unreadable, ///< some of the probes cannot be read: FineRange::error says why
};

/// Columns of a range that are shorter than a second.
struct FineRange {
    Closeness closeness = Closeness::Seconds;
    /// Ascending, those without a probe left out. Only for Probes, and for Forgotten from `knownFrom` on.
    std::vector<Column> columns;
    Duration length{};    ///< of each column
    MonoTime knownFrom{}; ///< a full second
    std::string error;
};

/// The closest zoom: columns as narrow as a pixel, made from the single probes, where MetricStore knows no
/// less than a second. As exact: a probe belongs to the column of its intended time. Keeps the last range
/// until the store changes. Store and source must outlive it. Confined to the store's thread.
class ProbeColumns {
public:
    /// Longer ranges are shown by the second, where a percentile still means something.
    static constexpr Duration kLongestRange = std::chrono::seconds(30);
    /// What is read for one picture at most: some milliseconds of work.
    static constexpr std::uint64_t kMostProbes = 100'000;

    /// `samples`: of all targets. `forgottenUntil`: probes up to this time may be missing in it; nullopt:
    /// none is.
    ProbeColumns(const MetricStore& store, SampleSource samples,
                 std::function<std::optional<MonoTime>()> forgottenUntil)
        : m_store(&store)
        , m_samples(std::move(samples))
        , m_forgottenUntil(std::move(forgottenUntil)) {}

    /// About `width` columns for [from, to). Valid until the next call.
    const FineRange& columns(const MetricKey& key, MonoTime from, MonoTime to, int width);

    /// 1, 2 or 5 times a power of ten of ns, so that at most `width` columns cover the span.
    [[nodiscard]] static Duration lengthFor(Duration span, int width);

private:
    struct Question {
        MetricKey key;
        MonoTime from{};
        MonoTime to{};
        int width = 0;
        std::uint64_t revision = 0;
        friend bool operator==(const Question&, const Question&) = default;
    };
    [[nodiscard]] FineRange answer(const Question& question) const;

    const MetricStore* m_store;
    SampleSource m_samples;
    std::function<std::optional<MonoTime>()> m_forgottenUntil;
    Question m_question;
    FineRange m_range;
};

} // namespace maintscope::model
