// SPDX-License-Identifier: GPL-3.0-or-later
// Imports from other programs: exports of RedisInsight, and scripts with redis-cli command lines.
#include "model/user/profile.h"

#include "model/base/json_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <optional>
#include <utility>

namespace maintscope::model {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A number, also one that is written as text; nullopt: neither, or outside int.
std::optional<int> numberOf(const QJsonValue& value) {
    bool whole = value.isDouble() && value.toDouble() == static_cast<double>(value.toInt());
    int number = value.toInt();
    if (value.isString()) number = value.toString().trimmed().toInt(&whole);
    return whole ? std::optional(number) : std::nullopt;
}

bool isGiven(const QJsonValue& value) {
    return !value.isUndefined() && !value.isNull() &&
           value.toObject() != QJsonObject{{u"id"_s, QJsonValue()}} &&
           !(value.isString() && value.toString().isEmpty());
}

/// One database of a RedisInsight export.
Result<Profile> readRedisInsight(const QJsonObject& object, std::string& note) {
    Profile profile;
    const auto refuse = [&object](const char* what, const char* remedy) {
        return Error{what, textOf(object, "name"_L1), {}, remedy};
    };
    profile.target.endpoint.host = textOf(object, "host"_L1);
    const int port = numberOf(object.value("port"_L1)).value_or(0);
    if (profile.target.endpoint.host.empty() || port < 1 || port > 65535)
        return refuse("The entry has no host or no port.", "Export it again.");
    // host and port are those of the Sentinel, which has no data.
    if (object.value("connectionType"_L1).toString().toUpper() == "SENTINEL"_L1 ||
        isGiven(object.value("sentinelMaster"_L1)))
        return refuse("The entry leads to a Sentinel, not to a database.",
                      "Add the endpoint of the database itself.");
    profile.target.endpoint.port = static_cast<std::uint16_t>(port);
    profile.name = textOf(object, "name"_L1);
    if (profile.name.empty()) profile.name = toString(profile.target.endpoint);
    profile.target.name = profile.name;
    profile.target.user = textOf(object, "username"_L1);
    const auto leave = [&note](std::string_view what) {
        note += (note.empty() ? "omitted: " : ", ") + std::string(what);
    };
    if (object.value("connectionType"_L1).toString().toUpper() == "CLUSTER"_L1)
        leave("the other nodes of the cluster: only this endpoint is watched");
    if (isGiven(object.value("password"_L1))) leave("the password");
    if (isGiven(object.value("db"_L1)) && numberOf(object.value("db"_L1)) != 0)
        leave("the database number, which Redis Software does not support");
    if (object.value("ssh"_L1).toBool()) leave("the SSH tunnel");
    profile.target.tls.enabled = object.value("tls"_L1).toBool();
    if (!profile.target.tls.enabled) return profile;
    profile.target.tls.serverName = textOf(object, "tlsServername"_L1);
    if (isGiven(object.value("caCert"_L1))) leave("the CA certificate: choose its file");
    if (isGiven(object.value("clientCert"_L1)))
        leave("the client certificate and its key: choose their files");
    if (!object.value("verifyServerCert"_L1).toBool(true))
        leave("the option to skip verification of the certificate: pin it instead");
    return profile;
}

ProfileImport importRedisInsight(const QJsonArray& entries) {
    ProfileImport import;
    for (const QJsonValue entry : entries) {
        ProfileImportRow row;
        row.name = textOf(entry.toObject(), "name"_L1);
        if (import.rows.size() == kMostProfiles) {
            const auto left = static_cast<std::size_t>(entries.size()) - import.rows.size();
            row.name = std::to_string(left) + " more";
            row.note = "A file may have up to " + std::to_string(kMostProfiles) + " entries.";
            import.rows.push_back(std::move(row));
            break;
        }
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

/// The lines of a script that are neither empty nor a comment; a backslash at the end continues one.
QList<QByteArray> commandLines(const QByteArray& text) {
    QList<QByteArray> lines;
    bool continues = false;
    for (QByteArray line : text.split('\n')) {
        if (line.endsWith('\r')) line.chop(1);
        const bool goesOn = line.endsWith('\\');
        if (continues)
            lines.last() += '\n' + line;
        else if (!line.trimmed().isEmpty() && !line.trimmed().startsWith('#'))
            lines += line;
        else
            continue;
        continues = goesOn;
    }
    return lines;
}

} // namespace

Result<ProfileImport> importProfiles(const QByteArray& text) {
    QByteArray trimmed = text.trimmed();
    if (trimmed.startsWith("\xef\xbb\xbf")) trimmed = trimmed.mid(3).trimmed(); // a byte order mark
    if (trimmed.contains("redis-cli") && !trimmed.startsWith('{') && !trimmed.startsWith('[')) {
        ProfileImport import;
        const QList<QByteArray> lines = commandLines(trimmed);
        for (const QByteArray& line : lines) {
            ProfileImportRow row;
            auto profile = profileFromRedisCli(line.toStdString(), &row.note);
            // A line alone is refused as a whole; among others it is a row.
            if (!profile && lines.size() == 1) return profile.error();
            row.taken = profile.ok();
            row.name = profile ? profile->name : "line " + std::to_string(import.rows.size() + 1);
            if (profile)
                import.profiles.push_back(std::move(*profile));
            else
                row.note = profile.error().what;
            import.rows.push_back(std::move(row));
        }
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
