// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/signal_process.h"

#include <QByteArray>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

namespace maintscope::test {

struct ProgramOutcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
    [[nodiscard]] QJsonObject summary() const { return QJsonDocument::fromJson(out).object(); }
};

/// The program itself, with recordings in a folder of its own and without a display or a password around it.
/// A test that uses it needs add_dependencies(EXECUTABLE maintscope).
class Program {
public:
    Program() {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_folder.path());
        for (const char* name : {"MAINTSCOPE_PASSWORD", "DISPLAY", "WAYLAND_DISPLAY"})
            environment.remove(QString::fromLatin1(name));
        m_process.setProcessEnvironment(environment);
    }
    ~Program() {
        if (m_process.state() == QProcess::NotRunning) return;
        m_process.kill();
        m_process.waitForFinished();
    }
    void start(const QStringList& arguments) {
        m_process.start(QStringLiteral(MAINTSCOPE_PROGRAM), arguments);
        m_process.waitForStarted();
    }
    /// Blocks: whoever serves the program from the test's own event loop calls ended() before.
    ProgramOutcome finish() {
        m_process.waitForFinished(60'000);
        return {m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1,
                m_process.readAllStandardOutput(), m_err + m_process.readAllStandardError()};
    }
    ProgramOutcome run(const QStringList& arguments) {
        start(arguments);
        return finish();
    }
    /// Runs the event loop until the program has ended.
    bool ended() {
        return QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 60'000);
    }
    bool saysOnStderr(const QByteArray& words) {
        return QTest::qWaitFor(
            [&] {
                m_err += m_process.readAllStandardError();
                return m_err.contains(words);
            },
            20'000);
    }
    bool signal(int number) { return signalProcess(m_process, number); }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QStringList recordings() const {
        return QDir(m_folder.filePath(QStringLiteral("maintscope/recordings"))).entryList(QDir::Files);
    }
    QProcess& process() { return m_process; }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_err;
};

} // namespace maintscope::test
