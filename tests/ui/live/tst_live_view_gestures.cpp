// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/chart_panel.h"
#include "ui/live/event_panel.h"
#include "ui/live/lanes_area.h"
#include "ui/live/live_view.h"
#include "ui/live/side_panel.h"
#include "ui/live/statistics_panel.h"
#include "ui/live/time_surface.h"
#include "ui/theme/apply_theme.h"

#include "tests/support/test_case.h"
#include "tests/ui/picture.h"
#include "tests/ui/script.h"

#include <QAccessible>
#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <functional>

using namespace maintscope;
using namespace maintscope::test;
using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

using Check = std::function<bool(const TimeViewState&, TimeRange before)>;

/// A live view over a told maintenance, in a window of its own.
struct Stage {
    std::unique_ptr<Script> script = maintenance(true);
    LiveView view;
    QWidget* surface = nullptr;
    mutable quint64 turnedAt = 1000;

    Stage() {
        view.resize(1500, 760);
        view.setSource(script.get());
        view.show();
        view.activateWindow();
        surface = view.findChild<QWidget*>(u"timeSurface"_s);
        view.setFocus();
    }
    [[nodiscard]] bool shown() { return QTest::qWaitForWindowExposed(&view); }
    [[nodiscard]] TimeScale scale() const {
        const TimeRange range = view.state()->visible();
        return {range.from,     range.to, kLabelColumn, static_cast<double>(surface->width()),
                Script::kStart, {}};
    }
    [[nodiscard]] QPoint pointOf(double seconds, int y = 8) const {
        return {static_cast<int>(std::round(scale().x(at(seconds)))), y};
    }
    void move(const QPoint& point, Qt::MouseButtons buttons, Qt::KeyboardModifiers keys = {}) const {
        QMouseEvent event(QEvent::MouseMove, point, surface->mapToGlobal(point), Qt::NoButton, buttons, keys);
        QApplication::sendEvent(surface, &event);
    }
    void wheel(const QPoint& point, int turned, Qt::KeyboardModifiers keys) const {
        QWheelEvent event(point, surface->mapToGlobal(point), {}, {0, turned}, Qt::NoButton, keys,
                          Qt::NoScrollPhase, false);
        event.setTimestamp(turnedAt += 20);
        QApplication::sendEvent(surface, &event);
    }
    /// Middle of the row of an operation.
    [[nodiscard]] int rowY(OperationKind operation) const {
        for (const LaneRow& row : view.findChild<LanesArea*>()->rows())
            if (row.kind == LaneKind::Operation && row.operation == operation)
                return static_cast<int>(row.top + row.height / 2);
        return -1;
    }
};

bool near(MonoTime a, MonoTime b) {
    return std::chrono::abs(a - b) < 150ms;
}

} // namespace

Q_DECLARE_METATYPE(Check)

class LiveViewGesturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void draggingSelectsASpanAndItsFiguresAreTold() {
        Stage stage;
        QVERIFY(stage.shown());
        QTest::mousePress(stage.surface, Qt::LeftButton, {}, stage.pointOf(48));
        stage.move(stage.pointOf(50), Qt::LeftButton);
        stage.move(stage.pointOf(52), Qt::LeftButton);
        QTest::mouseRelease(stage.surface, Qt::LeftButton, {}, stage.pointOf(52));
        const auto& selection = stage.view.state()->selection();
        QVERIFY(selection && !selection->event);
        QVERIFY(near(selection->extent.from, at(48)) && near(selection->extent.to, at(52)));
        QVERIFY(stage.view.state()->following()); // measuring is no navigation
        const auto* panel = stage.view.findChild<StatisticsPanel*>();
        QTRY_VERIFY2(panel->accessibleDescription().contains(u"timeouts 26"_s),
                     qPrintable(panel->accessibleDescription()));
        QCOMPARE(panel->accessibleName(), u"Selected span"_s);
        picture(stage.view, u"live-selected-span"_s);
    }

    void aRedrawNeverCancelsADrag() {
        Stage stage;
        QVERIFY(stage.shown());
        QTest::mousePress(stage.surface, Qt::LeftButton, {}, stage.pointOf(40));
        stage.move(stage.pointOf(42), Qt::LeftButton);
        stage.script->setNow(62); // the picture moves on below the pointer
        stage.view.refresh();
        stage.move(stage.pointOf(46), Qt::LeftButton);
        QTest::mouseRelease(stage.surface, Qt::LeftButton, {}, stage.pointOf(46));
        const auto& selection = stage.view.state()->selection();
        QVERIFY(selection);
        QVERIFY(near(selection->extent.from, at(40)));
        QVERIFY(near(selection->extent.to, at(46)));
    }

    void nothingToComeCanBeSelected() {
        Stage stage;
        QVERIFY(stage.shown());
        QTest::mousePress(stage.surface, Qt::LeftButton, {}, stage.pointOf(55));
        stage.move(stage.pointOf(60), Qt::LeftButton);
        QTest::mouseRelease(stage.surface, Qt::LeftButton, {}, stage.pointOf(60));
        QCOMPARE(stage.view.state()->selection()->extent.to, at(57));
    }

    void aClickOnAMarkSelectsItsEventAndADoubleClickFitsIt() {
        Stage stage;
        QVERIFY(stage.shown());
        const QPoint band = stage.pointOf(23, stage.rowY(OperationKind::FailingOver));
        QTest::mouseClick(stage.surface, Qt::LeftButton, {}, band);
        const auto selection = stage.view.state()->selection();
        QVERIFY(selection && selection->event);
        QCOMPARE(selection->extent, (TimeRange{at(21), at(25)}));
        QCOMPARE(stage.script->event(*selection->event)->name, "FAILING_OVER");
        const auto* panel = stage.view.findChild<EventPanel*>();
        QVERIFY(panel->isVisible());
        QVERIFY2(panel->accessibleDescription().contains(u"FAILING OVER"_s),
                 qPrintable(panel->accessibleDescription()));
        picture(stage.view, u"live-selected-event"_s);
        QTest::mouseDClick(stage.surface, Qt::LeftButton, {}, band);
        QVERIFY(!stage.view.state()->following());
        QCOMPARE(stage.view.state()->visible().middle(), at(23));
        QTest::mouseClick(stage.surface, Qt::LeftButton, {},
                          stage.pointOf(23, stage.rowY(OperationKind::Moving)));
        QVERIFY(!stage.view.state()->selection()); // beside every mark: nothing is selected any more
    }

    void theWheelZoomsAtThePointerAndPans() {
        Stage stage;
        QVERIFY(stage.shown());
        const QPoint point = stage.pointOf(30);
        const MonoTime below = stage.scale().at(point.x());
        const Duration length = stage.view.state()->visible().length();
        stage.wheel(point, 120, Qt::ControlModifier);
        QVERIFY(stage.view.state()->visible().length() < length);
        QVERIFY(near(stage.scale().at(point.x()), below));
        const Duration zoomed = stage.view.state()->visible().length();
        stage.wheel(point, 120, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(stage.view.state()->visible().length() < zoomed / 3 * 2); // faster
        const MonoTime from = stage.view.state()->visible().from;
        stage.wheel(point, -120, Qt::ShiftModifier);
        QVERIFY(stage.view.state()->visible().from > from);
        stage.view.state()->back(); // turns of the wheel are one step
        QVERIFY(stage.view.state()->following());
    }

    void draggingWithShiftPansAndWithTheMiddleButtonZooms() {
        Stage stage;
        QVERIFY(stage.shown());
        QTest::mousePress(stage.surface, Qt::LeftButton, Qt::ShiftModifier, stage.pointOf(30));
        const QPoint target = stage.pointOf(40);
        stage.move(stage.pointOf(33), Qt::LeftButton, Qt::ShiftModifier);
        stage.move(target, Qt::LeftButton, Qt::ShiftModifier);
        QTest::mouseRelease(stage.surface, Qt::LeftButton, Qt::ShiftModifier, target);
        QVERIFY(near(stage.scale().at(target.x()), at(30)));
        QVERIFY(!stage.view.state()->selection());
        QTest::mousePress(stage.surface, Qt::MiddleButton, {}, stage.pointOf(20));
        const QPoint end = stage.pointOf(26);
        stage.move(end, Qt::MiddleButton);
        QTest::mouseRelease(stage.surface, Qt::MiddleButton, {}, end);
        QVERIFY(near(stage.view.state()->visible().from, at(20)));
        QVERIFY(near(stage.view.state()->visible().to, at(26)));
    }

    void aDragMovesTheLanesAsAPictureAndPaintsThemWhenItRests() {
        Stage stage;
        QVERIFY(stage.shown());
        auto* lanes = stage.view.findChild<LanesArea*>();
        stage.view.state()->show({at(5), at(45)});
        const auto failureAt = [&](double seconds) { // the ink of a gap's end cap
            const QImage image = lanes->grab().toImage();
            const int x = stage.pointOf(seconds).x();
            const int y = stage.rowY(OperationKind::FailingOver);
            int found = 0;
            for (int dx = -2; dx <= 2; ++dx)
                found += image.pixelColor(x + dx, y) == theme(ThemeKind::Light).ink ? 1 : 0;
            return found;
        };
        QVERIFY(failureAt(21) > 0); // where the FAILING_OVER begins
        for (int step = 1; step <= 12; ++step) {
            stage.view.state()->pan(1s, ViewStep::Continued);
            QVERIFY2(failureAt(21) > 0, qPrintable(u"step %1"_s.arg(step)));
        }
        QVERIFY(lanes->moves());
        const QImage moved = lanes->grab().toImage();
        QTRY_VERIFY(!lanes->moves());
        const QImage rested = lanes->grab().toImage();
        // At rest it is what a view shows that was never dragged.
        Stage fresh;
        QVERIFY(fresh.shown());
        fresh.view.state()->show(stage.view.state()->visible());
        QCOMPARE(rested, fresh.view.findChild<LanesArea*>()->grab().toImage());
        QVERIFY(moved.size() == rested.size());
    }

    void draggingWithControlAsksForANote() {
        Stage stage;
        QVERIFY(stage.shown());
        QSignalSpy asked(&stage.view, &LiveView::noteRequested);
        QTest::mousePress(stage.surface, Qt::LeftButton, Qt::ControlModifier, stage.pointOf(30));
        stage.move(stage.pointOf(34), Qt::LeftButton, Qt::ControlModifier);
        QTest::mouseRelease(stage.surface, Qt::LeftButton, Qt::ControlModifier, stage.pointOf(34));
        QCOMPARE(asked.count(), 1);
        QVERIFY(near(asked.first().at(0).value<MonoTime>(), at(30)));
        QVERIFY(near(asked.first().at(1).value<MonoTime>(), at(34)));
    }

    void keysMeanWhatTheListSays_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<Check>("holds");
        const auto row = [](const char* name, int key, Check holds) { QTest::newRow(name) << key << holds; };
        const Check left = [](const TimeViewState& s, TimeRange before) {
            return s.visible().from < before.from;
        };
        const Check right = [](const TimeViewState& s, TimeRange before) {
            return s.visible().from > before.from;
        };
        const Check in = [](const TimeViewState& s, TimeRange before) {
            return s.visible().length() < before.length();
        };
        const Check out = [](const TimeViewState& s, TimeRange before) {
            return s.visible().length() > before.length();
        };
        row("A pans to the left", Qt::Key_A, left);
        row("Left pans to the left", Qt::Key_Left, left);
        row("D pans to the right", Qt::Key_D, right);
        row("Right pans to the right", Qt::Key_Right, right);
        row("W zooms in", Qt::Key_W, in);
        row("+ zooms in", Qt::Key_Plus, in);
        row("S zooms out", Qt::Key_S, out);
        row("- zooms out", Qt::Key_Minus, out);
        row("Space pauses the view", Qt::Key_Space,
            [](const TimeViewState& s, TimeRange) { return s.paused() && s.following(); });
        row("1 sets cursor A", Qt::Key_1,
            [](const TimeViewState& s, TimeRange) { return s.cursor(Cursor::A).has_value(); });
        row("2 sets cursor B", Qt::Key_2,
            [](const TimeViewState& s, TimeRange) { return s.cursor(Cursor::B).has_value(); });
        row(". selects the next mark of the lane", Qt::Key_Period,
            [](const TimeViewState& s, TimeRange) { return s.selection() && s.selection()->event; });
        row(", selects the last mark of the lane", Qt::Key_Comma,
            [](const TimeViewState& s, TimeRange) { return s.selection() && s.selection()->event; });
        row("N goes to the next gap or failure", Qt::Key_N, [](const TimeViewState& s, TimeRange) {
            return s.selection() && s.selection()->extent.from >= at(21);
        });
        row("Home goes to the beginning", Qt::Key_Home,
            [](const TimeViewState& s, TimeRange) { return s.visible().from == kSessionStart; });
    }
    void keysMeanWhatTheListSays() {
        QFETCH(int, key);
        QFETCH(Check, holds);
        Stage stage;
        QVERIFY(stage.shown());
        const TimeRange before = stage.view.state()->visible();
        QTest::keyClick(&stage.view, static_cast<Qt::Key>(key));
        QVERIFY(holds(*stage.view.state(), before));
    }

    void endFollowsAgainAndBackspaceGoesBack() {
        Stage stage;
        QVERIFY(stage.shown());
        QTest::keyClick(&stage.view, Qt::Key_A);
        QTest::keyClick(&stage.view, Qt::Key_W);
        const TimeRange zoomed = stage.view.state()->visible();
        QTest::keyClick(&stage.view, Qt::Key_End);
        QVERIFY(stage.view.state()->following());
        QTest::keyClick(&stage.view, Qt::Key_Backspace);
        QCOMPARE(stage.view.state()->visible(), zoomed);
        QTest::keyClick(&stage.view, Qt::Key_Backspace, Qt::ShiftModifier);
        QVERIFY(stage.view.state()->following());
        QTest::keyClick(&stage.view, Qt::Key_A);
        QTest::keyClick(&stage.view, Qt::Key_L, Qt::ControlModifier);
        QVERIFY(stage.view.state()->following());
    }

    void theKeyboardAloneReadsAnOperation() {
        Stage stage;
        QVERIFY(stage.shown());
        QTest::keyClick(&stage.view, Qt::Key_Down); // MIGRATING
        QTest::keyClick(&stage.view, Qt::Key_Down); // FAILING_OVER
        QTest::keyClick(&stage.view, Qt::Key_Period);
        const auto& selection = stage.view.state()->selection();
        QVERIFY(selection && selection->event);
        QCOMPARE(stage.script->event(*selection->event)->name, "FAILING_OVER");
        QTest::keyClick(&stage.view, Qt::Key_F);
        QTest::keyClick(&stage.view, Qt::Key_F);
        QVERIFY(stage.view.state()->visible().length() < 6s); // fitted
        const QString summary = stage.view.spokenSummary();
        QVERIFY2(summary.contains(u"Selected:"_s) && summary.contains(u"UTC"_s), qPrintable(summary));
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(&stage.view);
        QVERIFY(access);
        QCOMPARE(access->role(), QAccessible::Chart);
        QCOMPARE(access->text(QAccessible::Description), summary);
        QTest::keyClick(&stage.view, Qt::Key_Escape);
        QVERIFY(!stage.view.state()->selection());
    }

    void lettersTypeWhileAFieldHasTheFocus() {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* field = new QLineEdit(&window);
        auto* view = new LiveView(&window);
        layout->addWidget(field);
        layout->addWidget(view);
        const auto script = maintenance(false);
        view->setSource(script.get());
        window.resize(1200, 760);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        field->setFocus();
        const TimeRange before = view->state()->visible();
        QTest::keyClicks(field, u"wasd fn12"_s);
        QCOMPARE(field->text(), u"wasd fn12"_s);
        QCOMPARE(view->state()->visible(), before);
        QVERIFY(!view->state()->paused());
    }

    void pausingHoldsThePictureWhileTheBannerGoesOn() {
        Stage stage;
        QVERIFY(stage.shown());
        QTest::keyClick(&stage.view, Qt::Key_Space);
        stage.script->setNow(80);
        stage.view.refresh();
        QCOMPARE(stage.view.frame().now, at(57));
        QVERIFY(stage.view.frame().paused);
        QTest::keyClick(&stage.view, Qt::Key_Space);
        stage.view.refresh();
        QCOMPARE(stage.view.frame().now, at(80));
    }

    void theCrosshairFollowsThePointerAndLeavesWithIt() {
        Stage stage;
        QVERIFY(stage.shown());
        stage.move(stage.pointOf(30), Qt::NoButton);
        QVERIFY(near(*stage.view.state()->crosshair(), at(30)));
        QTest::keyClick(&stage.view, Qt::Key_1);
        QVERIFY(near(*stage.view.state()->cursor(Cursor::A), at(30)));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(stage.surface, &leave);
        QVERIFY(!stage.view.state()->crosshair());
    }

    void manyConnectionsScroll() {
        Script script(Script::target(40, false));
        for (int i = 1; i <= 40; ++i)
            script.connect(i, 0.1, "connected", "10.0.1.5:12000");
        script.setNow(20);
        LiveView view;
        view.resize(1200, 620);
        view.setSource(&script);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto* lanes = view.findChild<LanesArea*>();
        QVERIFY(lanes->height() < lanes->wantedHeight());
        QVERIFY(!lanes->scrollBarArea().isEmpty());
        view.setFocus();
        for (int i = 0; i < 50; ++i)
            QTest::keyClick(&view, Qt::Key_Down); // the lane that has the keyboard is in sight
        view.grab();
        QVERIFY(std::any_of(lanes->hits().begin(), lanes->hits().end(),
                            [](const LaneHit& hit) { return hit.text.contains(u"conn 40"_s); }));
        picture(view, u"live-many-connections"_s);
    }
};

MAINTSCOPE_TEST(LiveViewGesturesTest, QApplication)
#include "tst_live_view_gestures.moc"
