// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_case.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

#include <signal.h>

using namespace Qt::StringLiterals;

/// The keychain of a desktop as there is one on this machine: gnome-keyring on a session bus of the test's
/// own, in a home of its own. What is asked comes from a process of its own each time, as after a restart.
class KeychainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_home.emplace();
        QVERIFY(m_home->isValid());
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.remove(u"MAINTSCOPE_KEYCHAIN"_s);
        m_environment.remove(u"DISPLAY"_s);
        m_environment.remove(u"KDE_FULL_SESSION"_s);
        m_environment.insert(u"XDG_CURRENT_DESKTOP"_s, u"GNOME"_s);
        m_environment.insert(u"HOME"_s, m_home->path());
        m_environment.insert(u"XDG_DATA_HOME"_s, m_home->filePath(u"data"_s));
        m_environment.insert(u"XDG_RUNTIME_DIR"_s, m_home->path());
        m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path="_s + m_home->filePath(u"no-bus"_s));
    }
    void cleanup() {
        m_keyring.reset();
        m_bus.reset();
        m_home.reset();
    }

    void withoutABusThereIsNone() {
        QVERIFY2(ask(u"find"_s).startsWith("error No system keychain is available ("), m_answer);
        QVERIFY2(m_answer.contains("for this session only"), m_answer);
        QVERIFY2(ask(u"keep"_s, "s3cret").startsWith("error No system keychain is available ("), m_answer);
    }

    void busWithoutASecretServiceIsNone() {
        if (!startBus()) QSKIP("no dbus-daemon (package dbus-daemon)");
        QVERIFY2(ask(u"find"_s).startsWith("error No system keychain is available ("), m_answer);
        QVERIFY2(ask(u"keep"_s, "s3cret").startsWith("error No system keychain is available ("), m_answer);
    }

    void unlockedOneKeepsFindsAndForgets() {
        if (!startBus() || !startKeyring(true)) QSKIP("no gnome-keyring-daemon (package gnome-keyring)");
        QCOMPARE(ask(u"find"_s), QByteArray("nothing"));
        QCOMPARE(ask(u"keep"_s, "s3cret of \u00e9"), QByteArray("done"));
        QCOMPARE(ask(u"find"_s), QByteArray("found s3cret of \u00e9"));
        QCOMPARE(ask(u"keep"_s, "another"), QByteArray("done"));
        QCOMPARE(ask(u"find"_s), QByteArray("found another"));
        QCOMPARE(ask(u"forget"_s), QByteArray("done"));
        QCOMPARE(ask(u"find"_s), QByteArray("nothing"));
        QCOMPARE(ask(u"forget"_s), QByteArray("done")); // what is not there
    }

    void secretIsInNoFileThatOthersCanRead() {
        if (!startBus() || !startKeyring(true)) QSKIP("no gnome-keyring-daemon (package gnome-keyring)");
        QCOMPARE(ask(u"keep"_s, "s3cret"), QByteArray("done"));
        int files = 0;
        for (QDirIterator it(m_home->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
             it.hasNext();) {
            QFile file(it.next());
            if (!file.open(QIODevice::ReadOnly)) continue;
            ++files;
            QVERIFY2(!file.readAll().contains("s3cret"), qPrintable(file.fileName()));
        }
        QVERIFY(files > 0); // the keyring itself, encrypted
    }

    void lockedOneIsSaidToBeLocked() {
        if (!startBus() || !startKeyring(true)) QSKIP("no gnome-keyring-daemon (package gnome-keyring)");
        QCOMPARE(ask(u"keep"_s, "s3cret"), QByteArray("done"));
        m_keyring.reset();
        QVERIFY(startKeyring(false)); // after a new sign-in by fingerprint, say
        for (const QString& verb : {u"find"_s, u"keep"_s}) {
            ask(verb, "another", 5000);
            QVERIFY2(m_answer.startsWith("error The system keychain is locked") ||
                         m_answer.startsWith("error The system keychain did not answer ("), // it prompts
                     m_answer);
        }
        QVERIFY(!m_answer.contains("s3cret"));
    }

    void oneThatHangsIsGivenUp() {
        if (!startBus() || !startKeyring(true)) QSKIP("no gnome-keyring-daemon (package gnome-keyring)");
        QCOMPARE(ask(u"keep"_s, "s3cret"), QByteArray("done"));
        ::kill(static_cast<pid_t>(m_keyring->processId()), SIGSTOP);
        ask(u"find"_s, {}, 700);
        ::kill(static_cast<pid_t>(m_keyring->processId()), SIGCONT);
        QVERIFY2(m_answer.startsWith("error The system keychain did not answer ("), m_answer);
        QVERIFY2(m_answer.contains("700 ms have passed"), m_answer);
    }

    void switchedOffOneIsNotAsked() {
        m_environment.insert(u"MAINTSCOPE_KEYCHAIN"_s, u"off"_s);
        QCOMPARE(ask(u"find"_s), QByteArray("nothing"));
        QVERIFY2(ask(u"keep"_s, "s3cret").contains("MAINTSCOPE_KEYCHAIN=off"), m_answer);
    }

private:
    struct Ended {
        void operator()(QProcess* process) const {
            process->kill();
            process->waitForFinished();
            delete process;
        }
    };
    using Daemon = std::unique_ptr<QProcess, Ended>;

    static Daemon daemon(const QProcessEnvironment& environment) {
        Daemon process(new QProcess);
        process->setProcessEnvironment(environment);
        return process;
    }

    bool startBus() {
        const QString program = QStandardPaths::findExecutable(u"dbus-daemon"_s);
        if (program.isEmpty()) return false;
        // Without the services of this machine: none may be started by asking for it.
        QFile configuration(m_home->filePath(u"bus.conf"_s));
        if (!configuration.open(QIODevice::WriteOnly)) return false;
        configuration.write(
            "<busconfig><type>session</type><listen>unix:path=" + m_home->filePath(u"bus"_s).toUtf8() +
            "</listen><policy context=\"default\"><allow send_destination=\"*\"/>"
            "<allow own=\"*\"/><allow eavesdrop=\"true\"/></policy></busconfig>");
        configuration.close();
        m_bus = daemon(m_environment);
        m_bus->start(program,
                     {u"--nofork"_s, u"--print-address=1"_s, u"--config-file="_s + configuration.fileName()});
        if (!m_bus->waitForReadyRead(10'000)) return false;
        m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, QString::fromUtf8(m_bus->readLine().trimmed()));
        return true;
    }

    bool startKeyring(bool unlocked) {
        const QString program = QStandardPaths::findExecutable(u"gnome-keyring-daemon"_s);
        if (program.isEmpty()) return false;
        m_keyring = daemon(m_environment);
        QStringList arguments{u"--foreground"_s, u"--components=secrets"_s};
        if (unlocked) arguments << u"--unlock"_s;
        m_keyring->start(program, arguments);
        if (!m_keyring->waitForStarted()) return false;
        if (unlocked) m_keyring->write("the keyring's own password");
        m_keyring->closeWriteChannel();
        // It prints its control directory before it has its name on the bus.
        return QTest::qWaitFor(
            [this] {
                QProcess names;
                names.setProcessEnvironment(m_environment);
                names.start(u"dbus-send"_s,
                            {u"--session"_s, u"--print-reply"_s, u"--dest=org.freedesktop.DBus"_s, u"/"_s,
                             u"org.freedesktop.DBus.ListNames"_s});
                names.waitForFinished(10'000);
                return names.readAllStandardOutput().contains("org.freedesktop.secrets");
            },
            20'000);
    }

    QByteArray ask(const QString& verb, const QByteArray& secret = {}, int patienceMs = 20'000) {
        QProcess tool;
        tool.setProcessEnvironment(m_environment);
        tool.start(QStringLiteral(MAINTSCOPE_KEYCHAIN_TOOL),
                   {verb, u"rediss://app@db.example:12000"_s, QString::number(patienceMs)});
        tool.write(secret + '\n');
        tool.closeWriteChannel();
        m_answer = tool.waitForFinished(60'000) ? tool.readAllStandardOutput().trimmed()
                                                : QByteArray("it does not end");
        if (tool.readAllStandardError().contains("s3cret")) qFatal("the secret was logged");
        return m_answer;
    }

    std::optional<QTemporaryDir> m_home;
    QProcessEnvironment m_environment;
    Daemon m_bus;
    Daemon m_keyring;
    QByteArray m_answer;
};

MAINTSCOPE_TEST(KeychainTest, QCoreApplication)
#include "tst_keychain.moc"
