// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/rest/rest_server.h"

#include "app/demo/rest/rest_fields.h"
#include "app/demo/rest/rest_json.h"

#include <QByteArray>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace maintscope::demo {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMostLogEntries = 1000;
constexpr double kNoLimit = 1e15;

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
std::string httpDate(WallTime at) {
    return QLocale::c().toString(dateTime(at), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toStdString();
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

} // namespace

QString roleName(RestRole role) {
    return role == RestRole::Admin ? u"admin"_s : u"cluster_viewer"_s;
}

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
              {u"mask_bdb_credentials"_s, false},
              {u"upgrade_mode"_s, false}} {
    if (m_settings.profile == ServerProfile::V8_2) m_plain.insert(kBasicAuth, true);
}

void RestServer::addUser(std::string name, Secret password, RestRole role) {
    m_users.push_back(User{std::move(name), std::move(password), role, {}, {}});
}

HttpReply RestServer::reply(const HttpRequest& request, MonoTime now, WallTime wall, int node) {
    if (node == kMetricsPort) return metrics(request);
    HttpReply reply;
    if (m_switches.gateway != 0) {
        reply =
            refusal(m_switches.gateway, "upstream connect error or disconnect/reset before headers", wall);
    } else {
        const auto elsewhere = redirect(request, node);
        reply = elsewhere ? *elsewhere : route(request, now, wall);
        reply.headers.insert(reply.headers.begin(), {{"content-type", "application/json"},
                                                     {"date", httpDate(wall)},
                                                     {"server", "envoy"},
                                                     {"cluster-state-id", std::to_string(m_settings.stateId)},
                                                     {"x-envoy-upstream-service-time", "1"}});
    }
    reply.delay = m_switches.delay;
    reply.form = m_switches.form;
    return reply;
}

/// Source: release notes 7.22.2-79 (307 by secondary nodes), 6.4.2 (the location is an internal address).
std::optional<HttpReply> RestServer::redirect(const HttpRequest& request, int node) const {
    if (request.path.starts_with("/v1/local/")) return std::nullopt;
    if (m_switches.primary == 0)
        return error(503, u"no_quorum"_s, u"the cluster has no primary node at this moment"_s);
    if (node == 0 || node == primary() || m_plain.value(u"handle_redirects"_s).toBool()) return std::nullopt;
    const Endpoint leads{m_facts.nodes[static_cast<std::size_t>(primary() - 1)].host, m_facts.restPort};
    HttpReply reply;
    reply.status = 307;
    reply.headers.emplace_back("location", "https://" + toString(leads) + request.target);
    return reply;
}

int RestServer::primary() const {
    return std::clamp(m_switches.primary, 1, static_cast<int>(m_facts.nodes.size()));
}

HttpReply RestServer::error(int status, const QString& code, const QString& words) const {
    HttpReply reply;
    reply.status = status;
    reply.body =
        json({{u"error_code"_s, code}, {m_switches.wordsInMessage ? u"message"_s : u"description"_s, words}});
    return reply;
}

HttpReply RestServer::refusal(int status, std::string_view words, WallTime wall) const {
    HttpReply reply;
    reply.status = status;
    reply.headers = {{"content-type", "text/plain"}, {"date", httpDate(wall)}, {"server", "envoy"}};
    reply.body = words;
    return reply;
}

HttpReply RestServer::route(const HttpRequest& request, MonoTime now, WallTime wall) {
    const auto notAllowed = [this](const char* allowed) {
        HttpReply reply = error(405, u"method_not_allowed"_s, u"this method is not offered here"_s);
        reply.headers.emplace_back("allow", allowed);
        return reply;
    };
    if (request.path == "/v1/users/authorize")
        return request.method == "POST" ? authorize(request, now) : notAllowed("POST");
    const User* user = authenticate(request, now);
    if (user == nullptr) return unauthorized();
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (request.path == "/v1/users/refresh_jwt")
        return request.method == "POST" ? issueToken(request, *user, now) : notAllowed("POST");
    if (request.path == "/v1/cluster" && request.method == "PUT") {
        if (user->role == RestRole::Admin) return putCluster(request, wall);
        return error(403, u"insufficient_permissions"_s,
                     u"role %1 lacks the permission update_cluster"_s.arg(roleName(user->role)));
    }
    if (request.path == "/v1/cluster" && !reads) return notAllowed("GET, PUT");
    HttpReply reply = list(request, *user, now);
    return reads || reply.status == 404 ? reply : notAllowed("GET");
}

/// What can be read.
HttpReply RestServer::list(const HttpRequest& request, const User& user, MonoTime now) const {
    const QString path = text(request.path);
    HttpReply reply;
    if (path == "/v1/cluster"_L1) {
        reply.body = json(filtered(clusterObject({}), request));
    } else if (path == "/v1/users/role"_L1) {
        reply.body = json(QJsonObject{{u"role"_s, roleName(user.role)}});
    } else if (path.startsWith("/v1/users/permissions/"_L1)) {
        reply.body = json(permissionsOf(path.mid(22)));
    } else if (path == "/v1/users"_L1) {
        reply.body = json(usersList(now));
    } else if (path == "/v1/nodes"_L1) {
        QJsonArray nodes;
        for (int uid = 1; uid <= static_cast<int>(m_facts.nodes.size()); ++uid)
            nodes.append(filtered(nodeObject(uid), request));
        reply.body = json(nodes);
    } else if (path == "/v1/nodes/status"_L1) {
        reply.body = json(nodesStatus());
    } else if (path.startsWith("/v1/nodes/"_L1)) {
        const int uid = path.mid(10).toInt();
        if (uid < 1 || uid > static_cast<int>(m_facts.nodes.size()))
            return error(404, u"node_not_found"_s, u"there is no such node"_s);
        reply.body = json(filtered(nodeObject(uid), request));
    } else if (path == "/v1/bdbs"_L1) {
        QJsonArray all;
        for (const QJsonValue database : databases(user))
            all.append(filtered(database.toObject(), request));
        reply.body = json(all);
    } else if (path.startsWith("/v1/bdbs/stats/last/"_L1) || path.startsWith("/v1/bdbs/"_L1)) {
        const bool stats = path.startsWith("/v1/bdbs/stats/last/"_L1);
        for (const QJsonValue database : databases(user)) {
            const QJsonObject object = database.toObject();
            if (object.value(u"uid"_s).toInt() != path.section(u'/', -1).toInt()) continue;
            if (!stats) return HttpReply{.body = json(filtered(object, request))};
            if (object.value(u"status"_s) != "active"_L1)
                return error(406, u"bdb_not_active"_s, u"there are no statistics of an inactive database"_s);
            return HttpReply{.body = json(QJsonObject{{path.section(u'/', -1), lastStats()}})};
        }
        return error(404, u"db_not_found"_s, u"there is no such database"_s);
    } else if (path == "/v1/shards"_L1) {
        reply.body = json(shards());
    } else if (path == "/v1/logs"_L1) {
        reply = logs(request);
    } else if (path == "/v1/local/node/master_healthcheck"_L1) {
        reply.body = json(QJsonObject{{u"status"_s, u"active"_s}});
    } else if (path == "/v1/jsonschema"_L1) {
        if (request.queryValue("object").value_or("cluster") != "cluster")
            return error(406, u"not_acceptable"_s, u"there is no schema of such an object"_s);
        reply.body = json(schemaObject());
    } else {
        return error(404, u"not_found"_s, u"there is no %1"_s.arg(path.left(200)));
    }
    return reply;
}

/// Only what is written down for a change of the cluster: moves of shards leave no event there.
HttpReply RestServer::logs(const HttpRequest& request) const {
    QJsonArray entries;
    for (const LogEntry& entry : m_log)
        entries.append(QJsonObject{
            {u"time"_s, isoTime(entry.at)}, {u"type"_s, text(entry.type)}, {u"severity"_s, u"INFO"_s}});
    const auto number = [&request](std::string_view name, qsizetype otherwise) {
        bool good = false;
        const qsizetype value = text(request.queryValue(name).value_or("")).toInt(&good);
        return good && value >= 0 ? value : otherwise;
    };
    const QString from = text(request.queryValue("stime").value_or(""));
    const QString to = text(request.queryValue("etime").value_or(""));
    QJsonArray kept;
    for (const QJsonValue entry : entries) {
        const QString time = entry.toObject().value(u"time"_s).toString();
        if ((!from.isEmpty() && time < from) || (!to.isEmpty() && time > to)) continue;
        if (request.queryValue("order") == "desc")
            kept.prepend(entry);
        else
            kept.append(entry);
    }
    const qsizetype offset = number("offset", 0);
    const qsizetype limit = number("limit", kept.size());
    QJsonArray page;
    for (qsizetype i = offset; i < kept.size() && page.size() < limit; ++i)
        page.append(kept.at(i));
    return HttpReply{.body = json(page)};
}

std::vector<RestServer::Field> RestServer::fields() const {
    std::vector<Field> fields{{u"email_alerts"_s},
                              {u"handle_redirects"_s},
                              {u"mask_bdb_credentials"_s},
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

HttpReply RestServer::putCluster(const HttpRequest& request, WallTime wall) {
    if (m_switches.editConflict != 0)
        return error(m_switches.editConflict, u"config_edit_conflict"_s,
                     u"the configuration was edited by somebody else at the same time"_s);
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(request.body), &parsed);
    if (parsed.error != QJsonParseError::NoError)
        return error(400, u"bad_request"_s, u"the body is no JSON: %1"_s.arg(parsed.errorString()));
    if (!document.isObject()) return error(400, u"invalid_schema"_s, u"the body is no JSON object"_s);
    QJsonObject asked = document.object();
    const std::vector<Field> known = fields();
    for (auto item = asked.constBegin(); item != asked.constEnd(); ++item) {
        const auto field =
            std::find_if(known.begin(), known.end(), [&](const Field& f) { return f.name == item.key(); });
        if (field == known.end() && m_switches.ignoreUnknownFields) continue;
        if (field == known.end())
            return error(400, u"invalid_schema"_s,
                         u"additional property '%1' is not allowed"_s.arg(item.key().left(200)));
        const double number = item.value().toDouble();
        const bool whole = field->type == QJsonValue::Double && std::trunc(number) == number;
        if (item.value().type() != field->type || (field->type == QJsonValue::Double && !whole))
            return error(400, u"invalid_schema"_s,
                         u"'%1' is to be of type %2"_s.arg(
                             item.key(), field->type == QJsonValue::Bool ? u"boolean"_s : u"integer"_s));
        if (number < field->low || number > field->high)
            return error(400, u"invalid_schema"_s,
                         u"'%1' is to be from %2 to %3"_s.arg(item.key())
                             .arg(static_cast<qint64>(field->low))
                             .arg(static_cast<qint64>(field->high)));
    }
    for (const QString& name : asked.keys())
        if (std::none_of(known.begin(), known.end(), [&](const Field& f) { return f.name == name; }))
            asked.remove(name);
    HttpReply reply{.body = m_switches.emptyPutBody ? std::string() : json(clusterObject(asked))};
    if (!request.hasQuery("dry_run") && m_switches.store) store(asked, wall);
    return reply;
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

void RestServer::store(const QJsonObject& changed, WallTime wall) {
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
    m_log.push_back({wall, "cluster_updated"});
    if (m_log.size() > kMostLogEntries) m_log.pop_front();
}

} // namespace maintscope::demo
