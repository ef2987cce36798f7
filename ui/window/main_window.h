// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/readiness_facts.h"
#include "client/types/result.h"
#include "client/types/settings.h"
#include "model/events/event_filter.h"
#include "model/extract/export_options.h"
#include "model/extract/redaction.h"
#include "model/session/fleet.h"
#include "model/user/preferences.h"
#include "model/user/profile.h"
#include "model/user/recents.h"
#include "ui/paint/live_frame.h"
#include "ui/theme/theme.h"
#include "ui/window/session_view.h"
#include "ui/window/transport_bar.h"

#include <QByteArray>
#include <QMainWindow>
#include <QMap>
#include <QPointer>

#include <array>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

class QAction;
class QActionGroup;
class QComboBox;
class QDockWidget;
class QLabel;
class QMenu;
class QSettings;
class QStackedWidget;
class QToolBar;
class QToolButton;
class QUndoStack;

namespace maintscope::model {
class EventTableModel;
class LogModel;
class TargetListModel;
struct PlannedWindow;
} // namespace maintscope::model

namespace maintscope::ui {

class AlertBar;
class Commands;
class ConnectionDialog;
class EventDetailPane;
class EventsList;
class ExportDialog;
class FirstScreen;
class FleetPage;
class HelpWindow;
class LiveView;
class LogPanel;
class RecordingChip;
class TargetsPanel;
class TimeViewState;
class Tray;
enum class PreferencesPage;
struct ExportScope;
struct OpenRecording;

/// The views that the switch at the left of the toolbar offers, in their order; Ctrl+1 is the first.
enum class PageId { Fleet, Live, Events, Maintenance, Recordings, Compare };
inline constexpr int kPages = 6;

/// Arrangements of the window for one kind of work.
enum class LayoutPreset { Watch, Investigate, Compare, Wall };

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

    /// The targets there are: for the dock and the overview. Must outlive the window's use of it.
    void setTargets(model::TargetListModel* targets);
    /// What the program says about itself. Must outlive the window's use of it.
    void setLog(model::LogModel* log);
    /// Shows a session; the one before is not looked at any more.
    void showSession(const SessionView& session);
    /// The session has ended or goes on: what was seen stays.
    void refreshSession();
    /// Nothing is looked at any more.
    void clearSession();
    [[nodiscard]] SessionId shownSession() const { return m_session.id; }
    /// How many are being measured: closing asks.
    void setRunning(int sessions);
    void setSessionStatus(const SessionStatus& status);
    /// What is left where recordings are written; nullopt: not known.
    void setDiskFree(std::optional<std::uint64_t> bytes);

    /// Where "Open Recording" looks first.
    void setRecordingFolder(const QString& folder) { m_recordingFolder = folder; }
    /// The recordings that are open, for the dock.
    void setOpenRecordings(const std::vector<OpenRecording>& recordings);
    /// More is known by now of the recording that is shown.
    void setRecordingFacts(const RecordingFacts& facts);
    /// How the recording that is shown is being replayed.
    void setReplay(const ReplayState& state);

    /// Opens the export dialog on all of a recording that need not be shown.
    void exportRecording(const QString& recording);

    /// What the connection dialog shows when it opens next.
    void proposeConnection(const TargetSettings& settings);
    /// Saved connections that the dialog offers.
    void setProfiles(std::vector<model::Profile> profiles) { m_profiles = std::move(profiles); }
    /// Whether passwords can be kept between sessions; `unavailable` tells why not, empty: they can.
    void setKeychain(const QString& unavailable) { m_noKeychain = unavailable; }
    /// Tells what is wrong with a client certificate in the connection dialog; may read its files.
    void setCertificateCheck(std::function<Status(const TlsSettings&)> check) {
        m_certificateCheck = std::move(check);
    }
    /// Recordings and targets that were worked with last, for the menus and the first screen.
    void setRecents(const model::Recents& recents);
    /// The connection dialog on these settings, at the secret that is missing.
    void askSecret(const TargetSettings& settings);
    /// A password that the keychain knows, for the dialog that asked for it.
    void offerPassword(const TargetSettings& settings, const Secret& password);
    /// What the test that the dialog asked for has found out so far.
    void showTest(const ReadinessFacts& facts);
    void showMaintenance() { showPage(PageId::Maintenance); }
    void showLive() { showPage(PageId::Live); }
    /// Something failed: what, where, the exact words, what to do next; with a button that copies it.
    void showError(const Error& error);
    void showExportResult(const Status& status, const QString& path, qint64 bytes);
    void showRedactionPreview(const std::vector<model::Redaction::Row>& rows);

    /// What the user prefers, as it was kept; preferencesChanged() tells what becomes of it.
    void setPreferences(const model::Preferences& preferences);
    [[nodiscard]] const model::Preferences& preferences() const { return m_preferences; }
    /// A rule has something to tell, which happened at `when`.
    void showAlert(const model::Alert& alert, WallTime when);

    /// Geometry, docks, theme and view, as they were left. Nothing secret is ever in there.
    void saveWorkspace(QSettings& settings) const;
    void restoreWorkspace(QSettings& settings);

    [[nodiscard]] LiveView* liveView() const { return m_live; }

Q_SIGNALS:
    void connectRequested(const maintscope::TargetSettings& settings);
    void simulatorRequested();
    void preferencesChanged(const maintscope::model::Preferences& preferences);
    /// A connection is to be gone through step by step; showTest() takes what comes of it.
    void testRequested(const maintscope::TargetSettings& settings);
    /// The keychain may know the password; offerPassword() takes it.
    void passwordWanted(const maintscope::TargetSettings& settings);
    /// The password is to be kept in the keychain.
    void keepRequested(const maintscope::TargetSettings& settings);
    /// A target of before is to be watched again; its secrets have to be found or asked for.
    void connectAgainRequested(const maintscope::model::RecentTarget& target);
    void forgetRecordingsRequested();
    void forgetTargetsRequested();
    void importProfilesRequested();
    /// The connection that is shown is to be saved.
    void saveProfileRequested();
    /// A connection is to be saved, without its secrets, under its name.
    void saveRequested(const maintscope::model::Profile& profile);
    /// A saved connection was chosen, and this is the manager of its cluster.
    void clusterManagerProposed(const maintscope::RestSettings& settings);
    void targetChosen(maintscope::SessionId id);
    void stopRequested(maintscope::SessionId id);
    /// A redacted text for a problem report is to be put into the clipboard.
    void diagnosticsRequested();
    /// Measures the same target again, in a new recording; one that runs is ended.
    void restartRequested(maintscope::SessionId id);
    /// The same, probed in another way.
    void probeChangeRequested(maintscope::SessionId id, const maintscope::ProbePlan& probe);
    void environmentChosen(maintscope::SessionId id, maintscope::Environment environment);
    /// Ends it if it runs, and takes it off the list; its recording stays.
    void removeRequested(maintscope::SessionId id);
    /// Of files that were chosen, dropped or named.
    void openRecordingRequested(const QString& path);
    void closeRecordingRequested(maintscope::SessionId id);
    void playRequested(bool on);
    void speedRequested(double speed);
    void seekRequested(maintscope::MonoTime to);
    /// An event made by the user, such as a note; to be recorded under its key.
    void eventRequested(maintscope::SessionId id, const maintscope::Event& event);
    /// `recording`: the file that is to be written in another form.
    void exportRequested(const QString& recording, const maintscope::model::ExportOptions& options,
                         const QString& path, bool replace);
    /// The export dialog wants to show what redaction would replace.
    void redactionPreviewRequested(const QString& recording);
    /// Both sets of connections of what is shown are to be laid over each other.
    void compareSetsRequested(const QString& recording);
    /// The user has agreed to close.
    void closing();

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // main_window_commands.cpp
    /// Lengths of the ranges that can be chosen, as the actions are in order.
    [[nodiscard]] static const std::vector<Duration>& rangeLengths();
    void makeCommands();
    void makeFileCommands();
    void makeEditCommands();
    void makeTimeCommands();
    void makeViewCommands();
    void makeThemeCommands();
    void makeWindowCommands();
    void makeHelpCommands();

    // main_window_targets.cpp
    void makeTargetCommands();
    void makeCaptureCommands();
    void makeEnvironmentCommands();
    void makeRateCommands();
    void testConnection();
    /// Measures what is shown once more, probed in another way; asks before.
    void changeProbe(const QString& what, const ProbePlan& probe);
    void updateTargetActions();

    // main_window.cpp
    void makeToolBar();
    void makePanels();
    void makeStatusBar();
    void bindTimeState();
    void updateActions();
    void updateSwitch();
    void fitToolBar();
    void updateRange();
    void placeEvents();

    // main_window_workspace.cpp
    void makeLayoutCommands();
    void makeLaneCommands();
    void showLanes(std::uint32_t hidden);
    void choosePreset(LayoutPreset preset);
    void askLayoutName();
    void fillSavedLayouts();
    void applyDocks();
    void arrangeDefault();
    void changeLayout(const QString& text, const std::function<void()>& change);
    void restoreDefaultLayout();
    void chooseTheme(ThemeChoice choice);
    void chooseZone(bool local);
    /// Where all panels stand, and which of them the user wants.
    struct Layout {
        QByteArray docks;
        std::vector<bool> wanted;
    };
    [[nodiscard]] Layout layout() const;
    void setLayout(const Layout& layout);

    // main_window_session.cpp
    [[nodiscard]] const Event* eventOf(EventKey key) const;
    [[nodiscard]] bool canNote() const;
    void chooseEvent(EventKey key);
    void goToEvent(EventKey key);
    void showSelection();
    void showDetail(std::optional<EventKey> key);
    void changeFilter(const model::EventFilter& filter);
    void findEvents();
    void askNote(MonoTime from, MonoTime to);
    void addNote(const QString& text, MonoTime from, MonoTime to);
    /// These windows are planned from now on, and the recording knows of it.
    void planWindows(const std::vector<model::PlannedWindow>& windows);
    void importPlannedWindows();
    void copySelection();
    void copyJson(EventKey key);
    void stepTarget(int by);

    // main_window_recordings.cpp
    void makeRecordingCommands();
    void makeReplayCommands();
    void askRecording();
    void togglePlay();
    void playFromHere();
    void changeSpeed(int by);
    void showRecordingStatus();
    [[nodiscard]] bool showsRecording() const { return m_session.recording.has_value(); }
    /// Something is measured that the window shows: it can be stopped, and written into.
    [[nodiscard]] bool isMeasuring() const;

    // main_window_preferences.cpp
    void makePreferencesCommand();
    void makeDensityCommands();
    void makeAlertCommands();
    void changePreferences(const model::Preferences& preferences);
    void askPreferences(PreferencesPage page);
    void updateTray();
    void goToAlert(SessionId id, MonoTime at);

    // main_window_recents.cpp
    void makeRecentRecordings();
    void makeRecentTargets();
    void fillRecentRecordings();

    // main_window_dialogs.cpp
    void askConnection();
    void editConnection();
    void duplicateConnection();
    ConnectionDialog* openConnectionDialog(const TargetSettings* proposed);
    void askExport();
    void openExportDialog(const QString& name, const ExportScope& scope);
    void savePicture();
    void askStop();
    void askRemove();
    void copyDetails();
    void showTables();
    void showPalette();
    void showShortcuts();
    void showHelp(const QString& page);
    void showAbout();
    [[nodiscard]] bool agrees(const QString& title, const QString& question, const QString& yes,
                              const QString& no);
    [[nodiscard]] QString targetName() const;
    [[nodiscard]] QString proposedName() const;

    struct Panel {
        QDockWidget* dock = nullptr;
        Qt::DockWidgetArea area = Qt::LeftDockWidgetArea;
        bool shownByDefault = true;
        bool wanted = true; ///< by the user; on a page without docks it is hidden all the same
    };

    Commands* m_commands;
    QUndoStack* m_undo;
    QStackedWidget* m_stack;
    FirstScreen* m_firstScreen = nullptr;
    std::array<QWidget*, kPages> m_pages{};
    std::array<QAction*, kPages> m_pageActions{};
    std::array<QToolButton*, kPages> m_pageButtons{};
    PageId m_page = PageId::Live;
    LiveView* m_live = nullptr;
    TimeViewState* m_time = nullptr; ///< the live view's
    FleetPage* m_fleet = nullptr;
    EventsList* m_events = nullptr;
    QWidget* m_eventsPage = nullptr;
    QDockWidget* m_eventsDock = nullptr;
    QDockWidget* m_detailDock = nullptr;
    EventDetailPane* m_detail = nullptr;
    TargetsPanel* m_targetsPanel = nullptr;
    LogPanel* m_log = nullptr;
    HelpWindow* m_help = nullptr;
    std::vector<Panel> m_panels;

    QAction* m_connect = nullptr;
    QAction* m_simulator = nullptr;
    QAction* m_openRecording = nullptr;
    QAction* m_connectAgain = nullptr;
    QMenu* m_recentRecordings = nullptr;
    QMenu* m_recentTargets = nullptr;
    QAction* m_export = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_follow = nullptr;
    QAction* m_pause = nullptr;
    QAction* m_mark = nullptr;
    QAction* m_play = nullptr;
    QAction* m_closeRecording = nullptr;
    QAction* m_compareSets = nullptr;
    QAction* m_find = nullptr;
    QActionGroup* m_themes = nullptr;
    QActionGroup* m_zones = nullptr;
    QActionGroup* m_densities = nullptr;
    QActionGroup* m_environments = nullptr;
    QActionGroup* m_rates = nullptr;
    QMenu* m_rateMenu = nullptr;
    QMenu* m_environmentMenu = nullptr;
    QAction* m_controlProbe = nullptr;
    QAction* m_disconnect = nullptr;
    QAction* m_reconnect = nullptr;
    QAction* m_headless = nullptr;
    QMenu* m_savedLayouts = nullptr;
    QMap<QString, Layout> m_layouts;     ///< that the user has saved, by name
    std::vector<QAction*> m_laneActions; ///< checked: the lane is shown
    AlertBar* m_alertBar = nullptr;
    Tray* m_tray = nullptr; ///< nullptr: the desktop has none, or nothing was measured yet
    bool m_triedTray = false;
    model::Preferences m_preferences;
    ThemeChoice m_theme = ThemeChoice::Light;
    QList<QAction*> m_ranges;
    QList<QAction*> m_sessionActions;    ///< need something to look at
    QList<QAction*> m_replayActions;     ///< need a recording to look at
    QList<QAction*> m_targetOnlyActions; ///< need a target, live or ended in this run
    QToolBar* m_bar = nullptr;
    QComboBox* m_rangeBox = nullptr;
    QComboBox* m_zoneBox = nullptr;
    RecordingChip* m_recordingChip = nullptr;
    QAction* m_recordingChipAction = nullptr;

    QLabel* m_statusRecording = nullptr;
    QLabel* m_statusRate = nullptr;
    QLabel* m_statusLag = nullptr;
    QLabel* m_statusDropped = nullptr;
    QLabel* m_statusDisk = nullptr;
    QLabel* m_statusZone = nullptr;
    QPointer<ExportDialog> m_exportDialog;

    model::TargetListModel* m_targets = nullptr;
    SessionView m_session;
    SessionStatus m_status;
    ReplayState m_replay;
    TransportBar* m_transport = nullptr;
    QString m_recordingFolder;
    int m_running = 0;
    model::Recents m_recents;
    std::function<Status(const TlsSettings&)> m_certificateCheck;
    std::vector<model::Profile> m_profiles;
    QString m_noKeychain = tr("There is no system keychain.");
    QPointer<ConnectionDialog> m_connectionDialog;
    TargetSettings m_lastSettings;
    bool m_haveLastSettings = false;
};

} // namespace maintscope::ui
