// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/output_file.h"

#include "tests/support/test_case.h"

#include <QDir>
#include <QFile>
#include <QIODevice>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace maintscope;
using namespace maintscope::app;
using namespace Qt::Literals::StringLiterals;

class TstOutputFile : public QObject {
    Q_OBJECT

    static QByteArray contents(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(missing)");
    }
    static Status writeWords(QIODevice& device) {
        device.write("words\n");
        return success();
    }

private Q_SLOTS:
    void checkingLeavesNothingBehind() {
        QTemporaryDir folder;
        QVERIFY(checkOutput(folder.filePath(u"new"_s)));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void aFolderThatIsNotThereIsToldBeforehand() {
        const Status status = checkOutput(u"/no/such/folder/file"_s);
        QVERIFY(!status);
        QVERIFY(toString(status.error()).find("/no/such/folder/file") != std::string::npos);
        QVERIFY(!checkOutput(QDir::tempPath()));
        QVERIFY(!checkOutput(QString()));
    }

    void aFolderWithoutPermissionIsToldBeforehand() {
        if (geteuid() == 0) QSKIP("root may write everywhere");
        QTemporaryDir folder;
        QFile::setPermissions(folder.path(), QFileDevice::ReadOwner | QFileDevice::ExeOwner);
        QVERIFY(!checkOutput(folder.filePath(u"new"_s)));
        QFile::setPermissions(folder.path(),
                              QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }

    void aFileIsReplacedOnlyWhenTheNewOneIsWhole() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"out"_s);
        QVERIFY(writeOutput(path, writeWords));
        QCOMPARE(contents(path), QByteArray("words\n"));
        const Status failed = writeOutput(path, [](QIODevice& device) {
            device.write("half");
            return Status(Error{.what = "It broke.", .where = {}, .detail = {}, .remedy = {}});
        });
        QVERIFY(!failed);
        QCOMPARE(contents(path), QByteArray("words\n"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

    void aDeviceIsWrittenThrough() { QVERIFY(writeOutput(u"/dev/null"_s, writeWords)); }

    void aFullDeviceIsAnError() { QVERIFY(!writeOutput(u"/dev/full"_s, writeWords)); }
};

MAINTSCOPE_TEST(TstOutputFile, QCoreApplication)
#include "tst_output_file.moc"
