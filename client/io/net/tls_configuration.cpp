// SPDX-License-Identifier: GPL-3.0-or-later
// The files of TlsSettings, as a configuration.
#include "client/io/net/tls_trust.h"

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

} // namespace maintscope::io
