// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/time_view_state.h"

#include "tests/support/test_case.h"

#include <QSignalSpy>
#include <QTest>

#include <functional>

using namespace maintscope;
using namespace maintscope::ui;
using namespace std::chrono_literals;

namespace {

constexpr MonoTime at(Duration since) {
    return kSessionStart + since;
}

} // namespace

using Step = std::function<void(TimeViewState&)>;
Q_DECLARE_METATYPE(Step)

class TimeViewStateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsTheSession() {
        TimeViewState state;
        state.setLength(100s);
        state.setNow(at(10s), true);
        QCOMPARE(state.visible().from, at(-2s)); // a young session fills the picture from its left edge
        QCOMPARE(state.visible().to, at(112s));
        state.setNow(at(500s), true);
        QCOMPARE(state.visible(), (TimeRange{at(400s), at(514s)}));
        state.setNow(at(500s), false); // nothing is to come
        QCOMPARE(state.visible(), (TimeRange{at(400s), at(500s)}));
    }

    void anyNavigationDetaches_data() {
        QTest::addColumn<Step>("step");
        QTest::newRow("pan") << Step([](TimeViewState& s) { s.pan(-10s); });
        QTest::newRow("zoom") << Step([](TimeViewState& s) { s.zoom(s.now(), 0.5); });
        QTest::newRow("fit") << Step([](TimeViewState& s) { s.fit({at(100s), at(110s)}); });
        QTest::newRow("centre") << Step([](TimeViewState& s) { s.centre(at(100s)); });
        QTest::newRow("show") << Step([](TimeViewState& s) { s.show({at(1s), at(2s)}); });
        QTest::newRow("centre a selection") << Step([](TimeViewState& s) {
            s.selectSpan(at(100s), at(110s));
            s.focusSelection();
        });
    }
    void anyNavigationDetaches() {
        QFETCH(Step, step);
        TimeViewState state;
        state.setNow(at(500s), true);
        QSignalSpy following(&state, &TimeViewState::followingChanged);
        step(state);
        QVERIFY(!state.following());
        QCOMPARE(following.count(), 1);
        const TimeRange range = state.visible();
        state.setNow(at(600s), true);
        QCOMPARE(state.visible(), range); // and then the session moves on alone
    }

    void selectingAndMeasuringDoNotDetach() {
        TimeViewState state;
        state.setNow(at(500s), true);
        state.selectSpan(at(480s), at(490s));
        state.setCursor(Cursor::A, at(481s));
        state.setCrosshair(at(482s));
        QVERIFY(state.following());
    }

    void oneStepReturnsAndKeepsTheZoomWidth() {
        TimeViewState state;
        state.setNow(at(500s), true);
        state.zoom(at(450s), 0.5);
        const Duration width = state.visible().length();
        state.followLive();
        QVERIFY(state.following());
        QVERIFY(std::chrono::abs(state.visible().length() - width) < 1us);
        QVERIFY(state.visible().to > at(500s) && state.visible().from < at(500s));
    }

    void zoomingKeepsWhatIsUnderThePointer() {
        TimeViewState state;
        state.show({at(100s), at(200s)});
        state.zoom(at(125s), 0.2);
        QCOMPARE(state.visible(), (TimeRange{at(120s), at(140s)}));
        state.zoom(at(120s), 10);
        QCOMPARE(state.visible(), (TimeRange{at(120s), at(320s)}));
    }

    void zoomHasEnds() {
        TimeViewState state;
        for (int i = 0; i < 200; ++i)
            state.zoom(at(10s), 0.5);
        QCOMPARE(state.visible().length(), TimeViewState::kShortest);
        for (int i = 0; i < 200; ++i)
            state.zoom(at(10s), 3);
        QCOMPARE(state.visible().length(), TimeViewState::kLongest);
    }

    void pausingHoldsThePictureAndNotTheSession() {
        TimeViewState state;
        state.setNow(at(500s), true);
        QSignalSpy paused(&state, &TimeViewState::pausedChanged);
        state.setPaused(true);
        const TimeRange range = state.visible();
        state.setNow(at(510s), true);
        QCOMPARE(state.visible(), range);
        QCOMPARE(state.now(), at(500s));
        QCOMPARE(state.sessionNow(), at(510s));
        QVERIFY(state.following());
        state.setPaused(false);
        QCOMPARE(state.now(), at(510s));
        QCOMPARE(state.visible().from, range.from + 10s);
        QCOMPARE(paused.count(), 2);
    }

    void followingEndsAPause() {
        TimeViewState state;
        state.setNow(at(500s), true);
        state.setPaused(true);
        state.pan(-20s);
        state.setNow(at(520s), true);
        state.followLive();
        QVERIFY(!state.paused());
        QVERIFY(state.following());
        QCOMPARE(state.now(), at(520s));
    }

    void historyGoesBackAndForward() {
        TimeViewState state;
        state.setNow(at(500s), true);
        QVERIFY(!state.canGoBack());
        state.show({at(100s), at(200s)});
        state.fit({at(150s), at(160s)});
        state.back();
        QCOMPARE(state.visible(), (TimeRange{at(100s), at(200s)}));
        QVERIFY(state.canGoForward());
        state.setNow(at(600s), true);
        state.back(); // to where it followed: it follows again
        QVERIFY(state.following());
        QCOMPARE(state.visible().from, at(540s));
        QVERIFY(!state.canGoBack());
        state.forward();
        state.forward();
        QCOMPARE(state.visible(), (TimeRange{at(149s), at(161s)}));
        QVERIFY(!state.canGoForward());
        state.back();
        state.show({at(1s), at(2s)}); // what lay ahead is another story now
        QVERIFY(!state.canGoForward());
    }

    void theStepsOfOneGestureAreOneEntry() {
        TimeViewState state;
        state.setNow(at(500s), true);
        state.show({at(100s), at(200s)});
        state.zoom(at(150s), 0.9, ViewStep::New);
        for (int i = 0; i < 20; ++i)
            state.zoom(at(150s), 0.9, ViewStep::Continued);
        state.back();
        QCOMPARE(state.visible(), (TimeRange{at(100s), at(200s)}));
    }

    void aSpanMayBeDraggedEitherWay() {
        TimeViewState state;
        QSignalSpy changed(&state, &TimeViewState::selectionChanged);
        state.selectSpan(at(20s), at(10s));
        QCOMPARE(state.selection()->extent, (TimeRange{at(10s), at(20s)}));
        state.selectSpan(at(10s), at(20s));
        QCOMPARE(changed.count(), 1);
        state.selectSpan(at(10s), at(10s));
        QVERIFY(!state.selection());
    }

    void focusCentresThenFits() {
        TimeViewState state;
        state.show({at(0s), at(100s)});
        state.selectSpan(at(200s), at(210s));
        state.focusSelection();
        QCOMPARE(state.visible(), (TimeRange{at(155s), at(255s)}));
        state.focusSelection();
        QCOMPARE(state.visible(), (TimeRange{at(199s), at(211s)}));
    }

    void anInstantIsShownWithASecondAroundIt() {
        TimeViewState state;
        state.selectEvent(EventKey{7}, {at(50s), at(50s)});
        state.fitSelection();
        QCOMPARE(state.visible().middle(), at(50s));
        QVERIFY(state.visible().length() >= 1s);
    }

    void statisticsAreOfWhatWasMarkedLast_data() {
        QTest::addColumn<bool>("span");
        QTest::addColumn<bool>("cursors");
        QTest::addColumn<bool>("event");
        QTest::addColumn<int>("begin");
        QTest::newRow("nothing") << false << false << false << -1;
        QTest::newRow("a dragged span goes first") << true << true << false << 10;
        QTest::newRow("then the cursors") << false << true << true << 30;
        QTest::newRow("then an event that lasted") << false << false << true << 50;
    }
    void statisticsAreOfWhatWasMarkedLast() {
        QFETCH(bool, span);
        QFETCH(bool, cursors);
        QFETCH(bool, event);
        QFETCH(int, begin);
        TimeViewState state;
        if (event) state.selectEvent(EventKey{1}, {at(50s), at(60s)});
        if (span) state.selectSpan(at(10s), at(20s));
        if (cursors) {
            state.setCursor(Cursor::A, at(40s));
            state.setCursor(Cursor::B, at(30s));
        }
        const auto measured = state.measuredSpan();
        QCOMPARE(measured.has_value(), begin >= 0);
        if (measured) QCOMPARE(measured->from, at(std::chrono::seconds(begin)));
    }

    void aNewSessionBeginsAnewButKeepsZoneAndLength() {
        TimeViewState state;
        state.setLength(5min);
        state.setZone(QTimeZone("Europe/Paris"));
        state.setNow(at(500s), true);
        state.pan(-10s);
        state.setPaused(true);
        state.selectSpan(at(1s), at(2s));
        state.setCursor(Cursor::B, at(3s));
        state.reset();
        QVERIFY(state.following() && !state.paused() && !state.selection() && !state.canGoBack());
        QVERIFY(!state.cursor(Cursor::B));
        QCOMPARE(state.length(), Duration(5min));
        QCOMPARE(state.zone().id(), QByteArray("Europe/Paris"));
    }

    void anUnknownZoneIsNotTaken() {
        TimeViewState state;
        QSignalSpy changed(&state, &TimeViewState::zoneChanged);
        state.setZone(QTimeZone("Nowhere/At_All"));
        QCOMPARE(state.zone(), QTimeZone::utc());
        QCOMPARE(changed.count(), 0);
    }

    void nothingIsToldTwice() {
        TimeViewState state;
        state.setNow(at(500s), false);
        QSignalSpy visible(&state, &TimeViewState::visibleChanged);
        state.setNow(at(500s), false);
        QCOMPARE(visible.count(), 0);
        state.show({at(1s), at(2s)});
        state.show({at(1s), at(2s)});
        QCOMPARE(visible.count(), 1);
    }
};

MAINTSCOPE_TEST(TimeViewStateTest, QCoreApplication)
#include "tst_time_view_state.moc"
