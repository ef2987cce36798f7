// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/wire/resp_codec.h"

#include "tests/support/test_case.h"

#include <QObject>
#include <QTest>

using namespace maintscope::demo;
using resp::RequestParser;

class RespCodecTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commands_data();
    void commands();
    void refusals_data();
    void refusals();
    void largeArgumentsComeInPieces();
    void repliesInBothDialects();
};

static QStringList joined(const resp::Command& command) {
    QStringList words;
    for (const auto& word : command)
        words += QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size()));
    return words;
}

void RespCodecTest::commands_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<QStringList>>("commands");
    const auto row = [](const char* name, QByteArray bytes, QList<QStringList> commands) {
        QTest::newRow(name) << bytes << commands;
    };
    const auto words = [](const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
    row("an array of bulk strings", "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n", {words("GET k")});
    row("two glued commands", "*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n",
        {words("PING"), words("ECHO hi")});
    row("a value with line breaks", "*2\r\n$4\r\nECHO\r\n$4\r\na\r\nb\r\n",
        {{words("ECHO") + QStringList{QStringLiteral("a\r\nb")}}});
    row("an empty argument", "*2\r\n$4\r\nECHO\r\n$0\r\n\r\n", {{words("ECHO") + QStringList{QString()}}});
    row("inline words", "SET a  b\r\n", {words("SET a b")});
    row("an inline line that ends with LF only", "PING\n", {words("PING")});
    row("inline quotes", "ECHO \"a b\\x41\\n\"\r\n",
        {{words("ECHO") + QStringList{QStringLiteral("a bA\n")}}});
    row("single quotes", "ECHO 'it\\'s'\r\n", {{words("ECHO") + QStringList{QStringLiteral("it's")}}});
    row("empty lines and empty arrays are skipped", "\r\n*0\r\n*-1\r\nPING\r\n", {words("PING")});
}

void RespCodecTest::commands() {
    QFETCH(QByteArray, bytes);
    QFETCH(QList<QStringList>, commands);
    for (const qsizetype chunk : {qsizetype(1), qsizetype(3), bytes.size()}) {
        RequestParser parser;
        QList<QStringList> got;
        for (qsizetype i = 0; i < bytes.size(); i += chunk) {
            const QByteArray part = bytes.mid(i, chunk);
            parser.append(std::string_view(part.constData(), static_cast<std::size_t>(part.size())));
            resp::Command command;
            RequestParser::Status status;
            while ((status = parser.next(command)) == RequestParser::Status::Whole)
                got += joined(command);
            QCOMPARE(status, RequestParser::Status::NeedMore);
        }
        QCOMPARE(got, commands);
        QCOMPARE(parser.buffered(), std::size_t(0));
    }
}

void RespCodecTest::refusals_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("a count that is no number")
        << QByteArray("*x\r\n") << QByteArray("invalid multibulk length");
    QTest::newRow("too many arguments") << QByteArray("*65537\r\n") << QByteArray("invalid multibulk length");
    QTest::newRow("no bulk string") << QByteArray("*1\r\n:1\r\n") << QByteArray("expected '$', got ':'");
    QTest::newRow("a negative length") << QByteArray("*1\r\n$-1\r\n") << QByteArray("invalid bulk length");
    QTest::newRow("an argument that is too large")
        << QByteArray("*1\r\n$1048577\r\n") << QByteArray("invalid bulk length");
    QTest::newRow("unbalanced quotes")
        << QByteArray("ECHO \"a\r\n") << QByteArray("unbalanced quotes in request");
    QTest::newRow("an endless line") << QByteArray(70'000, 'x') << QByteArray("too big inline request");
    QTest::newRow("an endless count")
        << "*" + QByteArray(70'000, '1') << QByteArray("too big mbulk count string");
}

void RespCodecTest::refusals() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, error);
    RequestParser parser;
    parser.append(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    resp::Command command;
    QCOMPARE(parser.next(command), RequestParser::Status::Error);
    QCOMPARE(QByteArray::fromStdString(parser.error()), error);
    parser.append("PING\r\n");
    QCOMPARE(parser.next(command), RequestParser::Status::Error);
}

void RespCodecTest::largeArgumentsComeInPieces() {
    const std::string value(1024 * 1024, 'v');
    const std::string bytes = "*2\r\n$4\r\nECHO\r\n$1048576\r\n" + value + "\r\n";
    RequestParser parser;
    resp::Command command;
    int whole = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 4096) {
        parser.append(std::string_view(bytes).substr(i, 4096));
        if (parser.next(command) == RequestParser::Status::Whole) ++whole;
    }
    QCOMPARE(whole, 1);
    QVERIFY(command.at(1) == value);
}

void RespCodecTest::repliesInBothDialects() {
    std::string two;
    std::string three;
    for (auto [out, protocol] : {std::pair(&two, 2), std::pair(&three, 3)}) {
        resp::Writer writer(*out, protocol);
        writer.ok();
        writer.error("ERR two\r\nlines");
        writer.integer(-7);
        writer.bulk("x");
        writer.null();
        writer.map(1);
        writer.array(2);
        writer.push(4);
    }
    QCOMPARE(QByteArray::fromStdString(two),
             QByteArray("+OK\r\n-ERR two  lines\r\n:-7\r\n$1\r\nx\r\n$-1\r\n*2\r\n*2\r\n>4\r\n"));
    QCOMPARE(QByteArray::fromStdString(three),
             QByteArray("+OK\r\n-ERR two  lines\r\n:-7\r\n$1\r\nx\r\n_\r\n%1\r\n*2\r\n>4\r\n"));
}

MAINTSCOPE_TEST(RespCodecTest, QCoreApplication)
#include "tst_resp_codec.moc"
