// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/time_actions.h"

#include "model/base/format.h"
#include "model/events/event_table_model.h"
#include "ui/live/chart_table_dialog.h"
#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/paint/lanes.h"
#include "ui/paint/operation.h"
#include "ui/theme/icons.h"
#include "ui/widgets/commands.h"
#include "ui/window/undo_step.h"
#include "ui/window/window_context.h"

#include <QAction>
#include <QActionGroup>
#include <QComboBox>
#include <QMainWindow>
#include <QMenu>
#include <QSettings>
#include <QTimeZone>
#include <QToolBar>
#include <QUndoStack>

#include <algorithm>
#include <iterator>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

struct Range {
    Duration length;
    const char* text;
    const char* name;
};
constexpr Range kRanges[]{
    {1min, QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "Last &60 s"), "actionRange60s"},
    {5min, QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "Last &5 min"), "actionRange5min"},
    {15min, QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "Last &15 min"), "actionRange15min"},
    {1h, QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "Last &1 h"), "actionRange1h"},
    {2h, QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "Last &2 h"), "actionRange2h"},
    {24h, QT_TRANSLATE_NOOP("maintscope::ui::TimeActions", "Last 2&4 h"), "actionRange24h"},
};

} // namespace

TimeActions::TimeActions(WindowContext& context)
    : m_context(context) {}

void TimeActions::addTime() {
    addViewCommands();
    addGo();
    addRanges();
    addZones();
}

void TimeActions::addViewCommands() {
    m_follow = m_context.commands->add(MenuId::View, {"actionFollow",
                                                      tr("&Follow Live"),
                                                      tr("Follow the live edge at this zoom"),
                                                      "follow",
                                                      {Qt::CTRL | Qt::Key_L},
                                                      KeyScope::Window,
                                                      tr("Follow")});
    m_follow->setCheckable(true);
    connect(m_follow, &QAction::triggered, this, [this](bool on) {
        if (on)
            m_context.time->followLive();
        else
            m_context.time->show(m_context.time->visible());
    });
    m_pause = m_context.commands->add(MenuId::View, {"actionPause",
                                                     tr("&Pause View"),
                                                     tr("Pause the view; capture continues"),
                                                     "pause",
                                                     {Qt::Key_Space},
                                                     KeyScope::Views,
                                                     tr("Pause view")});
    m_pause->setCheckable(true);
    connect(m_pause, &QAction::triggered, this, [this](bool on) { m_context.time->setPaused(on); });
    QAction* fit = m_context.commands->add(MenuId::View, {"actionZoomSelection",
                                                          tr("&Zoom to Selection"),
                                                          tr("Centre the selection; press again to fit it"),
                                                          "zoom-selection",
                                                          {Qt::Key_F},
                                                          KeyScope::Views});
    connect(fit, &QAction::triggered, this, [this] { m_context.time->focusSelection(); });
    m_back = m_context.commands->add(MenuId::View, {"actionPreviousView",
                                                    tr("Previo&us View"),
                                                    tr("Go back to the previous range"),
                                                    "back",
                                                    {Qt::Key_Backspace},
                                                    KeyScope::Views});
    connect(m_back, &QAction::triggered, this, [this] { m_context.time->back(); });
    m_forward = m_context.commands->add(MenuId::View, {"actionNextView",
                                                       tr("&Next View"),
                                                       tr("Go forward to the next range"),
                                                       "forward",
                                                       {Qt::SHIFT | Qt::Key_Backspace},
                                                       KeyScope::Views});
    connect(m_forward, &QAction::triggered, this, [this] { m_context.time->forward(); });
    m_context.needs.session << m_follow << fit << m_back << m_forward;
    m_context.needs.target << m_pause;
}

void TimeActions::addGo() {
    QMenu* go = m_context.commands->addMenu(MenuId::View, tr("&Go"), u"menuGo"_s);
    const auto step = [&](const char* name, const QString& text, const QString& help, Qt::Key key,
                          auto slot) {
        QAction* action = m_context.commands->add(go, {name, text, help, nullptr, {key}, KeyScope::Views});
        connect(action, &QAction::triggered, m_context.live, slot);
        m_context.needs.session << action;
    };
    step("actionNextTrouble", tr("&Next Gap or Failure"),
         tr("Go to the next gap, failure or lost connection"), Qt::Key_N, &LiveView::goToNextTrouble);
    step("actionPreviousTrouble", tr("&Previous Gap or Failure"),
         tr("Go to the previous gap, failure or lost connection"), Qt::Key_P, &LiveView::goToPreviousTrouble);
    step("actionNextMark", tr("Next &Mark in the Lane"), tr("Select the next mark in the lane"),
         Qt::Key_Period, &LiveView::goToNextMark);
    step("actionPreviousMark", tr("Previous Mar&k in the Lane"), tr("Select the previous mark in the lane"),
         Qt::Key_Comma, &LiveView::goToPreviousMark);
    step("actionCursorA", tr("Cursor &A Here"), tr("Set or remove cursor A"), Qt::Key_1,
         [this] { m_context.live->setCursorHere(Cursor::A); });
    step("actionCursorB", tr("Cursor &B Here"), tr("Set or remove cursor B"), Qt::Key_2,
         [this] { m_context.live->setCursorHere(Cursor::B); });
}

void TimeActions::addRanges() {
    QMenu* menu = m_context.commands->addMenu(MenuId::View, tr("&Range"), u"menuRange"_s);
    for (const Range& range : kRanges) {
        QAction* action =
            m_context.commands->add(menu, {range.name, tr(range.text), tr("Length of the visible range")});
        action->setCheckable(true);
        m_ranges << action;
        m_context.needs.session << action;
        connect(action, &QAction::triggered, this, [this, length = range.length] {
            m_context.time->setLength(length);
            m_context.time->followLive();
        });
    }
}

void TimeActions::addZones() {
    QMenu* zones = m_context.commands->addMenu(MenuId::View, tr("T&ime Zone"), u"menuZone"_s);
    m_zones = new QActionGroup(this);
    const QString local = QString::fromUtf8(QTimeZone::systemTimeZoneId());
    const CommandSpec specs[]{
        {"actionZoneUtc", tr("&UTC"), tr("Show times in UTC")},
        {"actionZoneLocal", tr("&Local"), tr("Show times in the zone of this computer, %1").arg(local)}};
    bool isLocal = false;
    for (const CommandSpec& spec : specs) {
        QAction* action = m_context.commands->add(zones, spec);
        action->setCheckable(true);
        m_zones->addAction(action);
        connect(action, &QAction::triggered, this, [this, isLocal] { chooseZone(isLocal); });
        isLocal = true;
    }
    m_zones->actions().constFirst()->setChecked(true);
}

void TimeActions::addLanes() {
    QMenu* menu = m_context.commands->addMenu(MenuId::View, tr("L&anes"), u"menuLanes"_s);
    struct Lane {
        CommandSpec spec;
        std::uint32_t bit; ///< in hiddenLanes()
    };
    std::vector<Lane> lanes{
        {{"actionLanePlanned", tr("&Planned"), tr("Windows in which maintenance is planned")},
         hiddenBit(LaneKind::Planned)}};
    for (const OperationKind operation : operationRows()) {
        const OperationLook& look = lookOf(operation);
        lanes.push_back(
            {{look.action, tr(look.menuText), tr(look.menuTip)}, hiddenBit(LaneKind::Operation, operation)});
    }
    const Lane others[]{
        {{"actionLaneFindings", tr("Findings and &Notes"), tr("Findings of the measurement, and your notes")},
         hiddenBit(LaneKind::Findings)},
        {{"actionLaneConnections", tr("&Connections"), tr("The states of each connection")},
         hiddenBit(LaneKind::Connection)},
        {{"actionLaneRelaxed", tr("&Relaxed Timeouts"), tr("When the relaxed timeout was in force")},
         hiddenBit(LaneKind::Relaxed)},
        {{"actionLaneDns", tr("&DNS Answers"), tr("When the configured name resolved to another address")},
         hiddenBit(LaneKind::Dns)}};
    lanes.insert(lanes.end(), std::begin(others), std::end(others));
    for (const Lane& lane : lanes) {
        QAction* action = m_context.commands->add(menu, lane.spec);
        action->setCheckable(true);
        action->setChecked(true);
        action->setData(lane.bit);
        m_lanes << action;
        connect(action, &QAction::triggered, this, [this] {
            const std::uint32_t before = m_context.live->hiddenLanes();
            std::uint32_t hidden = 0;
            for (const QAction* one : m_lanes)
                if (!one->isChecked()) hidden |= one->data().toUInt();
            m_context.undo->push(new UndoStep(
                tr("lanes"), [this, hidden] { showLanes(hidden); }, [this, before] { showLanes(before); }));
        });
    }
}

void TimeActions::addTable() {
    QAction* table = m_context.commands->add(MenuId::View, {"actionTable",
                                                            tr("View as Ta&ble"),
                                                            tr("Show every chart and lane as a table"),
                                                            "table",
                                                            {Qt::Key_F8}});
    connect(table, &QAction::triggered, this, &TimeActions::showTables);
    m_context.needs.session << table;
}

void TimeActions::addBoxes(QToolBar* bar) {
    m_rangeBox = new QComboBox(bar);
    m_rangeBox->setObjectName(u"range"_s);
    m_rangeBox->setAccessibleName(tr("Range"));
    m_rangeBox->setToolTip(tr("Length of the visible range"));
    // The box also shows the limits of a fixed range.
    m_rangeBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_rangeBox->setMinimumContentsLength(20); // as wide as two days and times
    for (const QAction* range : m_ranges)
        m_rangeBox->addItem(Commands::plainText(range));
    connect(m_rangeBox, &QComboBox::activated, this, [this](int index) { m_ranges[index]->trigger(); });
    bar->addWidget(m_rangeBox);
    m_zoneBox = new QComboBox(bar);
    m_zoneBox->setObjectName(u"zone"_s);
    m_zoneBox->setAccessibleName(tr("Time zone"));
    m_zoneBox->setToolTip(tr("Time zone of the displayed times"));
    for (const QAction* zone : m_zones->actions())
        m_zoneBox->addItem(Commands::plainText(zone));
    connect(m_zoneBox, &QComboBox::activated, this,
            [this](int index) { m_zones->actions().at(index)->trigger(); });
    bar->addWidget(m_zoneBox);
}

void TimeActions::follow() {
    TimeViewState* time = m_context.time;
    connect(time, &TimeViewState::followingChanged, this, [this](bool following) {
        m_follow->setChecked(following);
        updateRange();
    });
    connect(time, &TimeViewState::pausedChanged, this, &TimeActions::showPaused);
    connect(time, &TimeViewState::lengthChanged, this, &TimeActions::updateRange);
    connect(time, &TimeViewState::visibleChanged, this, &TimeActions::updateRange);
    connect(time, &TimeViewState::zoneChanged, this, &TimeActions::showZone);
    connect(time, &TimeViewState::historyChanged, this, &TimeActions::update);
    m_follow->setChecked(time->following());
    updateRange();
}

void TimeActions::showSession() {
    m_context.session.events->setClock(ZoneClock(m_context.time->zone()));
}

void TimeActions::showPaused(bool paused) {
    m_pause->setChecked(paused);
    m_pause->setIcon(icon(QLatin1String(paused ? "play" : "pause")));
    m_pause->setIconText(paused ? tr("Resume view") : tr("Pause view"));
}

void TimeActions::showZone() {
    const QTimeZone zone = m_context.time->zone();
    const bool local = zone != QTimeZone::utc();
    m_zones->actions().at(local ? 1 : 0)->setChecked(true);
    m_zoneBox->setCurrentIndex(local ? 1 : 0);
    Q_EMIT zoneChanged(local ? zone.abbreviation(QDateTime::currentDateTimeUtc()) : u"UTC"_s);
    if (m_context.session.events) m_context.session.events->setClock(ZoneClock(zone));
    updateRange();
}

void TimeActions::update() {
    const bool any = m_context.session.source != nullptr;
    const bool recording = m_context.session.isRecording();
    m_pause->setVisible(!recording); // Play replaces it
    m_follow->setText(recording ? tr("&Follow Replay") : tr("&Follow Live"));
    m_back->setEnabled(any && m_context.time->canGoBack());
    m_forward->setEnabled(any && m_context.time->canGoForward());
    m_rangeBox->setEnabled(any);
}

/// Shows the length while following, otherwise the limits of the visible range.
void TimeActions::updateRange() {
    const auto* known = std::find_if(std::begin(kRanges), std::end(kRanges), [this](const Range& range) {
        return range.length == m_context.time->length();
    });
    const bool listed = m_context.time->following() && known != std::end(kRanges);
    const auto place = static_cast<int>(known - std::begin(kRanges));
    for (QAction* range : m_ranges)
        range->setChecked(false);
    if (listed) {
        m_ranges[place]->setChecked(true);
        m_rangeBox->setCurrentIndex(place);
        return;
    }
    QString text = tr("Last %1").arg(model::formatSetting(m_context.time->length()));
    if (!m_context.time->following() && m_context.session.source) {
        const ZoneClock clock(m_context.time->zone());
        const WallTime start = m_context.session.source->start();
        const WallTime from = start + m_context.time->visible().from.time_since_epoch();
        const WallTime to = start + m_context.time->visible().to.time_since_epoch();
        const bool days = clock.date(from) != clock.date(to);
        const auto time = [&](WallTime at) {
            // The axis shows the year.
            if (days) return clock.date(at).section(u' ', 0, 1) + u' ' + clock.timeS(at).left(5);
            return to - from < std::chrono::seconds(10) ? clock.timeMs(at) : clock.timeS(at);
        };
        text = tr("%1 to %2").arg(time(from), time(to));
    }
    if (m_rangeBox->currentIndex() != -1) m_rangeBox->setCurrentIndex(-1);
    if (m_rangeBox->placeholderText() != text) m_rangeBox->setPlaceholderText(text);
}

void TimeActions::chooseZone(bool local) {
    m_context.time->setZone(local ? QTimeZone::systemTimeZone() : QTimeZone::utc());
}

void TimeActions::showLanes(std::uint32_t hidden) {
    m_context.live->setHiddenLanes(hidden);
    for (QAction* action : m_lanes)
        action->setChecked((hidden & action->data().toUInt()) == 0);
}

void TimeActions::showTables() {
    if (!m_context.session.source) return;
    auto* dialog = new ChartTableDialog(
        [this] {
            model::ChartTableInput input;
            if (!m_context.session.source) return input;
            const LiveSource& source = *m_context.session.source;
            input.timeline = &source.timeline();
            input.metrics = &source.metrics();
            input.now = source.now();
            input.status = source.status(input.now);
            input.gaps = source.connectionGaps(input.now);
            input.start = source.start();
            input.clock = ZoneClock(m_context.time->zone());
            input.from = m_context.time->visible().from;
            input.to = m_context.time->visible().to;
            input.samples = [&source](const model::TimeRange& range, const model::SampleVisitor& visit) {
                return source.samples(range, visit);
            };
            input.forgottenUntil = source.forgottenUntil();
            return input;
        },
        m_context.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void TimeActions::save(QSettings& settings) const {
    settings.setValue(u"window/hiddenLanes"_s, m_context.live->hiddenLanes());
    settings.setValue(u"window/localTime"_s, m_context.time->zone() != QTimeZone::utc());
    settings.setValue(
        u"window/rangeSeconds"_s,
        static_cast<qint64>(std::chrono::round<std::chrono::seconds>(m_context.time->length()).count()));
}

void TimeActions::restore(const QSettings& settings) {
    chooseZone(settings.value(u"window/localTime"_s, false).toBool());
    // Within these bounds it can be counted in nanoseconds; the view has narrower ones.
    constexpr qint64 kMostSeconds = std::chrono::seconds(std::chrono::days(1000)).count();
    if (const qint64 seconds = settings.value(u"window/rangeSeconds"_s, 60).toLongLong();
        seconds > 0 && seconds <= kMostSeconds)
        m_context.time->setLength(std::chrono::seconds(seconds));
    showLanes(settings.value(u"window/hiddenLanes"_s, 0).toUInt());
}

} // namespace maintscope::ui

#include "moc_time_actions.cpp"
