// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace maintscope {

/// What a TLS failure is about: picks the exit code, the class of a check and of a REST failure.
enum class TlsFailureClass : std::uint8_t {
    NoCommonTls,       ///< no TLS at the port, or no version of it that both sides take: exit 69
    ClientCertificate, ///< the server wants another client certificate, or one at all: exit 77
    Untrusted,         ///< the server's certificate, or what it is judged by: exit 76
};

/// One errorType of a failed TLS handshake.
struct TlsFailure {
    std::string_view type; ///< errorType of the event
    TlsFailureClass what;
    std::string_view options;  ///< of the command line that concern it: "--tls-cert, --tls-key"
    std::string_view sentence; ///< what to do on the command line
};

// The types that client/io/net/tls_trust.h reports; each has a row in tls_failure.cpp.
inline constexpr std::string_view kTlsNotSpoken = "tls_not_spoken";
inline constexpr std::string_view kTlsVersion = "tls_version";
inline constexpr std::string_view kTlsClientCertificate = "tls_client_certificate";
inline constexpr std::string_view kTlsUntrusted = "tls_untrusted";
inline constexpr std::string_view kTlsName = "tls_name";
inline constexpr std::string_view kTlsExpired = "tls_expired";
inline constexpr std::string_view kTlsNotYetValid = "tls_not_yet_valid";
inline constexpr std::string_view kTlsPinMismatch = "tls_pin_mismatch";
inline constexpr std::string_view kTlsSettings = "tls_settings"; ///< files or pin cannot be used
inline constexpr std::string_view kTlsOther = "tls";             ///< any other end of the handshake

/// The row of an errorType; nullptr: it is not about TLS.
[[nodiscard]] const TlsFailure* tlsFailure(std::string_view type);

} // namespace maintscope
