// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "model/base/format.h"
#include "model/session/target_list_model.h"
#include "ui/events/event_detail_pane.h"
#include "ui/events/event_filter_bar.h"
#include "ui/events/events_list.h"
#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/targets/fleet_page.h"
#include "ui/targets/targets_panel.h"
#include "ui/theme/icons.h"
#include "ui/widgets/commands.h"
#include "ui/window/alert_bar.h"
#include "ui/window/alert_notices.h"
#include "ui/window/connection_actions.h"
#include "ui/window/dock_title.h"
#include "ui/window/event_actions.h"
#include "ui/window/export_actions.h"
#include "ui/window/first_screen.h"
#include "ui/window/help_actions.h"
#include "ui/window/log_panel.h"
#include "ui/window/main_tool_bar.h"
#include "ui/window/message_boxes.h"
#include "ui/window/page_stack.h"
#include "ui/window/preferences_actions.h"
#include "ui/window/recents_actions.h"
#include "ui/window/recording_actions.h"
#include "ui/window/recording_chip.h"
#include "ui/window/status_labels.h"
#include "ui/window/target_actions.h"
#include "ui/window/time_actions.h"
#include "ui/window/window_context.h"
#include "ui/window/workspace_layout.h"

#include <QAbstractItemModel>
#include <QAction>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QUndoStack>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_context(new WindowContext{
          .window = this, .commands = new Commands(menuBar(), this), .undo = new QUndoStack(this)})
    , m_stack(new PageStack(this))
    , m_live(new LiveView(this)) {
    m_context->live = m_live;
    m_context->time = m_live->state();
    m_timeActions = std::make_unique<TimeActions>(*m_context);
    m_connectionActions = std::make_unique<ConnectionActions>(*m_context);
    m_eventActions = std::make_unique<EventActions>(*m_context);
    m_exportActions = std::make_unique<ExportActions>(*m_context);
    m_helpActions = std::make_unique<HelpActions>(*m_context);
    m_preferencesActions = std::make_unique<PreferencesActions>(*m_context, *m_timeActions);
    m_recentsActions = std::make_unique<RecentsActions>(*m_context);
    m_recordingActions = std::make_unique<RecordingActions>(*m_context);
    m_targetActions = std::make_unique<TargetActions>(*m_context);
    m_layout = std::make_unique<WorkspaceLayout>(*m_context);
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"Maintscope"_s);
    setWindowIcon(applicationIcon());
    setContextMenuPolicy(Qt::NoContextMenu);
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    setAcceptDrops(true);
    m_context->undo->setUndoLimit(200);
    makeCommands();
    makePages();
    connectObjects();
    // Leaves room for the window manager's frame.
    const QSize screenSize = screen()->availableSize() - QSize(8, 40);
    resize(QSize(1440, 900).boundedTo(screenSize));
    m_layout->arrangeDefault();
    m_recentsActions->setRecents({});
    m_layout->fillSavedLayouts();
    updateActions();
    showPage(PageId::Live);
}

MainWindow::~MainWindow() {
    // Children are destroyed later: the last signal of the undo stack would reach deleted commands.
    m_context->undo->disconnect(this);
}

Commands& MainWindow::commands() const {
    return *m_context->commands;
}

SessionId MainWindow::shownSession() const {
    return m_context->session.id;
}

void MainWindow::makePages() {
    Commands& commands = *m_context->commands;
    m_firstScreen =
        new FirstScreen({commands.find("actionConnect"_L1), commands.find("actionSimulator"_L1),
                         commands.find("actionConnectAgain"_L1), commands.find("actionOpenRecording"_L1)},
                        this);
    m_recentsActions->setFirstScreen(m_firstScreen);
    m_stack->addWidget(m_firstScreen);
    auto* centre = new QWidget(this);
    auto* centreLayout = new QVBoxLayout(centre);
    centreLayout->setContentsMargins(0, 0, 0, 0);
    centreLayout->setSpacing(0);
    auto* alerts = new AlertBar(centre);
    centreLayout->addWidget(alerts);
    centreLayout->addWidget(m_stack, 1);
    setCentralWidget(centre);
    m_alerts = std::make_unique<AlertNotices>(*m_context, *alerts);
    connect(alerts, &AlertBar::rulesRequested, m_preferencesActions.get(),
            &PreferencesActions::askAlertRules);
    m_bar = new MainToolBar(commands, m_pageActions, *m_timeActions, this);
    addToolBar(m_bar);
    m_fleet = new FleetPage(this);
    setPage(PageId::Fleet, m_fleet);
    setPage(PageId::Live, m_live);
    makePanels();
    setPage(PageId::Events, m_eventsPage);
    m_status = std::make_unique<StatusLabels>(statusBar(), m_bar->chip());
    commands.addView(m_live);
    commands.addView(m_events);
    commands.addView(m_fleet);
}

void MainWindow::connectObjects() {
    connect(m_timeActions.get(), &TimeActions::zoneChanged, this,
            [this](const QString& abbreviation) { m_status->setZone(abbreviation); });
    m_timeActions->follow();
    connect(m_targetActions.get(), &TargetActions::targetChosen, this, &MainWindow::targetChosen);
    connect(m_fleet, &FleetPage::targetOpened, this, [this](SessionId id) {
        Q_EMIT targetChosen(id);
        showPage(PageId::Live);
    });
    connect(m_alerts.get(), &AlertNotices::goToRequested, this, &MainWindow::goTo);
    connect(m_eventActions.get(), &EventActions::liveViewRequested, this, [this] { showPage(PageId::Live); });
    connect(m_eventActions.get(), &EventActions::findRequested, this, &MainWindow::findEvents);
    connect(m_live, &LiveView::editRequested, m_connectionActions.get(), &ConnectionActions::editConnection);
    connect(m_connectionActions.get(), &ConnectionActions::maintenanceRequested, this,
            [this] { showPage(PageId::Maintenance); });
    connect(m_recentsActions.get(), &RecentsActions::openRecordingRequested, m_recordingActions.get(),
            &RecordingActions::openRequested);
    connect(m_preferencesActions.get(), &PreferencesActions::forgetRequested, m_recentsActions.get(),
            &RecentsActions::forgetRecordingsRequested);
    connect(m_preferencesActions.get(), &PreferencesActions::forgetRequested, m_recentsActions.get(),
            &RecentsActions::forgetTargetsRequested);
    connect(m_layout.get(), &WorkspaceLayout::pageRequested, this, &MainWindow::showPage);
}

void MainWindow::makePanels() {
    m_targetsPanel = new TargetsPanel(this);
    m_targetsDock =
        m_layout->addPanel(tr("&Targets"), u"targetsDock"_s, m_targetsPanel, Qt::LeftDockWidgetArea, true);
    connect(m_targetsPanel, &TargetsPanel::targetChosen, this, &MainWindow::targetChosen);

    auto* detail = new EventDetailPane(this);
    QDockWidget* detailDock =
        m_layout->addPanel(tr("Event &Detail"), u"detailDock"_s, detail, Qt::RightDockWidgetArea, true);
    m_events = new EventsList(this);
    m_eventsDock =
        m_layout->addPanel(tr("&Events"), u"eventsDock"_s, m_events, Qt::BottomDockWidgetArea, true);
    m_log = new LogPanel(this);
    QDockWidget* log = m_layout->addPanel(tr("&Log"), u"logDock"_s, m_log, Qt::BottomDockWidgetArea, false);
    log->toggleViewAction()->setShortcut(Qt::Key_F12);
    m_context->commands->repeat(MenuId::Tools, log->toggleViewAction());
    m_eventsPage = new QWidget(this);
    m_eventsPage->setObjectName(u"eventsPage"_s);
    auto* page = new QVBoxLayout(m_eventsPage);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    m_layout->setSpecialDocks(m_targetsDock, m_eventsDock, detailDock);
    m_eventActions->setViews(m_events, detail);
    placeEvents();
}

/// Moves the list of events, with its filter, between the dock below the live view and its page.
void MainWindow::placeEvents() {
    auto* page = static_cast<QVBoxLayout*>(m_eventsPage->layout());
    auto* title = static_cast<DockTitle*>(m_eventsDock->titleBarWidget());
    EventFilterBar* bar = m_events->filterBar();
    if (m_page == PageId::Events) {
        page->addWidget(bar);
        page->addWidget(m_events, 1);
        page->setContentsMargins(8, 2, 0, 0);
    } else {
        title->controls()->addWidget(bar);
        m_eventsDock->setWidget(m_events);
    }
    bar->show();
    m_events->show();
}

void MainWindow::setPage(PageId id, QWidget* page) {
    m_pages[static_cast<std::size_t>(id)] = page;
    m_stack->addWidget(page);
    offerPages();
}

void MainWindow::offerPages() {
    std::array<bool, kPages> offered{};
    for (std::size_t i = 0; i < offered.size(); ++i)
        offered[i] = m_pages[i] != nullptr;
    m_bar->offerPages(offered);
    m_bar->fit(width());
}

void MainWindow::showPage(PageId id) {
    QWidget* page = m_pages[static_cast<std::size_t>(id)];
    if (!page) return;
    m_page = id;
    m_pageActions[static_cast<std::size_t>(id)]->setChecked(true);
    const bool empty =
        !m_context->session.source && (id == PageId::Live || id == PageId::Events ||
                                       (id == PageId::Fleet && (!m_targets || m_targets->rowCount() == 0)));
    placeEvents();
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_firstScreen) : page);
    m_layout->setPage(id);
    // The focus starts in the page, not in the toolbar.
    QWidget* first = empty ? static_cast<QWidget*>(m_firstScreen) : id == PageId::Events ? m_events : page;
    if (first->focusPolicy() != Qt::NoFocus || first->focusProxy())
        first->setFocus();
    else
        first->nextInFocusChain()->setFocus();
}

void MainWindow::setTargets(model::TargetListModel* targets) {
    m_targets = targets;
    m_targetsPanel->setModel(targets);
    m_fleet->setModel(targets);
    m_targetActions->setTargets(targets);
    m_alerts->setTargets(targets);
    const auto count = [this] {
        const int rows = m_targets->rowCount();
        static_cast<DockTitle*>(m_targetsDock->titleBarWidget())
            ->setNote(rows > 1 ? tr("%1 · worst first").arg(rows) : QString::number(rows));
    };
    connect(targets, &QAbstractItemModel::rowsInserted, this, count);
    connect(targets, &QAbstractItemModel::rowsRemoved, this, count);
    count();
}

void MainWindow::setLog(model::LogModel* log) {
    m_log->setModel(log);
}

void MainWindow::setOpenRecordings(const std::vector<OpenRecording>& recordings) {
    m_targetsPanel->setRecordings(recordings);
}

void MainWindow::showSession(const SessionView& session) {
    m_context->session = session;
    m_status->reset();
    m_timeActions->showSession();
    m_live->setSource(session.source, session.recording);
    if (session.isRecording()) {
        // The whole recording, with a small margin at both ends.
        const Duration air =
            std::max<Duration>(session.recording->length / 50, std::chrono::milliseconds(50));
        m_context->time->show({kSessionStart - air, kSessionStart + session.recording->length + air});
    }
    m_recordingActions->reset();
    setWindowTitle(session.isRecording()
                       ? tr("%1, recording – Maintscope")
                             .arg(model::escapeServerText(session.recording->name.toStdString()))
                       : tr("%1 – Maintscope").arg(session.targetName()));
    m_targetsPanel->setCurrent(session.id);
    m_fleet->setCurrent(session.id);
    m_eventActions->showSession();
    updateActions();
    if (m_page != PageId::Fleet) showPage(m_page == PageId::Events ? PageId::Events : PageId::Live);
}

void MainWindow::clearSession() {
    m_context->session = {};
    m_live->setSource(nullptr);
    m_eventActions->clearSession();
    setWindowTitle(u"Maintscope"_s);
    updateActions();
    showPage(m_page == PageId::Events ? PageId::Events : PageId::Live);
}

void MainWindow::refreshSession() {
    m_status->refresh(m_context->session);
    if (m_context->session.source) m_live->refresh();
    updateActions();
}

void MainWindow::setSessionStatus(const SessionStatus& status) {
    m_status->setStatus(status, m_context->session);
}

void MainWindow::setRecordingFacts(const RecordingFacts& facts) {
    if (!m_context->session.isRecording()) return;
    m_context->session.recording = facts;
    m_live->setRecording(facts);
    m_live->refresh();
}

void MainWindow::setRunning(int sessions) {
    m_alerts->setRunning(sessions);
}

void MainWindow::setDiskFree(std::optional<std::uint64_t> bytes) {
    m_status->setDiskFree(bytes);
}

void MainWindow::setRecordingFolder(const QString& folder) {
    m_context->recordingFolder = folder;
}

void MainWindow::showAlert(const model::Alert& alert, WallTime when) {
    m_alerts->show(alert, when);
}

void MainWindow::showError(const Error& error) {
    showErrorBox(this, error);
}

void MainWindow::saveWorkspace(QSettings& settings) const {
    m_preferencesActions->save(settings);
    m_timeActions->save(settings);
    m_layout->save(settings);
}

void MainWindow::restoreWorkspace(QSettings& settings) {
    m_preferencesActions->restore(settings);
    m_timeActions->restore(settings);
    m_layout->restore(settings);
}

void MainWindow::findEvents() {
    if (m_page != PageId::Events) {
        if (m_page != PageId::Live) showPage(PageId::Live);
        m_layout->want(m_eventsDock);
    }
    m_events->filterBar()->focusWords();
}

void MainWindow::goTo(SessionId id, MonoTime at) {
    raise();
    activateWindow();
    Q_EMIT targetChosen(id);
    if (m_context->session.id != id || !m_context->session.source) return;
    showPage(PageId::Live);
    m_context->time->centre(at);
}

void MainWindow::updateActions() {
    const SessionView& session = m_context->session;
    m_context->needs.update(session);
    m_recordingActions->update();
    m_targetActions->update();
    m_timeActions->update();
    m_eventActions->update();
    m_bar->showChip(session.source && !session.isRecording());
    m_status->update(session);
    m_bar->fit(width()); // the visible buttons may have changed
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (m_bar) m_bar->fit(width());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (std::any_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); }))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) Q_EMIT m_recordingActions->openRequested(url.toLocalFile());
    event->acceptProposedAction();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_alerts->running() > 0 && m_context->preferences.askBeforeClosing) {
        const QString question =
            m_alerts->running() == 1
                ? tr("%1 is being measured. Closing stops the measurement; the recording is kept.")
                      .arg(m_context->session.targetName())
                : tr("%1 targets are being measured. Closing stops the measurements; the recordings are "
                     "kept.")
                      .arg(m_alerts->running());
        if (!agrees(this, tr("Recording is on"), question, m_context->session.recordingPath,
                    tr("Stop and Close"), tr("Keep Measuring"))) {
            event->ignore();
            return;
        }
    }
    Q_EMIT closing();
    event->accept();
}

} // namespace maintscope::ui

#include "moc_main_window.cpp"
