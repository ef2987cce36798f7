// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/size_option.h"

#include <QRegularExpression>

#include <cmath>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

Result<std::uint64_t> parseSize(const QString& text, const QString& option) {
    static const QRegularExpression form(u"^([0-9]+(?:\\.[0-9]+)?) ?(MB|GB)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const auto wrong = [&](std::string detail) {
        return Error{.what = "The size is not valid.",
                     .where = option.toStdString() + " " + text.toStdString(),
                     .detail = std::move(detail),
                     .remedy = "Write a number and its unit, such as 200MB or 1.5GB."};
    };
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch()) return wrong("it is not a number with the unit MB or GB");
    const double bytes = match.captured(1).toDouble() * (match.captured(2).toUpper() == "MB"_L1 ? 1e6 : 1e9);
    constexpr double kLeast = 1e6;
    constexpr double kMost = 1e15;
    if (bytes < kLeast) return wrong("it is less than 1MB");
    if (bytes > kMost) return wrong("it is more than 1000000GB");
    return static_cast<std::uint64_t>(std::llround(bytes));
}

} // namespace maintscope::app
