// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/alert_notices.h"

#include "model/session/alerts.h"
#include "model/session/target_list_model.h"
#include "ui/live/time_view_state.h"
#include "ui/targets/tray.h"
#include "ui/window/alert_bar.h"
#include "ui/window/window_context.h"

#include <QApplication>
#include <QMainWindow>

#include <algorithm>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

AlertNotices::AlertNotices(WindowContext& context, AlertBar& bar)
    : m_context(context)
    , m_bar(bar) {
    connect(&bar, &AlertBar::showRequested, this, &AlertNotices::goToRequested);
}

void AlertNotices::setRunning(int sessions) {
    m_running = sessions;
    updateTray();
}

void AlertNotices::show(const model::Alert& alert, WallTime when) {
    const ZoneClock clock(m_context.time->zone());
    m_bar.setAlert(alert, clock.timeS(when) + u' ' + clock.zoneName(when));
    if (!m_context.preferences.alerts.onDesktop) return;
    if (m_tray)
        m_tray->notify(alert);
    else
        QApplication::alert(m_context.window);
}

/// Shows the state of the worst target in the tray, if the desktop has one. Creates the icon with the first
/// target.
void AlertNotices::updateTray() {
    if (!m_context.preferences.alerts.onDesktop || m_running == 0) {
        if (m_tray) m_tray->setState({}, {});
        return;
    }
    if (!m_triedTray) {
        m_triedTray = true;
        if (!Tray::available()) return;
        m_tray = new Tray(m_context.window);
        connect(m_tray, &Tray::opened, m_context.window, [window = m_context.window] {
            window->showNormal();
            window->raise();
            window->activateWindow();
        });
        connect(m_tray, &Tray::notificationOpened, this, &AlertNotices::goToRequested);
    }
    if (!m_tray || !m_targets || m_targets->rowCount() == 0) return;
    model::TargetRank worst = model::TargetRank::Healthy;
    for (int row = 0; row < m_targets->rowCount(); ++row)
        worst = std::min(worst, m_targets->row(row).rank);
    m_tray->setState(worst, tr("Maintscope: %1").arg(model::rankWord(worst)));
}

} // namespace maintscope::ui

#include "moc_alert_notices.cpp"
