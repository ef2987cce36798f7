// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintenance/sch_page.h"

#include "client/types/cluster_url.h"
#include "model/readiness/platform.h"
#include "ui/maintenance/sch_page_parts.h"
#include "ui/maintenance/sch_widgets.h"
#include "ui/readiness/client_audit_card.h"
#include "ui/readiness/readiness_page.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QStyle>

#include <algorithm>

namespace maintscope::ui {

using namespace sch;

void SchPage::setClusterManager(const RestSettings& settings) {
    if (m_model.busy()) return;
    model::SchDraft draft = m_model.draft(); // what there is no field for
    draft.serverName = settings.tls.serverName;
    draft.certificatePath = settings.tls.certificatePath;
    draft.keyPath = settings.tls.keyPath;
    m_model.setDraft(std::move(draft));
    m_filling = true;
    m_fromKeychain = false;
    m_address->setText(text(baseUrl(settings.endpoint)));
    m_user->setText(text(settings.user));
    m_password->setText(text(settings.password.reveal()));
    m_caPath->setText(text(settings.tls.trust.caPath));
    m_pin->setText(settings.tls.trust.pin.empty() ? QString() : u"sha256:"_s + text(settings.tls.trust.pin));
    int page = SystemTrust;
    if (settings.tls.trust.mode == TlsTrust::Mode::CaFile) page = FileTrust;
    if (settings.tls.trust.mode == TlsTrust::Mode::Pin) page = PinTrust;
    m_trust->setCurrent(page);
    m_trustDetail->setCurrentIndex(page);
    m_signIn->setCurrent(settings.signIn == RestSignIn::Token ? 1 : 0);
    m_filling = false;
    readDraft();
}

void SchPage::setKeychain(const QString& unavailable) {
    m_keep->setVisible(unavailable.isEmpty());
    m_sessionOnly->setVisible(!unavailable.isEmpty());
    m_sessionOnly->setText(tr("The password is kept for this session only. %1").arg(unavailable).trimmed());
}

void SchPage::setKeychainTrouble(const QString& reason) {
    if (!m_keep->isVisibleTo(this)) return; // it was said already
    m_sessionOnly->setVisible(!reason.isEmpty());
    m_sessionOnly->setText(reason);
}

bool SchPage::wantsKeeping() const {
    return m_keep->isVisibleTo(this) && m_keep->isChecked();
}

bool SchPage::wantsForgetting() const {
    return m_keep->isVisibleTo(this) && !m_keep->isChecked() && m_fromKeychain;
}

void SchPage::offerPassword(const RestSettings& manager, const Secret& password) {
    const auto& now = m_model.settings();
    if (!now || !now->password.empty() || !(now->endpoint == manager.endpoint) || now->user != manager.user)
        return;
    m_password->setText(text(password.reveal()));
    m_keep->setChecked(true);
    m_fromKeychain = true;
}

void SchPage::setReadiness(const ReadinessFacts& facts) {
    m_platformNote = text(model::platformNote(model::recognise(facts)));
    refreshSettings();
    m_readiness->setFacts(facts);
    m_clients->setFacts(facts);
}

void SchPage::setWatched(const TargetSettings& target) {
    m_model.setEnvironment(target.environment);
    ReadinessFacts known;
    known.target = target;
    m_platformNote = text(model::platformNote(model::recognise(known)));
    refreshSettings();
    refreshPreview();
}

void SchPage::onStep(const RestStep& step) {
    m_model.onStep(step);
    refresh();
}

void SchPage::onOutcome(const RestOutcome& outcome) {
    m_model.onOutcome(outcome);
    m_tick.stop();
    if (outcome.ok()) m_poll.begin(now());
    awaitPoll();
    showWanted();
    refresh();
    // The next thing to do gets the focus, unless the user is elsewhere.
    if (m_model.phase() == SchPhase::Previewed && isAncestorOf(focusWidget()))
        (m_model.needsTypedName() ? static_cast<QWidget*>(m_confirm) : m_apply)->setFocus();
    if (m_model.credentialsRefused() && isAncestorOf(focusWidget())) {
        m_password->setFocus();
        m_password->selectAll();
    }
}

void SchPage::onPolled(const RestOutcome& outcome) {
    const auto& asked = m_model.settings();
    if (!asked || !m_polled || !(asked->endpoint == m_polled->endpoint) || asked->user != m_polled->user ||
        !(asked->tls == m_polled->tls))
        return; // of another cluster than the form is about by now
    m_model.onPolled(outcome);
    m_poll.onEnded(outcome.failure, now());
    awaitPoll();
    showWanted();
    refresh();
}

void SchPage::poll() {
    const auto task = m_model.poll();
    if (!task) { // the user is at it
        if (m_model.reading()) m_poll.begin(now());
        return awaitPoll();
    }
    m_poll.onStarted();
    m_polled = task->settings;
    m_polled->password = Secret();
    Q_EMIT pollRequested(*task);
}

void SchPage::awaitPoll() {
    if (!m_model.reading() || m_model.credentialsRefused()) m_poll.stop();
    m_pollDue.stop();
    if (const auto due = m_poll.due())
        m_pollDue.start(
            std::chrono::duration_cast<std::chrono::milliseconds>(std::max(*due - now(), Duration::zero())));
}

void SchPage::onOptInAsked(int targets) {
    m_model.onOptInAsked(targets);
    m_optInLimit.start();
    refreshPreview();
}

void SchPage::onOptInEvent(SessionId session, const Event& event) {
    m_model.onOptInEvent(session, event);
    refreshPreview();
}

void SchPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_columns->arrange(width() - style()->pixelMetric(QStyle::PM_ScrollBarExtent));
}

void SchPage::check() {
    ask(m_model.check());
}

void SchPage::ask(const std::optional<RestTask>& task) {
    if (!task) return;
    m_running.start();
    m_tick.start();
    refresh();
    Q_EMIT requested(*task);
}

void SchPage::readDraft() {
    if (m_filling) return;
    model::SchDraft draft = m_model.draft();
    draft.address = m_address->text().trimmed().toStdString();
    draft.user = m_user->text().trimmed().toStdString();
    draft.password = Secret(m_password->text().toStdString());
    draft.signIn = m_signIn->current() == 1 ? RestSignIn::Token : RestSignIn::Basic;
    draft.trust = {};
    if (m_trust->current() == FileTrust)
        draft.trust = {TlsTrust::Mode::CaFile, m_caPath->text().trimmed().toStdString(), {}};
    if (m_trust->current() == PinTrust)
        draft.trust = {TlsTrust::Mode::Pin, {}, m_pin->text().trimmed().toStdString()};
    m_model.setDraft(std::move(draft));
    awaitPoll();
    refresh();
}

/// A pasted address with user and password: they go into their fields, so that none stays in sight.
void SchPage::takeUserFromAddress() {
    const auto url = parseClusterUrl(m_address->text().toStdString());
    if (!url || url->password.empty()) return;
    m_filling = true;
    m_user->setText(text(url->user));
    m_password->setText(text(url->password.reveal()));
    m_address->setText(text(baseUrl(url->endpoint)));
    m_filling = false;
    readDraft();
}

void SchPage::readWanted() {
    if (m_filling || !m_model.reading()) return;
    const auto choice = [](const QButtonGroup* group) -> std::optional<bool> {
        if (group->checkedId() < 0) return std::nullopt;
        return group->checkedId() == kOn;
    };
    ClusterChange wanted;
    wanted.notifications = choice(m_wantFlag);
    wanted.ossNotifications = choice(m_wantOss);
    if (m_model.reading()->handoffDelay)
        wanted.handoffDelay = std::chrono::milliseconds(m_wantDelay->value());
    m_model.setWanted(wanted);
    refresh();
}

void SchPage::showWanted() {
    m_filling = true;
    const auto show = [](QButtonGroup* group, const std::optional<bool>& value) {
        if (value) {
            group->button(*value ? kOn : kOff)->setChecked(true);
            return;
        }
        group->setExclusive(false); // an exclusive group always keeps one down
        for (QAbstractButton* one : group->buttons())
            one->setChecked(false);
        group->setExclusive(true);
    };
    const ClusterChange& wanted = m_model.wanted();
    show(m_wantFlag, wanted.notifications);
    show(m_wantOss, wanted.ossNotifications);
    m_wantDelay->setValue(
        static_cast<int>(wanted.handoffDelay.value_or(std::chrono::milliseconds(0)).count()));
    m_filling = false;
}

} // namespace maintscope::ui
