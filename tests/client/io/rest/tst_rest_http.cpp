// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/rest/rest_http.h"

#include "tests/support/test_case.h"

#include <QTest>

#include <random>

using namespace maintscope::io;
using namespace Qt::StringLiterals;
using State = HttpReplyParser::State;

class RestHttpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestIsWrittenOnce() {
        const HttpRequest put{"PUT", "/v1/cluster?dry_run=true", "cluster.example:9443", R"({"a": true})"};
        const std::string bytes = serialise(put, "Basic QTpC");
        QVERIFY(bytes.starts_with("PUT /v1/cluster?dry_run=true HTTP/1.1\r\nHost: cluster.example:9443\r\n"));
        QVERIFY(bytes.find("\r\nAuthorization: Basic QTpC\r\n") != std::string::npos);
        QVERIFY(bytes.find("\r\nContent-Length: 11\r\n") != std::string::npos);
        QVERIFY(bytes.ends_with("\r\n\r\n{\"a\": true}"));
        const std::string get = serialise({"GET", "/v1/cluster", "h:1", {}}, {});
        QVERIFY(get.find("Authorization") == std::string::npos);
        QVERIFY(get.find("Content-") == std::string::npos);
        QVERIFY(get.ends_with("\r\n\r\n"));
    }

    void repliesAreRead_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("untilEnd");
        QTest::newRow("sized") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") << 200
                               << QByteArray("hello") << false;
        QTest::newRow("empty") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") << 200
                               << QByteArray() << false;
        QTest::newRow("204 has no body")
            << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 204 << QByteArray() << false;
        QTest::newRow("chunked with an extension and trailers")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "4;x=y\r\nhell\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
            << 200 << QByteArray("hell0123456789") << false;
        QTest::newRow("the end of the connection ends it")
            << QByteArray("HTTP/1.1 503 Busy\r\n\r\nno healthy upstream") << 503
            << QByteArray("no healthy upstream") << true;
        QTest::newRow("interim reply first")
            << QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            << 200 << QByteArray("{}") << false;
        QTest::newRow("bare line feeds, no reason")
            << QByteArray("HTTP/1.0 401\ncontent-length:2\n\n{}") << 401 << QByteArray("{}") << false;
        QTest::newRow("length twice but equal")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}") << 200
            << QByteArray("{}") << false;
    }
    void repliesAreRead() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const bool, untilEnd);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{100000}}) {
            HttpReplyParser parser;
            const std::string all = bytes.toStdString();
            for (std::size_t at = 0; at < all.size(); at += piece)
                parser.feed(std::string_view(all).substr(at, piece));
            QVERIFY(parser.state() == (untilEnd ? State::Incomplete : State::Complete));
            QVERIFY(parser.finish() == State::Complete);
            QCOMPARE(parser.reply().status, status);
            QCOMPARE(QByteArray::fromStdString(parser.reply().body), body);
        }
    }

    void brokenRepliesFailWithAWord_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTest::newRow("not HTTP") << QByteArray("-ERR unknown command\r\n") << u"not HTTP"_s;
        QTest::newRow("HTTP/2 preface") << QByteArray("HTTP/2 200\r\n\r\n") << u"not HTTP"_s;
        QTest::newRow("nothing") << QByteArray() << u"without a reply"_s;
        QTest::newRow("cut in the head") << QByteArray("HTTP/1.1 200 OK\r\nConte") << u"middle"_s;
        QTest::newRow("cut in the body")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello") << u"middle"_s;
        QTest::newRow("cut in a chunk")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhe") << u"middle"_s;
        QTest::newRow("two lengths")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")
            << u"malformed length"_s;
        QTest::newRow("negative length")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n") << u"malformed length"_s;
        QTest::newRow("length beyond the bound")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n") << u"larger than"_s;
        QTest::newRow("chunk beyond the bound")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\n")
            << u"larger than"_s;
        QTest::newRow("chunk size beyond any size")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n")
            << u"malformed chunk"_s;
        QTest::newRow("chunk longer than announced")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n")
            << u"longer than"_s;
        QTest::newRow("other encoding")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n") << u"unsupported"_s;
        QTest::newRow("folded header")
            << QByteArray("HTTP/1.1 200 OK\r\nA: b\r\n c: d\r\n\r\n") << u"malformed header"_s;
        QTest::newRow("endless head")
            << QByteArray("HTTP/1.1 200 OK\r\n") + QByteArray(70000, 'a') << u"longer than"_s;
    }
    void brokenRepliesFailWithAWord() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, says);
        HttpReplyParser parser;
        parser.feed(bytes.toStdString());
        QVERIFY(parser.finish() == State::Failed);
        QVERIFY2(parser.problem().find(says.toStdString()) != std::string::npos, parser.problem().c_str());
        QVERIFY(parser.feed("HTTP/1.1 200 OK\r\n\r\n") == State::Failed);
    }

    void unsizedBodyIsBounded() {
        HttpReplyParser parser(HttpLimits{1024, 4096});
        parser.feed("HTTP/1.1 200 OK\r\n\r\n");
        QVERIFY(parser.feed(std::string(4096, 'a')) == State::Incomplete);
        QVERIFY(parser.feed("a") == State::Failed);
    }

    void noiseNeverDoesMoreThanFail() {
        constexpr std::uint64_t kSeed = 20261123;
        std::mt19937_64 random(kSeed);
        const std::string seedReply =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n4\r\nhell\r\n0\r\n\r\n";
        for (int round = 0; round < 20000; ++round) {
            std::string bytes = seedReply;
            for (int i = 0; i < 3; ++i)
                bytes[random() % bytes.size()] = static_cast<char>(random());
            HttpReplyParser parser(HttpLimits{256, 64});
            const std::size_t cut = random() % bytes.size();
            parser.feed(std::string_view(bytes).substr(0, cut));
            parser.feed(std::string_view(bytes).substr(cut));
            parser.finish();
            QVERIFY(parser.state() != State::Incomplete);
            QVERIFY(parser.reply().body.size() <= 64);
        }
    }
};

MAINTSCOPE_TEST(RestHttpTest, void)
#include "tst_rest_http.moc"
