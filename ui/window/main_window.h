// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "client/types/time.h"
#include "ui/window/page_id.h"

#include <QMainWindow>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

class QAction;
class QDockWidget;
class QSettings;
class QStackedWidget;

namespace maintscope {
struct Error;
}

namespace maintscope::model {
class LogModel;
class TargetListModel;
struct Alert;
} // namespace maintscope::model

namespace maintscope::ui {

class AlertBar;
class AlertNotices;
class Commands;
class ConnectionActions;
class EventActions;
class EventsList;
class ExportActions;
class FirstScreen;
class FleetPage;
class HelpActions;
class LiveView;
class LogPanel;
class MainToolBar;
class PreferencesActions;
class RecentsActions;
class RecordingActions;
class StatusLabels;
class TargetActions;
class TargetsPanel;
class TimeActions;
class WorkspaceLayout;
struct OpenRecording;
struct RecordingFacts;
struct SessionStatus;
struct SessionView;
struct WindowContext;

/// The window: its pages, panels and bars, and the objects that own its commands. It decides nothing: what
/// the user wants leaves as signals, most of them of those objects; what there is to see is set. GUI thread.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// All commands; whoever adds a page adds its commands, too.
    [[nodiscard]] Commands& commands() const;
    [[nodiscard]] ConnectionActions& connectionActions() const { return *m_connectionActions; }
    [[nodiscard]] EventActions& eventActions() const { return *m_eventActions; }
    [[nodiscard]] ExportActions& exportActions() const { return *m_exportActions; }
    [[nodiscard]] HelpActions& helpActions() const { return *m_helpActions; }
    [[nodiscard]] PreferencesActions& preferencesActions() const { return *m_preferencesActions; }
    [[nodiscard]] RecentsActions& recentsActions() const { return *m_recentsActions; }
    [[nodiscard]] RecordingActions& recordingActions() const { return *m_recordingActions; }
    [[nodiscard]] TargetActions& targetActions() const { return *m_targetActions; }
    [[nodiscard]] LiveView* liveView() const { return m_live; }

    /// A view of the switch; the window owns it from now on. Views without a page are not offered.
    void setPage(PageId id, QWidget* page);
    void showPage(PageId id);
    [[nodiscard]] PageId currentPage() const { return m_page; }

    /// The targets that the dock and the overview list. Must outlive the window's use of it.
    void setTargets(model::TargetListModel* targets);
    /// The log of the program. Must outlive the window's use of it.
    void setLog(model::LogModel* log);
    /// The recordings that are open, for the dock.
    void setOpenRecordings(const std::vector<OpenRecording>& recordings);

    /// Shows a session in place of the one before.
    void showSession(const SessionView& session);
    /// The session has ended or goes on: what was seen stays.
    void refreshSession();
    /// Shows no session any more.
    void clearSession();
    [[nodiscard]] SessionId shownSession() const;
    void setSessionStatus(const SessionStatus& status);
    /// More is known of the recording that is shown.
    void setRecordingFacts(const RecordingFacts& facts);

    /// How many targets are measured: closing asks.
    void setRunning(int sessions);
    /// What is left where recordings are written; nullopt: not known.
    void setDiskFree(std::optional<std::uint64_t> bytes);
    /// Where "Open Recording" looks first.
    void setRecordingFolder(const QString& folder);
    /// A rule reports something that happened at `when`.
    void showAlert(const model::Alert& alert, WallTime when);
    /// Something failed: what, where, the exact words, what to do next; with a button that copies it.
    void showError(const Error& error);

    /// Geometry, docks, theme and view, as they were left. Never holds a secret.
    void saveWorkspace(QSettings& settings) const;
    void restoreWorkspace(QSettings& settings);

Q_SIGNALS:
    void simulatorRequested();
    /// A target, or a recording that is open, is to be shown.
    void targetChosen(maintscope::SessionId id);
    /// The user has agreed to close.
    void closing();

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // main_window_commands.cpp
    void makeCommands();
    void makeFileCommands();
    void makeEditCommands();
    void makePageCommands();
    void makeViewCommands();
    void makeTargetCommands();
    void makeCaptureCommands();
    void makeWindowCommands();

    void makePages();
    void makePanels();
    void connectObjects();
    void placeEvents();
    void offerPages();
    void updateActions();
    void findEvents();
    void goTo(SessionId id, MonoTime at);

    // Members that the objects below use come first: they go last.
    std::unique_ptr<WindowContext> m_context;
    QStackedWidget* m_stack;
    LiveView* m_live;
    std::unique_ptr<TimeActions> m_timeActions;
    std::unique_ptr<ConnectionActions> m_connectionActions;
    std::unique_ptr<EventActions> m_eventActions;
    std::unique_ptr<ExportActions> m_exportActions;
    std::unique_ptr<HelpActions> m_helpActions;
    std::unique_ptr<PreferencesActions> m_preferencesActions;
    std::unique_ptr<RecentsActions> m_recentsActions;
    std::unique_ptr<RecordingActions> m_recordingActions;
    std::unique_ptr<TargetActions> m_targetActions;
    std::unique_ptr<WorkspaceLayout> m_layout;
    std::unique_ptr<AlertNotices> m_alerts;
    std::unique_ptr<StatusLabels> m_status;

    std::array<QAction*, kPages> m_pageActions{};
    std::array<QWidget*, kPages> m_pages{};
    PageId m_page = PageId::Live;
    MainToolBar* m_bar = nullptr;
    FirstScreen* m_firstScreen = nullptr;
    FleetPage* m_fleet = nullptr;
    EventsList* m_events = nullptr;
    QWidget* m_eventsPage = nullptr;
    TargetsPanel* m_targetsPanel = nullptr;
    LogPanel* m_log = nullptr;
    QDockWidget* m_targetsDock = nullptr;
    QDockWidget* m_eventsDock = nullptr;
    model::TargetListModel* m_targets = nullptr;
};

} // namespace maintscope::ui
