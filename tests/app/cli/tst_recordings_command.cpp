// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recordings_command.h"
#include "app/services/exit_code.h"
#include "model/catalogue/recordings_catalogue.h"
#include "tests/model/recorded.h"
#include "tests/support/test_case.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::app;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TstRecordingsCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>(test::fastFolder());
        m_path = m_folder->filePath(u"a.maintscope"_s);
        QVERIFY(test::record(m_path, {test::moveScript().batch(20s)}) != nullptr);
    }

    void whatIsAskedWrongIsAUsageError_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList();
        QTest::newRow("an action that there is not") << QStringList{u"burn"_s};
        QTest::newRow("two actions") << QStringList{u"list"_s, u"prune"_s};
        QTest::newRow("keep without a name") << QStringList{u"keep"_s, u"file"_s};
        QTest::newRow("an age that is none") << QStringList{u"prune"_s, u"--older-than"_s, u"soon"_s};
        QTest::newRow("an option that there is not") << QStringList{u"list"_s, u"--everything"_s};
    }
    void whatIsAskedWrongIsAUsageError() {
        QFETCH(QStringList, arguments);
        QCOMPARE(recordingsCommand(arguments), toInt(ExitCode::Usage));
    }

    void listingChangesNothing() {
        for (const QStringList& more : {QStringList{}, QStringList{u"--json"_s}})
            QCOMPARE(recordingsCommand(QStringList{u"list"_s, u"--folder"_s, m_folder->path()} + more),
                     toInt(ExitCode::Pass));
        QVERIFY(QFile::exists(m_path));
    }

    void aDryRunRemovesNothingAndPruningRemovesWhatIsNotKept() {
        const QString kept = m_folder->filePath(u"b.maintscope"_s);
        QVERIFY(QFile::copy(m_path, kept));
        QCOMPARE(recordingsCommand({u"keep"_s, kept, u"May upgrade"_s}), toInt(ExitCode::Pass));
        QCOMPARE(model::describeRecording(kept).name, u"May upgrade"_s);
        QTRY_VERIFY(model::planPrune(model::listRecordings(m_folder->path()),
                                     std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()),
                                     {.maxAge = 1ms})
                        .size() == 1);
        const QStringList prune{u"prune"_s, u"--folder"_s, m_folder->path(), u"--older-than"_s, u"1ms"_s};
        QCOMPARE(recordingsCommand(prune + QStringList{u"--dry-run"_s}), toInt(ExitCode::Pass));
        QVERIFY(QFile::exists(m_path));
        QCOMPARE(recordingsCommand(prune + QStringList{u"--json"_s}), toInt(ExitCode::Pass));
        QVERIFY(!QFile::exists(m_path));
        QVERIFY(QFile::exists(kept));
    }

    void whatCannotBeKeptIsTold() {
        QCOMPARE(recordingsCommand({u"keep"_s, m_folder->filePath(u"nowhere"_s), u"name"_s}),
                 toInt(ExitCode::CannotWrite));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

MAINTSCOPE_TEST(TstRecordingsCommand, QCoreApplication)
#include "tst_recordings_command.moc"
