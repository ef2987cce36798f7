// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/probe_columns.h"

#include "model/base/seconds.h"

#include <algorithm>

namespace maintscope::model {
namespace {

/// Clocks tell no less.
constexpr Duration kShortestColumn = std::chrono::microseconds(1);

bool belongsTo(const Sample& sample, const MetricKey& key) {
    return sample.target == key.target && sample.role == key.role &&
           (key.connection.value == 0 || sample.connection == key.connection) &&
           sample.outcome != Outcome::ReplyAfterTimeout;
}

std::int64_t columnNumber(MonoTime at, Duration length) {
    return floorDiv(at.time_since_epoch().count(), length.count());
}

} // namespace

Duration ProbeColumns::lengthFor(Duration span, int width) {
    const Duration least = std::max(kShortestColumn, span / std::max(1, width));
    for (Duration power = kShortestColumn;; power *= 10)
        for (const int factor : {1, 2, 5})
            if (power * factor >= least) return power * factor;
}

const FineRange& ProbeColumns::columns(const MetricKey& key, MonoTime from, MonoTime to, int width) {
    const Question question{key, from, to, width, m_store->revision()};
    if (question == m_question) return m_range;
    m_range = answer(question);
    m_question = question;
    return m_range;
}

FineRange ProbeColumns::answer(const Question& question) const {
    FineRange range;
    if (question.to <= question.from || question.width < 1 || question.to - question.from > kLongestRange)
        return range;
    range.length = lengthFor(question.to - question.from, question.width);
    if (range.length >= std::chrono::seconds(1)) return range;

    range.closeness = Closeness::Probes;
    MonoTime begin = question.from;
    if (const auto forgotten = m_forgottenUntil(); forgotten && *forgotten >= begin) {
        range.closeness = Closeness::Forgotten;
        // From the next full second on: what is before it is shown by whole seconds.
        range.knownFrom = MonoTime(std::chrono::seconds(secondOf(*forgotten) + 1));
        begin = range.knownFrom;
        if (begin >= question.to) return range;
    }
    if (m_store->cell(question.key, begin, question.to).counts.sent() > kMostProbes) {
        range.closeness = Closeness::TooMany;
        return range;
    }
    const std::int64_t first = columnNumber(begin, range.length);
    const std::int64_t end = columnNumber(question.to - Duration(1), range.length) + 1;
    std::vector<MetricCell> cells(static_cast<std::size_t>(end - first));
    const TimeRange wanted{MonoTime(first * range.length), MonoTime(end * range.length)};
    const Status status = m_samples(wanted, [&](const Sample& sample) {
        if (belongsTo(sample, question.key))
            cells[static_cast<std::size_t>(columnNumber(sample.intended, range.length) - first)].add(sample);
        return true;
    });
    if (!status) {
        range.closeness = Closeness::Unreadable;
        range.error = toString(status.error());
        return range;
    }
    for (std::int64_t number = first; number < end; ++number) {
        const MetricCell& cell = cells[static_cast<std::size_t>(number - first)];
        if (!cell.empty())
            range.columns.push_back(
                m_store->columnOf(question.key, MonoTime(number * range.length), range.length, cell));
    }
    return range;
}

} // namespace maintscope::model
