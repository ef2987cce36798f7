// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verdict_options.h"

#include "app/duration_option.h"

#include <QStringList>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

Result<model::Slo> parseSlo(const QString& text) {
    model::Slo slo;
    const auto wrong = [&](const QString& part, std::string detail) {
        return Error{.what = "A limit cannot be read.",
                     .where = (u"--slo "_s + part).toStdString(),
                     .detail = std::move(detail),
                     .remedy = "Write, for example, --slo gap=2s,errors=0,p99=50ms."};
    };
    for (const QString& part : text.split(u',')) {
        const qsizetype equals = part.indexOf(u'=');
        if (equals < 0) return wrong(part, "there is no = in it");
        const QString name = part.left(equals);
        const QString value = part.mid(equals + 1);
        if (name == "errors"_L1) {
            bool good = false;
            slo.errors = value.toULongLong(&good);
            if (!good) return wrong(part, "that is not a whole number");
        } else if (name == "gap"_L1 || name == "p99"_L1) {
            const Result<Duration> limit = parseDuration(value, u"--slo "_s + name);
            if (!limit) return limit.error();
            (name == "gap"_L1 ? slo.gap : slo.p99) = *limit;
        } else {
            return wrong(part, "the limits are gap, errors and p99");
        }
    }
    return slo;
}

} // namespace

void addVerdictOptions(QCommandLineParser& parser) {
    parser.addOptions({
        {u"slo"_s, u"Limits of your own: gap=2s,errors=0,p99=50ms."_s, u"LIMITS"_s},
        {u"method"_s, u"How the maintenance is done: rolling, in-place, maintenance, other (rolling)."_s,
         u"M"_s},
    });
}

Result<model::VerdictOptions> readVerdictOptions(const QCommandLineParser& parser) {
    model::VerdictOptions options;
    if (parser.isSet(u"method"_s)) {
        const auto method = model::parseMethod(parser.value(u"method"_s).toStdString());
        if (!method)
            return Error{.what = "There is no such method.",
                         .where = "--method " + parser.value(u"method"_s).toStdString(),
                         .detail = {},
                         .remedy = "Give one of: rolling, in-place, maintenance, other."};
        options.method = *method;
    }
    if (parser.isSet(u"slo"_s)) {
        const Result<model::Slo> slo = parseSlo(parser.value(u"slo"_s));
        if (!slo) return slo.error();
        options.slo = *slo;
    }
    return options;
}

} // namespace maintscope::app
