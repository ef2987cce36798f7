// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/fleet.h"

#include "model/session/target_list_model.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

class TestFleet : public QObject {
    Q_OBJECT

    static Sample sample(Duration when, Outcome outcome = Outcome::Ok) {
        Sample s;
        s.intended = s.sent = test::at(when);
        s.done = test::at(when + 1ms);
        s.target = TargetId{1};
        s.connection = ConnectionId{1};
        s.outcome = outcome;
        return s;
    }
    static TargetRow row(std::uint32_t id, const QString& name, TargetRank rank) {
        TargetRow result;
        result.id = SessionId{id};
        result.name = name;
        result.rank = rank;
        return result;
    }
    static std::size_t orderNamed(const QString& title) {
        const auto& orders = targetOrders();
        return static_cast<std::size_t>(
            std::find_if(orders.begin(), orders.end(),
                         [&title](const TargetOrder& order) { return order.title == title; }) -
            orders.begin());
    }
    static TargetStatus status(TargetState state) {
        TargetStatus result;
        result.state = state;
        result.connections = result.optedIn = 2;
        result.support = Support::Supported;
        return result;
    }

private Q_SLOTS:
    void aMinuteShowsTheWorstOfIt() {
        Timeline timeline(test::target());
        MetricStore metrics;
        // The session starts 3.118 s after a full minute.
        for (int second = 0; second < 300; ++second)
            if (second < 115 || second >= 180) metrics.add(sample(std::chrono::seconds(second)));
        metrics.add(sample(70s, Outcome::Timeout));
        test::Script script;
        Event window = script.event(EventKind::Window, "MIGRATING", 200s, 1);
        window.end = test::at(205s);
        window.pairState = PairState::Closed;
        timeline.add(window);
        FleetInput input;
        input.timeline = &timeline;
        input.metrics = &metrics;
        input.status = status(TargetState::Healthy);
        input.start = test::kStart;
        input.now = test::at(299s);
        MinuteCells cells;
        const Minute healthy{MinuteState::Healthy};
        const std::vector<Minute> expected{healthy,
                                           {MinuteState::Failure},
                                           {MinuteState::NotMeasured},
                                           {MinuteState::Maintenance, OperationKind::Migrating},
                                           healthy,
                                           healthy};
        const std::vector<Minute> got = cells.upTo(input);
        QCOMPARE(got.size(), expected.size());
        for (std::size_t i = 0; i < got.size(); ++i)
            QVERIFY2(got[i] == expected[i], qPrintable(QString::number(i)));
        // Brought up to date step by step it says the same as at once.
        MinuteCells steps;
        for (auto now = 0s; now <= 299s; now += 7s) {
            input.now = test::at(now);
            (void)steps.upTo(input);
        }
        input.now = test::at(299s);
        QVERIFY(steps.upTo(input) == expected);
    }

    void noMoreThanTwoHoursAreKept() {
        Timeline timeline(test::target());
        MetricStore metrics;
        for (int minute = 0; minute < 200; ++minute)
            metrics.add(sample(std::chrono::minutes(minute) + 30s));
        FleetInput input;
        input.timeline = &timeline;
        input.metrics = &metrics;
        input.start = test::kStart;
        MinuteCells cells;
        for (int minute = 0; minute < 200; minute += 50) {
            input.now = test::at(std::chrono::minutes(minute));
            (void)cells.upTo(input);
        }
        input.now = test::at(200min);
        const auto all = cells.upTo(input);
        QCOMPARE(all.size(), std::size_t{kFleetMinutes});
        QCOMPARE(std::count(all.begin(), all.end(), Minute{MinuteState::Healthy}), kFleetMinutes - 1);
    }

    void aRowSaysHowATargetStands_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("optedIn");
        QTest::addColumn<bool>("supported");
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("rank");
        const auto add = [](const char* name, TargetState state, int optedIn, bool supported,
                            const QString& word, TargetRank rank) {
            QTest::newRow(name) << int(state) << optedIn << supported << word << int(rank);
        };
        add("healthy", TargetState::Healthy, 2, true, u"HEALTHY"_s, TargetRank::Healthy);
        add("not opted in", TargetState::Healthy, 1, true, u"NOT OPTED IN"_s, TargetRank::NotProtected);
        add("not supported", TargetState::Healthy, 0, false, u"NOT SUPPORTED"_s, TargetRank::NotProtected);
        add("failing", TargetState::Failing, 2, true, u"FAILING"_s, TargetRank::Failing);
        add("handing off", TargetState::HandoffRunning, 2, true, u"HANDOFF"_s, TargetRank::HandingOff);
        add("announced", TargetState::MaintenanceAnnounced, 2, true, u"ANNOUNCED"_s, TargetRank::Announced);
        add("stopped", TargetState::Stopped, 2, true, u"NOT MEASURED"_s, TargetRank::NotMeasured);
    }
    void aRowSaysHowATargetStands() {
        QFETCH(int, state);
        QFETCH(int, optedIn);
        QFETCH(bool, supported);
        Timeline timeline(test::target());
        MetricStore metrics;
        metrics.add(sample(1s));
        FleetInput input;
        input.timeline = &timeline;
        input.metrics = &metrics;
        input.status = status(static_cast<TargetState>(state));
        input.status.optedIn = optedIn;
        input.status.support = supported ? Support::Supported : Support::Unsupported;
        input.start = test::kStart;
        input.now = test::at(5s);
        MinuteCells cells;
        const TargetRow got = targetRow(SessionId{1}, input, cells);
        QTEST(got.state, "word");
        QTEST(int(got.rank), "rank");
        QCOMPARE(got.lastNotice, u"never"_s);
        QVERIFY(got.measured && got.p99);
        QCOMPARE(got.flag, supported ? u"on"_s : u"–"_s);
    }

    void anOpenGapSaysForHowLong() {
        Timeline timeline(test::target());
        MetricStore metrics;
        FleetInput input;
        input.timeline = &timeline;
        input.metrics = &metrics;
        input.status = status(TargetState::Failing);
        input.now = test::at(20s);
        input.gaps = {{test::at(8s), test::at(20s), ConnectionId{}, true, false}};
        MinuteCells cells;
        const TargetRow got = targetRow(SessionId{1}, input, cells);
        QCOMPARE(got.state, u"DOWN 12.0 s"_s);
        QCOMPARE(got.trouble, u"unreachable since 00:00:08 UTC"_s);
        QVERIFY(got.gap == Duration(12s));
    }

    void theWorstComesFirstAndSelectionsStay() {
        TargetListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows({row(1, u"b"_s, TargetRank::Healthy), row(2, u"a"_s, TargetRank::Healthy)});
        QCOMPARE(model.row(0).name, u"a"_s);
        const QPersistentModelIndex chosen = model.index(1, 0);
        QSignalSpy moved(&model, &QAbstractItemModel::layoutChanged);
        model.setRows({row(1, u"b"_s, TargetRank::Failing), row(2, u"a"_s, TargetRank::Healthy),
                       row(3, u"c"_s, TargetRank::Announced)});
        QVERIFY(moved.count() >= 1);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.row(0).name, u"b"_s);
        QCOMPARE(model.row(1).name, u"c"_s);
        QCOMPARE(chosen.row(), 0);
        QCOMPARE(model.counts()[std::size_t(TargetRank::Failing)], 1);
        model.setRows({row(3, u"c"_s, TargetRank::Announced)});
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!chosen.isValid());
        QCOMPARE(model.rowOf(SessionId{3}), 0);
        QCOMPARE(model.rowOf(SessionId{1}), -1);
    }

    void ordersAndGroups() {
        TargetListModel model;
        TargetRow slow = row(1, u"slow"_s, TargetRank::Healthy);
        slow.p99 = 9ms;
        slow.environment = Environment::Development;
        TargetRow failed = row(2, u"failed"_s, TargetRank::Healthy);
        failed.p99 = 1ms;
        failed.failed = 3;
        failed.environment = Environment::Production;
        model.setRows({slow, failed});
        model.setOrder(orderNamed(u"p99"_s), false);
        QCOMPARE(model.row(0).name, u"slow"_s);
        model.setOrder(orderNamed(u"Failed"_s), false);
        QCOMPARE(model.row(0).name, u"failed"_s);
        model.setOrder(orderNamed(u"p99"_s), true);
        QCOMPARE(model.row(0).name, u"failed"_s);
        model.setOrder(orderNamed(u"Name"_s), false);
        QCOMPARE(model.row(0).name, u"failed"_s);
    }
};

MAINTSCOPE_TEST(TestFleet, QCoreApplication)
#include "tst_fleet.moc"
