// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>

#include <csignal>

namespace maintscope::test {

/// Sends `number` to a running process; false when it has ended. QProcess gives 0 as the id of an ended process, and
/// kill(2) with 0 would signal the whole process group: the test runner, too.
inline bool signalProcess(const QProcess& process, int number) {
    const qint64 id = process.processId();
    return id > 0 && ::kill(static_cast<pid_t>(id), number) == 0;
}

} // namespace maintscope::test
