// SPDX-License-Identifier: GPL-3.0-or-later
// What the REST side shows: the objects of the cluster, in their documented shapes, with the mixed types of
// their ids (node uid a number, shard uid and node_uid text, bdb_uid a number). Source: redis/docs
// rest-api/objects; redis-enterprise-rs tests/fixtures.
#include "app/demo/rest/rest_fields.h"
#include "app/demo/rest/rest_json.h"
#include "app/demo/rest/rest_server.h"

#include <QJsonArray>

#include <algorithm>
#include <vector>

namespace maintscope::demo {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Nothing that a client may ever be seen to pass on.
constexpr std::string_view kAdminPassword = "simulated-admin-pass";
constexpr std::string_view kMailPassword = "simulated-mail-pass";

} // namespace

QJsonObject RestServer::clusterObject(const QJsonObject& changed) const {
    QJsonObject object = m_plain;
    object.insert(u"created_time"_s, isoTime(m_facts.createdAt));
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
    object.insert(u"alert_settings"_s,
                  QJsonObject{{u"cluster_certs_about_to_expire"_s,
                               QJsonObject{{u"enabled"_s, true}, {u"threshold"_s, u"45"_s}}}});
    object.insert(u"cluster_ssh_public_key"_s, u"ssh-rsa AAAAB3NzaC1yc2E= simulated"_s);
    object.insert(u"control_cipher_suites"_s, u"ALL"_s);
    object.insert(u"control_cipher_suites_tls_1_3"_s, QString());
    object.insert(u"crdt_coordinator_port"_s, 9081);
    object.insert(u"crdt_rest_client_retries"_s, 5);
    object.insert(u"crdt_rest_client_timeout"_s, 30);
    object.insert(u"data_cipher_suites_tls_1_3"_s, QJsonArray{});
    object.insert(u"debuginfo_path_max_size"_s, 0);
    object.insert(u"handle_metrics_redirects"_s, false);
    object.insert(u"login_lockout_counter_reset_after"_s, 900);
    object.insert(u"login_lockout_duration"_s, 1800);
    object.insert(u"login_lockout_threshold"_s, 5);
    object.insert(u"module_upload_max_size_mb"_s, 200);
    object.insert(u"mtls_client_cert_subject_validation_type"_s, u"disabled"_s);
    object.insert(u"password_hash_algorithm"_s, u"SHA-256"_s);
    object.insert(u"replica_sconns_on_demand"_s, false);
    object.insert(u"reserved_ports"_s, QJsonArray{});
    object.insert(u"sentinel_cipher_suites"_s, QJsonArray{});
    object.insert(u"sentinel_cipher_suites_tls_1_3"_s, QString());
    object.insert(u"syncer_certificate"_s, text(m_facts.proxyCertificate));
    object.insert(u"upgrade_failed"_s, false);
    if (m_settings.profile < ServerProfile::V8_2) // write-only since
        object.insert(u"smtp_password"_s, text(kMailPassword));
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

QJsonObject RestServer::databaseObject(const User& user) const {
    const QJsonObject endpoint{{u"uid"_s, u"1:1"_s},
                               {u"dns_name"_s, text(m_facts.database.host)},
                               {u"addr"_s, QJsonArray{text(m_facts.database.host)}},
                               {u"addr_type"_s, u"external"_s},
                               {u"port"_s, m_facts.database.port},
                               {u"proxy_policy"_s, u"single"_s},
                               {u"oss_cluster_api_preferred_endpoint_type"_s, u"ip"_s},
                               {u"oss_cluster_api_preferred_ip_type"_s, u"external"_s}};
    // Without a network of its own the simulated cluster is reached from inside the way it is from outside.
    QJsonObject inside = endpoint;
    inside.insert(u"uid"_s, u"1:2"_s);
    inside.insert(u"addr_type"_s, u"internal"_s);
    const QString version = text(databaseVersion(m_settings.profile));
    const bool hidden = user.role != RestRole::Admin || m_plain.value(u"mask_bdb_credentials"_s).toBool();
    const auto secret = [hidden](std::string_view value) {
        return hidden ? QJsonValue(u"****"_s) : QJsonValue(text(value));
    };
    return {{u"uid"_s, 1},
            {u"authentication_redis_pass"_s, secret(m_facts.databasePassword.reveal())},
            {u"authentication_admin_pass"_s, secret(kAdminPassword)},
            {u"name"_s, u"simulated"_s},
            {u"type"_s, u"redis"_s},
            {u"status"_s, u"active"_s},
            {u"version"_s, version},
            {u"redis_version"_s, version.section(u'.', 0, 1)},
            {u"resp3"_s, true},
            {u"port"_s, 0},
            {u"endpoints"_s, QJsonArray{endpoint, inside}},
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

/// A memcached database that is not active, and an Active-Active one: what a client must not stumble over.
QJsonArray RestServer::databases(const User& user) const {
    QJsonArray all{databaseObject(user)};
    if (!m_switches.samples) return all;
    QJsonObject memcached = databaseObject(user);
    memcached.insert(u"uid"_s, 2);
    memcached.insert(u"name"_s, u"sessions-memcached"_s);
    memcached.insert(u"type"_s, u"memcached"_s);
    memcached.insert(u"status"_s, u"pending"_s);
    memcached.insert(u"endpoints"_s, QJsonArray{});
    all.append(memcached);
    QJsonObject both = databaseObject(user);
    both.insert(u"uid"_s, 3);
    both.insert(u"name"_s, u"carts-active-active"_s);
    both.insert(u"crdt"_s, true);
    both.insert(u"crdt_replica_id"_s, 1);
    QJsonArray elsewhere;
    for (const QJsonValue entry : both.value(u"endpoints"_s).toArray()) {
        QJsonObject endpoint = entry.toObject();
        endpoint.insert(u"uid"_s, QString(endpoint.value(u"uid"_s).toString()).replace(0, 1, u"3"_s));
        endpoint.insert(u"dns_name"_s, u"redis-14968."_s + text(m_facts.clusterName));
        endpoint.insert(u"port"_s, 14'968);
        elsewhere.append(endpoint);
    }
    both.insert(u"endpoints"_s, elsewhere);
    all.append(both);
    return all;
}

QJsonObject RestServer::nodesStatus() const {
    QJsonObject all;
    for (int uid = 1; uid <= static_cast<int>(m_facts.nodes.size()); ++uid)
        all.insert(QString::number(uid), // text here, a number in /v1/nodes
                   QJsonObject{{u"hostname"_s, u"node%1"_s.arg(uid)},
                               {u"role"_s, uid == primary() ? u"master"_s : u"slave"_s},
                               {u"node_status"_s, u"active"_s},
                               {u"master_shards"_s, uid == 1 ? QJsonArray{1} : QJsonArray{}},
                               {u"slave_shards"_s, QJsonArray{}},
                               {u"free_provisional_ram"_s, qint64(8'589'934'592)},
                               {u"node_overbooking_depth"_s, 1},
                               {u"software_version"_s, text(softwareVersion(m_settings.profile))}});
    return all;
}

QJsonArray RestServer::shards() const {
    return {QJsonObject{{u"uid"_s, u"1"_s},
                        {u"node_uid"_s, u"1"_s},
                        {u"bdb_uid"_s, 1},
                        {u"role"_s, u"master"_s},
                        {u"status"_s, u"active"_s},
                        {u"detailed_status"_s, u"ok"_s},
                        {u"assigned_slots"_s, u"0-16383"_s},
                        {u"loading"_s, QJsonObject{{u"status"_s, u"idle"_s}}}}};
}

QJsonArray RestServer::usersList(MonoTime now) const {
    QJsonArray all;
    int uid = 0;
    for (const User& user : m_users)
        all.append(QJsonObject{
            {u"uid"_s, ++uid},
            {u"name"_s, text(user.name)},
            {u"email"_s, text(user.name)},
            {u"role"_s, roleName(user.role)},
            {u"auth_method"_s, u"regular"_s},
            {u"status"_s, user.lockedUntil && *user.lockedUntil > now ? u"locked"_s : u"active"_s}});
    return all;
}

QJsonObject RestServer::permissionsOf(const QString& role) const {
    QJsonArray permissions{u"view_cluster_info"_s, u"view_all_bdbs_info"_s, u"view_all_nodes_info"_s,
                           u"view_logged_events"_s};
    if (role == roleName(RestRole::Admin)) permissions.append(u"update_cluster"_s);
    return {{u"name"_s, role}, {u"api_permissions"_s, permissions}};
}

/// An idle database has no latency to average: the field is not there.
QJsonObject RestServer::lastStats() const {
    return {{u"stime"_s, u"1970-01-01T00:00:00Z"_s},
            {u"etime"_s, u"1970-01-01T00:00:10Z"_s},
            {u"conns"_s, 0},
            {u"total_req"_s, 0.0},
            {u"used_memory"_s, 1'048'576},
            {u"instantaneous_ops_per_sec"_s, 0.0}};
}

/// Names and units of the metrics stream engine (redis/docs, rs-prometheus-metrics-v2): the whole cluster
/// from any node, counters of the proxy rather than averages.
HttpReply RestServer::metrics(const HttpRequest& request) const {
    HttpReply reply;
    reply.headers = {{"content-type", "text/plain; version=0.0.4"}};
    if (request.path != "/v2" || request.method != "GET") {
        reply.status = 404;
        reply.body = "Metrics are at /v2.\n";
        return reply;
    }
    const std::string cluster = "cluster=\"" + m_facts.clusterName + "\"";
    const auto line = [&](const char* name, const std::string& labels, std::uint64_t value) {
        reply.body += std::string(name) + "{" + cluster + (labels.empty() ? "" : ",") + labels + "} " +
                      std::to_string(value) + "\n";
    };
    line("has_quorum", {}, m_switches.primary == 0 ? 0 : 1);
    for (int uid = 1; uid <= static_cast<int>(m_facts.nodes.size()); ++uid) {
        const std::string node = "node=\"" + std::to_string(uid) + "\"";
        line("node_metrics_up", node, 1);
        line("is_primary", node, m_switches.primary != 0 && uid == primary() ? 1 : 0);
    }
    line("db_status", "db=\"1\"", 0); // active
    line("redis_server_up", "db=\"1\",redis=\"1\"", 1);
    const std::string endpoint = "db=\"1\",endpoint=\"1:1\"";
    const ProxyCounts counts = m_counts != nullptr ? *m_counts : ProxyCounts{};
    line("endpoint_client_connections", endpoint, counts.connections);
    line("endpoint_client_disconnections", endpoint, counts.clientDisconnections);
    line("endpoint_proxy_disconnections", endpoint, counts.proxyDisconnections);
    return reply;
}

} // namespace maintscope::demo
