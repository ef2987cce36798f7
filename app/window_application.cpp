// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window_application.h"

#include "app/demo/simulator.h"
#include "app/export_job.h"
#include "app/output_file.h"
#include "app/quit_signals.h"
#include "app/watch_session.h"
#include "client/io/readiness_client.h"
#include "client/io/rest_client.h"
#include "client/types/cluster_url.h"
#include "client/types/target_url.h"
#include "model/exporter.h"
#include "model/recorder.h"
#include "model/recording.h"
#include "model/rest_event.h"
#include "ui/commands.h"
#include "ui/main_window.h"
#include "ui/readiness_page.h"
#include "ui/sch_page.h"
#include "ui/theme.h"

#include <QAction>
#include <QApplication>
#include <QFileInfo>
#include <QSettings>
#include <QThread>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace maintscope::app {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr auto kStatusInterval = 500ms;

/// The composition root of the window: builds, wires, and ends everything in order.
class WindowApplication final : public QObject {
public:
    WindowApplication()
        : m_settings(QSettings::IniFormat, QSettings::UserScope, u"maintscope"_s, u"workspace"_s)
        , m_signals([this] {
            m_window.saveWorkspace(m_settings);
            m_window.hide();
            quitAfterStop();
        }) {
        connect(&m_window, &ui::MainWindow::connectRequested, this,
                [this](const TargetSettings& settings) { afterStop([this, settings] { watch(settings); }); });
        connect(&m_window, &ui::MainWindow::simulatorRequested, this,
                [this] { afterStop([this] { watchSimulator(); }); });
        connect(&m_window, &ui::MainWindow::stopRequested, this, [this] { afterStop({}); });
        connect(&m_window, &ui::MainWindow::exportRequested, this, &WindowApplication::exportSession);
        connect(&m_window, &ui::MainWindow::redactionPreviewRequested, this,
                &WindowApplication::previewRedaction);
        // The window is gone at once; the program stays until the last reply is in the recording.
        connect(&m_window, &ui::MainWindow::closing, this, [this] {
            m_window.saveWorkspace(m_settings);
            quitAfterStop();
        });
        connect(&m_statusTimer, &QTimer::timeout, this, [this] {
            if (m_session) m_window.setSessionStatus(m_session->status());
        });
        m_statusTimer.setInterval(kStatusInterval);
        wireMaintenance();
        wireReadiness();
    }

    ~WindowApplication() override {
        for (const auto& thread : m_exports)
            thread->wait();
    }

    void begin(const WindowOptions& options) {
        m_window.restoreWorkspace(m_settings);
        m_window.show();
        if (options.demo) {
            watchSimulator();
        } else if (options.target) {
            m_window.proposeConnection(*options.target);
            watch(*options.target);
        }
    }

private:
    void wireMaintenance() {
        m_maintenance = new ui::SchPage; // the window takes it over
        m_window.setMaintenancePage(m_maintenance);
        connect(m_maintenance, &ui::SchPage::requested, this, [this](const RestTask& task) {
            m_restUser = task.settings.user;
            m_restEndpoint = task.settings.endpoint;
            m_rest.start(task);
        });
        connect(m_maintenance, &ui::SchPage::watchRequested, this, [this](const TargetSettings& target) {
            m_window.proposeConnection(target); // the user adds who they are
            if (QAction* dialog = m_window.commands().find("actionConnect"_L1)) dialog->trigger();
        });
        connect(m_maintenance, &ui::SchPage::cancelRequested, &m_rest, &io::RestClient::cancel);
        connect(&m_rest, &io::RestClient::stepEnded, m_maintenance, &ui::SchPage::onStep);
        connect(&m_rest, &io::RestClient::ended, m_maintenance, &ui::SchPage::onOutcome);
        // Who read or changed the switch, and when, belongs to the recording.
        connect(&m_rest, &io::RestClient::ended, this, [this](const RestOutcome& outcome) {
            if (m_session && m_session->running())
                m_session->publish(
                    model::restEvent(outcome, m_restUser, m_restEndpoint, m_session->target()));
        });
    }

    /// Is it on, for the target that is watched, end to end?
    void wireReadiness() {
        ui::ReadinessCard* card = m_maintenance->readiness();
        connect(card, &ui::ReadinessCard::checkRequested, this, &WindowApplication::checkReadiness);
        connect(&m_readiness, &io::ReadinessClient::seen, card, &ui::ReadinessCard::setFacts);
        // What was just switched shows in a new connection, not in those that are open.
        connect(&m_rest, &io::RestClient::ended, this, [this](const RestOutcome& outcome) {
            if (outcome.action == RestAction::Apply && outcome.ok()) checkReadiness();
        });
        const QAction* check = m_window.commands().add(
            ui::MenuId::Maintenance,
            {"actionReadiness",
             QObject::tr("&Readiness Check"),
             QObject::tr("Check whether maintenance notifications are on for the watched target, end to end"),
             "maintenance",
             {QKeySequence(Qt::Key_F7)}});
        connect(check, &QAction::triggered, this, [this] {
            m_window.showMaintenance();
            checkReadiness();
        });
        const QAction* read = m_window.commands().add(
            ui::MenuId::Maintenance, {"actionReadCluster", QObject::tr("Read Cluster &Flag"),
                                      QObject::tr("Read the cluster's settings with what the form says")});
        connect(read, &QAction::triggered, this, [this] {
            m_window.showMaintenance();
            m_maintenance->check();
        });
    }

    void checkReadiness() {
        if (!m_target) return;
        m_readiness.start({*m_target, m_maintenance->form().settings()});
    }

    void quitAfterStop() {
        afterStop([] { QCoreApplication::quit(); });
    }

    /// Ends the session that runs, if one does, and goes on then.
    void afterStop(std::function<void()> next) {
        m_next = std::move(next);
        if (m_session && m_session->running())
            m_session->stop();
        else
            goOn();
    }

    void goOn() {
        m_statusTimer.stop();
        if (m_session) {
            m_window.endSession();
            m_window.setSessionStatus(m_session->status());
        }
        m_simulator.reset();
        if (const auto next = std::exchange(m_next, {})) next();
    }

    void watch(const TargetSettings& settings) {
        m_window.clearSession();
        m_session = std::make_unique<WatchSession>(settings, model::defaultRecordingFolder());
        // Queued: what follows may delete the session, which must have returned from its own signal by then.
        connect(m_session.get(), &WatchSession::finished, this, &WindowApplication::goOn,
                Qt::QueuedConnection);
        connect(m_session.get(), &WatchSession::recordingFailed, this, [this](const Error& error) {
            m_window.setSessionStatus(m_session->status());
            m_window.showError(error);
        });
        const Status recording = m_session->start();
        m_window.beginSession(m_session.get(), &m_session->eventTable(), m_session->recordingPath());
        m_window.setSessionStatus(m_session->status());
        m_maintenance->setEnvironment(settings.environment);
        m_target = settings;
        const std::string name = settings.name.empty() ? toString(settings.endpoint) : settings.name;
        m_maintenance->readiness()->setTarget(QString::fromStdString(name));
        m_statusTimer.start();
        if (!recording) m_window.showError(recording.error());
    }

    void watchSimulator() {
        demo::SimulatorOptions options;
        options.scenario = "clean-move";
        options.loop = true;
        m_simulator = std::make_unique<demo::Simulator>(options);
        const auto addresses = m_simulator->start();
        const auto url = addresses ? parseTargetUrl(addresses->redis) : Result<TargetUrl>(addresses.error());
        if (!url) {
            m_simulator.reset();
            m_window.showError(url.error());
            return;
        }
        TargetSettings settings;
        settings.name = "simulator";
        settings.environment = Environment::Development;
        settings.endpoint = url->endpoint;
        settings.password = addresses->password;
        settings.probe.control = true; // what the demonstration is about
        watch(settings);

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

    /// The same code and, from the same recording, the same bytes as `maintscope export`. Runs on a thread of
    /// its own: a long recording must not stop the view.
    void exportSession(const model::ExportOptions& options, const QString& path, bool replace) {
        if (!m_session) return;
        if (const Status flushed = m_session->flush(); !flushed) {
            m_window.showExportResult(flushed, path, 0);
            return;
        }
        if (!replace && QFileInfo::exists(path)) {
            m_window.showExportResult(
                Error{"The file exists by now.", path.toStdString(), {}, "Choose another name."}, path, 0);
            return;
        }
        const auto status = std::make_shared<Status>(success());
        const std::shared_ptr<QThread> thread(
            QThread::create([status, options, path, recordingPath = m_session->recordingPath()] {
                const auto recording = model::Recording::open(recordingPath);
                if (!recording) {
                    *status = recording.error();
                    return;
                }
                *status =
                    writeOutput(path, [&](QIODevice& out) { return writeExport(**recording, options, out); });
            }));
        connect(thread.get(), &QThread::finished, this, [this, status, path, raw = thread.get()] {
            m_window.showExportResult(*status, path, QFileInfo(path).size());
            std::erase_if(m_exports,
                          [raw](const auto& running) { return running.get() == raw && running->wait(); });
        });
        m_exports.push_back(thread);
        thread->start();
    }

    void previewRedaction() {
        if (!m_session || !m_session->flush()) return;
        const auto recording = model::Recording::open(m_session->recordingPath());
        if (!recording) return;
        m_window.showRedactionPreview(
            model::Redaction((*recording)->session(), (*recording)->allEvents().events).preview());
    }

    QSettings m_settings; ///< the workspace as it was left; never a secret
    ui::MainWindow m_window;
    ui::SchPage* m_maintenance = nullptr; ///< the window's
    io::RestClient m_rest;
    io::ReadinessClient m_readiness;
    std::optional<TargetSettings> m_target; ///< of the session
    std::string m_restUser;                 ///< of the task that runs
    Endpoint m_restEndpoint;
    std::unique_ptr<demo::Simulator> m_simulator; ///< outlives the session that measures it
    std::unique_ptr<WatchSession> m_session;
    QTimer m_statusTimer;
    std::function<void()> m_next;
    QuitSignals m_signals;
    std::vector<std::shared_ptr<QThread>> m_exports;
};

} // namespace

int runWindow(QApplication& application, const WindowOptions& options) {
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setApplicationDisplayName(u"Maintscope"_s);
    QGuiApplication::setDesktopFileName(u"maintscope"_s);
    ui::applyTheme(application, ui::ThemeChoice::System); // the workspace may say otherwise
    WindowApplication window;
    window.begin(options);
    return QApplication::exec();
}

} // namespace maintscope::app
