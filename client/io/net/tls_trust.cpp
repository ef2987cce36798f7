// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/net/tls_trust.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QSslKey>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace maintscope::io {
namespace {

/// More than any bundle of the world's certificate authorities.
constexpr qint64 kMaxPemBytes = 8 * 1024 * 1024;

QString fromStd(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

struct Free {
    void operator()(BIO* p) const { BIO_free(p); }
    void operator()(X509* p) const { X509_free(p); }
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIO> reader(const QByteArray& bytes) {
    return Owned<BIO>(BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())));
}

struct Passphrase {
    std::string_view words;
    bool wanted = false;
};

/// OpenSSL asks for a passphrase only when the key needs one.
int supplyPassphrase(char* buffer, int size, int, void* context) {
    auto* passphrase = static_cast<Passphrase*>(context);
    passphrase->wanted = true;
    const auto length = static_cast<int>(passphrase->words.size());
    if (length > size) return 0;
    std::copy(passphrase->words.begin(), passphrase->words.end(), buffer);
    return length;
}

Result<QByteArray> readPem(const std::string& path, std::string_view role) {
    const std::string what = "The " + std::string(role) + " cannot be read.";
    QFile file(fromStd(path));
    if (!file.exists()) return Error{what, path, "No such file.", "Check the path."};
    if (!file.open(QIODevice::ReadOnly))
        return Error{what, path, file.errorString().toStdString(), "Check the permissions of the file."};
    const QByteArray bytes = file.read(kMaxPemBytes + 1);
    if (bytes.size() > kMaxPemBytes)
        return Error{what, path, "The file is larger than 8 MiB.", "Choose a file with PEM certificates."};
    return bytes;
}

Result<QList<QSslCertificate>> readCertificates(const std::string& path, std::string_view role) {
    auto pem = readPem(path, role);
    if (!pem) return pem.error();
    QList<QSslCertificate> certificates = QSslCertificate::fromData(*pem, QSsl::Pem);
    certificates.removeIf([](const QSslCertificate& certificate) { return certificate.isNull(); });
    if (certificates.isEmpty())
        return Error{"The " + std::string(role) + " does not contain a certificate.", path,
                     "There is no \"-----BEGIN CERTIFICATE-----\" block that can be decoded.",
                     "Use a PEM file. Convert a DER file with: openssl x509 -inform der -in FILE."};
    return certificates;
}

Result<QList<QSslCertificate>> readAuthorities(const std::string& path) {
    if (path.empty())
        return Error{
            "The CA file or folder is missing.", {}, {}, "Choose a PEM file, or a folder of PEM files."};
    const QFileInfo info(fromStd(path));
    if (!info.isDir()) return readCertificates(path, "CA file");
    QList<QSslCertificate> all;
    // A hashed folder (c_rehash) contains each certificate twice: under its name and as a link named by its
    // hash.
    QSet<QSslCertificate> known;
    const auto files = QDir(info.filePath()).entryInfoList(QDir::Files | QDir::Readable, QDir::Name);
    for (const QFileInfo& file : files) {
        // A folder may contain other files (hash lists, a README); it is an error only if it contains no
        // certificate at all.
        auto found = readCertificates(file.filePath().toStdString(), "CA file");
        if (!found) continue;
        for (const QSslCertificate& certificate : *found) {
            if (known.contains(certificate)) continue;
            known.insert(certificate);
            all += certificate;
        }
    }
    if (all.isEmpty())
        return Error{"The CA folder does not contain a certificate.",
                     path,
                     {},
                     "Choose a folder of PEM files, or one PEM file."};
    return all;
}

QSslKey decodeKey(const QByteArray& pem, std::string_view passphrase) {
    const auto words = QByteArray::fromRawData(passphrase.data(), static_cast<qsizetype>(passphrase.size()));
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey, words);
        if (!key.isNull()) return key;
    }
    return {};
}

/// Qt would detect a key that does not match only at the first handshake.
Status checkKey(const QByteArray& certificatePem, const QByteArray& keyPem, const TlsSettings& settings) {
    Passphrase passphrase{settings.keyPassphrase.reveal()};
    const Owned<BIO> keyReader = reader(keyPem);
    const Owned<EVP_PKEY> key(
        PEM_read_bio_PrivateKey(keyReader.get(), nullptr, &supplyPassphrase, &passphrase));
    const Owned<BIO> certificateReader = reader(certificatePem);
    const Owned<X509> certificate(PEM_read_bio_X509(certificateReader.get(), nullptr, nullptr, nullptr));
    Status status = success();
    if (!key && passphrase.wanted && passphrase.words.empty())
        status = Error{"The client key is protected by a passphrase.",
                       settings.keyPath,
                       {},
                       "Enter the passphrase in the window, or save a copy of the key without a passphrase "
                       "that only you can read: openssl pkey -in KEY -out NEWKEY."};
    else if (!key && passphrase.wanted)
        status = Error{"The passphrase of the client key is wrong.",
                       settings.keyPath,
                       {},
                       "Check the passphrase and the key file."};
    else if (!key)
        status = Error{"The client key file does not contain a private key.", settings.keyPath,
                       "There is no PEM block of a private key that can be decoded.",
                       "Choose the PEM file of the key. Convert a key with: openssl pkey -in FILE."};
    else if (certificate && X509_check_private_key(certificate.get(), key.get()) != 1)
        status = Error{"The client key does not belong to the client certificate.", settings.keyPath,
                       "Certificate: " + settings.certificatePath, "Choose the key of this certificate."};
    ERR_clear_error();
    return status;
}

Status addClientCertificate(QSslConfiguration& configuration, const TlsSettings& settings) {
    if (settings.certificatePath.empty() && settings.keyPath.empty()) return success();
    if (settings.certificatePath.empty())
        return Error{"The client certificate for the client key is missing.",
                     settings.keyPath,
                     {},
                     "Choose the certificate as well."};
    auto chain = readCertificates(settings.certificatePath, "client certificate");
    if (!chain) return chain.error();
    // One PEM file with both is common.
    TlsSettings files = settings;
    if (files.keyPath.empty()) files.keyPath = files.certificatePath;
    auto certificatePem = readPem(files.certificatePath, "client certificate");
    if (!certificatePem) return certificatePem.error();
    auto keyPem = readPem(files.keyPath, "client key");
    if (!keyPem) return keyPem.error();
    if (Status status = checkKey(*certificatePem, *keyPem, files); !status) return status;
    const QSslKey key = decodeKey(*keyPem, files.keyPassphrase.reveal());
    if (key.isNull())
        return Error{
            "This kind of client key is not supported.", files.keyPath, {}, "Use an RSA or an EC key."};
    configuration.setLocalCertificateChain(*chain);
    configuration.setPrivateKey(key);
    return success();
}

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
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
        return "Its issuer \"" + leaf.issuer + "\" is not known on this machine.";
    default:
        break;
    }
    std::string words = error.errorString().toStdString();
    if (!words.empty() && !words.ends_with('.')) words += '.';
    return words;
}

TlsRefusal refusePin(PresentedCertificate certificate, const std::string& pin, std::string_view name) {
    TlsRefusal refusal;
    refusal.type = "tls_pin_mismatch";
    refusal.error = {"The server's certificate is not the pinned one.", std::string(name),
                     "Pinned sha256:" + pin + ", presented sha256:" + certificate.sha256 + " (" +
                         quotedNames(certificate) + ").",
                     "If the certificate was replaced on purpose, compare the new fingerprint on the server "
                     "and pin it. Otherwise, the connection may be intercepted."};
    refusal.certificate = std::move(certificate);
    return refusal;
}

} // namespace

Result<QSslConfiguration> sslConfiguration(const TlsSettings& settings) {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    switch (settings.trust.mode) {
    case TlsTrust::Mode::System:
        break;
    case TlsTrust::Mode::CaFile: {
        auto authorities = readAuthorities(settings.trust.caPath);
        if (!authorities) return authorities.error();
        configuration.setCaCertificates(*authorities);
        break;
    }
    case TlsTrust::Mode::Pin: {
        auto pin = normalisePin(settings.trust.pin);
        if (!pin) return pin.error();
        configuration.setCaCertificates({}); // no chain is required: only the pin decides
        break;
    }
    }
    if (Status status = addClientCertificate(configuration, settings); !status) return status.error();
    return configuration;
}

Status checkClientCertificate(const TlsSettings& settings) {
    QSslConfiguration unused;
    return addClientCertificate(unused, settings);
}

std::optional<TlsRefusal> judge(const QSslSocket& socket, const TlsSettings& settings, std::string_view name,
                                const QList<QSslError>& errors) {
    return judge(socket.peerCertificate(), settings, name, errors);
}

std::optional<TlsRefusal> judge(const QSslCertificate& leaf, const TlsSettings& settings,
                                std::string_view name, const QList<QSslError>& errors) {
    const std::string where(name);
    if (leaf.isNull()) {
        TlsRefusal refusal;
        refusal.type = "tls";
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

    Cause cause = Cause::Name;
    std::string words;
    for (const QSslError& error : errors) {
        cause = std::max(cause, causeOf(error.error()));
        const std::string one = wordsFor(error, certificate, name);
        if (words.find(one) == std::string::npos) words += (words.empty() ? "" : " ") + one;
    }
    const std::string fingerprint = "Presented sha256:" + certificate.sha256 + ".";
    TlsRefusal refusal;
    switch (cause) {
    case Cause::Name:
        refusal.type = "tls_name";
        refusal.error = {
            "The certificate is for another name: it is valid for " + quotedNames(certificate) +
                ", not for " + where + ".",
            where, fingerprint,
            "Use one of its names as the address or as the TLS server name, or pin this certificate."};
        break;
    case Cause::NotYetValid:
        refusal.type = "tls_not_yet_valid";
        refusal.error = {"The server's certificate is not valid yet.", where, words + " " + fingerprint,
                         "Check the clock of this machine. If it is correct, replace the certificate on the "
                         "server or pin it."};
        break;
    case Cause::Expired:
        refusal.type = "tls_expired";
        refusal.error = {"The server's certificate has expired.", where, words + " " + fingerprint,
                         "Replace the certificate on the server, check the clock of this machine, or pin the "
                         "certificate."};
        break;
    case Cause::Untrusted:
        if (settings.trust.mode == TlsTrust::Mode::CaFile)
            words += " Trusted authorities: " + settings.trust.caPath + ".";
        refusal.type = "tls_untrusted";
        refusal.error = {"The server's certificate is not trusted.", where, words + " " + fingerprint,
                         "Compare the fingerprint with the one on the server, then pin it; or choose the CA "
                         "file of the authority that signed it."};
        break;
    }
    refusal.certificate = std::move(certificate);
    return refusal;
}

TlsRefusal handshakeFailure(std::string_view socketWords, std::string_view name) {
    TlsRefusal refusal;
    refusal.type = "tls";
    refusal.error = {"The TLS handshake failed.", std::string(name), std::string(socketWords),
                     "Check that the port uses TLS."};
    const auto says = [socketWords](std::string_view part) {
        return socketWords.find(part) != std::string_view::npos;
    };
    if (says("wrong version number") || says("packet length too long") || says("http request")) {
        refusal.error.what = "The server does not use TLS on this port.";
        refusal.error.remedy = "Use the TLS port, or connect without TLS.";
    } else if (says("certificate required") || says("handshake failure") || says("bad certificate") ||
               says("unknown ca") || says("certificate unknown") || says("certificate expired") ||
               says("certificate revoked") || says("unsupported certificate")) {
        // Alerts that a server sends about our certificate; it may be the one that is missing.
        refusal.type = "tls_client_certificate";
        refusal.error.what = says("certificate required")
                                 ? "The server requires a client certificate."
                                 : "The server refused the TLS handshake; it may require a client "
                                   "certificate or reject the one it received.";
        refusal.error.remedy = "Choose a client certificate that the server accepts, and its key.";
    } else if (says("protocol version") || says("unsupported protocol")) {
        refusal.error.remedy = "The server must offer TLS 1.2 or later.";
    } else if (says("closed")) {
        refusal.error.what = "The server closed the connection during the TLS handshake.";
        refusal.error.remedy =
            "Check that the port uses TLS, and whether the server requires a client certificate.";
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
