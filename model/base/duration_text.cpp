// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/duration_text.h"

#include <QRegularExpression>

#include <cmath>

namespace maintscope::model {

using Qt::Literals::StringLiterals::operator""_s;
using Qt::Literals::StringLiterals::operator""_L1;

Result<Duration> parseDuration(const QString& text, const QString& option) {
    static const QRegularExpression form(u"^([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)?$"_s);
    const auto wrong = [&](std::string detail) {
        return Error{.what = "A duration is invalid.",
                     .where = option.toStdString() + " " + text.toStdString(),
                     .detail = std::move(detail),
                     .remedy = "Write a number and its unit, such as 500ms, 1s, 1.5s, 2m or 1h."};
    };
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch()) return wrong("it is not a number with a unit");
    const QString unit = match.captured(2);
    if (unit.isEmpty()) return wrong("the unit is missing");
    const double factor = unit == "ms"_L1 ? 1e6 : unit == "s"_L1 ? 1e9 : unit == "m"_L1 ? 60e9 : 3600e9;
    const double nanoseconds = match.captured(1).toDouble() * factor;
    constexpr double kYear = 366.0 * 24 * 3600e9;
    if (nanoseconds > kYear) return wrong("it is longer than a year");
    const Duration value(std::llround(nanoseconds));
    if (value <= Duration::zero()) return wrong("it must be greater than zero");
    return value;
}

} // namespace maintscope::model
