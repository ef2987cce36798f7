// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/csv_line.h"
#include "model/base/format.h"
#include "model/export/export_sink.h"
#include "model/export/export_writers.h"
#include "model/metrics/per_second_rollup.h"

namespace maintscope::model {
namespace {

constexpr const char* kRollupSchema = "maint-rollup/1";
constexpr Duration kWidth = std::chrono::seconds(1);

template <class Writer>
void writeCell(Writer& w, const SecondCell& cell, const RecordingExtract& source) {
    const MonoTime start{std::chrono::seconds(cell.second)};
    const LatencyHistogram& latency = cell.latency;
    const auto known = [&latency](Duration value) {
        return latency.empty() ? std::nullopt : std::optional(value);
    };
    w.text("start_utc", formatRfc3339(source.wall(start)).toStdString());
    w.duration("width_ns", kWidth);
    w.count("sent", cell.counts.sent());
    w.count("ok", cell.counts.ok);
    w.count("late", cell.counts.late);
    w.count("timeouts", cell.counts.timeouts);
    w.count("errors", cell.counts.errors);
    w.count("unknown", cell.counts.unknown);
    w.count("not_sent", cell.counts.notSent);
    w.count("reconnects", static_cast<std::uint64_t>(cell.reconnects));
    w.count("handoffs", static_cast<std::uint64_t>(cell.handoffs));
    w.duration("min_ns", known(latency.min()));
    w.duration("p50_ns", known(latency.percentile(50)));
    w.duration("p90_ns", known(latency.percentile(90)));
    w.duration("p95_ns", known(latency.percentile(95)));
    w.duration("p99_ns", known(latency.percentile(99)));
    w.duration("p999_ns", known(latency.percentile(99.9)));
    w.duration("max_ns", known(latency.max()));
    w.duration("longest_gap_ns",
               cell.longestGap == Duration{} ? std::nullopt : std::optional(cell.longestGap));
    w.count("target_id", std::uint64_t{cell.target.value});
    w.text("probe_role", toString(cell.role));
    writeFileFields(w, source.session(), source.redacted(), kRollupSchema);
}

} // namespace

Status writeRollup(const RecordingExtract& source, QIODevice& out) {
    Sink sink(out);
    CsvNames names;
    writeCell(names, {}, source);
    sink.write(names.take());
    const MonoTime from = source.from();
    const MonoTime to = source.to();
    PerSecondRollup cells([&](const SecondCell& cell) {
        const MonoTime start{std::chrono::seconds(cell.second)};
        if (start + kWidth <= from || start >= to) return;
        CsvLine line;
        writeCell(line, cell, source);
        sink.write(line.take());
    });
    source.eachEvent([&cells](const Event& event) { cells.add(event); });
    // All samples: a gap may have begun before the range. A second at the edge of the range is exported in
    // full.
    const Status read = source.allSamples([&cells](const Sample& sample) {
        cells.add(sample);
        return true;
    });
    cells.finish();
    if (auto status = sink.finish(); !status) return status;
    return read;
}

} // namespace maintscope::model
