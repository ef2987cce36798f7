// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/format.h"
#include "model/export/export_sink.h"
#include "model/export/export_writers.h"
#include "model/metrics/per_second_rollup.h"

#include <bit>

namespace maintscope::model {
namespace {

// Source: HdrHistogram AbstractHistogram: V2EncodingCookieBase and V2CompressedEncodingCookieBase, with the
// word size of the encoding (0x10) in the second nibble.
constexpr std::uint32_t kV2Cookie = 0x1c84'9313;
constexpr std::uint32_t kV2CompressedCookie = 0x1c84'9314;
constexpr std::uint32_t kSignificantDigits = 3;

void appendBig(QByteArray& bytes, std::uint64_t value, int size) {
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift & 0xffU);
}

/// LEB128 of a zigzag number, but never more than nine bytes. Source: HdrHistogram ZigZagEncoding.putLong.
void appendZigZag(QByteArray& bytes, std::int64_t number) {
    std::uint64_t value = static_cast<std::uint64_t>(number) << 1U ^ static_cast<std::uint64_t>(number >> 63);
    for (int i = 0; i < 8 && value > 0x7f; ++i) {
        bytes += static_cast<char>((value & 0x7fU) | 0x80U);
        value >>= 7U;
    }
    bytes += static_cast<char>(value);
}

/// Counts by ascending index; a run of zeros is encoded as one negative number.
QByteArray countsOf(const LatencyHistogram& histogram) {
    QByteArray counts;
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < histogram.bucketCount(); ++i) {
        const LatencyHistogram::Bucket bucket = histogram.bucket(i);
        if (bucket.index - next == 1)
            appendZigZag(counts, 0);
        else if (bucket.index > next)
            appendZigZag(counts, -static_cast<std::int64_t>(bucket.index - next));
        appendZigZag(counts, static_cast<std::int64_t>(bucket.count));
        next = bucket.index + 1;
    }
    return counts;
}

QByteArray encoded(const LatencyHistogram& histogram) {
    const QByteArray counts = countsOf(histogram);
    QByteArray plain;
    appendBig(plain, kV2Cookie, 4);
    appendBig(plain, static_cast<std::uint64_t>(counts.size()), 4);
    appendBig(plain, 0, 4); // normalising index offset
    appendBig(plain, kSignificantDigits, 4);
    appendBig(plain, 1, 8); // lowest and highest value, microseconds
    appendBig(plain, static_cast<std::uint64_t>(LatencyHistogram::kHighest / std::chrono::microseconds(1)),
              8);
    appendBig(plain, std::bit_cast<std::uint64_t>(1.0), 8); // ratio of integer to double values
    plain += counts;
    const QByteArray zlib = qCompress(plain).mid(4); // Qt prepends the length to the stream
    QByteArray compressed;
    appendBig(compressed, kV2CompressedCookie, 4);
    appendBig(compressed, static_cast<std::uint64_t>(zlib.size()), 4);
    return (compressed + zlib).toBase64();
}

QByteArray milliseconds(std::int64_t count) {
    return QByteArray::number(static_cast<qlonglong>(count / 1'000)) + '.' +
           QByteArray::number(static_cast<qlonglong>(count % 1'000)).rightJustified(3, '0');
}

QByteArray tagOf(const SecondCell& cell, bool corrected, bool severalTargets) {
    QByteArray tag = severalTargets ? "target" + QByteArray::number(cell.target.value) + '-' : QByteArray();
    if (cell.role == ProbeRole::Control) return tag + (corrected ? "control-corrected" : "control");
    return tag + (corrected ? "corrected" : "protected");
}

QByteArray intervalLine(const QByteArray& tag, std::int64_t second, const LatencyHistogram& histogram) {
    return "Tag=" + tag + ',' + milliseconds(second * 1'000) + ",1.000," +
           milliseconds(std::chrono::ceil<std::chrono::microseconds>(histogram.max()).count()) + ',' +
           encoded(histogram) + '\n';
}

} // namespace

Status writeHlog(const RecordingExtract& source, QIODevice& out) {
    Sink sink(out);
    const SessionInfo& session = source.session();
    const auto epoch = std::chrono::floor<std::chrono::milliseconds>(session.startedWall).time_since_epoch();
    const QByteArray start = milliseconds(epoch.count());
    sink.write("#[maint-hlog/1, maintscope " + QByteArray::fromStdString(session.appVersion) +
               (source.redacted() ? ", redacted" : "") +
               "]\n#[Histogram log format version 1.3]\n#[StartTime: " + start + " (seconds since epoch), " +
               formatRfc3339(session.startedWall).toLatin1() + "]\n#[BaseTime: " + start +
               " (seconds since epoch)]\n#[Values are microseconds; Interval_Max is in milliseconds.]\n"
               "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n");
    const bool several = session.targets.size() > 1;
    PerSecondRollup cells([&](const SecondCell& cell) {
        if (!cell.latency.empty())
            sink.write(intervalLine(tagOf(cell, false, several), cell.second, cell.latency));
        if (!cell.corrected.empty())
            sink.write(intervalLine(tagOf(cell, true, several), cell.second, cell.corrected));
    });
    const Status read = source.samples([&cells](const Sample& sample) {
        cells.add(sample);
        return true;
    });
    cells.finish();
    if (auto status = sink.finish(); !status) return status;
    return read;
}

} // namespace maintscope::model
