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

/// What stands for user and password once they were shown.
struct RestToken {
    Secret value;
    std::size_t scheme = 0; ///< index into kTokenSchemes
};

/// How one request ended: a reply of any status, or why there is none.
struct ExchangeResult {
    std::variant<HttpReply, RestFailure> reply;
    PresentedCertificate certificate; ///< of the connection that carried the request
    Duration elapsed{};               ///< from the dial to the last byte
    std::size_t tokenScheme = 0;      ///< the one that was sent last
};

/// One request on a TLS connection of its own. The handshake is judged when it ends, and only then are the
/// credentials put together and written, on that very connection: one that presents another certificate than
/// was trusted never gets a byte of them. Nothing is sent twice. A 307 or 308 is followed (at most 3, method
/// and body kept) only to a server that presents the same leaf certificate as the first one; all nodes of a
/// cluster do. Lives on one thread with an event loop; deleting it cancels, and `done` is then not called.
///
/// With a token the request is sent once more under the other scheme when the first gets a 401, on a
/// connection of its own: two schemes are documented. That is the one exception; a password is never sent
/// twice.
class RestExchange : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(ExchangeResult)>; ///< once, from the event loop; may delete the exchange

    /// `token` in place of user and password, where it is not empty.
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
    std::string m_dialWords;              ///< why the addresses tried so far failed
    QSslSocket* m_socket = nullptr;
    std::optional<TlsRefusal> m_refusal;
    PresentedCertificate m_certificate;
    std::string m_requiredLeaf; ///< SHA-256; not empty after a redirect
    int m_hops = 0;
    HttpReplyParser m_parser;
};

} // namespace maintscope::io
