// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "model/base/format.h"
#include "model/events/event_table_model.h"
#include "model/session/target_list_model.h"
#include "ui/events/event_detail_pane.h"
#include "ui/events/event_filter_bar.h"
#include "ui/events/events_list.h"
#include "ui/export/export_dialog.h"
#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/targets/fleet_page.h"
#include "ui/targets/targets_panel.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/commands.h"
#include "ui/window/alert_bar.h"
#include "ui/window/dock_title.h"
#include "ui/window/first_screen.h"
#include "ui/window/log_panel.h"
#include "ui/window/page_stack.h"
#include "ui/window/preferences_dialog.h"
#include "ui/window/recording_chip.h"

#include <QAction>
#include <QActionGroup>
#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QLayout>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

QString clock(Duration duration) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    return u"%1:%2:%3"_s.arg(seconds / 3600, 2, 10, QLatin1Char('0'))
        .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_commands(new Commands(menuBar(), this))
    , m_undo(new QUndoStack(this))
    , m_stack(new PageStack(this))
    , m_live(new LiveView(this))
    , m_time(m_live->state()) {
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"Maintscope"_s);
    setWindowIcon(applicationIcon());
    setContextMenuPolicy(Qt::NoContextMenu);
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    m_undo->setUndoLimit(200);
    makeCommands();
    m_firstScreen = new FirstScreen({m_connect, m_simulator, m_connectAgain, m_openRecording}, this);
    m_stack->addWidget(m_firstScreen);
    auto* centre = new QWidget(this);
    auto* centreLayout = new QVBoxLayout(centre);
    centreLayout->setContentsMargins(0, 0, 0, 0);
    centreLayout->setSpacing(0);
    m_alertBar = new AlertBar(centre);
    centreLayout->addWidget(m_alertBar);
    centreLayout->addWidget(m_stack, 1);
    setCentralWidget(centre);
    connect(m_alertBar, &AlertBar::showRequested, this, &MainWindow::goToAlert);
    connect(m_alertBar, &AlertBar::rulesRequested, this, [this] { askPreferences(PreferencesPage::Alerts); });
    makeToolBar();
    m_fleet = new FleetPage(this);
    setPage(PageId::Fleet, m_fleet);
    setPage(PageId::Live, m_live);
    makePanels();
    setPage(PageId::Events, m_eventsPage);
    makeStatusBar();
    m_commands->addView(m_live);
    m_commands->addView(m_events);
    m_commands->addView(m_fleet);
    bindTimeState();
    connect(m_fleet, &FleetPage::targetOpened, this, [this](SessionId id) {
        Q_EMIT targetChosen(id);
        showLive();
    });
    connect(m_live, &LiveView::detailsRequested, this, &MainWindow::copyDetails);
    connect(m_live, &LiveView::editRequested, this, &MainWindow::editConnection);
    connect(m_live, &LiveView::noteRequested, this, &MainWindow::askNote);
    connect(m_live, &LiveView::plannedWindowsChanged, this, &MainWindow::planWindows);
    // With room for the frame that the window manager adds.
    const QSize screenSize = screen()->availableSize() - QSize(8, 40);
    resize(QSize(1440, 900).boundedTo(screenSize));
    arrangeDefault();
    setRecents({});
    fillSavedLayouts();
    updateActions();
    showLive();
}

MainWindow::~MainWindow() {
    // Children go after this: the last word of the undo stack would reach commands that are gone.
    m_undo->disconnect(this);
}

void MainWindow::makeToolBar() {
    QToolBar* bar = addToolBar(tr("Toolbar"));
    m_bar = bar;
    bar->setObjectName(u"toolBar"_s);
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setFixedHeight(40);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(16, 16));

    auto* switcher = new QWidget(bar);
    auto* switchLayout = new QHBoxLayout(switcher);
    switchLayout->setContentsMargins(6, 0, 6, 0);
    switchLayout->setSpacing(0);
    for (std::size_t i = 0; i < kPages; ++i) {
        auto* button = new QToolButton(switcher);
        button->setDefaultAction(m_pageActions[i]);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::TabFocus);
        button->hide();
        switchLayout->addWidget(button);
        m_pageButtons[i] = button;
    }
    bar->addWidget(switcher);
    bar->addSeparator();
    bar->addAction(m_connect);
    m_recordingChip = new RecordingChip(bar);
    m_recordingChipAction = bar->addWidget(m_recordingChip);
    bar->addAction(m_stop);
    bar->addAction(m_play);
    bar->addAction(m_pause);
    bar->addAction(m_follow);
    bar->addSeparator();
    m_rangeBox = new QComboBox(bar);
    m_rangeBox->setObjectName(u"range"_s);
    m_rangeBox->setAccessibleName(tr("Range"));
    m_rangeBox->setToolTip(tr("How much of the past is shown"));
    // Also from when to when is read there.
    m_rangeBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_rangeBox->setMinimumContentsLength(20); // as wide as two days and times
    for (const QAction* range : m_ranges)
        m_rangeBox->addItem(Commands::plainText(range));
    connect(m_rangeBox, &QComboBox::activated, this, [this](int index) { m_ranges[index]->trigger(); });
    bar->addWidget(m_rangeBox);
    m_zoneBox = new QComboBox(bar);
    m_zoneBox->setObjectName(u"zone"_s);
    m_zoneBox->setAccessibleName(tr("Time zone"));
    m_zoneBox->setToolTip(tr("In which zone times are shown"));
    for (const QAction* zone : m_zones->actions())
        m_zoneBox->addItem(Commands::plainText(zone));
    connect(m_zoneBox, &QComboBox::activated, this,
            [this](int index) { m_zones->actions().at(index)->trigger(); });
    bar->addWidget(m_zoneBox);
    bar->addSeparator();
    bar->addAction(m_mark);
    bar->addAction(m_export);
    auto* room = new QWidget(bar);
    room->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(room);
    auto* search = new QToolButton(bar);
    search->setObjectName(u"search"_s);
    search->setDefaultAction(m_find);
    search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    search->setProperty(kFramedProperty, true);
    search->setAutoRaise(false);
    bar->addWidget(search);
    // Where the bar ends no button may touch the edge.
    auto* edge = new QWidget(bar);
    edge->setFixedWidth(4);
    bar->addWidget(edge);
    for (QAction* action : bar->actions())
        if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action)))
            button->setFocusPolicy(Qt::TabFocus);
}

void MainWindow::setPage(PageId id, QWidget* page) {
    const auto place = static_cast<std::size_t>(id);
    m_pages[place] = page;
    m_stack->addWidget(page);
    updateSwitch();
}

/// Where the words of all buttons do not fit, the icons alone stand; tool tips tell the words.
void MainWindow::fitToolBar() {
    const auto setStyle = [this](Qt::ToolButtonStyle style) {
        m_bar->setToolButtonStyle(style);
        if (auto* search = m_bar->findChild<QToolButton*>(u"search"_s)) search->setToolButtonStyle(style);
        m_bar->layout()->invalidate();
    };
    setStyle(Qt::ToolButtonTextBesideIcon);
    if (m_bar->sizeHint().width() > width()) setStyle(Qt::ToolButtonIconOnly);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    fitToolBar();
}

/// The buttons of the views that there are, joined to one switch.
void MainWindow::updateSwitch() {
    std::vector<QToolButton*> shown;
    for (std::size_t i = 0; i < kPages; ++i) {
        m_pageActions[i]->setVisible(m_pages[i] != nullptr);
        m_pageButtons[i]->setVisible(m_pages[i] != nullptr);
        if (m_pages[i]) shown.push_back(m_pageButtons[i]);
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const Segment place = shown.size() == 1       ? Segment::None
                              : i == 0                ? Segment::First
                              : i + 1 == shown.size() ? Segment::Last
                                                      : Segment::Middle;
        shown[i]->setProperty(kSegmentProperty, static_cast<int>(place));
        shown[i]->updateGeometry();
    }
    fitToolBar();
}

QDockWidget* MainWindow::addPanel(const QString& title, const QString& objectName, QWidget* content,
                                  Qt::DockWidgetArea area, bool shown) {
    const QString plain = QString(title).remove(u'&');
    auto* dock = new QDockWidget(plain, this);
    dock->setObjectName(objectName);
    dock->toggleViewAction()->setText(title);
    dock->setTitleBarWidget(new DockTitle(dock));
    dock->setWidget(content);
    addDockWidget(area, dock);
    m_panels.push_back({dock, area, shown, shown});
    // triggered() is the user; toggled() would also be a page that has no docks.
    connect(dock->toggleViewAction(), &QAction::triggered, this, [this, dock](bool on) {
        for (Panel& panel : m_panels)
            if (panel.dock == dock) panel.wanted = on;
        applyDocks();
    });
    m_commands->adopt(MenuId::Window, dock->toggleViewAction(), objectName + u"Toggle"_s,
                      tr("Show or hide the panel %1").arg(plain));
    return dock;
}

void MainWindow::makePanels() {
    m_targetsPanel = new TargetsPanel(this);
    addPanel(tr("&Targets"), u"targetsDock"_s, m_targetsPanel, Qt::LeftDockWidgetArea, true);
    connect(m_targetsPanel, &TargetsPanel::targetChosen, this, &MainWindow::targetChosen);

    m_detail = new EventDetailPane(this);
    m_detailDock = addPanel(tr("Event &Detail"), u"detailDock"_s, m_detail, Qt::RightDockWidgetArea, true);
    connect(m_detail, &EventDetailPane::goToRequested, this, &MainWindow::goToEvent);
    connect(m_detail, &EventDetailPane::relatedChosen, this, &MainWindow::chooseEvent);
    connect(m_detail, &EventDetailPane::copyJsonRequested, this, &MainWindow::copyJson);
    connect(m_detail, &EventDetailPane::noteRequested, this, [this](EventKey key) {
        if (const Event* event = eventOf(key)) askNote(event->at, event->end.value_or(event->at));
    });

    m_events = new EventsList(this);
    m_eventsDock = addPanel(tr("&Events"), u"eventsDock"_s, m_events, Qt::BottomDockWidgetArea, true);
    m_log = new LogPanel(this);
    QDockWidget* log = addPanel(tr("&Log"), u"logDock"_s, m_log, Qt::BottomDockWidgetArea, false);
    log->toggleViewAction()->setShortcut(Qt::Key_F12);
    m_commands->repeat(MenuId::Tools, log->toggleViewAction());
    m_eventsPage = new QWidget(this);
    m_eventsPage->setObjectName(u"eventsPage"_s);
    auto* page = new QVBoxLayout(m_eventsPage);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    placeEvents();
    connect(m_events, &EventsList::eventChosen, this, &MainWindow::chooseEvent);
    connect(m_events, &EventsList::eventOpened, this, &MainWindow::goToEvent);
    connect(m_events, &EventsList::filterWanted, this, &MainWindow::changeFilter);
}

/// The list and its filter are one pair: below the live view as a dock, or a page of their own.
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

/// Menus and toolbar show what the time view does, whoever made it do so.
void MainWindow::bindTimeState() {
    connect(m_time, &TimeViewState::followingChanged, this, [this](bool following) {
        m_follow->setChecked(following);
        updateRange();
    });
    connect(m_time, &TimeViewState::pausedChanged, this, [this](bool paused) {
        m_pause->setChecked(paused);
        m_pause->setIcon(icon(QLatin1String(paused ? "play" : "pause")));
        m_pause->setIconText(paused ? tr("Resume view") : tr("Pause view"));
    });
    connect(m_time, &TimeViewState::lengthChanged, this, &MainWindow::updateRange);
    connect(m_time, &TimeViewState::visibleChanged, this, &MainWindow::updateRange);
    connect(m_time, &TimeViewState::selectionChanged, this, &MainWindow::showSelection);
    connect(m_time, &TimeViewState::historyChanged, this, &MainWindow::updateActions);
    connect(m_time, &TimeViewState::zoneChanged, this, [this] {
        const bool local = m_time->zone() != QTimeZone::utc();
        m_zones->actions().at(local ? 1 : 0)->setChecked(true);
        m_zoneBox->setCurrentIndex(local ? 1 : 0);
        m_statusZone->setText(local ? m_time->zone().abbreviation(QDateTime::currentDateTimeUtc())
                                    : u"UTC"_s);
        if (m_session.events) m_session.events->setClock(ZoneClock(m_time->zone()));
        updateRange();
    });
    m_follow->setChecked(m_time->following());
    updateRange();
}

/// The length while following, else the range that is looked at.
void MainWindow::updateRange() {
    const auto& lengths = rangeLengths();
    const auto known = std::find(lengths.begin(), lengths.end(), m_time->length());
    const bool listed = m_time->following() && known != lengths.end();
    const auto place = static_cast<int>(known - lengths.begin());
    for (QAction* range : m_ranges)
        range->setChecked(false);
    if (listed) {
        m_ranges[place]->setChecked(true);
        m_rangeBox->setCurrentIndex(place);
        return;
    }
    QString text = tr("Last %1").arg(model::formatSetting(m_time->length()));
    if (!m_time->following() && m_session.source) {
        const ZoneClock clock(m_time->zone());
        const WallTime start = m_session.source->start();
        const WallTime from = start + m_time->visible().from.time_since_epoch();
        const WallTime to = start + m_time->visible().to.time_since_epoch();
        const bool days = clock.date(from) != clock.date(to);
        const auto time = [&](WallTime at) {
            // The year is on the axis.
            if (days) return clock.date(at).section(u' ', 0, 1) + u' ' + clock.timeS(at).left(5);
            return to - from < std::chrono::seconds(10) ? clock.timeMs(at) : clock.timeS(at);
        };
        text = tr("%1 to %2").arg(time(from), time(to));
    }
    if (m_rangeBox->currentIndex() != -1) m_rangeBox->setCurrentIndex(-1);
    if (m_rangeBox->placeholderText() != text) m_rangeBox->setPlaceholderText(text);
}

void MainWindow::makeStatusBar() {
    QStatusBar* bar = statusBar();
    bar->setSizeGripEnabled(false);
    const auto add = [&](const QString& name, bool permanent) {
        auto* label = new QLabel(bar);
        label->setObjectName(name);
        label->setFont(monoFont(11));
        label->setTextFormat(Qt::PlainText);
        label->setContentsMargins(6, 0, 10, 0);
        permanent ? bar->addPermanentWidget(label) : bar->addWidget(label);
        return label;
    };
    m_statusRecording = add(u"statusRecording"_s, false);
    m_statusRate = add(u"statusRate"_s, false);
    m_statusLag = add(u"statusLag"_s, false);
    m_statusDropped = add(u"statusDropped"_s, false);
    m_statusDropped->setToolTip(
        tr("Dropped: samples and events that could not be recorded.\nNot shown: recorded, but "
           "this window was too far behind to take them in."));
    m_statusLag->setToolTip(tr("How late this program's own loop was, at worst"));
    m_statusDisk = add(u"statusDisk"_s, false);
    m_statusDisk->setToolTip(tr("Left on the disk where recordings are written"));
    m_statusZone = add(u"statusZone"_s, true);
    m_statusZone->setText(u"UTC"_s);
    m_statusZone->setToolTip(tr("Zone of the times that are shown"));
    m_statusRecording->setText(tr("not recording"));
}

void MainWindow::setSessionStatus(const SessionStatus& status) {
    m_status = status;
    if (showsRecording()) {
        showRecordingStatus();
        return;
    }
    const bool failed = status.error.has_value();
    const bool running = isMeasuring();
    m_recordingChip->setState(failed    ? tr("Not recording")
                              : running ? tr("Recording")
                                        : tr("Recorded"),
                              clock(status.recorded), running && !failed);
    m_recordingChip->setToolTip(m_session.recordingPath);
    const QString length = model::formatDuration(std::chrono::floor<std::chrono::seconds>(status.recorded));
    const QString size = model::formatSize(status.bytes);
    m_statusRecording->setText(status.targets > 1
                                   ? tr("recording %1 targets, %2, %3").arg(status.targets).arg(length, size)
                                   : (failed    ? tr("recording failed, %1, %2")
                                      : running ? tr("recording %1, %2")
                                                : tr("recorded %1, %2"))
                                         .arg(length, size));
    m_statusRecording->setToolTip(failed ? QString::fromStdString(toString(*status.error))
                                         : m_session.recordingPath);
    m_statusRate->setText(
        tr("%1/s × %2")
            .arg(status.connections > 0 ? status.ratePerSecond / status.connections : 0, 0, 'g', 6)
            .arg(status.connections));
    m_statusLag->setText(tr("loop lag %1").arg(model::formatDuration(status.loopLag)));
    const auto number = [](std::uint64_t value) {
        return model::formatCount(static_cast<std::int64_t>(value));
    };
    m_statusDropped->setText(
        status.omitted > 0
            ? tr("dropped %1, not shown %2").arg(number(status.dropped), number(status.omitted))
            : tr("dropped %1").arg(number(status.dropped)));
}

void MainWindow::setDiskFree(std::optional<std::uint64_t> bytes) {
    m_statusDisk->setText(bytes ? tr("disk %1 free").arg(model::formatSize(*bytes)) : QString());
}

void MainWindow::showPage(PageId id) {
    QWidget* page = m_pages[static_cast<std::size_t>(id)];
    if (!page) return;
    m_page = id;
    m_pageActions[static_cast<std::size_t>(id)]->setChecked(true);
    const bool empty =
        !m_session.source && (id == PageId::Live || id == PageId::Events ||
                              (id == PageId::Fleet && (!m_targets || m_targets->rowCount() == 0)));
    placeEvents();
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_firstScreen) : page);
    applyDocks();
    // What can be worked with the keyboard begins in the page, not in the toolbar.
    QWidget* first = empty ? static_cast<QWidget*>(m_firstScreen) : id == PageId::Events ? m_events : page;
    if (first->focusPolicy() != Qt::NoFocus || first->focusProxy())
        first->setFocus();
    else
        first->nextInFocusChain()->setFocus();
}

void MainWindow::setRunning(int sessions) {
    m_running = sessions;
    updateTray();
}

void MainWindow::updateActions() {
    const bool any = m_session.source != nullptr;
    const bool running = isMeasuring();
    const bool recording = showsRecording();
    for (QAction* action : m_sessionActions)
        action->setEnabled(any);
    for (QAction* action : m_replayActions)
        action->setEnabled(recording);
    for (QAction* action : m_targetOnlyActions)
        action->setEnabled(any && !recording);
    m_compareSets->setEnabled(any && m_session.source->timeline().target().probe.control);
    m_stop->setEnabled(running);
    // A replay takes the place of what can be done to a measurement.
    m_play->setVisible(recording);
    m_pause->setVisible(!recording);
    m_stop->setVisible(!recording);
    m_follow->setText(recording ? tr("&Follow Replay") : tr("&Follow Live"));
    m_mark->setEnabled(canNote());
    m_detail->setCanNote(canNote());
    updateTargetActions();
    if (QAction* back = m_commands->find(QLatin1String("actionPreviousView")))
        back->setEnabled(any && m_time->canGoBack());
    if (QAction* forward = m_commands->find(QLatin1String("actionNextView")))
        forward->setEnabled(any && m_time->canGoForward());
    m_rangeBox->setEnabled(any);
    m_recordingChipAction->setVisible(any && !recording);
    m_statusRate->setVisible(any);
    for (QLabel* label : {m_statusLag, m_statusDropped})
        label->setVisible(any && !recording);
    fitToolBar(); // other buttons may stand there now
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_running > 0 && m_preferences.askBeforeClosing) {
        const QString question =
            m_running == 1
                ? tr("%1 is being measured. Closing ends the measurement; the recording is kept.")
                      .arg(targetName())
                : tr("%1 targets are being measured. Closing ends the measurements; the recordings are kept.")
                      .arg(m_running);
        if (!agrees(tr("Recording is on"), question, tr("Stop and Close"), tr("Keep Measuring"))) {
            event->ignore();
            return;
        }
    }
    Q_EMIT closing();
    event->accept();
}

} // namespace maintscope::ui
