// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/apply_theme.h"
#include "ui/theme/icons.h"
#include "ui/widgets/badge_widget.h"
#include "ui/window/first_screen.h"

#include "tests/support/test_case.h"
#include "tests/ui/picture.h"

#include <QAction>
#include <QApplication>
#include <QCommandLinkButton>
#include <QLabel>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;

class FirstScreenTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void offersTheTwoWaysToBegin() {
        QAction connectAction(icon(QLatin1String("connect")), u"Connect…"_s);
        connectAction.setShortcut(QKeySequence::New);
        QAction simulatorAction(icon(QLatin1String("simulator")), u"Try the simulator"_s);
        QAction again;
        QAction recording;
        FirstScreen screen({&connectAction, &simulatorAction, &again, &recording});
        screen.resize(1200, 800);
        screen.show();
        QVERIFY(QTest::qWaitForWindowExposed(&screen));
        maintscope::test::picture(screen, u"first-screen"_s);

        QSignalSpy connectSpy(&connectAction, &QAction::triggered);
        QSignalSpy simulatorSpy(&simulatorAction, &QAction::triggered);
        auto* first = screen.findChild<QCommandLinkButton*>(u"firstScreenConnect"_s);
        auto* second = screen.findChild<QCommandLinkButton*>(u"firstScreenSimulator"_s);
        QVERIFY(first && second);
        QVERIFY(first->hasFocus());
        QTest::keyClick(first, Qt::Key_Space);
        QCOMPARE(connectSpy.count(), 1);
        QTest::mouseClick(second, Qt::LeftButton);
        QCOMPARE(simulatorSpy.count(), 1);
        QVERIFY(!first->accessibleName().isEmpty() && !second->accessibleName().isEmpty());
    }

    void theTargetOfLastTimeIsOneKeyAway() {
        QAction connectAction;
        QAction simulatorAction;
        QAction again;
        QAction recording;
        FirstScreen screen({&connectAction, &simulatorAction, &again, &recording});
        screen.resize(1200, 800);
        screen.show();
        QVERIFY(QTest::qWaitForWindowExposed(&screen));
        auto* button = screen.findChild<QCommandLinkButton*>(u"firstScreenAgain"_s);
        QVERIFY(!button->isVisible());
        screen.setLast(u"orders-prod"_s, u"db.example:12000, TLS"_s);
        maintscope::test::picture(screen, u"first-screen-again"_s);
        QVERIFY(button->isVisible());
        QVERIFY(button->hasFocus());
        QVERIFY(button->accessibleName().contains(u"orders-prod"_s));
        QSignalSpy spy(&again, &QAction::triggered);
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(spy.count(), 1);
        QSignalSpy open(&recording, &QAction::triggered);
        QTest::mouseClick(screen.findChild<QWidget*>(u"firstScreenRecording"_s), Qt::LeftButton);
        QCOMPARE(open.count(), 1);
        screen.setLast({}, {});
        QVERIFY(!button->isVisible());
    }

    void saysTheAgreedWords() {
        QAction a;
        QAction b;
        QAction c;
        QAction d;
        const FirstScreen screen({&a, &b, &c, &d});
        QStringList words;
        for (const QLabel* label : screen.findChildren<QLabel*>())
            words << label->text();
        QVERIFY(words.contains(u"No targets yet"_s));
        QVERIFY(words.contains(u"Connect to a database or try the simulator."_s));
    }

    void badgesDifferByShapeAndNotByColourAlone() {
        const QList<Badge> badges{Badge::Healthy,   Badge::Announced,   Badge::Handoff,    Badge::Failing,
                                  Badge::Attention, Badge::NotMeasured, Badge::Unannounced};
        QList<QImage> grey;
        QWidget sheet;
        for (const Badge badge : badges) {
            QImage image(32, 32, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintBadge(painter, QRectF(0, 0, 32, 32), badge, theme(ThemeKind::Light));
            painter.end();
            grey << image.convertToFormat(QImage::Format_Grayscale8);
        }
        for (qsizetype i = 0; i < grey.size(); ++i) {
            for (qsizetype j = i + 1; j < grey.size(); ++j) {
                int different = 0;
                for (int y = 0; y < 32; ++y)
                    for (int x = 0; x < 32; ++x)
                        different +=
                            std::abs(qGray(grey[i].pixel(x, y)) - qGray(grey[j].pixel(x, y))) > 60 ? 1 : 0;
                QVERIFY2(different > 40, qPrintable(u"%1 and %2: %3"_s.arg(i).arg(j).arg(different)));
            }
        }
    }
};

MAINTSCOPE_TEST(FirstScreenTest, QApplication)
#include "tst_first_screen.moc"
