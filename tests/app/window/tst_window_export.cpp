// SPDX-License-Identifier: GPL-3.0-or-later
// The real window exports a session that has ended, in every format; the command line writes the same bytes.
#include "app/demo/simulator.h"
#include "app/window/window_application.h"
#include "client/types/target_url.h"
#include "model/export/export_formats.h"
#include "tests/support/test_case.h"
#include "ui/live/live_view.h"
#include "ui/window/main_window.h"
#include "ui/window/target_actions.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QRadioButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <chrono>

using namespace maintscope;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

ui::MainWindow* window() {
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* found = qobject_cast<ui::MainWindow*>(widget)) return found;
    return nullptr;
}

QDialog* dialog() {
    return window()->findChild<QDialog*>(u"exportDialog"_s);
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class WindowExportTest : public QObject {
    Q_OBJECT

    enum class Stage { Watching, Stopping, Exporting, Leaving };

    QTemporaryDir m_home;
    Stage m_stage = Stage::Watching;
    QList<QRadioButton*> m_formats;
    QStringList m_files;
    QElapsedTimer m_waited;

    void advance() {
        if (m_waited.elapsed() > 60'000) qFatal("stuck in stage %d", static_cast<int>(m_stage));
        if (!window() || window()->shownSession().value == 0) return;
        const ui::LiveFrame frame = window()->liveView()->frame();
        switch (m_stage) {
        case Stage::Watching:
            if (frame.timeline->bands().empty() || !frame.timeline->bands().front().moved) return;
            Q_EMIT window()->targetActions().stopRequested(window()->shownSession());
            return enter(Stage::Stopping);
        case Stage::Stopping:
            if (frame.running) return;
            window()->findChild<QAction*>(u"actionExport"_s)->trigger();
            dialog()->findChild<QRadioButton*>(u"rangeAll"_s)->setChecked(true);
            dialog()->findChild<QComboBox*>(u"exportMethod"_s)->setCurrentIndex(1);
            dialog()->findChild<QLineEdit*>(u"exportLimits"_s)->setText(u"gap=2s,errors=0"_s);
            for (QRadioButton* button : dialog()->findChildren<QRadioButton*>())
                if (button->objectName().startsWith(u"format"_s)) m_formats += button;
            return enter(Stage::Exporting);
        case Stage::Exporting:
            if (!m_files.isEmpty() && !QFile::exists(m_files.last())) return;
            if (m_formats.isEmpty()) {
                dialog()->reject();
                window()->close();
                return enter(Stage::Leaving);
            }
            exportNext();
            return enter(Stage::Exporting);
        case Stage::Leaving:
            return;
        }
    }

    void enter(Stage stage) {
        m_stage = stage;
        m_waited.restart();
    }

    void exportNext() {
        QRadioButton* format = m_formats.takeFirst();
        format->click();
        m_files += m_home.filePath(format->objectName());
        dialog()->findChild<QLineEdit*>(u"exportPath"_s)->setText(m_files.last());
        dialog()->findChild<QPushButton*>(u"exportWrite"_s)->click();
    }

private Q_SLOTS:
    void everyFormatHasTheBytesOfTheCommandLine() {
        qputenv("HOME", m_home.path().toLocal8Bit());
        qputenv("XDG_CONFIG_HOME", m_home.filePath(u"config"_s).toLocal8Bit());
        qputenv("XDG_DATA_HOME", m_home.filePath(u"data"_s).toLocal8Bit());
        demo::SimulatorOptions options;
        options.scenario = "clean-move";
        options.speed = 10;
        demo::Simulator simulator(options);
        const auto addresses = simulator.start();
        QVERIFY(addresses.ok());
        TargetSettings settings;
        settings.name = "orders";
        settings.endpoint = parseTargetUrl(addresses->redis)->endpoint;
        settings.probe.connections = 2;
        settings.probe.control = true;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, &WindowExportTest::advance);
        timer.start(20);
        m_waited.start();
        const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
        app::WindowOptions begin;
        begin.targets = {settings};
        begin.planned.windows = {{u"CHG-1042"_s, now - 1h, now + 1h}};
        QCOMPARE(app::runWindow(*qApp, begin), 0);
        QCOMPARE(m_files.size(), static_cast<qsizetype>(model::exportFormats().size()));

        const QDir folder(m_home.filePath(u"data/maintscope/recordings"_s));
        const QStringList recordings = folder.entryList({u"*.maintscope"_s});
        QCOMPARE(recordings.size(), 1);
        for (const model::ExportFormatRow& format : model::exportFormats()) {
            const QString word = QString::fromLatin1(format.word);
            const auto file = std::find_if(m_files.begin(), m_files.end(), [&word](const QString& path) {
                return path.endsWith(u"/format"_s + word, Qt::CaseInsensitive);
            });
            QVERIFY2(file != m_files.end(), qPrintable(word));
            const QString other = m_home.filePath(u"line."_s + word);
            QProcess program;
            program.start(QStringLiteral(MAINTSCOPE_PROGRAM),
                          {u"export"_s, folder.filePath(recordings.first()), u"--format"_s, word,
                           u"--method"_s, u"rolling"_s, u"--slo"_s, u"gap=2s,errors=0"_s, u"--out"_s, other});
            QVERIFY2(program.waitForFinished(60'000) && program.exitCode() == 0,
                     program.readAllStandardError().constData());
            const QByteArray bytes = contents(*file);
            QVERIFY2(!bytes.isEmpty() && bytes == contents(other), qPrintable(word));
            if (format.format == model::ExportFormat::Csv)
                QCOMPARE(bytes.count("planned_window:CHG-1042"), 1);
        }
    }
};

MAINTSCOPE_TEST(WindowExportTest, QApplication)
#include "tst_window_export.moc"
