// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/rest_options.h"

#include "app/cli/profile_option.h"
#include "app/services/console.h"
#include "app/services/keychain.h"
#include "app/services/passwords.h"
#include "client/io/net/tls_trust.h"
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
    const auto take = [&](const QString& option, std::string& target) {
        if (parser.isSet(named(names, option))) target = parser.value(named(names, option)).toStdString();
    };
    take(u"tls-cert"_s, tls.certificatePath);
    take(u"tls-key"_s, tls.keyPath);
    take(u"sni"_s, tls.serverName);
    // A file that cannot be used is told before a password is asked for.
    if (const auto configuration = io::sslConfiguration(tls); !configuration) return configuration.error();
    return success();
}

Error noPassword(const RestSettings& settings, RestOptionNames names) {
    return usage("There is no password for " + settings.user + ".",
                 "Set MAINTSCOPE_REST_PASSWORD, give --" + named(names, u"password-file"_s).toStdString() +
                     ", or run it on a terminal to be asked.");
}

bool needsPassword(const RestSettings& settings) {
    return !settings.user.empty() && settings.password.empty();
}

Status readPassword(const QCommandLineParser& parser, RestOptionNames names, RestSettings& settings) {
    if (!needsPassword(settings)) return success();
    Result<std::optional<Secret>> password =
        findPassword({.file = parser.value(named(names, u"password-file"_s)),
                      .variable = "MAINTSCOPE_REST_PASSWORD",
                      .promptQuestion = {}});
    if (!password) return password.error();
    if (!*password && parser.isSet(u"profile"_s)) *password = findInKeychain(keychainAccount(settings));
    if (!*password)
        *password = askForPassword(u"Password of %1 at %2"_s.arg(
            QString::fromStdString(settings.user), QString::fromStdString(toString(settings.endpoint))));
    if (*password) settings.password = std::move(**password);
    return success();
}

/// What the options say goes over what is there.
Status readOptions(const QCommandLineParser& parser, RestOptionNames names, const QString& command,
                   RestSettings& settings) {
    if (parser.isSet(u"rest"_s)) {
        Result<ClusterUrl> url = parseClusterUrl(parser.value(u"rest"_s).toStdString());
        if (!url) return url.error();
        settings.endpoint = url->endpoint;
        if (!url->user.empty()) settings.user = std::move(url->user);
        settings.password = std::move(url->password);
    }
    if (parser.isSet(u"rest-sign-in"_s)) {
        const QString how = parser.value(u"rest-sign-in"_s);
        if (how != "basic"_L1 && how != "token"_L1)
            return usage("--rest-sign-in " + how.toStdString() + " is not known.", "Give basic or token.");
        settings.signIn = how == "token"_L1 ? RestSignIn::Token : RestSignIn::Basic;
    }
    if (Status read = readTls(parser, names, settings.tls); !read) return read;
    if (parser.isSet(u"rest-user"_s)) settings.user = parser.value(u"rest-user"_s).toStdString();
    if (settings.user.empty() && settings.tls.certificatePath.empty()) // a certificate alone signs in
        return usage("No user is named.",
                     "Give --rest-user U; users of a cluster are usually e-mail addresses.");
    if (!settings.password.empty())
        complain(command,
                 u"a password in an argument stays in the shell's history and can be read by others for a "
                 "moment. Better: MAINTSCOPE_REST_PASSWORD, --%1, or the prompt."_s.arg(
                     named(names, u"password-file"_s)));
    return readPassword(parser, names, settings);
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
    auto settings = readExtraRest(parser, names, command);
    if (!settings) return settings.error();
    if (!*settings)
        return usage("The address of the cluster manager is missing.",
                     parser.isSet(u"profile"_s) ? "The profile has none; give --rest https://host:9443."
                                                : "Give --rest https://host:9443.");
    if (needsPassword(**settings)) return noPassword(**settings, names);
    return std::move(**settings);
}

Result<std::optional<RestSettings>> readExtraRest(const QCommandLineParser& parser, RestOptionNames names,
                                                  const QString& command) {
    auto settings = readSavedRest(parser);
    if (!settings) return settings.error();
    if (parser.isSet(u"rest"_s) && !*settings) settings->emplace();
    if (!*settings) return settings;
    if (Status read = readOptions(parser, names, command, **settings); !read) return read.error();
    return settings;
}

Result<std::optional<RestSettings>> readSavedRest(const QCommandLineParser& parser) {
    const auto profiles = readProfiles(parser);
    if (!profiles) return profiles.error();
    for (const model::Profile& profile : *profiles)
        if (profile.rest) return std::optional(*profile.rest);
    return std::optional<RestSettings>();
}

} // namespace maintscope::app
