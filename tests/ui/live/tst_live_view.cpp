// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/chart_panel.h"
#include "ui/live/lanes_area.h"
#include "ui/live/live_banner.h"
#include "ui/live/live_view.h"
#include "ui/paint/lanes.h"
#include "ui/paint/latency_plot.h"
#include "ui/paint/live_picture.h"
#include "ui/paint/paint_lanes.h"
#include "ui/paint/plot_input.h"
#include "ui/paint/plots.h"
#include "ui/theme/apply_theme.h"

#include "tests/support/test_case.h"
#include "tests/ui/picture.h"
#include "tests/ui/script.h"

#include <QApplication>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace maintscope;
using namespace maintscope::test;
using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;

class LiveViewTest : public QObject {
    Q_OBJECT

    static LiveFrame frameOf(const Script& script, double from, double to) {
        LiveFrame frame;
        frame.timeline = &script.timeline();
        frame.metrics = &script.metrics();
        frame.start = script.start();
        frame.running = script.running();
        frame.now = script.now();
        frame.status = script.status(frame.now);
        frame.gaps = script.connectionGaps(frame.now);
        frame.relaxed = frame.timeline->relaxedUnion();
        frame.from = at(from);
        frame.to = at(to);
        return frame;
    }

    static std::vector<LaneHit> paint(const LiveFrame& frame, int width = 1200) {
        std::vector<LaneHit> hits;
        const auto rows = laneRows(*frame.timeline, true);
        QImage image(width, static_cast<int>(lanesHeight(rows)), QImage::Format_RGB32);
        QPainter painter(&image);
        paintLanes(painter, theme(ThemeKind::Light), frame,
                   {frame.from, frame.to, kLabelColumn, static_cast<double>(width), frame.start}, rows,
                   &hits);
        return hits;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }
    void cleanup() { applyTheme(*qApp, ThemeKind::Light); }

    void showsAMaintenance_data() {
        QTest::addColumn<bool>("control");
        QTest::addColumn<bool>("dark");
        QTest::newRow("protected only") << false << false;
        QTest::newRow("with control") << true << false;
        QTest::newRow("dark") << true << true;
    }
    void showsAMaintenance() {
        QFETCH(bool, control);
        QFETCH(bool, dark);
        applyTheme(*qApp, dark ? ThemeKind::Dark : ThemeKind::Light);
        const auto script = maintenance(control);
        LiveView view;
        view.resize(1440, 700);
        view.setSource(script.get());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        picture(view, u"live-"_s + QString::fromLatin1(QTest::currentDataTag()).replace(u' ', u'-'));
        const auto* banner = view.findChild<QWidget*>(u"banner"_s);
        QVERIFY(banner->accessibleName().contains(u"orders-prod"_s));
        QVERIFY2(banner->accessibleName().contains(u"HANDOFF RUNNING"_s),
                 qPrintable(banner->accessibleName()));
        QCOMPARE(view.findChild<QWidget*>(u"controlLatencyChart"_s) != nullptr, control);
        const auto* latency = view.findChild<QWidget*>(u"latencyChart"_s);
        QVERIFY2(latency->accessibleDescription().contains(u"p99"_s),
                 qPrintable(latency->accessibleDescription()));
    }

    void chartsStandExactlyUnderTheLanes() {
        const auto script = maintenance(false);
        LiveView view;
        view.resize(1200, 700);
        view.setSource(script.get());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        // The now line is drawn by lanes and charts apart: it must be one line.
        const QImage image = view.grab().toImage();
        const auto inkColumn = [&](int y) {
            for (int x = static_cast<int>(kLabelColumn) + 300; x < image.width(); ++x)
                if (image.pixelColor(x, y) == theme(ThemeKind::Light).ink &&
                    image.pixelColor(x, y + 1) == theme(ThemeKind::Light).ink &&
                    image.pixelColor(x, y + 2) == theme(ThemeKind::Light).ink)
                    return x;
            return -1;
        };
        const auto* lanes = view.findChild<QWidget*>(u"lanes"_s);
        const auto* chart = view.findChild<QWidget*>(u"movesChart"_s);
        const int laneY = lanes->mapTo(&view, QPoint(0, lanes->height() - 6)).y();
        const int chartY = chart->mapTo(&view, QPoint(0, chart->height() / 2)).y();
        const int fromLanes = inkColumn(laneY);
        QVERIFY(fromLanes > 0);
        QCOMPARE(inkColumn(chartY), fromLanes);
    }

    void theClosestZoomShowsEachProbe() {
        Script script(Script::target(1, false));
        script.probe(1, 0, 60, 10, 1); // at 0.003, 0.103, ...
        script.probe(1, 30.05, 30.06, 10, 1'000, Outcome::Timeout);
        script.setNow(60);
        ColumnCaches caches(script);
        const auto plotOf = [&](double from, double to) {
            LiveFrame frame = frameOf(script, from, to);
            frame.columns = &caches;
            return makePlot(makeLatencyPlot, ProbeRole::Protected, false, theme(ThemeKind::Light), frame,
                            frame.scale(0, 1'000), 200);
        };
        /// Marks of the heat that stand apart.
        const auto marks = [](const Plot& plot) {
            int count = 0;
            bool before = false;
            for (int x = 0; x < plot.heat.width(); ++x) {
                bool filled = false;
                for (int y = 0; y < plot.heat.height() && !filled; ++y)
                    filled = qAlpha(plot.heat.pixel(x, y)) > 0;
                count += filled && !before ? 1 : 0;
                before = filled;
            }
            return count;
        };
        const Plot second = plotOf(30, 31);
        QCOMPARE(marks(second), 10);
        QCOMPARE(second.noReply.size(), std::size_t{1});
        // 53 ms into the second: at its own place, not at the begin of the second.
        QVERIFY2(std::abs(second.noReply.front() - 53) <= 1,
                 qPrintable(QString::number(second.noReply.front())));
        QVERIFY(second.notes.empty());
        // A minute is told by the second: no marks apart.
        QVERIFY(marks(plotOf(0, 60)) < 10);
    }

    void aSecondOfADayCanBeLookedAt() {
        const auto script = maintenance(true);
        LiveView view;
        view.resize(1440, 800);
        view.setSource(script.get());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.state()->show({at(12.5), at(13.5)});
        view.refresh();
        picture(view, u"live-one-second"_s);
        const auto* chart = static_cast<ChartPanel*>(view.findChild<QWidget*>(u"latencyChart"_s));
        QVERIFY(!chart->isStale());
        // Somewhere in it one probe is told alone, to the millisecond.
        bool alone = false;
        for (int ms = 0; ms < 1'000 && !alone; ++ms) {
            const QString text = chart->textAt(at(12.5 + ms / 1'000.0));
            alone = text.contains(u"1 sent"_s) && text.contains(u"ms long"_s);
        }
        QVERIFY(alone);
    }

    void whatWasForgottenIsToldByTheSecondAndSaid() {
        Script script(Script::target(1, false));
        script.setRoomForProbes(50'000);
        script.probe(1, 0, 3'000, 10, 1);
        script.setNow(3'000);
        QVERIFY(script.forgottenUntil().has_value());
        ColumnCaches caches(script);
        LiveFrame frame = frameOf(script, 100, 101);
        frame.columns = &caches;
        const Plot plot = makePlot(makeLatencyPlot, ProbeRole::Protected, false, theme(ThemeKind::Light),
                                   frame, frame.scale(0, 1'000), 200);
        QCOMPARE(plot.notes.size(), std::size_t{1});
        QVERIFY2(plot.notes.front().text.contains(u"no longer in memory"_s) &&
                     plot.notes.front().text.contains(u"UTC"_s),
                 qPrintable(plot.notes.front().text));
        bool filled = false; // all of the second is
        for (int y = 0; y < plot.heat.height(); ++y)
            filled = filled || qAlpha(plot.heat.pixel(500, y)) > 0;
        QVERIFY(filled);

        // Figures of such a span are by the second, too, and say from when on there are single probes.
        LiveView view;
        view.resize(1440, 700);
        view.setSource(&script);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.state()->selectSpan(at(100), at(101));
        const auto* figures = view.findChild<QWidget*>(u"statisticsPanel"_s);
        QTRY_VERIFY2(figures->accessibleDescription().contains(u"single probes after"_s) ||
                         figures->accessibleName().contains(u"single probes after"_s),
                     qPrintable(figures->accessibleName() + figures->accessibleDescription()));
    }

    void columnsAreAsLongAsTheZoomAsks() {
        Script script(Script::target(1, false));
        script.probe(1, 0, 600, 1, 1);
        script.setNow(600);
        ColumnCaches caches(script);
        // However much of ten minutes lies right of now, 100 pixels of it are columns of 8 s.
        for (const double from : {0.0, 120.0, 240.0, 480.0, 560.0}) {
            LiveFrame frame = frameOf(script, from, from + 600);
            frame.columns = &caches;
            const model::MetricKey key{frame.timeline->target().id, ProbeRole::Protected, {}};
            const auto& columns = caches.own.columns(key, frame.from, frame.now, measuredPixels(frame, 100));
            QVERIFY(!columns.empty());
            QCOMPARE(columns.front().to - columns.front().from, Duration(8s));
        }
        QCOMPARE(measuredPixels(frameOf(script, 700, 1'300), 100), 0);
    }

    void whatTheWindowMissedIsSaidInThePicture() {
        Script script(Script::target(1, false));
        script.probe(1, 0, 60, 10, 1);
        script.setNow(60);
        LiveFrame frame = frameOf(script, 0, 60);
        frame.omitted = 1'234;
        const Plot plot = makePlot(makeLatencyPlot, ProbeRole::Protected, false, theme(ThemeKind::Light),
                                   frame, frame.scale(0, 1'000), 200);
        QCOMPARE(plot.notes.size(), std::size_t{1});
        QVERIFY2(plot.notes.front().text.contains(u"234 results are recorded but not shown"_s),
                 qPrintable(plot.notes.front().text));
    }

    void whatIsStillBeingReadIsNotShownAsNothing() {
        Script script(Script::target(1, false));
        script.probe(1, 0, 40, 10, 1);
        script.setNow(60);
        script.setRunning(false);
        script.setReading(LoadProgress{0.4, at(40), at(10)});
        LiveView view;
        view.resize(1440, 700);
        view.setSource(&script);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto* banner = view.findChild<QWidget*>(u"banner"_s);
        QVERIFY2(banner->accessibleName().contains(u"READING"_s) &&
                     banner->accessibleName().contains(u"40 %"_s),
                 qPrintable(banner->accessibleName()));
        picture(view, u"live-reading"_s);
        QVERIFY(view.frame().now == at(40)); // right of it nothing is told
        for (const model::Gap& gap : view.frame().gaps)
            QVERIFY2(gap.to <= at(10), "what follows the last reply that was read is no gap");
        script.setReading(std::nullopt);
        QTRY_VERIFY(!banner->accessibleName().contains(u"READING"_s));
        QVERIFY(view.frame().now == at(60));
    }

    void aMarkTellsWhatItIs() {
        const auto script = maintenance(true);
        const auto hits = paint(frameOf(*script, -3, 66));
        const auto says = [&](const QString& words) {
            return std::any_of(hits.begin(), hits.end(),
                               [&](const LaneHit& hit) { return hit.text.contains(words); });
        };
        QVERIFY(says(u"MOVING, seq 16\n10.0.1.5:12000 → 10.0.1.7:12000"_s));
        QVERIFY(says(u"announced 12 s"_s));
        QVERIFY(says(u"FAILING_OVER, seq 18"_s));
        QVERIFY(says(u"closing frame never received: expired after 13.0 s"_s));
        QVERIFY(says(u"conn 2: 26 timed out"_s));
        QVERIFY(says(u"no operation was announced"_s));
        QVERIFY(says(u"first reply 88"_s));
        QVERIFY(says(u"timeout relaxed: 1 s → 10 s"_s));
    }

    void pointingFindsTheUppermostMark() {
        std::vector<LaneHit> hits{{QRectF(0, 0, 100, 20), {}, u"line"_s, {}},
                                  {QRectF(50, 0, 2, 20), {}, u"mark"_s, {}}};
        QCOMPARE(hitAt(hits, QPointF(20, 5))->text, u"line"_s);
        QCOMPARE(hitAt(hits, QPointF(48, 5))->text, u"mark"_s); // 8 pixels wide for the pointer
        QVERIFY(!hitAt(hits, QPointF(20, 30)));
    }

    void textIsDroppedRatherThanPaintedOutside() {
        const auto script = maintenance(true);
        for (const int width : {160, 200, 320, 640}) {
            const auto hits = paint(frameOf(*script, -3, 66), width);
            QVERIFY(!hits.empty());
        }
    }

    void anEmptySessionSaysSo() {
        Script script(Script::target(2, false));
        script.setNow(1);
        LiveView view;
        view.resize(1100, 600);
        view.setSource(&script);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        picture(view, u"live-empty"_s);
        QVERIFY(view.findChild<QWidget*>(u"banner"_s)
                    ->accessibleName()
                    .contains(u"Waiting for the first reply"_s));
        QVERIFY(view.findChild<QPushButton*>(u"copyDetails"_s)->isHidden());
    }

    void aFailureOffersItsDetails() {
        Script script(Script::target(2, false));
        script.start();
        for (int i = 1; i <= 2; ++i) {
            Event attempt = script.make(EventKind::ConnectAttempt, names::kDial.data(), 0.1, i);
            attempt.end = at(0.2);
            attempt.result = ResultWord::Failed;
            attempt.peerNew = "203.0.113.21:12000";
            attempt.errorType = "tls_name";
            attempt.errorText = "certificate is for *.example.org, you asked for db.orders.example";
            script.add(attempt);
        }
        script.setNow(3);
        LiveView view;
        view.resize(1100, 600);
        view.setSource(&script);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        picture(view, u"live-stopped-at-tls"_s);
        const QString words = view.findChild<QWidget*>(u"banner"_s)->accessibleName();
        QVERIFY2(words.contains(u"Failed at TLS"_s) && words.contains(u"*.example.org"_s), qPrintable(words));
        auto* details = view.findChild<QPushButton*>(u"copyDetails"_s);
        QVERIFY(details->isVisible());
        QSignalSpy asked(&view, &LiveView::detailsRequested);
        QTest::mouseClick(details, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QSignalSpy edit(&view, &LiveView::editRequested);
        QTest::mouseClick(view.findChild<QPushButton*>(u"editConnection"_s), Qt::LeftButton);
        QCOMPARE(edit.count(), 1);
    }

    void nothingIsPaintedAsMeasuredAfterTheEnd() {
        Script script(Script::target(1, false));
        script.connect(1, 0.1, "connected", "10.0.1.5:12000");
        script.probe(1, 0.1, 5, 20, 1);
        script.setNow(5);
        script.setRunning(false);
        const LiveFrame frame = frameOf(script, 0, 60);
        for (const PlotSlot& slot : plotSlots(false)) {
            const Plot plot = makePlot(slot.make, ProbeRole::Protected, false, theme(ThemeKind::Light), frame,
                                       {frame.from, frame.to, 0, 600, frame.start}, 90);
            for (const Curve& curve : plot.curves)
                for (const QPolygonF& piece : curve.pieces)
                    for (const QPointF& point : piece)
                        QVERIFY(point.x() <= 50.5);
            for (const QPointF& point : plot.timeout)
                QVERIFY(point.x() <= 50.5);
        }
    }

    void aSavedPictureIsTheSameEachTime() {
        const auto script = maintenance(true);
        LiveView view;
        view.setSource(script.get());
        view.refresh();
        const QImage first = livePicture(view.frame(), theme(ThemeKind::Light));
        const QImage second = livePicture(view.frame(), theme(ThemeKind::Light));
        QCOMPARE(first.width(), kPictureWidth);
        QVERIFY(first == second);
        const QString folder = qEnvironmentVariable("MAINTSCOPE_PICTURES");
        if (!folder.isEmpty()) first.save(folder + u"/saved-picture.png"_s);
    }

    void aGapInTheDataIsAGapInTheCurve() {
        Script script(Script::target(1, false));
        script.probe(1, 0, 10, 20, 1);
        script.probe(1, 14, 20, 20, 1);
        script.setNow(20);
        const LiveFrame frame = frameOf(script, 0, 20);
        const Plot plot = makePlot(makeLatencyPlot, ProbeRole::Protected, false, theme(ThemeKind::Light),
                                   frame, {frame.from, frame.to, 0, 1000, frame.start}, 100);
        const auto solid = std::find_if(plot.curves.begin(), plot.curves.end(),
                                        [](const Curve& c) { return c.look == CurveLook::Solid; });
        QCOMPARE(solid->pieces.size(), std::size_t{2});
        QVERIFY(solid->pieces[0].last().x() <= 500);
        QVERIFY(solid->pieces[1].first().x() >= 700);
    }

    void operationsThatOverlapAreShadedOnce() {
        Script script(Script::target(1, false));
        script.probe(1, 0, 60, 20, 1);
        script.probe(1, 30, 30.1, 10, 1'000, Outcome::Timeout);
        for (int i = 0; i < 20; ++i) {
            Event window = script.window(1, "FAILING_OVER", 20 + i, 40 + i, PairState::Closed);
            window.shards = std::to_string(i);
            window.sequence = SequenceId(static_cast<std::uint64_t>(i));
            script.add(window);
        }
        script.add(script.window(1, "MIGRATING", 25, 30, PairState::Closed));
        script.setNow(60);
        const LiveFrame frame = frameOf(script, 0, 60);
        QVERIFY(frame.timeline->bands().size() > 10);
        const Plot plot = makePlot(makeLatencyPlot, ProbeRole::Protected, false, theme(ThemeKind::Light),
                                   frame, {frame.from, frame.to, 0, 600, frame.start}, 90);
        QCOMPARE(plot.shades.size(), std::size_t{2}); // one of each kind
        QCOMPARE(plot.shades.front().from, 200.0);
        QCOMPARE(plot.shades.front().to, 590.0);
        QCOMPARE(std::count_if(plot.notes.begin(), plot.notes.end(),
                               [](const PlotNote& note) { return note.text.contains(u"failed"_s); }),
                 1);
    }

    void aCrowdOfOperationsIsAZigZag_data() {
        QTest::addColumn<int>("operations");
        QTest::addColumn<bool>("dense");
        QTest::newRow("a few that overlap are told apart") << 3 << false;
        QTest::newRow("more than lie beside each other are one") << 200 << true;
    }
    void aCrowdOfOperationsIsAZigZag() {
        QFETCH(int, operations);
        QFETCH(bool, dense);
        Script script(Script::target(1, false));
        for (int i = 0; i < operations; ++i) {
            Event window = script.window(1, "FAILING_OVER", 20 + 0.01 * i, 40, PairState::Closed);
            window.sequence = SequenceId(static_cast<std::uint64_t>(i));
            script.add(window);
        }
        script.setNow(60);
        const LiveFrame frame = frameOf(script, 0, 60);
        const auto rows = laneRows(*frame.timeline, false);
        QImage image(800, static_cast<int>(lanesHeight(rows)), QImage::Format_RGB32);
        QPainter painter(&image);
        std::vector<LaneHit> hits;
        paintLanes(painter, theme(ThemeKind::Light), frame, frame.scale(200, 800), rows, &hits);
        const auto zigZag =
            std::find_if(hits.begin(), hits.end(), [](const LaneHit& hit) { return hit.dense; });
        QCOMPARE(zigZag != hits.end(), dense);
        if (!dense) return;
        QCOMPARE(zigZag->extent.from, at(20));
        QCOMPARE(zigZag->extent.to, at(40));
    }

    void valuesStayInsideThePlot_data() {
        QTest::addColumn<double>("ms");
        QTest::newRow("a microsecond") << 0.001;
        QTest::newRow("a millisecond") << 1.0;
        QTest::newRow("a minute") << 60'000.0;
    }
    void valuesStayInsideThePlot() {
        QFETCH(double, ms);
        Script script(Script::target(1, false));
        script.probe(1, 0, 10, 20, ms);
        script.setNow(12);
        const LiveFrame frame = frameOf(script, 0, 12);
        const Plot plot = makePlot(makeLatencyPlot, ProbeRole::Protected, false, theme(ThemeKind::Light),
                                   frame, {frame.from, frame.to, 0, 600, frame.start}, 90);
        for (const Curve& curve : plot.curves)
            for (const QPolygonF& piece : curve.pieces)
                for (const QPointF& point : piece)
                    QVERIFY2(point.y() >= 0 && point.y() <= 90 && point.x() >= 0 && point.x() <= 600,
                             qPrintable(u"%1, %2"_s.arg(point.x()).arg(point.y())));
    }

    void ticksStandAtRoundTimes() {
        const TimeScale scale{at(0.4), at(60.4), 0, 600, Script::kStart};
        const auto ticks = timeTicks(scale, 90);
        QCOMPARE(ticks.front().label, u"14:11:10"_s);
        for (std::size_t i = 1; i < ticks.size(); ++i)
            QVERIFY(ticks[i].x - ticks[i - 1].x >= 89);
        const TimeScale hours{at(0), at(7200), 0, 600, Script::kStart};
        QCOMPARE(timeTicks(hours, 90).front().label, u"14:30"_s);
    }
};

MAINTSCOPE_TEST(LiveViewTest, QApplication)
#include "tst_live_view.moc"
