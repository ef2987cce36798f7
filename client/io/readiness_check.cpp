// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/readiness_check.h"

#include "client/core/endpoint_type.h"
#include "client/io/tls_trust.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QSslCipher>
#include <QSslSocket>
#include <QTcpSocket>

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace maintscope::io {
namespace {

constexpr std::string_view kClientName = "maintscope-check";
constexpr std::string_view kOwnKey = "maintscope:check";
constexpr std::string_view kOwnKeySeconds = "10";
/// A list of ten thousand clients takes about 4 MiB.
constexpr core::resp::Bounds kBounds{
    .depth = 16, .elements = std::size_t{64} * 1024, .valueBytes = std::size_t{16} << 20U};

std::chrono::milliseconds inMs(Duration duration) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration);
}

std::string within(Duration limit) {
    return " within " + std::to_string(inMs(limit).count()) + " ms";
}

std::string textOf(const core::resp::Value& map, std::string_view key) {
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2)
        if (map.items[i].text == key) return map.items[i + 1].text;
    return {};
}

bool isLocal(const std::string& host) {
    return host == "localhost" || host.ends_with(".localhost");
}

/// A clock that was read somewhere between `asked` and `answered`, in wall time of ours.
ClockFacts clockFacts(WallTime theirs, Duration theirStep, WallTime answered, Duration took) {
    return {(theirs + theirStep / 2) - (answered - took / 2), took / 2 + theirStep / 2};
}

std::string protocolName(QSsl::SslProtocol protocol) {
    switch (protocol) {
    case QSsl::TlsV1_2:
        return "TLS 1.2";
    case QSsl::TlsV1_3:
        return "TLS 1.3";
    default: // older ones are not offered by us
        return "TLS";
    }
}

} // namespace

ReadinessCheck::ReadinessCheck(LookupPool& pool, const ports::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
    , m_clock(clock)
    , m_bell([this] { onResolved(); })
    , m_answers(std::make_shared<Mailbox<Answer>>([this] { m_bell.ring(); }))
    , m_decoder(kBounds)
    , m_rest(pool, clock) {
    for (QTimer* timer : {&m_resolveLimit, &m_ttlLimit, &m_dialLimit, &m_sessionLimit})
        timer->setSingleShot(true);
    connect(&m_resolveLimit, &QTimer::timeout, this, [this] {
        m_facts.name->elapsed = m_facts.target.timeouts.connect;
        m_facts.name->error = "no answer" + within(m_facts.target.timeouts.connect);
        endSession();
    });
    connect(&m_ttlLimit, &QTimer::timeout, this, [this] {
        m_facts.name->ttlNote = "the name server did not answer in time";
        m_ttl.reset();
        finishWhenDone();
    });
    connect(&m_dialLimit, &QTimer::timeout, this, [this] {
        const std::string words = "no connection" + within(m_facts.target.timeouts.connect);
        for (std::size_t dial = 0; dial < m_dials.size(); ++dial)
            if (m_dials[dial].socket != nullptr) onDialEnded(dial, false, words);
    });
    connect(&m_sessionLimit, &QTimer::timeout, this, &ReadinessCheck::onSessionDeadline);
}

ReadinessCheck::~ReadinessCheck() {
    m_answers->close();
}

void ReadinessCheck::start(ReadinessTask task, Seen seen) {
    m_seen = std::move(seen);
    m_began = m_clock.now();
    m_password = std::exchange(task.target.password, Secret());
    m_facts.target = std::move(task.target);
    m_facts.passwordGiven = !m_password.empty();
    m_facts.checkedAt = m_clock.wallNow();
    if (task.rest) {
        m_clusterDone = false;
        m_restTask = std::move(task.rest);
        m_facts.rest = m_restTask;
        m_facts.rest->password = Secret();
    }
    const Endpoint& endpoint = m_facts.target.endpoint;
    if (isAddressLiteral(endpoint.host))
        dialAll({endpoint.host}, endpoint.port, m_facts.dials, [this] { beginSession(); });
    else
        resolve();
}

// ---- Name
// --------------------------------------------------------------------------------------------------------

void ReadinessCheck::resolve() {
    const std::string host = m_facts.target.endpoint.host;
    m_facts.name.emplace();
    m_resolveBegan = m_clock.now();
    m_resolveLimit.start(inMs(m_facts.target.timeouts.connect));
    m_pool.submit(host, [answers = m_answers](LookupResult result) {
        answers->post({Awaited::Address, std::move(result)});
    });
    if (isLocal(host))
        m_facts.name->ttlNote = "a local name has none";
    else
        askTtl();
}

/// getaddrinfo does not tell the TTL; a question of its own does, and only a name server answers that.
void ReadinessCheck::askTtl() {
    m_ttl = std::make_unique<QDnsLookup>(QDnsLookup::A, QString::fromStdString(m_facts.target.endpoint.host));
    connect(m_ttl.get(), &QDnsLookup::finished, this, &ReadinessCheck::onTtl);
    m_ttlLimit.start(inMs(m_facts.target.timeouts.connect));
    m_ttl->lookup();
}

void ReadinessCheck::onTtl() {
    if (!m_ttl) return;
    m_ttlLimit.stop();
    const auto records = m_ttl->hostAddressRecords();
    for (const QDnsHostAddressRecord& record : records) {
        const std::chrono::seconds ttl(record.timeToLive());
        m_facts.name->ttl = std::min(m_facts.name->ttl.value_or(ttl), ttl);
    }
    if (records.isEmpty())
        m_facts.name->ttlNote = m_ttl->error() == QDnsLookup::NoError
                                    ? "the name server has no address record of this name"
                                    : m_ttl->errorString().toStdString();
    m_ttl.release()->deleteLater(); // we are in its signal
    show();
    finishWhenDone();
}

void ReadinessCheck::onResolved() {
    for (Answer& answer : m_answers->takeAll()) {
        if (answer.awaited == Awaited::ImpliedName) {
            ImpliedEndpointFacts& implied = *m_facts.implied;
            if (!answer.result) {
                implied.error = answer.result.error().detail;
                m_impliedDone = true;
                finishWhenDone();
                continue;
            }
            dialAll(*answer.result, implied.endpoint.port, implied.dials, [this] {
                m_impliedDone = true;
                finishWhenDone();
            });
            continue;
        }
        if (!m_resolveLimit.isActive()) continue; // too late
        m_resolveLimit.stop();
        m_facts.name->elapsed = m_clock.now() - *m_resolveBegan;
        if (!answer.result) {
            m_facts.name->error = answer.result.error().detail;
            endSession();
            continue;
        }
        m_facts.name->addresses = *answer.result;
        show();
        dialAll(m_facts.name->addresses, m_facts.target.endpoint.port, m_facts.dials,
                [this] { beginSession(); });
    }
}

// ---- TCP
// ---------------------------------------------------------------------------------------------------------

void ReadinessCheck::dialAll(const std::vector<std::string>& addresses, std::uint16_t port,
                             std::vector<DialFacts>& list, std::function<void()> then) {
    m_dials.clear();
    m_afterDials = std::move(then);
    m_dialsOpen = addresses.size();
    for (const std::string& address : addresses)
        list.push_back({{address, port}, {}, false, {}});
    m_dialLimit.start(inMs(m_facts.target.timeouts.connect));
    m_dials.resize(addresses.size());
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        auto* socket = new QTcpSocket(this);
        socket->setProxy(QNetworkProxy::NoProxy);
        m_dials[i] = {socket, m_clock.now(), &list, i};
        connect(socket, &QAbstractSocket::connected, this, [this, i] { onDialEnded(i, true, {}); });
        connect(socket, &QAbstractSocket::errorOccurred, this,
                [this, i, socket] { onDialEnded(i, false, socket->errorString().toStdString()); });
    }
    // An address of a family that this machine lacks fails inside the call.
    for (std::size_t i = 0; i < addresses.size(); ++i)
        if (QTcpSocket* socket = m_dials[i].socket)
            socket->connectToHost(QHostAddress(QString::fromStdString(addresses[i])), port);
}

void ReadinessCheck::onDialEnded(std::size_t index, bool connected, const std::string& error) {
    Dial& dial = m_dials[index];
    if (dial.socket == nullptr) return;
    DialFacts& facts = dial.list->at(dial.index);
    facts.elapsed = m_clock.now() - dial.began;
    facts.connected = connected;
    facts.error = error;
    QTcpSocket* socket = std::exchange(dial.socket, nullptr);
    socket->disconnect(this);
    if (connected) socket->disconnectFromHost();
    socket->deleteLater();
    if (--m_dialsOpen > 0) return show();
    m_dialLimit.stop();
    show();
    // From the event loop: the first error may have come from inside connectToHost().
    QMetaObject::invokeMethod(this, std::exchange(m_afterDials, {}), Qt::QueuedConnection);
}

// ---- TLS and handshake
// -------------------------------------------------------------------------------------------

void ReadinessCheck::beginSession() {
    const auto reachable = std::find_if(m_facts.dials.begin(), m_facts.dials.end(),
                                        [](const DialFacts& dial) { return dial.connected; });
    if (reachable == m_facts.dials.end()) return endSession();
    m_facts.peer = reachable->address.host;
    const TargetSettings& target = m_facts.target;
    if (target.tls.enabled) {
        auto configuration = sslConfiguration(target.tls);
        if (!configuration) {
            m_facts.tls.emplace();
            return refuseTls("tls_settings", configuration.error());
        }
        m_configuration = *configuration;
    }
    m_socket = new QSslSocket(this);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    connect(m_socket, &QAbstractSocket::connected, this, &ReadinessCheck::onConnected);
    connect(m_socket, &QIODevice::readyRead, this, &ReadinessCheck::onBytes);
    connect(m_socket, &QAbstractSocket::errorOccurred, this, &ReadinessCheck::onSessionLost);
    connect(m_socket, &QSslSocket::encrypted, this, &ReadinessCheck::onEncrypted);
    connect(m_socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError>& errors) {
        const std::string& name = m_facts.target.tls.serverName;
        if (!judge(*m_socket, m_facts.target.tls, name.empty() ? m_facts.target.endpoint.host : name, errors))
            m_socket->ignoreSslErrors();
    });
    m_sessionLimit.start(inMs(target.timeouts.connect));
    m_socket->connectToHost(QHostAddress(QString::fromStdString(m_facts.peer)), target.endpoint.port);
}

void ReadinessCheck::onConnected() {
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const TargetSettings& target = m_facts.target;
    if (!target.tls.enabled) return beginHandshake();
    m_facts.tls.emplace();
    m_tlsBegan = m_clock.now();
    m_socket->setSslConfiguration(m_configuration);
    m_socket->setPeerVerifyName(
        QString::fromStdString(target.tls.serverName.empty() ? target.endpoint.host : target.tls.serverName));
    m_socket->startClientEncryption();
}

void ReadinessCheck::onEncrypted() {
    const TargetSettings& target = m_facts.target;
    const std::string& name = target.tls.serverName.empty() ? target.endpoint.host : target.tls.serverName;
    TlsFacts& tls = *m_facts.tls;
    tls.elapsed = m_clock.now() - m_tlsBegan;
    tls.protocol = protocolName(m_socket->sessionProtocol());
    tls.certificate = presented(m_socket->peerCertificate());
    if (auto refusal = judge(*m_socket, target.tls, name, m_socket->sslHandshakeErrors()))
        return refuseTls(std::move(refusal->type), std::move(refusal->error));
    beginHandshake();
}

void ReadinessCheck::beginHandshake() {
    const TargetSettings& target = m_facts.target;
    m_facts.endpointType = core::resolveEndpointType(target.endpointType, m_facts.peer, target.tls.enabled);
    m_facts.handshake.emplace();
    m_handshakeBegan = m_clock.now();
    // RESP2 is not made a failure here, whatever the policy: what works without it is worth knowing.
    m_handshake = core::Handshake({.user = target.user,
                                   .password = m_password,
                                   .clientName = std::string(kClientName),
                                   .optIn = target.policy != Policy::Never,
                                   .endpointType = m_facts.endpointType,
                                   .resp3Required = false});
    const std::string bytes = m_handshake.begin(m_handshakeBegan);
    m_sessionLimit.start(inMs(target.timeouts.connect));
    m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
    show();
}

void ReadinessCheck::onBytes() {
    if (m_socket == nullptr || !m_facts.handshake) return;
    const QByteArray bytes = m_socket->readAll();
    m_decoder.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    while (m_socket != nullptr) {
        const auto frame = m_decoder.next();
        if (!frame) break;
        if (frame->value.type != core::resp::Type::Push) onFrame(frame->value);
    }
    if (m_socket != nullptr && !m_decoder.error().empty()) failSession("protocol_error", m_decoder.error());
}

void ReadinessCheck::onFrame(const core::resp::Value& value) {
    if (!m_facts.handshake->ready)
        onHandshakeReply(value);
    else if (!m_asked.empty())
        onAnswer(value);
}

void ReadinessCheck::onHandshakeReply(const core::resp::Value& value) {
    HandshakeFacts& facts = *m_facts.handshake;
    if (!std::exchange(m_helloSeen, true)) {
        if (value.isError()) facts.helloError = value.text;
        facts.serverVersion = textOf(value, "version");
        facts.serverMode = textOf(value, "mode");
    }
    const core::Handshake::Progress progress = m_handshake.onReply(value, m_clock.now());
    facts.steps = m_handshake.steps();
    facts.resp3 = m_handshake.resp3();
    facts.optedIn = m_handshake.optedIn();
    facts.refusal = m_handshake.refusal();
    switch (progress.verdict) {
    case core::Handshake::Verdict::Pending:
        m_socket->write(progress.write.data(), static_cast<qint64>(progress.write.size()));
        return;
    case core::Handshake::Verdict::Failed:
        return failSession(m_handshake.errorType(), m_handshake.errorText());
    case core::Handshake::Verdict::Ready:
        facts.ready = true;
        return askAll();
    }
}

// ---- Commands
// ----------------------------------------------------------------------------------------------------

void ReadinessCheck::askAll() {
    const ProbePlan& plan = m_facts.target.probe;
    switch (plan.command) {
    case ProbeCommand::Get:
        ask(Question::Probe, {"GET", plan.key.empty() ? kOwnKey : std::string_view(plan.key)});
        break;
    case ProbeCommand::Ping:
        ask(Question::Probe, {"PING"});
        break;
    case ProbeCommand::Set:
        ask(Question::Probe, {"SET", kOwnKey, "1", "EX", kOwnKeySeconds});
        break;
    case ProbeCommand::Incr:
        ask(Question::Probe, {"INCR", kOwnKey});
        ask(Question::Expire, {"EXPIRE", kOwnKey, kOwnKeySeconds});
        break;
    }
    ask(Question::Time, {"TIME"});
    ask(Question::ClientList, {"CLIENT", "LIST"});
    ask(Question::Info, {"INFO", "server"});
    m_sessionLimit.start(inMs(m_facts.target.timeouts.normal));
    show();
}

void ReadinessCheck::ask(Question question, std::initializer_list<std::string_view> words) {
    if (question == Question::Probe) {
        m_facts.probe.emplace();
        m_facts.probe->command = *words.begin();
    }
    m_asked.push_back({question, m_clock.now()});
    const std::string bytes = core::resp::encodeCommand(words);
    m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void ReadinessCheck::onAnswer(const core::resp::Value& value) {
    const Asked asked = m_asked.front();
    m_asked.pop_front();
    const Duration took = m_clock.now() - asked.at;
    switch (asked.question) {
    case Question::Probe:
        m_facts.probe->elapsed = took;
        if (value.isError()) m_facts.probe->error = value.text;
        break;
    case Question::Expire:
        break;
    case Question::Time:
        if (value.items.size() == 2) {
            const std::chrono::microseconds theirs(std::strtoll(value.items[0].text.c_str(), nullptr, 10) *
                                                       1'000'000 +
                                                   std::strtoll(value.items[1].text.c_str(), nullptr, 10));
            m_facts.databaseClock = clockFacts(WallTime(theirs), 0ns, m_clock.wallNow(), took);
        }
        break;
    case Question::ClientList:
        (value.isError() ? m_facts.clientListError : m_facts.clientList) = value.text;
        break;
    case Question::Info:
        if (!value.isError()) m_facts.serverInfo = value.text;
        break;
    }
    show();
    if (m_asked.empty()) endSession();
}

void ReadinessCheck::onSessionLost() {
    if (m_socket == nullptr) return;
    const std::string words = m_socket->errorString().toStdString();
    const std::string& name = m_facts.target.tls.serverName;
    if (m_facts.tls && !m_facts.handshake) {
        TlsFacts& tls = *m_facts.tls;
        tls.elapsed = m_clock.now() - m_tlsBegan;
        const std::string asked = name.empty() ? m_facts.target.endpoint.host : name;
        const auto errors = m_socket->sslHandshakeErrors();
        std::optional<TlsRefusal> refusal;
        if (!m_socket->peerCertificate().isNull()) {
            tls.certificate = presented(m_socket->peerCertificate());
            refusal = judge(*m_socket, m_facts.target.tls, asked, errors);
        }
        if (!refusal) refusal = handshakeFailure(words, asked);
        return refuseTls(std::move(refusal->type), std::move(refusal->error));
    }
    if (!m_facts.handshake) {
        const auto dial =
            std::find_if(m_facts.dials.begin(), m_facts.dials.end(),
                         [this](const DialFacts& one) { return one.address.host == m_facts.peer; });
        dial->connected = false;
        dial->error = words;
        return endSession();
    }
    onBytes(); // what came before the end counts
    if (m_socket != nullptr) failSession("closed", words);
}

void ReadinessCheck::onSessionDeadline() {
    if (m_facts.tls && !m_facts.handshake)
        return refuseTls("tls", {"The TLS handshake did not end.", toString(m_facts.target.endpoint),
                                 "no answer" + within(m_facts.target.timeouts.connect),
                                 "Check that the port speaks TLS."});
    failSession("timeout", "no answer" + within(m_facts.handshake && m_facts.handshake->ready
                                                    ? m_facts.target.timeouts.normal
                                                    : m_facts.target.timeouts.connect));
}

void ReadinessCheck::refuseTls(std::string type, Error error) {
    m_facts.tls->errorType = std::move(type);
    m_facts.tls->error = std::move(error);
    endSession();
}

void ReadinessCheck::failSession(std::string type, std::string words) {
    HandshakeFacts& facts = m_facts.handshake ? *m_facts.handshake : m_facts.handshake.emplace();
    if (facts.ready) { // what was answered stands; the first command that was not has failed
        if (m_facts.probe && !m_asked.empty() && m_asked.front().question == Question::Probe)
            m_facts.probe->error = std::move(words);
        return endSession();
    }
    facts.errorType = std::move(type);
    facts.error = std::move(words);
    facts.pending = m_handshake.stepName();
    endSession();
}

void ReadinessCheck::endSession() {
    m_sessionLimit.stop();
    if (m_socket != nullptr) {
        m_socket->disconnect(this);
        m_socket->disconnectFromHost();
        m_socket->deleteLater();
        m_socket = nullptr;
    }
    m_password = Secret();
    if (std::exchange(m_databaseDone, true)) return;
    show();
    // Not beside the database: on one thread the work of its TLS would be measured there.
    if (m_restTask) return askCluster();
    finishWhenDone();
}

// ---- Cluster manager
// ---------------------------------------------------------------------------------------------

void ReadinessCheck::askCluster() {
    m_rest.start({RestAction::Survey, *m_restTask, {}, {}}, {},
                 [this](const RestOutcome& outcome) { onCluster(outcome); });
    m_restTask.reset();
}

void ReadinessCheck::onCluster(const RestOutcome& outcome) {
    m_facts.cluster = outcome;
    if (outcome.reading && outcome.reading->serverDate)
        m_facts.clusterClock =
            clockFacts(*outcome.reading->serverDate, 1s, outcome.reading->readAt, outcome.reading->elapsed);
    m_clusterDone = true;
    show();
    finishWhenDone();
}

/// A MOVING names endpoints of one side; from here the other one may be all that is reachable.
void ReadinessCheck::dialImplied() {
    m_impliedDone = true;
    if (!m_facts.cluster || !m_facts.handshake || m_facts.endpointType == EndpointType::None) return;
    const DatabaseReading* database = databaseAt(m_facts.cluster->databases, m_facts.target.endpoint);
    if (database == nullptr) return;
    const bool internal = m_facts.endpointType == EndpointType::InternalIp ||
                          m_facts.endpointType == EndpointType::InternalFqdn;
    const DatabaseEndpoint* endpoint = endpointOf(*database, internal);
    if (endpoint == nullptr || endpoint->internal != internal) return;
    const bool byName = m_facts.endpointType == EndpointType::InternalFqdn ||
                        m_facts.endpointType == EndpointType::ExternalFqdn;
    if (byName ? endpoint->name.empty() : endpoint->addresses.empty()) return;
    ImpliedEndpointFacts& implied = m_facts.implied.emplace();
    implied.endpoint = {byName ? endpoint->name : endpoint->addresses.front(), endpoint->port};
    m_impliedDone = false;
    if (byName && !isAddressLiteral(endpoint->name)) {
        m_pool.submit(endpoint->name, [answers = m_answers](LookupResult result) {
            answers->post({Awaited::ImpliedName, std::move(result)});
        });
        return;
    }
    dialAll(byName ? std::vector{endpoint->name} : endpoint->addresses, endpoint->port, implied.dials,
            [this] {
                m_impliedDone = true;
                finishWhenDone();
            });
}

void ReadinessCheck::finishWhenDone() {
    if (!m_databaseDone || !m_clusterDone || m_ttl || m_facts.finished) return;
    if (!m_facts.implied) dialImplied();
    if (!m_impliedDone) return;
    m_facts.finished = true;
    m_facts.elapsed = m_clock.now() - m_began;
    // From the event loop: who is told may delete this.
    QMetaObject::invokeMethod(
        this, [seen = std::move(m_seen), facts = m_facts] { seen(facts); }, Qt::QueuedConnection);
}

void ReadinessCheck::show() {
    if (m_facts.finished || !m_seen) return;
    m_facts.elapsed = m_clock.now() - m_began;
    m_seen(m_facts);
}

} // namespace maintscope::io
