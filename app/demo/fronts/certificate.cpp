// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/fronts/certificate.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <optional>

namespace maintscope::demo {

namespace {

/// A machine whose clock is a little behind ours must not find the certificate not yet valid.
constexpr long kBackdateSeconds = -3600;
constexpr long kYearSeconds = 365L * 24 * 3600;
constexpr long kFirstSignedSerial = 4096;
constexpr unsigned kRsaBits = 4096;

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

Error failure() {
    char words[256] = "";
    ERR_error_string_n(ERR_get_error(), words, sizeof words);
    return Error{"The certificate of the simulator cannot be created.",
                 {},
                 words,
                 "Check the installation of OpenSSL."};
}

bool addName(X509_NAME* name, const char* field, const std::string& value) {
    return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1, 0) == 1;
}

bool addExtension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// Who signs.
struct Issuer {
    Certificate certificate;
    Key key;
};

std::optional<Issuer> readIssuer(const KeyPair& pair) {
    const std::string_view keyBytes = pair.key.reveal();
    const Bio certificateText(
        BIO_new_mem_buf(pair.certificate.data(), static_cast<int>(pair.certificate.size())));
    const Bio keyText(BIO_new_mem_buf(keyBytes.data(), static_cast<int>(keyBytes.size())));
    if (!certificateText || !keyText) return std::nullopt;
    Issuer issuer{Certificate(PEM_read_bio_X509(certificateText.get(), nullptr, nullptr, nullptr)),
                  Key(PEM_read_bio_PrivateKey(keyText.get(), nullptr, nullptr, nullptr))};
    if (!issuer.certificate || !issuer.key) return std::nullopt;
    return issuer;
}

bool isSelfSigned(X509* certificate) {
    return X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0;
}

bool addExtensions(X509* certificate, X509* issuer, const CertificateSubject& subject) {
    if (subject.authority)
        return addExtension(certificate, issuer, NID_basic_constraints, "critical,CA:TRUE") &&
               addExtension(certificate, issuer, NID_key_usage, "critical,keyCertSign,cRLSign");
    std::string names;
    for (const std::string& dns : subject.dnsNames)
        names += (names.empty() ? "DNS:" : ",DNS:") + dns;
    for (const std::string& address : subject.addresses)
        names += (names.empty() ? "IP:" : ",IP:") + address;
    return addExtension(certificate, issuer, NID_ext_key_usage, "serverAuth,clientAuth") &&
           addExtension(certificate, issuer, NID_subject_alt_name, names);
}

std::string text(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

/// nullptr: signed by itself.
Result<KeyPair> make(const CertificateSubject& subject, const Issuer* issuer) {
    const Key key(subject.rsa4096 ? EVP_RSA_gen(kRsaBits) : EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    if (!key || !certificate) return failure();
    X509* signer = issuer != nullptr ? issuer->certificate.get() : certificate.get();
    X509_set_version(certificate.get(), 2); // v3
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()),
                     issuer != nullptr ? kFirstSignedSerial + (subject.authority ? 0 : 1) : 1);
    const auto end = static_cast<long>(subject.expiresIn.count());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), end > 0 ? kBackdateSeconds : end - kYearSeconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), end);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    if (!addName(name, "CN", subject.commonName) || !addName(name, "OU", subject.organisationalUnit) ||
        !addName(name, "O", "RedisLabs Enterprise Cluster") ||
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer)) != 1 ||
        X509_set_pubkey(certificate.get(), key.get()) != 1 ||
        !addExtensions(certificate.get(), signer, subject) ||
        X509_sign(certificate.get(), issuer != nullptr ? issuer->key.get() : key.get(), EVP_sha256()) == 0)
        return failure();

    const Bio certificateText(BIO_new(BIO_s_mem()));
    const Bio keyText(BIO_new(BIO_s_secmem()));
    if (!certificateText || !keyText || PEM_write_bio_X509(certificateText.get(), certificate.get()) != 1 ||
        PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return failure();
    return KeyPair{text(certificateText.get()), Secret(text(keyText.get()))};
}

} // namespace

Result<KeyPair> makeCertificate(const CertificateSubject& subject) {
    return make(subject, nullptr);
}

Result<KeyPair> makeCertificate(const CertificateSubject& subject, const KeyPair& issuer) {
    const auto signer = readIssuer(issuer);
    if (!signer) return failure();
    auto made = make(subject, &*signer);
    // A root is what the client has to have; what is in between the server has to show.
    if (made && !isSelfSigned(signer->certificate.get())) made->certificate += issuer.certificate;
    return made;
}

} // namespace maintscope::demo
