// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/readiness/client_settings.h"

#include <algorithm>
#include <cctype>
#include <chrono>

namespace maintscope::model {
namespace {

long milliseconds(Duration duration) {
    return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

std::string inMs(Duration duration) {
    return std::to_string(milliseconds(duration));
}

/// "1", "0.25": seconds without a unit.
std::string inSeconds(Duration duration) {
    const long ms = milliseconds(duration);
    std::string text = std::to_string(ms / 1000);
    if (ms % 1000 == 0) return text;
    std::string rest = std::to_string(1000 + ms % 1000).substr(1);
    while (rest.ends_with('0'))
        rest.pop_back();
    return text + "." + rest;
}

/// A string literal that is valid in all five languages, which share these escapes.
std::string stringLiteral(std::string_view text) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            result.append("\\u00").append(1, kHex[byte >> 4U]).append(1, kHex[byte & 15U]);
        } else {
            result += c;
        }
    }
    return result + "\"";
}

std::string userOf(const TargetSettings& settings) {
    return settings.user.empty() ? "default" : settings.user;
}

/// EXTERNAL_FQDN of external-fqdn.
std::string upperSnake(EndpointType type) {
    std::string text(toString(type));
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
    return text;
}

std::string modeWord(Policy policy) {
    switch (policy) {
    case Policy::Auto:
        return "auto";
    case Policy::Required:
        return "enabled";
    case Policy::Never:
        break;
    }
    return "disabled";
}

std::string header(ClientLibrary library, std::string_view comment) {
    const KnownClient& known = knownClient(library);
    const std::string_view cluster = known.cluster;
    return std::string(comment) + " " + std::string(toString(library)) + " " + std::string(known.proxied) +
           " or later" + (cluster.empty() ? "" : " (OSS Cluster API: " + std::string(cluster) + ")") + "\n";
}

std::string redisPy(const TargetSettings& s, bool withPassword) {
    std::string text = header(ClientLibrary::RedisPy, "#") + "# redis.asyncio: 8.1 or later\n";
    if (withPassword) text += "import os\n";
    text += "import redis\n"
            "from redis.maint_notifications import EndpointType, MaintNotificationsConfig\n\n"
            "client = redis.Redis(\n"
            "    host=" +
            stringLiteral(s.endpoint.host) + ",\n    port=" + std::to_string(s.endpoint.port) + ",\n";
    if (withPassword)
        text +=
            "    username=" + stringLiteral(userOf(s)) + ",\n    password=os.environ[\"REDIS_PASSWORD\"],\n";
    if (s.tls.enabled) {
        text += "    ssl=True,\n";
        if (s.tls.trust.mode == TlsTrust::Mode::CaFile)
            text += "    ssl_ca_certs=" + stringLiteral(s.tls.trust.caPath) + ",\n";
    }
    text += "    protocol=3,\n    socket_connect_timeout=" + inSeconds(s.timeouts.connect) +
            ",\n    socket_timeout=" + inSeconds(s.timeouts.normal) +
            ",\n    maint_notifications_config=MaintNotificationsConfig(\n        enabled=";
    text += s.policy == Policy::Auto ? "\"auto\"" : s.policy == Policy::Required ? "True" : "False";
    text += ",\n        relaxed_timeout=" + inSeconds(s.timeouts.relaxed) + ",\n";
    if (s.endpointType != EndpointType::Auto)
        text += "        endpoint_type=EndpointType." + upperSnake(s.endpointType) + ",\n";
    return text + "    ),\n)\n";
}

std::string nodeRedis(const TargetSettings& s, bool withPassword) {
    std::string text = header(ClientLibrary::NodeRedis, "//");
    text += "const { createClient } = require(\"redis\");\n";
    if (s.tls.enabled && s.tls.trust.mode == TlsTrust::Mode::CaFile)
        text += "const { readFileSync } = require(\"node:fs\");\n";
    text += "\nconst client = createClient({\n";
    if (withPassword)
        text += "  username: " + stringLiteral(userOf(s)) + ",\n  password: process.env.REDIS_PASSWORD,\n";
    text += "  socket: {\n    host: " + stringLiteral(s.endpoint.host) +
            ",\n    port: " + std::to_string(s.endpoint.port) +
            ",\n    connectTimeout: " + inMs(s.timeouts.connect) + ",\n";
    if (s.tls.enabled) {
        text += "    tls: true,\n";
        if (s.tls.trust.mode == TlsTrust::Mode::CaFile)
            text += "    ca: readFileSync(" + stringLiteral(s.tls.trust.caPath) + "),\n";
        if (!s.tls.serverName.empty()) text += "    servername: " + stringLiteral(s.tls.serverName) + ",\n";
    }
    return text + "  },\n  RESP: 3,\n  commandOptions: { timeout: " + inMs(s.timeouts.normal) +
           " },\n  maintNotifications: " + stringLiteral(modeWord(s.policy)) +
           ",\n  maintEndpointType: " + stringLiteral(toString(s.endpointType)) +
           ",\n  maintRelaxedCommandTimeout: " + inMs(s.timeouts.relaxed) +
           ",\n  maintRelaxedSocketTimeout: " + inMs(s.timeouts.relaxed) + ",\n});\n";
}

std::string lettuce(const TargetSettings& s, bool withPassword) {
    std::string text = header(ClientLibrary::Lettuce, "//");
    text += "RedisURI uri = RedisURI.builder()\n    .withHost(" + stringLiteral(s.endpoint.host) +
            ")\n    .withPort(" + std::to_string(s.endpoint.port) + ")\n";
    if (withPassword)
        text +=
            "    .withAuthentication(" + stringLiteral(userOf(s)) + ", System.getenv(\"REDIS_PASSWORD\"))\n";
    if (s.tls.enabled) text += "    .withSsl(true)\n";
    text += "    .build();\nRedisClient client = RedisClient.create(uri);\n"
            "client.setOptions(ClientOptions.builder()\n    .protocolVersion(ProtocolVersion.RESP3)\n";
    if (s.tls.enabled && s.tls.trust.mode == TlsTrust::Mode::CaFile)
        text += "    .sslOptions(SslOptions.builder().trustManager(new File(" +
                stringLiteral(s.tls.trust.caPath) + ")).build())\n";
    text += "    .socketOptions(SocketOptions.builder().connectTimeout(Duration.ofMillis(" +
            inMs(s.timeouts.connect) + ")).build())\n    .maintNotificationsConfig(MaintNotificationsConfig.";
    if (s.policy == Policy::Never)
        text += "disabled())\n";
    else if (s.endpointType == EndpointType::Auto)
        text += "enabled())\n";
    else
        text += "enabled(EndpointType." + upperSnake(s.endpointType) + "))\n";
    // In Lettuce, the relaxed timeout is added to the normal one.
    const Duration added = std::max(s.timeouts.relaxed - s.timeouts.normal, Duration::zero());
    return text +
           "    .timeoutOptions(TimeoutOptions.builder()\n        .timeoutCommands()\n"
           "        .fixedTimeout(Duration.ofMillis(" +
           inMs(s.timeouts.normal) + "))\n        .relaxedTimeoutsDuringMaintenance(Duration.ofMillis(" +
           inMs(added) + "))\n        .build())\n    .build());\n";
}

std::string goDuration(Duration duration) {
    return inMs(duration) + " * time.Millisecond";
}

std::string goEndpointType(EndpointType type) {
    switch (type) {
    case EndpointType::Auto:
        return "EndpointTypeAuto";
    case EndpointType::InternalIp:
        return "EndpointTypeInternalIP";
    case EndpointType::InternalFqdn:
        return "EndpointTypeInternalFQDN";
    case EndpointType::ExternalIp:
        return "EndpointTypeExternalIP";
    case EndpointType::ExternalFqdn:
        return "EndpointTypeExternalFQDN";
    case EndpointType::None:
        break;
    }
    return "EndpointTypeNone";
}

std::string goRedis(const TargetSettings& s, bool withPassword) {
    std::string mode = modeWord(s.policy);
    mode.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(mode.front())));
    std::string text = header(ClientLibrary::GoRedis, "//");
    text +=
        "client := redis.NewClient(&redis.Options{\n\tAddr:         " + stringLiteral(toString(s.endpoint)) +
        ",\n";
    if (withPassword)
        text += "\tUsername:     " + stringLiteral(userOf(s)) +
                ",\n\tPassword:     os.Getenv(\"REDIS_PASSWORD\"),\n";
    if (s.tls.enabled)
        text += "\tTLSConfig:    &tls.Config{ServerName: " +
                stringLiteral(s.tls.serverName.empty() ? s.endpoint.host : s.tls.serverName) + "},\n";
    text += "\tProtocol:     3,\n\tDialTimeout:  " + goDuration(s.timeouts.connect) +
            ",\n\tReadTimeout:  " + goDuration(s.timeouts.normal) +
            ",\n\tWriteTimeout: " + goDuration(s.timeouts.normal) +
            ",\n\tMaintNotificationsConfig: &maintnotifications.Config{\n\t\tMode:           "
            "maintnotifications.Mode" +
            mode + ",\n\t\tEndpointType:   maintnotifications." + goEndpointType(s.endpointType) +
            ",\n\t\tRelaxedTimeout: " + goDuration(s.timeouts.relaxed) + ",\n";
    if (s.timeouts.handoff) text += "\t\tHandoffTimeout: " + goDuration(*s.timeouts.handoff) + ",\n";
    return text + "\t},\n})\n";
}

std::string jedis(const TargetSettings& s, bool withPassword) {
    std::string mode = modeWord(s.policy);
    std::transform(mode.begin(), mode.end(), mode.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    std::string text = header(ClientLibrary::Jedis, "//");
    text += "JedisClientConfig config = DefaultJedisClientConfig.builder()\n"
            "    .protocol(RedisProtocol.RESP3)\n";
    if (withPassword)
        text +=
            "    .user(" + stringLiteral(userOf(s)) + ")\n    .password(System.getenv(\"REDIS_PASSWORD\"))\n";
    if (s.tls.enabled) text += "    .ssl(true)\n";
    text += "    .connectionTimeoutMillis(" + inMs(s.timeouts.connect) + ")\n    .socketTimeoutMillis(" +
            inMs(s.timeouts.normal) +
            ")\n    .build();\nRedisClient client = RedisClient.builder()\n    .hostAndPort(" +
            stringLiteral(s.endpoint.host) + ", " + std::to_string(s.endpoint.port) +
            ")\n    .clientConfig(config)\n    "
            ".maintenanceNotifications(MaintenanceNotificationsConfig.builder()\n"
            "        .mode(MaintenanceNotificationsConfig.Mode." +
            mode + ")\n";
    if (s.endpointType == EndpointType::Auto)
        text += "        .autoResolveEndpointType()\n";
    else
        text += "        .endpointType(MaintenanceNotificationsConfig.EndpointType." +
                upperSnake(s.endpointType) + ")\n";
    // Blocking commands wait without a limit during a window: the default, in milliseconds, 0 is infinite.
    return text + "        .relaxedTimeout(" + inMs(s.timeouts.relaxed) +
           ")\n        .relaxedBlockingTimeout(0)\n        .relaxedWindowMaxDuration(Duration.ofMillis(" +
           inMs(s.timeouts.windowCap) + "))\n        .build())\n    .build();\n";
}

} // namespace

std::string_view toString(ClientLibrary value) {
    switch (value) {
    case ClientLibrary::RedisPy:
        return "redis-py";
    case ClientLibrary::NodeRedis:
        return "node-redis";
    case ClientLibrary::Lettuce:
        return "lettuce";
    case ClientLibrary::GoRedis:
        return "go-redis";
    case ClientLibrary::Jedis:
        return "jedis";
    }
    return {};
}

std::optional<ClientLibrary> clientLibraryFromName(std::string_view name) {
    for (const ClientLibrary library : kClientLibraries)
        if (toString(library) == name) return library;
    return std::nullopt;
}

std::string clientSettings(ClientLibrary library, const TargetSettings& settings, bool withPassword) {
    switch (library) {
    case ClientLibrary::RedisPy:
        return redisPy(settings, withPassword);
    case ClientLibrary::NodeRedis:
        return nodeRedis(settings, withPassword);
    case ClientLibrary::Lettuce:
        return lettuce(settings, withPassword);
    case ClientLibrary::GoRedis:
        return goRedis(settings, withPassword);
    case ClientLibrary::Jedis:
        return jedis(settings, withPassword);
    }
    return {};
}

} // namespace maintscope::model
