// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSslCertificate>

#include <string>

namespace maintscope::io {

/// What OpenSSL says about a chain.
struct ChainFinding {
    int code = 0;      ///< X509_V_ERR_...; 0: nothing to object to
    std::string words; ///< OpenSSL's own: "EE certificate key too weak"
    std::string about; ///< common name of the certificate concerned
    std::string key;   ///< its key and signature: "RSA 1024 bits, signed with SHA-1"
    bool weak = false; ///< its key or its signature is too weak
};

/// Verifies the chain as presented, leaf first, for a TLS server, with `authorities` and, if `system`, those
/// of the system. For the causes that QSslError cannot name: it has one value, UnspecifiedError, for all of
/// them. Dates and names are not looked at. Any thread.
[[nodiscard]] ChainFinding checkChain(const QList<QSslCertificate>& chain,
                                      const QList<QSslCertificate>& authorities, bool system);

/// Where a chain that is signed correctly stops for want of an issuer.
struct ChainEnd {
    QSslCertificate last;    ///< the one whose issuer is missing, or the self-signed one
    bool selfSigned = false; ///< it ends in a root
    bool ofOurs = false;     ///< `last` is one of the authorities, not one that the server sent
};

/// Follows the signatures from the leaf through what was presented and the authorities. Any thread.
[[nodiscard]] ChainEnd endOfChain(const QList<QSslCertificate>& chain,
                                  const QList<QSslCertificate>& authorities);

} // namespace maintscope::io
