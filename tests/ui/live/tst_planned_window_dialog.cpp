// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/live_view.h"
#include "ui/live/planned_edge.h"
#include "ui/live/planned_window_dialog.h"
#include "ui/paint/lanes.h"
#include "ui/paint/paint_lanes.h"
#include "ui/theme/apply_theme.h"

#include "tests/support/test_case.h"
#include "tests/ui/picture.h"
#include "tests/ui/script.h"

#include <QApplication>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace maintscope;
using namespace maintscope::test;
using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

WallTime utc(const char* text) {
    return WallTime{std::chrono::milliseconds(
        QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate).toMSecsSinceEpoch())};
}

/// As it stands in an edit of the dialog.
QDateTime entered(const QString& text) {
    QDateTime time = QDateTime::fromString(text, u"yyyy-MM-dd HH:mm"_s);
    time.setTimeSpec(Qt::UTC);
    return time;
}

QPushButton* button(const PlannedWindowDialog& dialog, const QString& text) {
    for (auto* candidate : dialog.findChildren<QPushButton*>())
        if (candidate->text().remove(u'&') == text) return candidate;
    return nullptr;
}

} // namespace

class PlannedWindowDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void whatIsEnteredInAZoneIsKeptInUtc_data() {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QByteArray>("utcFrom");
        QTest::addColumn<int>("minutes");
        QTest::newRow("UTC") << QByteArray("UTC") << u"2026-11-20 14:00"_s << u"2026-11-20 15:00"_s
                             << QByteArray("2026-11-20T14:00:00Z") << 60;
        QTest::newRow("a zone ahead of UTC")
            << QByteArray("Europe/Paris") << u"2026-11-20 15:00"_s << u"2026-11-20 16:00"_s
            << QByteArray("2026-11-20T14:00:00Z") << 60;
        QTest::newRow("over an hour that the clock tells twice")
            << QByteArray("Europe/Paris") << u"2026-10-25 01:00"_s << u"2026-10-25 04:00"_s
            << QByteArray("2026-10-24T23:00:00Z") << 240;
        QTest::newRow("over an hour that the clock leaves out")
            << QByteArray("Europe/Paris") << u"2027-03-28 01:00"_s << u"2027-03-28 04:00"_s
            << QByteArray("2027-03-28T00:00:00Z") << 120;
    }
    void whatIsEnteredInAZoneIsKeptInUtc() {
        QFETCH(QByteArray, zone);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QByteArray, utcFrom);
        QFETCH(int, minutes);
        PlannedWindowDialog dialog({u"CHG-1042"_s, utc("2026-01-01T00:00:00Z"), utc("2028-01-01T00:00:00Z")},
                                   QTimeZone(zone), false);
        dialog.findChild<QDateTimeEdit*>(u"plannedFrom"_s)->setDateTime(entered(from));
        dialog.findChild<QDateTimeEdit*>(u"plannedTo"_s)->setDateTime(entered(to));
        const model::PlannedWindow window = dialog.window();
        QCOMPARE(window.from, utc(utcFrom.constData()));
        QCOMPARE(window.to - window.from, Duration(std::chrono::minutes(minutes)));
    }

    void whatIsKnownIsShownInTheZone() {
        const model::PlannedWindow known{u"CHG-1042"_s, utc("2026-11-20T14:00:00Z"),
                                         utc("2026-11-20T15:00:00Z")};
        const PlannedWindowDialog dialog(known, QTimeZone("Asia/Kolkata"), true);
        QCOMPARE(dialog.findChild<QDateTimeEdit*>(u"plannedFrom"_s)->text(), u"2026-11-20 19:30"_s);
        QCOMPARE(dialog.window(), known);
    }

    void onlyAWindowWithANameAndALengthIsTaken() {
        PlannedWindowDialog dialog({{}, utc("2026-11-20T14:00:00Z"), utc("2026-11-20T15:00:00Z")},
                                   QTimeZone::utc(), false);
        QPushButton* add = button(dialog, u"Add Window"_s);
        QVERIFY(add && !add->isEnabled());
        QTest::keyClicks(dialog.findChild<QLineEdit*>(u"plannedLabel"_s), u"CHG-1042"_s);
        QVERIFY(add->isEnabled());
        dialog.findChild<QDateTimeEdit*>(u"plannedTo"_s)->setDateTime(entered(u"2026-11-20 13:00"_s));
        QVERIFY(!add->isEnabled());
        QVERIFY(dialog.findChild<QLabel*>(u"plannedMessage"_s)->text().contains(u"before it begins"_s));
    }

    void theLaneShowsItWhereverItLies() {
        const auto script = maintenance(false);
        LiveView view;
        view.resize(1400, 760);
        view.setSource(script.get());
        script->add(
            model::plannedEvent({u"CHG-1042"_s, Script::kStart + 40s, Script::kStart + 65s}, Script::kStart));
        const LiveFrame frame = view.frame();
        const auto rows = laneRows(*frame.timeline, true);
        std::vector<LaneHit> hits;
        QImage image(1200, static_cast<int>(lanesHeight(rows)), QImage::Format_RGB32);
        QPainter painter(&image);
        paintLanes(painter, theme(ThemeKind::Light), frame, frame.scale(kLabelColumn, 1200), rows, &hits);
        const auto found = std::find_if(hits.begin(), hits.end(),
                                        [](const LaneHit& hit) { return hit.text.contains(u"CHG-1042"_s); });
        QVERIFY(found != hits.end());
        QCOMPARE(found->extent, (TimeRange{at(40), at(65)})); // also right of now: it is only planned
    }

    void anEdgeIsMovedToAWholeMinute_data() {
        QTest::addColumn<bool>("begin");
        QTest::addColumn<double>("to");
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("until");
        QTest::newRow("the end, to the nearest minute") << false << 271.0 << 60.0 << 300.0;
        QTest::newRow("the begin, before the session, too") << true << -70.0 << -60.0 << 180.0;
        QTest::newRow("the end stops a minute after the begin") << false << -100.0 << 60.0 << 120.0;
        QTest::newRow("the begin stops a minute before the end") << true << 500.0 << 120.0 << 180.0;
    }
    void anEdgeIsMovedToAWholeMinute() {
        QFETCH(bool, begin);
        QFETCH(double, to);
        QFETCH(double, from);
        QFETCH(double, until);
        const TimeScale scale{at(-300), at(600), kLabelColumn, 1'000, Script::kStart, {}}; // 14:11:00
        const PlannedEdge edge{EventKey{7}, {at(60), at(180)}, begin, QRectF(kLabelColumn, 22, 900, 18)};
        QCOMPARE(withEdgeAt(edge, at(to), scale), (TimeRange{at(from), at(until)}));
    }

    void anEdgeIsDraggedInItsLane_data() {
        QTest::addColumn<bool>("escape");
        QTest::addColumn<bool>("recording");
        QTest::newRow("dragged") << false << false;
        QTest::newRow("Esc abandons it") << true << false;
        QTest::newRow("a recording has nothing to plan") << false << true;
    }
    void anEdgeIsDraggedInItsLane() {
        QFETCH(bool, escape);
        QFETCH(bool, recording);
        const auto script = maintenance(false);
        script->add(model::plannedEvent({u"CHG-1041"_s, Script::kStart - 600s, Script::kStart - 540s},
                                        Script::kStart));
        script->add(
            model::plannedEvent({u"CHG-1042"_s, Script::kStart, Script::kStart + 120s}, Script::kStart));
        LiveView view;
        view.resize(1400, 760);
        view.setSource(script.get(), recording ? std::optional(RecordingFacts()) : std::nullopt);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.state()->show({at(-60), at(240)});
        view.setFocus();
        auto* surface = view.findChild<QWidget*>(u"timeSurface"_s);
        const TimeScale scale{at(-60),        at(240), kLabelColumn, static_cast<double>(surface->width()),
                              Script::kStart, {}};
        const auto pointOf = [&](double seconds) {
            return QPoint(static_cast<int>(std::round(scale.x(at(seconds)))), 22 + 9);
        };
        QSignalSpy planned(&view, &LiveView::plannedWindowsChanged);
        QTest::mousePress(surface, Qt::LeftButton, {}, pointOf(120));
        for (const double seconds : {125.0, 150.0, 176.0}) {
            QMouseEvent moved(QEvent::MouseMove, pointOf(seconds), surface->mapToGlobal(pointOf(seconds)),
                              Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(surface, &moved);
        }
        picture(view, u"live-planned-edge"_s);
        if (escape) QTest::keyClick(&view, Qt::Key_Escape);
        QTest::mouseRelease(surface, Qt::LeftButton, {}, pointOf(176));
        if (escape || recording) {
            QCOMPARE(planned.count(), 0);
            return;
        }
        QCOMPARE(planned.count(), 1);
        const auto windows = planned.first().first().value<std::vector<model::PlannedWindow>>();
        QCOMPARE(windows, (std::vector<model::PlannedWindow>{
                              {u"CHG-1041"_s, Script::kStart - 600s, Script::kStart - 540s},
                              {u"CHG-1042"_s, Script::kStart, Script::kStart + 180s}}));
        QVERIFY(!view.state()->selection()); // no span was selected
    }
};

MAINTSCOPE_TEST(PlannedWindowDialogTest, QApplication)
#include "tst_planned_window_dialog.moc"
