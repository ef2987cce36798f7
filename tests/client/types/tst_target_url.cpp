// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/target_url.h"
#include "client/types/url_secrets.h"

#include "tests/support/test_case.h"

#include <QTest>

#include <string>

using namespace maintscope;

class TargetUrlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noErrorHoldsTheSecret_data() {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"rediss://h?password=geheim", "redis://h:1?password=geheim", "redis://h/?auth=geheim",
              "redis://h/0?geheim", "redis://h#geheim", "redis://u:geheim@h:99999", "redis://u:geheim@h/3",
              "redis://h?password=ge@geheim", "redis://h:1?password=ge@geheim", "redi://u:geheim@h",
              "redis://u:geheim@h?password=geheim", "redis://u:geheim", "redis://:geheim", "u:geheim@h:x"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void noErrorHoldsTheSecret() {
        QFETCH(const QString, text);
        const auto url = parseTargetUrl(text.toStdString());
        if (!url) {
            const std::string words = toString(url.error());
            QVERIFY2(words.find("geheim") == std::string::npos, words.c_str());
        }
        QVERIFY2(withoutPassword(text.toStdString()).find("geheim") == std::string::npos,
                 withoutPassword(text.toStdString()).c_str());
    }

    void aPastedPasswordIsTakenOutOfTheText_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("password");
        QTest::newRow("before the @") << "redis://u:p%40w@h:1"
                                      << "redis://u@h:1"
                                      << "p%40w";
        QTest::newRow("as a parameter") << "rediss://h:1?timeout=3&password=pw"
                                        << "rediss://h:1?timeout=3"
                                        << "pw";
        QTest::newRow("as the only one") << "rediss://h:1?password=pw"
                                         << "rediss://h:1"
                                         << "pw";
        QTest::newRow("none") << "rediss://u@h:1/0"
                              << "rediss://u@h:1/0"
                              << "";
    }
    void aPastedPasswordIsTakenOutOfTheText() {
        QFETCH(const QString, text);
        QFETCH(const QString, shown);
        QFETCH(const QString, password);
        const PastedUrl pasted = takePassword(text.toStdString());
        QCOMPARE(QString::fromStdString(pasted.shown), shown);
        QCOMPARE(QString::fromStdString(std::string(pasted.password.reveal())), password);
    }

    void readsAddresses_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<bool>("tls");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        const QString none;
        QTest::newRow("plain URL") << "redis://localhost:6380"
                                   << "localhost" << 6380 << false << none << none;
        QTest::newRow("the port defaults to 6379") << "redis://db.example"
                                                   << "db.example" << 6379 << false << none << none;
        QTest::newRow("rediss means TLS") << "rediss://db.example:12000"
                                          << "db.example" << 12000 << true << none << none;
        QTest::newRow("user and password") << "redis://default:s3cret@h:1"
                                           << "h" << 1 << false << "default"
                                           << "s3cret";
        QTest::newRow("user alone") << "redis://default@h:1"
                                    << "h" << 1 << false << "default" << none;
        QTest::newRow("password alone") << "redis://:pw@h:1"
                                        << "h" << 1 << false << none << "pw";
        QTest::newRow("percent-encoded") << "redis://a%40b.c:p%2Fw%25@h"
                                         << "h" << 6379 << false << "a@b.c"
                                         << "p/w%";
        QTest::newRow("the last @ ends the user") << "redis://ann@example.com:pw@h"
                                                  << "h" << 6379 << false << "ann@example.com"
                                                  << "pw";
        QTest::newRow("a colon in the password") << "redis://u:a:b@h"
                                                 << "h" << 6379 << false << "u"
                                                 << "a:b";
        QTest::newRow("IPv6 in brackets") << "redis://[2001:db8::1]:7000"
                                          << "2001:db8::1" << 7000 << false << none << none;
        QTest::newRow("IPv6 without port") << "rediss://[::1]"
                                           << "::1" << 6379 << true << none << none;
        QTest::newRow("bare host and port") << "10.0.1.7:12000"
                                            << "10.0.1.7" << 12000 << false << none << none;
        QTest::newRow("bare host") << "localhost"
                                   << "localhost" << 6379 << false << none << none;
        QTest::newRow("bare with user") << "u:p@h:1"
                                        << "h" << 1 << false << "u"
                                        << "p";
        QTest::newRow("a host named redis") << "redis:6379"
                                            << "redis" << 6379 << false << none << none;
        QTest::newRow("blanks around") << "  redis://h:1\n"
                                       << "h" << 1 << false << none << none;
        QTest::newRow("scheme in capitals") << "REDISS://h:1"
                                            << "h" << 1 << true << none << none;
        QTest::newRow("database 0 is the one probed") << "redis://h:1/0"
                                                      << "h" << 1 << false << none << none;
        QTest::newRow("slash at the end") << "redis://h:1/"
                                          << "h" << 1 << false << none << none;
    }
    void readsAddresses() {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);
        QFETCH(bool, tls);
        QFETCH(QString, user);
        QFETCH(QString, password);
        const auto url = parseTargetUrl(text.toStdString());
        QVERIFY2(url.ok(), url.ok() ? "" : toString(url.error()).c_str());
        QCOMPARE(QString::fromStdString(url->endpoint.host), host);
        QCOMPARE(static_cast<int>(url->endpoint.port), port);
        QCOMPARE(url->tls, tls);
        QCOMPARE(QString::fromStdString(url->user), user);
        QCOMPARE(QString::fromStdString(std::string(url->password.reveal())), password);
        const auto again = parseTargetUrl(toString(*url));
        QVERIFY(again.ok());
        QVERIFY(again->endpoint == url->endpoint && again->tls == url->tls && again->user == url->user);
    }

    void saysWhereAndWhy_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("detail");
        QTest::newRow("empty") << ""
                               << "The URL is missing.";
        QTest::newRow("blank") << "  "
                               << "The URL is missing.";
        QTest::newRow("scheme with a typing slip")
            << "redi://h:1"
            << "at character 1, \"redi://\" is not a valid scheme; did you mean \"redis://\"?";
        QTest::newRow("scheme with a typing slip, TLS") << "redsis://h:1"
                                                        << "did you mean";
        QTest::newRow("one slash") << "redis:/h:1"
                                   << "at character 7, one slash is missing after \"redis:\"";
        QTest::newRow("no slash") << "redis:h"
                                  << "at character 7, \"//\" is missing after \"redis:\"";
        QTest::newRow("no colon") << "redis//h:1"
                                  << "at character 6, \":\" is missing after \"redis\"";
        QTest::newRow("web address") << "https://h:9443"
                                     << "is a web address";
        QTest::newRow("unix socket") << "unix:///run/redis.sock"
                                     << "only TCP and TLS";
        QTest::newRow("other scheme") << "postgres://h"
                                      << "is not the scheme of a Redis database";
        QTest::newRow("port too large") << "redis://h:99999"
                                        << "at character 11, port 99999 is out of range";
        QTest::newRow("port beyond any number") << "redis://h:99999999999999999999999"
                                                << "is out of range";
        QTest::newRow("port 0") << "redis://h:0"
                                << "port 0 is out of range";
        QTest::newRow("port in words") << "redis://h:http"
                                       << "\"http\" is not a port number";
        QTest::newRow("port missing") << "redis://h:"
                                      << "the port is missing";
        QTest::newRow("host missing") << "redis://:6379"
                                      << "the host is missing";
        QTest::newRow("nothing after the scheme") << "redis://"
                                                  << "the host is missing";
        QTest::newRow("blank in the host") << "redis://my host:1"
                                           << "at character 11, the host contains a space";
        QTest::newRow("IPv6 without brackets") << "redis://2001:db8::1"
                                               << "needs brackets";
        QTest::newRow("two colons") << "redis://h:1:2"
                                    << "there is a second \":\"";
        QTest::newRow("bracket not closed") << "redis://[::1:6379"
                                            << "the bracket is not closed";
        QTest::newRow("name in brackets") << "redis://[h]:6379"
                                          << "is not an IPv6 address";
        QTest::newRow("text after the bracket") << "redis://[::1]6379"
                                                << "are expected after the bracket";
        QTest::newRow("another database") << "redis://h:1/3"
                                          << "database 3 is requested";
        QTest::newRow("the value of an option is not quoted")
            << "rediss://h?password=pw"
            << "\"?password=***\" is not part of an address";
        QTest::newRow("a password whose host is missing") << "redis://u:pw-of-u"
                                                          << "what follows the colon is not a port number";
        QTest::newRow("options") << "redis://h:1?timeout=3"
                                 << "is not part of an address";
        QTest::newRow("slash in the password") << "redis://u:a/b@h"
                                               << "there is a \"/\" before the \"@\"";
        QTest::newRow("bad percent") << "redis://u:50%@h"
                                     << "not followed by two hexadecimal digits";
    }
    void saysWhereAndWhy() {
        QFETCH(QString, text);
        QFETCH(QString, detail);
        const auto url = parseTargetUrl(text.toStdString());
        QVERIFY(!url.ok());
        const QString message = QString::fromStdString(toString(url.error()));
        QVERIFY2(message.contains(detail), qPrintable(message));
        QVERIFY(!url.error().remedy.empty());
    }

    void neverShowsThePassword_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("bad port") << "redis://u:hunter2@h:99999";
        QTest::newRow("bad scheme") << "redi://u:hunter2@h:1";
        QTest::newRow("slash in it") << "redis://u:hunter2/x@h:1";
        QTest::newRow("one slash") << "redis:/u:hunter2@h:1";
        QTest::newRow("no colon in it") << "redis//u:hunter2@h:1";
        QTest::newRow("no scheme") << "u:hunter2@h:x";
        QTest::newRow("path behind it") << "redis://:hunter2@h:1/7";
    }
    void neverShowsThePassword() {
        QFETCH(QString, text);
        const auto url = parseTargetUrl(text.toStdString());
        QVERIFY(!url.ok());
        const QString message = QString::fromStdString(toString(url.error()));
        QVERIFY2(!message.contains(QLatin1String("hunter2")), qPrintable(message));
    }

    void masksOnlyThePassword() {
        QCOMPARE(withoutPassword("redis://u:pw@h:1"), std::string("redis://u:***@h:1"));
        QCOMPARE(withoutPassword("redis://:p@w@h"), std::string("redis://:***@h"));
        QCOMPARE(withoutPassword("u:pw@h:1"), std::string("u:***@h:1"));
        QCOMPARE(withoutPassword("redis://h:1"), std::string("redis://h:1"));
        QCOMPARE(withoutPassword("redis://u@h:1"), std::string("redis://u@h:1"));
        QCOMPARE(withoutPassword("rediss://h?password=pw&timeout=3"),
                 std::string("rediss://h?password=***&timeout=***"));
        QCOMPARE(withoutPassword("redis://u:pw@h:1/0?x=pw#pw"), std::string("redis://u:***@h:1/0?x=***#***"));
        QCOMPARE(withoutPassword("redis://h?password=p@w"), std::string("redis://h?password=***"));
        QCOMPARE(withoutPassword("redis://h:1?password=p@w"), std::string("redis://h:***"));
        QCOMPARE(withoutPassword("redis://u:long-password"), std::string("redis://u:***"));
        QCOMPARE(withoutPassword("redis://2001:db8::1"), std::string("redis://2001:db8::1"));
        QCOMPARE(withoutPassword("redis://h:99999999"), std::string("redis://h:99999999"));
    }
};

MAINTSCOPE_TEST(TargetUrlTest, void)
#include "tst_target_url.moc"
