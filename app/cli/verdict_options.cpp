// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/verdict_options.h"

#include "model/verdict/slo.h"

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

void addVerdictOptions(QCommandLineParser& parser) {
    parser.addOptions({
        {u"slo"_s, u"Your limits for the verdict: gap=2s,errors=0,p99=50ms."_s, u"LIMITS"_s},
        {u"method"_s, u"Method of the maintenance: rolling, in-place, maintenance, other (rolling)."_s,
         u"M"_s},
    });
}

Result<model::VerdictOptions> readVerdictOptions(const QCommandLineParser& parser) {
    model::VerdictOptions options;
    if (parser.isSet(u"method"_s)) {
        const auto method = model::parseMethod(parser.value(u"method"_s).toStdString());
        if (!method)
            return Error{.what = "The method is unknown.",
                         .where = "--method " + parser.value(u"method"_s).toStdString(),
                         .detail = {},
                         .remedy = "Use one of: rolling, in-place, maintenance, other."};
        options.method = *method;
    }
    if (parser.isSet(u"slo"_s)) {
        const Result<model::Slo> slo = model::parseSlo(parser.value(u"slo"_s), u"--slo"_s);
        if (!slo) return slo.error();
        options.slo = *slo;
    }
    return options;
}

} // namespace maintscope::app
