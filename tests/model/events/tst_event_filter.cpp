// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_filter.h"

#include "model/events/event_filter_model.h"
#include "model/events/event_store.h"
#include "model/events/event_table_model.h"
#include "model/events/note.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

class TestEventFilter : public QObject {
    Q_OBJECT

    static Event moving() {
        Event event;
        event.kind = EventKind::Notification;
        event.name = "MOVING";
        event.severity = Severity::Notice;
        event.connection = ConnectionId{2};
        event.sequence = SequenceId{17};
        event.peerOld = "10.0.1.7:12000";
        event.peerNew = "10.0.1.9:12000";
        event.text = "MOVING, 15 s, no reply yet";
        return event;
    }

private Q_SLOTS:
    void wordsDecide_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("seen");
        QTest::newRow("an empty filter shows all") << u""_s << true;
        QTest::newRow("the name, in any case") << u"moving"_s << true;
        QTest::newRow("the kind") << u"notification"_s << true;
        QTest::newRow("a part of a word") << u"notif"_s << true;
        QTest::newRow("an endpoint") << u"10.0.1.9"_s << true;
        QTest::newRow("what is not there") << u"gap"_s << false;
        QTest::newRow("a comma means or") << u"gap, moving"_s << true;
        QTest::newRow("none of several") << u"gap, dns"_s << false;
        QTest::newRow("words beside each other must all be there") << u"moving gap"_s << false;
        QTest::newRow("and they may be anywhere") << u"reply moving"_s << true;
        QTest::newRow("a minus leaves out") << u"moving -conn2"_s << false;
        QTest::newRow("and what it does not find stays") << u"moving -conn1"_s << true;
        QTest::newRow("a minus counts in every alternative") << u"moving, gap -notification"_s << false;
        QTest::newRow("only a minus") << u"-gap"_s << true;
        QTest::newRow("a phrase") << u"\"no reply\""_s << true;
        QTest::newRow("a phrase in another order") << u"\"reply no\""_s << false;
        QTest::newRow("a comma inside a phrase") << u"\"15 s, no\""_s << true;
        QTest::newRow("an open quote holds the rest") << u"\"no reply"_s << true;
        QTest::newRow("a phrase that is left out") << u"-\"no reply\""_s << false;
        QTest::newRow("a connection with its space") << u"\"conn 2\""_s << true;
        QTest::newRow("one field only") << u"seq:17"_s << true;
        QTest::newRow("a sequence id is whole") << u"seq:1"_s << false;
        QTest::newRow("a connection by number") << u"conn:2"_s << true;
        QTest::newRow("another connection") << u"conn:12"_s << false;
        QTest::newRow("text is no name") << u"name:reply"_s << false;
        QTest::newRow("a severity") << u"severity:notice"_s << true;
        QTest::newRow("an endpoint with its port is no field") << u"10.0.1.9:12000"_s << true;
        QTest::newRow("a field without a word is a word") << u"seq:"_s << false;
        QTest::newRow("lone signs mean nothing") << u" , - , \"\" -\"\" ,"_s << true;
    }
    void wordsDecide() {
        QFETCH(QString, text);
        QFETCH(bool, seen);
        QCOMPARE(EventFilter::parse(text).matches(moving(), 4), seen);
    }

    void choicesNarrowFurther() {
        EventFilter filter = EventFilter::parse(u"moving"_s);
        filter.setSeverity(Severity::Notice);
        filter.setKind(EventKind::Notification);
        filter.setConnection(ConnectionId{2});
        QVERIFY(filter.matches(moving(), 4));
        QCOMPARE(filter.description(4), u"moving, notice, notification, conn 2"_s);
        filter.setSeverity(Severity::Warning);
        QVERIFY(!filter.matches(moving(), 4));
        QVERIFY(EventFilter().isEmpty());
        QVERIFY(!filter.isEmpty());
    }

    void controlConnectionsAreNumberedFromOne() {
        Event event = moving();
        event.connection = ConnectionId{5};
        event.role = ProbeRole::Control;
        QVERIFY(EventFilter::parse(u"control1"_s).matches(event, 4));
        QVERIFY(!EventFilter::parse(u"conn5"_s).matches(event, 4));
    }

    void rowsFollowTheStore() {
        EventStore store;
        EventTableModel table(store);
        EventFilterModel model(table);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFilter(EventFilter::parse(u"timeout"_s));
        test::Script script;
        const Event gap = script.event(EventKind::Gap, "gap", 1s, 1);
        Event failure = script.event(EventKind::Timeout, "timeouts", 2s, 1);
        const Event last = script.event(EventKind::Timeout, "timeouts", 3s, 2);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        store.apply({gap, failure, last});
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.total(), 3);
        QCOMPARE(model.rowOf(failure.key), 0);
        QCOMPARE(model.rowOf(gap.key), -1);
        QCOMPARE(model.rowOf(EventKey{77}), -1);
        QVERIFY(model.eventAt(1).key == last.key);
        QCOMPARE(model.index(0, int(EventColumn::Kind)).data().toString(), u"timeout"_s);

        // A row that changes is judged again: in place, out and in.
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        failure.figures = {{"count", 5}};
        failure.text.clear();
        store.apply({failure});
        QCOMPARE(changed.count(), 1);
        model.setFilter(EventFilter::parse(u"\"5 probes\""_s));
        QCOMPARE(model.rowCount(), 1);
        failure.figures = {{"count", 6}};
        failure.text.clear();
        store.apply({failure});
        QCOMPARE(model.rowCount(), 0);
        failure.figures = {{"count", 5}};
        failure.text.clear();
        store.apply({failure});
        QCOMPARE(model.rowCount(), 1);
        store.clear();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.total(), 0);
    }

    void aNoteThatWasTakenBackIsNotSeen() {
        EventStore store;
        EventTableModel table(store);
        EventFilterModel model(table);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const Event written = note(noteKey(1), u"  started the failover "_s, test::at(3s));
        QCOMPARE(QString::fromStdString(written.name), u"started the failover"_s);
        store.apply({written});
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!isWithdrawn(written));
        store.apply({withdrawn(written)});
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(isWithdrawn(store.at(0)));
        store.apply({written}); // done again
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!(noteKey(1) == noteKey(2)));
    }
};

MAINTSCOPE_TEST(TestEventFilter, QCoreApplication)
#include "tst_event_filter.moc"
