// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/verdict/slo.h"

#include "model/base/duration_text.h"

#include <QStringList>

namespace maintscope::model {

using Qt::Literals::StringLiterals::operator""_s;
using Qt::Literals::StringLiterals::operator""_L1;

Result<Slo> parseSlo(const QString& text, const QString& option) {
    Slo slo;
    const auto wrong = [&](const QString& part, std::string detail) {
        return Error{.what = "A limit is invalid.",
                     .where = (option + u' ' + part).toStdString(),
                     .detail = std::move(detail),
                     .remedy = "Write, for example, gap=2s,errors=0,p99=50ms."};
    };
    for (const QString& part : text.split(u',')) {
        const qsizetype equals = part.indexOf(u'=');
        if (equals < 0) return wrong(part, "the = is missing");
        const QString name = part.left(equals);
        const QString value = part.mid(equals + 1);
        if (name == "errors"_L1) {
            bool good = false;
            slo.errors = value.toULongLong(&good);
            if (!good) return wrong(part, "the value is not a whole number");
        } else if (name == "gap"_L1 || name == "p99"_L1) {
            const Result<Duration> limit = parseDuration(value, option + u' ' + name);
            if (!limit) return wrong(part, limit.error().detail);
            (name == "gap"_L1 ? slo.gap : slo.p99) = *limit;
        } else {
            return wrong(part, "the valid limits are gap, errors and p99");
        }
    }
    return slo;
}

} // namespace maintscope::model
