// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/planned_option.h"

#include <QCommandLineParser>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

void addPlannedOption(QCommandLineParser& parser) {
    parser.addOption({u"planned"_s,
                      u"Calendar (.ics) of the planned maintenance windows; the recording includes them."_s,
                      u"FILE"_s});
}

Result<model::CalendarWindows> readPlanned(const QCommandLineParser& parser) {
    if (!parser.isSet(u"planned"_s)) return model::CalendarWindows{};
    return model::readCalendarFile(parser.value(u"planned"_s));
}

} // namespace maintscope::app
