// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/profile.h"

#include "client/types/certificate_pin.h"
#include "client/types/cluster_url.h"
#include "client/types/target_url.h"
#include "model/base/json_text.h"
#include "model/base/json_writer.h"
#include "model/base/user_folder.h"

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
constexpr const char* kMendProfile = "Correct or remove it in the file.";
constexpr qint64 kMostBytes = 4 * 1024 * 1024;

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

constexpr std::array kEnvironments{Environment::Unspecified, Environment::Production, Environment::Staging,
                                   Environment::Development};
constexpr std::array kPolicies{Policy::Auto, Policy::Required, Policy::Never};
constexpr std::array kEndpointTypes{EndpointType::Auto,         EndpointType::InternalIp,
                                    EndpointType::InternalFqdn, EndpointType::ExternalIp,
                                    EndpointType::ExternalFqdn, EndpointType::None};
constexpr std::array kProbeCommands{ProbeCommand::Get, ProbeCommand::Ping, ProbeCommand::Set,
                                    ProbeCommand::Incr};

void writeTimeouts(JsonWriter& json, const Timeouts& timeouts) {
    const auto write = [&json](const char* name, Duration value) {
        json.key(name).value(
            static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(value).count()));
    };
    json.beginObject();
    write("normal_ms", timeouts.normal);
    write("relaxed_ms", timeouts.relaxed);
    write("connect_ms", timeouts.connect);
    if (timeouts.handoff) write("handoff_ms", *timeouts.handoff);
    if (timeouts.drainLimit)
        write("drain_limit_ms", *timeouts.drainLimit);
    else
        json.key("drain_limit_ms").null();
    json.endObject();
}

/// A duration from a file; nullopt if it is invalid or longer than a year.
std::optional<Duration> millisecondsOf(const QJsonValue& value) {
    constexpr double kYear = 365.0 * 24 * 3600 * 1000;
    const double number = value.toDouble(-1);
    if (!(number >= 1 && number <= kYear)) return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(number));
}

/// Returns false if one of them is invalid.
bool readTimeouts(const QJsonObject& object, Timeouts& timeouts) {
    bool good = true;
    const auto read = [&](QLatin1String name, Duration& target) {
        if (!object.contains(name)) return;
        const auto value = millisecondsOf(object.value(name));
        good = good && value.has_value();
        if (value) target = *value;
    };
    read("normal_ms"_L1, timeouts.normal);
    read("relaxed_ms"_L1, timeouts.relaxed);
    read("connect_ms"_L1, timeouts.connect);
    if (object.contains("handoff_ms"_L1)) read("handoff_ms"_L1, timeouts.handoff.emplace());
    if (object.value("drain_limit_ms"_L1).isNull())
        timeouts.drainLimit.reset();
    else if (object.contains("drain_limit_ms"_L1))
        read("drain_limit_ms"_L1, timeouts.drainLimit.emplace());
    return good && timeouts.relaxed >= timeouts.normal;
}

void writeProbe(JsonWriter& json, const ProbePlan& probe) {
    json.beginObject();
    json.key("connections").value(static_cast<int>(probe.connections));
    json.key("rate_per_second").real(probe.ratePerSecond);
    json.key("command").value(toString(probe.command));
    if (!probe.key.empty()) json.key("key").value(probe.key);
    json.key("control").value(probe.control);
    json.endObject();
}

/// Returns false if one of the numbers is invalid.
bool readProbe(const QJsonObject& object, ProbePlan& probe) {
    const int connections = object.value("connections"_L1).toInt(probe.connections);
    const double rate = object.value("rate_per_second"_L1).toDouble(probe.ratePerSecond);
    probe.command = wordOf(object, "command"_L1, kProbeCommands);
    probe.key = textOf(object, "key"_L1);
    probe.control = object.value("control"_L1).toBool();
    if (connections < 1 || connections > kMostProbeConnections || !(rate >= kLowestRate)) return false;
    probe.connections = static_cast<std::uint16_t>(connections);
    probe.ratePerSecond = rate;
    return probesPerSecond(probe) <= kMostProbesPerSecond;
}

Result<Profile> readProfile(const QJsonObject& object) {
    Profile profile;
    profile.name = textOf(object, "name"_L1);
    const auto unusable = [&profile](std::string why) {
        return Error{"A profile is invalid.", profile.name, std::move(why), kMendProfile};
    };
    if (profile.name.empty()) return Error{"A profile has no name.", {}, {}, kMendProfile};
    Result<TargetUrl> url = parseTargetUrl(textOf(object, "url"_L1));
    if (!url) return url.error();
    if (!url->password.empty())
        return Error{"A profile holds a password.", profile.name, {}, "Remove the password from its url."};
    profile.target.name = profile.name;
    profile.target.endpoint = url->endpoint;
    profile.target.user = url->user;
    profile.target.environment = wordOf(object, "environment"_L1, kEnvironments);
    profile.target.policy = wordOf(object, "policy"_L1, kPolicies);
    profile.target.endpointType = wordOf(object, "endpoint_type"_L1, kEndpointTypes);
    profile.target.hostsFile = textOf(object, "hosts"_L1);
    if (!readTimeouts(object.value("timeouts"_L1).toObject(), profile.target.timeouts))
        return unusable(
            "one of its timeouts is not a duration, or the relaxed timeout is shorter than the normal one");
    if (!readProbe(object.value("probe"_L1).toObject(), profile.target.probe))
        return unusable("its probe has too many connections or probes per second, or too few");
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
        if (!target.hostsFile.empty()) json.key("hosts").value(target.hostsFile);
        json.key("timeouts");
        writeTimeouts(json, target.timeouts);
        json.key("probe");
        writeProbe(json, target.probe);
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
            "The profiles cannot be read.", {}, parsed.errorString().toStdString(), "Correct the JSON."};
    if (textOf(document.object(), "schema"_L1) != kSchema)
        return Error{"The profiles have an unsupported format.",
                     {},
                     textOf(document.object(), "schema"_L1),
                     "This version reads " + std::string(kSchema) + "."};
    std::vector<Profile> profiles;
    for (const QJsonValue entry : document.object().value("profiles"_L1).toArray()) {
        if (profiles.size() == kMostProfiles) break;
        auto profile = readProfile(entry.toObject());
        if (!profile) return profile.error();
        profiles.push_back(std::move(*profile));
    }
    return profiles;
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

Result<std::string> cloneProfile(std::vector<Profile>& profiles, std::string_view name, std::string newName) {
    const Profile* original = findProfile(profiles, name);
    if (original == nullptr)
        return Error{"The profile does not exist.", std::string(name), {}, "Choose an existing profile."};
    if (!newName.empty() && findProfile(profiles, newName) != nullptr)
        return Error{"A profile with this name already exists.", newName, {}, "Choose another name."};
    const auto place = original - profiles.data() + 1;
    Profile copy = *original;
    if (!newName.empty()) copy.name = std::move(newName);
    std::string given = addProfiles(profiles, {std::move(copy)}).front();
    std::rotate(profiles.begin() + place, profiles.end() - 1, profiles.end());
    return given;
}

void putProfile(std::vector<Profile>& profiles, Profile profile) {
    profile.target.name = profile.name;
    const auto same = std::find_if(profiles.begin(), profiles.end(),
                                   [&](const Profile& one) { return one.name == profile.name; });
    if (same == profiles.end())
        profiles.push_back(std::move(profile));
    else
        *same = std::move(profile);
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
                     "Check the permissions of the file."};
    auto profiles = profilesFromJson(file.read(kMostBytes));
    if (profiles) return profiles;
    Error error = profiles.error();
    if (error.where.empty()) error.where = path.toStdString();
    return error;
}

Status saveProfiles(const QString& path, const std::vector<Profile>& profiles) {
    if (path == defaultProfilesPath()) {
        if (Status place = checkUserFolder("XDG_CONFIG_HOME", "profiles"); !place) return place;
    }
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    const QByteArray bytes = profilesToJson(profiles);
    if (!file.open(QIODevice::WriteOnly) ||
        !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
        file.write(bytes) != bytes.size() || !file.commit())
        return Error{"The profiles cannot be written.", path.toStdString(), file.errorString().toStdString(),
                     "Check the permissions of the folder and the free disk space."};
    return success();
}

} // namespace maintscope::model
