// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/simulator.h"

#include "app/demo/cluster/scenario_library.h"
#include "app/demo/fronts/certificate.h"
#include "app/demo/fronts/control_front.h"
#include "app/demo/fronts/database_front.h"
#include "app/demo/fronts/rest_front.h"
#include "app/demo/fronts/wall_clock.h"
#include "app/demo/rest/rest_server.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QNetworkInterface>
#include <QRandomGenerator>
#include <QSslCertificate>
#include <QSslKey>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <algorithm>
#include <future>
#include <mutex>
#include <thread>

#include <pthread.h>

namespace maintscope::demo {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kBackendLimitMs = 3000;
constexpr const char* kViewer = "viewer@example.com";

/// 20 letters and digits from the system's generator.
Secret randomPassword() {
    static constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    std::string password;
    for (int i = 0; i < 20; ++i)
        password += kLetters[QRandomGenerator::system()->bounded(static_cast<quint32>(kLetters.size()))];
    return Secret(std::move(password));
}

QByteArray bytes(std::string_view text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

QSslKey privateKey(const KeyPair& pair) {
    const QByteArray pem = bytes(pair.key.reveal());
    const QSslKey key(pem, QSsl::Ec, QSsl::Pem);
    return key.isNull() ? QSslKey(pem, QSsl::Rsa, QSsl::Pem) : key;
}

QSslConfiguration serverConfiguration(const KeyPair& pair) {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(QSslCertificate::fromData(bytes(pair.certificate), QSsl::Pem));
    configuration.setPrivateKey(privateKey(pair));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    return configuration;
}

CertificateSubject clusterSubject(const char* unit, const QHostAddress& bind, int nodes) {
    CertificateSubject subject;
    subject.commonName = kClusterName;
    subject.organisationalUnit = unit;
    subject.dnsNames = {kClusterName, std::string("*.") + kClusterName, "localhost"};
    subject.addresses = {"127.0.0.1", "::1"};
    const auto add = [&subject](const QHostAddress& address) {
        const std::string literal = address.toString().toStdString();
        if (std::find(subject.addresses.begin(), subject.addresses.end(), literal) == subject.addresses.end())
            subject.addresses.push_back(literal);
    };
    bool isV4 = false;
    const quint32 v4 = bind.toIPv4Address(&isV4);
    if (isV4 && v4 >> 24 == 127) {
        for (int i = 0; i <= nodes; ++i)
            add(QHostAddress(v4 + static_cast<quint32>(i)));
    } else if (isAnyAddress(bind)) {
        for (const QHostAddress& own : QNetworkInterface::allAddresses())
            if (!own.isLinkLocal()) add(own);
    } else {
        add(bind);
    }
    return subject;
}

/// Authorities of an administrator, who replaces what the cluster came with: a root that clients are given,
/// and one in between that signs.
struct Authorities {
    KeyPair root;
    KeyPair issuing;
};

Result<Authorities> makeAuthorities() {
    const auto authority = [](const char* name) {
        CertificateSubject subject;
        subject.commonName = name;
        subject.organisationalUnit = "certificate authority";
        subject.authority = true;
        return subject;
    };
    auto root = makeCertificate(authority("Simulated Root CA"));
    if (!root) return root.error();
    auto issuing = makeCertificate(authority("Simulated Issuing CA"), *root);
    if (!issuing) return issuing.error();
    return Authorities{std::move(*root), std::move(*issuing)};
}

/// The certificates that the REST side can present.
struct Identities {
    CertificateSubject subject;
    KeyPair first;
    Authorities authorities;
};

/// Checks the backend at the start, so that the first client is not the one that detects the error.
Status reachBackend(const Endpoint& backend) {
    QTcpSocket socket;
    socket.connectToHost(QString::fromStdString(backend.host), backend.port);
    if (socket.waitForConnected(kBackendLimitMs)) return success();
    return Error{"The backend is not reachable.", toString(backend), socket.errorString().toStdString(),
                 "Start the backend, or remove --backend: the simulator then holds the keys itself."};
}

/// Carries out "rest NAME VALUE" of the control port.
Status restControl(RestFront& front, RestServer& server, ClusterSettings& settings, std::string_view words,
                   const Identities& identities) {
    const auto blank = words.find(' ');
    const std::string_view name = words.substr(0, blank);
    const std::string_view value =
        blank == std::string_view::npos ? std::string_view() : words.substr(blank + 1);
    if (name == "opted-in") {
        if (value != "keep" && value != "stop")
            return Error{
                "The value of opted-in is unknown.", std::string(value), {}, "Use one of: keep, stop."};
        settings.offSilencesOptedIn = value == "stop";
        return success();
    }
    if (name != "certificate") return setSwitch(server.switches(), name, value);
    CertificateSubject subject = identities.subject;
    if (value == "expired") subject.expiresIn = std::chrono::hours(-24);
    if (value == "documented") {
        subject.dnsNames = {kClusterName, std::string("*.") + kClusterName};
        subject.addresses.clear();
        subject.rsa4096 = true;
    }
    Result<KeyPair> pair = identities.first;
    if (value == "new" || value == "expired" || value == "documented")
        pair = makeCertificate(subject);
    else if (value == "ca-signed")
        pair = makeCertificate(subject, identities.authorities.issuing);
    else if (value != "first")
        return Error{"The certificate is unknown.",
                     std::string(value),
                     {},
                     "Use one of: new, expired, ca-signed, documented, first."};
    if (!pair) return pair.error();
    front.setTls(serverConfiguration(*pair));
    return success();
}

} // namespace

/// A std::jthread with an event loop of Qt's: what a QThread orders by locks of its own, the thread sanitizer
/// cannot see.
class Simulator::Thread {
public:
    explicit Thread(SimulatorOptions options)
        : m_options(std::move(options)) {}
    ~Thread() { end(); }
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;
    Result<SimulatorAddresses> start();
    void end();

private:
    /// The objects that live on the thread.
    struct Parts {
        std::unique_ptr<QTemporaryDir> folder; ///< mode 0700
        std::unique_ptr<DatabaseFront> database;
        std::unique_ptr<RestServer> restServer;
        std::unique_ptr<RestFront> rest;
        std::unique_ptr<RestFront> metrics;
        std::unique_ptr<ControlFront> control;
    };
    void run();
    Result<SimulatorAddresses> build(Parts& parts);
    Result<std::string> writeCertificates(Parts& parts, const std::string& pem) const;

    SimulatorOptions m_options;
    std::promise<Result<SimulatorAddresses>> m_addresses;
    std::mutex m_mutex;
    QEventLoop* m_loop = nullptr; ///< guarded by m_mutex; set while there is one to quit
    std::jthread m_thread;
};

Result<SimulatorAddresses> Simulator::Thread::start() {
    auto addresses = m_addresses.get_future();
    m_thread = std::jthread([this] { run(); });
    return addresses.get();
}

void Simulator::Thread::run() {
    ::pthread_setname_np(::pthread_self(), "simulator");
    Parts parts;
    QEventLoop loop;
    auto addresses = build(parts);
    const bool listening = addresses.ok();
    {
        const std::lock_guard lock(m_mutex);
        m_loop = &loop;
    }
    m_addresses.set_value(std::move(addresses));
    if (listening) loop.exec();
    const std::lock_guard lock(m_mutex);
    m_loop = nullptr;
}

void Simulator::Thread::end() {
    {
        const std::lock_guard lock(m_mutex);
        // By name: Qt would free a slot object on the other thread, which the thread sanitizer takes for a race.
        if (m_loop != nullptr) QMetaObject::invokeMethod(m_loop, "quit", Qt::QueuedConnection);
    }
    if (m_thread.joinable()) m_thread.join();
}

Result<SimulatorAddresses> Simulator::Thread::build(Parts& parts) {
    SimulatorAddresses addresses;
    const QHostAddress bind(QString::fromStdString(m_options.bind));
    if (bind.isNull())
        return Error{"The simulator cannot listen.", m_options.bind, "it is not an IP address",
                     "Use an address of this machine, such as 127.0.0.1."};
    std::optional<Scenario> scenario;
    if (!m_options.scenario.empty()) {
        auto loaded = loadScenario(m_options.scenario);
        if (!loaded) return loaded.error();
        scenario = std::move(*loaded);
    }

    const CertificateSubject proxy = clusterSubject("redisdb", bind, m_options.nodes);
    const auto databasePair = makeCertificate(proxy);
    if (!databasePair) return databasePair.error();
    const CertificateSubject api = clusterSubject("api", bind, m_options.nodes);
    const auto restPair = makeCertificate(api);
    if (!restPair) return restPair.error();
    const auto metricsPair = makeCertificate(clusterSubject("metrics_exporter", bind, m_options.nodes));
    if (!metricsPair) return metricsPair.error();
    const auto authorities = makeAuthorities();
    if (!authorities) return authorities.error();
    const auto caFile =
        writeCertificates(parts, restPair->certificate + databasePair->certificate +
                                     metricsPair->certificate + authorities->root.certificate);
    if (!caFile) return caFile.error();
    addresses.caFile = *caFile;

    if (m_options.backend) {
        const Status reached = reachBackend(m_options.backend->endpoint);
        if (!reached) return reached.error();
    }
    ClusterOptions cluster;
    cluster.nodes = m_options.nodes;
    cluster.speed = m_options.speed;
    cluster.loop = m_options.loop;
    cluster.profile = m_options.version;
    cluster.clientMaintNotifications = m_options.clientMaintNotifications;
    cluster.password = m_options.password;
    cluster.tls = m_options.tls;
    cluster.startedAt = wallNow();
    if (m_options.backend) {
        cluster.backend = true;
        cluster.backendUser = m_options.backend->user;
        cluster.backendPassword = m_options.backend->password;
    }
    std::optional<TlsIdentities> identities;
    if (m_options.tls) {
        const auto stranger = makeCertificate(proxy);
        if (!stranger) return stranger.error();
        identities = TlsIdentities{serverConfiguration(*databasePair), serverConfiguration(*stranger)};
    }
    const QString hostsFile = parts.folder->filePath(u"hosts"_s);
    parts.database = std::make_unique<DatabaseFront>(std::move(cluster), std::move(identities), hostsFile);
    if (m_options.backend) parts.database->setBackend(m_options.backend->endpoint);
    const auto entry = parts.database->listen(bind, m_options.port);
    if (!entry) return entry.error();
    const std::string scheme = m_options.tls ? "rediss://" : "redis://";
    addresses.redis = scheme + toString(*entry);
    if (parts.database->hasName()) {
        addresses.named = scheme + toString(Endpoint{kDatabaseName, entry->port});
        addresses.hostsFile = hostsFile.toStdString();
    }
    for (const Endpoint& node : parts.database->nodes())
        addresses.nodes.push_back(toString(node));
    addresses.password = m_options.password;

    parts.rest = std::make_unique<RestFront>(serverConfiguration(*restPair),
                                             [database = parts.database.get()] { return database->now(); });
    const auto restPort = parts.rest->listen(bind, m_options.restPort);
    if (!restPort) return restPort.error();
    RestFacts facts;
    facts.clusterName = kClusterName;
    facts.proxyCertificate = databasePair->certificate;
    facts.database = *entry;
    facts.databaseTls = m_options.tls;
    facts.databasePassword = m_options.password;
    facts.nodes = parts.database->nodes();
    facts.restPort = *restPort;
    facts.createdAt = wallNow();
    parts.restServer = std::make_unique<RestServer>(parts.database->cluster().settings(), std::move(facts));
    addresses.restUser = m_options.restUser;
    addresses.restPassword = m_options.restPassword.empty() ? randomPassword() : m_options.restPassword;
    parts.restServer->addUser(addresses.restUser, addresses.restPassword, RestRole::Admin);
    parts.restServer->addUser(kViewer, addresses.restPassword, RestRole::ClusterViewer);
    // Each node answers for itself, where it has an address of its own.
    int uid = 0;
    for (const Endpoint& node : parts.database->nodes()) {
        ++uid;
        if (node.host == entry->host) continue;
        const auto own = parts.rest->listen(QHostAddress(QString::fromStdString(node.host)), *restPort, uid);
        if (!own) return own.error();
    }
    parts.rest->serve(parts.restServer.get());
    addresses.rest = "https://" + toString(Endpoint{entry->host, *restPort});
    parts.restServer->setCounts(parts.database->cluster().counts());
    parts.metrics = std::make_unique<RestFront>(
        serverConfiguration(*metricsPair), [database = parts.database.get()] { return database->now(); });
    const auto metricsPort = parts.metrics->listen(bind, m_options.metricsPort, RestServer::kMetricsPort);
    if (!metricsPort) return metricsPort.error();
    parts.metrics->serve(parts.restServer.get());
    addresses.metrics = "https://" + toString(Endpoint{entry->host, *metricsPort}) + "/v2";

    parts.control = std::make_unique<ControlFront>(*parts.database);
    parts.control->setRest(
        [&parts, identities = Identities{api, *restPair, *authorities}](std::string_view words) {
            return restControl(*parts.rest, *parts.restServer, parts.database->cluster().settings(), words,
                               identities);
        });
    const auto control = parts.control->listen(m_options.controlPort);
    if (!control) return control.error();
    addresses.control = "127.0.0.1:" + std::to_string(*control);

    if (scenario) {
        const Status running = parts.database->cluster().run(std::move(*scenario), m_options.scenario,
                                                             m_options.start, parts.database->now());
        if (!running) return running.error();
        Effects none;
        parts.database->perform(none);
    }
    return addresses;
}

Result<std::string> Simulator::Thread::writeCertificates(Parts& parts, const std::string& pem) const {
    parts.folder = std::make_unique<QTemporaryDir>(QDir::temp().filePath(u"maintscope-simulate-XXXXXX"_s));
    QFile file(parts.folder->filePath(u"ca.pem"_s));
    if (!parts.folder->isValid() || !file.open(QIODevice::WriteOnly) ||
        file.write(bytes(pem)) != static_cast<qint64>(pem.size()) || !file.flush())
        return Error{
            "The certificates of the simulator cannot be written.", file.fileName().toStdString(),
            (parts.folder->isValid() ? file.errorString() : parts.folder->errorString()).toStdString(),
            "Free some space in the folder for temporary files, or set TMPDIR to another folder."};
    return file.fileName().toStdString();
}

Simulator::Simulator(SimulatorOptions options)
    : m_thread(std::make_unique<Thread>(std::move(options))) {}

Simulator::~Simulator() {
    stop();
}

Result<SimulatorAddresses> Simulator::start() {
    return m_thread->start();
}

void Simulator::stop() {
    m_thread->end();
}

} // namespace maintscope::demo
