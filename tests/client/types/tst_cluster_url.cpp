// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/cluster_url.h"

#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace Qt::StringLiterals;

class ClusterUrlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addressesAreRead_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        QTest::newRow("https and port")
            << u"https://c.example:9443"_s << u"c.example:9443"_s << QString() << QString();
        QTest::newRow("port is 9443 by default")
            << u"HTTPS://c.example/"_s << u"c.example:9443"_s << QString() << QString();
        QTest::newRow("bare host") << u" c.example "_s << u"c.example:9443"_s << QString() << QString();
        QTest::newRow("bare host and port")
            << u"10.0.0.1:6379"_s << u"10.0.0.1:6379"_s << QString() << QString();
        QTest::newRow("IPv6") << u"https://[2001:db8::1]"_s << u"[2001:db8::1]:9443"_s << QString()
                              << QString();
        QTest::newRow("IPv6 and port") << u"https://[::1]:1"_s << u"[::1]:1"_s << QString() << QString();
        QTest::newRow("a pasted path is dropped")
            << u"https://c:9443/v1/cluster?x"_s << u"c:9443"_s << QString() << QString();
        QTest::newRow("e-mail address as user")
            << u"https://a@b.example:p:w@c:1"_s << u"c:1"_s << u"a@b.example"_s << u"p:w"_s;
        QTest::newRow("encoded user, no port")
            << u"https://a%40b:p%2Fw@c"_s << u"c:9443"_s << u"a@b"_s << u"p/w"_s;
    }
    void addressesAreRead() {
        QFETCH(const QString, text);
        QFETCH(const QString, endpoint);
        QFETCH(const QString, user);
        QFETCH(const QString, password);
        const auto url = parseClusterUrl(text.toStdString());
        QVERIFY2(url.ok(), url.ok() ? "" : toString(url.error()).c_str());
        QCOMPARE(QString::fromStdString(toString(url->endpoint)), endpoint);
        QCOMPARE(QString::fromStdString(url->user), user);
        QCOMPARE(QString::fromUtf8(url->password.reveal().data()), password);
    }

    void wrongOnesSayWhere_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QString() << u"is missing"_s;
        QTest::newRow("plain HTTP") << u"http://c.example:8080"_s << u"without encryption"_s;
        QTest::newRow("a database") << u"redis://c.example:6379"_s << u"URL of a database"_s;
        QTest::newRow("a typing slip") << u"htps://c.example"_s << u"\"htps://\" is not https://"_s;
        QTest::newRow("port out of range")
            << u"https://c.example:99999"_s << u"at character 19, port 99999"_s;
        QTest::newRow("bracket") << u"https://[::1"_s << u"[2001:db8::1]:9443"_s;
        QTest::newRow("no host") << u"https://:9443"_s << u"host is missing"_s;
        QTest::newRow("the password stays out") << u"https://u:secret@c:0"_s << u"https://u:***@c:0"_s;
    }
    void wrongOnesSayWhere() {
        QFETCH(const QString, text);
        QFETCH(const QString, says);
        const auto url = parseClusterUrl(text.toStdString());
        QVERIFY(!url.ok());
        const std::string words = toString(url.error());
        QVERIFY2(words.find(says.toStdString()) != std::string::npos, words.c_str());
        QVERIFY2(words.find("redis://") == std::string::npos || text.startsWith(u"redis"), words.c_str());
        QVERIFY(words.find("secret") == std::string::npos);
    }
};

MAINTSCOPE_TEST(ClusterUrlTest, void)
#include "tst_cluster_url.moc"
