// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever connects to the port of the metrics: told what it asks, or to go on; never more than once.
#include "app/services/metrics_request.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maintscope;
    const auto text = fuzz::text(data, size);
    const QByteArray bytes(text.data(), static_cast<qsizetype>(text.size()));
    const app::MetricsRequest whole = app::parseMetricsRequest(bytes);
    fuzz::require(whole != app::MetricsRequest::Incomplete || bytes.size() < app::kLongestMetricsRequest,
                  "nobody is waited for without a bound");
    if (whole == app::MetricsRequest::Get || whole == app::MetricsRequest::Head)
        fuzz::require(bytes.startsWith("GET /metrics") || bytes.startsWith("HEAD /metrics"),
                      "only metrics are given away");
    // In pieces it is the same request as at once.
    for (qsizetype cut = 0; cut < bytes.size(); ++cut) {
        const app::MetricsRequest part = app::parseMetricsRequest(bytes.left(cut));
        if (part == app::MetricsRequest::Incomplete) continue;
        fuzz::require(part == whole || part == app::MetricsRequest::TooLong, "an answer does not change");
        break;
    }
    return 0;
}
