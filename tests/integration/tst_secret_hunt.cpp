// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program_run.h"
#include "tests/support/test_case.h"

#include <QDir>
#include <QDirIterator>
#include <QEventLoop>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace maintscope;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

/// Returns what it receives, as a server, a proxy or a debugging tool may.
class EchoServer : public QTcpServer {
    Q_OBJECT
public:
    enum class As { Error, ErrorCut, Status, Bulk, Array, Push, Name, Raw };

    /// The first `honest` commands are answered as Redis does.
    EchoServer(As as, int honest)
        : m_as(as)
        , m_honest(honest) {
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection()) {
                auto state = std::make_shared<Session>();
                connect(socket, &QTcpSocket::readyRead, socket,
                        [this, socket, state] { answer(*socket, *state); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
        listen(QHostAddress::LocalHost);
    }

private:
    struct Session {
        QByteArray unread;
        int commands = 0;
    };

    void answer(QTcpSocket& socket, Session& session) {
        session.unread += socket.readAll();
        while (true) {
            const QByteArray before = session.unread;
            const QByteArrayList words = takeCommand(session.unread);
            if (words.isEmpty()) return;
            const QByteArray wire = before.left(before.size() - session.unread.size());
            socket.write(session.commands++ < m_honest ? honest(words) : echo(words, wire));
        }
    }
    static QByteArrayList takeCommand(QByteArray& bytes) {
        QByteArrayList words;
        qsizetype at = bytes.indexOf("\r\n");
        if (at < 0) return {};
        const int count = bytes.mid(1, at - 1).toInt();
        at += 2;
        for (int i = 0; i < count; ++i) {
            const qsizetype end = bytes.indexOf("\r\n", at);
            if (end < 0) return {};
            const int length = bytes.mid(at + 1, end - at - 1).toInt();
            if (bytes.size() < end + 2 + length + 2) return {};
            words << bytes.mid(end + 2, length);
            at = end + 2 + length + 2;
        }
        bytes.remove(0, at);
        return words;
    }
    static QByteArray honest(const QByteArrayList& words) {
        if (words[0] == "HELLO") return "%2\r\n$6\r\nserver\r\n$5\r\nredis\r\n$5\r\nproto\r\n:3\r\n";
        if (words[0] == "PING") return "+PONG\r\n";
        if (words[0] == "GET") return "_\r\n";
        return "+OK\r\n";
    }
    [[nodiscard]] QByteArray echo(const QByteArrayList& words, const QByteArray& wire) const {
        const QByteArray line = words.join(' ');
        const auto bulk = [](const QByteArray& text) {
            return "$" + QByteArray::number(text.size()) + "\r\n" + text + "\r\n";
        };
        switch (m_as) {
        case As::Error:
            return "-ERR unknown command `" + words.join("`, `") + "`\r\n";
        case As::ErrorCut:
            return "-ERR unknown command `" + words[0] + "`, with args beginning with: `" +
                   words.mid(1).join("`, `").left(128) + "`, \r\n";
        case As::Status:
            return "+" + line + "\r\n";
        case As::Bulk:
            return bulk(line);
        case As::Array:
            return wire;
        case As::Push:
            return ">3\r\n+MOVING\r\n:1\r\n" + bulk(words.last()) + ">2\r\n" + bulk(line) + bulk(line) +
                   honest(words);
        case As::Name:
            return ">1\r\n" + bulk(words.last()) + "%2\r\n+version\r\n" + bulk(line) + "+mode\r\n" +
                   bulk(line);
        case As::Raw:
            return wire.toBase64() + wire + line;
        }
        return {};
    }

    As m_as;
    int m_honest;
};

test::ProgramRun runBeside(EchoServer& server, QStringList arguments, const QByteArray& password,
                           const QString& folder) {
    arguments.insert(1, u"redis://user@127.0.0.1:%1"_s.arg(server.serverPort()));
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"MAINTSCOPE_PASSWORD"_s, QString::fromUtf8(password));
    environment.insert(u"XDG_DATA_HOME"_s, folder);
    environment.insert(u"XDG_CONFIG_HOME"_s, folder);
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    QEventLoop loop;
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(30'000, &loop, &QEventLoop::quit);
    process.start(QStringLiteral(MAINTSCOPE_PROGRAM), arguments);
    loop.exec();
    test::ProgramRun run;
    if (process.state() != QProcess::NotRunning) return run;
    run.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

} // namespace

/// No spelling of a password is in any byte that a command writes, whatever the server returns.
class TstSecretHunt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingThatIsWrittenHoldsThePassword_data() {
        QTest::addColumn<int>("as");
        QTest::addColumn<int>("honest");
        QTest::addColumn<QByteArray>("password");
        const QByteArray ordinary = "hunter2-of-production";
        const QByteArray difficult = "pä\"ss w\\ör/d&<%41>";
        const QByteArray lengthy = "begin" + QByteArray(160, 'x') + "end";
        for (const EchoServer::As as :
             {EchoServer::As::Error, EchoServer::As::ErrorCut, EchoServer::As::Status, EchoServer::As::Bulk,
              EchoServer::As::Array, EchoServer::As::Push, EchoServer::As::Name, EchoServer::As::Raw})
            for (const int honest : {0, 1, 4, 6})
                for (const QByteArray& password : {ordinary, difficult, lengthy}) {
                    if (password != ordinary && honest % 4 != 0) continue;
                    QTest::addRow("as %d after %d, %d bytes", static_cast<int>(as), honest,
                                  static_cast<int>(password.size()))
                        << static_cast<int>(as) << honest << password;
                }
    }
    void nothingThatIsWrittenHoldsThePassword() {
        QFETCH(const int, as);
        QFETCH(const int, honest);
        QFETCH(const QByteArray, password);
        const QStringList quick{u"--connect-timeout"_s, u"300ms"_s, u"--timeout"_s, u"300ms"_s};
        for (QStringList arguments : QList<QStringList>{
                 {u"check"_s},
                 {u"check"_s, u"--json"_s},
                 {u"record"_s, u"--for"_s, u"400ms"_s, u"--connections"_s, u"1"_s, u"--events"_s, u"-"_s}}) {
            const QTemporaryDir folder;
            EchoServer server(static_cast<EchoServer::As>(as), honest);
            if (arguments[0] == u"record"_s)
                arguments += {u"--policy"_s, honest == 4 ? u"required"_s : u"auto"_s};
            const test::ProgramRun run = runBeside(server, arguments + quick, password, folder.path());
            QVERIFY2(run.exitCode >= 0, arguments.join(u' ').toUtf8() + run.err);
            searched(run.out, password, "standard output");
            searched(run.err, password, "standard error");
            QDirIterator files(folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                searched(file.readAll(), password, file.fileName().toUtf8());
            }
        }
    }

private:
    static void searched(const QByteArray& bytes, const QByteArray& password, const QByteArray& where) {
        const QByteArray beginning = password.left(8);
        QByteArray json = beginning;
        json.replace('\\', "\\\\").replace('"', "\\\"");
        for (const QByteArray& spelling :
             {beginning, json, beginning.toPercentEncoding(), beginning.toHex(), password.toBase64().left(10),
              ("user:" + password).toBase64().mid(8, 10)}) {
            const qsizetype at = bytes.indexOf(spelling);
            QVERIFY2(at < 0, where + ": ..." + bytes.mid(std::max<qsizetype>(0, at - 80), 200));
        }
    }
};

MAINTSCOPE_TEST(TstSecretHunt, QCoreApplication)
#include "tst_secret_hunt.moc"
