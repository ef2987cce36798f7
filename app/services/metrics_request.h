// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace maintscope::app {

/// What a client requests from the metrics server.
enum class MetricsRequest {
    Incomplete,  ///< the request is not complete yet
    TooLong,     ///< the request does not end within kLongestMetricsRequest
    Malformed,   ///< this is not an HTTP/1.x request
    OtherMethod, ///< neither GET nor HEAD
    OtherPath,
    Get,
    Head,
};

inline constexpr qsizetype kLongestMetricsRequest = 8 * 1024;

/// Classifies the first bytes of a connection. Pure.
[[nodiscard]] MetricsRequest parseMetricsRequest(const QByteArray& bytes);

} // namespace maintscope::app
