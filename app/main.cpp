// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"
#include "app/services/passwords.h"

int main(int argc, char** argv) {
    const QStringList arguments = maintscope::app::takeArguments(argc, argv);
    return maintscope::app::runCommandLine(argc, argv, arguments.mid(1));
}
