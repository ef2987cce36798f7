// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/rest_options.h"

#include "app/cli/command_options.h"
#include "app/cli/profile_option.h"
#include "app/cli/tls_options.h"
#include "app/services/console.h"
#include "app/services/keychain.h"
#include "app/services/passwords.h"
#include "client/types/cluster_url.h"

#include <QCommandLineOption>

#include <optional>
#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr const char* kNoManager = "no cluster manager is named: neither by --rest nor by the profile";

Error usage(std::string what, std::string remedy) {
    return Error{.what = std::move(what), .where = {}, .detail = {}, .remedy = std::move(remedy)};
}

QString prefixOf(RestOptionNames names) {
    return names == RestOptionNames::Prefixed ? u"rest-"_s : QString();
}

QString passwordFileOption(RestOptionNames names) {
    return prefixOf(names) + u"password-file"_s;
}

Error noPassword(const RestSettings& settings, RestOptionNames names) {
    return usage("The password of " + settings.user + " is missing.",
                 "Set MAINTSCOPE_REST_PASSWORD, give --" + passwordFileOption(names).toStdString() +
                     ", or run the command in a terminal, which asks for it.");
}

bool needsPassword(const RestSettings& settings) {
    return !settings.user.empty() && settings.password.empty();
}

Status readPassword(const QCommandLineParser& parser, RestOptionNames names, RestSettings& settings) {
    if (!needsPassword(settings)) {
        if (const QString file = passwordFileOption(names); parser.isSet(file))
            return idleOption(file, settings.user.empty() ? "there is no user to sign in with"
                                                          : "the URL has the password already");
        return success();
    }
    Result<std::optional<Secret>> password = findPassword({.file = parser.value(passwordFileOption(names)),
                                                           .variable = kRestPasswordVariable,
                                                           .promptQuestion = {}});
    if (!password) return password.error();
    if (!*password && parser.isSet(u"profile"_s)) *password = findInKeychain(keychainAccount(settings));
    if (!*password)
        *password = askForPassword(u"Password of %1 at %2"_s.arg(
            QString::fromStdString(settings.user), QString::fromStdString(toString(settings.endpoint))));
    if (*password) settings.password = std::move(**password);
    return success();
}

/// The options override what `settings` holds.
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
            return usage("The value of --rest-sign-in is not valid: " + how.toStdString() + ".",
                         "Use basic or token.");
        settings.signIn = how == "token"_L1 ? RestSignIn::Token : RestSignIn::Basic;
    }
    settings.tls.enabled = true;
    // The files are checked before a password is asked for.
    if (Status read = readTlsOptions(parser, prefixOf(names), settings.tls); !read) return read;
    if (parser.isSet(u"rest-user"_s)) settings.user = parser.value(u"rest-user"_s).toStdString();
    if (settings.user.empty() && settings.tls.certificatePath.empty()) // a certificate alone signs in
        return usage("The user of the cluster manager is missing.",
                     "Add --rest-user U; users of a cluster are usually e-mail addresses.");
    if (!settings.password.empty())
        complain(command,
                 u"a password in an argument stays in the shell's history, and other users can read it for a "
                 "moment. MAINTSCOPE_REST_PASSWORD, --%1 or the prompt are safer."_s.arg(
                     passwordFileOption(names)));
    return readPassword(parser, names, settings);
}

} // namespace

void addRestOptions(QCommandLineParser& parser, RestOptionNames names) {
    const QString whose = names == RestOptionNames::Prefixed ? u" For the cluster manager."_s : QString();
    parser.addOptions({
        {u"rest"_s, u"Address of the cluster manager: https://host:9443."_s, u"URL"_s},
        {u"rest-user"_s, u"User of the cluster, usually an e-mail address."_s, u"U"_s},
        {u"rest-sign-in"_s,
         u"Sign-in method: basic, or token (for clusters with basic authentication switched off)."_s,
         u"HOW"_s, u"basic"_s},
        {passwordFileOption(names),
         u"File whose first line is the password (MAINTSCOPE_REST_PASSWORD, then a prompt)."_s + whose,
         u"FILE"_s},
    });
    addTlsOptions(parser, prefixOf(names), whose);
}

Result<RestSettings> readRestOptions(const QCommandLineParser& parser, RestOptionNames names,
                                     const QString& command) {
    auto settings = readExtraRest(parser, names, command);
    if (!settings) return settings.error();
    if (!*settings)
        return usage("The address of the cluster manager is missing.",
                     parser.isSet(u"profile"_s) ? "The profile contains none: add --rest https://host:9443."
                                                : "Add --rest https://host:9443.");
    if (needsPassword(**settings)) return noPassword(**settings, names);
    return std::move(**settings);
}

Result<std::optional<RestSettings>> readExtraRest(const QCommandLineParser& parser, RestOptionNames names,
                                                  const QString& command) {
    auto settings = readSavedRest(parser);
    if (!settings) return settings.error();
    if (parser.isSet(u"rest"_s) && !*settings) settings->emplace();
    if (!*settings) {
        for (const QString& name : {u"rest-user"_s, u"rest-sign-in"_s, passwordFileOption(names)})
            if (names == RestOptionNames::Prefixed && parser.isSet(name)) return idleOption(name, kNoManager);
        if (const auto name = firstTlsOption(parser, prefixOf(names));
            name && names == RestOptionNames::Prefixed)
            return idleOption(*name, kNoManager);
        return settings;
    }
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
