// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/connection_actions.h"

#include "client/types/readiness_facts.h"
#include "ui/connection/connection_dialog.h"
#include "ui/connection/headless_dialog.h"
#include "ui/widgets/commands.h"
#include "ui/window/window_context.h"

#include <QAction>
#include <QMainWindow>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

ConnectionActions::ConnectionActions(WindowContext& context)
    : m_context(context) {}

void ConnectionActions::addConnect() {
    QAction* action = m_context.commands->add(
        MenuId::File, {"actionConnect", tr("New &Connection…"), tr("Connect to a database"), "plus",
                       QKeySequence::keyBindings(QKeySequence::New), KeyScope::Window, tr("Connect")});
    connect(action, &QAction::triggered, this, &ConnectionActions::askConnection);
}

void ConnectionActions::addImport() {
    QAction* import =
        m_context.commands->add(MenuId::File, {"actionImportProfiles", tr("&Import Profiles…"),
                                               tr("Import saved connections from an export of Maintscope or "
                                                  "RedisInsight, or from a redis-cli command line"),
                                               "document"});
    connect(import, &QAction::triggered, this, &ConnectionActions::importProfilesRequested);
}

void ConnectionActions::addTest() {
    QAction* action = m_context.commands->add(
        MenuId::Target, {"actionTest", tr("&Test Connection…"),
                         tr("Run every step of connecting once, beside the measurement"), "reconnect"});
    connect(action, &QAction::triggered, this, &ConnectionActions::testConnection);
    m_context.needs.target << action;
}

void ConnectionActions::addEdit() {
    QAction* edit = m_context.commands->add(MenuId::Target,
                                            {"actionEdit", tr("&Edit Connection…"),
                                             tr("Connect with other settings, beside this target"), "edit"});
    connect(edit, &QAction::triggered, this, &ConnectionActions::editConnection);
    QAction* duplicate =
        m_context.commands->add(MenuId::Target, {"actionDuplicate", tr("&Duplicate…"),
                                                 tr("Connect with a copy of these settings"), "duplicate"});
    connect(duplicate, &QAction::triggered, this, &ConnectionActions::duplicateConnection);
    m_context.needs.target << edit << duplicate;
}

void ConnectionActions::addSaveProfile() {
    QAction* action = m_context.commands->add(
        MenuId::Target,
        {"actionSaveProfile", tr("Save as Pro&file"),
         tr("Save this connection and its cluster manager under its name, without passwords")});
    connect(action, &QAction::triggered, this, &ConnectionActions::saveProfileRequested);
    m_context.needs.target << action;
}

void ConnectionActions::addHeadless() {
    QAction* action = m_context.commands->add(
        MenuId::Capture, {"actionHeadless", tr("Start &Headless…"),
                          tr("Show the command that measures this target without a window"), "document"});
    connect(action, &QAction::triggered, this, [this] {
        auto* dialog = new HeadlessDialog(m_last.value_or(TargetSettings{}), m_context.window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    m_context.needs.target << action;
}

void ConnectionActions::askConnection() {
    const TargetSettings fresh = model::newTarget(m_context.preferences);
    openDialog(m_last && !m_context.session.source ? &*m_last : &fresh);
}

void ConnectionActions::editConnection() {
    openDialog(last())->setWindowTitle(tr("Edit connection"));
}

void ConnectionActions::duplicateConnection() {
    if (!m_last) return;
    TargetSettings copy = *m_last;
    copy.name = (copy.name.empty() ? toString(copy.endpoint) : copy.name) + " (2)";
    openDialog(&copy);
}

void ConnectionActions::testConnection() {
    if (!m_last) return;
    ConnectionDialog* dialog = openDialog(last());
    dialog->setWindowTitle(tr("Test connection"));
    dialog->startTest();
}

void ConnectionActions::askSecret(const TargetSettings& settings) {
    openDialog(&settings)->focusSecret();
}

ConnectionDialog* ConnectionActions::openDialog(const TargetSettings* proposed) {
    auto* dialog = new ConnectionDialog(m_context.window);
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setProfiles(m_profiles);
    dialog->setKeychain(m_noKeychain);
    dialog->setCertificateCheck(m_certificateCheck);
    if (proposed) dialog->setSettings(*proposed);
    connect(dialog, &ConnectionDialog::passwordWanted, this, &ConnectionActions::passwordWanted);
    connect(dialog, &ConnectionDialog::testRequested, this, &ConnectionActions::testRequested);
    connect(dialog, &ConnectionDialog::clusterSettingsRequested, this, [this, dialog] {
        dialog->reject();
        Q_EMIT maintenanceRequested();
    });
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const TargetSettings settings = dialog->settings();
        proposeConnection(settings);
        model::Profile profile{settings.name, settings, dialog->clusterManager()};
        if (profile.name.empty()) profile.name = toString(settings.endpoint);
        if (dialog->wantsSaving()) Q_EMIT saveRequested(profile);
        if (dialog->wantsKeeping()) Q_EMIT keepRequested(settings);
        if (profile.rest) Q_EMIT clusterManagerProposed(*profile.rest);
        Q_EMIT connectRequested(settings);
    });
    dialog->open(); // does not block the window
    return dialog;
}

void ConnectionActions::offerPassword(const TargetSettings& settings, const Secret& password) {
    if (m_dialog) m_dialog->offerPassword(settings, password);
}

void ConnectionActions::showTest(const ReadinessFacts& facts) {
    if (m_dialog) m_dialog->setTestFacts(facts);
}

} // namespace maintscope::ui

#include "moc_connection_actions.cpp"
