// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_store.h"

#include "model/events/event_table_model.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

class TestEventStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBatchIsInsertedOnce() {
        EventStore store;
        EventTableModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        const test::Script script = test::moveScript();
        store.apply(script.batch(20s).events);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(model.rowCount(), store.count());
        QCOMPARE(std::size_t(store.count()), script.batch(20s).events.size());
        store.apply({});
        QCOMPARE(inserted.count(), 1);
    }

    void aKnownKeyReplacesItsRow() {
        EventStore store;
        EventTableModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy changed(&store, &EventStore::changed);
        test::Script script;
        const Event note = script.event(EventKind::Note, "note", 1s);
        Event window = script.event(EventKind::Window, "MIGRATING", 2s, 1);
        window.pairState = PairState::Open;
        store.apply({note, window, window}); // twice within a batch
        QCOMPARE(store.count(), 2);
        QCOMPARE(changed.count(), 0);
        window.end = test::at(5s);
        window.pairState = PairState::Closed;
        window.text.clear();
        store.apply({window});
        QCOMPARE(store.count(), 2);
        QCOMPARE(changed.count(), 1);
        const int row = store.rowOf(window.key);
        QCOMPARE(row, 1);
        QVERIFY(store.at(row).pairState == PairState::Closed);
        QCOMPARE(model.index(row, int(EventColumn::Text)).data().toString(),
                 u"MIGRATING window, closed after 3.00 s"_s);
        QCOMPARE(store.rowOf(EventKey{999}), -1);
    }

    void timesAreOfTheChosenZoneAndTheHeadingNamesIt() {
        EventStore store;
        EventTableModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setClock(ZoneClock(QTimeZone("Asia/Kolkata"))); // before there is anything
        test::Script script;
        script.event(EventKind::Note, "note", 0s);
        script.event(EventKind::Note, "note", 1s);
        store.apply(script.events());
        const auto heading = [&] {
            return model.headerData(int(EventColumn::Time), Qt::Horizontal).toString();
        };
        const auto cell = [&](int role) {
            return model.index(0, int(EventColumn::Time)).data(role).toString();
        };
        QCOMPARE(cell(Qt::DisplayRole), u"19:42:03.118"_s);
        QCOMPARE(cell(Qt::ToolTipRole), u"20 Nov 2026 19:42:03.118 IST"_s);
        QCOMPARE(heading(), u"Time (Asia/Kolkata)"_s);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy named(&model, &QAbstractItemModel::headerDataChanged);
        model.setClock({});
        QCOMPARE(cell(Qt::DisplayRole), u"14:12:03.118"_s);
        QCOMPARE(heading(), u"Time (UTC)"_s);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.front().at(1).toModelIndex().row(), 1);
        QCOMPARE(named.count(), 1);
        model.setClock({});
        QCOMPARE(changed.count(), 1);
    }

    void cellsAreTextAndRolesAreTyped() {
        EventStore store;
        EventTableModel model(store);
        model.setProtectedConnections(2);
        test::Script script;
        Event& event = script.event(EventKind::Notification, "MOVING", 0s, 3, Severity::Notice);
        event.role = ProbeRole::Control;
        event.sequence = SequenceId{0};
        event.errorText = "<b>bold</b>";
        store.apply(script.events());
        const auto cell = [&](EventColumn column) { return model.index(0, int(column)).data().toString(); };
        QCOMPARE(cell(EventColumn::Time), u"14:12:03.118"_s);
        QCOMPARE(cell(EventColumn::Severity), u"NOTICE"_s);
        QCOMPARE(cell(EventColumn::Kind), u"notification"_s);
        QCOMPARE(cell(EventColumn::Name), u"MOVING"_s);
        QCOMPARE(cell(EventColumn::Connection), u"control 1"_s);
        QCOMPARE(cell(EventColumn::Seq), u"0"_s);
        QCOMPARE(model.index(0, 0).data(role(EventRole::Connection)).toInt(), 3);
        QCOMPARE(model.index(0, 0).data(role(EventRole::Control)).toBool(), true);
        QCOMPARE(model.index(0, 0).data(role(EventRole::Kind)).toInt(), int(EventKind::Notification));
        const QString tip = model.index(0, int(EventColumn::Text)).data(Qt::ToolTipRole).toString();
        QVERIFY2(!tip.contains(u"<b>"_s), "server words are never markup");
        for (int column = 0; column < model.columnCount(); ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
    }

    void clearingResets() {
        EventStore store;
        EventTableModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        store.apply(test::moveScript().events());
        store.clear();
        QCOMPARE(model.rowCount(), 0);
        store.apply(test::moveScript().events());
        QVERIFY(model.rowCount() > 0);
    }
};

MAINTSCOPE_TEST(TestEventStore, QCoreApplication)
#include "tst_event_store.moc"
