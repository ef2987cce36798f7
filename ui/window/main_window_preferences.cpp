// SPDX-License-Identifier: GPL-3.0-or-later
// What the user prefers, and what rules tell: applied at once, kept by whoever listens.
#include "ui/window/main_window.h"

#include "model/session/target_list_model.h"
#include "ui/live/time_view_state.h"
#include "ui/targets/tray.h"
#include "ui/theme/apply_theme.h"
#include "ui/widgets/commands.h"
#include "ui/widgets/table_setup.h"
#include "ui/window/alert_bar.h"
#include "ui/window/preferences_dialog.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QMenu>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

void MainWindow::makePreferencesCommand() {
    m_commands->addSeparator(MenuId::Edit);
    QAction* preferences =
        m_commands->add(MenuId::Edit, {"actionPreferences",
                                       tr("Pr&eferences…"),
                                       tr("Theme, time zone, what a new connection begins with, and more"),
                                       "edit",
                                       {QKeySequence(Qt::CTRL | Qt::Key_Comma)}});
    preferences->setMenuRole(QAction::PreferencesRole);
    connect(preferences, &QAction::triggered, this, [this] { askPreferences(PreferencesPage::General); });
}

void MainWindow::makeDensityCommands() {
    QMenu* menu = m_commands->addMenu(MenuId::View, tr("&Density"), u"menuDensity"_s);
    m_densities = new QActionGroup(this);
    const CommandSpec specs[]{
        {"actionDensityComfortable", tr("&Comfortable"), tr("Rows of tables with room between them")},
        {"actionDensityCompact", tr("C&ompact"), tr("Rows of tables close together, more of them in sight")}};
    bool compact = false;
    for (const CommandSpec& spec : specs) {
        QAction* action = m_commands->add(menu, spec);
        action->setCheckable(true);
        m_densities->addAction(action);
        connect(action, &QAction::triggered, this, [this, compact] {
            model::Preferences preferences = m_preferences;
            preferences.compactRows = compact;
            changePreferences(preferences);
        });
        compact = true;
    }
    m_densities->actions().constFirst()->setChecked(true);
}

void MainWindow::makeAlertCommands() {
    QAction* rules = m_commands->add(MenuId::Capture, {"actionAlertRules", tr("&Alert Rules…"),
                                                       tr("What this window tells you about"), "edit"});
    connect(rules, &QAction::triggered, this, [this] { askPreferences(PreferencesPage::Alerts); });
}

void MainWindow::setPreferences(const model::Preferences& preferences) {
    m_preferences = preferences;
    setPatternsAlways(preferences.patternsAlways);
    setDensity(preferences.compactRows ? Density::Compact : Density::Comfortable);
    m_densities->actions().at(preferences.compactRows ? 1 : 0)->setChecked(true);
}

void MainWindow::changePreferences(const model::Preferences& preferences) {
    setPreferences(preferences);
    Q_EMIT preferencesChanged(preferences);
}

void MainWindow::askPreferences(PreferencesPage page) {
    auto* dialog = new PreferencesDialog(
        {m_preferences, m_theme, m_time->zone() != QTimeZone::utc(), m_recordingFolder, Tray::available()},
        *m_commands, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->showPage(page);
    connect(dialog, &PreferencesDialog::changed, this, &MainWindow::changePreferences);
    connect(dialog, &PreferencesDialog::themeChosen, this, &MainWindow::chooseTheme);
    connect(dialog, &PreferencesDialog::localTimeChosen, this, &MainWindow::chooseZone);
    connect(dialog, &PreferencesDialog::forgetRequested, this, [this] {
        Q_EMIT forgetRecordingsRequested();
        Q_EMIT forgetTargetsRequested();
    });
    dialog->open(); // capture and picture go on behind it
}

void MainWindow::showAlert(const model::Alert& alert, WallTime when) {
    const ZoneClock clock(m_time->zone());
    m_alertBar->tell(alert, clock.timeS(when) + u' ' + clock.zoneName(when));
    if (!m_preferences.alerts.onDesktop) return;
    if (m_tray)
        m_tray->notify(alert);
    else
        QApplication::alert(this);
}

/// Where the desktop has a tray, it tells how the worst target stands; there is one from the first target on.
void MainWindow::updateTray() {
    if (!m_preferences.alerts.onDesktop || m_running == 0) {
        if (m_tray) m_tray->setState({}, {});
        return;
    }
    if (!m_triedTray) {
        m_triedTray = true;
        if (!Tray::available()) return;
        m_tray = new Tray(this);
        connect(m_tray, &Tray::opened, this, [this] {
            showNormal();
            raise();
            activateWindow();
        });
        connect(m_tray, &Tray::notificationOpened, this, &MainWindow::goToAlert);
    }
    if (!m_tray || !m_targets || m_targets->rowCount() == 0) return;
    model::TargetRank worst = model::TargetRank::Healthy;
    for (int row = 0; row < m_targets->rowCount(); ++row)
        worst = std::min(worst, m_targets->row(row).rank);
    m_tray->setState(worst, tr("Maintscope: %1").arg(model::rankWord(worst)));
}

void MainWindow::goToAlert(SessionId id, MonoTime at) {
    raise();
    activateWindow();
    Q_EMIT targetChosen(id);
    if (m_session.id != id || !m_session.source) return;
    showLive();
    m_time->centre(at);
}

} // namespace maintscope::ui
