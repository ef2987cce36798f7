// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/net/name_resolver.h"
#include "client/io/net/tls_trust.h"
#include "client/io/rest/rest_http.h"
#include "client/io/thread/doorbell.h"
#include "client/io/thread/mailbox.h"
#include "client/types/cluster.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSslConfiguration>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

class QSslSocket;

namespace maintscope::io {

/// Replaces user and password after the first sign-in.
struct RestToken {
    Secret value;
    std::size_t scheme = 0; ///< index into kTokenSchemes
};

/// The result of one request: a reply with any status, or the failure.
struct ExchangeResult {
    std::variant<HttpReply, RestFailure> reply;
    PresentedCertificate certificate; ///< of the connection that carried the request
    Duration elapsed{};               ///< from connecting to the last byte
    std::size_t tokenScheme = 0;      ///< the one that was sent last
};

/// One request on its own TLS connection. The certificate is verified at the end of the handshake; only then
/// are the credentials assembled and written on the same connection, so that a server with an untrusted
/// certificate never receives a byte of them. Nothing is sent twice. A 307 or 308 is followed (at most 3,
/// method and body kept) only to a server that presents the same leaf certificate as the first one; all nodes
/// of a cluster do. Confined to one thread with an event loop; deleting the object cancels the request, and
/// `done` is then not called.
///
/// With a token, a 401 makes the exchange repeat the request with the other scheme on a new connection,
/// because two schemes are documented. That is the only exception; a password is never sent twice.
class RestExchange : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(ExchangeResult)>; ///< once, from the event loop; may delete the exchange

    /// A non-empty `token` replaces user and password.
    RestExchange(LookupPool& pool, RestSettings settings, RestToken token, HttpRequest request, Done done,
                 QObject* parent = nullptr);
    ~RestExchange() override;

    void start();

private:
    enum class Phase : std::uint8_t { Resolving, Connecting, Handshaking, Waiting, Over };

    void lookUp();
    void onResolved();
    void dialNext();
    void onHandshakeEnded();
    void onBytes();
    void onSocketFailed();
    void onDeadline();
    void onReply();
    bool redirect(const HttpReply& reply);
    bool tryOtherScheme(const HttpReply& reply);
    [[nodiscard]] std::string authorization() const;
    void dropSocket();
    void fail(RestFailureKind kind, Error error);
    void failAfterSending(RestFailureKind kind, std::string what, std::string detail);
    void refuse(TlsRefusal refusal);
    void finish(std::variant<HttpReply, RestFailure> reply);
    [[nodiscard]] TlsSettings trustOfThisHop() const;
    [[nodiscard]] std::string expectedName() const;

    LookupPool& m_pool;
    RestSettings m_settings;
    RestToken m_token;
    bool m_otherSchemeTried = false;
    HttpRequest m_request;
    Done m_done;
    Endpoint m_endpoint; ///< of this hop
    QSslConfiguration m_configuration;
    Doorbell m_bell;
    std::shared_ptr<Mailbox<LookupResult>> m_answers;
    QTimer m_deadline;
    QTimer m_addressLimit;
    QElapsedTimer m_clock;
    Phase m_phase = Phase::Resolving;
    std::vector<std::string> m_addresses; ///< not yet tried
    std::string m_dialWords;              ///< why the addresses that were tried failed
    QSslSocket* m_socket = nullptr;
    std::optional<TlsRefusal> m_refusal;
    PresentedCertificate m_certificate;
    std::string m_requiredLeaf; ///< SHA-256; not empty after a redirect
    int m_hops = 0;
    HttpReplyParser m_parser;
};

} // namespace maintscope::io
