// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster_settings.h"
#include "app/demo/http_codec.h"
#include "client/types/endpoint.h"
#include "client/types/secret.h"
#include "client/types/time.h"

#include <QJsonObject>

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::demo {

/// What REST tells about the cluster and never changes.
struct RestFacts {
    std::string clusterName = "cluster.maintscope.test";
    std::string proxyCertificate; ///< PEM of the database's certificate
    Endpoint database;            ///< the entry
    bool databaseTls = false;
    std::vector<Endpoint> nodes;
    std::uint16_t restPort = 0;
    WallTime createdAt{};
};

enum class RestRole { Admin, ClusterViewer };

/// The part of a Redis Software cluster's REST API that concerns maintenance notifications: GET and PUT
/// /v1/cluster, GET /v1/nodes, /v1/nodes/{uid}, /v1/bdbs, /v1/bdbs/{uid}, /v1/users/role, /v1/jsonschema.
/// Pure: request and time in, reply out; the settings are shared with the database side, which obeys them at
/// once.
///
/// Basic authentication only. A wrong password counts: five within 15 minutes lock the user for 30 minutes,
/// with the same 401 (defaults of the cluster's login_lockout_*). PUT takes a partial object, checks types
/// and ranges, refuses unknown fields with 400 invalid_schema, and with ?dry_run changes nothing. What
/// documentation leaves open is our choice: the realm, `description` as the spelling of error texts, 403's
/// error code. Source: redis/docs rest-api/requests/cluster, objects/cluster, permissions, status codes.
class RestServer {
public:
    RestServer(ClusterSettings& settings, RestFacts facts);

    void addUser(std::string name, Secret password, RestRole role);
    [[nodiscard]] HttpReply reply(const HttpRequest& request, MonoTime now, WallTime wall);
    /// For bytes that were no request: see HttpRequestParser.
    [[nodiscard]] HttpReply refusal(int status, std::string_view words, WallTime wall) const;

private:
    struct User {
        std::string name;
        Secret password;
        RestRole role = RestRole::ClusterViewer;
        std::deque<MonoTime> failures;
        std::optional<MonoTime> lockedUntil;
    };
    struct Field;

    [[nodiscard]] HttpReply route(const HttpRequest& request, MonoTime now);
    [[nodiscard]] User* authenticate(const HttpRequest& request, MonoTime now);
    [[nodiscard]] HttpReply putCluster(const HttpRequest& request);
    [[nodiscard]] std::vector<Field> fields() const;
    [[nodiscard]] QJsonObject clusterObject(const QJsonObject& changed) const;
    [[nodiscard]] QJsonObject nodeObject(int uid) const;
    [[nodiscard]] QJsonObject databaseObject() const;
    [[nodiscard]] QJsonObject schemaObject() const;
    void store(const QJsonObject& changed);

    ClusterSettings& m_settings;
    RestFacts m_facts;
    std::vector<User> m_users;
    QJsonObject m_plain; ///< settings that nothing else here depends on
};

} // namespace maintscope::demo
