// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/operation.h"
#include "client/types/sample.h"
#include "model/base/session_info.h"
#include "model/base/time_range.h"
#include "model/metrics/gap_finder.h"
#include "model/metrics/latency_histogram.h"
#include "model/metrics/metric_store.h"

#include <QByteArray>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maintscope::model {

enum class Verdict { Pass, Warn, Fail, Inconclusive };
[[nodiscard]] std::string_view toString(Verdict value); ///< pass, warn, fail, inconclusive

/// The maintenance method, as stated by the user: in-place upgrades drop connections by design.
enum class Method { Rolling, InPlace, Maintenance, Other };
[[nodiscard]] std::string_view toString(Method value); ///< rolling, in-place, maintenance, other
[[nodiscard]] std::optional<Method> parseMethod(std::string_view text);

/// Limits set by the user; none by default.
struct Slo {
    std::optional<Duration> gap;
    std::optional<std::uint64_t> errors; ///< sum of timeouts, errors, unknown and not_sent
    std::optional<Duration> p99;         ///< of the latency of replies
};

struct VerdictOptions {
    std::optional<Method> method; ///< as stated; nullopt: judged as a rolling upgrade
    Slo slo;
};

struct LatencyFigures {
    Duration p50{};
    Duration p90{};
    Duration p99{};
    Duration p999{};
    Duration max{};
    std::uint64_t censored = 0; ///< probes whose true value is unknown
};

struct IntegrityFigures {
    std::int64_t acknowledged = 0;
    std::int64_t serverCount = 0; ///< growth since the start
    std::int64_t lost = 0;
    std::int64_t duplicated = 0;
};

inline constexpr int kMostUnknownNotifications = 20;
inline const std::string kOtherNotifications = "other";

/// The results of one set of connections (protected or control) of one target: `maint-summary/1`.
struct Summary {
    std::string appVersion;
    std::string target;
    WallTime started{};
    MonoTime startedMono{};
    Duration duration{};
    Policy policy = Policy::Auto;
    Support support = Support::Unknown;
    std::string endpointType;
    OutcomeCounts counts;
    std::uint64_t carriedOver = 0;
    int connections = 0;
    int reconnects = 0; ///< handoffs not counted

    struct Handoffs {
        int attempted = 0;
        int completed = 0;
        int failed = 0;
        Duration p50{}; ///< MOVING to the first reply on the new endpoint
        Duration max{};
    } handoffs;
    /// Unique operations by name: MOVING by sequence and target (by sequence and connection if no target is
    /// named), the others by sequence, or by shards or slots if there is no sequence. Besides the names that
    /// the program knows, the first kMostUnknownNotifications; the rest counts as kOtherNotifications.
    std::map<std::string, int> notifications;
    int frames = 0; ///< received
    struct Windows {
        int closed = 0;
        int expired = 0;
        int open = 0;
    } windows;
    Duration relaxed{}; ///< union over connections
    Gaps gaps;
    int unannounced = 0; ///< disruptions: unannounced losses; losses within 1 s of each other count once
    LatencyFigures latency;
    LatencyFigures corrected;
    Duration notMeasured{};
    std::uint64_t notRecorded = 0;
    Duration localStallMax{};
    std::optional<IntegrityFigures> integrity;
    Verdict verdict = Verdict::Inconclusive;
    /// Machine-readable reasons, some with a figure: "timeouts: 3", "sch_refused",
    /// "server_does_not_support_sch".
    std::vector<std::string> reasons;
    /// Only in the summary of the protected set.
    std::shared_ptr<const Summary> control;

    // Not in the JSON, but used by other exports.
    LatencyHistogram latencyHistogram;
    LatencyHistogram correctedHistogram;
    LatencyHistogram answeredHistogram; ///< corrected latency of replies alone
    /// Of successful handoffs: MOVING to the first reply on the new endpoint.
    LatencyHistogram handoffHistogram;
    LatencyHistogram dialHistogram; ///< of successful connection attempts, from resolve to +PONG
    std::vector<std::pair<MonoTime, MonoTime>> notMeasuredSpans; ///< ascending, clipped to the summary
    Duration latencySum{};                                       ///< of the values in latencyHistogram
    Duration handoffSum{};
    Duration dialSum{};
    std::map<std::string, int> framesByName; ///< the names are bounded as those of `notifications`
    std::map<std::string, int> openWindows; ///< windows that are open at the end, by the name of their opener
    std::map<std::string, int> disconnects; ///< lost or closed connections, by the event's name
};

/// Whether an event begins in the range, or extends into it.
[[nodiscard]] bool touches(const Event& event, const TimeRange& range);

/// One target: the object itself; several: {"schema":..., "targets":[...]}. Keys in the order of the design,
/// two spaces of indent, ends with a line feed. Equal input gives equal bytes.
[[nodiscard]] QByteArray summaryJson(const std::vector<Summary>& summaries, const SessionInfo& session);

/// How often an operation was announced.
[[nodiscard]] int announced(const Summary& summary, OperationKind kind);
/// One sentence: "3 MOVING, 3 handoffs, slowest 412 ms, 0 failed commands, longest gap 0.43 s, 0 unannounced
/// disruptions".
[[nodiscard]] QString summarySentence(const Summary& summary);
/// A reason in words: "3 probes timed out".
[[nodiscard]] QString reasonText(const std::string& reason);

} // namespace maintscope::model
