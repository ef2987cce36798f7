// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/tls_failure.h"

#include <algorithm>
#include <array>

namespace maintscope {
namespace {

constexpr std::array kTlsFailures{
    TlsFailure{kTlsNotSpoken, TlsFailureClass::NoCommonTls, "",
               "Write redis:// instead of rediss://, or name the port of the server that uses TLS."},
    TlsFailure{kTlsVersion, TlsFailureClass::NoCommonTls, "",
               "No option allows an older version: enable TLS 1.2 or 1.3 on the server."},
    TlsFailure{kTlsOther, TlsFailureClass::NoCommonTls, "",
               "Check the port; for a server without TLS, write redis:// instead of rediss://."},
    TlsFailure{kTlsClientCertificate, TlsFailureClass::ClientCertificate, "--tls-cert, --tls-key",
               "Name the client certificate with --tls-cert FILE, and its key with --tls-key FILE."},
    TlsFailure{kTlsUntrusted, TlsFailureClass::Untrusted, "--tls-ca, --tls-pin",
               "Name the CA file with --tls-ca FILE, or the expected certificate with --tls-pin."},
    TlsFailure{kTlsName, TlsFailureClass::Untrusted, "--sni, --tls-pin",
               "Name one of its names with --sni, or the expected certificate with --tls-pin."},
    TlsFailure{kTlsExpired, TlsFailureClass::Untrusted, "--tls-pin",
               "To accept it until then, name it with --tls-pin."},
    TlsFailure{kTlsNotYetValid, TlsFailureClass::Untrusted, "--tls-pin",
               "To accept it until then, name it with --tls-pin."},
    TlsFailure{kTlsPinMismatch, TlsFailureClass::Untrusted, "--tls-pin",
               "Name the new certificate with --tls-pin."},
    TlsFailure{kTlsSettings, TlsFailureClass::Untrusted, "--tls-ca, --tls-cert, --tls-key, --tls-pin",
               "Check the files of --tls-ca, --tls-cert and --tls-key."},
};

} // namespace

const TlsFailure* tlsFailure(std::string_view type) {
    const auto row = std::find_if(kTlsFailures.begin(), kTlsFailures.end(),
                                  [type](const TlsFailure& one) { return one.type == type; });
    return row == kTlsFailures.end() ? nullptr : &*row;
}

} // namespace maintscope
