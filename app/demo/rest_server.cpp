// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/rest_server.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QStringList>
#include <QTimeZone>

#include <cmath>

namespace maintscope::demo {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kLockoutThreshold = 5; ///< login_lockout_threshold
constexpr Duration kLockoutWindow = 15min;   ///< login_lockout_counter_reset_after
constexpr Duration kLockoutDuration = 30min; ///< login_lockout_duration
constexpr double kNoLimit = 1e15;

const QString kFlag = u"client_maint_notifications"_s;
const QString kOssFlag = u"oss_cluster_client_maint_notifications"_s;
const QString kDelay = u"state_machine_smart_client_handoffs_delay_ms"_s;
const QString kBasicAuth = u"control_plane_basic_authentication"_s;

QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

std::string json(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

std::string json(const QJsonArray& array) {
    return QJsonDocument(array).toJson(QJsonDocument::Compact).toStdString();
}

QDateTime dateTime(WallTime at) {
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count(),
        QTimeZone::utc());
}

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
std::string httpDate(WallTime at) {
    return QLocale::c().toString(dateTime(at), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toStdString();
}

HttpReply errorReply(int status, const QString& code, const QString& description) {
    HttpReply reply;
    reply.status = status;
    reply.body = json({{u"error_code"_s, code}, {u"description"_s, description}});
    return reply;
}

/// ?fields=a,b keeps those; without it everything.
QJsonObject filtered(const QJsonObject& object, const HttpRequest& request) {
    const auto wanted = request.queryValue("fields");
    if (!wanted || wanted->empty()) return object;
    QJsonObject kept;
    for (const QString& name : text(*wanted).split(u',', Qt::SkipEmptyParts)) {
        const auto found = object.constFind(name.trimmed());
        if (found != object.constEnd()) kept.insert(found.key(), found.value());
    }
    return kept;
}

QString roleName(RestRole role) {
    return role == RestRole::Admin ? u"admin"_s : u"cluster_viewer"_s;
}

/// Takes as long for a wrong password as for the right one.
bool equalSlowly(std::string_view a, std::string_view b) {
    unsigned difference = a.size() == b.size() ? 0U : 1U;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |=
            static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b.empty() ? 0 : b[i % b.size()]);
    return difference == 0;
}

} // namespace

/// A field of the cluster object that PUT may change.
struct RestServer::Field {
    QString name;
    QJsonValue::Type type = QJsonValue::Bool;
    double low = 0;
    double high = kNoLimit;
};

RestServer::RestServer(ClusterSettings& settings, RestFacts facts)
    : m_settings(settings)
    , m_facts(std::move(facts))
    , m_plain{{u"email_alerts"_s, false},
              {u"handle_redirects"_s, false},
              {u"http_support"_s, false},
              {u"name"_s, text(m_facts.clusterName)},
              {u"slave_ha"_s, true},
              {u"slave_ha_grace_period"_s, 600},
              {u"availability_lag_tolerance_ms"_s, 100},
              {u"upgrade_mode"_s, false}} {
    if (m_settings.profile == ServerProfile::V8_2) m_plain.insert(kBasicAuth, true);
}

void RestServer::addUser(std::string name, Secret password, RestRole role) {
    m_users.push_back(User{std::move(name), std::move(password), role, {}, {}});
}

HttpReply RestServer::reply(const HttpRequest& request, MonoTime now, WallTime wall) {
    HttpReply reply = route(request, now);
    reply.headers.insert(reply.headers.begin(), {{"content-type", "application/json"},
                                                 {"date", httpDate(wall)},
                                                 {"server", "envoy"},
                                                 {"cluster-state-id", std::to_string(m_settings.stateId)},
                                                 {"x-envoy-upstream-service-time", "1"}});
    return reply;
}

HttpReply RestServer::refusal(int status, std::string_view words, WallTime wall) const {
    HttpReply reply;
    reply.status = status;
    reply.headers = {{"content-type", "text/plain"}, {"date", httpDate(wall)}, {"server", "envoy"}};
    reply.body = words;
    return reply;
}

RestServer::User* RestServer::authenticate(const HttpRequest& request, MonoTime now) {
    const std::string_view header = request.header("authorization");
    if (header.size() < 6 || text(header.substr(0, 6)).compare("basic "_L1, Qt::CaseInsensitive) != 0)
        return nullptr;
    if (m_plain.value(kBasicAuth) == false) return nullptr;
    const QByteArray encoded(header.data() + 6, static_cast<qsizetype>(header.size()) - 6);
    const auto decoded =
        QByteArray::fromBase64Encoding(encoded.trimmed(), QByteArray::AbortOnBase64DecodingErrors);
    const qsizetype colon = decoded ? decoded.decoded.indexOf(':') : -1;
    if (colon < 0) return nullptr;
    const std::string name = decoded.decoded.left(colon).toStdString();
    const std::string password = decoded.decoded.mid(colon + 1).toStdString();
    for (User& user : m_users) {
        if (user.name != name) continue;
        if (user.lockedUntil && *user.lockedUntil > now) return nullptr; // even with the right password
        user.lockedUntil.reset();
        if (equalSlowly(password, user.password.reveal())) {
            user.failures.clear();
            return &user;
        }
        while (!user.failures.empty() && user.failures.front() + kLockoutWindow <= now)
            user.failures.pop_front();
        user.failures.push_back(now);
        if (user.failures.size() >= kLockoutThreshold) {
            user.lockedUntil = now + kLockoutDuration;
            user.failures.clear();
        }
        return nullptr;
    }
    return nullptr;
}

HttpReply RestServer::route(const HttpRequest& request, MonoTime now) {
    const User* user = authenticate(request, now);
    if (user == nullptr) {
        HttpReply reply = errorReply(401, u"unauthorized"_s, u"missing or wrong credentials"_s);
        reply.headers.emplace_back("www-authenticate", "Basic realm=\"cluster\"");
        return reply;
    }
    const QString path = text(request.path);
    const bool reads = request.method == "GET" || request.method == "HEAD";
    const auto notAllowed = [](const char* allowed) {
        HttpReply reply = errorReply(405, u"method_not_allowed"_s, u"this method is not offered here"_s);
        reply.headers.emplace_back("allow", allowed);
        return reply;
    };
    if (path == "/v1/cluster"_L1 && request.method == "PUT") {
        if (user->role == RestRole::Admin) return putCluster(request);
        return errorReply(403, u"insufficient_permissions"_s,
                          u"role %1 lacks the permission update_cluster"_s.arg(roleName(user->role)));
    }
    if (path == "/v1/cluster"_L1) {
        if (!reads) return notAllowed("GET, PUT");
        return HttpReply{.body = json(filtered(clusterObject({}), request))};
    }

    HttpReply reply;
    if (path == "/v1/users/role"_L1) {
        reply.body = json(QJsonObject{{u"role"_s, roleName(user->role)}});
    } else if (path == "/v1/nodes"_L1) {
        QJsonArray nodes;
        for (int uid = 1; uid <= static_cast<int>(m_facts.nodes.size()); ++uid)
            nodes.append(filtered(nodeObject(uid), request));
        reply.body = json(nodes);
    } else if (path.startsWith("/v1/nodes/"_L1)) {
        const int uid = path.mid(10).toInt();
        if (uid < 1 || uid > static_cast<int>(m_facts.nodes.size()))
            return errorReply(404, u"node_not_found"_s, u"there is no such node"_s);
        reply.body = json(filtered(nodeObject(uid), request));
    } else if (path == "/v1/bdbs"_L1) {
        reply.body = json(QJsonArray{filtered(databaseObject(), request)});
    } else if (path.startsWith("/v1/bdbs/"_L1)) {
        if (path.mid(9).toInt() != 1)
            return errorReply(404, u"db_not_found"_s, u"there is no such database"_s);
        reply.body = json(filtered(databaseObject(), request));
    } else if (path == "/v1/jsonschema"_L1) {
        if (request.queryValue("object").value_or("cluster") != "cluster")
            return errorReply(406, u"not_acceptable"_s, u"there is no schema of such an object"_s);
        reply.body = json(schemaObject());
    } else {
        return errorReply(404, u"not_found"_s, u"there is no %1"_s.arg(path.left(200)));
    }
    return reads ? reply : notAllowed("GET");
}

std::vector<RestServer::Field> RestServer::fields() const {
    std::vector<Field> fields{{u"email_alerts"_s},
                              {u"handle_redirects"_s},
                              {u"slave_ha"_s},
                              {u"slave_ha_grace_period"_s, QJsonValue::Double, 0, 86400},
                              {u"availability_lag_tolerance_ms"_s, QJsonValue::Double, 0, 86'400'000},
                              {u"upgrade_mode"_s}};
    if (m_settings.profile >= ServerProfile::V8_0_2) fields.push_back({kFlag});
    if (m_settings.profile >= ServerProfile::V8_0_16) {
        fields.push_back({kOssFlag});
        fields.push_back({kDelay, QJsonValue::Double, 0, 10'000});
    }
    if (m_settings.profile >= ServerProfile::V8_2) fields.push_back({kBasicAuth});
    return fields;
}

HttpReply RestServer::putCluster(const HttpRequest& request) {
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(request.body), &parsed);
    if (parsed.error != QJsonParseError::NoError)
        return errorReply(400, u"bad_request"_s, u"the body is no JSON: %1"_s.arg(parsed.errorString()));
    if (!document.isObject()) return errorReply(400, u"invalid_schema"_s, u"the body is no JSON object"_s);
    const QJsonObject asked = document.object();
    const std::vector<Field> known = fields();
    for (auto item = asked.constBegin(); item != asked.constEnd(); ++item) {
        const auto field =
            std::find_if(known.begin(), known.end(), [&](const Field& f) { return f.name == item.key(); });
        if (field == known.end())
            return errorReply(400, u"invalid_schema"_s,
                              u"additional property '%1' is not allowed"_s.arg(item.key().left(200)));
        const double number = item.value().toDouble();
        const bool whole = field->type == QJsonValue::Double && std::trunc(number) == number;
        if (item.value().type() != field->type || (field->type == QJsonValue::Double && !whole))
            return errorReply(400, u"invalid_schema"_s,
                              u"'%1' is to be of type %2"_s.arg(
                                  item.key(), field->type == QJsonValue::Bool ? u"boolean"_s : u"integer"_s));
        if (number < field->low || number > field->high)
            return errorReply(400, u"invalid_schema"_s,
                              u"'%1' is to be from %2 to %3"_s.arg(item.key())
                                  .arg(static_cast<qint64>(field->low))
                                  .arg(static_cast<qint64>(field->high)));
    }
    HttpReply reply{.body = json(clusterObject(asked))};
    if (!request.hasQuery("dry_run")) store(asked);
    return reply;
}

void RestServer::store(const QJsonObject& changed) {
    if (clusterObject(changed) == clusterObject({})) return;
    for (auto item = changed.constBegin(); item != changed.constEnd(); ++item) {
        if (item.key() == kFlag)
            m_settings.clientMaintNotifications = item.value().toBool();
        else if (item.key() == kOssFlag)
            m_settings.ossClusterClientMaintNotifications = item.value().toBool();
        else if (item.key() == kDelay)
            m_settings.handoffDelayMs = item.value().toInt();
        else
            m_plain.insert(item.key(), item.value());
    }
    ++m_settings.stateId;
}

QJsonObject RestServer::clusterObject(const QJsonObject& changed) const {
    QJsonObject object = m_plain;
    object.insert(u"created_time"_s, dateTime(m_facts.createdAt).toString(u"yyyy-MM-dd'T'hh:mm:ss'Z'"_s));
    object.insert(u"cm_port"_s, 8443);
    object.insert(u"cm_session_timeout_minutes"_s, 15);
    object.insert(u"cm_server_version"_s, 1);
    object.insert(u"cnm_http_max_threads_per_worker"_s, 10);
    object.insert(u"cnm_http_port"_s, 8080);
    object.insert(u"cnm_http_workers"_s, 1);
    object.insert(u"cnm_https_port"_s, m_facts.restPort);
    object.insert(u"block_cluster_changes"_s, false);
    object.insert(u"bigstore_driver"_s, QString());
    object.insert(u"data_cipher_list"_s, u"HIGH:!3DES:!aNULL"_s);
    object.insert(u"debuginfo_path"_s, u"/tmp"_s);
    object.insert(u"default_non_sharded_proxy_policy"_s, u"single"_s);
    object.insert(u"default_sharded_proxy_policy"_s, u"all-master-shards"_s);
    object.insert(u"encrypt_pkeys"_s, false);
    object.insert(u"envoy_admin_port"_s, 8002);
    object.insert(u"envoy_max_downstream_connections"_s, 1024);
    object.insert(u"logrotate_settings"_s, QJsonObject{});
    object.insert(u"mask_bdb_credentials"_s, false);
    object.insert(u"metrics_auth"_s, false);
    object.insert(u"min_control_TLS_version"_s, u"1.2"_s);
    object.insert(u"min_data_TLS_version"_s, u"1.2"_s);
    object.insert(u"min_sentinel_TLS_version"_s, u"1.2"_s);
    object.insert(u"mtls_certificate_authentication"_s, false);
    object.insert(u"options_method_forbidden"_s, false);
    object.insert(u"password_complexity"_s, false);
    object.insert(u"password_expiration_duration"_s, 0);
    object.insert(u"password_min_length"_s, 8);
    object.insert(u"proxy_certificate"_s, text(m_facts.proxyCertificate));
    object.insert(u"rack_aware"_s, false);
    object.insert(u"s3_url"_s, QString());
    object.insert(u"sentinel_tls_mode"_s, u"allowed"_s);
    object.insert(u"smtp_host"_s, QString());
    object.insert(u"smtp_port"_s, 25);
    object.insert(u"smtp_tls_mode"_s, u"none"_s);
    object.insert(u"smtp_use_tls"_s, false);
    object.insert(u"smtp_username"_s, QString());
    object.insert(u"system_reserved_ports"_s, QJsonArray{});
    object.insert(u"upgrade_in_progress"_s, false);
    object.insert(u"wait_command"_s, true);
    if (m_settings.profile >= ServerProfile::V8_0_2)
        object.insert(kFlag, m_settings.clientMaintNotifications);
    if (m_settings.profile >= ServerProfile::V8_0_16) {
        object.insert(kOssFlag, m_settings.ossClusterClientMaintNotifications);
        object.insert(kDelay, m_settings.handoffDelayMs);
    }
    for (auto item = changed.constBegin(); item != changed.constEnd(); ++item)
        object.insert(item.key(), item.value());
    return object;
}

QJsonObject RestServer::nodeObject(int uid) const {
    const QString address = text(m_facts.nodes[static_cast<std::size_t>(uid - 1)].host);
    return {{u"uid"_s, uid},
            {u"addr"_s, address},
            {u"external_addr"_s, QJsonArray{address}},
            {u"accept_servers"_s, true},
            {u"architecture"_s, u"x86_64"_s},
            {u"cores"_s, 4},
            {u"max_redis_servers"_s, 100},
            {u"os_version"_s, u"maintscope simulate"_s},
            {u"rack_id"_s, QString()},
            {u"shard_count"_s, uid == 1 ? 1 : 0},
            {u"shard_list"_s, uid == 1 ? QJsonArray{1} : QJsonArray{}},
            {u"software_version"_s, text(softwareVersion(m_settings.profile))},
            {u"status"_s, u"active"_s},
            {u"supported_database_versions"_s,
             QJsonArray{QJsonObject{{u"db_type"_s, u"redis"_s},
                                    {u"version"_s, text(databaseVersion(m_settings.profile))}}}},
            {u"total_memory"_s, qint64(17'179'869'184)},
            {u"uptime"_s, 86'400}};
}

QJsonObject RestServer::databaseObject() const {
    const QJsonObject endpoint{{u"uid"_s, u"1:1"_s},
                               {u"dns_name"_s, text(m_facts.database.host)},
                               {u"addr"_s, QJsonArray{text(m_facts.database.host)}},
                               {u"addr_type"_s, u"external"_s},
                               {u"port"_s, m_facts.database.port},
                               {u"proxy_policy"_s, u"single"_s},
                               {u"oss_cluster_api_preferred_endpoint_type"_s, u"ip"_s},
                               {u"oss_cluster_api_preferred_ip_type"_s, u"external"_s}};
    const QString version = text(databaseVersion(m_settings.profile));
    return {{u"uid"_s, 1},
            {u"name"_s, u"simulated"_s},
            {u"type"_s, u"redis"_s},
            {u"status"_s, u"active"_s},
            {u"version"_s, version},
            {u"redis_version"_s, version.section(u'.', 0, 1)},
            {u"resp3"_s, true},
            {u"port"_s, 0},
            {u"endpoints"_s, QJsonArray{endpoint}},
            {u"tls_mode"_s, m_facts.databaseTls ? u"enabled"_s : u"disabled"_s},
            {u"enforce_client_authentication"_s, u"disabled"_s},
            {u"default_user"_s, true},
            {u"oss_cluster"_s, false},
            {u"proxy_policy"_s, u"single"_s},
            {u"sharding"_s, false},
            {u"shards_count"_s, 1},
            {u"shard_list"_s, QJsonArray{1}},
            {u"replication"_s, false},
            {u"crdt"_s, false},
            {u"memory_size"_s, 268'435'456},
            {u"preemptive_drain_timeout_seconds"_s, 2}};
}

QJsonObject RestServer::schemaObject() const {
    QJsonObject properties;
    for (const Field& field : fields()) {
        QJsonObject description{{u"type"_s, field.type == QJsonValue::Bool ? u"boolean"_s : u"integer"_s}};
        if (field.type == QJsonValue::Double) {
            description.insert(u"minimum"_s, field.low);
            description.insert(u"maximum"_s, field.high);
        }
        properties.insert(field.name, description);
    }
    return {{u"title"_s, u"cluster"_s},
            {u"type"_s, u"object"_s},
            {u"additionalProperties"_s, false},
            {u"properties"_s, properties}};
}

} // namespace maintscope::demo
