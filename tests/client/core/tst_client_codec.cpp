// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/resp_codec.h"

#include "tests/support/test_case.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <clocale>

using namespace maintscope::core::resp;

namespace {

/// One line that shows a value: "push[bulk MOVING, int 0, null]".
QString show(const Value& value) {
    const auto list = [&](const char* name) {
        QString text = QLatin1String(name) + QLatin1Char('[');
        for (std::size_t i = 0; i < value.items.size(); ++i)
            text += (i == 0 ? QString() : QStringLiteral(", ")) + show(value.items[i]);
        return text + QLatin1Char(']');
    };
    const QString text = QString::fromStdString(value.text);
    switch (value.type) {
    case Type::Null:
        return QStringLiteral("null");
    case Type::Simple:
        return QStringLiteral("simple ") + text;
    case Type::Error:
        return QStringLiteral("error ") + text;
    case Type::Integer:
        return QStringLiteral("int %1").arg(value.integer);
    case Type::Bulk:
        return QStringLiteral("bulk ") + text;
    case Type::Bool:
        return QStringLiteral("bool %1").arg(value.integer);
    case Type::Double:
        return QStringLiteral("double ") + text;
    case Type::Verbatim:
        return QStringLiteral("verbatim ") + text;
    case Type::BigNumber:
        return QStringLiteral("big ") + text;
    case Type::Array:
        return list("array");
    case Type::Map:
        return list("map");
    case Type::Set:
        return list("set");
    case Type::Push:
        return list("push");
    }
    return {};
}

QStringList decodeAll(Decoder& decoder, std::string_view bytes, std::size_t slice) {
    QStringList shown;
    for (std::size_t i = 0; i < bytes.size(); i += slice) {
        decoder.feed(bytes.substr(i, slice));
        while (const auto frame = decoder.next())
            shown << show(frame->value);
    }
    return shown;
}

} // namespace

class ClientCodecTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decodes_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const char* bytes, const QStringList& expected) {
            QTest::newRow(name) << QByteArray(bytes) << expected;
        };
        row("simple", "+OK\r\n", {QStringLiteral("simple OK")});
        row("error", "-ERR no\r\n", {QStringLiteral("error ERR no")});
        row("integer", ":-7\r\n", {QStringLiteral("int -7")});
        row("bulk", "$5\r\nhello\r\n", {QStringLiteral("bulk hello")});
        row("empty bulk", "$0\r\n\r\n", {QStringLiteral("bulk ")});
        row("RESP2 null bulk", "$-1\r\n", {QStringLiteral("null")});
        row("RESP2 null array", "*-1\r\n", {QStringLiteral("null")});
        row("null", "_\r\n", {QStringLiteral("null")});
        row("booleans", "#t\r\n#f\r\n", {QStringLiteral("bool 1"), QStringLiteral("bool 0")});
        row("double", ",3.25\r\n", {QStringLiteral("double 3.25")});
        row("verbatim without its format", "=8\r\ntxt:word\r\n", {QStringLiteral("verbatim word")});
        row("big number", "(12345678901234567890123\r\n", {QStringLiteral("big 12345678901234567890123")});
        row("map", "%1\r\n+proto\r\n:3\r\n", {QStringLiteral("map[simple proto, int 3]")});
        row("set", "~2\r\n:1\r\n:2\r\n", {QStringLiteral("set[int 1, int 2]")});
        row("nested", "*2\r\n*1\r\n:1\r\n$-1\r\n", {QStringLiteral("array[array[int 1], null]")});
        row("an attribute", "|1\r\n+ttl\r\n:3600\r\n+OK\r\n", {QStringLiteral("simple OK")});
        row("an attribute of an element", "*2\r\n:1\r\n|1\r\n+ttl\r\n:3600\r\n:2\r\n:3\r\n",
            {QStringLiteral("array[int 1, int 2]"), QStringLiteral("int 3")});
        row("nested attributes", "|1\r\n|1\r\n:9\r\n:9\r\n+a\r\n*2\r\n$1\r\nb\r\n_\r\n>1\r\n|0\r\n+push\r\n",
            {QStringLiteral("push[simple push]")});
        row("a streamed string", "$?\r\n;4\r\nHell\r\n;1\r\no\r\n;0\r\n:1\r\n",
            {QStringLiteral("bulk Hello"), QStringLiteral("int 1")});
        row("an empty streamed string", "$?\r\n;0\r\n", {QStringLiteral("bulk ")});
        row("a streamed array", "*?\r\n:1\r\n*1\r\n:2\r\n.\r\n:3\r\n",
            {QStringLiteral("array[int 1, array[int 2]]"), QStringLiteral("int 3")});
        row("a streamed map", "%?\r\n+proto\r\n:3\r\n.\r\n", {QStringLiteral("map[simple proto, int 3]")});
        row("streamed inside of streamed",
            "~?\r\n*?\r\n$?\r\n;1\r\na\r\n;0\r\n.\r\n.\r\n>?\r\n.\r\n*1\r\n*?\r\n.\r\n",
            {QStringLiteral("set[array[bulk a]]"), QStringLiteral("push[]"),
             QStringLiteral("array[array[]]")});
        row("an attribute with a streamed value",
            "|1\r\n+a\r\n*?\r\n:1\r\n.\r\n*?\r\n|1\r\n+b\r\n:1\r\n:2\r\n.\r\n",
            {QStringLiteral("array[int 2]")});
        row("a blob error", "!11\r\nERR no\r\nway\r\n+OK\r\n",
            {QStringLiteral("error ERR no  way"), QStringLiteral("simple OK")});
        row("a blob error in an array", "*2\r\n!5\r\nERR x\r\n:1\r\n",
            {QStringLiteral("array[error ERR x, int 1]")});
        row("push between replies", "+OK\r\n>2\r\n+x\r\n_\r\n:1\r\n",
            {QStringLiteral("simple OK"), QStringLiteral("push[simple x, null]"), QStringLiteral("int 1")});
    }
    void decodes() {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, expected);
        const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        for (std::size_t slice = 1; slice <= view.size(); ++slice) {
            Decoder decoder;
            QCOMPARE(decodeAll(decoder, view, slice), expected);
            QVERIFY(decoder.error().empty());
        }
    }

    void keepsPushesRaw() {
        const std::string push = ">4\r\n$6\r\nMOVING\r\n:0\r\n:15\r\n_\r\n";
        const std::string all = "+OK\r\n" + push + push + ":1\r\n";
        for (std::size_t slice = 1; slice <= all.size(); ++slice) {
            Decoder decoder;
            int pushes = 0;
            for (std::size_t i = 0; i < all.size(); i += slice) {
                decoder.feed(std::string_view(all).substr(i, slice));
                while (const auto frame = decoder.next()) {
                    if (frame->value.type != Type::Push) continue;
                    ++pushes;
                    QCOMPARE(frame->raw, push);
                    QCOMPARE(frame->bytes, push.size());
                }
            }
            QCOMPARE(pushes, 2);
        }
    }

    void doublesAreReadUnderALocaleWithADecimalComma() {
        // Debian installs only C and C.UTF-8: the locale is made here.
        if (QStandardPaths::findExecutable(QStringLiteral("localedef")).isEmpty())
            QSKIP("localedef is not installed");
        const QTemporaryDir folder;
        QFile source(folder.filePath(QStringLiteral("comma.src")));
        QVERIFY(source.open(QIODevice::WriteOnly));
        source.write("LC_NUMERIC\ndecimal_point \"<U002C>\"\nthousands_sep \"<U002E>\"\ngrouping 3;3\n"
                     "END LC_NUMERIC\n");
        source.close();
        QProcess localedef;
        localedef.start(QStringLiteral("localedef"),
                        {QStringLiteral("-c"), QStringLiteral("-i"), source.fileName(), QStringLiteral("-f"),
                         QStringLiteral("ANSI_X3.4-1968"), folder.filePath(QStringLiteral("comma"))});
        QVERIFY(localedef.waitForFinished());
        qputenv("LOCPATH", folder.path().toUtf8());
        if (std::setlocale(LC_NUMERIC, "comma") == nullptr) QSKIP("the locale could not be made");
        QCOMPARE(std::strtod("3,25", nullptr), 3.25); // it is in force

        Decoder decoder;
        const QStringList shown = decodeAll(decoder, ",3.25\r\n,-0.5\r\n,inf\r\n", 64);
        const double untouched = std::strtod("3,25", nullptr);
        std::setlocale(LC_NUMERIC, "C");
        QVERIFY2(decoder.error().empty(), decoder.error().c_str());
        QCOMPARE(shown, (QStringList{QStringLiteral("double 3.25"), QStringLiteral("double -0.5"),
                                     QStringLiteral("double inf")}));
        QCOMPARE(untouched, 3.25);
    }

    void refusesHostileInput_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("plain text") << QByteArray("HTTP/1.1 400 Bad Request\r\n")
                                    << QByteArray("HTTP/1.1 400 Bad Request");
        QTest::newRow("a TLS alert") << QByteArray("\x15\x03\x01\x00\x02\x02\x46", 7)
                                     << QByteArray("this port wants TLS");
        QTest::newRow("a TLS handshake") << QByteArray("\x16\x03\x01\x02\x00", 5) << QByteArray("wants TLS");
        QTest::newRow("a million-element push")
            << QByteArray(">1000000\r\n") + QByteArray("+x\r\n").repeated(1000) << QByteArray("");
        QTest::newRow("a line without an end")
            << QByteArray("+") + QByteArray(2'000'000, 'x') << QByteArray("1048576");
        QTest::newRow("a number without an end")
            << QByteArray(":") + QByteArray(2'000'000, '1') << QByteArray("1048576");
        QTest::newRow("deep nesting")
            << QByteArray("*1\r\n").repeated(200'000) << QByteArray("nested deeper than 16");
        QTest::newRow("too many elements") << QByteArray("*100000000\r\n") << QByteArray("");
        QTest::newRow("many elements, spread over levels")
            << QByteArray("*60000\r\n") + QByteArray(":1\r\n").repeated(59'999) + QByteArray("*60000\r\n")
            << QByteArray("more than 65536 elements");
        QTest::newRow("a large string")
            << QByteArray("$2000000\r\n") + QByteArray(2'000'000, 'x') << QByteArray("1048576");
        QTest::newRow("a large reply of small strings")
            << QByteArray("*40\r\n") +
                   QByteArray("$50000\r\n" + QByteArray(50'000, 'x') + "\r\n").repeated(40)
            << QByteArray("1048576");
        QTest::newRow("a string of impossible length")
            << QByteArray("$99999999999999999999\r\n") << QByteArray("");
        QTest::newRow("a string longer than its length")
            << QByteArray("+OK\r\n$3\r\nfour\r\n+OK\r\n") << QByteArray("longer or shorter");
        // The rest of it would be taken from the reply behind it.
        QTest::newRow("a MOVING that was cut off")
            << QByteArray(">4\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n$14\r\n10.0.0.2:6$1\r\nx\r\n$1\r\ny\r\n")
            << QByteArray("longer or shorter");
        QTest::newRow("an endless attribute")
            << QByteArray("|1\r\n+a\r\n$1000000\r\n") + QByteArray(1'000'000, 'x') +
                   "\r\n|1\r\n+a\r\n$1000000\r\n" + QByteArray(1'000'000, 'x')
            << QByteArray("1048576");
        QTest::newRow("a million attributes inside of each other")
            << QByteArray("|1\r\n").repeated(1'000'000) << QByteArray("nested deeper than 16");
        QTest::newRow("an attribute of a billion entries")
            << QByteArray("|1000000000\r\n") << QByteArray("1000000000");
        QTest::newRow("an endless streamed string")
            << QByteArray("$?\r\n") + QByteArray(";4\r\nabcd\r\n").repeated(300'000) << QByteArray("1048576");
        QTest::newRow("an endless streamed array")
            << QByteArray("*?\r\n") + QByteArray(":1\r\n").repeated(70'000)
            << QByteArray("more than 65536 elements");
        QTest::newRow("a chunk outside of a string") << QByteArray(";4\r\nabcd\r\n") << QByteArray("");
        QTest::newRow("an end of nothing") << QByteArray(".\r\n") << QByteArray("");
        QTest::newRow("another type inside of a streamed string")
            << QByteArray("$?\r\n:1\r\n") << QByteArray("");
        QTest::newRow("a streamed map that is odd")
            << QByteArray("%?\r\n:1\r\n.\r\n") << QByteArray("without a value");
        QTest::newRow("a length that is no number") << QByteArray("$abc\r\n") << QByteArray("");
    }
    void refusesHostileInput() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, says);
        Decoder decoder;
        decoder.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        while (decoder.next()) {
        }
        QVERIFY(!decoder.error().empty());
        QVERIFY2(QByteArray::fromStdString(decoder.error()).contains(says), decoder.error().c_str());
        // Nothing is decoded after an error: the frame borders are lost.
        decoder.feed("+OK\r\n");
        QVERIFY(!decoder.next());
    }

    void anEndlessStringIsRefusedBeforeItFillsMemory() {
        Decoder decoder;
        decoder.feed("$9000000000000000000\r\n");
        const std::string piece(64 * 1024, 'x');
        std::size_t fed = 0;
        while (decoder.error().empty() && fed < 16U << 20U) {
            static_cast<void>(decoder.next());
            decoder.feed(piece);
            fed += piece.size();
        }
        QVERIFY(fed <= (1U << 20U) + 3 * piece.size());
    }

    void aStormOfPushesIsDecodedInLinearTime() {
        std::string storm;
        for (int i = 0; i < 100'000; ++i)
            storm += ">2\r\n+x\r\n:1\r\n";
        Decoder decoder;
        std::size_t count = 0;
        for (std::size_t i = 0; i < storm.size(); i += 65536) {
            decoder.feed(std::string_view(storm).substr(i, 65536));
            while (decoder.next())
                ++count;
        }
        QCOMPARE(count, std::size_t{100'000});
    }

    void encodes() {
        QCOMPARE(encodeCommand({"GET", "k"}), std::string("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"));
        QCOMPARE(encodeCommand({"SET", std::string_view("a\0b", 3), ""}),
                 std::string("*3\r\n$3\r\nSET\r\n$3\r\na\0b\r\n$0\r\n\r\n", 28));
    }
};

MAINTSCOPE_TEST(ClientCodecTest, void)
#include "tst_client_codec.moc"
