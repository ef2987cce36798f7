// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_detail.h"

#include "model/events/event_store.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

class TestEventDetail : public QObject {
    Q_OBJECT

    static QString value(const std::vector<DetailField>& fields, const QString& name) {
        for (const DetailField& field : fields)
            if (field.name == name) return field.value;
        return u"(none)"_s;
    }
    static QString relationTo(const EventDetail& detail, EventKey key) {
        for (const RelatedEvent& one : detail.related)
            if (one.key == key) return one.relation;
        return u"(none)"_s;
    }

private Q_SLOTS:
    void aMovingIsDecoded() {
        test::Script script;
        Event e = script.event(EventKind::Notification, "MOVING", 10s, 1, Severity::Notice);
        e.sequence = SequenceId{17};
        e.announced = 15s;
        e.peerOld = "10.0.1.7:12000";
        e.raw = ">4\r\n$6\r\nMOVING\r\n:17\r\n:15\r\n_\r\n";
        EventStore store;
        store.apply({e});
        const EventDetail detail = describe(store.at(0), store, 2);
        QCOMPARE(detail.title, u"MOVING"_s);
        QCOMPARE(detail.facts, u"notification · seq 17 · conn 1"_s);
        QCOMPARE(value(detail.fields, u"sequence id"_s), u"17"_s);
        QVERIFY(value(detail.fields, u"target"_s).startsWith(u"null"));
        QCOMPARE(value(detail.timings, u"at"_s), u"2026-11-20T14:12:13.118000000Z"_s);
        QCOMPARE(value(detail.timings, u"half-time"_s), u"2026-11-20T14:12:20.618000000Z"_s);
        QCOMPARE(value(detail.timings, u"deadline"_s), u"2026-11-20T14:12:28.118000000Z"_s);
        QVERIFY(detail.frameText.startsWith(u">4␍␊\n$6␍␊\nMOVING␍␊\n"_s));
        QVERIFY(detail.frameHex.startsWith(u"00000000  3e 34 0d 0a"_s));
        QVERIFY(detail.related.empty());
    }

    void timesAreOfTheChosenZone() {
        test::Script script;
        Event first = script.event(EventKind::Notification, "MOVING", 10s, 1);
        first.sequence = SequenceId{17};
        first.announced = 15s;
        Event second = script.event(EventKind::Notification, "MOVING", 11s, 2);
        second.sequence = first.sequence;
        EventStore store;
        store.apply({first, second});
        const EventDetail detail = describe(store.at(0), store, 2, ZoneClock(QTimeZone("Asia/Kolkata")));
        QCOMPARE(value(detail.timings, u"at"_s), u"2026-11-20T19:42:13.118000000+05:30"_s);
        QCOMPARE(value(detail.timings, u"deadline"_s), u"2026-11-20T19:42:28.118000000+05:30"_s);
        QCOMPARE(detail.related.size(), std::size_t{1});
        QVERIFY2(detail.related.front().what.endsWith(u"19:42:14.118 IST"_s),
                 qPrintable(detail.related.front().what));
    }

    void aHandoffTellsItsPhases() {
        test::Script script;
        Event e = script.event(EventKind::Handoff, "MOVING", 10s, 1);
        e.announced = 15s;
        e.phases.notified = 0ms;
        e.phases.firstOk = 88ms;
        e.phases.oldClosed = 412ms;
        EventStore store;
        store.apply({e});
        const EventDetail detail = describe(store.at(0), store, 2);
        QCOMPARE(value(detail.timings, u"first reply"_s), u"88.0 ms"_s);
        QCOMPARE(value(detail.timings, u"old drained"_s), u"not reached"_s);
        QVERIFY(detail.timings.back().value.contains(u"before the deadline"_s));
    }

    void openersClosersAndDuplicatesAreRelated() {
        test::Script script;
        Event window = script.event(EventKind::Window, "MIGRATING", 1s, 1);
        Event opens = script.event(EventKind::Notification, "MIGRATING", 1s, 1);
        opens.sequence = SequenceId{5};
        opens.pair = window.key;
        opens.pairState = PairState::Open;
        Event closes = script.event(EventKind::Notification, "MIGRATED", 4s, 1);
        closes.sequence = SequenceId{6};
        closes.pair = window.key;
        closes.pairState = PairState::Closed;
        Event other = script.event(EventKind::Notification, "MIGRATING", 1s, 2);
        other.sequence = SequenceId{5};
        const Event stranger = script.event(EventKind::Notification, "MIGRATING", 9s, 2);
        EventStore store;
        store.apply({window, opens, closes, other, stranger});
        const EventDetail ofWindow = describe(window, store, 2);
        QCOMPARE(relationTo(ofWindow, opens.key), u"opens this window"_s);
        QCOMPARE(relationTo(ofWindow, closes.key), u"closes this window"_s);
        QCOMPARE(ofWindow.related.size(), std::size_t{2});
        const EventDetail ofOpener = describe(opens, store, 2);
        QCOMPARE(relationTo(ofOpener, window.key), u"the window it opens"_s);
        QCOMPARE(relationTo(ofOpener, closes.key), u"the other end of the same window"_s);
        QCOMPARE(relationTo(ofOpener, other.key), u"the same event on another connection"_s);
        QCOMPARE(relationTo(ofOpener, stranger.key), u"(none)"_s);
    }

    void serverWordsAreEscaped() {
        test::Script script;
        Event e = script.event(EventKind::Error, "errors", 1s, 1);
        e.errorText = "ERR \x1b[31mred\n<b>";
        EventStore store;
        store.apply({e});
        const EventDetail detail = describe(store.at(0), store, 2);
        QVERIFY(!value(detail.fields, u"exact message"_s).contains(QChar(0x1b)));
        QVERIFY(value(detail.fields, u"exact message"_s).contains(u"\\x1B"_s, Qt::CaseInsensitive));
        QVERIFY(!frameText("+a\x1b\r\n").contains(QChar(0x1b)));
        QCOMPARE(hexDump("").size(), 0);
        QVERIFY(hexDump(std::string(17, 'a')).count(u'\n') == 2);
    }

    void relatedOnesAreBounded() {
        test::Script script;
        std::vector<Event> events;
        for (int i = 0; i < 100; ++i) {
            Event e = script.event(EventKind::Notification, "FAILING_OVER", 1s, i + 1);
            e.sequence = SequenceId{1};
            events.push_back(e);
        }
        EventStore store;
        store.apply(events);
        QCOMPARE(describe(store.at(0), store, 100).related.size(), std::size_t{kMaxRelated});
    }
};

MAINTSCOPE_TEST(TestEventDetail, QCoreApplication)
#include "tst_event_detail.moc"
