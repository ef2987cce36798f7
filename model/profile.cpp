// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/profile.h"

#include "client/types/certificate_pin.h"
#include "client/types/cluster_url.h"
#include "client/types/target_url.h"
#include "model/json_writer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <array>
#include <utility>

namespace maintscope::model {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::string_view kSchema = "maint-profiles/1";
constexpr qint64 kMostBytes = 4 * 1024 * 1024;
constexpr qsizetype kMostProfiles = 2000;

std::string textOf(const QJsonObject& object, QLatin1String name) {
    return object.value(name).toString().toStdString();
}

template <class E, std::size_t N>
E wordOf(const QJsonObject& object, QLatin1String name, const std::array<E, N>& words) {
    const std::string word = textOf(object, name);
    const auto found = std::find_if(words.begin(), words.end(), [&](E one) { return toString(one) == word; });
    return found == words.end() ? words.front() : *found;
}

void writeTls(JsonWriter& json, const TlsSettings& tls) {
    json.beginObject();
    switch (tls.trust.mode) {
    case TlsTrust::Mode::System:
        json.key("trust").value("system");
        break;
    case TlsTrust::Mode::CaFile:
        json.key("trust").value("ca").key("ca").value(tls.trust.caPath);
        break;
    case TlsTrust::Mode::Pin:
        json.key("trust").value("pin").key("pin").value("sha256:" + tls.trust.pin);
        break;
    }
    if (!tls.serverName.empty()) json.key("server_name").value(tls.serverName);
    if (!tls.certificatePath.empty()) json.key("certificate").value(tls.certificatePath);
    if (!tls.keyPath.empty()) json.key("key").value(tls.keyPath);
    json.endObject();
}

Result<TlsSettings> readTls(const QJsonObject& object) {
    TlsSettings tls;
    tls.enabled = true;
    const std::string trust = textOf(object, "trust"_L1);
    if (trust == "ca") tls.trust = {TlsTrust::Mode::CaFile, textOf(object, "ca"_L1), {}};
    if (trust == "pin") {
        const auto pin = normalisePin(textOf(object, "pin"_L1));
        if (!pin) return pin.error();
        tls.trust = {TlsTrust::Mode::Pin, {}, *pin};
    }
    tls.serverName = textOf(object, "server_name"_L1);
    tls.certificatePath = textOf(object, "certificate"_L1);
    tls.keyPath = textOf(object, "key"_L1);
    return tls;
}

constexpr std::array kEnvironments{Environment::Unspecified, Environment::Production,
                                   Environment::Development};
constexpr std::array kPolicies{Policy::Auto, Policy::Required, Policy::Never};
constexpr std::array kEndpointTypes{EndpointType::Auto,         EndpointType::InternalIp,
                                    EndpointType::InternalFqdn, EndpointType::ExternalIp,
                                    EndpointType::ExternalFqdn, EndpointType::None};

Result<Profile> readProfile(const QJsonObject& object) {
    Profile profile;
    profile.name = textOf(object, "name"_L1);
    const Error unusable{"A profile cannot be used.", profile.name, {}, "Mend or remove it in the file."};
    if (profile.name.empty()) return Error{"A profile has no name.", {}, {}, unusable.remedy};
    Result<TargetUrl> url = parseTargetUrl(textOf(object, "url"_L1));
    if (!url) return url.error();
    if (!url->password.empty())
        return Error{"A profile holds a password.", profile.name, {}, "Take it out of its url."};
    profile.target.name = profile.name;
    profile.target.endpoint = url->endpoint;
    profile.target.user = url->user;
    profile.target.environment = wordOf(object, "environment"_L1, kEnvironments);
    profile.target.policy = wordOf(object, "policy"_L1, kPolicies);
    profile.target.endpointType = wordOf(object, "endpoint_type"_L1, kEndpointTypes);
    if (url->tls) {
        auto tls = readTls(object.value("tls"_L1).toObject());
        if (!tls) return tls.error();
        profile.target.tls = *tls;
    }
    if (!object.contains("rest"_L1)) return profile;
    const QJsonObject rest = object.value("rest"_L1).toObject();
    auto manager = parseClusterUrl(textOf(rest, "url"_L1));
    if (!manager) return manager.error();
    auto tls = readTls(rest.value("tls"_L1).toObject());
    if (!tls) return tls.error();
    RestSettings settings;
    settings.endpoint = manager->endpoint;
    settings.user = textOf(rest, "user"_L1);
    settings.signIn = textOf(rest, "sign_in"_L1) == "token" ? RestSignIn::Token : RestSignIn::Basic;
    settings.tls = *tls;
    profile.rest = std::move(settings);
    return profile;
}

/// One database of RedisInsight's export.
Result<Profile> readRedisInsight(const QJsonObject& object, std::string& note) {
    Profile profile;
    profile.target.endpoint.host = textOf(object, "host"_L1);
    const int port = object.value("port"_L1).toInt();
    if (profile.target.endpoint.host.empty() || port < 1 || port > 65535)
        return Error{"It has no host or no port.", textOf(object, "name"_L1), {}, "Export it again."};
    profile.target.endpoint.port = static_cast<std::uint16_t>(port);
    profile.name = textOf(object, "name"_L1);
    if (profile.name.empty()) profile.name = toString(profile.target.endpoint);
    profile.target.name = profile.name;
    profile.target.user = textOf(object, "username"_L1);
    const auto leave = [&note](std::string_view what) {
        note += (note.empty() ? "left out: " : ", ") + std::string(what);
    };
    if (!textOf(object, "password"_L1).empty()) leave("the password");
    if (object.value("db"_L1).toInt() != 0) leave("the database number, which Redis Software does not have");
    if (object.value("ssh"_L1).toBool()) leave("the SSH tunnel");
    profile.target.tls.enabled = object.value("tls"_L1).toBool();
    if (!profile.target.tls.enabled) return profile;
    profile.target.tls.serverName = textOf(object, "tlsServername"_L1);
    if (!object.value("caCert"_L1).toObject().isEmpty()) leave("the CA certificate: name its file");
    if (!object.value("clientCert"_L1).toObject().isEmpty())
        leave("the client certificate and its key: name their files");
    if (!object.value("verifyServerCert"_L1).toBool(true))
        leave("that the certificate is not verified: pin it instead");
    return profile;
}

ProfileImport importRedisInsight(const QJsonArray& entries) {
    ProfileImport import;
    for (const QJsonValue entry : entries) {
        if (static_cast<qsizetype>(import.rows.size()) == kMostProfiles) break;
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

/// Words of a shell line: blanks part, quotes and backslashes keep together. nullopt: a quote is not closed.
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
            if (line[++i] == '\n') continue; // the line goes on
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

QByteArray profilesToJson(const std::vector<Profile>& profiles) {
    JsonWriter json(JsonWriter::Style::Indented);
    json.beginObject().key("schema").value(kSchema).key("profiles").beginArray();
    for (const Profile& profile : profiles) {
        const TargetSettings& target = profile.target;
        json.beginObject();
        json.key("name").value(profile.name);
        json.key("environment").value(toString(target.environment));
        json.key("url").value(toString(TargetUrl{target.endpoint, target.tls.enabled, target.user, {}}));
        json.key("policy").value(toString(target.policy));
        json.key("endpoint_type").value(toString(target.endpointType));
        if (target.tls.enabled) {
            json.key("tls");
            writeTls(json, target.tls);
        }
        if (profile.rest) {
            json.key("rest").beginObject();
            json.key("url").value(baseUrl(profile.rest->endpoint));
            json.key("user").value(profile.rest->user);
            json.key("sign_in").value(profile.rest->signIn == RestSignIn::Token ? "token" : "basic");
            json.key("tls");
            writeTls(json, profile.rest->tls);
            json.endObject();
        }
        json.endObject();
    }
    json.endArray().endObject();
    return json.take() + '\n';
}

Result<std::vector<Profile>> profilesFromJson(const QByteArray& bytes) {
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &parsed);
    if (parsed.error != QJsonParseError::NoError)
        return Error{
            "The profiles cannot be read.", {}, parsed.errorString().toStdString(), "Mend the JSON."};
    if (textOf(document.object(), "schema"_L1) != kSchema)
        return Error{"The profiles are in another format.",
                     {},
                     textOf(document.object(), "schema"_L1),
                     "This version reads " + std::string(kSchema) + "."};
    std::vector<Profile> profiles;
    for (const QJsonValue entry : document.object().value("profiles"_L1).toArray()) {
        if (static_cast<qsizetype>(profiles.size()) == kMostProfiles) break;
        auto profile = readProfile(entry.toObject());
        if (!profile) return profile.error();
        profiles.push_back(std::move(*profile));
    }
    return profiles;
}

Result<Profile> profileFromRedisCli(std::string_view line, std::string* note) {
    const Error noLine{
        "This is no line that calls redis-cli.", {}, {}, "Paste it whole: redis-cli -h host -p port ..."};
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
                return Error{"The port of the line is none.", {}, option, "Give -p 1 to 65535."};
            target.endpoint.port = static_cast<std::uint16_t>(port);
        } else if (option == "-u") {
            const std::string text = next();
            const auto url = parseTargetUrl(text);
            if (!url) return url.error();
            target.endpoint = url->endpoint;
            target.user = url->user;
            target.tls.enabled = url->tls;
            if (!url->password.empty()) left = "left out: the password";
        } else if (option == "--user") {
            target.user = next();
        } else if (option == "-a" || option == "--pass") {
            const std::string password = next();
            left = "left out: the password";
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
            static_cast<void>(next()); // means nothing here
        } else if (!option.starts_with('-')) {
            break; // the command that it was to run
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

const Profile* findProfile(const std::vector<Profile>& profiles, std::string_view name) {
    const auto found = std::find_if(profiles.begin(), profiles.end(),
                                    [name](const Profile& profile) { return profile.name == name; });
    return found == profiles.end() ? nullptr : &*found;
}

std::vector<std::string> addProfiles(std::vector<Profile>& profiles, std::vector<Profile> added) {
    std::vector<std::string> names;
    for (Profile& profile : added) {
        const std::string wanted = profile.name;
        for (int number = 2; findProfile(profiles, profile.name) != nullptr; ++number)
            profile.name = wanted + " (" + std::to_string(number) + ")";
        profile.target.name = profile.name;
        names.push_back(profile.name);
        profiles.push_back(std::move(profile));
    }
    return names;
}

QString defaultProfilesPath() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           u"/maintscope/profiles.json"_s;
}

Result<std::vector<Profile>> loadProfiles(const QString& path) {
    QFile file(path);
    if (!file.exists()) return std::vector<Profile>{};
    if (!file.open(QIODevice::ReadOnly))
        return Error{"The profiles cannot be read.", path.toStdString(), file.errorString().toStdString(),
                     "Check the file's permissions."};
    auto profiles = profilesFromJson(file.read(kMostBytes));
    if (profiles) return profiles;
    Error error = profiles.error();
    if (error.where.empty()) error.where = path.toStdString();
    return error;
}

Status saveProfiles(const QString& path, const std::vector<Profile>& profiles) {
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    const QByteArray bytes = profilesToJson(profiles);
    if (!file.open(QIODevice::WriteOnly) ||
        !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
        file.write(bytes) != bytes.size() || !file.commit())
        return Error{"The profiles cannot be written.", path.toStdString(), file.errorString().toStdString(),
                     "Check the folder's permissions and the room on the disk."};
    return success();
}

} // namespace maintscope::model
