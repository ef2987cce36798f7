// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"
#include "app/services/passwords.h"
#include "app/services/process_setup.h"
#include "app/services/text_sink.h"

int main(int argc, char** argv) {
    using namespace maintscope::app;
    setUpProcess();
    const QStringList arguments = takeArguments(argc, argv);
    takePasswordVariables();
    sendLogToSink();
    return finishOutput(runCommandLine(argc, argv, arguments.mid(1)));
}
