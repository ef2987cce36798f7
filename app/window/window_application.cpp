// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/window_application.h"

#include "app/demo/simulator.h"
#include "app/services/background_work.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "app/services/export_job.h"
#include "app/services/keychain.h"
#include "app/services/log_capture.h"
#include "app/services/output_file.h"
#include "app/services/quit_signals.h"
#include "app/window/maintenance_menu.h"
#include "app/window/preferences_controller.h"
#include "app/window/profile_menu.h"
#include "app/window/recents_menu.h"
#include "app/window/open_recordings.h"
#include "app/window/recordings_controller.h"
#include "app/window/replay_session.h"
#include "app/window/watched_targets.h"
#include "app/window/watch_session.h"
#include "client/io/net/tls_trust.h"
#include "client/io/readiness/readiness_client.h"
#include "client/io/rest/rest_client.h"
#include "client/types/cluster_url.h"
#include "client/types/target_url.h"
#include "model/events/rest_event.h"
#include "model/extract/export_options.h"
#include "model/recording/recorder.h"
#include "model/recording/recording_run.h"
#include "model/user/diagnostics.h"
#include "model/user/log_model.h"
#include "ui/maintenance/sch_page.h"
#include "ui/readiness/readiness_page.h"
#include "ui/targets/targets_panel.h"
#include "ui/theme/apply_theme.h"
#include "ui/widgets/commands.h"
#include "ui/window/connection_actions.h"
#include "ui/window/event_actions.h"
#include "ui/window/export_actions.h"
#include "ui/window/help_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/recording_actions.h"
#include "ui/window/target_actions.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QScreen>
#include <QSettings>
#include <QTimer>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace maintscope::app {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcWindow, "app.window")

constexpr auto kStatusInterval = 500ms;
/// How often the bar of the replay moves.
constexpr auto kReplayInterval = 100ms;

/// Ends the program once its window has been painted: what the benchmark of the start measures.
class QuitWhenPainted final : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint) QTimer::singleShot(0, qApp, &QCoreApplication::quit);
        return QObject::eventFilter(watched, event);
    }
};

/// When the display goes away Qt calls exit(), which unwinds nothing: what was measured is brought into the
/// files, and the threads that still run do not see the objects of the program go.
void endWithoutDisplay();

/// The composition root of the window: builds, wires, and ends everything in order.
class WindowApplication final : public QObject {
public:
    WindowApplication()
        : m_settings(QSettings::IniFormat, QSettings::UserScope, u"maintscope"_s, u"workspace"_s)
        , m_watched(model::defaultRecordingFolder())
        , m_signals([this] {
            m_window.saveWorkspace(m_settings);
            m_window.hide();
            quitAfterStop();
        }) {
        m_window.setTargets(&m_watched.targets());
        m_window.setLog(&m_log);
        connect(&m_window.connectionActions(), &ui::ConnectionActions::connectRequested, this,
                [this](const TargetSettings& settings) { watch(settings); });
        connect(&m_window, &ui::MainWindow::simulatorRequested, this, [this] { watchSimulator(); });
        connect(&m_window, &ui::MainWindow::targetChosen, this, &WindowApplication::show);
        connect(&m_window.targetActions(), &ui::TargetActions::stopRequested, &m_watched, &WatchedTargets::stop);
        connect(&m_window.targetActions(), &ui::TargetActions::restartRequested, this, &WindowApplication::restart);
        connect(&m_window.targetActions(), &ui::TargetActions::probeChangeRequested, this, &WindowApplication::changeProbe);
        connect(&m_window.targetActions(), &ui::TargetActions::environmentChosen, this,
                [this](SessionId id, Environment environment) {
                    m_watched.setEnvironment(id, environment);
                    if (id == m_window.shownSession()) show(id);
                    m_window.refreshSession();
                });
        connect(&m_window.targetActions(), &ui::TargetActions::removeRequested, this, &WindowApplication::remove);
        connect(&m_window.eventActions(), &ui::EventActions::eventRequested, this,
                [this](SessionId id, const Event& event) {
                    WatchSession* session = m_watched.session(id);
                    if (session && session->running()) session->publish(event);
                });
        connect(&m_window.helpActions(), &ui::HelpActions::diagnosticsRequested, this, &WindowApplication::copyDiagnostics);
        connect(&m_window.exportActions(), &ui::ExportActions::exportRequested, this, &WindowApplication::exportSession);
        connect(&m_window.exportActions(), &ui::ExportActions::redactionPreviewRequested, this,
                &WindowApplication::previewRedaction);
        // The window is gone at once; the program stays until the last reply is in the recording.
        connect(&m_window, &ui::MainWindow::closing, this, [this] {
            m_window.saveWorkspace(m_settings);
            quitAfterStop();
        });
        connect(&m_watched, &WatchedTargets::ended, this, &WindowApplication::onEnded);
        connect(&m_watched, &WatchedTargets::recordingFailed, this,
                [this](SessionId id, const Error& error) {
                    if (id == m_window.shownSession()) m_window.setSessionStatus(m_watched.status(id));
                    m_window.showError(error);
                });
        connect(&m_statusTimer, &QTimer::timeout, this, &WindowApplication::refresh);
        m_statusTimer.setInterval(kStatusInterval);
        wireRecordings();
        wireMaintenance();
        wireReadiness();
        wireConnections();
    }

    /// The program is about to end from below.
    void abandon() { m_watched.abandonAll(); }

    void begin(const WindowOptions& options) {
        m_window.restoreWorkspace(m_settings);
        if (qEnvironmentVariableIsSet("MAINTSCOPE_QUIT_WHEN_PAINTED"))
            m_window.installEventFilter(new QuitWhenPainted(this));
        showDiskFree();
        m_window.show();
        plan(options.planned);
        if (options.demo) watchSimulator();
        if (options.rest) proposeManager(*options.rest);
        for (const TargetSettings& target : options.targets)
            begin(target);
        for (const QString& recording : options.recordings)
            openRecording(recording);
    }

private:
    /// For every target that is watched from now on.
    void plan(const model::CalendarWindows& calendar) {
        m_planned = calendar.windows;
        for (const QString& remark : calendar.remarks)
            qCWarning(lcWindow) << "planned windows:" << remark;
        if (!calendar.remarks.isEmpty())
            m_window.showError(
                {QObject::tr("Not all of the calendar could be taken as planned windows.").toStdString(),
                 {},
                 calendar.remarks.join(u'\n').toStdString(),
                 {}});
    }

    /// Of a saved connection, which is what has a name at the start, the keychain may know the password.
    void begin(TargetSettings target) {
        const auto start = [this](const TargetSettings& complete) {
            m_window.connectionActions().proposeConnection(complete);
            watch(complete);
        };
        if (target.name.empty() || !target.password.empty()) return start(target);
        m_keychain->find(keychainAccount(target),
                         [start, target](const Result<std::optional<Secret>>& found) mutable {
                             if (found && *found) target.password = **found;
                             start(target);
                         });
    }

    void wireRecordings() {
        m_window.setRecordingFolder(model::defaultRecordingFolder());
        connect(&m_window.recordingActions(), &ui::RecordingActions::openRequested, this, &WindowApplication::openRecording);
        connect(&m_window.recordingActions(), &ui::RecordingActions::closeRequested, this,
                &WindowApplication::closeRecording);
        connect(&m_window.recordingActions(), &ui::RecordingActions::playRequested, this, [this](bool on) {
            if (ReplaySession* replay = shownReplay()) on ? replay->play() : replay->pause();
            showReplay();
        });
        connect(&m_window.recordingActions(), &ui::RecordingActions::speedRequested, this, [this](double speed) {
            if (ReplaySession* replay = shownReplay()) replay->setSpeed(speed);
            showReplay();
        });
        connect(&m_window.recordingActions(), &ui::RecordingActions::seekRequested, this, [this](MonoTime to) {
            if (ReplaySession* replay = shownReplay()) replay->seek(to);
            showReplay();
        });
        connect(&m_window.recordingActions(), &ui::RecordingActions::compareSetsRequested, &m_recordingsController, &RecordingsController::compareSets);
        connect(&m_recordings, &OpenRecordings::known, this, [this](SessionId id) {
            m_window.setOpenRecordings(m_recordings.all());
            if (id == m_window.shownSession()) m_window.setRecordingFacts(m_recordings.facts(id));
        });
        connect(&m_recordings, &OpenRecordings::loaded, this, &WindowApplication::refreshReplay);
        connect(&m_recordings, &OpenRecordings::playingChanged, this, &WindowApplication::refreshReplay);
        connect(&m_replayTimer, &QTimer::timeout, this, &WindowApplication::showReplay);
        m_replayTimer.setInterval(kReplayInterval);
    }

    [[nodiscard]] ReplaySession* shownReplay() const { return m_recordings.session(m_window.shownSession()); }

    void openRecording(const QString& path) {
        // What is being measured here is looked at live.
        if (const auto live = m_watched.sessionOf(path)) {
            show(*live);
            m_window.showPage(ui::PageId::Live);
            return;
        }
        const auto id = m_recordings.open(path);
        if (!id) {
            m_window.showError(id.error());
            return;
        }
        qCInfo(lcWindow) << "recording opened:" << path;
        m_recents->addRecording(path);
        if (!shownReplay()) m_before = m_window.shownSession();
        m_pageBefore = m_window.currentPage();
        m_window.setOpenRecordings(m_recordings.all());
        m_recordingsController.showOpen();
        show(*id);
        m_window.showPage(ui::PageId::Live);
    }

    /// Back to what was looked at before, where that is still there.
    void closeRecording(SessionId id) {
        if (!m_recordings.session(id)) return;
        if (id == m_window.shownSession()) {
            const model::TargetListModel& targets = m_watched.targets();
            if (m_watched.session(m_before))
                show(m_before);
            else if (targets.rowCount() > 0)
                show(targets.row(0).id);
            else if (const auto other = otherRecording(id))
                show(*other);
            else
                m_window.clearSession();
            if (m_pageBefore == ui::PageId::Recordings) m_window.showPage(m_pageBefore);
        }
        m_recordings.close(id);
        m_window.setOpenRecordings(m_recordings.all());
        m_recordingsController.showOpen();
    }

    [[nodiscard]] std::optional<SessionId> otherRecording(SessionId id) const {
        for (const ui::OpenRecording& recording : m_recordings.all())
            if (recording.id != id) return recording.id;
        return std::nullopt;
    }

    void showReplay() {
        const ReplaySession* replay = shownReplay();
        if (replay) m_window.recordingActions().setReplay(m_recordings.replay(m_window.shownSession()));
        if (!replay || (!replay->playing() && !replay->loading()))
            m_replayTimer.stop();
        else if (!m_replayTimer.isActive())
            m_replayTimer.start();
    }

    void refreshReplay(SessionId id) {
        if (id != m_window.shownSession()) return;
        m_window.refreshSession();
        showReplay();
    }

    void wireMaintenance() {
        m_maintenance = new ui::SchPage; // the window takes it over
        m_window.setPage(ui::PageId::Maintenance, m_maintenance);
        connect(m_maintenance, &ui::SchPage::requested, this, [this](const RestTask& task) {
            m_restUser = task.settings.user;
            m_restEndpoint = task.settings.endpoint;
            m_rest.start(task);
        });
        connect(m_maintenance, &ui::SchPage::watchRequested, this, [this](const TargetSettings& target) {
            m_window.connectionActions().proposeConnection(target); // the user adds who they are
            if (QAction* dialog = m_window.commands().find("actionConnect"_L1)) dialog->trigger();
        });
        connect(m_maintenance, &ui::SchPage::pollRequested, &m_poll, &io::RestClient::start);
        connect(&m_poll, &io::RestClient::ended, m_maintenance, &ui::SchPage::onPolled);
        connect(m_maintenance, &ui::SchPage::cancelRequested, &m_rest, &io::RestClient::cancel);
        connect(&m_rest, &io::RestClient::stepEnded, m_maintenance, &ui::SchPage::onStep);
        connect(&m_rest, &io::RestClient::ended, m_maintenance, &ui::SchPage::onOutcome);
        // Who read or changed the switch, and when, belongs to the recording.
        connect(&m_rest, &io::RestClient::ended, this, [this](const RestOutcome& outcome) {
            WatchSession* session = m_watched.session(m_window.shownSession());
            if (session && session->running())
                session->publish(model::restEvent(outcome, m_restUser, m_restEndpoint, session->target()));
        });
    }

    /// Is it on, for the target that is watched, end to end?
    void wireReadiness() {
        ui::ReadinessCard* card = m_maintenance->readiness();
        connect(card, &ui::ReadinessCard::checkRequested, this, &WindowApplication::checkReadiness);
        connect(&m_readiness, &io::ReadinessClient::seen, m_maintenance, &ui::SchPage::setReadiness);
        // What was just switched shows in a new connection, and in those that are open once they ask again.
        connect(&m_rest, &io::RestClient::ended, this, [this](const RestOutcome& outcome) {
            if (outcome.action != RestAction::Apply || !outcome.ok()) return;
            m_maintenance->onOptInAsked(m_watched.optInAgain());
            checkReadiness();
        });
        connect(&m_watched, &WatchedTargets::optInEvent, m_maintenance, &ui::SchPage::onOptInEvent);
        addMaintenanceCommands(m_window, *m_maintenance, [this] { checkReadiness(); });
    }

    /// The connection dialog: its test, and the saved connections that it offers.
    void wireConnections() {
        connect(&m_window.connectionActions(), &ui::ConnectionActions::testRequested, this, [this](const TargetSettings& settings) {
            m_test.start({settings, std::nullopt});
        });
        connect(&m_test, &io::ReadinessClient::seen, &m_window.connectionActions(), &ui::ConnectionActions::showTest);
        connect(&m_window.connectionActions(), &ui::ConnectionActions::clusterManagerProposed, this, &WindowApplication::proposeManager);
        wireKeychain();
        m_window.connectionActions().setCertificateCheck(&io::checkClientCertificate);
        m_recents.emplace(m_window, m_settings, *m_keychain,
                          [this](const TargetSettings& target) { watch(target); });
        m_preferences.emplace(m_window, m_settings, m_watched, *m_recents);
        m_profiles.emplace(m_window, model::defaultProfilesPath(), [this] { return shownProfile(); });
    }

    void wireKeychain() {
        const auto unavailable = m_keychain->unavailable();
        const QString why =
            unavailable ? QString::fromStdString(unavailable->what + ' ' + unavailable->detail) : QString();
        m_window.connectionActions().setKeychain(why);
        m_maintenance->setKeychain(why);
        const auto told = [this](const Status& kept) {
            if (kept) return m_maintenance->setKeychainTrouble({});
            sayKeychainTrouble(kept.error());
            m_window.showError(kept.error());
        };
        // Asked when the user wants it kept, not at the start: a locked keychain asks for its own password.
        connect(m_maintenance, &ui::SchPage::keepingChosen, this, [this] {
            const auto& manager = m_maintenance->form().settings();
            findSecret(manager ? keychainAccount(*manager) : std::string("cluster manager"),
                       [](const Secret&) {});
        });
        connect(&m_window.connectionActions(), &ui::ConnectionActions::keepRequested, this,
                [this, told](const TargetSettings& settings) {
                    if (!settings.password.empty())
                        m_keychain->keep(keychainAccount(settings), settings.password, told);
                });
        connect(&m_window.connectionActions(), &ui::ConnectionActions::passwordWanted, this, [this](const TargetSettings& settings) {
            findSecret(keychainAccount(settings), [this, settings](const Secret& password) {
                m_window.connectionActions().offerPassword(settings, password);
            });
        });
        connect(&m_rest, &io::RestClient::ended, this, [this, told](const RestOutcome& outcome) {
            const auto& manager = m_maintenance->form().settings();
            if (outcome.action != RestAction::Survey || !outcome.ok() || !manager) return;
            if (m_maintenance->wantsKeeping() && !manager->password.empty())
                m_keychain->keep(keychainAccount(*manager), manager->password, told);
            else if (m_maintenance->wantsForgetting())
                m_keychain->forget(keychainAccount(*manager), told);
        });
    }

    /// One that cannot be found is no error: the form asks for it.
    void findSecret(const std::string& account, std::function<void(const Secret&)> use) {
        m_keychain->find(account, [this, use = std::move(use)](const Result<std::optional<Secret>>& found) {
            if (found && *found)
                use(**found);
            else if (!found)
                sayKeychainTrouble(found.error());
        });
    }

    void sayKeychainTrouble(const Error& error) {
        qCWarning(lcWindow) << "keychain:" << toString(error).c_str();
        m_maintenance->setKeychainTrouble(QString::fromStdString(error.what + ' ' + error.remedy));
    }

    /// A saved connection names the manager of its cluster.
    void proposeManager(const RestSettings& manager) {
        m_maintenance->setClusterManager(manager);
        if (!manager.password.empty()) return;
        findSecret(keychainAccount(manager), [this, manager](const Secret& password) {
            m_maintenance->offerPassword(manager, password);
        });
    }

    /// What is watched, with the cluster manager that the form names; its secrets are not saved with it.
    std::optional<model::Profile> shownProfile() const {
        if (!m_target) return std::nullopt;
        model::Profile profile{m_target->name, *m_target, m_maintenance->form().settings()};
        if (profile.name.empty()) profile.name = toString(m_target->endpoint);
        return profile;
    }

    void checkReadiness() {
        if (!m_target) return;
        m_readiness.start({*m_target, m_maintenance->form().settings()});
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
        m_preferences->watchRules();
        showDiskFree();
        m_window.setRunning(m_watched.running());
        const SessionId shown = m_window.shownSession();
        if (m_watched.session(shown)) m_window.setSessionStatus(m_watched.status(shown));
        if (m_watched.running() == 0) m_statusTimer.stop();
    }

    /// The folder may not be there before the first recording: what counts is the disk on which it will be.
    void showDiskFree() {
        std::filesystem::path place(model::defaultRecordingFolder().toStdString());
        std::error_code failed;
        while (!std::filesystem::exists(place, failed) && place.has_relative_path())
            place = place.parent_path();
        const std::filesystem::space_info space = std::filesystem::space(place, failed);
        m_window.setDiskFree(failed ? std::nullopt : std::optional<std::uint64_t>(space.available));
    }

    void watch(const TargetSettings& settings, std::unique_ptr<demo::Simulator> simulator = {}) {
        // A simulator is gone with the program.
        if (!simulator) m_recents->addTarget(settings);
        const SessionId id = m_watched.add(settings, std::move(simulator));
        // Handlers run last in, first out: again for each target, so that what a recording needs is still
        // there.
        std::atexit(endWithoutDisplay);
        WatchSession* session = m_watched.session(id);
        for (const model::PlannedWindow& window : m_planned)
            session->publish(model::plannedEvent(window, session->info().startedWall));
        show(id);
    }

    void show(SessionId id) {
        if (m_recordings.session(id)) {
            if (id != m_window.shownSession()) m_window.showSession(m_recordings.view(id));
            m_window.setSessionStatus({});
            showReplay();
            return;
        }
        if (!m_watched.session(id)) return;
        qCInfo(lcWindow) << "show target" << id.value;
        if (id != m_window.shownSession()) m_window.showSession(m_watched.view(id));
        m_target = *m_watched.settings(id);
        m_window.connectionActions().proposeConnection(*m_target); // what Edit and Duplicate begin with
        m_maintenance->setWatched(*m_target);
        const std::string name = m_target->name.empty() ? toString(m_target->endpoint) : m_target->name;
        m_maintenance->readiness()->setTarget(QString::fromStdString(name));
        m_statusTimer.start();
        refresh();
    }

    void remove(SessionId id) {
        if (id == m_window.shownSession()) {
            // Nothing may look at it any more; the next in the list takes its place.
            const model::TargetListModel& targets = m_watched.targets();
            const int row = targets.rowOf(id);
            const int next = row + 1 < targets.rowCount() ? row + 1 : row - 1;
            if (next >= 0)
                show(targets.row(next).id);
            else
                m_window.clearSession();
        }
        m_watched.remove(id);
        refresh();
    }

    void restart(SessionId id) {
        if (const TargetSettings* settings = m_watched.settings(id)) changeProbe(id, settings->probe);
    }

    /// Measured anew, in a recording of its own.
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

    /// `probe`: nullopt: as the demonstration has it.
    void watchSimulator(const std::optional<ProbePlan>& probe = {}) {
        demo::SimulatorOptions options;
        options.scenario = "clean-move";
        options.loop = true;
        auto simulator = std::make_unique<demo::Simulator>(options);
        const auto addresses = simulator->start();
        const auto url = addresses ? parseTargetUrl(addresses->redis) : Result<TargetUrl>(addresses.error());
        if (!url) {
            m_window.showError(url.error());
            return;
        }
        TargetSettings settings;
        settings.name = "simulator";
        settings.environment = Environment::Development;
        settings.endpoint = url->endpoint;
        settings.password = addresses->password;
        settings.probe.control = true; // what the demonstration is about
        if (probe) settings.probe = *probe;
        watch(settings, std::move(simulator));

        const auto manager = parseClusterUrl(addresses->rest);
        if (!manager) return;
        RestSettings rest;
        rest.endpoint = manager->endpoint;
        rest.user = addresses->restUser;
        rest.password = addresses->restPassword;
        rest.tls.enabled = true;
        rest.tls.trust.mode = TlsTrust::Mode::CaFile;
        rest.tls.trust.caPath = addresses->caFile;
        m_maintenance->setClusterManager(rest);
    }

    /// What is measured into this file is in it when this returns.
    [[nodiscard]] Status flush(const QString& recording) {
        const auto id = m_watched.sessionOf(recording);
        return id ? m_watched.session(*id)->flush() : success();
    }

    /// The same code and, from the same recording, the same bytes as `maintscope export`. Runs on a thread of
    /// its own: a long recording must not stop the view.
    void exportSession(const QString& from, const model::ExportOptions& options, const QString& path,
                       bool replace) {
        if (const Status flushed = flush(from); !flushed) {
            m_window.exportActions().showResult(flushed, path, 0);
            return;
        }
        if (!replace && QFileInfo::exists(path)) {
            m_window.exportActions().showResult(
                Error{"The file exists by now.", path.toStdString(), {}, "Choose another name."}, path, 0);
            return;
        }
        m_work.run(
            [options, path, from]() -> Status {
                const auto recording = model::RecordingRun::open(from);
                if (!recording) return recording.error();
                return writeOutput(path,
                                   [&](QIODevice& out) { return writeExport(*recording, options, out); });
            },
            [this, path](const Status& status) {
                m_window.exportActions().showResult(status, path, QFileInfo(path).size());
            });
    }

    void previewRedaction(const QString& path) {
        if (!flush(path)) return;
        const auto recording = model::RecordingRun::open(path);
        if (!recording) return;
        m_window.exportActions().showRedactionPreview(
            model::Redaction(recording->session(), recording->allEvents().events).preview());
    }

    model::LogModel m_log;
    LogCapture m_logCapture{m_log};
    QSettings m_settings;        ///< the workspace as it was left; never a secret
    WatchedTargets m_watched;         ///< outlives the window, which looks at it
    OpenRecordings m_recordings; ///< the same
    ui::MainWindow m_window;
    ui::SchPage* m_maintenance = nullptr; ///< the window's
    io::RestClient m_rest;
    io::RestClient m_poll; ///< reads the settings again, beside what the user asks for
    io::ReadinessClient m_readiness;
    io::ReadinessClient m_test; ///< of the connection dialog
    std::unique_ptr<ports::SecretStore> m_keychain = makeKeychain();
    std::optional<ProfileMenu> m_profiles;
    std::optional<RecentsMenu> m_recents;
    std::optional<PreferencesController> m_preferences;
    RecordingsController m_recordingsController{m_window, m_recordings, model::defaultRecordingFolder(),
                          [this](const QString& path) { return flush(path); }};
    std::vector<model::PlannedWindow> m_planned; ///< given at the start
    std::optional<TargetSettings> m_target;      ///< of the session
    std::string m_restUser;                      ///< of the task that runs
    Endpoint m_restEndpoint;
    QTimer m_statusTimer;
    bool m_quitting = false;
    QuitSignals m_signals;
    QTimer m_replayTimer;
    SessionId m_before; ///< shown when the first recording was opened
    ui::PageId m_pageBefore = ui::PageId::Live;
    BackgroundWork m_work; ///< first to go: it answers to the window
};

/// The window that would lose the end of its recordings.
WindowApplication* openWindow = nullptr;

void endWithoutDisplay() {
    WindowApplication* window = std::exchange(openWindow, nullptr);
    if (window == nullptr) return;
    window->abandon();
    complain(u"watch"_s,
             u"the display is gone. The recordings are complete; maintscope recordings lists them."_s);
    std::_Exit(toInt(ExitCode::Unreachable));
}

} // namespace

int runWindow(QApplication& application, const WindowOptions& options) {
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setApplicationDisplayName(u"Maintscope"_s);
    QGuiApplication::setDesktopFileName(u"maintscope"_s);
    ui::applyTheme(application, ui::ThemeChoice::System); // the workspace may say otherwise
    WindowApplication window;
    openWindow = &window;
    window.begin(options);
    const int code = QApplication::exec();
    openWindow = nullptr;
    return code;
}

} // namespace maintscope::app
