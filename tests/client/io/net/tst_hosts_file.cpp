// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/net/hosts_file.h"

#include "tests/support/test_case.h"

#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::io;

class TstHostsFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesAreFound_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("found");
        const auto row = [](const char* name, const char* text, const char* found) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(found);
        };
        row("one of many names", "10.0.0.1 a db.test b\n", "10.0.0.1");
        row("several addresses, in order", "10.0.0.2 db.test\n10.0.0.1 db.test\n10.0.0.2 db.test",
            "10.0.0.2,10.0.0.1");
        row("IPv6", "\t::1\tDB.Test\r\n", "::1");
        row("part of a name is not it", "10.0.0.1 db.tes xdb.test db.testx\n", "");
        row("a comment ends the line", "10.0.0.1 a # db.test\n#10.0.0.2 db.test\n", "");
        row("what is no address", "nonsense db.test\n", "");
        row("an empty file", "", "");
    }
    void namesAreFound() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, found);
        QByteArrayList addresses;
        for (const std::string& one : addressesInHosts(text.toStdString(), "db.test"))
            addresses << QByteArray::fromStdString(one);
        QCOMPARE(addresses.join(','), found);
    }
    void aChangeCountsAtOnceAndOtherNamesGoOn() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("hosts"));
        const Lookup lookup =
            hostsFileLookup(path.toStdString(), [](const std::string& host) -> LookupResult {
                return std::vector<std::string>{"192.0.2.1", host};
            });
        const auto missing = lookup("db.test");
        QVERIFY(!missing && missing.error().detail.find("No such file") != std::string::npos);
        for (const char* address : {"10.0.0.1", "10.0.0.2"}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(QByteArray(address) + " db.test\n");
            file.close();
            QVERIFY(*lookup("db.test") == std::vector<std::string>{address});
        }
        QVERIFY((*lookup("other") == std::vector<std::string>{"192.0.2.1", "other"}));
        const auto folderAsFile = hostsFileLookup(folder.path().toStdString())("db.test");
        QVERIFY(!folderAsFile);
    }
};

MAINTSCOPE_TEST(TstHostsFile, QCoreApplication)
#include "tst_hosts_file.moc"
