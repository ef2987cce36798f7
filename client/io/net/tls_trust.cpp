// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/net/tls_trust.h"

#include "client/io/net/chain_check.h"
#include "client/types/tls_failure.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QSslKey>
#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace maintscope::io {
namespace {

std::string quotedNames(const PresentedCertificate& certificate) {
    constexpr std::size_t kShown = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(kShown, certificate.names.size()); ++i)
        text += (i > 0 ? ", " : "") + certificate.names[i];
    if (certificate.names.size() > kShown)
        text += " and " + std::to_string(certificate.names.size() - kShown) + " more";
    if (text.empty()) text = certificate.commonName;
    return text.empty() ? "nobody" : text;
}

std::string day(WallTime time) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(u"yyyy-MM-dd"_s).toStdString();
}

/// In ascending order: the worst of several errors determines the headline.
enum class Cause { Name, NotYetValid, Expired, Untrusted };

Cause causeOf(QSslError::SslError error) {
    switch (error) {
    case QSslError::HostNameMismatch:
        return Cause::Name;
    case QSslError::CertificateNotYetValid:
        return Cause::NotYetValid;
    case QSslError::CertificateExpired:
        return Cause::Expired;
    default: // Qt's list grows; any other error in a chain makes it untrusted.
        return Cause::Untrusted;
    }
}

bool lacksIssuer(QSslError::SslError error) {
    return error == QSslError::UnableToGetIssuerCertificate ||
           error == QSslError::UnableToGetLocalIssuerCertificate ||
           error == QSslError::UnableToVerifyFirstCertificate;
}

/// What a handshake was judged by.
struct Evidence {
    QList<QSslCertificate> chain; ///< as the server sent it, leaf first
    QList<QSslCertificate> authorities;
};

/// Why a chain is not trusted, and what to do.
struct Untrust {
    std::string words; ///< in place of Qt's for this error; empty: Qt's are good
    std::string remedy;
};

Untrust missingIssuer(const Evidence& evidence, const PresentedCertificate& leaf, bool caFile) {
    const ChainEnd end = endOfChain(evidence.chain, evidence.authorities);
    const PresentedCertificate last = presented(end.last);
    if (end.selfSigned || last.issuer.empty())
        return {"Its issuer \"" + leaf.issuer + "\" is not known on this machine.", {}};
    if (end.ofOurs)
        return {"Its chain ends at \"" + last.commonName + "\" of the trusted authorities, whose issuer \"" +
                    last.issuer + "\" is not among them.",
                "Put the certificate of \"" + last.issuer + "\" into the CA file as well."};
    std::string words = last.sha256 == leaf.sha256
                            ? "Its issuer \"" + last.issuer + "\" is not known on this machine."
                            : "Its chain ends at \"" + last.commonName + "\", whose issuer \"" + last.issuer +
                                  "\" is not known on this machine.";
    return {
        std::move(words),
        "If \"" + last.issuer +
            "\" is an intermediate authority, the server did not send its intermediate certificate; put it "
            "into the CA file together with the root. Otherwise " +
            (caFile ? "choose the CA file of \"" : "name the CA file of \"") + last.issuer +
            "\", or compare the fingerprint with the one on the server and pin it."};
}

Untrust inWordsOfOpenSsl(const Evidence& evidence, bool system) {
    const ChainFinding finding = checkChain(evidence.chain, evidence.authorities, system);
    if (finding.code == 0) return {};
    std::string words = "OpenSSL: " + finding.words;
    if (!finding.about.empty()) words += ", \"" + finding.about + "\"";
    if (finding.weak) {
        words += " (" + finding.key + ")";
        return {words + ".",
                "Replace the certificate by one with RSA 2048 bits or EC P-256 (or more), signed "
                "with SHA-256; until then, pin this one."};
    }
    return {words + ".", "Have a certificate issued that its authority is allowed to issue, or pin this one "
                         "after comparing the fingerprint with the one on the server."};
}

/// "root.pem with \"root\" (sha256 1f9ac4...)": what was read, which may not be what the file holds now.
std::string describeAuthorities(const std::string& path, const QList<QSslCertificate>& authorities) {
    constexpr qsizetype kShown = 3;
    constexpr std::size_t kDigits = 16;
    std::string text;
    for (qsizetype i = 0; i < std::min(kShown, authorities.size()); ++i) {
        const PresentedCertificate one = presented(authorities[i]);
        text += std::string(i > 0 ? ", " : " with ") + '"' + one.commonName + "\" (sha256 " +
                one.sha256.substr(0, kDigits) + "...)";
    }
    if (authorities.size() > kShown) text += " and " + std::to_string(authorities.size() - kShown) + " more";
    return path + text;
}

/// One error in readable words where Qt's text is for programmers.
std::string wordsFor(const QSslError& error, const PresentedCertificate& leaf, std::string_view name) {
    const PresentedCertificate certificate =
        error.certificate().isNull() ? leaf : presented(error.certificate());
    // The dates may be those of an authority in the chain.
    const std::string which =
        certificate.sha256 == leaf.sha256 ? "It" : "\"" + certificate.commonName + "\" in its chain";
    switch (error.error()) {
    case QSslError::HostNameMismatch:
        return "It is valid for " + quotedNames(leaf) + ", not for " + std::string(name) + ".";
    case QSslError::CertificateExpired:
        return which + " expired on " + day(certificate.validUntil) + ".";
    case QSslError::CertificateNotYetValid:
        return which + " is not valid before " + day(certificate.validFrom) + ".";
    case QSslError::SelfSignedCertificate:
        return "It is self-signed.";
    case QSslError::SelfSignedCertificateInChain:
        return "Its chain ends at \"" + certificate.commonName + "\", which is not trusted on this machine.";
    default:
        break;
    }
    std::string words = error.errorString().toStdString();
    if (!words.empty() && !words.ends_with('.')) words += '.';
    return words;
}

TlsRefusal refusePin(PresentedCertificate certificate, const std::string& pin, std::string_view name) {
    TlsRefusal refusal;
    refusal.type = kTlsPinMismatch;
    refusal.error = {"The server's certificate is not the pinned one.", std::string(name),
                     "Pinned sha256:" + pin + ", presented sha256:" + certificate.sha256 + " (" +
                         quotedNames(certificate) + ").",
                     "If the certificate was replaced on purpose, compare the new fingerprint on the server "
                     "and pin it. Otherwise, the connection may be intercepted."};
    refusal.certificate = std::move(certificate);
    return refusal;
}

std::optional<TlsRefusal> judge(const Evidence& evidence, const TlsSettings& settings, std::string_view name,
                                const QList<QSslError>& errors) {
    const std::string where(name);
    const QSslCertificate leaf = evidence.chain.value(0);
    if (leaf.isNull()) {
        TlsRefusal refusal;
        refusal.type = kTlsOther;
        refusal.error = {
            "The server did not present a certificate.", where, {}, "Check the address and the port."};
        return refusal;
    }
    PresentedCertificate certificate = presented(leaf);
    if (settings.trust.mode == TlsTrust::Mode::Pin) {
        const auto pin = normalisePin(settings.trust.pin);
        if (pin && *pin == certificate.sha256) return std::nullopt;
        return refusePin(std::move(certificate), pin ? *pin : settings.trust.pin, name);
    }
    if (errors.isEmpty()) return std::nullopt;

    const bool caFile = settings.trust.mode == TlsTrust::Mode::CaFile;
    Cause cause = Cause::Name;
    std::string words;
    std::string remedy;
    for (const QSslError& error : errors) {
        cause = std::max(cause, causeOf(error.error()));
        Untrust why;
        if (lacksIssuer(error.error())) why = missingIssuer(evidence, certificate, caFile);
        if (error.error() == QSslError::UnspecifiedError) why = inWordsOfOpenSsl(evidence, !caFile);
        const std::string one = why.words.empty() ? wordsFor(error, certificate, name) : why.words;
        if (remedy.empty()) remedy = std::move(why.remedy);
        if (words.find(one) == std::string::npos) words += (words.empty() ? "" : " ") + one;
    }
    const std::string fingerprint = "Presented sha256:" + certificate.sha256 + ".";
    TlsRefusal refusal;
    switch (cause) {
    case Cause::Name:
        refusal.type = kTlsName;
        refusal.error = {
            "The certificate is for another name: it is valid for " + quotedNames(certificate) +
                ", not for " + where + ".",
            where, fingerprint,
            "Use one of its names as the address or as the TLS server name, or pin this certificate."};
        break;
    case Cause::NotYetValid:
        refusal.type = kTlsNotYetValid;
        refusal.error = {"The server's certificate is not valid yet.", where, words + " " + fingerprint,
                         "Check the clock of this machine. If it is correct, replace the certificate on the "
                         "server or pin it."};
        break;
    case Cause::Expired:
        refusal.type = kTlsExpired;
        refusal.error = {"The server's certificate has expired.", where, words + " " + fingerprint,
                         "Replace the certificate on the server, check the clock of this machine, or pin the "
                         "certificate."};
        break;
    case Cause::Untrusted:
        if (caFile)
            words +=
                " Trusted authorities: " + describeAuthorities(settings.trust.caPath, evidence.authorities) +
                ".";
        if (remedy.empty())
            remedy = "Compare the fingerprint with the one on the server, then pin it; or choose the CA file "
                     "of the authority that signed it.";
        refusal.type = kTlsUntrusted;
        refusal.error = {"The server's certificate is not trusted.", where, words + " " + fingerprint,
                         std::move(remedy)};
        break;
    }
    refusal.certificate = std::move(certificate);
    return refusal;
}

} // namespace

std::optional<TlsRefusal> judge(const QSslSocket& socket, const TlsSettings& settings, std::string_view name,
                                const QList<QSslError>& errors) {
    Evidence evidence{socket.peerCertificateChain(), socket.sslConfiguration().caCertificates()};
    if (evidence.chain.isEmpty() && !socket.peerCertificate().isNull())
        evidence.chain = {socket.peerCertificate()};
    return judge(evidence, settings, name, errors);
}

std::optional<TlsRefusal> judge(const QSslCertificate& leaf, const TlsSettings& settings,
                                std::string_view name, const QList<QSslError>& errors) {
    return judge(Evidence{leaf.isNull() ? QList<QSslCertificate>() : QList<QSslCertificate>{leaf}, {}},
                 settings, name, errors);
}

namespace {

/// What OpenSSL and Qt say when a handshake fails, and what it means. The first row with a part that is in
/// the words decides.
struct HandshakeWords {
    std::vector<std::string_view> parts;
    std::string_view type;
    std::string_view what;
    std::string_view remedy;
};

const std::vector<HandshakeWords>& handshakeWords() {
    constexpr std::string_view kClientRemedy =
        "Choose a client certificate that the server accepts, and its key.";
    static const std::vector<HandshakeWords> rows{
        {{"wrong version number", "packet length too long", "http request", "record layer failure",
          "unexpected message", "bad record type"},
         kTlsNotSpoken,
         "The server does not use TLS on this port.",
         "Use the TLS port, or connect without TLS."},
        {{"protocol version", "unsupported protocol", "no protocols available", "inappropriate fallback"},
         kTlsVersion,
         "The server does not offer TLS 1.2 or 1.3: older versions are insecure and not used.",
         "Enable TLS 1.2 or later on the server."},
        {{"certificate required"},
         kTlsClientCertificate,
         "The server requires a client certificate.",
         kClientRemedy},
        // Alerts that a server sends about our certificate; it may be the one that is missing.
        {{"handshake failure", "bad certificate", "unknown ca", "certificate unknown", "certificate expired",
          "certificate revoked", "unsupported certificate", "access denied"},
         kTlsClientCertificate,
         "The server refused the TLS handshake; it may require a client certificate or reject the one it "
         "received.",
         kClientRemedy},
        {{"closed"},
         kTlsOther,
         "The server closed the connection during the TLS handshake.",
         "Check that the port uses TLS, and whether the server requires a client certificate."},
    };
    return rows;
}

} // namespace

TlsRefusal handshakeFailure(std::string_view socketWords, std::string_view name) {
    TlsRefusal refusal;
    refusal.type = kTlsOther;
    refusal.error = {"The TLS handshake failed.", std::string(name), std::string(socketWords),
                     "Check that the port uses TLS."};
    for (const HandshakeWords& row : handshakeWords()) {
        const bool says =
            std::any_of(row.parts.begin(), row.parts.end(), [socketWords](std::string_view part) {
                return socketWords.find(part) != std::string_view::npos;
            });
        if (!says) continue;
        refusal.type = row.type;
        refusal.error.what = row.what;
        refusal.error.remedy = row.remedy;
        break;
    }
    return refusal;
}

PresentedCertificate presented(const QSslCertificate& certificate) {
    PresentedCertificate facts;
    if (certificate.isNull()) return facts;
    facts.commonName = certificate.subjectInfo(QSslCertificate::CommonName).join(u", "_s).toStdString();
    facts.issuer = certificate.issuerInfo(QSslCertificate::CommonName).join(u", "_s).toStdString();
    facts.selfSigned = certificate.isSelfSigned();
    const auto names = certificate.subjectAlternativeNames();
    for (const QString& name : names)
        facts.names.push_back(name.toStdString());
    std::sort(facts.names.begin(), facts.names.end());
    facts.validFrom = WallTime(std::chrono::milliseconds(certificate.effectiveDate().toMSecsSinceEpoch()));
    facts.validUntil = WallTime(std::chrono::milliseconds(certificate.expiryDate().toMSecsSinceEpoch()));
    facts.sha256 = certificate.digest(QCryptographicHash::Sha256).toHex().toStdString();
    facts.publicKeySha256 =
        QCryptographicHash::hash(certificate.publicKey().toDer(), QCryptographicHash::Sha256)
            .toBase64()
            .toStdString();
    return facts;
}

} // namespace maintscope::io
