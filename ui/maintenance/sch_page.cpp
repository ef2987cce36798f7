// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintenance/sch_page.h"

#include "model/readiness/platform.h"
#include "ui/maintenance/databases_card.h"
#include "ui/maintenance/history_card.h"
#include "ui/maintenance/manager_card.h"
#include "ui/maintenance/preview_card.h"
#include "ui/maintenance/sch_widgets.h"
#include "ui/maintenance/sch_words.h"
#include "ui/maintenance/settings_card.h"
#include "ui/readiness/client_audit_card.h"
#include "ui/readiness/readiness_page.h"

#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace sch;

namespace {

constexpr int kReadinessWidth = 340;
constexpr std::chrono::milliseconds kOptInPatience{5000};

} // namespace

SchPage::SchPage(QWidget* parent)
    : QWidget(parent) {
    setObjectName(u"schPage"_s);
    auto* cards = new QVBoxLayout;
    cards->setSpacing(10);
    m_manager = new ManagerCard(m_model, this);
    m_settings = new SettingsCard(m_model, this);
    m_preview = new PreviewCard(m_model, this);
    m_history = new HistoryCard(m_model, this);
    cards->addWidget(m_manager);
    cards->addWidget(m_settings);
    cards->addWidget(m_preview);
    cards->addWidget(m_history, 1);
    m_readiness = new ReadinessCard(this);
    m_readiness->setMinimumWidth(kReadinessWidth);
    m_readiness->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* right = new QVBoxLayout;
    right->setSpacing(10);
    right->addWidget(m_readiness);
    m_clients = new ClientAuditCard(this);
    m_databases = new DatabasesCard(m_model, this);
    right->addWidget(m_databases);
    right->addWidget(m_clients);
    right->addStretch();
    m_columns = new Columns(cards, right, this);

    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_columns);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    m_tick.setInterval(100);
    connect(&m_tick, &QTimer::timeout, this, &SchPage::showElapsed);
    m_clock.start();
    m_pollDue.setSingleShot(true);
    connect(&m_pollDue, &QTimer::timeout, this, &SchPage::poll);
    m_optInLimit.setSingleShot(true);
    m_optInLimit.setInterval(kOptInPatience);
    connect(&m_optInLimit, &QTimer::timeout, this, [this] {
        m_model.onOptInOver();
        m_preview->refresh();
    });
    connectCards();
    orderTabs();
    readDraft();
}

SchPage::~SchPage() {
    // Destruction takes the focus from a field, whose signal would reach a partly destroyed object.
    m_manager->disconnect(this);
}

void SchPage::connectCards() {
    connect(m_manager, &ManagerCard::edited, this, &SchPage::readDraft);
    connect(m_manager, &ManagerCard::checkRequested, this, &SchPage::check);
    connect(m_manager, &ManagerCard::checkClicked, this, [this] {
        if (!m_model.busy()) return check();
        if (m_model.cancel()) Q_EMIT cancelRequested();
        refresh();
    });
    connect(m_manager, &ManagerCard::pinPresentedWanted, this, [this] {
        m_model.pinPresented();
        m_manager->pin(m_model.draft().trust.pin);
        readDraft();
        check();
    });
    connect(m_manager, &ManagerCard::keepingChosen, this, &SchPage::keepingChosen);
    connect(m_settings, &SettingsCard::wantedChanged, this, [this](const ClusterChange& wanted) {
        m_model.setWanted(wanted);
        refresh();
    });
    connect(m_preview, &PreviewCard::nameTyped, this, [this](const QString& name) {
        m_model.setTypedName(name.toStdString());
        m_preview->refresh();
    });
    connect(m_preview, &PreviewCard::previewRequested, this, [this] { ask(m_model.preview()); });
    connect(m_preview, &PreviewCard::applyRequested, this, [this] { ask(m_model.apply()); });
    connect(m_preview, &PreviewCard::revertRequested, this, [this] {
        m_model.wantRevert();
        m_settings->showWanted();
        refresh();
    });
    connect(m_preview, &PreviewCard::restoreRequested, this, [this] {
        m_model.wantAsFound();
        m_settings->showWanted();
        refresh();
    });
    connect(m_databases, &DatabasesCard::watchRequested, this, &SchPage::watchRequested);
}

void SchPage::orderTabs() {
    const QList<QWidget*> order = m_manager->tabOrder() + m_settings->tabOrder() + m_preview->tabOrder() +
                                  m_history->tabOrder() + m_databases->tabOrder();
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

void SchPage::setClusterManager(const RestSettings& settings) {
    if (m_model.busy()) return;
    model::SchDraft draft = m_model.draft(); // keeps values without a field
    draft.serverName = settings.tls.serverName;
    draft.certificatePath = settings.tls.certificatePath;
    draft.keyPath = settings.tls.keyPath;
    m_model.setDraft(std::move(draft));
    m_manager->fill(settings);
    readDraft();
}

void SchPage::setKeychain(const QString& unavailable) {
    m_manager->setKeychain(unavailable);
}

void SchPage::setKeychainTrouble(const QString& reason) {
    m_manager->setKeychainTrouble(reason);
}

bool SchPage::wantsKeeping() const {
    return m_manager->wantsKeeping();
}

bool SchPage::wantsForgetting() const {
    return m_manager->wantsForgetting();
}

void SchPage::offerPassword(const RestSettings& manager, const Secret& password) {
    m_manager->offerPassword(manager, password);
}

void SchPage::setReadiness(const ReadinessFacts& facts) {
    m_settings->setPlatformNote(text(model::platformNote(model::recognise(facts))));
    m_readiness->setFacts(facts);
    m_clients->setFacts(facts);
}

void SchPage::setWatched(const TargetSettings& target) {
    m_model.setEnvironment(target.environment);
    ReadinessFacts known;
    known.target = target;
    m_settings->setPlatformNote(text(model::platformNote(model::recognise(known))));
    m_preview->refresh();
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
    m_settings->showWanted();
    refresh();
    // The next step gets the focus, unless the focus is outside this page.
    if (m_model.phase() == SchPhase::Previewed && isAncestorOf(focusWidget())) m_preview->focusNext();
    if (m_model.credentialsRefused() && isAncestorOf(focusWidget())) m_manager->focusPassword();
}

void SchPage::onPolled(const RestOutcome& outcome) {
    const auto& asked = m_model.settings();
    if (!asked || !m_polled || !(asked->endpoint == m_polled->endpoint) || asked->user != m_polled->user ||
        !(asked->tls == m_polled->tls))
        return; // the form now names another cluster
    m_model.onPolled(outcome);
    m_poll.onEnded(outcome.failure, now());
    awaitPoll();
    m_settings->showWanted();
    refresh();
}

void SchPage::poll() {
    const auto task = m_model.poll();
    if (!task) { // the user is busy
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
    m_preview->refresh();
}

void SchPage::onOptInEvent(SessionId session, const Event& event) {
    m_model.onOptInEvent(session, event);
    m_preview->refresh();
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
    m_model.setDraft(m_manager->draft(m_model.draft()));
    awaitPoll();
    refresh();
}

void SchPage::refresh() {
    if (!m_model.reading()) m_settings->showWanted();
    m_manager->refresh();
    if (m_model.busy()) showElapsed();
    m_settings->refresh();
    m_preview->refresh();
    m_history->refresh();
    m_databases->refresh();
}

void SchPage::showElapsed() {
    m_manager->showElapsed(std::chrono::milliseconds(m_running.elapsed()));
}

} // namespace maintscope::ui

#include "moc_sch_page.cpp"
