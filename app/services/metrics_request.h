// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace maintscope::app {

/// What a stranger asks of the metrics server.
enum class MetricsRequest {
    Incomplete,  ///< more is to come
    TooLong,     ///< and has no end within kLongestMetricsRequest
    Malformed,   ///< no request of HTTP/1.x
    OtherMethod, ///< neither GET nor HEAD
    OtherPath,
    Get,
    Head,
};

inline constexpr qsizetype kLongestMetricsRequest = 8 * 1024;

/// Judges the first bytes of a connection. Pure.
[[nodiscard]] MetricsRequest parseMetricsRequest(const QByteArray& bytes);

} // namespace maintscope::app
