// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/settings.h"
#include "model/exporter.h"
#include "model/redaction.h"
#include "ui/paint/live_frame.h"
#include "ui/theme.h"

#include <QMainWindow>

#include <array>
#include <optional>
#include <vector>

class QAbstractItemModel;
class QAction;
class QActionGroup;
class QComboBox;
class QDockWidget;
class QLabel;
class QSettings;
class QStackedWidget;
class QToolButton;

namespace maintscope::ui {

class Commands;
class EventsList;
class ExportDialog;
class LiveView;
class RecordingChip;

/// What toolbar and status bar say about the session.
struct SessionStatus {
    Duration recorded{};
    std::uint64_t bytes = 0;
    double ratePerSecond = 0; ///< asked for, all connections together
    int connections = 0;
    Duration loopLag{};         ///< worst lateness of the client's loop
    std::uint64_t dropped = 0;  ///< samples and events that were not recorded
    std::optional<Error> error; ///< recording has stopped before its time
};

/// The views that the switch at the left of the toolbar offers, in their order; Ctrl+1 is the first.
enum class PageId { Fleet, Live, Events, Maintenance, Recordings, Compare };
inline constexpr int kPages = 6;

/// The window: layout, menus and commands. Decides nothing: what the user wants leaves as signals, what there
/// is to see is set.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Where every command is; whoever brings a page brings its commands, too.
    [[nodiscard]] Commands& commands() const { return *m_commands; }
    /// A view of the switch; taken over. Views without a page are not offered.
    void setPage(PageId id, QWidget* page);
    void showPage(PageId id);
    [[nodiscard]] PageId currentPage() const { return m_page; }
    /// What the view "Maintenance" shows; taken over.
    void setMaintenancePage(QWidget* page) { setPage(PageId::Maintenance, page); }
    /// A dock beside the live view; taken over. `title` with its mnemonic; `shown`: in the default layout. To
    /// be called before restoreWorkspace().
    QDockWidget* addPanel(const QString& title, const QString& objectName, QWidget* content,
                          Qt::DockWidgetArea area, bool shown);

    /// A session begins: `source` and `events` must outlive it. Its recording is at `recordingPath`.
    void beginSession(const LiveSource* source, QAbstractItemModel* events, const QString& recordingPath);
    /// The session has ended; what was seen stays.
    void endSession();
    /// Forgets the session: nothing of it is looked at any more.
    void clearSession();
    [[nodiscard]] bool sessionRunning() const { return m_running; }
    void setSessionStatus(const SessionStatus& status);

    /// What the connection dialog shows when it opens next.
    void proposeConnection(const TargetSettings& settings);
    void showMaintenance() { showPage(PageId::Maintenance); }
    void showLive() { showPage(PageId::Live); }
    /// Something failed: what, where, the exact words, what to do next; with a button that copies it.
    void showError(const Error& error);
    void showExportResult(const Status& status, const QString& path, qint64 bytes);
    void showRedactionPreview(const std::vector<model::Redaction::Row>& rows);

    /// Geometry, docks, theme and view, as they were left. Nothing secret is ever in there.
    void saveWorkspace(QSettings& settings) const;
    void restoreWorkspace(QSettings& settings);

    [[nodiscard]] LiveView* liveView() const { return m_live; }

Q_SIGNALS:
    void connectRequested(const maintscope::TargetSettings& settings);
    void simulatorRequested();
    void stopRequested();
    void exportRequested(const maintscope::model::ExportOptions& options, const QString& path, bool replace);
    /// The export dialog wants to show what redaction would replace.
    void redactionPreviewRequested();
    /// The user has agreed to close.
    void closing();

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    // main_window_commands.cpp
    void makeCommands();
    void makeFileCommands();
    void makeViewCommands();
    void makeThemeCommands();
    void makeWindowCommands();
    void makeHelpCommands();

    void makeToolBar();
    void makeStatusBar();
    void applyDocks();
    void restoreDefaultLayout();
    void chooseTheme(ThemeChoice choice);
    void updateActions();
    void updateSwitch();
    void askConnection();
    void askExport();
    void savePicture();
    void askStop();
    void copyDetails();
    void showPalette();
    void showShortcuts();
    void showAbout();
    [[nodiscard]] bool agreesToLeave(const QString& next);
    [[nodiscard]] QString proposedName() const;

    struct Panel {
        QDockWidget* dock = nullptr;
        Qt::DockWidgetArea area = Qt::LeftDockWidgetArea;
        bool shownByDefault = true;
        bool wanted = true; ///< by the user; on a page without docks it is hidden all the same
    };

    Commands* m_commands;
    QStackedWidget* m_stack;
    QWidget* m_firstScreen = nullptr;
    std::array<QWidget*, kPages> m_pages{};
    std::array<QAction*, kPages> m_pageActions{};
    std::array<QToolButton*, kPages> m_pageButtons{};
    PageId m_page = PageId::Live;
    LiveView* m_live = nullptr;
    EventsList* m_events = nullptr;
    std::vector<Panel> m_panels;

    QAction* m_connect = nullptr;
    QAction* m_simulator = nullptr;
    QAction* m_export = nullptr;
    QAction* m_savePicture = nullptr;
    QAction* m_stop = nullptr;
    QActionGroup* m_themes = nullptr;
    ThemeChoice m_theme = ThemeChoice::Light;
    QList<QAction*> m_ranges;
    QComboBox* m_rangeBox = nullptr;
    RecordingChip* m_recordingChip = nullptr;
    QAction* m_recordingChipAction = nullptr;

    QLabel* m_statusRecording = nullptr;
    QLabel* m_statusRate = nullptr;
    QLabel* m_statusLag = nullptr;
    QLabel* m_statusDropped = nullptr;
    ExportDialog* m_exportDialog = nullptr;

    const LiveSource* m_source = nullptr;
    QAbstractItemModel* m_eventModel = nullptr;
    QString m_recordingPath;
    SessionStatus m_session;
    TargetSettings m_lastSettings;
    bool m_haveLastSettings = false;
    bool m_running = false;
};

} // namespace maintscope::ui
