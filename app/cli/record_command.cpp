// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_command.h"

#include "app/cli/command_options.h"
#include "app/cli/record_options.h"
#include "app/cli/record_run.h"
#include "app/services/console.h"

#include <QCommandLineParser>

namespace maintscope::app {

int recordCommand(const QStringList& arguments) {
    const QString name = QStringLiteral("record");
    QCommandLineParser parser;
    addRecordOptions(parser);
    if (const auto ended = startCommand(parser, name, arguments)) return *ended;
    const auto options = readRecordOptions(parser);
    return options ? record(*options) : refuseUsage(name, options.error());
}

} // namespace maintscope::app
