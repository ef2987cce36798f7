// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/recents.h"

#include "tests/support/test_case.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace Qt::Literals::StringLiterals;

class RecentsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static TargetSettings target(const std::string& name, std::uint16_t port = 12000) {
        TargetSettings settings;
        settings.name = name;
        settings.endpoint = {"db.example", port};
        return settings;
    }

private Q_SLOTS:
    void theNewestIsFirstAndEachIsListedOnce() {
        Recents recents;
        for (const char* path : {"/r/a", "/r/b", "/r/a"})
            recents.addRecording(QString::fromLatin1(path));
        QCOMPARE(recents.recordings, (QStringList{u"/r/a"_s, u"/r/b"_s}));
        recents.addTarget(target("orders"));
        recents.addTarget(target("cart"));
        TargetSettings again = target("orders");
        again.probe.ratePerSecond = 50;
        recents.addTarget(again);
        QCOMPARE(recents.targets.size(), std::size_t{2});
        QCOMPARE(recents.targets.front().profile.name, std::string("orders"));
        QCOMPARE(recents.targets.front().profile.target.probe.ratePerSecond, 50.0);
        recents.addTarget(target("orders", 12001)); // another database of that name
        QCOMPARE(recents.targets.size(), std::size_t{3});
    }

    void aFileThatSaysAnyNumberIsReadAtOnce() {
        const QString path = m_folder.filePath(u"huge.ini"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[recent]\ntargets\\size=2000000000\n");
        file.close();
        QSettings settings(path, QSettings::IniFormat);
        QVERIFY(loadRecents(settings).targets.empty()); // the test's deadline is the assertion
    }

    void theOldestMakesRoom() {
        Recents recents;
        for (int i = 0; i < 20; ++i) {
            recents.addRecording(u"/r/%1"_s.arg(i));
            recents.addTarget(target("t" + std::to_string(i)));
        }
        QCOMPARE(recents.recordings.size(), kMostRecentRecordings);
        QCOMPARE(recents.recordings.first(), u"/r/19"_s);
        QCOMPARE(recents.targets.size(), kMostRecentTargets);
        QCOMPARE(recents.targets.front().profile.name, std::string("t19"));
    }

    void noSecretIsKeptButThatThereWasOne() {
        const QString path = m_folder.filePath(u"workspace.ini"_s);
        {
            QSettings settings(path, QSettings::IniFormat);
            Recents recents;
            TargetSettings secret = target("orders");
            secret.password = Secret("hunter2-password");
            secret.tls.enabled = true;
            secret.tls.keyPassphrase = Secret("hunter2-passphrase");
            recents.addTarget(secret);
            recents.addTarget(target("open"));
            saveRecents(settings, recents);
        }
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("hunter2"));
        QSettings settings(path, QSettings::IniFormat);
        const Recents read = loadRecents(settings);
        QCOMPARE(read.targets.size(), std::size_t{2});
        QVERIFY(!read.targets.at(0).hadSecret);
        QVERIFY(read.targets.at(1).hadSecret);
        QVERIFY(read.targets.at(1).profile.target.password.empty());
        QVERIFY(read.targets.at(1).profile.target.tls.enabled);
    }

    void whatCannotBeReadIsLeftOut() {
        QSettings settings(m_folder.filePath(u"odd.ini"_s), QSettings::IniFormat);
        Recents recents;
        recents.addTarget(target("orders"));
        recents.addTarget(target("cart"));
        recents.addRecording(u"/r/a.maintscope"_s);
        saveRecents(settings, recents);
        settings.setValue(u"recent/targets/1/profile"_s, u"{ not json"_s);
        const Recents read = loadRecents(settings);
        QCOMPARE(read.targets.size(), std::size_t{1});
        QCOMPARE(read.targets.front().profile.name, std::string("orders"));
        QCOMPARE(read.recordings, recents.recordings);
        saveRecents(settings, {}); // cleared
        QVERIFY(loadRecents(settings).targets.empty());
        QVERIFY(loadRecents(settings).recordings.isEmpty());
    }

    void aUserWithoutANameIsListedByItsEndpoint() {
        Recents recents;
        recents.addTarget(target(""));
        QCOMPARE(recents.targets.front().profile.name, std::string("db.example:12000"));
    }
};

MAINTSCOPE_TEST(RecentsTest, QCoreApplication)
#include "tst_recents.moc"
