// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/apply_theme.h"

#include "tests/support/test_case.h"
#include "ui/theme/icons.h"

#include <QDir>
#include <QImage>
#include <QLabel>
#include <QTest>

using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textCanBeRead_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("light") << static_cast<int>(ThemeKind::Light);
        QTest::newRow("dark") << static_cast<int>(ThemeKind::Dark);
        QTest::newRow("high contrast") << static_cast<int>(ThemeKind::HighContrast);
    }
    void textCanBeRead() {
        QFETCH(int, kind);
        const Theme& t = theme(static_cast<ThemeKind>(kind));
        for (const QColor& surface : {t.canvas, t.window, t.panel, t.control, t.otherRow}) {
            QVERIFY2(contrast(t.ink, surface) >= 10, qPrintable(surface.name()));
            QVERIFY2(contrast(t.secondText, surface) >= 4.5, qPrintable(surface.name()));
        }
        QVERIFY(contrast(t.selectionText, t.selection) >= 7);
        QVERIFY(contrast(t.ink, t.selection) >= 7); // checked buttons keep their ink
        QVERIFY(contrast(t.accentText, t.accent) >= 4.5);
        // Small text on vermilion is set in black; everything else carries the dark ink.
        for (const QColor& fill : {t.healthy, t.moving, t.migrating, t.failingOver})
            QVERIFY2(contrast(t.onFill, fill) >= 4.5, qPrintable(fill.name()));
        QVERIFY(contrast(Qt::black, t.failure) >= 4.5);
    }

    void marksStandOutOfTheCanvas_data() { textCanBeRead_data(); }
    void marksStandOutOfTheCanvas() {
        QFETCH(int, kind);
        const Theme& t = theme(static_cast<ThemeKind>(kind));
        for (const QColor& line : {t.latency, t.healthy, t.moving, t.failure, t.grey, t.focus})
            QVERIFY2(contrast(line, t.canvas) >= 3, qPrintable(line.name()));
    }

    void contrastIsThatOfWcag() {
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    }

    void openWidgetsFollowTheTheme() {
        applyTheme(*qApp, ThemeKind::Light);
        QLabel label(u"secondary"_s);
        label.setForegroundRole(kSecondInkRole);
        label.show();
        QCOMPARE(label.palette().color(label.foregroundRole()), theme(ThemeKind::Light).secondText);
        for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::HighContrast, ThemeKind::Light}) {
            applyTheme(*qApp, kind);
            QVERIFY(currentTheme().kind == kind);
            QTRY_COMPARE_WITH_TIMEOUT(label.palette().color(label.foregroundRole()), theme(kind).secondText,
                                      5000);
            QCOMPARE(label.palette().color(QPalette::Window), theme(kind).window);
        }
    }

    void iconsAreDrawn_data() {
        QTest::addColumn<QString>("name");
        // By the list of the resource, so that no icon is left out.
        icon(QLatin1String("connect")).pixmap(16, 16);
        for (const QString& file : QDir(u":/maintscope/icons"_s).entryList())
            if (file != u"maintscope.svg"_s) QTest::newRow(qPrintable(file)) << file.chopped(4);
    }
    void iconsAreDrawn() {
        QFETCH(QString, name);
        const QImage image = icon(QLatin1String(name.toLatin1())).pixmap(16, 16).toImage();
        int inked = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                inked += qAlpha(image.pixel(x, y)) > 128 ? 1 : 0;
        QVERIFY2(inked > 15 && inked < 160, qPrintable(QString::number(inked)));
    }
};

MAINTSCOPE_TEST(ThemeTest, QApplication)
#include "tst_theme.moc"
