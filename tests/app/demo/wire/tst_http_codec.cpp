// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/wire/http_codec.h"

#include "tests/support/test_case.h"

#include <QObject>
#include <QTest>

using namespace maintscope::demo;

class HttpCodecTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRequestInPieces();
    void pipelinedRequests();
    void targetsAreDecoded();
    void keepAlive_data();
    void keepAlive();
    void refusals_data();
    void refusals();
    void replies();
};

namespace {
void feed(HttpRequestParser& parser, const QByteArray& bytes) {
    parser.append(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}
} // namespace

void HttpCodecTest::aRequestInPieces() {
    const QByteArray bytes =
        "PUT /v1/cluster?dry_run HTTP/1.1\r\nHost: c\r\nX-A:  1 \r\nx-a: 2\r\ncontent-length: 4\r\n\r\n{ }\n";
    HttpRequestParser parser;
    HttpRequest request;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        feed(parser, bytes.mid(i, 1));
        QCOMPARE(parser.next(request), i + 1 == bytes.size() ? HttpRequestParser::Status::Whole
                                                             : HttpRequestParser::Status::NeedMore);
    }
    QCOMPARE(QByteArray::fromStdString(request.method), QByteArray("PUT"));
    QCOMPARE(QByteArray::fromStdString(request.path), QByteArray("/v1/cluster"));
    QVERIFY(request.hasQuery("dry_run"));
    QVERIFY(request.header("x-a") == "1, 2");
    QCOMPARE(QByteArray::fromStdString(request.body), QByteArray("{ }\n"));
}

void HttpCodecTest::pipelinedRequests() {
    HttpRequestParser parser;
    feed(parser,
         "GET /a HTTP/1.1\r\n\r\n\r\nPOST /b HTTP/1.1\r\ncontent-length: 2\r\n\r\nxyGET /c HTTP/1.1\r\n\r\n");
    QByteArrayList paths;
    HttpRequest request;
    while (parser.next(request) == HttpRequestParser::Status::Whole)
        paths += QByteArray::fromStdString(request.path);
    QCOMPARE(paths, (QByteArrayList{"/a", "/b", "/c"}));
}

void HttpCodecTest::targetsAreDecoded() {
    HttpRequestParser parser;
    feed(parser, "GET /a%20b?fields=uid%2Cname&x=a+b&empty=&bare HTTP/1.1\r\n\r\n");
    HttpRequest request;
    QCOMPARE(parser.next(request), HttpRequestParser::Status::Whole);
    QCOMPARE(QByteArray::fromStdString(request.path), QByteArray("/a b"));
    QVERIFY(request.queryValue("fields") == "uid,name");
    QVERIFY(request.queryValue("x") == "a b");
    QVERIFY(request.queryValue("empty") == "");
    QVERIFY(request.hasQuery("bare") && !request.hasQuery("missing"));
}

void HttpCodecTest::keepAlive_data() {
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("keepAlive");
    QTest::newRow("1.1 keeps") << QByteArray("GET / HTTP/1.1\r\n") << true;
    QTest::newRow("1.1 with close ends") << QByteArray("GET / HTTP/1.1\r\nConnection: Close\r\n") << false;
    QTest::newRow("1.0 ends") << QByteArray("GET / HTTP/1.0\r\n") << false;
    QTest::newRow("1.0 with keep-alive keeps")
        << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n") << true;
}

void HttpCodecTest::keepAlive() {
    QFETCH(QByteArray, head);
    QFETCH(bool, keepAlive);
    HttpRequestParser parser;
    feed(parser, head + "\r\n");
    HttpRequest request;
    QCOMPARE(parser.next(request), HttpRequestParser::Status::Whole);
    QCOMPARE(request.keepAlive, keepAlive);
}

void HttpCodecTest::refusals_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("no HTTP") << QByteArray("HELLO 3\r\n") << 400;
    QTest::newRow("no target") << QByteArray("GET HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("a target without a slash") << QByteArray("GET cluster HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("a broken escape") << QByteArray("GET /%zz HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("a header without a colon") << QByteArray("GET / HTTP/1.1\r\nnonsense\r\n\r\n") << 400;
    QTest::newRow("a length that is no number")
        << QByteArray("PUT / HTTP/1.1\r\nContent-Length: x\r\n\r\n") << 400;
    QTest::newRow("a negative length") << QByteArray("PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n") << 400;
    QTest::newRow("two lengths") << QByteArray(
                                        "PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")
                                 << 400;
    QTest::newRow("PUT without a length") << QByteArray("PUT / HTTP/1.1\r\n\r\n") << 411;
    QTest::newRow("a chunked body") << QByteArray("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
                                    << 411;
    QTest::newRow("too long a body") << QByteArray("PUT / HTTP/1.1\r\nContent-Length: 300000\r\n\r\n") << 413;
    QTest::newRow("endless headers") << "GET / HTTP/1.1\r\n" + QByteArray("a: b\r\n").repeated(4000) << 431;
    QTest::newRow("long but finished headers")
        << "GET / HTTP/1.1\r\n" + QByteArray("a: b\r\n").repeated(4000) + "\r\n"
        << 431;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
}

void HttpCodecTest::refusals() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    HttpRequestParser parser;
    feed(parser, bytes);
    HttpRequest request;
    QCOMPARE(parser.next(request), HttpRequestParser::Status::Error);
    QCOMPARE(parser.errorStatus(), status);
    QVERIFY(!parser.errorText().empty() && !reasonPhrase(status).empty());
    feed(parser, "GET / HTTP/1.1\r\n\r\n");
    QCOMPARE(parser.next(request), HttpRequestParser::Status::Error);
}

void HttpCodecTest::replies() {
    const HttpReply reply{404, {{"server", "envoy"}}, "{}"};
    QCOMPARE(QByteArray::fromStdString(toBytes(reply, true, true)),
             QByteArray("HTTP/1.1 404 Not Found\r\nserver: envoy\r\ncontent-length: 2\r\n\r\n{}"));
    QCOMPARE(
        QByteArray::fromStdString(toBytes(reply, false, false)),
        QByteArray(
            "HTTP/1.1 404 Not Found\r\nserver: envoy\r\ncontent-length: 2\r\nconnection: close\r\n\r\n"));
}

MAINTSCOPE_TEST(HttpCodecTest, QCoreApplication)
#include "tst_http_codec.moc"
