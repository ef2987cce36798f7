// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/certificate_pin.h"
#include "client/types/cluster.h"
#include "client/types/result.h"
#include "client/types/settings.h"

#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>

#include <optional>
#include <string>
#include <string_view>

// How connections to a database and to a cluster manager decide whether to trust the other side.
//
// A connection is judged twice and fails closed: the configuration verifies the peer, so Qt drops the
// connection unless sslErrors is answered; and `encrypted` is judged again before the first byte is written:
//
//     connect(socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError>& errors) {
//         m_refusal = io::judge(*m_socket, m_tls, m_name, errors);
//         if (!m_refusal) m_socket->ignoreSslErrors();
//     });
//     connect(socket, &QSslSocket::encrypted, this, [this] {
//         m_refusal = io::judge(*m_socket, m_tls, m_name, m_socket->sslHandshakeErrors());
//         if (m_refusal) return giveUp();
//         m_socket->write(...);
//     });
//
// All functions may be called on any thread; those that take a socket on the socket's own.
namespace maintscope::io {

using maintscope::normalisePin;

/// TLS 1.2 or later with the trust, the client certificate and the key of `settings`; reads the files.
/// Verifies the peer in every mode. Errors: a file that is missing, cannot be read, is not PEM; a key that
/// needs a passphrase, another passphrase, or does not belong to the certificate; a malformed pin.
[[nodiscard]] Result<QSslConfiguration> sslConfiguration(const TlsSettings& settings);

/// Whether the client certificate, its key and the passphrase of `settings` belong together; reads the files.
/// Errors: those of sslConfiguration() that concern them. Success where none is named.
[[nodiscard]] Status checkClientCertificate(const TlsSettings& settings);

/// Why a handshake is not accepted.
struct TlsRefusal {
    std::string type; ///< errorType of the event: client/types/tls_failure.h
    Error error;
    std::optional<PresentedCertificate> certificate; ///< as presented, if the handshake got that far
};

/// Judges a handshake that ended. nullopt: trusted. In pin mode the SHA-256 of the presented leaf's DER
/// decides alone; otherwise chain, dates and name must all hold. `name` is what the certificate has to be
/// for.
[[nodiscard]] std::optional<TlsRefusal> judge(const QSslSocket& socket, const TlsSettings& settings,
                                              std::string_view name, const QList<QSslError>& errors);

/// The same on values, without a socket.
[[nodiscard]] std::optional<TlsRefusal> judge(const QSslCertificate& leaf, const TlsSettings& settings,
                                              std::string_view name, const QList<QSslError>& errors);

/// The error for a handshake that did not end (an alert, a peer that does not speak TLS), from the socket's
/// error text. Also for an alert after it: a TLS 1.3 server judges the client's certificate when the client
/// is already done.
[[nodiscard]] TlsRefusal handshakeFailure(std::string_view socketWords, std::string_view name);

/// The fields of a certificate that people compare.
[[nodiscard]] PresentedCertificate presented(const QSslCertificate& certificate);

} // namespace maintscope::io
