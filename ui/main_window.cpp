// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "model/format.h"
#include "ui/about_dialog.h"
#include "ui/command_palette.h"
#include "ui/commands.h"
#include "ui/connection_dialog.h"
#include "ui/dock_title.h"
#include "ui/events_list.h"
#include "ui/export_dialog.h"
#include "ui/first_screen.h"
#include "ui/icons.h"
#include "ui/live_view.h"
#include "ui/paint/live_picture.h"
#include "ui/recording_chip.h"
#include "ui/style.h"
#include "ui/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>
#include <optional>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// Of saved docks: one more when a layout of before would no longer make sense.
constexpr int kLayoutVersion = 1;

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
    , m_stack(new QStackedWidget(this)) {
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"Maintscope"_s);
    setWindowIcon(applicationIcon());
    setContextMenuPolicy(Qt::NoContextMenu);
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    makeCommands();
    m_firstScreen = new FirstScreen(m_connect, m_simulator, this);
    m_live = new LiveView(this);
    m_commands->addView(m_live);
    m_stack->addWidget(m_firstScreen);
    setCentralWidget(m_stack);
    makeToolBar();
    setPage(PageId::Live, m_live);
    m_events = new EventsList(this);
    m_commands->addView(m_events);
    QDockWidget* events = addPanel(tr("&Events"), u"eventsDock"_s, m_events, Qt::BottomDockWidgetArea, true);
    auto* title = static_cast<DockTitle*>(events->titleBarWidget());
    title->setNote(m_events->countText());
    connect(m_events, &EventsList::countChanged, this,
            [this, title] { title->setNote(m_events->countText()); });
    makeStatusBar();
    connect(m_live, &LiveView::detailsRequested, this, &MainWindow::copyDetails);
    connect(m_live, &LiveView::editRequested, this, &MainWindow::askConnection);
    // With room for the frame that the window manager adds.
    const QSize screenSize = screen()->availableSize() - QSize(8, 40);
    resize(QSize(1440, 900).boundedTo(screenSize));
    restoreDefaultLayout();
    updateActions();
    showLive();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeToolBar() {
    QToolBar* bar = addToolBar(tr("Toolbar"));
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
    bar->addSeparator();
    m_rangeBox = new QComboBox(bar);
    m_rangeBox->setObjectName(u"range"_s);
    m_rangeBox->setAccessibleName(tr("Range"));
    m_rangeBox->setToolTip(tr("How much of the past is shown"));
    for (const QAction* range : m_ranges)
        m_rangeBox->addItem(Commands::plainText(range));
    connect(m_rangeBox, &QComboBox::activated, this, [this](int index) { m_ranges[index]->trigger(); });
    bar->addWidget(m_rangeBox);
    bar->addSeparator();
    bar->addAction(m_export);
    bar->addAction(m_savePicture);
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

/// Docks stand beside the live view and the list of events; the other views have the window to themselves.
void MainWindow::applyDocks() {
    const bool room = m_page == PageId::Live || m_page == PageId::Events;
    for (const Panel& panel : m_panels) {
        const bool twin = m_page == PageId::Events && panel.dock->widget() == m_events;
        panel.dock->setVisible(room && panel.wanted && !twin);
    }
}

void MainWindow::restoreDefaultLayout() {
    for (Panel& panel : m_panels) {
        panel.dock->setFloating(false);
        addDockWidget(panel.area, panel.dock);
        panel.wanted = panel.shownByDefault;
        panel.dock->setVisible(panel.wanted);
    }
    const auto size = [this](Qt::DockWidgetArea area, int pixels, Qt::Orientation direction) {
        QList<QDockWidget*> docks;
        for (const Panel& panel : m_panels)
            if (panel.area == area) docks << panel.dock;
        if (!docks.isEmpty()) resizeDocks(docks, QList<int>(docks.size(), pixels), direction);
    };
    size(Qt::LeftDockWidgetArea, 212, Qt::Horizontal);
    size(Qt::RightDockWidgetArea, 269, Qt::Horizontal);
    size(Qt::BottomDockWidgetArea, 152, Qt::Vertical);
    applyDocks();
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
    m_statusDropped->setToolTip(tr("Samples and events that could not be recorded"));
    m_statusLag->setToolTip(tr("How late this program's own loop was, at worst"));
    add(u"statusZone"_s, true)->setText(u"UTC"_s);
    m_statusRecording->setText(tr("not recording"));
}

void MainWindow::beginSession(const LiveSource* source, QAbstractItemModel* events,
                              const QString& recordingPath) {
    m_source = source;
    m_eventModel = events;
    m_recordingPath = recordingPath;
    m_running = true;
    m_session = {};
    m_live->setSource(source);
    m_events->setModel(events);
    const QString name = model::escapeServerText(source->timeline().target().name);
    setWindowTitle(tr("%1 – Maintscope").arg(name));
    updateActions();
    showLive();
}

void MainWindow::proposeConnection(const TargetSettings& settings) {
    m_lastSettings = settings;
    m_haveLastSettings = true;
}

void MainWindow::clearSession() {
    m_running = false;
    m_source = nullptr;
    m_eventModel = nullptr;
    m_live->setSource(nullptr);
    m_events->setModel(nullptr);
    setWindowTitle(u"Maintscope"_s);
    updateActions();
    showLive();
}

void MainWindow::endSession() {
    m_running = false;
    setSessionStatus(m_session);
    m_live->refresh();
    updateActions();
}

void MainWindow::setSessionStatus(const SessionStatus& status) {
    m_session = status;
    const bool failed = status.error.has_value();
    m_recordingChip->setState(failed      ? tr("Not recording")
                              : m_running ? tr("Recording")
                                          : tr("Recorded"),
                              clock(status.recorded), m_running && !failed);
    m_recordingChip->setToolTip(m_recordingPath);
    m_statusRecording->setText(
        (failed      ? tr("recording failed, %1, %2")
         : m_running ? tr("recording %1, %2")
                     : tr("recorded %1, %2"))
            .arg(model::formatDuration(std::chrono::floor<std::chrono::seconds>(status.recorded)),
                 model::formatSize(status.bytes)));
    m_statusRecording->setToolTip(failed ? QString::fromStdString(toString(*status.error)) : m_recordingPath);
    m_statusRate->setText(
        tr("%1/s × %2")
            .arg(status.connections > 0 ? status.ratePerSecond / status.connections : 0, 0, 'g', 6)
            .arg(status.connections));
    m_statusLag->setText(tr("loop lag %1").arg(model::formatDuration(status.loopLag)));
    m_statusDropped->setText(
        tr("dropped %1").arg(model::formatCount(static_cast<std::int64_t>(status.dropped))));
}

void MainWindow::showPage(PageId id) {
    QWidget* page = m_pages[static_cast<std::size_t>(id)];
    if (!page) return;
    m_page = id;
    m_pageActions[static_cast<std::size_t>(id)]->setChecked(true);
    const bool empty = id == PageId::Live && !m_source;
    m_stack->setCurrentWidget(empty ? m_firstScreen : page);
    applyDocks();
    // What can be worked with the keyboard begins in the page, not in the toolbar.
    if (page->focusPolicy() != Qt::NoFocus)
        page->setFocus();
    else if (!empty)
        page->nextInFocusChain()->setFocus();
}

void MainWindow::updateActions() {
    const bool any = m_source != nullptr;
    m_export->setEnabled(any);
    m_savePicture->setEnabled(any);
    m_stop->setEnabled(m_running);
    m_rangeBox->setEnabled(any);
    for (QAction* range : m_ranges)
        range->setEnabled(any);
    m_recordingChipAction->setVisible(any);
    for (QLabel* label : {m_statusRate, m_statusLag, m_statusDropped})
        label->setVisible(any);
}

bool MainWindow::agreesToLeave(const QString& next) {
    if (!m_running) return true;
    QMessageBox box(QMessageBox::Question, tr("Recording is on"),
                    tr("%1 is being measured. To go on, this measurement ends; its recording is kept.")
                        .arg(model::escapeServerText(m_source->timeline().target().name)),
                    QMessageBox::NoButton, this);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(m_recordingPath);
    QAbstractButton* go = box.addButton(next, QMessageBox::AcceptRole);
    box.setDefaultButton(box.addButton(tr("Keep Measuring"), QMessageBox::RejectRole));
    box.exec();
    return box.clickedButton() == go;
}

void MainWindow::askConnection() {
    if (!agreesToLeave(tr("New Connection"))) return;
    auto* dialog = new ConnectionDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (m_haveLastSettings) dialog->setSettings(m_lastSettings);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        proposeConnection(dialog->settings());
        Q_EMIT connectRequested(m_lastSettings);
    });
    dialog->open(); // the window behind it goes on
}

QString MainWindow::proposedName() const {
    return QFileInfo(m_recordingPath).completeBaseName();
}

void MainWindow::askExport() {
    if (!m_source) return;
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_exportDialog =
        new ExportDialog(QDir(folder).exists() ? folder : QDir::homePath(), proposedName(), this);
    m_exportDialog->setAttribute(Qt::WA_DeleteOnClose);
    const TimeViewState& view = *m_live->state();
    const auto scope = [](const TimeRange& range) {
        return model::TimeRange{std::max(kSessionStart, range.from), range.to};
    };
    m_exportDialog->setScope(
        {m_recordingPath, scope(view.visible()),
         view.measuredSpan() ? std::optional(scope(*view.measuredSpan())) : std::nullopt});
    connect(m_exportDialog, &ExportDialog::exportRequested, this, &MainWindow::exportRequested);
    connect(m_exportDialog, &ExportDialog::previewRequested, this, &MainWindow::redactionPreviewRequested);
    connect(m_exportDialog, &QObject::destroyed, this, [this] { m_exportDialog = nullptr; });
    m_exportDialog->open();
}

void MainWindow::showRedactionPreview(const std::vector<model::Redaction::Row>& rows) {
    if (m_exportDialog) m_exportDialog->showPreview(rows);
}

void MainWindow::showExportResult(const Status& status, const QString& path, qint64 bytes) {
    if (m_exportDialog)
        m_exportDialog->showResult(status, path, bytes);
    else if (!status.ok())
        showError(status.error());
}

void MainWindow::savePicture() {
    if (!m_source) return;
    // Painted before the dialog opens: the picture is of the moment at which it was asked for.
    const QImage image = livePicture(m_live->frame(), theme(ThemeKind::Light));
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString proposed =
        QDir(QDir(folder).exists() ? folder : QDir::homePath()).filePath(proposedName() + u".png"_s);
    QString path =
        QFileDialog::getSaveFileName(this, tr("Save Picture"), proposed, tr("PNG pictures (*.png)"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += u".png"_s;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit()) {
        showError(Error{"The picture could not be written.", path.toStdString(),
                        file.errorString().toStdString(), "Choose a folder that you may write to."});
        return;
    }
    statusBar()->showMessage(tr("Saved %1").arg(path), 10'000);
}

void MainWindow::askStop() {
    QMessageBox box(QMessageBox::Question, tr("Stop Recording"),
                    tr("Stop measuring %1? The recording is kept.")
                        .arg(model::escapeServerText(m_source->timeline().target().name)),
                    QMessageBox::NoButton, this);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(m_recordingPath);
    QAbstractButton* stop = box.addButton(tr("Stop"), QMessageBox::AcceptRole);
    box.setDefaultButton(box.addButton(tr("Keep Measuring"), QMessageBox::RejectRole));
    box.exec();
    if (box.clickedButton() == stop) Q_EMIT stopRequested();
}

void MainWindow::showError(const Error& error) {
    QMessageBox box(QMessageBox::Warning, u"Maintscope"_s, QString::fromStdString(error.what),
                    QMessageBox::NoButton, this);
    box.setTextFormat(Qt::PlainText);
    QStringList lines;
    for (const std::string& part : {error.where, error.detail, error.remedy})
        if (!part.empty()) lines << model::escapeServerText(part);
    box.setInformativeText(lines.join(u'\n').toHtmlEscaped().replace(u'\n', u"<br>"_s));
    QAbstractButton* copy = box.addButton(tr("Copy Details"), QMessageBox::ActionRole);
    box.setDefaultButton(box.addButton(tr("Close"), QMessageBox::RejectRole));
    box.exec();
    if (box.clickedButton() == copy)
        QGuiApplication::clipboard()->setText(QString::fromStdString(toString(error)));
}

/// What failed, where, and the exact words: the banner's, and the last events that were no mere information.
void MainWindow::copyDetails() {
    if (!m_source) return;
    const model::TargetStatus status = m_source->status(m_source->now());
    const model::TargetInfo& target = m_source->timeline().target();
    QStringList lines{u"Maintscope %1"_s.arg(QStringLiteral(MAINTSCOPE_VERSION)),
                      u"%1 (%2%3)"_s.arg(model::escapeServerText(target.name),
                                         QString::fromStdString(toString(target.endpoint)),
                                         target.tls ? u", TLS"_s : QString()),
                      u"%1: %2. %3"_s.arg(status.word, status.headline, status.sentence),
                      {}};
    constexpr int kLines = 20;
    QStringList events;
    for (int row = m_eventModel->rowCount() - 1; row >= 0 && events.size() < kLines; --row) {
        QStringList cells;
        for (int column = 0; column < m_eventModel->columnCount(); ++column) {
            const QString cell = m_eventModel->index(row, column).data().toString();
            if (!cell.isEmpty()) cells << cell;
        }
        events.prepend(cells.join(u"  "_s));
    }
    QGuiApplication::clipboard()->setText((lines + events).join(u'\n'));
    statusBar()->showMessage(tr("Details copied"), 4'000);
}

void MainWindow::showAbout() {
    auto* dialog = new AboutDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showPalette() {
    auto* dialog = new CommandPalette(*m_commands, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showShortcuts() {
    auto* dialog = new ShortcutList(*m_commands, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::chooseTheme(ThemeChoice choice) {
    m_theme = choice;
    m_themes->actions().at(static_cast<int>(choice))->setChecked(true);
    applyTheme(*qApp, choice);
}

void MainWindow::saveWorkspace(QSettings& settings) const {
    settings.setValue(u"window/geometry"_s, saveGeometry());
    settings.setValue(u"window/docks"_s, saveState(kLayoutVersion));
    QStringList hidden;
    for (const Panel& panel : m_panels)
        if (!panel.wanted) hidden << panel.dock->objectName();
    settings.setValue(u"window/hiddenPanels"_s, hidden);
    settings.setValue(u"window/theme"_s, static_cast<int>(m_theme));
}

void MainWindow::restoreWorkspace(QSettings& settings) {
    const int theme = settings.value(u"window/theme"_s, static_cast<int>(ThemeChoice::System)).toInt();
    chooseTheme(theme >= 0 && theme < m_themes->actions().size() ? static_cast<ThemeChoice>(theme)
                                                                 : ThemeChoice::System);
    if (const QByteArray geometry = settings.value(u"window/geometry"_s).toByteArray(); !geometry.isEmpty())
        restoreGeometry(geometry);
    if (restoreState(settings.value(u"window/docks"_s).toByteArray(), kLayoutVersion)) {
        const QStringList hidden = settings.value(u"window/hiddenPanels"_s).toStringList();
        for (Panel& panel : m_panels)
            panel.wanted = !hidden.contains(panel.dock->objectName());
    }
    applyDocks();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_running) {
        QMessageBox box(QMessageBox::Question, tr("Recording is on"),
                        tr("%1 is being measured. Closing ends the measurement; the recording is kept.")
                            .arg(model::escapeServerText(m_source->timeline().target().name)),
                        QMessageBox::NoButton, this);
        box.setTextFormat(Qt::PlainText);
        box.setInformativeText(m_recordingPath);
        QAbstractButton* leave = box.addButton(tr("Stop and Close"), QMessageBox::AcceptRole);
        box.setDefaultButton(box.addButton(tr("Keep Measuring"), QMessageBox::RejectRole));
        box.exec();
        if (box.clickedButton() != leave) {
            event->ignore();
            return;
        }
    }
    Q_EMIT closing();
    event->accept();
}

} // namespace maintscope::ui
