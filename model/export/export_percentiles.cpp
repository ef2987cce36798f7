// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/export/export_sink.h"
#include "model/export/export_writers.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace maintscope::model {
namespace {

/// Lines per halving of the rest: the default of the HdrHistogram tools.
constexpr double kTicksPerHalfDistance = 5;
constexpr double kNanosecondsPerMillisecond = 1e6;

QByteArray number(double value, int width, int decimals) {
    return QByteArray::number(value, 'f', decimals).rightJustified(width);
}

double inMilliseconds(Duration value) {
    return static_cast<double>(value.count()) / kNanosecondsPerMillisecond;
}

QByteArray lineOf(Duration value, double level, std::uint64_t count) {
    QByteArray line = number(inMilliseconds(value), 12, 3) + ' ' + number(level / 100, 14, 12) + ' ' +
                      QByteArray::number(static_cast<qulonglong>(count)).rightJustified(10);
    if (level < 100) line += ' ' + number(100 / (100 - level), 14, 2);
    return line + '\n';
}

/// The level after this one: steps halve with the distance to 100 %.
double nextLevel(double level) {
    const double halvings = std::floor(std::log2(100 / (100 - level))) + 1;
    return level + 100 / (kTicksPerHalfDistance * std::exp2(halvings));
}

QByteArray footer(const LatencyHistogram& histogram) {
    double sum = 0;
    const auto middle = [](const LatencyHistogram::Bucket& bucket) {
        return inMilliseconds(bucket.low + (bucket.high - bucket.low) / 2);
    };
    const auto count = static_cast<double>(std::max<std::uint64_t>(1, histogram.count()));
    for (std::size_t i = 0; i < histogram.bucketCount(); ++i)
        sum += middle(histogram.bucket(i)) * static_cast<double>(histogram.bucket(i).count);
    const double mean = sum / count;
    double squares = 0;
    for (std::size_t i = 0; i < histogram.bucketCount(); ++i)
        squares +=
            std::pow(middle(histogram.bucket(i)) - mean, 2) * static_cast<double>(histogram.bucket(i).count);
    return "#[Mean    = " + number(mean, 12, 3) +
           ", StdDeviation   = " + number(std::sqrt(squares / count), 12, 3) +
           "]\n#[Max     = " + number(inMilliseconds(histogram.max()), 12, 3) + ", Total count    = " +
           QByteArray::number(static_cast<qulonglong>(histogram.count())).rightJustified(12) + "]\n";
}

} // namespace

Status writePercentiles(const RecordingExtract& source, QIODevice& out) {
    std::vector<const LatencyHistogram*> parts;
    for (const Summary& summary : source.summaries())
        parts.push_back(&summary.correctedHistogram);
    const LatencyHistogram all = LatencyHistogram::sum(parts);
    Sink sink(out);
    sink.write("#[maint-percentiles/1, maintscope " + QByteArray::fromStdString(source.session().appVersion) +
               (source.redacted() ? ", redacted" : "") +
               "]\n#[corrected latency of the protected connections, in milliseconds]\n"
               "       Value     Percentile TotalCount 1/(1-Percentile)\n\n");
    std::uint64_t seen = 0;
    double level = 0;
    for (std::size_t i = 0; i < all.bucketCount(); ++i) {
        const LatencyHistogram::Bucket bucket = all.bucket(i);
        seen += bucket.count;
        const double reached = 100 * static_cast<double>(seen) / static_cast<double>(all.count());
        // The last value reaches 100 % and all of the infinitely many levels before it; one line represents
        // them. Source: HdrHistogram PercentileIterator.
        for (bool more = true; more && reached >= level; more = seen < all.count()) {
            sink.write(lineOf(bucket.high, level, seen));
            level = nextLevel(level);
        }
    }
    if (!all.empty()) sink.write(lineOf(all.max(), 100, all.count()));
    sink.write(footer(all));
    if (auto status = sink.finish(); !status) return status;
    return source.damage();
}

} // namespace maintscope::model
