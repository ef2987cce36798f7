// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/maintenance_controller.h"

#include "app/window/maintenance_menu.h"
#include "app/window/watched_targets.h"
#include "model/events/rest_event.h"
#include "ui/maintenance/sch_page.h"
#include "ui/paint/live_frame.h"
#include "ui/readiness/readiness_page.h"
#include "ui/widgets/commands.h"
#include "ui/window/connection_actions.h"
#include "ui/window/main_window.h"

#include <QAction>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

MaintenanceController::MaintenanceController(ui::MainWindow& window, WatchedTargets& watched)
    : m_window(window)
    , m_watched(watched)
    , m_page(new ui::SchPage) {
    window.setPage(ui::PageId::Maintenance, m_page);
    connectManager();
    connectReadiness();
    connect(&m_rest, &io::RestClient::ended, this, &MaintenanceController::ended);
}

void MaintenanceController::connectManager() {
    connect(m_page, &ui::SchPage::requested, this, [this](const RestTask& task) {
        m_restUser = task.settings.user;
        m_restEndpoint = task.settings.endpoint;
        m_rest.start(task);
    });
    connect(m_page, &ui::SchPage::watchRequested, this, [this](const TargetSettings& target) {
        m_window.connectionActions().proposeConnection(target); // the user adds the credentials
        if (QAction* dialog = m_window.commands().find("actionConnect"_L1)) dialog->trigger();
    });
    connect(m_page, &ui::SchPage::pollRequested, &m_poll, &io::RestClient::start);
    connect(&m_poll, &io::RestClient::ended, m_page, &ui::SchPage::onPolled);
    connect(m_page, &ui::SchPage::cancelRequested, &m_rest, &io::RestClient::cancel);
    connect(&m_rest, &io::RestClient::stepEnded, m_page, &ui::SchPage::onStep);
    connect(&m_rest, &io::RestClient::ended, m_page, &ui::SchPage::onOutcome);
    // Reads and changes of the switch are recorded, with user and time.
    connect(&m_rest, &io::RestClient::ended, this, [this](const RestOutcome& outcome) {
        const ui::SessionView shown = m_watched.view(m_window.shownSession());
        if (shown.isMeasured())
            m_watched.publish(shown.id, model::restEvent(outcome, m_restUser, m_restEndpoint,
                                                         shown.source->timeline().target().id));
    });
}

/// Checks end to end whether notifications reach the watched target's client.
void MaintenanceController::connectReadiness() {
    ui::ReadinessCard* card = m_page->readiness();
    connect(card, &ui::ReadinessCard::checkRequested, this, &MaintenanceController::checkReadiness);
    connect(&m_readiness, &io::ReadinessClient::seen, m_page, &ui::SchPage::setReadiness);
    // A change takes effect on new connections, and on open ones once they opt in again.
    connect(&m_rest, &io::RestClient::ended, this, [this](const RestOutcome& outcome) {
        if (outcome.action != RestAction::Apply || !outcome.ok()) return;
        m_page->onOptInAsked(m_watched.optInAgain());
        checkReadiness();
    });
    connect(&m_watched, &WatchedTargets::optInEvent, m_page, &ui::SchPage::onOptInEvent);
    addMaintenanceCommands(m_window, *m_page, [this] { checkReadiness(); });
}

void MaintenanceController::setTarget(const TargetSettings& target) {
    m_target = target;
    m_page->setWatched(target);
    const std::string name = target.name.empty() ? toString(target.endpoint) : target.name;
    m_page->readiness()->setTarget(QString::fromStdString(name));
}

std::optional<model::Profile> MaintenanceController::profile() const {
    if (!m_target) return std::nullopt;
    model::Profile profile{m_target->name, *m_target, m_page->form().settings()};
    if (profile.name.empty()) profile.name = toString(m_target->endpoint);
    return profile;
}

void MaintenanceController::checkReadiness() {
    if (!m_target) return;
    m_readiness.start({*m_target, m_page->form().settings()});
}

} // namespace maintscope::app

#include "moc_maintenance_controller.cpp"
