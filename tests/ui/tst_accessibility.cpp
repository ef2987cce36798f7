// SPDX-License-Identifier: GPL-3.0-or-later
// Every control can be named by a screen reader, and words that are longer in another language have room.
#include "ui/connection/connection_dialog.h"
#include "ui/connection/headless_dialog.h"
#include "ui/events/note_dialog.h"
#include "ui/export/export_dialog.h"
#include "ui/live/chart_table_dialog.h"
#include "ui/maintenance/sch_page.h"
#include "ui/theme/apply_theme.h"
#include "ui/widgets/commands.h"
#include "ui/window/command_palette.h"
#include "ui/window/first_screen.h"
#include "ui/window/help_window.h"
#include "ui/window/main_window.h"
#include "ui/window/preferences_dialog.h"
#include "ui/window/session_view.h"

#include "model/events/event_store.h"
#include "model/events/event_table_model.h"
#include "model/session/target_list_model.h"
#include "model/user/log_model.h"
#include "tests/support/test_case.h"
#include "tests/ui/picture.h"
#include "tests/ui/script.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTest>
#include <QTextEdit>
#include <QToolBar>
#include <QTranslator>

using namespace maintscope;
using namespace maintscope::test;
using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Labels as a wordier language would have them.
class Longer : public QTranslator {
public:
    [[nodiscard]] QString translate(const char*, const char* source, const char*, int) const override {
        QString text = QString::fromUtf8(source);
        if (text.isEmpty() || text.startsWith(u'<')) return text;
        const qsizetype more = (text.size() * 2 + 4) / 5;
        // Before an ellipsis or what stands for a value: as a sentence would grow.
        return text + QString(more, u'x');
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
};

bool isControl(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QTextEdit*>(widget) ||
           qobject_cast<const QPlainTextEdit*>(widget);
}

/// What Qt puts inside its own widgets is named by them.
bool isInside(const QWidget* widget) {
    if (widget->objectName().startsWith(u"qt_"_s) || qobject_cast<const QHeaderView*>(widget)) return true;
    for (const QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget())
        if (qobject_cast<const QComboBox*>(parent) || qobject_cast<const QAbstractSpinBox*>(parent) ||
            qobject_cast<const QLineEdit*>(parent) || qobject_cast<const QAbstractItemView*>(parent))
            return true;
    return false;
}

QStringList nameless(const QWidget& root) {
    QStringList missing;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        if (!isControl(widget) || isInside(widget)) continue;
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
        if (!spoken || spoken->text(QAccessible::Name).trimmed().isEmpty())
            missing << u"%1 %2 in %3"_s.arg(
                QLatin1String(widget->metaObject()->className()), widget->objectName(),
                widget->parentWidget() ? widget->parentWidget()->objectName() : QString());
    }
    return missing;
}

QStringList clipped(const QWidget& root) {
    QStringList found;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        if (!widget->isVisible() || isInside(widget)) continue;
        const auto* label = qobject_cast<QLabel*>(widget);
        const bool text = label ? !label->wordWrap() && !label->text().isEmpty() &&
                                      label->sizePolicy().horizontalPolicy() != QSizePolicy::Ignored
                                : qobject_cast<QAbstractButton*>(widget) != nullptr;
        if (text && widget->width() + 1 < widget->minimumSizeHint().width())
            found << u"%1 \"%2\" %3 of %4"_s
                         .arg(widget->objectName(),
                              label ? label->text() : static_cast<QAbstractButton*>(widget)->text())
                         .arg(widget->width())
                         .arg(widget->minimumSizeHint().width());
    }
    return found;
}

/// Controls and words that lie over each other.
QStringList overlapping(const QWidget& root) {
    const auto counts = [](const QWidget* widget) {
        return widget->isVisible() && (isControl(widget) || qobject_cast<const QLabel*>(widget));
    };
    QStringList found;
    QList<const QWidget*> parents{&root};
    for (const QWidget* widget : root.findChildren<QWidget*>())
        parents << widget;
    for (const QWidget* parent : parents) {
        if (isControl(parent) || isInside(parent) || !parent->layout()) continue;
        QList<QWidget*> parts = parent->findChildren<QWidget*>(Qt::FindDirectChildrenOnly);
        parts.removeIf([&](const QWidget* part) { return !counts(part); });
        for (qsizetype i = 0; i < parts.size(); ++i)
            for (qsizetype j = i + 1; j < parts.size(); ++j)
                if (parts[i]->geometry().adjusted(1, 1, -1, -1).intersects(parts[j]->geometry()))
                    found << u"%1 and %2 in %3"_s.arg(parts[i]->objectName(), parts[j]->objectName(),
                                                      parent->objectName());
    }
    return found;
}

} // namespace

class AccessibilityTest : public QObject {
    Q_OBJECT

    /// A window as in the middle of a maintenance, with all that can be opened.
    struct Scene {
        std::unique_ptr<Script> script = maintenance(true);
        model::EventStore store;
        model::EventTableModel table{store};
        model::TargetListModel targets;
        model::LogModel log;
        MainWindow window;

        Scene() {
            table.setProtectedConnections(4);
            store.apply(script->events);
            model::TargetRow row;
            row.id = SessionId{1};
            row.name = u"orders-prod"_s;
            row.state = u"HANDOFF 11 s left"_s;
            targets.setRows({row});
            window.setTargets(&targets);
            window.setLog(&log);
            window.resize(1440, 900);
            window.show();
            window.showSession({SessionId{1}, script.get(), &table, nullptr, u"/recordings/x.maintscope"_s});
        }
        ~Scene() { window.clearSession(); }
    };

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void everyControlHasAName() {
        Scene scene;
        QVERIFY(QTest::qWaitForWindowExposed(&scene.window));
        const QStringList missing = nameless(scene.window);
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
    }

    void everyControlOfADialogHasAName() {
        Scene scene;
        ConnectionDialog connection;
        ExportDialog exporting(QDir::tempPath(), u"x"_s);
        CommandPalette palette(scene.window.commands());
        ShortcutList shortcuts(scene.window.commands());
        HelpWindow help;
        NoteDialog note(u"now"_s);
        PreferencesDialog preferences({}, scene.window.commands());
        HeadlessDialog headless({});
        for (const QWidget* dialog : std::initializer_list<const QWidget*>{
                 &connection, &exporting, &palette, &shortcuts, &help, &note, &preferences, &headless}) {
            const QStringList missing = nameless(*dialog);
            QVERIFY2(missing.isEmpty(), qPrintable(dialog->objectName() + u'\n' + missing.join(u'\n')));
        }
    }

    void everyCommandSaysWhatItDoes() {
        Scene scene;
        QSet<QString> names;
        QSet<QString> keys;
        for (const QAction* action : scene.window.commands().all()) {
            QVERIFY2(!action->objectName().isEmpty() && !names.contains(action->objectName()),
                     qPrintable(action->text()));
            names.insert(action->objectName());
            QVERIFY2(!action->statusTip().isEmpty(), qPrintable(action->text()));
            QVERIFY2(!scene.window.commands().path(action).isEmpty(), qPrintable(action->text()));
            // Space holds the live view, or plays a recording: one of the two is there at a time.
            if (action->objectName() == u"actionPlay"_s) {
                QVERIFY(!action->isEnabled());
                continue;
            }
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
                keys.insert(key.toString());
            }
        }
        CommandTableModel model(scene.window.commands());
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), static_cast<int>(scene.window.commands().all().size()));
        model.setFilter(u"follow live"_s);
        QCOMPARE(model.action(0)->objectName(), u"actionFollow"_s);
        model.setFilter(u"no such command"_s);
        QCOMPARE(model.rowCount(), 0);
    }

    void thePaletteCarriesOutWhatIsTyped() {
        Scene scene;
        QVERIFY(QTest::qWaitForWindowExposed(&scene.window));
        scene.window.commands().find(QLatin1String("actionPalette"))->trigger();
        auto* palette = scene.window.findChild<CommandPalette*>();
        QVERIFY(palette);
        auto* words = palette->findChild<QLineEdit*>(u"paletteWords"_s);
        QTest::keyClicks(words, u"events"_s);
        QTest::keyClick(words, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(scene.window.currentPage() == PageId::Events, 5000);
    }

    void everyPageOfTheHelpIsThere() {
        HelpWindow help;
        auto* text = help.findChild<QTextEdit*>(u"helpText"_s);
        for (const QString& page : QDir(u":/maintscope/help"_s).entryList()) {
            help.showPage(page);
            QCOMPARE(help.page(), page);
            QVERIFY2(text->toPlainText().size() > 100, qPrintable(page));
        }
        help.showPage(u"marks.md"_s);
        help.resize(760, 900);
        help.show();
        QVERIFY(QTest::qWaitForWindowExposed(&help));
        picture(help, u"help-marks"_s);
    }

    void longerWordsHaveRoom_data() {
        QTest::addColumn<int>("page");
        QTest::newRow("fleet") << static_cast<int>(PageId::Fleet);
        QTest::newRow("live") << static_cast<int>(PageId::Live);
        QTest::newRow("events") << static_cast<int>(PageId::Events);
    }
    void longerWordsHaveRoom() {
        QFETCH(int, page);
        Longer longer; // gone again with its end
        QApplication::installTranslator(&longer);
        Scene scene;
        scene.window.showPage(static_cast<PageId>(page));
        QVERIFY(QTest::qWaitForWindowExposed(&scene.window));
        picture(scene.window, u"longer-%1"_s.arg(page));
        // What is chosen on the way is laid out a moment later.
        QTRY_COMPARE_WITH_TIMEOUT(clipped(scene.window).join(u'\n'), QString(), 5000);
        const auto* more = scene.window.findChild<QWidget*>(u"qt_toolbar_ext_button"_s);
        QVERIFY(!more || !more->isVisible());
    }

    /// In a window as large as a common screen has room for.
    static void hasRoom(QWidget& widget, const QString& name) {
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        QTRY_COMPARE_WITH_TIMEOUT(clipped(widget).join(u'\n'), QString(), 5000);
        picture(widget, u"longer-"_s + name);
        QCOMPARE(overlapping(widget).join(u'\n'), QString());
        QVERIFY2(widget.width() <= 1440 && widget.height() <= 900,
                 qPrintable(u"%1: %2 x %3"_s.arg(name).arg(widget.width()).arg(widget.height())));
    }

    void longerWordsHaveRoomInDialogs() {
        Longer longer;
        QApplication::installTranslator(&longer);
        MainWindow window;
        ConnectionDialog connection;
        TargetSettings target;
        target.endpoint = {"db.example", 12000};
        target.tls.enabled = true;
        target.tls.trust.mode = TlsTrust::Mode::CaFile;
        target.tls.certificatePath = "/nowhere/client.pem";
        connection.setSettings(target);
        hasRoom(connection, u"connection"_s);
        ExportDialog exporting(QDir::tempPath(), u"x"_s);
        hasRoom(exporting, u"export"_s);
        PreferencesDialog preferences({}, window.commands());
        for (int page = 0; page <= static_cast<int>(PreferencesPage::Privacy); ++page) {
            preferences.showPage(static_cast<PreferencesPage>(page));
            hasRoom(preferences, u"preferences-%1"_s.arg(page));
        }
        HeadlessDialog headless(target);
        hasRoom(headless, u"headless"_s);
        NoteDialog note(u"now"_s);
        hasRoom(note, u"note"_s);
        SchPage page;
        page.resize(1440, 780); // beside menus, toolbar and status bar
        hasRoom(page, u"switch"_s);
        FirstScreen first({window.commands().find("actionConnect"_L1),
                           window.commands().find("actionSimulator"_L1),
                           window.commands().find("actionConnectAgain"_L1),
                           window.commands().find("actionOpenRecording"_L1)});
        first.setLast(u"orders-prod"_s, u"db.example:12000, TLS, production"_s);
        first.resize(1100, 780);
        hasRoom(first, u"first"_s);
    }
};

MAINTSCOPE_TEST(AccessibilityTest, QApplication)
#include "tst_accessibility.moc"
