// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/rest/rest_session.h"

#include "client/io/rest/rest_api.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

using namespace std::chrono_literals;

namespace maintscope::io {
namespace {

/// A cluster may need a moment to store an accepted change: when to read again before it counts as not
/// stored.
constexpr std::array kReadBackPauses{300ms, 1000ms};

std::vector<RestStage> stagesOf(RestAction action) {
    switch (action) {
    case RestAction::Read:
        return {RestStage::Read, RestStage::Role, RestStage::Nodes};
    case RestAction::Survey:
        return {RestStage::Read, RestStage::Role, RestStage::Nodes, RestStage::Databases};
    case RestAction::DryRun:
        return {RestStage::Read, RestStage::Role, RestStage::DryRun};
    case RestAction::Apply:
        return {RestStage::Read, RestStage::Apply, RestStage::ReadBack};
    }
    return {};
}

void mask(RestFailure& failure, const SecretMask& secrets) {
    for (std::string* text : {&failure.serverWords, &failure.errorCode})
        secrets.maskError(*text);
}

/// The fields of a reading that a server can fill.
void mask(std::optional<ClusterReading>& reading, const SecretMask& secrets) {
    if (!reading) return;
    secrets.maskText(reading->name);
    for (std::optional<std::string>* text : {&reading->role, &reading->lowestVersion})
        if (*text) secrets.maskText(**text);
    for (std::string* note : {&reading->roleNote, &reading->versionNote})
        secrets.maskError(*note);
}

void mask(DatabaseReading& database, const SecretMask& secrets) {
    for (std::string* text : {&database.uid, &database.name, &database.type, &database.status,
                              &database.version, &database.proxyPolicy})
        secrets.maskText(*text);
    for (DatabaseEndpoint& endpoint : database.endpoints) {
        secrets.maskText(endpoint.name);
        for (std::string& address : endpoint.addresses)
            secrets.maskText(address);
    }
}

} // namespace

RestSession::RestSession(LookupPool& pool, const ports::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
    , m_clock(clock) {
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] { ask(RestStage::ReadBack); });
}

bool RestSession::start(RestTask task, StepSeen stepSeen, Done done) {
    if (m_running) return false;
    m_running = true;
    m_task = std::move(task);
    m_stepSeen = std::move(stepSeen);
    m_done = std::move(done);
    m_outcome = RestOutcome{};
    m_outcome.action = m_task.action;
    m_outcome.change = m_task.change;
    m_stages = stagesOf(m_task.action);
    if (m_task.settings.signIn == RestSignIn::Token && !m_task.settings.user.empty())
        m_stages.insert(m_stages.begin(), RestStage::SignIn);
    m_token = {};
    m_secrets = {};
    m_secrets.add(m_task.settings.password);
    constexpr std::string_view kScheme = "Basic ";
    m_secrets.add(
        Secret(basicAuthorization(m_task.settings.user, m_task.settings.password).substr(kScheme.size())));
    m_secrets.add(m_task.settings.tls.keyPassphrase);
    m_readBacks = 0;
    next();
    return true;
}

void RestSession::cancel() {
    m_pause.stop();
    delete std::exchange(m_exchange, nullptr);
    m_running = false;
    m_stepSeen = {};
    m_done = {};
}

void RestSession::next() {
    if (m_stages.empty()) return finish();
    const RestStage stage = m_stages.front();
    m_stages.erase(m_stages.begin());
    ask(stage);
}

void RestSession::ask(RestStage stage) {
    m_exchange = new RestExchange(
        m_pool, m_task.settings, m_token, requestFor(stage, m_task.settings.endpoint, m_open),
        [this, stage](ExchangeResult result) { onEnded(stage, std::move(result)); }, this);
    m_exchange->start();
}

void RestSession::onEnded(RestStage stage, ExchangeResult result) {
    std::exchange(m_exchange, nullptr)->deleteLater();
    RestStep step;
    step.stage = stage;
    step.ok = true;
    step.elapsed = result.elapsed;
    if (auto* failure = std::get_if<RestFailure>(&result.reply)) {
        // Role, versions and databases are optional: a failure to read them does not stop the task.
        if (std::string* note = noteOf(stage)) {
            step.ok = false;
            step.note = failure->what;
            *note = failure->what;
        } else if (!leftOpen(stage, step, *failure)) {
            failStep(step, std::move(*failure));
        }
    } else {
        m_token.scheme = result.tokenScheme;
        const HttpReply& reply = std::get<HttpReply>(result.reply);
        step.httpStatus = reply.status;
        onCluster(stage, reply, result, step);
    }
    m_secrets.maskError(step.note);
    m_outcome.steps.push_back(step);
    if (m_stepSeen) m_stepSeen(step);
    if (!m_running) return; // cancelled by the callback
    if (m_outcome.failure) return finish();
    if (m_pause.isActive()) return;
    next();
}

void RestSession::onCluster(RestStage stage, const HttpReply& reply, const ExchangeResult& result,
                            RestStep& step) {
    const std::string asked = where(stage);
    switch (stage) {
    case RestStage::SignIn: {
        auto parsed = parseToken(reply, asked);
        if (auto* failure = std::get_if<RestFailure>(&parsed)) return failStep(step, std::move(*failure));
        m_token.value = std::get<Secret>(std::move(parsed));
        m_secrets.add(m_token.value);
        return;
    }
    case RestStage::Read:
    case RestStage::ReadBack: {
        auto parsed = parseCluster(reply, asked);
        if (auto* failure = std::get_if<RestFailure>(&parsed)) {
            if (leftOpen(stage, step, *failure)) return;
            if (stage == RestStage::ReadBack && !m_outcome.doubt)
                failure->remedy =
                    "The change was accepted, but could not be read back: read the cluster again.";
            return failStep(step, std::move(*failure));
        }
        ClusterReading reading = std::get<ClusterReading>(std::move(parsed));
        reading.elapsed = result.elapsed;
        reading.readAt = m_clock.wallNow();
        reading.certificate = result.certificate;
        return stage == RestStage::Read ? onRead(std::move(reading), step)
                                        : onReadBack(std::move(reading), step);
    }
    case RestStage::Role: {
        auto parsed = parseRole(reply, asked);
        if (auto* failure = std::get_if<RestFailure>(&parsed)) return failExtra(step, std::move(*failure));
        ClusterReading& reading = *m_outcome.reading;
        reading.role = std::get<std::string>(std::move(parsed));
        reading.mayUpdate = mayUpdateCluster(*reading.role);
        step.note = *reading.role;
        if (!onlyReads(m_task.action) && reading.mayUpdate == MayUpdate::No) {
            RestFailure failure;
            failure.kind = RestFailureKind::Forbidden;
            failure.what = "This user is not allowed to change the cluster (requires update_cluster).";
            failure.serverWords = "The role of " + m_task.settings.user + " is " + *reading.role + ".";
            failure.where = asked;
            failure.remedy = "Nothing was sent. Sign in as a user with the admin role.";
            failStep(step, std::move(failure));
        }
        return;
    }
    case RestStage::Nodes: {
        auto parsed = parseNodes(reply, asked);
        if (auto* failure = std::get_if<RestFailure>(&parsed)) return failExtra(step, std::move(*failure));
        ClusterReading& reading = *m_outcome.reading;
        const NodeVersions versions = std::get<NodeVersions>(std::move(parsed));
        reading.nodes = versions.nodes;
        reading.lowestVersion = versions.lowest;
        step.note = versions.lowest.value_or("");
        return;
    }
    case RestStage::Databases: {
        auto parsed = parseDatabases(reply, asked);
        if (auto* failure = std::get_if<RestFailure>(&parsed)) return failExtra(step, std::move(*failure));
        m_outcome.databases = std::get<std::vector<DatabaseReading>>(std::move(parsed));
        return;
    }
    case RestStage::DryRun:
    case RestStage::Apply:
        if (auto failure = failureOf(stage, reply, asked); failure && !leftOpen(stage, step, *failure))
            failStep(step, std::move(*failure));
        return;
    }
}

bool RestSession::leftOpen(RestStage stage, RestStep& step, const RestFailure& failure) {
    // Others are certain: nothing was sent, or the cluster refused it.
    const bool open = failure.kind == RestFailureKind::ServerError ||
                      failure.kind == RestFailureKind::Timeout || failure.kind == RestFailureKind::BadReply;
    if (stage == RestStage::Apply && open) {
        m_outcome.doubt = failure;
        mask(*m_outcome.doubt, m_secrets);
        step.note = "not known whether the change was made (" + serverSaid(*m_outcome.doubt) + ")";
        return true;
    }
    if (stage != RestStage::ReadBack || !m_outcome.doubt) return false;
    if (open && readBackLater(step, "cannot be read back yet")) return true;
    RestFailure unknown = *m_outcome.doubt;
    unknown.what = "It is not known whether the change was made.";
    unknown.serverWords = serverSaid(*m_outcome.doubt) + "; reading back: " + serverSaid(failure);
    unknown.errorCode.clear();
    unknown.httpStatus = 0;
    unknown.remedy = "Read the cluster before you try again.";
    failStep(step, std::move(unknown));
    return true;
}

bool RestSession::readBackLater(RestStep& step, std::string note) {
    const auto tried = static_cast<std::size_t>(m_readBacks++);
    if (tried >= kReadBackPauses.size()) return false;
    step.note = std::move(note);
    m_pause.start(kReadBackPauses[tried]);
    return true;
}

void RestSession::onRead(ClusterReading reading, RestStep& step) {
    m_outcome.reading = std::move(reading);
    if (onlyReads(m_task.action)) return;
    const ClusterReading& now = *m_outcome.reading;
    if (auto failure = checkSupported(now, m_task.change, where(RestStage::Read)))
        return failStep(step, std::move(*failure));
    if (m_task.previewed && diff(*m_task.previewed, m_task.change) != diff(now, m_task.change)) {
        RestFailure failure;
        failure.kind = RestFailureKind::ChangedMeanwhile;
        failure.httpStatus = now.httpStatus;
        failure.what = "Another user has changed the cluster settings since the preview.";
        failure.serverWords = "The change would now be: " + summary(diff(now, m_task.change)) + ".";
        failure.where = where(RestStage::Read);
        failure.remedy = "Nothing was sent. Review the new values, preview again, then apply.";
        return failStep(step, std::move(failure));
    }
    m_open = difference(now, m_task.change);
    if (m_open.empty()) { // nothing to send: the requested values are already set
        m_stages.clear();
        step.note = "nothing differs";
        if (m_task.action == RestAction::Apply) m_outcome.readBack = now;
    }
}

void RestSession::onReadBack(ClusterReading reading, RestStep& step) {
    const ClusterChange missing = difference(reading, m_task.change);
    if (missing.empty()) {
        if (m_outcome.doubt) step.note = "the change was made";
        m_outcome.readBack = std::move(reading);
        return;
    }
    if (readBackLater(step, "not stored yet")) return;
    const std::string different =
        "Still different after reading back: " + summary(diff(reading, missing)) + ".";
    RestFailure failure;
    if (m_outcome.doubt) {
        failure = *m_outcome.doubt;
        failure.what = missing == m_open ? "The change was not made: the cluster has its old settings."
                                         : "The change was made only in part.";
        failure.serverWords += (failure.serverWords.empty() ? "" : " ") + different;
        failure.remedy = "Read the cluster again in a minute, since it may still be at it; then try again.";
    } else {
        failure.kind = RestFailureKind::AcceptedNotStored;
        failure.httpStatus = reading.httpStatus;
        failure.what = "The cluster accepted the change but did not store it.";
        failure.serverWords = different;
        failure.where = where(RestStage::ReadBack);
        failure.remedy =
            "Check that every node runs 8.0.2 or later (OSS setting and delay: 8.0.16), and that "
            "nobody else is changing the same setting.";
    }
    m_outcome.readBack = std::move(reading);
    failStep(step, std::move(failure));
}

void RestSession::failStep(RestStep& step, RestFailure failure) {
    mask(failure, m_secrets);
    step.ok = false;
    step.note = serverSaid(failure);
    m_outcome.failure = std::move(failure);
}

/// Where to store the reason why optional data could not be read; nullptr if the stage is not optional.
std::string* RestSession::noteOf(RestStage stage) {
    switch (stage) {
    case RestStage::Role:
        return &m_outcome.reading->roleNote;
    case RestStage::Nodes:
        return &m_outcome.reading->versionNote;
    case RestStage::Databases:
        return &m_outcome.databasesNote;
    case RestStage::SignIn:
    case RestStage::Read:
    case RestStage::DryRun:
    case RestStage::Apply:
    case RestStage::ReadBack:
        break;
    }
    return nullptr;
}

/// A 401 stops the whole task, because further requests would be refused, too. Any other reply affects only
/// the optional data.
void RestSession::failExtra(RestStep& step, RestFailure failure) {
    if (failure.kind == RestFailureKind::NotAuthorised) return failStep(step, std::move(failure));
    step.ok = false;
    step.note = serverSaid(failure);
    *noteOf(step.stage) = step.note;
}

void RestSession::finish() {
    m_running = false;
    m_stepSeen = {};
    m_task.settings.password = Secret();
    m_token = {};
    m_outcome.endedAt = m_clock.wallNow();
    for (std::optional<ClusterReading>* reading : {&m_outcome.reading, &m_outcome.readBack})
        mask(*reading, m_secrets);
    for (DatabaseReading& database : m_outcome.databases)
        mask(database, m_secrets);
    m_secrets.maskError(m_outcome.databasesNote);
    m_secrets = {};
    const Done done = std::exchange(m_done, {});
    const RestOutcome outcome = std::move(m_outcome);
    if (done) done(outcome); // may start the next task
}

std::string RestSession::where(RestStage stage) const {
    return describe(requestFor(stage, m_task.settings.endpoint, m_open));
}

} // namespace maintscope::io

#include "moc_rest_session.cpp"
