// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/apply_theme.h"
#include "ui/widgets/commands.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/table_setup.h"
#include "ui/window/main_window.h"
#include "ui/window/preferences_actions.h"
#include "ui/window/preferences_dialog.h"

#include "tests/support/test_case.h"
#include "tests/ui/picture.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>

using namespace maintscope;
using namespace maintscope::ui;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class PreferencesDialogTest : public QObject {
    Q_OBJECT

    template <class W>
    static W* find(const QWidget& parent, const char* name) {
        auto* widget = parent.findChild<W*>(QString::fromLatin1(name));
        if (!widget) qFatal("no %s", name);
        return widget;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void everyPageHasSomethingToSet() {
        MainWindow window;
        PreferencesDialog dialog({}, window.commands());
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        auto* pages = find<QListWidget>(dialog, "preferencesPages");
        auto* stack = dialog.findChild<QStackedWidget*>();
        QCOMPARE(dialog.focusWidget(), pages);
        QCOMPARE(pages->count(), 8);
        for (int page = 0; page < pages->count(); ++page) {
            pages->setCurrentRow(page);
            QCOMPARE(stack->currentIndex(), page);
            const bool any = !stack->currentWidget()->findChildren<QAbstractButton*>().isEmpty() ||
                             !stack->currentWidget()->findChildren<QTableView*>().isEmpty();
            QVERIFY2(any, qPrintable(pages->currentItem()->text()));
            maintscope::test::picture(dialog, u"preferences-%1"_s.arg(page));
        }
        dialog.showPage(PreferencesPage::Alerts);
        QCOMPARE(pages->currentItem()->text(), u"Alerts"_s);
    }

    void everySettingIsToldAtOnce() {
        MainWindow window;
        PreferencesDialog dialog({}, window.commands());
        QSignalSpy changed(&dialog, &PreferencesDialog::changed);
        const auto last = [&] {
            return changed.isEmpty() ? model::Preferences()
                                     : changed.last().first().value<model::Preferences>();
        };
        find<QCheckBox>(dialog, "prefAskBeforeClosing")->setChecked(false);
        QVERIFY(!last().askBeforeClosing);
        find<QCheckBox>(dialog, "prefPatterns")->setChecked(true);
        QVERIFY(last().patternsAlways);
        find<QAbstractButton>(dialog, "prefDensity-1")->click();
        QVERIFY(last().compactRows);
        find<QSpinBox>(dialog, "prefConnections")->setValue(8);
        QCOMPARE(last().probe.connections, std::uint16_t{8});
        find<QDoubleSpinBox>(dialog, "prefRate")->setValue(50);
        QCOMPARE(last().probe.ratePerSecond, 50.0);
        find<QComboBox>(dialog, "prefCommand")->setCurrentIndex(3);
        QVERIFY(last().probe.command == ProbeCommand::Incr);
        find<QCheckBox>(dialog, "prefControl")->setChecked(true);
        QVERIFY(last().probe.control);
        find<QDoubleSpinBox>(dialog, "prefNormal")->setValue(20); // draws the relaxed one along
        QVERIFY(last().timeouts.normal == 20s && last().timeouts.relaxed == 20s);
        find<QDoubleSpinBox>(dialog, "prefRelaxed")->setValue(5);
        QVERIFY(last().timeouts.normal == 5s && last().timeouts.relaxed == 5s);
        find<QSpinBox>(dialog, "prefKeepDays")->setValue(30);
        find<QSpinBox>(dialog, "prefKeepGigabytes")->setValue(20);
        QVERIFY(last().keepDays == 30 && last().keepGigabytes == 20);
        find<QCheckBox>(dialog, "prefAlertGap")->setChecked(false);
        QVERIFY(!last().alerts.gapOver);
        QVERIFY(!find<QDoubleSpinBox>(dialog, "prefAlertGapLimit")->isEnabled());
        find<QCheckBox>(dialog, "prefAlertP99")->setChecked(true);
        find<QDoubleSpinBox>(dialog, "prefAlertP99Limit")->setValue(0.08);
        QVERIFY(last().alerts.p99Over == Duration(80ms));
        for (const char* name : {"prefAlertFailed", "prefAlertUnannounced", "prefAlertOptInLost"})
            find<QCheckBox>(dialog, name)->setChecked(false);
        QVERIFY(!last().alerts.failed && !last().alerts.unannounced && !last().alerts.optInLost);
        find<QCheckBox>(dialog, "prefRemember")->setChecked(false);
        QVERIFY(!last().rememberRecents);
        const auto count = changed.count();
        find<QSpinBox>(dialog, "prefKeepDays")->setValue(30); // the same: nothing to tell
        QCOMPARE(changed.count(), count);
        QSignalSpy theme(&dialog, &PreferencesDialog::themeChosen);
        find<QAbstractButton>(dialog, "prefTheme-2")->click();
        QCOMPARE(theme.takeFirst().first().value<ThemeChoice>(), ThemeChoice::Dark);
        QSignalSpy zone(&dialog, &PreferencesDialog::localTimeChosen);
        find<QAbstractButton>(dialog, "prefZone-1")->click();
        QVERIFY(zone.takeFirst().first().toBool());
        QSignalSpy forget(&dialog, &PreferencesDialog::forgetRequested);
        find<QPushButton>(dialog, "prefForget")->click();
        QCOMPARE(forget.count(), 1);
    }

    void densityAndPatternsApplyToWhatIsOpen() {
        MainWindow window;
        window.show();
        const auto* events = find<QTableView>(window, "eventsTable");
        const int comfortable = events->verticalHeader()->defaultSectionSize();
        QSignalSpy changed(&window.preferencesActions(), &PreferencesActions::changed);
        find<QAction>(window, "actionDensityCompact")->trigger();
        QCOMPARE(changed.count(), 1);
        QVERIFY(events->verticalHeader()->defaultSectionSize() < comfortable);
        model::Preferences preferences = window.preferencesActions().preferences();
        QVERIFY(preferences.compactRows);
        preferences.compactRows = false;
        preferences.patternsAlways = true;
        window.preferencesActions().setPreferences(preferences);
        QCOMPARE(events->verticalHeader()->defaultSectionSize(), comfortable);
        QVERIFY(find<QAction>(window, "actionDensityComfortable")->isChecked());
        QVERIFY(currentTheme().patterns);
        QVERIFY(!theme(ThemeKind::Light).patterns); // that of files
        applyTheme(*qApp, ThemeKind::Dark);
        QVERIFY(currentTheme().patterns);
        applyTheme(*qApp, ThemeKind::Light);
        window.preferencesActions().setPreferences({});
        QVERIFY(!currentTheme().patterns);
    }

    void theMenuOpensItAndTheWindowFollows() {
        MainWindow window;
        window.show();
        find<QAction>(window, "actionPreferences")->trigger();
        auto* dialog = window.findChild<PreferencesDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        QSignalSpy changed(&window.preferencesActions(), &PreferencesActions::changed);
        find<QCheckBox>(*dialog, "prefAskBeforeClosing")->setChecked(false);
        QCOMPARE(changed.count(), 1);
        find<QAbstractButton>(*dialog, "prefTheme-2")->click();
        QVERIFY(find<QAction>(window, "actionThemeDark")->isChecked());
        QVERIFY(currentTheme().kind == ThemeKind::Dark);
        find<QAbstractButton>(*dialog, "prefTheme-1")->click();
        dialog->close();
        // Nobody is asked any more.
        window.setRunning(1);
        QVERIFY(window.close());
    }
};

MAINTSCOPE_TEST(PreferencesDialogTest, QApplication)
#include "tst_preferences_dialog.moc"
