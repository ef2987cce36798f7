// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/tls_options.h"

#include "client/io/net/tls_trust.h"

#include <string>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

struct TlsOption {
    const char* name;
    const char* value;
    const char* help;
    Status (*read)(const std::string& value, TlsSettings& tls);
};

constexpr TlsOption kTlsOptions[] = {
    {"tls-ca", "PATH", "File or folder with the certificate authorities to trust, PEM.",
     [](const std::string& value, TlsSettings& tls) {
         tls.trust = {TlsTrust::Mode::CaFile, value, {}};
         return success();
     }},
    {"tls-pin", "sha256:HEX", "SHA-256 fingerprint of the one certificate to trust.",
     [](const std::string& value, TlsSettings& tls) -> Status {
         const Result<std::string> pin = io::normalisePin(value);
         if (!pin) return pin.error();
         tls.trust = {TlsTrust::Mode::Pin, {}, *pin};
         return success();
     }},
    {"tls-cert", "FILE", "Client certificate, PEM.",
     [](const std::string& value, TlsSettings& tls) {
         tls.certificatePath = value;
         return success();
     }},
    {"tls-key", "FILE", "Key of the client certificate, PEM.",
     [](const std::string& value, TlsSettings& tls) {
         tls.keyPath = value;
         return success();
     }},
    {"sni", "NAME", "Server name to request and to verify, if it differs from the URL's host.",
     [](const std::string& value, TlsSettings& tls) {
         tls.serverName = value;
         return success();
     }},
};

} // namespace

void addTlsOptions(QCommandLineParser& parser, const QString& prefix, const QString& suffix) {
    for (const TlsOption& option : kTlsOptions)
        parser.addOption({prefix + QString::fromLatin1(option.name),
                          QString::fromLatin1(option.help) + suffix, QString::fromLatin1(option.value)});
}

std::optional<QString> firstTlsOption(const QCommandLineParser& parser, const QString& prefix) {
    for (const TlsOption& option : kTlsOptions)
        if (const QString name = prefix + QString::fromLatin1(option.name); parser.isSet(name)) return name;
    return std::nullopt;
}

Status readTlsOptions(const QCommandLineParser& parser, const QString& prefix, TlsSettings& tls) {
    const QString ca = prefix + u"tls-ca"_s;
    const QString pin = prefix + u"tls-pin"_s;
    if (parser.isSet(ca) && parser.isSet(pin))
        return Error{.what = "Two options exclude each other.",
                     .where = "--" + ca.toStdString() + ", --" + pin.toStdString(),
                     .detail = {},
                     .remedy = "Use only one of them: a pin needs no authority."};
    for (const TlsOption& option : kTlsOptions) {
        const QString name = prefix + QString::fromLatin1(option.name);
        if (!parser.isSet(name)) continue;
        if (Status read = option.read(parser.value(name).toStdString(), tls); !read) return read;
    }
    if (const auto configuration = io::sslConfiguration(tls); !configuration) return configuration.error();
    return success();
}

} // namespace maintscope::app
