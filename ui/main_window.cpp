// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "model/format.h"
#include "ui/connection_dialog.h"
#include "ui/events_list.h"
#include "ui/export_dialog.h"
#include "ui/first_screen.h"
#include "ui/icons.h"
#include "ui/live_view.h"
#include "ui/paint/live_picture.h"
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
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QSaveFile>
#include <QScreen>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

struct Range {
    Duration length;
    const char* name;
};
constexpr Range kRanges[]{
    {1min, QT_TRANSLATE_NOOP("maintscope::ui::MainWindow", "Last 60 s")},
    {5min, QT_TRANSLATE_NOOP("maintscope::ui::MainWindow", "Last 5 min")},
    {15min, QT_TRANSLATE_NOOP("maintscope::ui::MainWindow", "Last 15 min")},
};

/// "● Recording 00:42:10": recording is always on, so this is a statement and no button.
class RecordingChip : public QWidget {
public:
    explicit RecordingChip(QWidget* parent)
        : QWidget(parent) {
        setObjectName(u"recordingChip"_s);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setState(MainWindow::tr("Recording"), u"00:00:00"_s, true);
    }
    void setState(const QString& word, const QString& time, bool on) {
        if (word == m_word && time == m_time && on == m_on) return;
        m_word = word;
        m_time = time;
        m_on = on;
        setAccessibleName(u"%1 %2"_s.arg(word, time));
        updateGeometry();
        update();
    }
    [[nodiscard]] QSize sizeHint() const override {
        return {28 + QFontMetrics(uiFont(12)).horizontalAdvance(m_word) + 8 +
                    QFontMetrics(monoFont(12, QFont::DemiBold)).horizontalAdvance(m_time) + 12,
                26};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& t = currentTheme();
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen(m_on ? t.focus : t.border, 1));
        p.setBrush(m_on ? t.selection : t.window);
        p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        p.setPen(Qt::NoPen);
        p.setBrush(m_on ? t.failure : t.grey);
        if (m_on)
            p.drawEllipse(QPointF(15, height() / 2.0), 4, 4);
        else
            p.drawRect(QRectF(11, height() / 2.0 - 4, 8, 8));
        p.setPen(m_on ? t.selectionText : t.ink);
        p.setFont(uiFont(12));
        p.drawText(QRect(28, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, m_word);
        const int x = 28 + p.fontMetrics().horizontalAdvance(m_word) + 8;
        p.setFont(monoFont(12, QFont::DemiBold));
        p.drawText(QRect(x, 0, width() - x, height()), Qt::AlignLeft | Qt::AlignVCenter, m_time);
    }

private:
    QString m_word;
    QString m_time;
    bool m_on = false;
};

/// Title of the events dock: name left, count right.
class DockTitle : public QWidget {
public:
    DockTitle(const QString& title, QWidget* parent)
        : QWidget(parent)
        , m_count(new QLabel(this)) {
        setFixedHeight(26);
        setAutoFillBackground(true);
        QPalette palette = this->palette();
        palette.setColor(QPalette::Window, currentTheme().panel);
        setPalette(palette);
        auto* name = new QLabel(title, this);
        name->setFont(uiFont(12, QFont::DemiBold));
        m_count->setFont(monoFont(11));
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(10, 0, 10, 0);
        layout->addWidget(name);
        layout->addStretch();
        layout->addWidget(m_count);
    }
    void setCount(const QString& text) { m_count->setText(text); }
    /// The dock asks for this and not for the fixed height.
    [[nodiscard]] QSize sizeHint() const override { return {QWidget::sizeHint().width(), 26}; }

protected:
    void paintEvent(QPaintEvent* event) override {
        QWidget::paintEvent(event);
        QPainter p(this);
        p.fillRect(0, 0, width(), 1, currentTheme().border);
    }

private:
    QLabel* m_count;
};

QString clock(Duration duration) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    return u"%1:%2:%3"_s.arg(seconds / 3600, 2, 10, QLatin1Char('0'))
        .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_pages(new QStackedWidget(this)) {
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"Maintscope"_s);
    setWindowIcon(applicationIcon());
    setContextMenuPolicy(Qt::NoContextMenu);
    makeActions();
    m_firstScreen = new FirstScreen(m_connect, m_simulator, this);
    m_live = new LiveView(this);
    m_pages->addWidget(m_firstScreen);
    m_pages->addWidget(m_live);
    setCentralWidget(m_pages);
    makeMenus();
    makeToolBar();
    makeDocks();
    makeStatusBar();
    connect(m_live, &LiveView::detailsRequested, this, &MainWindow::copyDetails);
    connect(m_live, &LiveView::editRequested, this, &MainWindow::askConnection);
    // With room for the frame that the window manager adds.
    const QSize screenSize = screen()->availableSize() - QSize(8, 40);
    resize(QSize(1440, 900).boundedTo(screenSize));
    updateActions();
    showLive();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeActions() {
    const auto make = [this](const char* iconName, const QString& text, const QString& name,
                             const QString& help) {
        auto* action = new QAction(text, this);
        if (iconName) action->setIcon(icon(QLatin1String(iconName)));
        action->setObjectName(name);
        action->setToolTip(help);
        action->setStatusTip(help);
        return action;
    };
    m_connect = make("plus", tr("New &Connection…"), u"actionConnect"_s, tr("Connect to a database"));
    m_connect->setIconText(tr("Connect"));
    m_connect->setShortcut(QKeySequence::New);
    m_simulator = make("simulator", tr("Try the &Simulator"), u"actionSimulator"_s,
                       tr("Watch a simulated cluster on this computer through maintenance"));
    m_export = make("export", tr("&Export…"), u"actionExport"_s,
                    tr("Write events, samples or the summary to a file"));
    m_export->setShortcut(Qt::CTRL | Qt::Key_E);
    m_savePicture = make("picture", tr("Save &Picture…"), u"actionSavePicture"_s,
                         tr("Write the live view as a PNG picture"));
    m_savePicture->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    m_stop = make("stop", tr("&Stop Recording…"), u"actionStop"_s,
                  tr("End the measurement; the recording is kept"));
    m_stop->setIconText(tr("Stop"));
    m_stop->setShortcut(Qt::CTRL | Qt::Key_R);
    m_quit = make(nullptr, tr("&Quit"), u"actionQuit"_s, tr("Close the window"));
    m_quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    m_quit->setMenuRole(QAction::QuitRole);
    m_showLive = make("live", tr("&Live"), u"actionShowLive"_s, tr("Follow the target live"));
    m_showLive->setShortcut(Qt::CTRL | Qt::Key_2);
    m_showMaintenance = make("maintenance", tr("&Maintenance"), u"actionShowMaintenance"_s,
                             tr("Read or change the cluster's switch for Smart client handoffs"));
    m_showMaintenance->setShortcut(Qt::CTRL | Qt::Key_4);
    m_fullScreen =
        make(nullptr, tr("&Full Screen"), u"actionFullScreen"_s, tr("Fill the screen, or go back"));
    m_fullScreen->setShortcut(Qt::Key_F11);
    m_fullScreen->setCheckable(true);
    m_about = make(nullptr, tr("&About Maintscope"), u"actionAbout"_s, tr("Version, licence and notices"));
    m_about->setMenuRole(QAction::AboutRole);

    auto* views = new QActionGroup(this);
    for (QAction* view : {m_showLive, m_showMaintenance}) {
        view->setCheckable(true);
        views->addAction(view);
    }
    auto* ranges = new QActionGroup(this);
    for (const Range& range : kRanges) {
        auto* action = new QAction(tr(range.name), this);
        action->setCheckable(true);
        ranges->addAction(action);
        m_ranges << action;
        connect(action, &QAction::triggered, this, [this, &range] {
            m_live->state()->setLength(range.length);
            m_rangeBox->setCurrentIndex(static_cast<int>(&range - kRanges));
        });
    }
    m_ranges.first()->setChecked(true);

    connect(m_connect, &QAction::triggered, this, &MainWindow::askConnection);
    connect(m_simulator, &QAction::triggered, this, [this] {
        if (agreesToLeave(tr("Try the Simulator"))) Q_EMIT simulatorRequested();
    });
    connect(m_export, &QAction::triggered, this, &MainWindow::askExport);
    connect(m_savePicture, &QAction::triggered, this, &MainWindow::savePicture);
    connect(m_stop, &QAction::triggered, this, &MainWindow::askStop);
    connect(m_quit, &QAction::triggered, this, &QWidget::close);
    connect(m_showLive, &QAction::triggered, this, &MainWindow::showLive);
    connect(m_showMaintenance, &QAction::triggered, this, &MainWindow::showMaintenance);
    connect(m_fullScreen, &QAction::toggled, this, [this](bool on) { on ? showFullScreen() : showNormal(); });
    connect(m_about, &QAction::triggered, this, &MainWindow::about);
}

void MainWindow::makeMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addActions({m_connect, m_simulator});
    file->addSeparator();
    file->addActions({m_export, m_savePicture});
    file->addSeparator();
    file->addAction(m_quit);
    QMenu* view = menuBar()->addMenu(tr("&View"));
    view->addActions({m_showLive, m_showMaintenance});
    view->addSeparator();
    QMenu* range = view->addMenu(tr("&Range"));
    range->addActions(m_ranges);
    view->addSeparator();
    view->addAction(m_fullScreen);
    QMenu* capture = menuBar()->addMenu(tr("&Capture"));
    capture->addAction(m_stop);
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(m_about);
    QAction* aboutQt = help->addAction(tr("About &Qt"));
    aboutQt->setMenuRole(QAction::AboutQtRole);
    connect(aboutQt, &QAction::triggered, this, [this] { QMessageBox::aboutQt(this); });
}

void MainWindow::makeToolBar() {
    QToolBar* bar = addToolBar(tr("Toolbar"));
    bar->setObjectName(u"toolBar"_s);
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setFixedHeight(40);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(16, 16));

    const auto views = {std::pair(m_showLive, Segment::First), std::pair(m_showMaintenance, Segment::Last)};
    auto* switcher = new QWidget(bar);
    auto* switchLayout = new QHBoxLayout(switcher);
    switchLayout->setContentsMargins(6, 0, 6, 0);
    switchLayout->setSpacing(0);
    for (const auto& [action, place] : views) {
        auto* button = new QToolButton(switcher);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setProperty(kSegmentProperty, static_cast<int>(place));
        button->setFocusPolicy(Qt::TabFocus);
        switchLayout->addWidget(button);
    }
    bar->addWidget(switcher);
    bar->addSeparator();
    bar->addAction(m_connect);
    auto* chip = new RecordingChip(bar);
    m_recordingChip = chip;
    bar->addWidget(chip);
    bar->addAction(m_stop);
    bar->addSeparator();
    m_rangeBox = new QComboBox(bar);
    m_rangeBox->setObjectName(u"range"_s);
    m_rangeBox->setAccessibleName(tr("Range"));
    m_rangeBox->setToolTip(tr("How much of the past is shown"));
    for (const Range& range : kRanges)
        m_rangeBox->addItem(tr(range.name));
    connect(m_rangeBox, &QComboBox::activated, this, [this](int index) { m_ranges[index]->trigger(); });
    bar->addWidget(m_rangeBox);
    bar->addSeparator();
    bar->addAction(m_export);
    bar->addAction(m_savePicture);
    for (QAction* action : bar->actions())
        if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action))) {
            button->setFocusPolicy(Qt::TabFocus);
            const QString shortcut = action->shortcut().toString(QKeySequence::NativeText);
            if (!shortcut.isEmpty()) action->setToolTip(u"%1 (%2)"_s.arg(action->toolTip(), shortcut));
        }
}

void MainWindow::makeDocks() {
    m_events = new EventsList(this);
    m_eventsDock = new QDockWidget(tr("Events"), this);
    m_eventsDock->setObjectName(u"eventsDock"_s);
    m_eventsDock->setFeatures(QDockWidget::NoDockWidgetFeatures);
    m_eventsDock->setAllowedAreas(Qt::BottomDockWidgetArea);
    auto* title = new DockTitle(tr("Events"), m_eventsDock);
    m_eventsDock->setTitleBarWidget(title);
    m_eventsDock->setWidget(m_events);
    addDockWidget(Qt::BottomDockWidgetArea, m_eventsDock);
    resizeDocks({m_eventsDock}, {140}, Qt::Vertical);
    title->setCount(m_events->countText());
    connect(m_events, &EventsList::countChanged, this,
            [this, title] { title->setCount(m_events->countText()); });
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

void MainWindow::setMaintenancePage(QWidget* page) {
    m_maintenance = page;
    m_pages->addWidget(page);
    updateActions();
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
    auto* chip = static_cast<RecordingChip*>(m_recordingChip);
    const bool failed = status.error.has_value();
    chip->setState(failed      ? tr("Not recording")
                   : m_running ? tr("Recording")
                               : tr("Recorded"),
                   clock(status.recorded), m_running && !failed);
    chip->setToolTip(m_recordingPath);
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

void MainWindow::showView(QWidget* page) {
    m_pages->setCurrentWidget(page);
    m_eventsDock->setVisible(page != m_maintenance);
}

void MainWindow::showLive() {
    m_showLive->setChecked(true);
    showView(m_source ? static_cast<QWidget*>(m_live) : m_firstScreen);
    if (m_source) m_live->setFocus();
}

void MainWindow::showMaintenance() {
    if (!m_maintenance) return;
    m_showMaintenance->setChecked(true);
    showView(m_maintenance);
    m_maintenance->nextInFocusChain()->setFocus();
}

void MainWindow::updateActions() {
    const bool any = m_source != nullptr;
    m_export->setEnabled(any);
    m_savePicture->setEnabled(any);
    m_stop->setEnabled(m_running);
    m_rangeBox->setEnabled(any);
    for (QAction* range : m_ranges)
        range->setEnabled(any);
    m_showMaintenance->setEnabled(m_maintenance != nullptr);
    for (QAction* action : findChild<QToolBar*>(u"toolBar"_s)->actions())
        if (findChild<QToolBar*>(u"toolBar"_s)->widgetForAction(action) == m_recordingChip)
            action->setVisible(any);
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
    connect(m_exportDialog, &ExportDialog::exportRequested, this, &MainWindow::exportRequested);
    connect(m_exportDialog, &QObject::destroyed, this, [this] { m_exportDialog = nullptr; });
    m_exportDialog->open();
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

void MainWindow::about() {
    QMessageBox box(this);
    box.setWindowTitle(tr("About Maintscope"));
    box.setIconPixmap(applicationIcon().pixmap(64, 64));
    box.setTextFormat(Qt::RichText);
    box.setText(
        tr("<h3>Maintscope %1</h3><p>Shows what a Redis maintenance window does to a client, live.</p>")
            .arg(QStringLiteral(MAINTSCOPE_VERSION)));
    box.setInformativeText(
        tr("<p>Licence: GNU General Public License, version 3 or later. No warranty.</p>"
           "<p>Built with Qt and Qt Charts (GPL-3.0), hiredis (BSD-3-Clause), SQLite (public domain) and "
           "OpenSSL "
           "(Apache-2.0). Fonts: Inter and JetBrains Mono (SIL OFL 1.1), where they are installed.</p>"
           "<p>Blocking commands and pub/sub are not probed.</p>"
           "<p>Redis is a trademark of Redis Ltd.; this program is not theirs.</p>"));
    box.exec();
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
