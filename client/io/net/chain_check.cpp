// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/net/chain_check.h"

#include <QByteArray>

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <memory>

namespace maintscope::io {

namespace {

/// Distributions set between 1 and 2; 3 is the highest that a policy of today asks for.
constexpr int kMostSecurityLevel = 3;

struct Release {
    void operator()(X509* p) const { X509_free(p); }
    void operator()(X509_STORE* p) const { X509_STORE_free(p); }
    void operator()(X509_STORE_CTX* p) const { X509_STORE_CTX_free(p); }
    void operator()(STACK_OF(X509) * p) const { sk_X509_pop_free(p, &X509_free); }
};
template <class T>
using Held = std::unique_ptr<T, Release>;

Held<X509> decoded(const QSslCertificate& certificate) {
    const QByteArray der = certificate.toDer();
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.constData());
    return Held<X509>(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
}

std::string commonName(X509* certificate) {
    const X509_NAME* name = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0) return {};
    const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    unsigned char* text = nullptr;
    const int size = ASN1_STRING_to_UTF8(&text, value);
    if (size < 0) return {};
    std::string result(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
    OPENSSL_free(text);
    return result;
}

std::string describeKey(X509* certificate) {
    EVP_PKEY* key = X509_get0_pubkey(certificate);
    std::string text;
    if (key != nullptr)
        text = std::string(OBJ_nid2sn(EVP_PKEY_get_base_id(key)) == std::string("rsaEncryption")
                               ? "RSA"
                               : OBJ_nid2sn(EVP_PKEY_get_base_id(key))) +
               " " + std::to_string(EVP_PKEY_get_bits(key)) + " bits";
    int digest = NID_undef;
    if (X509_get_signature_info(certificate, &digest, nullptr, nullptr, nullptr) == 1 && digest != NID_undef)
        text += (text.empty() ? "signed with " : ", signed with ") + std::string(OBJ_nid2sn(digest));
    return text;
}

bool isWeak(int code) {
    return code == X509_V_ERR_EE_KEY_TOO_SMALL || code == X509_V_ERR_CA_KEY_TOO_SMALL ||
           code == X509_V_ERR_CA_MD_TOO_WEAK;
}

} // namespace

ChainFinding checkChain(const QList<QSslCertificate>& chain, const QList<QSslCertificate>& authorities,
                        bool system) {
    ChainFinding finding;
    if (chain.isEmpty()) return finding;
    const Held<X509> leaf = decoded(chain.front());
    const Held<X509_STORE> store(X509_STORE_new());
    const Held<STACK_OF(X509)> presented(sk_X509_new_null());
    if (!leaf || !store || !presented) return finding;
    if (system) X509_STORE_set_default_paths(store.get());
    for (const QSslCertificate& authority : authorities)
        if (const Held<X509> one = decoded(authority)) X509_STORE_add_cert(store.get(), one.get());
    for (const QSslCertificate& sent : chain)
        if (Held<X509> one = decoded(sent); one && sk_X509_push(presented.get(), one.get()) > 0)
            static_cast<void>(one.release());

    // The level is that of the process' TLS, which only libssl knows: the lowest that objects names the cause.
    for (int level = 0; level <= kMostSecurityLevel && finding.code == 0; ++level) {
        const Held<X509_STORE_CTX> context(X509_STORE_CTX_new());
        if (!context || X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), presented.get()) != 1)
            break;
        X509_STORE_CTX_set_default(context.get(), "ssl_server");
        X509_VERIFY_PARAM* how = X509_STORE_CTX_get0_param(context.get());
        X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_NO_CHECK_TIME);
        X509_VERIFY_PARAM_set_auth_level(how, level);
        if (X509_verify_cert(context.get()) == 1) continue;
        finding.code = X509_STORE_CTX_get_error(context.get());
        finding.words = X509_verify_cert_error_string(finding.code);
        finding.weak = isWeak(finding.code);
        if (X509* about = X509_STORE_CTX_get_current_cert(context.get())) {
            finding.about = commonName(about);
            finding.key = describeKey(about);
        }
    }
    ERR_clear_error();
    return finding;
}

ChainEnd endOfChain(const QList<QSslCertificate>& chain, const QList<QSslCertificate>& authorities) {
    ChainEnd end;
    if (chain.isEmpty()) return end;
    end.last = chain.front();
    const auto issuerAmong = [&end](const QList<QSslCertificate>& candidates) -> QSslCertificate {
        const Held<X509> subject = decoded(end.last);
        for (const QSslCertificate& candidate : candidates)
            if (const Held<X509> issuer = decoded(candidate);
                subject && issuer && candidate != end.last &&
                X509_NAME_cmp(X509_get_subject_name(issuer.get()), X509_get_issuer_name(subject.get())) == 0)
                return candidate;
        return QSslCertificate();
    };
    // Certificates that sign each other in a circle end, too.
    for (qsizetype links = chain.size() + authorities.size(); links > 0; --links) {
        end.selfSigned = end.last.isSelfSigned();
        if (end.selfSigned) break;
        QSslCertificate next = issuerAmong(chain);
        if (next.isNull()) {
            next = issuerAmong(authorities);
            if (next.isNull()) break;
            end.ofOurs = true;
        }
        end.last = next;
    }
    ERR_clear_error();
    return end;
}

} // namespace maintscope::io
