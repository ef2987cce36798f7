// SPDX-License-Identifier: GPL-3.0-or-later
// The real window, worked by keyboard alone from the first screen to the exported file.
#include "app/demo/simulator.h"
#include "app/window/window_application.h"
#include "tests/support/test_case.h"
#include "ui/connection/connection_dialog.h"
#include "ui/events/event_detail_pane.h"
#include "ui/events/note_dialog.h"
#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/window/main_window.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QMessageBox>
#include <QRadioButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <functional>
#include <vector>

using namespace maintscope;
using namespace Qt::Literals::StringLiterals;

namespace {

/// One step of the tour: it is done once `ready` holds; then `act` goes on. Nothing else than keys is sent.
struct Step {
    const char* name;
    std::function<bool()> ready;
    std::function<void()> act;
};

QWidget* focus() {
    QWidget* widget = QApplication::focusWidget();
    return widget ? widget : QApplication::activeWindow();
}

void key(Qt::Key code, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    if (QWidget* widget = focus()) QTest::keyClick(widget, code, modifiers);
}

void type(const QString& text) {
    for (const QChar c : text)
        if (QWidget* widget = focus()) QTest::keyClick(widget, c.toLatin1());
}

template <class Widget>
Widget* open() {
    return qobject_cast<Widget*>(QApplication::activeWindow());
}

} // namespace

class KeyboardTour : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    std::vector<Step> m_steps;
    std::size_t m_next = 0;
    QElapsedTimer m_waited;

    static ui::MainWindow* window() {
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* found = qobject_cast<ui::MainWindow*>(widget)) return found;
        return nullptr;
    }
    static ui::TimeViewState* view() { return window()->liveView()->state(); }
    static ui::LiveFrame frame() { return window()->liveView()->frame(); }
    /// No dialog is open. Without a window manager nobody gives the window the focus back.
    static bool free() {
        if (!QApplication::activeWindow() && window()) window()->activateWindow();
        return QApplication::activeWindow() == window() && !QApplication::activeModalWidget();
    }

    void advance() {
        if (m_next == m_steps.size()) return;
        Step& step = m_steps[m_next];
        if (step.ready()) {
            ++m_next;
            m_waited.restart();
            // Not from here: a dialog that it opens may wait, and a timer does not fire inside its own slot.
            QMetaObject::invokeMethod(this, step.act, Qt::QueuedConnection);
        } else if (m_waited.elapsed() > 40'000) {
            // A modal dialog may be in the way of a proper end.
            qFatal("the tour did not get to: %s", step.name);
        }
    }

private Q_SLOTS:
    void fromTheFirstScreenToTheExportedFile() {
        QVERIFY(QDir(m_home.path()).mkpath(u"Documents"_s));
        qputenv("HOME", m_home.path().toLocal8Bit());
        qputenv("XDG_CONFIG_HOME", m_home.filePath(u"config"_s).toLocal8Bit());
        qputenv("XDG_DATA_HOME", m_home.filePath(u"data"_s).toLocal8Bit());
        demo::SimulatorOptions options;
        options.scenario = "clean-move";
        options.loop = true;
        demo::Simulator simulator(options);
        const auto addresses = simulator.start();
        QVERIFY(addresses.ok());
        const QString url = QString::fromStdString(addresses->redis);
        QString statistics;
        QString detail;

        const auto exported = [this] {
            return QDir(m_home.filePath(u"Documents"_s)).entryList({u"*.csv"_s});
        };
        m_steps = {
            {"the window opens", [] { return window() && free(); },
             [] { key(Qt::Key_N, Qt::ControlModifier); }},
            {"the connection dialog opens", [] { return open<ui::ConnectionDialog>() != nullptr; },
             [url] {
                 type(url);
                 key(Qt::Key_Return);
             }},
            {"a handoff is done",
             [] {
                 if (!free() || window()->shownSession().value == 0) return false;
                 const ui::LiveFrame now = frame();
                 return !now.timeline->bands().empty() && now.timeline->bands().front().moved.has_value();
             },
             [] { key(Qt::Key_Period); }}, // the next mark of the lane MOVING
            {"its band is selected",
             [] { return view()->selection() && view()->selection()->event.has_value(); },
             [&detail] {
                 const auto* sentence = window()->findChild<QLabel*>(u"eventSentence"_s);
                 detail = sentence->text();
                 key(Qt::Key_F8);
             }},
            {"the tables open", [] { return QApplication::activeWindow()->objectName() == u"tableTwin"_s; },
             [] {
                 // From "Latency, protected" down to "Announced operations".
                 auto* choice = QApplication::activeWindow()->findChild<QComboBox*>(u"tableChoice"_s);
                 while (focus() != choice)
                     key(Qt::Key_Tab);
                 while (choice->currentIndex() + 1 < choice->count() &&
                        choice->currentText() != u"Announced operations"_s)
                     key(Qt::Key_Down);
             }},
            {"the statistics of the operation are read",
             [&statistics] {
                 const auto* table = QApplication::activeWindow()->findChild<QTableView*>(u"tableCells"_s);
                 if (!table || table->model()->rowCount() == 0) return false;
                 for (int column = 0; column < table->model()->columnCount(); ++column)
                     statistics += table->model()->index(0, column).data().toString() + u' ';
                 return true;
             },
             [] { key(Qt::Key_Escape); }},
            {"back in the live view", [] { return free(); },
             [] {
                 window()->liveView()->setFocus();
                 key(Qt::Key_M);
             }},
            {"the note dialog opens", [] { return open<ui::NoteDialog>() != nullptr; },
             [] {
                 type(u"kept an eye on it"_s);
                 key(Qt::Key_Return);
             }},
            {"the note is on the timeline", [] { return free() && !frame().timeline->notes().empty(); },
             [] { key(Qt::Key_E, Qt::ControlModifier); }},
            {"the export dialog opens",
             [] { return QApplication::activeWindow()->objectName() == u"exportDialog"_s; },
             [] {
                 auto* csv = QApplication::activeWindow()->findChild<QRadioButton*>(u"formatCsv"_s);
                 const qsizetype mark = csv->text().indexOf(u'&');
                 key(static_cast<Qt::Key>(csv->text().at(mark + 1).toUpper().unicode()), Qt::AltModifier);
             }},
            {"CSV is chosen",
             [] {
                 return QApplication::activeWindow()->findChild<QRadioButton*>(u"formatCsv"_s)->isChecked();
             },
             [] { key(Qt::Key_Return); }},
            {"the file is written", [exported] { return !exported().isEmpty(); },
             [] { key(Qt::Key_Escape); }},
            {"the dialog has gone", [] { return free(); }, [] { key(Qt::Key_Q, Qt::ControlModifier); }},
            {"closing asks", [] { return open<QMessageBox>() != nullptr; },
             [] {
                 // The careful answer has the focus: the other one is some Tabs away.
                 const auto* box = open<QMessageBox>();
                 const auto leaves = [box] {
                     auto* button = qobject_cast<QAbstractButton*>(QApplication::focusWidget());
                     return button != nullptr && box->buttonRole(button) == QMessageBox::AcceptRole;
                 };
                 for (int tabs = 0; tabs < 5 && !leaves(); ++tabs)
                     key(Qt::Key_Tab);
                 key(Qt::Key_Space);
             }},
        };
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, &KeyboardTour::advance);
        timer.start(50);
        m_waited.start();
        QCOMPARE(app::runWindow(*qApp, {}), 0);
        QCOMPARE(m_next, m_steps.size());
        QVERIFY2(statistics.contains(u"MOVING"_s), qPrintable(statistics));
        QVERIFY2(detail.contains(u"MOVING"_s), qPrintable(detail));
        QFile file(QDir(m_home.filePath(u"Documents"_s)).filePath(exported().constFirst()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray csv = file.readAll();
        QVERIFY(csv.contains("kept an eye on it"));
        QVERIFY(csv.contains("MOVING"));
    }
};

MAINTSCOPE_TEST(KeyboardTour, QApplication)
#include "tst_keyboard_tour.moc"
