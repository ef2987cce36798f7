// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/cluster_settings.h"
#include "app/demo/rest/rest_switches.h"
#include "app/demo/wire/http_codec.h"
#include "client/types/endpoint.h"
#include "client/types/secret.h"
#include "client/types/time.h"

#include <QJsonArray>
#include <QJsonObject>

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::demo {

/// Facts about the cluster that REST shows and that never change.
struct RestFacts {
    std::string clusterName = "cluster.maintscope.test";
    std::string proxyCertificate; ///< PEM of the database's certificate
    Endpoint database;            ///< the entry
    bool databaseTls = false;
    Secret databasePassword{};
    std::vector<Endpoint> nodes;
    std::uint16_t restPort = 0;
    WallTime createdAt{};
};

enum class RestRole { Admin, ClusterViewer };
[[nodiscard]] QString roleName(RestRole role); ///< admin, cluster_viewer

/// The part of a Redis Software cluster's REST API that concerns maintenance notifications: GET and PUT
/// /v1/cluster, GET /v1/nodes[/{uid}|/status], /v1/bdbs[/{uid}], /v1/bdbs/stats/last/{uid}, /v1/shards,
/// /v1/users, /v1/users/role, /v1/users/permissions/{role}, /v1/logs, /v1/jsonschema,
/// /v1/local/node/master_healthcheck, POST /v1/users/authorize and /v1/users/refresh_jwt; on the metrics port
/// /v2 for Prometheus. Pure: request and time in, reply out; the settings are shared with the database side,
/// which obeys them at once.
///
/// Basic authentication, or a token. A wrong password counts: five within 15 minutes lock the user for 30
/// minutes, with the same 401 (defaults of the cluster's login_lockout_*). A node that is not the primary
/// sends ordinary requests there by 307, unless the cluster has handle_redirects; while there is no primary
/// they get 503. PUT takes a partial object,
/// checks types and ranges, refuses unknown fields with 400 invalid_schema, and with ?dry_run changes
/// nothing. The documentation does not specify these choices: the realm, `description` as the spelling of
/// error texts, 403's error code. Source: redis/docs rest-api/requests/cluster, objects/cluster, permissions,
/// status codes.
class RestServer {
public:
    RestServer(ClusterSettings& settings, RestFacts facts);

    void addUser(std::string name, Secret password, RestRole role);
    /// Sets the counts that the metrics port shows. `counts` outlives this object.
    void setCounts(const ProxyCounts& counts) { m_counts = &counts; }
    static constexpr int kMetricsPort = -1;
    /// `node`: the uid of the node that got the request; 0: the address of the cluster; or kMetricsPort.
    [[nodiscard]] HttpReply reply(const HttpRequest& request, MonoTime now, WallTime wall, int node = 0);
    [[nodiscard]] RestSwitches& switches() { return m_switches; }
    /// The reply to bytes that are not a request: see HttpRequestParser.
    [[nodiscard]] HttpReply refusal(int status, std::string_view words, WallTime wall) const;

private:
    struct User {
        std::string name;
        Secret password;
        RestRole role = RestRole::ClusterViewer;
        std::deque<MonoTime> failures;
        std::optional<MonoTime> lockedUntil;
    };
    struct Token {
        std::string text;
        std::size_t user = 0; ///< index
        MonoTime until{};
    };
    struct LogEntry {
        WallTime at{};
        std::string type;
    };
    struct Field;

    /// The uid of the primary node, which exists.
    [[nodiscard]] int primary() const;
    [[nodiscard]] HttpReply metrics(const HttpRequest& request) const;
    [[nodiscard]] HttpReply route(const HttpRequest& request, MonoTime now, WallTime wall);
    [[nodiscard]] std::optional<HttpReply> redirect(const HttpRequest& request, int node) const;
    [[nodiscard]] HttpReply list(const HttpRequest& request, const User& user, MonoTime now) const;
    [[nodiscard]] HttpReply error(int status, const QString& code, const QString& words) const;

    // rest_users.cpp
    [[nodiscard]] User* authenticate(const HttpRequest& request, MonoTime now);
    [[nodiscard]] User* byBasic(std::string_view header, MonoTime now);
    [[nodiscard]] User* byPassword(std::string_view name, std::string_view password, MonoTime now);
    [[nodiscard]] User* byToken(std::string_view token, MonoTime now);
    [[nodiscard]] HttpReply unauthorized() const;
    [[nodiscard]] HttpReply authorize(const HttpRequest& request, MonoTime now);
    [[nodiscard]] HttpReply issueToken(const HttpRequest& request, const User& user, MonoTime now);

    [[nodiscard]] HttpReply putCluster(const HttpRequest& request, WallTime wall);
    [[nodiscard]] HttpReply logs(const HttpRequest& request) const;
    [[nodiscard]] std::vector<Field> fields() const;
    [[nodiscard]] QJsonObject clusterObject(const QJsonObject& changed) const;
    [[nodiscard]] QJsonObject nodeObject(int uid) const;
    [[nodiscard]] QJsonObject schemaObject() const;
    void store(const QJsonObject& changed, WallTime wall);

    // rest_objects.cpp
    [[nodiscard]] QJsonObject databaseObject(const User& user) const;
    [[nodiscard]] QJsonArray databases(const User& user) const;
    [[nodiscard]] QJsonObject nodesStatus() const;
    [[nodiscard]] QJsonArray shards() const;
    [[nodiscard]] QJsonArray usersList(MonoTime now) const;
    [[nodiscard]] QJsonObject permissionsOf(const QString& role) const;
    [[nodiscard]] QJsonObject lastStats() const;

    ClusterSettings& m_settings;
    RestFacts m_facts;
    const ProxyCounts* m_counts = nullptr;
    RestSwitches m_switches;
    std::vector<User> m_users;
    std::vector<Token> m_tokens;
    std::deque<LogEntry> m_log; ///< newest last
    QJsonObject m_plain;        ///< settings that nothing else depends on
};

} // namespace maintscope::demo
