// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/chart_tables.h"

#include "model/metrics/sample_log.h"
#include "model/session/session_stores.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QAbstractItemModelTester>
#include <QSet>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

/// The move of two protected and two control connections, 20 seconds long.
struct Session {
    Session()
        : stores(test::session()) {
        const Batch batch = test::moveScript().batch(20s);
        stores.apply(batch);
        for (const Sample& sample : batch.samples)
            samples.add(sample);
    }
    [[nodiscard]] ChartTableInput input() const {
        const TargetStores& target = *stores.target(TargetId{1});
        ChartTableInput in;
        in.timeline = &target.timeline();
        in.metrics = &stores.metrics();
        in.now = test::at(20s);
        in.status = target.status(in.now);
        in.gaps = target.connectionGaps(in.now);
        in.start = stores.session().startedWall;
        in.from = test::at(0s);
        in.to = test::at(20s);
        return in;
    }
    SessionStores stores;
    SampleLog samples;
};

int columnOf(const DataTable& table, const QString& begin) {
    for (int i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].startsWith(begin)) return i;
    return -1;
}

/// Sum of a column of counts.
qint64 sumOf(const DataTable& table, const QString& begin) {
    qint64 sum = 0;
    for (const QStringList& row : table.rows)
        sum += QString(row[columnOf(table, begin)]).remove(QChar(0x202f)).toLongLong();
    return sum;
}

} // namespace

class TestChartTables : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTableIsWholeAndNamed() {
        const Session session;
        QSet<QString> names;
        DataTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto tables = chartTables(session.input());
        QCOMPARE(tables.size(), std::size_t{13});
        for (const ChartTable which : tables) {
            const DataTable table = chartTable(which, session.input());
            QCOMPARE(table.title, chartTableName(which));
            QVERIFY(!table.title.isEmpty() && !table.columns.isEmpty());
            names.insert(table.title);
            for (const QStringList& row : table.rows) {
                QCOMPARE(row.size(), table.columns.size());
                for (const QString& cell : row)
                    QVERIFY2(!cell.isEmpty(), qPrintable(table.title + u": "_s + row.join(u'|')));
            }
            QVERIFY(static_cast<int>(table.rows.size()) <= kMaxTableRows + 1);
            model.setTable(table);
            QCOMPARE(model.rowCount(), static_cast<int>(table.rows.size()));
            QCOMPARE(model.columnCount(), static_cast<int>(table.columns.size()));
            QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), table.columns.front());
        }
        QCOMPARE(names.size(), qsizetype{13});
    }

    void withoutControlThereAreNoTablesOfIt() {
        SessionInfo info = test::session();
        info.targets.front().probe.control = false;
        const SessionStores stores(info);
        ChartTableInput in;
        in.timeline = &stores.target(TargetId{1})->timeline();
        in.metrics = &stores.metrics();
        const auto tables = chartTables(in);
        QVERIFY(std::find(tables.begin(), tables.end(), ChartTable::LatencyControl) == tables.end());
        QVERIFY(std::find(tables.begin(), tables.end(), ChartTable::FailuresControl) == tables.end());
        QCOMPARE(tables.size(), std::size_t{11});
    }

    void theNumbersAreThoseOfTheChart() {
        const Session session;
        for (const auto& [latency, failures, role] :
             {std::tuple(ChartTable::LatencyProtected, ChartTable::FailuresProtected, ProbeRole::Protected),
              std::tuple(ChartTable::LatencyControl, ChartTable::FailuresControl, ProbeRole::Control)}) {
            const OutcomeCounts counts =
                session.stores.metrics().counts(TargetId{1}, role, test::at(0s), test::at(20s));
            const DataTable replies = chartTable(latency, session.input());
            QVERIFY(!replies.rows.empty());
            QCOMPARE(sumOf(replies, u"replies"_s), qint64(counts.ok + counts.late));
            QCOMPARE(sumOf(replies, u"late"_s), qint64(counts.late));
            const DataTable lost = chartTable(failures, session.input());
            QCOMPARE(sumOf(lost, u"sent"_s), qint64(counts.sent()));
            QCOMPARE(sumOf(lost, u"not sent"_s), qint64(counts.notSent));
            QCOMPARE(sumOf(lost, u"timeouts"_s), qint64(counts.timeouts));
        }
        const DataTable operations = chartTable(ChartTable::Operations, session.input());
        QCOMPARE(operations.rows.size(), session.stores.target(TargetId{1})->timeline().bands().size());
        QCOMPARE(chartTable(ChartTable::Gaps, session.input()).rows.size(), session.input().gaps.size());
        QVERIFY(!session.input().gaps.empty());
    }

    void onlyWhatIsVisibleIsListed() {
        const Session session;
        ChartTableInput in = session.input();
        in.from = test::at(2s);
        in.to = test::at(5s);
        QCOMPARE(chartTable(ChartTable::LatencyProtected, in).rows.size(), std::size_t{3});
        QVERIFY(chartTable(ChartTable::Operations, in).rows.empty());
        QVERIFY(chartTable(ChartTable::Moves, in).rows.empty());
    }

    void aShortRangeListsEachProbe() {
        const Session session;
        ChartTableInput in = session.input();
        in.samples = [&session](const TimeRange& range, const SampleVisitor& visit) {
            return session.samples.samples(range, visit);
        };
        in.from = test::at(2s);
        in.to = test::at(5s);
        const OutcomeCounts counts =
            session.stores.metrics().counts(TargetId{1}, ProbeRole::Protected, in.from, in.to);
        const DataTable replies = chartTable(ChartTable::LatencyProtected, in);
        QCOMPARE(replies.rows.size(), std::size_t(counts.sent()));
        QVERIFY(replies.remark.isEmpty());
        QVERIFY(replies.columns.contains(u"outcome"_s));
        QVERIFY(std::is_sorted(replies.rows.begin(), replies.rows.end(),
                               [](const QStringList& a, const QStringList& b) { return a[0] < b[0]; }));
        // Control was without a connection for a second: what failed is listed alone.
        in.from = test::at(10s);
        in.to = test::at(14s);
        const DataTable lost = chartTable(ChartTable::FailuresControl, in);
        QCOMPARE(
            lost.rows.size(),
            std::size_t(
                session.stores.metrics().counts(TargetId{1}, ProbeRole::Control, in.from, in.to).notSent));
        QVERIFY(!lost.rows.empty());
        for (const QStringList& row : lost.rows)
            QCOMPARE(row[columnOf(lost, u"outcome"_s)], u"not_sent"_s);
    }

    void whereProbesAreNotAtHandTheTableSaysWhy() {
        const Session session;
        ChartTableInput in = session.input();
        in.samples = [&session](const TimeRange& range, const SampleVisitor& visit) {
            return session.samples.samples(range, visit);
        };
        in.from = test::at(2s);
        in.to = test::at(5s);
        in.forgottenUntil = test::at(3s);
        const DataTable forgotten = chartTable(ChartTable::LatencyProtected, in);
        QCOMPARE(forgotten.rows.size(), std::size_t{3});
        QVERIFY2(forgotten.remark.contains(u"no longer in memory"_s), qPrintable(forgotten.remark));
        in.forgottenUntil.reset();
        in.samples = [](const TimeRange&, const SampleVisitor&) -> Status {
            return Error{"the file is gone", {}, {}, {}};
        };
        const DataTable unreadable = chartTable(ChartTable::LatencyProtected, in);
        QCOMPARE(unreadable.rows.size(), std::size_t{3});
        QVERIFY2(unreadable.remark.contains(u"the file is gone"_s), qPrintable(unreadable.remark));
        // Longer ranges are told by the second in the picture, too.
        in.to = test::at(20s) + 60s;
        QVERIFY(chartTable(ChartTable::LatencyProtected, in).remark.isEmpty());
    }

    void timesAreOfTheChosenZoneAndTheHeadingNamesIt_data() {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QString>("heading");
        QTest::addColumn<QString>("first");
        QTest::newRow("UTC") << QByteArray("UTC") << u"from (UTC)"_s << u"14:12:03.118"_s;
        QTest::newRow("half an hour off")
            << QByteArray("Asia/Kolkata") << u"from (Asia/Kolkata)"_s << u"19:42:03.118"_s;
    }
    void timesAreOfTheChosenZoneAndTheHeadingNamesIt() {
        QFETCH(QByteArray, zone);
        const Session session;
        ChartTableInput in = session.input();
        in.clock = ZoneClock(QTimeZone(zone));
        const DataTable table = chartTable(ChartTable::LatencyProtected, in);
        QTEST(table.columns.front(), "heading");
        QTEST(table.rows.front().front(), "first");
        // No table tells times of another zone.
        if (zone != "UTC")
            for (const ChartTable which : chartTables(in))
                QVERIFY2(!chartTable(which, in).columns.join(u' ').contains(u"UTC"_s),
                         qPrintable(chartTableName(which)));
    }

    void cellsArePlainTextInTipsAndNoFormulaInCsv() {
        DataTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTable(
            {u"title"_s, {u"a"_s, u"b"_s}, {{u"<b>x</b>"_s, u"=1+1"_s}, {u"say \"no\""_s, u"–"_s}}, {}});
        QCOMPARE(model.index(0, 0).data(Qt::ToolTipRole).toString(), u"<qt>&lt;b&gt;x&lt;/b&gt;</qt>"_s);
        QCOMPARE(toCsv(model.table()),
                 QByteArray("\"a\",\"b\"\r\n\"<b>x</b>\",\"'=1+1\"\r\n\"say \"\"no\"\"\",\"–\"\r\n"));
        model.setTable({});
        QCOMPARE(model.rowCount(), 0);
    }
};

MAINTSCOPE_TEST(TestChartTables, QCoreApplication)
#include "tst_chart_tables.moc"
