// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/operation.h"
#include "client/types/time.h"

#include <QString>

#include <cstdint>
#include <string_view>

/// Text for numbers and times, identical on screen, in the terminal and in reports. Independent of the
/// locale, so that two people who compare notes see the same characters. Minus is U+2212, the thousands
/// separator is U+202F.
namespace maintscope::model {

/// At most three significant digits: "0.42 ms", "412 ms", "3.20 s", "1 min 2 s", "2 h 5 min", "3 d 4 h".
[[nodiscard]] QString formatDuration(Duration value);
/// As formatDuration(), but whole units without a fraction: "1 s", "15 s", "1.5 s", "500 ms". For settings.
[[nodiscard]] QString formatSetting(Duration value);
/// The remaining time in clock format: "0:11", "1:02:03"; whole seconds, rounded up; "0:00" once it is over.
[[nodiscard]] QString formatCountdown(Duration left);
/// "1 940" with U+202F.
[[nodiscard]] QString formatCount(std::int64_t value);
/// "1 move", "1 940 moves".
[[nodiscard]] QString formatCounted(std::int64_t count, const QString& one, const QString& many);
/// The placeholder for a missing value.
inline const QString kNoValue = QStringLiteral(u"\u2013");
[[nodiscard]] inline QString toQString(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}
/// "FAILING_OVER", as on the wire.
[[nodiscard]] inline QString operationName(OperationKind kind) {
    return toQString(name(kind));
}
/// "512 B", "1.4 kB", "18 MB", "2.3 GB"; powers of 1000.
[[nodiscard]] QString formatSize(std::uint64_t bytes);

/// "14:12:03.118" and "14:12:03", UTC.
[[nodiscard]] QString formatTimeMs(WallTime time);
[[nodiscard]] QString formatTimeS(WallTime time);
/// "2026-11-20", UTC.
[[nodiscard]] QString formatDate(WallTime time);
/// RFC 3339 with nine digits: "2026-11-20T14:12:03.118000000Z".
[[nodiscard]] QString formatRfc3339(WallTime time);

/// Server text, made safe for display: control characters, line and bidirectional marks and bytes that are
/// not UTF-8 become \xNN or \u{NNNN}, a backslash becomes two. At most `limit` characters, then U+2026.
[[nodiscard]] QString escapeServerText(std::string_view bytes, int limit = 400);

enum class LineFeeds { Escaped, Kept };
/// Text of this program that may contain foreign words, made safe for a terminal: control characters, line
/// and bidirectional marks become \xNN or \u{NNNN}; a backslash stays. Escaping twice changes nothing.
[[nodiscard]] QString escapeControls(const QString& text, LineFeeds lineFeeds);
/// The same for a JSON text, which stays valid and means the same: \uNNNN.
[[nodiscard]] QString escapeControlsInJson(const QString& json);

} // namespace maintscope::model
