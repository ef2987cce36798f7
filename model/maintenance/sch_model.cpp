// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/maintenance/sch_model.h"

#include "client/types/certificate_pin.h"
#include "client/types/cluster_url.h"

#include <algorithm>
#include <utility>

namespace maintscope::model {
namespace {

constexpr std::size_t kHistoryRows = 200;

std::string problemWith(const TlsTrust& trust) {
    switch (trust.mode) {
    case TlsTrust::Mode::System:
        break;
    case TlsTrust::Mode::CaFile:
        return trust.caPath.empty() ? "Choose a PEM file, or a folder of PEM files." : "";
    case TlsTrust::Mode::Pin:
        if (trust.pin.empty()) return {}; // not an error: Check shows the certificate to be pinned
        if (const auto pin = normalisePin(trust.pin); !pin)
            return pin.error().what + " " + pin.error().detail;
        break;
    }
    return {};
}

bool sameServer(const SchDraft& a, const SchDraft& b) {
    return a.address == b.address && a.user == b.user && a.trust == b.trust && a.serverName == b.serverName &&
           a.certificatePath == b.certificatePath && a.keyPath == b.keyPath;
}

std::optional<bool> valueOf(Flag flag) {
    if (flag == Flag::On) return true;
    if (flag == Flag::Off) return false;
    return std::nullopt;
}

} // namespace

void SchModel::setDraft(SchDraft draft) {
    if (busy()) return;
    const bool sameUser = draft.user == m_draft.user &&
                          draft.password.reveal() == m_draft.password.reveal() &&
                          draft.address == m_draft.address && draft.signIn == m_draft.signIn;
    if (!sameUser) m_credentialsRefused = false;
    if (!sameServer(draft, m_draft)) {
        m_reading.reset();
        m_found.reset();
        m_databases.clear();
        m_databasesNote.clear();
        m_failure.reset();
        m_pollFailure.reset();
        m_revert.reset();
        m_wanted = {};
        m_phase = SchPhase::Idle;
        forgetPreview();
    }
    m_draft = std::move(draft);
    m_problems = {};
    m_settings.reset();

    const auto url = parseClusterUrl(m_draft.address);
    if (!url)
        m_problems.address =
            url.error().what + (url.error().detail.empty() ? "" : " " + url.error().detail + ".");
    // The page removes user and password from a pasted address; typed ones remain a problem.
    if (url && !url->password.empty()) m_problems.address = "The address must not contain a password.";
    if (m_draft.user.find(':') != std::string::npos) m_problems.user = "A user name cannot contain a colon.";
    if (m_draft.user.empty() && m_draft.certificatePath.empty()) m_problems.user = "Enter a user name.";
    m_problems.trust = problemWith(m_draft.trust);
    if (!m_problems.none()) return;

    RestSettings settings;
    settings.endpoint = url->endpoint;
    settings.user = m_draft.user;
    settings.password = m_draft.password;
    settings.signIn = m_draft.signIn;
    settings.tls.enabled = true;
    settings.tls.trust = m_draft.trust;
    if (settings.tls.trust.mode == TlsTrust::Mode::Pin) {
        // Without a pin the chain must be valid; if it is not, the certificate is shown and can be pinned.
        if (m_draft.trust.pin.empty())
            settings.tls.trust = {};
        else
            settings.tls.trust.pin = *normalisePin(m_draft.trust.pin);
    }
    settings.tls.serverName = m_draft.serverName;
    settings.tls.certificatePath = m_draft.certificatePath;
    settings.tls.keyPath = m_draft.keyPath;
    m_settings = std::move(settings);
}

void SchModel::setEnvironment(Environment environment) {
    m_environment = environment;
}

void SchModel::setWanted(const ClusterChange& wanted) {
    if (busy() || wanted == m_wanted) return;
    m_wanted = wanted;
    forgetPreview();
}

void SchModel::setTypedName(std::string name) {
    m_typedName = std::move(name);
}

void SchModel::pinPresented() {
    if (!canPinPresented()) return;
    SchDraft draft = m_draft;
    draft.trust = {TlsTrust::Mode::Pin, {}, m_failure->certificate->sha256};
    setDraft(std::move(draft));
}

void SchModel::wantRevert() {
    if (canRevert()) wish(*m_revert);
}

void SchModel::wantAsFound() {
    if (canRestoreAsFound()) wish(asFound());
}

std::optional<RestTask> SchModel::check() {
    if (!canCheck()) return std::nullopt;
    m_phase = SchPhase::Reading;
    m_failure.reset();
    forgetPreview();
    return task(RestAction::Survey);
}

std::optional<RestTask> SchModel::preview() {
    if (!canPreview()) return std::nullopt;
    forgetPreview();
    m_failure.reset();
    m_previewed = change();
    m_phase = SchPhase::Previewing;
    stageAt(SchStage::DryRun).state = SchStageState::Current;
    RestTask next = task(RestAction::DryRun);
    next.change = m_previewed;
    return next;
}

std::optional<RestTask> SchModel::apply() {
    if (!canApply()) return std::nullopt;
    m_phase = SchPhase::Applying;
    m_failure.reset();
    m_changeSent = false;
    stageAt(SchStage::Confirm).state = SchStageState::Done;
    stageAt(SchStage::Apply).state = SchStageState::Current;
    m_typedName.clear(); // a confirmation is valid for one change
    RestTask next = task(RestAction::Apply);
    next.change = m_previewed;
    next.previewed = m_reading;
    return next;
}

std::optional<RestTask> SchModel::poll() const {
    if (busy() || !m_reading || !m_settings || m_credentialsRefused) return std::nullopt;
    return task(RestAction::Read);
}

void SchModel::onPolled(const RestOutcome& outcome) {
    if (busy() || !m_reading) return;
    m_pollFailure = outcome.failure;
    if (outcome.failure) {
        if (outcome.failure->kind != RestFailureKind::NotAuthorised) return;
        m_credentialsRefused = true;
        m_failure = outcome.failure;
        forgetPreview();
        remember(outcome);
        return;
    }
    const ClusterReading before = std::exchange(*m_reading, *outcome.reading);
    const ClusterChange was{valueOf(before.notifications), valueOf(before.ossNotifications),
                            before.handoffDelay};
    if (difference(*m_reading, was).empty()) return;
    // Another user has changed the setting: keep the values that the user chose, update the others.
    if (m_wanted == was) wishWhatIs();
    forgetPreview();
    remember(outcome);
}

bool SchModel::cancel() {
    if (!canCancel()) return false;
    m_phase = m_reading ? SchPhase::Read : SchPhase::Idle;
    forgetPreview();
    return true;
}

void SchModel::onStep(const RestStep& step) {
    const auto shown = [&](SchStage stage) {
        SchStageView& view = stageAt(stage);
        view.state = step.ok ? SchStageState::Done : SchStageState::Failed;
        view.httpStatus = step.httpStatus;
        view.elapsed = step.elapsed;
    };
    switch (step.stage) {
    case RestStage::SignIn:
        if (!step.ok && m_phase == SchPhase::Previewing) shown(SchStage::DryRun);
        if (!step.ok && m_phase == SchPhase::Applying) shown(SchStage::Apply);
        return;
    case RestStage::Read:
        if (!step.ok && m_phase == SchPhase::Previewing) shown(SchStage::DryRun);
        if (!step.ok && m_phase == SchPhase::Applying) shown(SchStage::Apply);
        m_changeSent = m_changeSent || (step.ok && m_phase == SchPhase::Applying); // the change follows
        return;
    case RestStage::Role:
    case RestStage::Nodes:
    case RestStage::Databases:
        if (!step.ok && m_phase == SchPhase::Previewing && step.httpStatus == 401) shown(SchStage::DryRun);
        return;
    case RestStage::DryRun:
        return shown(SchStage::DryRun);
    case RestStage::Apply:
        shown(SchStage::Apply);
        if (step.ok) stageAt(SchStage::ReadBack).state = SchStageState::Current;
        return;
    case RestStage::ReadBack:
        return shown(SchStage::ReadBack);
    }
}

void SchModel::onOutcome(const RestOutcome& outcome) {
    if (!busy()) return;
    const std::optional<ClusterReading> before = m_reading;
    m_failure = outcome.failure;
    m_pollFailure.reset();
    if (m_failure && m_failure->kind == RestFailureKind::NotAuthorised) m_credentialsRefused = true;
    if (outcome.reading) m_reading = outcome.reading;
    if (outcome.readBack) m_reading = outcome.readBack;
    if (outcome.reading && !m_found) m_found = outcome.reading;
    if (outcome.action == RestAction::Survey) {
        m_databases = outcome.databases;
        m_databasesNote = outcome.databasesNote;
    }
    // Only a check requests these; they change rarely.
    if (before && m_reading && !onlyReads(outcome.action)) {
        if (!m_reading->role) {
            m_reading->role = before->role;
            m_reading->roleNote = before->roleNote;
            m_reading->mayUpdate = before->mayUpdate;
        }
        m_reading->nodes = before->nodes;
        m_reading->lowestVersion = before->lowestVersion;
        m_reading->versionNote = before->versionNote;
    }
    const SchPhase settled = m_reading ? SchPhase::Read : SchPhase::Idle;
    switch (outcome.action) {
    case RestAction::Read:
    case RestAction::Survey:
        m_phase = settled;
        if (outcome.ok()) wishWhatIs();
        break;
    case RestAction::DryRun:
        m_phase = outcome.ok() ? SchPhase::Previewed : settled;
        stageAt(SchStage::DryRun).state = outcome.ok() ? SchStageState::Done : SchStageState::Failed;
        if (outcome.ok()) stageAt(SchStage::Confirm).state = SchStageState::Current;
        break;
    case RestAction::Apply:
        m_phase = outcome.ok() ? SchPhase::Applied : settled;
        for (SchStageView& view : m_stages)
            if (view.state == SchStageState::Current)
                view.state = outcome.ok() ? SchStageState::Done : SchStageState::Failed;
        if (outcome.ok() && outcome.reading) m_revert = inverse(*outcome.reading, outcome.change);
        break;
    }
    remember(outcome);
}

void SchModel::onOptInAsked(int targets) {
    if (m_phase != SchPhase::Applied) return;
    m_optIn = OptInRound(targets);
    showOptIn();
}

void SchModel::onOptInEvent(SessionId session, const Event& event) {
    if (m_phase != SchPhase::Applied || stage(SchStage::OptIn).state != SchStageState::Current) return;
    m_optIn.add(session, event);
    showOptIn();
}

void SchModel::onOptInOver() {
    if (m_phase != SchPhase::Applied || m_optIn.done()) return;
    m_optIn.end();
    showOptIn();
}

/// With the switch off, a refusal is the expected result.
void SchModel::showOptIn() {
    SchStageView& view = stageAt(SchStage::OptIn);
    if (!m_optIn.done()) {
        view.state = SchStageState::Current;
        return;
    }
    const bool wanted = m_reading->notifications != Flag::Off;
    const bool missed = m_optIn.silent() > 0 || (wanted && m_optIn.refused() > 0);
    view.state = missed ? SchStageState::Failed : SchStageState::Done;
}

bool SchModel::busy() const {
    return m_phase == SchPhase::Reading || m_phase == SchPhase::Previewing || m_phase == SchPhase::Applying;
}

bool SchModel::canCheck() const {
    return !busy() && m_settings.has_value() && !m_credentialsRefused;
}

bool SchModel::canPreview() const {
    return !busy() && m_settings.has_value() && !m_credentialsRefused && m_reading.has_value() &&
           m_reading->mayUpdate != MayUpdate::No && !change().empty();
}

bool SchModel::canApply() const {
    return m_phase == SchPhase::Previewed && change() == m_previewed && (!needsTypedName() || nameMatches());
}

bool SchModel::canCancel() const {
    // A change that may have been sent is not cancelled: nobody could determine whether it took effect.
    return busy() && !(m_phase == SchPhase::Applying && m_changeSent);
}

bool SchModel::canPinPresented() const {
    return !busy() && m_failure && m_failure->certificate && !m_failure->certificate->sha256.empty() &&
           (m_failure->kind == RestFailureKind::Untrusted ||
            m_failure->kind == RestFailureKind::NameMismatch) &&
           (m_draft.trust.mode != TlsTrust::Mode::Pin || m_draft.trust.pin.empty());
}

bool SchModel::canRevert() const {
    return !busy() && m_reading.has_value() && m_revert.has_value() && !m_revert->empty() &&
           !difference(*m_reading, *m_revert).empty();
}

bool SchModel::canRestoreAsFound() const {
    return !busy() && m_reading && m_found && !difference(*m_reading, asFound()).empty();
}

std::vector<FieldDiff> SchModel::differsFromFound() const {
    if (!m_reading || !m_found) return {};
    std::vector<FieldDiff> lines = diff(*m_reading, asFound());
    std::erase_if(lines, [](const FieldDiff& line) { return !line.differs(); });
    return lines;
}

ClusterChange SchModel::asFound() const {
    return {valueOf(m_found->notifications), valueOf(m_found->ossNotifications), m_found->handoffDelay};
}

void SchModel::wish(const ClusterChange& change) {
    ClusterChange wanted = m_wanted;
    if (change.notifications) wanted.notifications = change.notifications;
    if (change.ossNotifications) wanted.ossNotifications = change.ossNotifications;
    if (change.handoffDelay) wanted.handoffDelay = change.handoffDelay;
    setWanted(wanted);
}

bool SchModel::nameMatches() const {
    return m_reading && !m_typedName.empty() && m_typedName == clusterName();
}

ClusterChange SchModel::change() const {
    if (!m_reading) return {};
    ClusterChange wish = m_wanted;
    if (m_reading->notifications == Flag::NotSupported) wish.notifications.reset();
    if (m_reading->ossNotifications == Flag::NotSupported) wish.ossNotifications.reset();
    if (!m_reading->handoffDelay) wish.handoffDelay.reset();
    return difference(*m_reading, wish);
}

std::vector<FieldDiff> SchModel::preparedDiff() const {
    // The preview stays visible while the change is applied and afterwards.
    if (!m_reading) return {};
    return diff(*m_reading, change());
}

const SchStageView& SchModel::stage(SchStage stage) const {
    return m_stages.at(static_cast<std::size_t>(stage));
}

SchStageView& SchModel::stageAt(SchStage stage) {
    return m_stages.at(static_cast<std::size_t>(stage));
}

std::string SchModel::clusterName() const {
    if (m_reading && !m_reading->name.empty()) return m_reading->name;
    return m_settings ? toString(m_settings->endpoint) : std::string();
}

std::string SchModel::curl() const {
    if (!m_settings) return {};
    std::optional<PresentedCertificate> certificate;
    if (m_reading) certificate = m_reading->certificate;
    return curlCommand(*m_settings, change(), false, certificate);
}

RestTask SchModel::task(RestAction action) const {
    return RestTask{action, *m_settings, {}, {}};
}

void SchModel::forgetPreview() {
    m_stages = {};
    m_optIn = {};
    m_previewed = {};
    m_typedName.clear();
    if (m_phase == SchPhase::Previewed || m_phase == SchPhase::Applied) m_phase = SchPhase::Read;
}

void SchModel::wishWhatIs() {
    m_wanted = {valueOf(m_reading->notifications), valueOf(m_reading->ossNotifications),
                m_reading->handoffDelay};
}

void SchModel::remember(const RestOutcome& outcome) {
    SchHistoryRow row;
    row.at = outcome.endedAt;
    row.user = m_draft.user;
    row.action = outcome.action;
    row.failure = outcome.failure;
    for (const RestStep& step : outcome.steps)
        if (step.stage != RestStage::SignIn && step.stage != RestStage::Role &&
            step.stage != RestStage::Nodes && step.stage != RestStage::Databases && step.httpStatus != 0)
            row.httpStatus = step.httpStatus;
    if (outcome.failure && outcome.failure->httpStatus != 0) row.httpStatus = outcome.failure->httpStatus;
    if (outcome.reading) row.now = outcome.reading->notifications;
    if (const auto& before = outcome.reading ? outcome.reading : m_reading) {
        for (FieldDiff& line : diff(*before, outcome.change))
            if (line.differs()) row.changes.push_back(std::move(line));
    }
    if (outcome.readBack) row.now = outcome.readBack->notifications;
    m_history.insert(m_history.begin(), std::move(row));
    if (m_history.size() > kHistoryRows) m_history.pop_back();
}

} // namespace maintscope::model
