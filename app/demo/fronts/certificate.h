// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/secret.h"

#include <chrono>
#include <string>
#include <vector>

namespace maintscope::demo {

/// A certificate and its key, PEM.
struct KeyPair {
    std::string certificate; ///< the leaf first, then the intermediate authorities up to the root, which is
                             ///< left out; a self-signed certificate is alone
    Secret key;
};

struct CertificateSubject {
    std::string commonName;         ///< "cluster.maintscope.test"
    std::string organisationalUnit; ///< "redisdb" for the database, as on Redis Software
    std::vector<std::string> dnsNames;
    std::vector<std::string> addresses; ///< IP literals
    /// Time until it expires; a negative one means that it has expired. One year, as on a new cluster.
    std::chrono::seconds expiresIn = std::chrono::hours(24 * 365);
    bool authority = false; ///< it can sign others; names and addresses are not used
    bool rsa4096 = false;   ///< the key that Redis Software makes, in about a second; else P-256
};

/// Creates a self-signed certificate as a new Redis Software cluster does: subject = issuer, serial
/// number 1, SHA-256, 365 days, server and client authentication, no basic constraints. There are
/// two differences: a P-256 key instead of RSA 4096, which takes a second to create, and addresses among the
/// alternative names, so that a CA file makes the certificate trusted by address. Source: redis/docs,
/// certificates; captured certificates of an 8.0 cluster.
[[nodiscard]] Result<KeyPair> makeCertificate(const CertificateSubject& subject);

/// The same, signed by `issuer`, as an administrator installs it. The intermediate authorities are those of
/// the issuer.
[[nodiscard]] Result<KeyPair> makeCertificate(const CertificateSubject& subject, const KeyPair& issuer);

} // namespace maintscope::demo
