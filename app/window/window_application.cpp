// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/window_application.h"

#include "app/demo/simulator.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "app/services/log_capture.h"
#include "app/services/private_folder.h"
#include "app/services/quit_signals.h"
#include "app/window/export_controller.h"
#include "app/window/keychain_controller.h"
#include "app/window/maintenance_controller.h"
#include "app/window/open_recordings.h"
#include "app/window/preferences_controller.h"
#include "app/window/profile_menu.h"
#include "app/window/recents_menu.h"
#include "app/window/recordings_controller.h"
#include "app/window/session_navigator.h"
#include "app/window/simulator_launcher.h"
#include "app/window/watched_targets.h"
#include "app/window/window_logging.h"
#include "client/io/net/tls_trust.h"
#include "client/io/readiness/readiness_client.h"
#include "model/recording/recorder.h"
#include "model/user/diagnostics.h"
#include "model/user/log_model.h"
#include "ui/maintenance/sch_page.h"
#include "ui/theme/apply_theme.h"
#include "ui/window/connection_actions.h"
#include "ui/window/event_actions.h"
#include "ui/window/help_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/recording_actions.h"
#include "ui/window/target_actions.h"

#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QScreen>
#include <QSettings>
#include <QTimer>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

namespace maintscope::app {

Q_LOGGING_CATEGORY(lcWindow, "app.window")

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr auto kStatusInterval = 500ms;

/// Ends the program once its window has been painted; used by the benchmark of the start.
class QuitWhenPainted final : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint) QTimer::singleShot(0, qApp, &QCoreApplication::quit);
        return QObject::eventFilter(watched, event);
    }
};

/// If the display is lost, Qt calls exit(), which unwinds nothing. This handler completes the recordings
/// before static objects are destroyed while threads still use them.
void endWithoutDisplay();

/// The composition root of the window: builds, connects, and ends everything in order.
class WindowApplication final : public QObject {
public:
    WindowApplication()
        : m_settings(QSettings::IniFormat, QSettings::UserScope, u"maintscope"_s, u"workspace"_s)
        , m_watched(model::defaultRecordingFolder())
        , m_signals([this](int) {
            m_window.saveWorkspace(m_settings);
            m_window.hide();
            quitAfterStop();
        }) {
        m_window.setTargets(&m_watched.targets());
        m_window.setLog(&m_log);
        m_window.setRecordingFolder(model::defaultRecordingFolder());
        m_window.connectionActions().setCertificateCheck(&io::checkClientCertificate);
        connectWindow();
        connectTargets();
        connectSessions();
        connect(&m_statusTimer, &QTimer::timeout, this, &WindowApplication::refresh);
        m_statusTimer.setInterval(kStatusInterval);
    }

    /// Completes all recordings before exit().
    void abandon() { m_watched.abandonAll(); }

    void show() {
        m_window.restoreWorkspace(m_settings);
        if (qEnvironmentVariableIsSet("MAINTSCOPE_QUIT_WHEN_PAINTED"))
            m_window.installEventFilter(new QuitWhenPainted(this));
        showDiskFree();
        m_window.show();
    }

    /// From the program's event loop: errors show boxes, and quit() ends only loops that run.
    void begin(const WindowOptions& options) {
        plan(options.planned);
        if (m_quitting) return;
        if (options.demo) watchSimulator();
        if (options.rest) m_keychain.proposeManager(*options.rest);
        for (const TargetSettings& target : options.targets)
            m_keychain.complete(target, [this](const TargetSettings& complete) {
                m_window.connectionActions().proposeConnection(complete);
                watch(complete);
            });
        for (const QString& recording : options.recordings)
            if (!m_quitting) m_navigator.openRecording(recording);
    }

private:
    void connectWindow() {
        connect(&m_window.connectionActions(), &ui::ConnectionActions::connectRequested, this,
                [this](const TargetSettings& settings) { watch(settings); });
        connect(&m_window.connectionActions(), &ui::ConnectionActions::testRequested, this,
                [this](const TargetSettings& settings) {
                    m_test.start({settings, std::nullopt});
                });
        connect(&m_test, &io::ReadinessClient::seen, &m_window.connectionActions(),
                &ui::ConnectionActions::showTest);
        connect(&m_window, &ui::MainWindow::simulatorRequested, this, [this] { watchSimulator(); });
        connect(&m_window.helpActions(), &ui::HelpActions::diagnosticsRequested, this,
                &WindowApplication::copyDiagnostics);
        // The window closes at once; the program ends when the last reply is recorded.
        connect(&m_window, &ui::MainWindow::closing, this, [this] {
            m_window.saveWorkspace(m_settings);
            quitAfterStop();
        });
    }

    void connectTargets() {
        const ui::TargetActions* actions = &m_window.targetActions();
        connect(actions, &ui::TargetActions::stopRequested, &m_watched, &WatchedTargets::stop);
        connect(actions, &ui::TargetActions::restartRequested, this, &WindowApplication::restart);
        connect(actions, &ui::TargetActions::probeChangeRequested, this, &WindowApplication::changeProbe);
        connect(actions, &ui::TargetActions::environmentChosen, this,
                [this](SessionId id, Environment environment) {
                    m_watched.setEnvironment(id, environment);
                    if (id == m_window.shownSession()) m_navigator.show(id);
                    m_window.refreshSession();
                });
        connect(actions, &ui::TargetActions::removeRequested, this, &WindowApplication::remove);
        connect(&m_window.eventActions(), &ui::EventActions::eventRequested, this,
                [this](SessionId id, const Event& event) { m_watched.publish(id, event); });
        connect(&m_watched, &WatchedTargets::ended, this, &WindowApplication::onEnded);
        connect(&m_watched, &WatchedTargets::recordingFailed, this, [this](SessionId id, const Error& error) {
            if (id == m_window.shownSession()) m_window.setSessionStatus(m_watched.status(id));
            m_window.showError(error);
        });
    }

    void connectSessions() {
        connect(&m_navigator, &SessionNavigator::targetShown, this, &WindowApplication::onTargetShown);
        connect(&m_navigator, &SessionNavigator::recordingOpened, &m_recents, &RecentsMenu::addRecording);
        connect(&m_navigator, &SessionNavigator::openRecordingsChanged, &m_recordingsController,
                &RecordingsController::showOpen);
        connect(&m_window.recordingActions(), &ui::RecordingActions::compareSetsRequested,
                &m_recordingsController, &RecordingsController::compareSets);
    }

    /// Applies to every target that is watched from now on.
    void plan(const model::CalendarWindows& calendar) {
        m_watched.setPlanned(calendar.windows);
        for (const QString& remark : calendar.remarks)
            qCWarning(lcWindow) << "planned windows:" << remark;
        if (!calendar.remarks.isEmpty())
            m_window.showError(
                {QObject::tr("Some events of the calendar could not be imported as planned windows.")
                     .toStdString(),
                 {},
                 calendar.remarks.join(u'\n').toStdString(),
                 {}});
    }

    void quitAfterStop() {
        m_quitting = true;
        m_watched.stopAll();
        if (m_watched.running() == 0) QCoreApplication::quit();
    }

    void onEnded(SessionId id) {
        if (m_quitting && m_watched.running() == 0) {
            QCoreApplication::quit();
            return;
        }
        qCInfo(lcWindow) << "target" << id.value << "has ended";
        refresh();
        if (id == m_window.shownSession()) m_window.refreshSession();
    }

    void copyDiagnostics() {
        model::DiagnosticsInput input;
        const QScreen* screen = m_window.screen();
        input.program = QStringList{
            u"Qt %1, platform %2"_s.arg(QString::fromLatin1(qVersion()), QGuiApplication::platformName()),
            QSysInfo::prettyProductName() + u", kernel "_s + QSysInfo::kernelVersion(),
            u"screen %1 x %2, scale %3"_s.arg(screen->size().width())
                .arg(screen->size().height())
                .arg(screen->devicePixelRatio())};
        input.targets = m_watched.diagnostics();
        constexpr int kLogLines = 200;
        input.log = m_log.lastLines(kLogLines);
        QGuiApplication::clipboard()->setText(model::diagnostics(input));
        qCInfo(lcWindow) << "diagnostics copied";
    }

    void refresh() {
        m_watched.refresh();
        m_preferences.watchRules();
        showDiskFree();
        m_window.setRunning(m_watched.running());
        const SessionId shown = m_window.shownSession();
        if (m_watched.session(shown)) m_window.setSessionStatus(m_watched.status(shown));
        if (m_watched.running() == 0) m_statusTimer.stop();
    }

    /// The folder may not exist before the first recording, so the nearest existing parent is measured.
    void showDiskFree() {
        std::filesystem::path place(model::defaultRecordingFolder().toStdString());
        std::error_code failed;
        while (!std::filesystem::exists(place, failed) && place.has_relative_path())
            place = place.parent_path();
        const std::filesystem::space_info space = std::filesystem::space(place, failed);
        m_window.setDiskFree(failed ? std::nullopt : std::optional<std::uint64_t>(space.available));
    }

    void watch(const TargetSettings& settings, std::unique_ptr<demo::Simulator> simulator = {}) {
        // A simulator does not outlive the program, so it is no recent target.
        if (!simulator) m_recents.addTarget(settings);
        const SessionId id = m_watched.add(settings, std::move(simulator));
        // Handlers run last in, first out: registered for each target, so that it runs before what it uses is
        // destroyed.
        std::atexit(endWithoutDisplay);
        m_navigator.show(id);
    }

    void onTargetShown(SessionId id) {
        const TargetSettings& target = *m_watched.settings(id);
        m_window.connectionActions().proposeConnection(target); // for Edit and Duplicate
        m_maintenance.setTarget(target);
        m_statusTimer.start();
        refresh();
    }

    void remove(SessionId id) {
        m_navigator.leave(id); // before the target is destroyed
        m_watched.remove(id);
        refresh();
    }

    void restart(SessionId id) {
        if (const TargetSettings* settings = m_watched.settings(id)) changeProbe(id, settings->probe);
    }

    /// Restarts the measurement, in a new recording.
    void changeProbe(SessionId id, const ProbePlan& probe) {
        if (!m_watched.settings(id)) return;
        TargetSettings settings = *m_watched.settings(id);
        settings.probe = probe;
        if (m_watched.isSimulator(id))
            watchSimulator(probe);
        else
            watch(settings);
        remove(id);
    }

    /// `probe`: nullopt: the demonstration's default.
    void watchSimulator(const std::optional<ProbePlan>& probe = {}) {
        auto launched = launchSimulator(probe);
        if (!launched) {
            m_window.showError(launched.error());
            return;
        }
        watch(launched->target, std::move(launched->simulator));
        if (launched->manager) m_maintenance.page().setClusterManager(*launched->manager);
    }

    model::LogModel m_log;
    LogCapture m_logCapture{m_log};
    QSettings m_settings;        ///< the saved workspace; never a secret
    WatchedTargets m_watched;    ///< outlives the window, which uses it
    OpenRecordings m_recordings; ///< the same
    ui::MainWindow m_window;
    ExportController m_exports{m_window, m_watched};
    RecordingsController m_recordingsController{
        m_window, m_recordings, model::defaultRecordingFolder(),
        [this](const QString& path) { return m_watched.flush(path); }};
    MaintenanceController m_maintenance{m_window, m_watched};
    KeychainController m_keychain{m_window, m_maintenance};
    RecentsMenu m_recents{m_window, m_settings, m_keychain.store(),
                          [this](const TargetSettings& target) { watch(target); }};
    PreferencesController m_preferences{m_window, m_settings, m_watched, m_recents};
    ProfileMenu m_profiles{m_window, model::defaultProfilesPath(),
                           [this] { return m_maintenance.profile(); }};
    SessionNavigator m_navigator{m_window, m_watched, m_recordings};
    io::ReadinessClient m_test; ///< of the connection dialog
    QTimer m_statusTimer;
    bool m_quitting = false;
    QuitSignals m_signals;
};

/// The running window, for endWithoutDisplay().
WindowApplication* openWindow = nullptr;

void endWithoutDisplay() {
    WindowApplication* window = std::exchange(openWindow, nullptr);
    if (window == nullptr) return;
    window->abandon();
    complain(u"watch"_s,
             u"the display was lost. The recordings are complete; maintscope recordings lists them."_s);
    std::_Exit(toInt(ExitCode::Unreachable));
}

} // namespace

int runWindow(QApplication& application, const WindowOptions& options) {
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setApplicationDisplayName(u"Maintscope"_s);
    QGuiApplication::setDesktopFileName(u"maintscope"_s);
    // It holds hosts, users and names of recordings.
    makePrivate(QFileInfo(model::defaultProfilesPath()).path(), u"workspace.ini"_s);
    ui::applyTheme(application, ui::ThemeChoice::System); // restoreWorkspace() may change it
    WindowApplication window;
    openWindow = &window;
    window.show();
    QMetaObject::invokeMethod(
        &window, [&window, &options] { window.begin(options); }, Qt::QueuedConnection);
    const int code = QApplication::exec();
    openWindow = nullptr;
    return code;
}

} // namespace maintscope::app
