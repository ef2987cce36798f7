// SPDX-License-Identifier: GPL-3.0-or-later
// What can no longer be read of a recording was not measured: it may leave a verdict open, and it is never a
// gap. Live view, summary, report and list of recordings agree.
#include "model/catalogue/recordings_catalogue.h"
#include "model/export/exporter.h"
#include "model/recording/recording_loader.h"
#include "model/report/report.h"
#include "model/session/session_stores.h"
#include "tests/model/recorded.h"
#include "tests/support/test_case.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

constexpr Duration kLength = 180s;

/// Two connections that are always answered, but for `outage`.
std::vector<Batch> session(std::pair<Duration, Duration> outage = {}) {
    test::Script script;
    script.event(EventKind::Recording, names::kTargetStarted, 0ms).support = Support::Supported;
    for (int c = 1; c <= 2; ++c)
        for (Duration t = c * 10ms; t < kLength; t += 50ms) {
            const bool silent = t >= outage.first && t < outage.second;
            script.sample(silent ? Outcome::NotSent : Outcome::Ok, t, 600us, c);
        }
    return test::halfSeconds(script.batch(kLength));
}

void change(const QString& path, const QString& statement) {
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"change"_s);
        db.setDatabaseName(path);
        if (!db.open() || !QSqlQuery(db).exec(statement)) qFatal("%s", qPrintable(statement));
    }
    QSqlDatabase::removeDatabase(u"change"_s);
}

/// Rubbish from `share` of the file on, as after bad sectors.
void spoilEnd(const QString& path, double share) {
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite)) qFatal("%s", qPrintable(path));
    const auto from = static_cast<qint64>(static_cast<double>(file.size() / 4096) * share) * 4096;
    const QByteArray rubbish(file.size() - from, '\x5a');
    file.seek(from);
    file.write(rubbish);
}

std::vector<Gap> gapsOfLiveView(const QString& path) {
    const auto recording = Recording::open(path);
    SessionStores stores((*recording)->session());
    RecordingLoader loader(**recording);
    while (auto chunk = loader.next())
        stores.apply(*chunk);
    return stores.target(TargetId{1})->gaps(ProbeRole::Protected, (*recording)->until()).listed;
}

using Damage = std::function<void(const QString&)>;

} // namespace
Q_DECLARE_METATYPE(Damage)

class TestLostTime : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itIsNotMeasuredAndNoGap_data() {
        QTest::addColumn<Damage>("damage");
        QTest::newRow("the end is rubbish") << Damage([](const QString& path) { spoilEnd(path, 0.7); });
        QTest::newRow("blocks in the midst are gone") << Damage(
            [](const QString& path) { change(path, u"DELETE FROM samples WHERE id BETWEEN 100 AND 200"_s); });
        QTest::newRow("the last blocks cannot be understood") << Damage(
            [](const QString& path) { change(path, u"UPDATE samples SET data = x'00' WHERE id > 300"_s); });
        QTest::newRow("the first blocks are gone")
            << Damage([](const QString& path) { change(path, u"DELETE FROM samples WHERE id <= 100"_s); });
    }
    void itIsNotMeasuredAndNoGap() {
        QFETCH(const Damage, damage);
        const QString path = newPath();
        QVERIFY(test::record(path, session()) != nullptr);
        damage(path);

        const auto run = RecordingRun::open(path);
        QVERIFY2(run.ok(), run ? "" : toString(run.error()).c_str());
        const RecordingExtract source(*run, {});
        const Summary& summary = source.summaries().front();
        QCOMPARE(QString::fromLatin1(toString(summary.verdict).data()), u"inconclusive"_s);
        QVERIFY(summary.gaps.listed.empty());
        QVERIFY(summary.notMeasured > 20s && summary.notMeasured < kLength);
        QVERIFY(gapsOfLiveView(path).empty());
        const auto listed = judgeRecording(path);
        QVERIFY(listed.ok() && listed->verdict == Verdict::Inconclusive);
        const Report report = makeReport(source, *source.stores());
        QCOMPARE(report.targets.front().verdict, u"INCONCLUSIVE"_s);
        QVERIFY2(report.targets.front().reasons.join(u' ').contains(u"recording is damaged"_s),
                 qPrintable(report.targets.front().reasons.join(u' ')));
        QCOMPARE(report.targets.front().findings.rows.size(), std::size_t{1});
        QVERIFY(report.targets.front().findings.rows.front().last().contains(u"cannot be read"_s));
    }

    void anOutageBesideItIsStillOne() {
        const QString path = newPath();
        QVERIFY(test::record(path, session({30s, 35s})) != nullptr);
        change(path, u"DELETE FROM samples WHERE id BETWEEN 68 AND 72"_s); // the outage ends in them
        const auto run = RecordingRun::open(path);
        QVERIFY(run.ok());
        const Summary summary = summarise(*run).front();
        QVERIFY(summary.verdict == Verdict::Fail);
        QVERIFY(summary.gaps.longest && summary.gaps.longest->from < test::at(30s));
        const Duration known = summary.gaps.longest->duration();
        QVERIFY2(known > 3s && known < 4100ms, qPrintable(QString::number(known / 1ms)));
    }

    void aRecorderThatWasKilledLosesNothingThatItTold() {
        const QString path = newPath();
        const auto recorder = test::record(path, session(), false);
        QVERIFY(recorder != nullptr);
        const QString cut = newPath(); // what a killed process leaves
        QVERIFY(QFile::copy(path, cut) && QFile::copy(path + u"-wal"_s, cut + u"-wal"_s));
        const auto recording = Recording::open(cut);
        QVERIFY(recording.ok() && (*recording)->ending() == Recovery::Ending::CutOff);
        QVERIFY((*recording)->until() == test::at(kLength));
        const Summary summary = summarise(**recording).front();
        QVERIFY(summary.verdict == Verdict::Pass);
        QVERIFY(summary.gaps.listed.empty() && summary.notMeasured == 0s);
    }

    void aLaterFileOfARunBeginsWhereTheOneBeforeEnds() {
        const QString first = m_folder.filePath(u"run.maintscope"_s);
        const std::vector<Batch> batches = session();
        const auto half = batches.begin() + static_cast<std::ptrdiff_t>(batches.size() / 2);
        for (int part = 1; part <= 2; ++part) {
            auto recorder = Recorder::open(partPath(first, part), test::session(), part);
            QVERIFY(recorder.ok());
            for (auto batch = part == 1 ? batches.begin() : half; batch != (part == 1 ? half : batches.end());
                 ++batch)
                QVERIFY((*recorder)->write(*batch).ok() && (*recorder)->commit().ok());
            QVERIFY((*recorder)->close().ok());
        }
        change(partPath(first, 2), u"DELETE FROM samples WHERE id <= 20"_s); // ten seconds
        const auto run = RecordingRun::open(first);
        QVERIFY(run.ok());
        const Summary summary = summarise(*run).front();
        QVERIFY(summary.verdict == Verdict::Inconclusive && summary.gaps.listed.empty());
        QVERIFY2(summary.notMeasured > 9s && summary.notMeasured < 11s,
                 qPrintable(QString::number(summary.notMeasured / 1ms)));
    }

private:
    QString newPath() { return m_folder.filePath(u"%1.maintscope"_s.arg(++m_files)); }

    QTemporaryDir m_folder{test::fastFolder()};
    int m_files = 0;
};

MAINTSCOPE_TEST(TestLostTime, QCoreApplication)
#include "tst_lost_time.moc"
