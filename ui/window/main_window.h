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

/// The window: its pages, panels and bars, and the objects that own its commands. Makes no decisions: emits
/// the user's requests as signals, mostly from those objects, and shows what is set. GUI thread.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// All commands. Code that adds a page adds its commands here.
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

    /// Adds the page of a view; the window takes ownership. Views without a page are not offered.
    void setPage(PageId id, QWidget* page);
    void showPage(PageId id);
    [[nodiscard]] PageId currentPage() const { return m_page; }

    /// Sets the targets in the dock and the overview. Must stay alive as long as the window uses it.
    void setTargets(model::TargetListModel* targets);
    /// Sets the program's log. Must stay alive as long as the window uses it.
    void setLog(model::LogModel* log);
    /// Sets the open recordings in the dock.
    void setOpenRecordings(const std::vector<OpenRecording>& recordings);

    /// Shows a session instead of the previous one.
    void showSession(const SessionView& session);
    /// Updates the window when the session has ended or resumed; the view stays as it is.
    void refreshSession();
    /// Shows no session.
    void clearSession();
    [[nodiscard]] SessionId shownSession() const;
    void setSessionStatus(const SessionStatus& status);
    /// Updates the facts of the shown recording.
    void setRecordingFacts(const RecordingFacts& facts);

    /// Sets the number of measured targets; above zero, closing asks for confirmation.
    void setRunning(int sessions);
    /// Free space on the disk of the recordings; nullopt: unknown.
    void setDiskFree(std::optional<std::uint64_t> bytes);
    /// Sets the initial folder of "Open Recording".
    void setRecordingFolder(const QString& folder);
    /// Shows an alert about something that happened at `when`.
    void showAlert(const model::Alert& alert, WallTime when);
    /// Shows an error: what failed, where, the exact words and the remedy, with a button to copy them.
    void showError(const Error& error);

    /// Geometry, docks, theme and view. Never holds a secret.
    void saveWorkspace(QSettings& settings) const;
    void restoreWorkspace(QSettings& settings);

Q_SIGNALS:
    void simulatorRequested();
    /// The user selected a target or an open recording.
    void targetChosen(maintscope::SessionId id);
    /// The user has confirmed closing.
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

    // Members that the objects below use come first, so that they are destroyed last.
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
