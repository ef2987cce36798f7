// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/settings.h"
#include "model/exporter.h"
#include "ui/paint/live_frame.h"

#include <QMainWindow>

#include <optional>

class QAbstractItemModel;
class QAction;
class QComboBox;
class QDockWidget;
class QLabel;
class QStackedWidget;

namespace maintscope::ui {

class EventsList;
class ExportDialog;
class LiveView;

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

/// The window: layout, menus and commands. Decides nothing: what the user wants leaves as signals, what there
/// is to see is set. Every command is one QAction, shared by menu, toolbar and first screen.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// What the view "Maintenance" shows; taken over. Without one there is no such view.
    void setMaintenancePage(QWidget* page);
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
    void showMaintenance();
    void showLive();
    /// Something failed: what, where, the exact words, what to do next; with a button that copies it.
    void showError(const Error& error);
    void showExportResult(const Status& status, const QString& path, qint64 bytes);

    [[nodiscard]] LiveView* liveView() const { return m_live; }

Q_SIGNALS:
    void connectRequested(const maintscope::TargetSettings& settings);
    void simulatorRequested();
    void stopRequested();
    void exportRequested(maintscope::model::ExportFormat format, const QString& path, bool replace);
    /// The user has agreed to close.
    void closing();

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void makeActions();
    void makeMenus();
    void makeToolBar();
    void makeDocks();
    void makeStatusBar();
    void showView(QWidget* page);
    void updateActions();
    void askConnection();
    void askExport();
    void savePicture();
    void askStop();
    void copyDetails();
    void about();
    [[nodiscard]] bool agreesToLeave(const QString& next);
    [[nodiscard]] QString proposedName() const;

    QStackedWidget* m_pages;
    QWidget* m_firstScreen = nullptr;
    LiveView* m_live = nullptr;
    QWidget* m_maintenance = nullptr;
    EventsList* m_events = nullptr;
    QDockWidget* m_eventsDock = nullptr;

    QAction* m_connect = nullptr;
    QAction* m_simulator = nullptr;
    QAction* m_export = nullptr;
    QAction* m_savePicture = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_quit = nullptr;
    QAction* m_showLive = nullptr;
    QAction* m_showMaintenance = nullptr;
    QAction* m_fullScreen = nullptr;
    QAction* m_about = nullptr;
    QList<QAction*> m_ranges;
    QComboBox* m_rangeBox = nullptr;
    QWidget* m_recordingChip = nullptr;

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
