// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/metrics_request.h"

#include <QList>

namespace maintscope::app {

MetricsRequest parseMetricsRequest(const QByteArray& bytes) {
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return bytes.size() < kLongestMetricsRequest ? MetricsRequest::Incomplete : MetricsRequest::TooLong;
    const QList<QByteArray> words = bytes.left(bytes.indexOf("\r\n")).split(' ');
    if (words.size() != 3 || !words[2].startsWith("HTTP/1.")) return MetricsRequest::Malformed;
    if (words[0] != "GET" && words[0] != "HEAD") return MetricsRequest::OtherMethod;
    if (words[1] != "/metrics" && !words[1].startsWith("/metrics?")) return MetricsRequest::OtherPath;
    return words[0] == "GET" ? MetricsRequest::Get : MetricsRequest::Head;
}

} // namespace maintscope::app
