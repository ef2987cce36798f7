// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest_options.h"

#include "app/console.h"
#include "app/passwords.h"
#include "client/io/tls_trust.h"
#include "client/types/cluster_url.h"

#include <QCommandLineOption>

#include <optional>
#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

Error usage(std::string what, std::string remedy) {
    return Error{.what = std::move(what), .where = {}, .detail = {}, .remedy = std::move(remedy)};
}

QString named(RestOptionNames names, const QString& name) {
    return names == RestOptionNames::Prefixed ? u"rest-"_s + name : name;
}

std::string value(const QCommandLineParser& parser, RestOptionNames names, const QString& name) {
    return parser.value(named(names, name)).toStdString();
}

Status readTls(const QCommandLineParser& parser, RestOptionNames names, TlsSettings& tls) {
    const QString ca = named(names, u"tls-ca"_s);
    const QString pin = named(names, u"tls-pin"_s);
    tls.enabled = true;
    if (parser.isSet(ca) && parser.isSet(pin))
        return usage("--" + ca.toStdString() + " and --" + pin.toStdString() + " are both given.",
                     "Give one of them: a pin needs no authority.");
    if (parser.isSet(ca)) tls.trust = {TlsTrust::Mode::CaFile, parser.value(ca).toStdString(), {}};
    if (parser.isSet(pin)) {
        const Result<std::string> normal = io::normalisePin(parser.value(pin).toStdString());
        if (!normal) return normal.error();
        tls.trust = {TlsTrust::Mode::Pin, {}, *normal};
    }
    tls.certificatePath = value(parser, names, u"tls-cert"_s);
    tls.keyPath = value(parser, names, u"tls-key"_s);
    tls.serverName = value(parser, names, u"sni"_s);
    // A file that cannot be used is told before a password is asked for.
    if (const auto configuration = io::sslConfiguration(tls); !configuration) return configuration.error();
    return success();
}

Status readCredentials(const QCommandLineParser& parser, RestOptionNames names, const QString& command,
                       ClusterUrl& url, RestSettings& settings) {
    settings.user =
        parser.isSet(u"rest-user"_s) ? parser.value(u"rest-user"_s).toStdString() : std::move(url.user);
    if (settings.user.empty()) {
        if (!settings.tls.certificatePath.empty()) return success(); // the certificate signs in
        return usage("No user is named.",
                     "Give --rest-user U; users of a cluster are usually e-mail addresses.");
    }
    if (!url.password.empty()) {
        settings.password = std::move(url.password);
        complain(command,
                 u"a password in an argument stays in the shell's history and can be read by others for a "
                 "moment. Better: MAINTSCOPE_REST_PASSWORD, --%1, or the prompt."_s.arg(
                     named(names, u"password-file"_s)));
        return success();
    }
    const QString file = named(names, u"password-file"_s);
    Result<std::optional<Secret>> password = findPassword(
        {.file = parser.value(file),
         .variable = "MAINTSCOPE_REST_PASSWORD",
         .promptQuestion = u"Password of %1 at %2"_s.arg(
             QString::fromStdString(settings.user), QString::fromStdString(toString(settings.endpoint)))});
    if (!password) return password.error();
    if (!password->has_value())
        return usage("There is no password for " + settings.user + ".",
                     "Set MAINTSCOPE_REST_PASSWORD, give --" + file.toStdString() +
                         ", or run it on a terminal to be asked.");
    settings.password = std::move(**password);
    return success();
}

} // namespace

void addRestOptions(QCommandLineParser& parser, RestOptionNames names) {
    const QString whose = names == RestOptionNames::Prefixed ? u" Of the cluster manager."_s : QString();
    parser.addOptions({
        {u"rest"_s, u"Address of the cluster manager: https://host:9443."_s, u"URL"_s},
        {u"rest-user"_s, u"User of the cluster, usually an e-mail address."_s, u"U"_s},
        {u"rest-sign-in"_s,
         u"How: basic, or token (also where a cluster has basic authentication switched off)."_s, u"HOW"_s,
         u"basic"_s},
        {named(names, u"password-file"_s),
         u"File whose first line is the password; else MAINTSCOPE_REST_PASSWORD, else a prompt."_s + whose,
         u"FILE"_s},
        {named(names, u"tls-ca"_s),
         u"Trust what this PEM file, or a file of this folder, has signed."_s + whose, u"PATH"_s},
        {named(names, u"tls-pin"_s), u"Trust this certificate: its SHA-256 fingerprint."_s + whose, u"PIN"_s},
        {named(names, u"tls-cert"_s), u"Client certificate, PEM."_s + whose, u"FILE"_s},
        {named(names, u"tls-key"_s), u"Its key, PEM."_s + whose, u"FILE"_s},
        {named(names, u"sni"_s), u"Name to verify the certificate against, if not the host."_s + whose,
         u"NAME"_s},
    });
}

Result<RestSettings> readRestOptions(const QCommandLineParser& parser, RestOptionNames names,
                                     const QString& command) {
    if (!parser.isSet(u"rest"_s))
        return usage("The address of the cluster manager is missing.", "Give --rest https://host:9443.");
    Result<ClusterUrl> url = parseClusterUrl(parser.value(u"rest"_s).toStdString());
    if (!url) return url.error();
    RestSettings settings;
    settings.endpoint = url->endpoint;
    const QString how = parser.value(u"rest-sign-in"_s);
    if (how != "basic"_L1 && how != "token"_L1)
        return usage("--rest-sign-in " + how.toStdString() + " is not known.", "Give basic or token.");
    settings.signIn = how == "token"_L1 ? RestSignIn::Token : RestSignIn::Basic;
    if (Status read = readTls(parser, names, settings.tls); !read) return read.error();
    if (Status read = readCredentials(parser, names, command, *url, settings); !read) return read.error();
    return settings;
}

} // namespace maintscope::app
