// SPDX-License-Identifier: GPL-3.0-or-later
// The connection that a readiness check opens: TLS, handshake, commands.
#include "client/io/readiness/readiness_check.h"

#include "client/core/endpoint_type.h"
#include "client/io/net/tls_trust.h"
#include "client/io/readiness/readiness_parts.h"
#include "client/types/tls_failure.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QSslCipher>
#include <QSslSocket>

#include <algorithm>
#include <cstdlib>
#include <utility>

using namespace std::chrono_literals;

namespace maintscope::io {

namespace {

constexpr std::string_view kClientName = "maintscope-check";
constexpr std::string_view kOwnKey = "maintscope:check";
constexpr std::string_view kOwnKeySeconds = "10";

std::string fieldOf(const core::resp::Value& map, std::string_view key) {
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2)
        if (map.items[i].text == key) return map.items[i + 1].text;
    return {};
}

std::string maskedError(std::string text, const SecretMask& secrets) {
    secrets.maskError(text);
    return text;
}
std::string maskedText(std::string text, const SecretMask& secrets) {
    secrets.maskText(text);
    return text;
}

/// The reply to CLIENT LIST. The audit recognises libraries by their names: a password "redis" must not take
/// "redis-py" away from it.
std::string maskedClients(std::string_view list, const SecretMask& secrets) {
    if (secrets.empty()) return std::string(list);
    const SecretMask longOnes = secrets.longOnes();
    std::string masked;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find_first_of(" \n"), list.size() - 1) + 1;
        const std::string_view field = list.substr(0, end);
        const std::size_t value = std::min(field.find('='), field.size() - 1) + 1;
        masked += field.substr(0, value);
        masked +=
            maskedText(std::string(field.substr(value)), field.starts_with("lib-name=") ? longOnes : secrets);
        list.remove_prefix(end);
    }
    return masked;
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

// TLS and handshake

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
            return refuseTls(std::string(kTlsSettings), configuration.error());
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
    m_sessionLimit.start(readiness::inMs(target.timeouts.connect));
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
    m_facts.handshake.emplace().helloError = m_helloError;
    m_facts.handshake->optInWithHello = !m_oneAtATime;
    m_handshakeBegan = m_clock.now();
    // RESP2 is not made a failure here, whatever the policy: what works without it is worth knowing.
    m_handshake = core::Handshake({.user = target.user,
                                   .password = m_password,
                                   .clientName = std::string(kClientName),
                                   .optIn = target.policy != Policy::Never,
                                   .endpointType = m_facts.endpointType,
                                   .resp3Required = false,
                                   .hello = m_tryHello,
                                   .oneAtATime = m_oneAtATime,
                                   .key = probeKey()});
    m_helloSeen = !m_tryHello;
    const std::string bytes = m_handshake.begin(m_handshakeBegan);
    m_sessionLimit.start(readiness::inMs(target.timeouts.connect));
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
        if (value.isError()) facts.helloError = maskedError(value.text, m_secrets);
        facts.serverVersion = maskedText(fieldOf(value, "version"), m_secrets);
        facts.serverMode = maskedText(fieldOf(value, "mode"), m_secrets);
    }
    const core::Handshake::Progress progress = m_handshake.onReply(value, m_clock.now());
    facts.steps = m_handshake.steps();
    facts.resp3 = m_handshake.resp3();
    facts.optedIn = m_handshake.optedIn();
    facts.refusal = m_handshake.refusal();
    if (facts.refusal) m_secrets.maskError(*facts.refusal);
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

// Commands

std::string ReadinessCheck::probeKey() const {
    const std::string& key = m_facts.target.probe.key;
    return key.empty() ? std::string(kOwnKey) : key;
}

void ReadinessCheck::askAll() {
    const ProbePlan& plan = m_facts.target.probe;
    switch (plan.command) {
    case ProbeCommand::Get:
        ask(Question::Probe, {"GET", probeKey()});
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
    m_sessionLimit.start(readiness::inMs(m_facts.target.timeouts.normal));
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
        if (value.isError()) m_facts.probe->error = maskedError(value.text, m_secrets);
        break;
    case Question::Expire:
        break;
    case Question::Time:
        if (value.items.size() == 2) {
            const std::chrono::microseconds theirs(std::strtoll(value.items[0].text.c_str(), nullptr, 10) *
                                                       1'000'000 +
                                                   std::strtoll(value.items[1].text.c_str(), nullptr, 10));
            m_facts.databaseClock = readiness::clockFacts(WallTime(theirs), 0ns, m_clock.wallNow(), took);
        }
        break;
    case Question::ClientList:
        if (value.isError())
            m_facts.clientListError = maskedError(value.text, m_secrets);
        else
            m_facts.clientList = maskedClients(value.text, m_secrets);
        break;
    case Question::Info:
        if (!value.isError()) m_facts.serverInfo = maskedText(value.text, m_secrets);
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
    const QAbstractSocket::SocketError error = m_socket->error();
    onBytes(); // what came before the end counts
    if (m_socket == nullptr) return;
    // A TLS 1.3 server judges our certificate when our handshake is over.
    if (m_facts.tls && !m_helloSeen &&
        (error == QAbstractSocket::SslInternalError || error == QAbstractSocket::SslInvalidUserDataError)) {
        m_facts.handshake.reset();
        TlsRefusal refusal = handshakeFailure(words, name.empty() ? toString(m_facts.target.endpoint) : name);
        return refuseTls(std::move(refusal.type), std::move(refusal.error));
    }
    failSession("closed", words);
}

void ReadinessCheck::onSessionDeadline() {
    if (m_facts.tls && !m_facts.handshake)
        return refuseTls(std::string(kTlsOther),
                         {"The TLS handshake did not complete.", toString(m_facts.target.endpoint),
                          "no reply" + readiness::within(m_facts.target.timeouts.connect),
                          "Check that the port uses TLS."});
    failSession("timeout", "no reply" + readiness::within(m_facts.handshake && m_facts.handshake->ready
                                                              ? m_facts.target.timeouts.normal
                                                              : m_facts.target.timeouts.connect));
}

void ReadinessCheck::refuseTls(std::string type, Error error) {
    m_facts.tls->errorType = std::move(type);
    m_secrets.maskError(error.detail);
    m_facts.tls->error = std::move(error);
    endSession();
}

/// Some proxies close the connection at HELLO, others cannot answer several commands at once: one more connection is
/// made for each, since what works without them is worth knowing (see core::Candidates).
bool ReadinessCheck::connectOnceMore(const std::string& type, const std::string& words) {
    if (!m_facts.handshake || m_facts.handshake->ready || type == "auth") return false;
    const bool closedAtHello = type == "closed" && m_tryHello && !m_handshake.helloAnswered();
    const bool answeredWrongly =
        m_handshake.helloAnswered() && !m_oneAtATime && (type == "protocol_error" || type == "timeout");
    if (!closedAtHello && !answeredWrongly) return false;
    m_helloError = closedAtHello ? "closed at HELLO: " + words : m_facts.handshake->helloError;
    (closedAtHello ? m_tryHello : m_oneAtATime) = !closedAtHello;
    closeSocket();
    m_facts.tls.reset();
    m_facts.handshake.reset();
    m_decoder = core::resp::Decoder(readiness::kReplyBounds);
    beginSession();
    return true;
}

void ReadinessCheck::failSession(std::string type, std::string words) {
    m_secrets.maskError(words);
    if (connectOnceMore(type, words)) return;
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

void ReadinessCheck::closeSocket() {
    m_sessionLimit.stop();
    if (m_socket == nullptr) return;
    m_socket->disconnect(this);
    m_socket->disconnectFromHost();
    m_socket->deleteLater();
    m_socket = nullptr;
}

void ReadinessCheck::endSession() {
    closeSocket();
    m_password = Secret();
    m_facts.target.tls.keyPassphrase = Secret();
    if (std::exchange(m_databaseDone, true)) return;
    show();
    // Not beside the database: on one thread the work of its TLS would be measured there.
    if (m_restTask) return askCluster();
    finishWhenDone();
}

} // namespace maintscope::io
