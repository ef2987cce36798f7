// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/rest/rest_api.h"

#include "client/io/net/tls_trust.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSslCertificate>
#include <QUrl>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace maintscope::io {
namespace {

constexpr std::size_t kShownWords = 300;
constexpr qsizetype kLongestToken = 8192;
constexpr std::size_t kMostDatabases = 1024;
constexpr std::size_t kMostEndpoints = 64;

QJsonDocument json(const HttpReply& reply) {
    return QJsonDocument::fromJson(
        QByteArray::fromRawData(reply.body.data(), static_cast<qsizetype>(reply.body.size())));
}

QLatin1String key(std::string_view name) {
    return QLatin1String(name.data(), static_cast<qsizetype>(name.size()));
}

/// One line without control characters, cut at a character boundary.
std::string oneLine(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool blank = byte <= 0x20 || byte == 0x7f;
        if (blank && (line.empty() || line.back() == ' ')) continue;
        line += blank ? ' ' : c;
        if (line.size() > kShownWords) break;
    }
    if (line.size() > kShownWords) {
        std::size_t end = kShownWords;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80)
            --end;
        line.resize(end);
        line += "...";
    }
    while (!line.empty() && line.back() == ' ')
        line.pop_back();
    return line;
}

RestFailure badReply(const HttpReply& reply, const std::string& where, std::string what) {
    RestFailure failure;
    failure.kind = RestFailureKind::BadReply;
    failure.httpStatus = reply.status;
    failure.where = where;
    failure.what = std::move(what);
    failure.remedy = "Check the address and port of the cluster manager (port 9443 by default; 8443 is its "
                     "web interface).";
    return failure;
}

Flag flagOf(const QJsonObject& object, std::string_view field) {
    const QJsonValue value = object.value(key(field));
    if (value.isUndefined()) return Flag::NotSupported;
    if (!value.isBool()) return Flag::Unknown;
    return value.toBool() ? Flag::On : Flag::Off;
}

/// "8.0.2-17" as numbers; other text counts as 0.
std::vector<int> versionNumbers(std::string_view text) {
    std::vector<int> numbers;
    while (!text.empty()) {
        const auto end = text.find_first_of(".-");
        const std::string_view part = text.substr(0, end);
        int value = 0;
        std::from_chars(part.data(), part.data() + part.size(), value);
        numbers.push_back(value);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return numbers;
}

std::string textOf(const QJsonObject& object, QLatin1String name) {
    const QJsonValue value = object.value(name);
    if (value.isDouble()) return QString::number(value.toInteger()).toStdString();
    return oneLine(value.toString().toStdString());
}

DatabaseEndpoint endpointOf(const QJsonObject& object) {
    DatabaseEndpoint endpoint;
    endpoint.name = textOf(object, "dns_name"_L1);
    const int port = object.value("port"_L1).toInt();
    if (port > 0 && port <= 65535) endpoint.port = static_cast<std::uint16_t>(port);
    for (const QJsonValue address : object.value("addr"_L1).toArray()) {
        const std::string literal = address.toString().toStdString();
        if (isAddressLiteral(literal) && endpoint.addresses.size() < kMostEndpoints)
            endpoint.addresses.push_back(literal);
    }
    endpoint.internal = textOf(object, "addr_type"_L1) == "internal";
    return endpoint;
}

DatabaseReading databaseOf(const QJsonObject& object) {
    DatabaseReading database;
    database.uid = textOf(object, "uid"_L1);
    database.name = textOf(object, "name"_L1);
    if (object.contains("type"_L1)) database.type = textOf(object, "type"_L1);
    database.status = textOf(object, "status"_L1);
    database.version = textOf(object, "version"_L1);
    if (database.version.empty()) database.version = textOf(object, "redis_version"_L1);
    if (const QJsonValue resp3 = object.value("resp3"_L1); resp3.isBool()) database.resp3 = resp3.toBool();
    database.tls = textOf(object, "tls_mode"_L1) == "enabled";
    database.clientCertificate = textOf(object, "enforce_client_authentication"_L1) == "enabled";
    database.ossCluster = object.value("oss_cluster"_L1).toBool();
    database.activeActive = object.value("crdt"_L1).toBool();
    database.trafficDisabled = object.value("traffic_manually_disabled"_L1).toBool();
    database.proxyPolicy = textOf(object, "proxy_policy"_L1);
    for (const QJsonValue entry : object.value("endpoints"_L1).toArray())
        if (entry.isObject() && database.endpoints.size() < kMostEndpoints)
            database.endpoints.push_back(endpointOf(entry.toObject()));
    return database;
}

bool isChange(RestStage stage) {
    return stage == RestStage::DryRun || stage == RestStage::Apply;
}

} // namespace

HttpRequest authorizeRequest(const Endpoint& endpoint) {
    return HttpRequest{"POST", "/v1/users/authorize", toString(endpoint), "{}"};
}

HttpRequest readClusterRequest(const Endpoint& endpoint) {
    return HttpRequest{"GET", "/v1/cluster", toString(endpoint), {}};
}

HttpRequest readRoleRequest(const Endpoint& endpoint) {
    return HttpRequest{"GET", "/v1/users/role", toString(endpoint), {}};
}

HttpRequest readNodesRequest(const Endpoint& endpoint) {
    return HttpRequest{"GET", "/v1/nodes", toString(endpoint), {}};
}

HttpRequest readDatabasesRequest(const Endpoint& endpoint) {
    return HttpRequest{"GET", "/v1/bdbs?fields=" + std::string(kDatabaseFields), toString(endpoint), {}};
}

HttpRequest changeClusterRequest(const Endpoint& endpoint, const ClusterChange& change, bool dryRun) {
    return HttpRequest{"PUT", dryRun ? "/v1/cluster?dry_run=true" : "/v1/cluster", toString(endpoint),
                       toJson(change)};
}

HttpRequest requestFor(RestStage stage, const Endpoint& endpoint, const ClusterChange& change) {
    switch (stage) {
    case RestStage::SignIn:
        return authorizeRequest(endpoint);
    case RestStage::Read:
    case RestStage::ReadBack:
        break;
    case RestStage::Role:
        return readRoleRequest(endpoint);
    case RestStage::Nodes:
        return readNodesRequest(endpoint);
    case RestStage::Databases:
        return readDatabasesRequest(endpoint);
    case RestStage::DryRun:
        return changeClusterRequest(endpoint, change, true);
    case RestStage::Apply:
        return changeClusterRequest(endpoint, change, false);
    }
    return readClusterRequest(endpoint);
}

std::string basicAuthorization(std::string_view user, const Secret& password) {
    QByteArray plain(user.data(), static_cast<qsizetype>(user.size()));
    plain += ':';
    plain.append(password.reveal().data(), static_cast<qsizetype>(password.reveal().size()));
    std::string value = "Basic " + plain.toBase64().toStdString();
    plain.fill('\0');
    return value;
}

std::string describe(const HttpRequest& request) {
    return request.method + " https://" + request.host + request.target;
}

Parsed<ClusterReading> parseCluster(const HttpReply& reply, const std::string& where) {
    if (auto failure = failureOf(RestStage::Read, reply, where)) return *failure;
    const QJsonDocument document = json(reply);
    if (!document.isObject()) return badReply(reply, where, "The reply is not a JSON object.");
    const QJsonObject object = document.object();
    const QJsonValue name = object.value("name"_L1);
    ClusterReading reading;
    reading.notifications = flagOf(object, kNotificationsField);
    // Some other service's JSON must not pass for an old cluster.
    if (!name.isString() && reading.notifications == Flag::NotSupported)
        return badReply(reply, where, "The reply is JSON, but not a cluster object.");
    reading.name = oneLine(name.toString().toStdString());
    reading.ossNotifications = flagOf(object, kOssNotificationsField);
    if (const QJsonValue delay = object.value(key(kHandoffDelayField)); delay.isDouble())
        reading.handoffDelay =
            std::chrono::milliseconds(std::llround(std::clamp(delay.toDouble(), 0.0, 1e9)));
    reading.httpStatus = reply.status;
    if (const auto date = reply.header("date")) reading.serverDate = parseHttpDate(*date);
    const QByteArray pem = object.value("proxy_certificate"_L1).toString().toLatin1();
    if (!pem.isEmpty()) {
        const QList<QSslCertificate> proxy = QSslCertificate::fromData(pem, QSsl::Pem);
        if (!proxy.isEmpty() && !proxy.first().isNull()) reading.proxyCertificate = presented(proxy.first());
    }
    return reading;
}

Parsed<Secret> parseToken(const HttpReply& reply, const std::string& where) {
    if (auto failure = failureOf(RestStage::SignIn, reply, where)) return *failure;
    const QByteArray token = json(reply).object().value("access_token"_L1).toString().toLatin1();
    const bool fits = std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (token.isEmpty() || !fits || token.size() > kLongestToken)
        return badReply(reply, where, "The reply does not contain a token.");
    return Secret(token.toStdString());
}

Parsed<std::string> parseRole(const HttpReply& reply, const std::string& where) {
    if (auto failure = failureOf(RestStage::Role, reply, where)) return *failure;
    const QJsonValue role = json(reply).object().value("role"_L1);
    if (!role.isString()) return badReply(reply, where, "The reply does not contain a role.");
    return oneLine(role.toString().toStdString());
}

Parsed<NodeVersions> parseNodes(const HttpReply& reply, const std::string& where) {
    if (auto failure = failureOf(RestStage::Nodes, reply, where)) return *failure;
    const QJsonDocument document = json(reply);
    if (!document.isArray()) return badReply(reply, where, "The reply is not a list of nodes.");
    NodeVersions versions;
    const QJsonArray nodes = document.array();
    for (const QJsonValue& node : nodes) {
        ++versions.nodes;
        const std::string version =
            oneLine(node.toObject().value("software_version"_L1).toString().toStdString());
        if (version.empty()) continue;
        if (!versions.lowest || versionNumbers(version) < versionNumbers(*versions.lowest))
            versions.lowest = version;
    }
    return versions;
}

Parsed<std::vector<DatabaseReading>> parseDatabases(const HttpReply& reply, const std::string& where) {
    if (auto failure = failureOf(RestStage::Databases, reply, where)) return *failure;
    const QJsonDocument document = json(reply);
    if (!document.isArray()) return badReply(reply, where, "The reply is not a list of databases.");
    std::vector<DatabaseReading> databases;
    for (const QJsonValue entry : document.array()) {
        if (databases.size() == kMostDatabases) break;
        if (entry.isObject()) databases.push_back(databaseOf(entry.toObject()));
    }
    return databases;
}

std::optional<WallTime> parseHttpDate(std::string_view text) {
    QDateTime date =
        QLocale::c().toDateTime(QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size())),
                                u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    if (!date.isValid()) return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return WallTime(std::chrono::milliseconds(date.toMSecsSinceEpoch()));
}

ServerWords serverWords(const HttpReply& reply) {
    ServerWords words;
    if (const QJsonDocument document = json(reply); document.isObject()) {
        const QJsonObject object = document.object();
        words.errorCode = oneLine(object.value("error_code"_L1).toString().toStdString());
        QString text = object.value("description"_L1).toString();
        if (text.isEmpty()) text = object.value("message"_L1).toString();
        words.text = oneLine(text.toStdString());
        return words;
    }
    words.text = oneLine(reply.body);
    if (words.text.empty()) words.text = oneLine(reply.reason);
    return words;
}

std::optional<RestFailure> failureOf(RestStage stage, const HttpReply& reply, const std::string& where) {
    if (reply.status >= 200 && reply.status < 300) return std::nullopt;
    const ServerWords words = serverWords(reply);
    RestFailure failure;
    failure.httpStatus = reply.status;
    failure.errorCode = words.errorCode;
    failure.serverWords = words.text;
    failure.where = where;
    const auto say = [&failure](RestFailureKind kind, std::string_view what, std::string_view remedy) {
        failure.kind = kind;
        failure.what = what;
        failure.remedy = remedy;
    };
    if (reply.status >= 300 && reply.status < 400)
        say(RestFailureKind::Redirected, "The node redirects to another server.",
            "Connect to the primary node of the cluster, or enable handle_redirects on the cluster.");
    else if (reply.status == 401 && words.errorCode == "password_expired")
        say(RestFailureKind::NotAuthorised, "The password has expired.",
            "Change the password in the cluster manager, then enter the new one.");
    else if (reply.status == 401)
        say(RestFailureKind::NotAuthorised, "The cluster refused the user name or the password.",
            "Check both before you try again: five failures within 15 minutes lock the account for half an "
            "hour. If basic authentication is disabled on the cluster (8.2), sign in with a token.");
    else if (reply.status == 403)
        say(RestFailureKind::Forbidden,
            isChange(stage) ? "This user is not allowed to change the cluster (requires update_cluster)."
                            : "This user is not allowed to read the cluster (requires view_cluster_info).",
            isChange(stage) ? "Sign in as a user with the admin role."
                            : "Sign in as a user with a role that is allowed to, such as cluster_viewer.");
    else if (reply.status == 404)
        say(RestFailureKind::NotFound, "This server does not provide the REST path.",
            "Check the address and port of the cluster manager (port 9443 by default; 8443 is its web "
            "interface).");
    else if (words.errorCode == "config_edit_conflict")
        say(RestFailureKind::BadRequest, "Another user changed the cluster settings at the same time.",
            "Read the cluster again and review the differences before you retry.");
    else if (words.errorCode == "invalid_schema")
        say(RestFailureKind::NotSupported, "The cluster does not support this setting or this value.",
            "client_maint_notifications requires 8.0.2 or later on every node; the OSS setting and the delay "
            "require 8.0.16.");
    else if (reply.status == 503)
        say(RestFailureKind::ServerError, "The node does not respond, or is not part of the cluster.",
            "Try another node of the cluster. A cluster without a quorum does not respond on any node.");
    else if (reply.status >= 500)
        say(RestFailureKind::ServerError, "The cluster manager failed.",
            "Try again later. If the problem persists, check the log of the cluster manager.");
    else
        say(RestFailureKind::BadRequest,
            isChange(stage) ? "The cluster did not accept the change."
                            : "The cluster did not accept the request.",
            "Correct the problem that the server reports, then try again.");
    return failure;
}

std::optional<RestFailure> checkSupported(const ClusterReading& reading, const ClusterChange& change,
                                          const std::string& where) {
    RestFailure failure;
    failure.kind = RestFailureKind::NotSupported;
    failure.httpStatus = reading.httpStatus;
    failure.where = where;
    const std::string version = reading.lowestVersion
                                    ? " The lowest version among its nodes is " + *reading.lowestVersion + "."
                                    : std::string();
    const auto missing = [&](std::string_view field, std::string_view since) {
        failure.what = "The server is too old: it has no setting " + std::string(field) + ".";
        failure.remedy = "Upgrade every node to " + std::string(since) + " or later." + version;
        return failure;
    };
    if (change.notifications && reading.notifications == Flag::NotSupported)
        return missing(kNotificationsField, "8.0.2");
    if (change.ossNotifications && reading.ossNotifications == Flag::NotSupported)
        return missing(kOssNotificationsField, "8.0.16");
    if (change.handoffDelay && !reading.handoffDelay) return missing(kHandoffDelayField, "8.0.16");
    return std::nullopt;
}

std::optional<RedirectTarget> redirectOf(const HttpReply& reply, const Endpoint& from) {
    if (reply.status != 307 && reply.status != 308) return std::nullopt;
    const auto location = reply.header("location");
    if (!location) return std::nullopt;
    const bool bracket = from.host.find(':') != std::string::npos;
    QUrl base;
    base.setScheme(u"https"_s);
    base.setHost(QString::fromStdString(bracket ? "[" + from.host + "]" : from.host));
    base.setPort(from.port);
    base.setPath(u"/v1/cluster"_s);
    const QUrl relative(QString::fromUtf8(location->data(), static_cast<qsizetype>(location->size())),
                        QUrl::StrictMode);
    if (!relative.isValid()) return std::nullopt;
    const QUrl url = base.resolved(relative);
    if (url.scheme() != "https"_L1 || url.host().isEmpty() || !url.userInfo().isEmpty()) return std::nullopt;
    RedirectTarget target;
    // Without a port this would be 443, where no cluster manager listens; but the server's redirect is
    // authoritative.
    target.endpoint = {url.host(QUrl::FullyEncoded).toStdString(), static_cast<std::uint16_t>(url.port(443))};
    QByteArray path = url.path(QUrl::FullyEncoded).toUtf8();
    if (url.hasQuery()) path += '?' + url.query(QUrl::FullyEncoded).toUtf8();
    target.target = path.isEmpty() ? std::string("/") : path.toStdString();
    return target;
}

} // namespace maintscope::io
