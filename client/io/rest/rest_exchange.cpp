// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/rest/rest_exchange.h"

#include "client/io/rest/rest_api.h"
#include "client/types/tls_failure.h"

#include <QHostAddress>
#include <QMetaObject>
#include <QSslSocket>

#include <algorithm>
#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace maintscope::io {
namespace {

constexpr int kMaxHops = 3;
/// Limit for one address while others remain: an unreachable one must not use up the whole deadline.
constexpr auto kAddressLimit = 3s;

void wipe(std::string& bytes) {
    volatile char* p = bytes.data();
    for (std::size_t i = 0; i < bytes.size(); ++i)
        p[i] = 0;
}

bool isTlsError(QAbstractSocket::SocketError error) {
    return error == QAbstractSocket::SslHandshakeFailedError || error == QAbstractSocket::SslInternalError ||
           error == QAbstractSocket::SslInvalidUserDataError;
}

} // namespace

RestExchange::RestExchange(LookupPool& pool, RestSettings settings, RestToken token, HttpRequest request,
                           Done done, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
    , m_settings(std::move(settings))
    , m_token(std::move(token))
    , m_request(std::move(request))
    , m_done(std::move(done))
    , m_endpoint(m_settings.endpoint)
    , m_bell([this] { onResolved(); })
    , m_answers(std::make_shared<Mailbox<LookupResult>>([this] { m_bell.ring(); })) {
    m_deadline.setSingleShot(true);
    m_addressLimit.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &RestExchange::onDeadline);
    connect(&m_addressLimit, &QTimer::timeout, this, [this] {
        m_dialWords = "no reply from " + m_socket->peerName().toStdString();
        dropSocket();
        dialNext();
    });
}

RestExchange::~RestExchange() {
    m_answers->close();
    dropSocket();
}

void RestExchange::start() {
    m_clock.start();
    m_deadline.start(std::chrono::duration_cast<std::chrono::milliseconds>(m_settings.timeout));
    const auto configuration = sslConfiguration(m_settings.tls);
    if (!configuration) return fail(RestFailureKind::BadSettings, configuration.error());
    if (m_settings.user.find(':') != std::string::npos)
        return fail(RestFailureKind::BadSettings,
                    Error{"A user name cannot contain a colon.",
                          m_settings.user,
                          {},
                          "Basic authentication cannot transmit it. Use another user."});
    m_configuration = *configuration;
    lookUp();
}

void RestExchange::lookUp() {
    m_phase = Phase::Resolving;
    if (isAddressLiteral(m_endpoint.host)) {
        m_addresses = {m_endpoint.host};
        return dialNext();
    }
    m_pool.submit(m_endpoint.host,
                  [answers = m_answers](LookupResult result) { answers->post(std::move(result)); });
}

void RestExchange::onResolved() {
    for (LookupResult& result : m_answers->takeAll()) {
        if (m_phase != Phase::Resolving) return;
        if (!result) return fail(RestFailureKind::Unreachable, result.error());
        m_addresses = std::move(*result);
        dialNext();
    }
}

void RestExchange::dialNext() {
    if (m_addresses.empty())
        return fail(RestFailureKind::Unreachable,
                    Error{"The cluster manager cannot be reached.", toString(m_endpoint), m_dialWords,
                          "Check the address, the port and the firewall. The database can be watched without "
                          "the cluster manager."});
    const QString address = QString::fromStdString(m_addresses.front());
    m_addresses.erase(m_addresses.begin());
    m_phase = Phase::Connecting;
    m_refusal.reset();
    m_parser = HttpReplyParser();
    m_socket = new QSslSocket(this);
    m_socket->setSslConfiguration(m_configuration);
    m_socket->setPeerVerifyName(QString::fromStdString(expectedName()));
    connect(m_socket, &QAbstractSocket::connected, this, [this] {
        m_addressLimit.stop();
        m_phase = Phase::Handshaking;
        // Otherwise the request waits for the delayed acknowledgement of the handshake's last bytes (40 ms).
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_socket->startClientEncryption();
    });
    connect(m_socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError>& errors) {
        m_refusal = judge(*m_socket, trustOfThisHop(), expectedName(), errors);
        if (!m_refusal) m_socket->ignoreSslErrors();
    });
    connect(m_socket, &QSslSocket::encrypted, this, &RestExchange::onHandshakeEnded);
    connect(m_socket, &QIODevice::readyRead, this, &RestExchange::onBytes);
    connect(m_socket, &QAbstractSocket::errorOccurred, this, &RestExchange::onSocketFailed);
    connect(m_socket, &QAbstractSocket::disconnected, this, &RestExchange::onSocketFailed);
    if (!m_addresses.empty()) m_addressLimit.start(kAddressLimit);
    m_socket->connectToHost(QHostAddress(address), m_endpoint.port);
}

void RestExchange::onHandshakeEnded() {
    m_refusal = judge(*m_socket, trustOfThisHop(), expectedName(), m_socket->sslHandshakeErrors());
    m_certificate = presented(m_socket->peerCertificate());
    if (m_refusal) return refuse(*std::exchange(m_refusal, std::nullopt));
    // The server has been verified: only now are the credentials assembled.
    m_phase = Phase::Waiting;
    std::string credentials = authorization();
    std::string bytes = serialise(m_request, credentials);
    m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
    wipe(credentials);
    wipe(bytes);
}

void RestExchange::onBytes() {
    if (m_phase != Phase::Waiting) return;
    const QByteArray bytes = m_socket->readAll();
    m_parser.feed(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    onReply();
}

/// Also called at the orderly end of the connection.
void RestExchange::onSocketFailed() {
    if (m_phase == Phase::Over || m_socket == nullptr) return;
    m_addressLimit.stop();
    if (m_refusal) return refuse(*std::exchange(m_refusal, std::nullopt));
    const std::string words = m_socket->errorString().toStdString();
    const QAbstractSocket::SocketError error = m_socket->error();
    switch (m_phase) {
    case Phase::Connecting:
        m_dialWords = words;
        dropSocket();
        return dialNext();
    case Phase::Handshaking:
        return refuse(handshakeFailure(words, toString(m_endpoint)));
    case Phase::Waiting:
        onBytes();
        if (m_phase != Phase::Waiting) return;
        if (isTlsError(error) && !m_parser.started())
            return refuse(handshakeFailure(words, toString(m_endpoint)));
        m_parser.finish();
        return onReply();
    case Phase::Resolving:
    case Phase::Over:
        return;
    }
}

void RestExchange::onReply() {
    switch (m_parser.state()) {
    case HttpReplyParser::State::Incomplete:
        return;
    case HttpReplyParser::State::Failed:
        return failAfterSending(RestFailureKind::BadReply, "The cluster manager's reply cannot be read.",
                                m_parser.problem());
    case HttpReplyParser::State::Complete:
        break;
    }
    if (redirect(m_parser.reply()) || tryOtherScheme(m_parser.reply())) return;
    finish(m_parser.reply());
}

std::string RestExchange::authorization() const {
    if (!m_token.value.empty())
        return std::string(kTokenSchemes.at(m_token.scheme)) + ' ' + std::string(m_token.value.reveal());
    return m_settings.user.empty() ? std::string() : basicAuthorization(m_settings.user, m_settings.password);
}

/// Returns true if the request was sent again. A request that got a 401 had no effect, so nothing happens
/// twice.
bool RestExchange::tryOtherScheme(const HttpReply& reply) {
    if (reply.status != 401 || m_token.value.empty() || std::exchange(m_otherSchemeTried, true)) return false;
    m_token.scheme = (m_token.scheme + 1) % kTokenSchemes.size();
    // It must be the same server: only the certificate that was trusted first is trusted now.
    m_requiredLeaf = m_certificate.sha256;
    m_dialWords.clear();
    dropSocket();
    m_configuration.setCaCertificates({});
    lookUp();
    return true;
}

/// Returns true if the reply has been handled.
bool RestExchange::redirect(const HttpReply& reply) {
    const auto target = redirectOf(reply, m_endpoint);
    if (!target) return false;
    if (++m_hops > kMaxHops) {
        fail(RestFailureKind::Redirected,
             Error{"The cluster nodes redirect in a loop.", toString(m_endpoint),
                   "More than 3 redirects, the last one to " + toString(target->endpoint) + ".",
                   "Connect to the primary node of the cluster."});
        return true;
    }
    m_requiredLeaf = m_certificate.sha256;
    m_endpoint = target->endpoint;
    m_request.target = target->target;
    m_request.host = toString(m_endpoint);
    m_dialWords.clear();
    dropSocket();
    m_configuration.setCaCertificates({}); // only the certificate already trusted counts from here on
    lookUp();
    return true;
}

void RestExchange::onDeadline() {
    const std::string limit =
        std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(m_settings.timeout).count()) +
        " ms";
    switch (m_phase) {
    case Phase::Resolving:
    case Phase::Connecting:
        return fail(RestFailureKind::Unreachable,
                    Error{"The cluster manager cannot be reached.", toString(m_endpoint),
                          "No reply within " + limit + ".",
                          "Check the address, the port and the firewall. The database can be watched without "
                          "the cluster manager."});
    case Phase::Handshaking:
        return fail(RestFailureKind::Timeout,
                    Error{"The TLS handshake did not complete.", toString(m_endpoint),
                          "No reply within " + limit + ".", "Check that the port uses TLS."});
    case Phase::Waiting:
        return failAfterSending(RestFailureKind::Timeout, "The cluster manager did not reply in time.",
                                "No complete reply within " + limit + ".");
    case Phase::Over:
        return;
    }
}

void RestExchange::dropSocket() {
    m_addressLimit.stop();
    if (m_socket == nullptr) return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater(); // may be called from its own signal
    m_socket = nullptr;
}

void RestExchange::fail(RestFailureKind kind, Error error) {
    RestFailure failure;
    failure.kind = kind;
    failure.what = std::move(error.what);
    failure.serverWords = std::move(error.detail);
    failure.remedy = std::move(error.remedy);
    failure.where = error.where.empty() ? describe(m_request) : std::move(error.where);
    if (m_hops > 0 && failure.where.find("redirected") == std::string::npos)
        failure.where += ", redirected from " + toString(m_settings.endpoint);
    finish(std::move(failure));
}

void RestExchange::failAfterSending(RestFailureKind kind, std::string what, std::string detail) {
    const bool changes = m_request.method != "GET";
    fail(kind,
         Error{std::move(what), describe(m_request), std::move(detail),
               changes ? "It is not known whether the change was made: read the cluster before you try again."
                       : "Try again. If the problem persists, try another node of the cluster."});
}

void RestExchange::refuse(TlsRefusal refusal) {
    RestFailureKind kind = RestFailureKind::Untrusted;
    const TlsFailure* row = tlsFailure(refusal.type);
    if (refusal.type == kTlsName) kind = RestFailureKind::NameMismatch;
    if (row != nullptr && row->what == TlsFailureClass::NoCommonTls) kind = RestFailureKind::Unreachable;
    if (row != nullptr && row->what == TlsFailureClass::ClientCertificate)
        kind = RestFailureKind::ClientCertificate;
    if (m_hops > 0) {
        kind = RestFailureKind::Redirected;
        refusal.error.what =
            "The node redirects to a server with a different certificate. No credentials were sent to it.";
        refusal.error.remedy =
            "Connect to the primary node of the cluster, or enable handle_redirects on the cluster.";
    }
    RestFailure failure;
    failure.kind = kind;
    failure.what = std::move(refusal.error.what);
    failure.where = baseUrl(m_endpoint);
    failure.serverWords = std::move(refusal.error.detail);
    failure.remedy = std::move(refusal.error.remedy);
    failure.certificate = std::move(refusal.certificate);
    finish(std::move(failure));
}

void RestExchange::finish(std::variant<HttpReply, RestFailure> reply) {
    if (m_phase == Phase::Over) return;
    m_phase = Phase::Over;
    m_deadline.stop();
    dropSocket();
    ExchangeResult result{std::move(reply), m_certificate, Duration(m_clock.nsecsElapsed()), m_token.scheme};
    // Reported from the event loop: the receiver may delete this object, which must not happen inside a
    // signal of the socket.
    QMetaObject::invokeMethod(
        this,
        [done = std::move(m_done), result = std::move(result)]() mutable {
            const Done call = std::move(done); // survives the exchange
            call(std::move(result));
        },
        Qt::QueuedConnection);
}

/// After a redirect only the leaf that was trusted first is accepted: names and addresses of nodes differ.
TlsSettings RestExchange::trustOfThisHop() const {
    TlsSettings tls = m_settings.tls;
    if (!m_requiredLeaf.empty()) tls.trust = {TlsTrust::Mode::Pin, {}, m_requiredLeaf};
    return tls;
}

std::string RestExchange::expectedName() const {
    return m_hops > 0 || m_settings.tls.serverName.empty() ? m_endpoint.host : m_settings.tls.serverName;
}

} // namespace maintscope::io

#include "moc_rest_exchange.cpp"
