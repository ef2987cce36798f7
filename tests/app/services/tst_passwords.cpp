// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/passwords.h"

#include "tests/support/test_case.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <vector>

using namespace maintscope;
using namespace maintscope::app;
using namespace Qt::Literals::StringLiterals;

class TstPasswords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void argumentsAreOverwrittenWhereTheyStand_data() {
        QTest::addColumn<QByteArrayList>("before");
        QTest::addColumn<QByteArrayList>("after");
        using List = QByteArrayList;
        QTest::newRow("a URL with user and password")
            << List{"redis://bob:hunter2@h:1"} << List{"redis://bob:*******@h:1"};
        QTest::newRow("a password with an at sign") << List{"rediss://:p@ss@h"} << List{"rediss://:****@h"};
        QTest::newRow("a URL with a typo") << List{"redi://u:pw@h"} << List{"redi://u:**@h"};
        QTest::newRow("no scheme") << List{"u:pw@h:1"} << List{"u:**@h:1"};
        QTest::newRow("REST") << List{"--rest=https://a:b@h"} << List{"--rest=https://a:*@h"};
        QTest::newRow("an option and its value")
            << List{"--password", "pw", "x"} << List{"--password", "**", "x"};
        QTest::newRow("an option with its value") << List{"--rest-password=pw"} << List{"--rest-password=**"};
        QTest::newRow("no password in it")
            << List{"redis://h:1", "--user", "a@b"} << List{"redis://h:1", "--user", "a@b"};
    }
    void argumentsAreOverwrittenWhereTheyStand() {
        QFETCH(QByteArrayList, before);
        QFETCH(QByteArrayList, after);
        QByteArrayList storage{"maintscope"};
        storage += before;
        std::vector<char*> argv;
        for (QByteArray& one : storage)
            argv.push_back(one.data());
        const QStringList taken = takeArguments(static_cast<int>(argv.size()), argv.data());
        for (qsizetype i = 0; i < before.size(); ++i) {
            QCOMPARE(taken.at(i + 1).toUtf8(), before.at(i));
            QCOMPARE(QByteArray(argv[static_cast<std::size_t>(i) + 1]), after.at(i));
        }
    }

    void anEmptyFileIsAnErrorThatNamesIt() {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"empty"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const Result<Secret> password = readPasswordFile(file.fileName());
        QVERIFY(!password);
        QVERIFY(toString(password.error()).find("first line is empty") != std::string::npos);
        QVERIFY(toString(password.error()).find(file.fileName().toStdString()) != std::string::npos);
    }

    void aVariableIsGoneOnceItIsRead() {
        qputenv("MAINTSCOPE_TEST_PASSWORD", "hush");
        const char* bytes = getenv("MAINTSCOPE_TEST_PASSWORD");
        const auto found =
            findPassword({.file = {}, .variable = "MAINTSCOPE_TEST_PASSWORD", .promptQuestion = {}});
        QVERIFY(found && found->has_value());
        QCOMPARE((*found)->reveal(), std::string_view("hush"));
        QVERIFY(!qEnvironmentVariableIsSet("MAINTSCOPE_TEST_PASSWORD"));
        QVERIFY(std::string_view(bytes, 4) != "hush");
    }

    void whatWasTakenAtTheStartIsFoundAsOftenAsItIsNeeded() {
        qputenv(kRestPasswordVariable, "hush");
        takePasswordVariables();
        QVERIFY(!qEnvironmentVariableIsSet(kRestPasswordVariable));
        for (int i = 0; i < 2; ++i) {
            const auto found =
                findPassword({.file = {}, .variable = kRestPasswordVariable, .promptQuestion = {}});
            QVERIFY(found && found->has_value());
            QCOMPARE((*found)->reveal(), std::string_view("hush"));
        }
    }

    void aByteOrderMarkIsNoPartOfThePassword_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("password");
        QTest::newRow("UTF-8") << QByteArray("\xef\xbb\xbfpw\r\n") << QByteArray("pw");
        QTest::newRow("none") << QByteArray("pw\nmore") << QByteArray("pw");
        QTest::newRow("nothing behind it") << QByteArray("\xef\xbb\xbf\r\n") << QByteArray();
        QTest::newRow("UTF-16") << QByteArray("\xff\xfep\0w\0", 6) << QByteArray();
    }
    void aByteOrderMarkIsNoPartOfThePassword() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, password);
        QTemporaryDir folder;
        QFile file(folder.filePath(u"password"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        const Result<Secret> read = readPasswordFile(file.fileName());
        QCOMPARE(read.ok(), !password.isEmpty());
        if (read) QCOMPARE(QByteArray::fromStdString(std::string(read->reveal())), password);
    }

    void withoutAnySourceThereIsNone() {
        const auto none =
            findPassword({.file = {}, .variable = "MAINTSCOPE_NO_SUCH_VARIABLE", .promptQuestion = {}});
        QVERIFY(none);
        QVERIFY(!none->has_value());
    }
};

MAINTSCOPE_TEST(TstPasswords, QCoreApplication)
#include "tst_passwords.moc"
