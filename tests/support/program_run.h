// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

namespace maintscope::test {

/// What `maintscope` did, run as people run it: without a terminal, to its end.
struct ProgramRun {
    int exitCode = -1; ///< -1: it crashed, or did not end within a minute
    QByteArray out;
    QByteArray err;
};

[[nodiscard]] inline ProgramRun runProgram(const QStringList& arguments,
                                           const QMap<QString, QString>& variables = {}) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
        environment.insert(variable.key(), variable.value());
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral(MAINTSCOPE_PROGRAM), arguments);
    ProgramRun run;
    if (!process.waitForFinished(60'000)) return run;
    run.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

} // namespace maintscope::test
