// SPDX-License-Identifier: GPL-3.0-or-later
// Imports from other programs: exports of RedisInsight and redis-cli command lines.
#include "model/user/profile.h"

#include "client/types/target_url.h"
#include "model/base/json_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdlib>
#include <utility>

namespace maintscope::model {

using namespace Qt::Literals::StringLiterals;

namespace {

/// One database of a RedisInsight export.
Result<Profile> readRedisInsight(const QJsonObject& object, std::string& note) {
    Profile profile;
    profile.target.endpoint.host = textOf(object, "host"_L1);
    const int port = object.value("port"_L1).toInt();
    if (profile.target.endpoint.host.empty() || port < 1 || port > 65535)
        return Error{"The entry has no host or no port.", textOf(object, "name"_L1), {}, "Export it again."};
    profile.target.endpoint.port = static_cast<std::uint16_t>(port);
    profile.name = textOf(object, "name"_L1);
    if (profile.name.empty()) profile.name = toString(profile.target.endpoint);
    profile.target.name = profile.name;
    profile.target.user = textOf(object, "username"_L1);
    const auto leave = [&note](std::string_view what) {
        note += (note.empty() ? "omitted: " : ", ") + std::string(what);
    };
    if (!textOf(object, "password"_L1).empty()) leave("the password");
    if (object.value("db"_L1).toInt() != 0)
        leave("the database number, which Redis Software does not support");
    if (object.value("ssh"_L1).toBool()) leave("the SSH tunnel");
    profile.target.tls.enabled = object.value("tls"_L1).toBool();
    if (!profile.target.tls.enabled) return profile;
    profile.target.tls.serverName = textOf(object, "tlsServername"_L1);
    if (!object.value("caCert"_L1).toObject().isEmpty()) leave("the CA certificate: choose its file");
    if (!object.value("clientCert"_L1).toObject().isEmpty())
        leave("the client certificate and its key: choose their files");
    if (!object.value("verifyServerCert"_L1).toBool(true))
        leave("the option to skip verification of the certificate: pin it instead");
    return profile;
}

ProfileImport importRedisInsight(const QJsonArray& entries) {
    ProfileImport import;
    for (const QJsonValue entry : entries) {
        if (import.rows.size() == kMostProfiles) break;
        ProfileImportRow row;
        row.name = textOf(entry.toObject(), "name"_L1);
        auto profile = readRedisInsight(entry.toObject(), row.note);
        if (profile) {
            row.name = profile->name;
            row.taken = true;
            import.profiles.push_back(std::move(*profile));
        } else {
            row.note = profile.error().what;
        }
        import.rows.push_back(std::move(row));
    }
    return import;
}

/// The words of a shell command line, separated by blanks; quotes and backslashes protect blanks. nullopt: a
/// quote is not closed.
std::optional<std::vector<std::string>> shellWords(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool begun = false;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote == '\'') {
            if (c == quote)
                quote = 0;
            else
                word += c;
        } else if (c == '\\' && i + 1 < line.size()) {
            if (line[++i] == '\n') continue; // line continuation
            word += line[i];
            begun = true;
        } else if (quote == '"') {
            if (c == quote)
                quote = 0;
            else
                word += c;
        } else if (c == '\'' || c == '"') {
            quote = c;
            begun = true;
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            if (begun) words.push_back(std::exchange(word, {}));
            begun = false;
        } else {
            word += c;
            begun = true;
        }
    }
    if (quote != 0) return std::nullopt;
    if (begun) words.push_back(std::move(word));
    return words;
}

} // namespace

Result<Profile> profileFromRedisCli(std::string_view line, std::string* note) {
    const Error noLine{"The text is not a redis-cli command line.",
                       {},
                       {},
                       "Paste the complete line: redis-cli -h host -p port ..."};
    const auto words = shellWords(line);
    if (!words || words->empty()) return noLine;
    const std::string& program = words->front();
    if (program != "redis-cli" && !program.ends_with("/redis-cli")) return noLine;
    Profile profile;
    TargetSettings& target = profile.target;
    target.endpoint = {"127.0.0.1", kDefaultRedisPort};
    std::string left;
    for (std::size_t i = 1; i < words->size(); ++i) {
        const std::string& option = (*words)[i];
        const auto next = [&]() -> std::string {
            return i + 1 < words->size() ? (*words)[++i] : std::string();
        };
        if (option == "-h") {
            target.endpoint.host = next();
        } else if (option == "-p") {
            const int port = std::atoi(next().c_str());
            if (port < 1 || port > 65535)
                return Error{"The redis-cli line has an invalid port.",
                             {},
                             option,
                             "Use -p with a port from 1 to 65535."};
            target.endpoint.port = static_cast<std::uint16_t>(port);
        } else if (option == "-u") {
            const std::string text = next();
            const auto url = parseTargetUrl(text);
            if (!url) return url.error();
            target.endpoint = url->endpoint;
            target.user = url->user;
            target.tls.enabled = url->tls;
            if (!url->password.empty()) left = "omitted: the password";
        } else if (option == "--user") {
            target.user = next();
        } else if (option == "-a" || option == "--pass") {
            const std::string password = next();
            left = "omitted: the password";
        } else if (option == "--tls") {
            target.tls.enabled = true;
        } else if (option == "--cacert" || option == "--cacertdir") {
            target.tls.trust = {TlsTrust::Mode::CaFile, next(), {}};
        } else if (option == "--cert") {
            target.tls.certificatePath = next();
        } else if (option == "--key") {
            target.tls.keyPath = next();
        } else if (option == "--sni") {
            target.tls.serverName = next();
        } else if (option == "-n" || option == "-t" || option == "-r" || option == "-i" || option == "-d") {
            static_cast<void>(next()); // has no meaning here
        } else if (!option.starts_with('-')) {
            break; // the command to run
        }
    }
    if (target.endpoint.host.empty()) return noLine;
    profile.name = target.name = toString(target.endpoint);
    if (note != nullptr) *note = left;
    return profile;
}

Result<ProfileImport> importProfiles(const QByteArray& text) {
    const QByteArray trimmed = text.trimmed();
    if (trimmed.contains("redis-cli") && !trimmed.startsWith('{') && !trimmed.startsWith('[')) {
        ProfileImport import;
        ProfileImportRow row;
        auto profile = profileFromRedisCli(trimmed.toStdString(), &row.note);
        if (!profile) return profile.error();
        row.name = profile->name;
        row.taken = true;
        import.profiles.push_back(std::move(*profile));
        import.rows.push_back(std::move(row));
        return import;
    }
    if (trimmed.startsWith('[')) {
        const QJsonDocument document = QJsonDocument::fromJson(trimmed);
        if (document.isArray()) return importRedisInsight(document.array());
    }
    auto profiles = profilesFromJson(trimmed);
    if (!profiles) return profiles.error();
    ProfileImport import;
    for (const Profile& profile : *profiles)
        import.rows.push_back({profile.name, true, {}});
    import.profiles = std::move(*profiles);
    return import;
}

} // namespace maintscope::model
