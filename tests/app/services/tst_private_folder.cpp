// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/private_folder.h"

#include "tests/support/test_case.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope::app;
using namespace Qt::Literals::StringLiterals;

class TstPrivateFolder : public QObject {
    Q_OBJECT

    static constexpr QFile::Permissions kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther |
                                                  QFile::WriteOther | QFile::ExeGroup | QFile::ExeOther;

private Q_SLOTS:
    void settingsAreNeverReadableByOthers() {
        QTemporaryDir base;
        const QString folder = base.filePath(u"config/maintscope"_s);
        makePrivate(folder, u"workspace.ini"_s);
        const QString path = folder + u"/workspace.ini"_s;
        for (int i = 0; i < 2; ++i) {
            QSettings settings(path, QSettings::IniFormat);
            settings.setValue(u"a"_s, i);
            settings.sync();
            QVERIFY(!(QFile::permissions(path) & kOthers));
        }
        QVERIFY(!(QFile::permissions(folder) & kOthers));
        QCOMPARE(QSettings(path, QSettings::IniFormat).value(u"a"_s).toInt(), 1);
    }

    void whatAnOlderVersionLeftIsPutRight() {
        QTemporaryDir base;
        for (const QString& name : {u"workspace.ini"_s, u"profiles.json"_s}) {
            QFile file(base.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("kept");
            QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        }
        makePrivate(base.path(), u"workspace.ini"_s);
        for (const QString& name : {u"workspace.ini"_s, u"profiles.json"_s}) {
            QVERIFY(!(QFile::permissions(base.filePath(name)) & kOthers));
            QCOMPARE(QFileInfo(base.filePath(name)).size(), qint64{4});
        }
    }
};

MAINTSCOPE_TEST(TstPrivateFolder, void)
#include "tst_private_folder.moc"
