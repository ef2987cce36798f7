// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/readiness/readiness_check.h"

#include "client/io/net/hosts_file.h"
#include "client/io/readiness/readiness_parts.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpSocket>

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace maintscope::io {

namespace {

bool inHostsFile(const std::string& path, const std::string& host) {
    return hostsFileLookup(path, [](const std::string&) { return LookupResult(Error{}); })(host).ok();
}

bool isLocal(const std::string& host) {
    return host == "localhost" || host.ends_with(".localhost");
}

} // namespace

ReadinessCheck::ReadinessCheck(LookupPool& pool, const ports::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
    , m_clock(clock)
    , m_bell([this] { onResolved(); })
    , m_answers(std::make_shared<Mailbox<Answer>>([this] { m_bell.ring(); }))
    , m_decoder(readiness::kReplyBounds)
    , m_rest(pool, clock) {
    for (QTimer* timer : {&m_resolveLimit, &m_ttlLimit, &m_dialLimit, &m_sessionLimit})
        timer->setSingleShot(true);
    connect(&m_resolveLimit, &QTimer::timeout, this, [this] {
        m_facts.name->elapsed = m_facts.target.timeouts.connect;
        m_facts.name->error = "no reply" + readiness::within(m_facts.target.timeouts.connect);
        endSession();
    });
    connect(&m_ttlLimit, &QTimer::timeout, this, [this] {
        m_facts.name->ttlNote = "the name server did not answer in time";
        m_ttl.reset();
        finishWhenDone();
    });
    connect(&m_dialLimit, &QTimer::timeout, this, [this] {
        const std::string words = "no connection" + readiness::within(m_facts.target.timeouts.connect);
        for (std::size_t dial = 0; dial < m_dials.size(); ++dial)
            if (m_dials[dial].socket != nullptr) onDialEnded(dial, false, words);
    });
    connect(&m_sessionLimit, &QTimer::timeout, this, &ReadinessCheck::onSessionDeadline);
}

ReadinessCheck::~ReadinessCheck() {
    m_answers->close();
}

void ReadinessCheck::start(ReadinessTask task, Seen seen) {
    m_seen = std::move(seen);
    m_began = m_clock.now();
    m_secrets.add(task.target.password);
    m_secrets.add(task.target.tls.keyPassphrase);
    if (task.rest) {
        m_secrets.add(task.rest->password);
        m_secrets.add(task.rest->tls.keyPassphrase);
    }
    m_password = std::exchange(task.target.password, Secret());
    m_facts.target = std::move(task.target);
    m_facts.passwordGiven = !m_password.empty();
    m_facts.checkedAt = m_clock.wallNow();
    if (task.rest) {
        m_clusterDone = false;
        m_restTask = std::move(task.rest);
        m_facts.rest = m_restTask;
        m_facts.rest->password = Secret();
    }
    const Endpoint& endpoint = m_facts.target.endpoint;
    if (isAddressLiteral(endpoint.host))
        dialAll({endpoint.host}, endpoint.port, m_facts.dials, [this] { beginSession(); });
    else
        resolve();
}

// Name

void ReadinessCheck::resolve() {
    const std::string host = m_facts.target.endpoint.host;
    m_facts.name.emplace();
    m_resolveBegan = m_clock.now();
    m_resolveLimit.start(readiness::inMs(m_facts.target.timeouts.connect));
    lookUp(host, Awaited::Address);
    if (isLocal(host))
        m_facts.name->ttlNote = "a local name has no TTL";
    else if (const std::string& hosts = m_facts.target.hostsFile; !hosts.empty() && inHostsFile(hosts, host))
        m_facts.name->ttlNote = "a hosts file has no TTL";
    else
        askTtl();
}

/// Where the measurement would look as well.
void ReadinessCheck::lookUp(const std::string& host, Awaited awaited) {
    const std::string& hosts = m_facts.target.hostsFile;
    m_pool.submit(
        host,
        [answers = m_answers, awaited](LookupResult result) {
            answers->post({awaited, std::move(result)});
        },
        hosts.empty() ? Lookup() : hostsFileLookup(hosts));
}

/// getaddrinfo does not report the TTL; a query of its own does, and only a name server answers it.
void ReadinessCheck::askTtl() {
    m_ttl = std::make_unique<QDnsLookup>(QDnsLookup::A, QString::fromStdString(m_facts.target.endpoint.host));
    connect(m_ttl.get(), &QDnsLookup::finished, this, &ReadinessCheck::onTtl);
    m_ttlLimit.start(readiness::inMs(m_facts.target.timeouts.connect));
    m_ttl->lookup();
}

void ReadinessCheck::onTtl() {
    if (!m_ttl) return;
    m_ttlLimit.stop();
    const auto records = m_ttl->hostAddressRecords();
    for (const QDnsHostAddressRecord& record : records) {
        const std::chrono::seconds ttl(record.timeToLive());
        m_facts.name->ttl = std::min(m_facts.name->ttl.value_or(ttl), ttl);
    }
    if (records.isEmpty())
        m_facts.name->ttlNote = m_ttl->error() == QDnsLookup::NoError
                                    ? "the name server has no address record for this name"
                                    : m_ttl->errorString().toStdString();
    m_ttl.release()->deleteLater(); // we are in its signal
    show();
    finishWhenDone();
}

void ReadinessCheck::onResolved() {
    for (Answer& answer : m_answers->takeAll()) {
        if (answer.awaited == Awaited::ImpliedName) {
            ImpliedEndpointFacts& implied = *m_facts.implied;
            if (!answer.result) {
                implied.error = answer.result.error().detail;
                m_impliedDone = true;
                finishWhenDone();
                continue;
            }
            dialAll(*answer.result, implied.endpoint.port, implied.dials, [this] {
                m_impliedDone = true;
                finishWhenDone();
            });
            continue;
        }
        if (!m_resolveLimit.isActive()) continue; // too late
        m_resolveLimit.stop();
        m_facts.name->elapsed = m_clock.now() - *m_resolveBegan;
        if (!answer.result) {
            m_facts.name->error = answer.result.error().detail;
            endSession();
            continue;
        }
        m_facts.name->addresses = *answer.result;
        show();
        dialAll(m_facts.name->addresses, m_facts.target.endpoint.port, m_facts.dials,
                [this] { beginSession(); });
    }
}

// TCP

void ReadinessCheck::dialAll(const std::vector<std::string>& addresses, std::uint16_t port,
                             std::vector<DialFacts>& list, std::function<void()> then) {
    m_dials.clear();
    m_afterDials = std::move(then);
    m_dialsOpen = addresses.size();
    for (const std::string& address : addresses)
        list.push_back({{address, port}, {}, false, {}});
    m_dialLimit.start(readiness::inMs(m_facts.target.timeouts.connect));
    m_dials.resize(addresses.size());
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        auto* socket = new QTcpSocket(this);
        socket->setProxy(QNetworkProxy::NoProxy);
        m_dials[i] = {socket, m_clock.now(), &list, i};
        connect(socket, &QAbstractSocket::connected, this, [this, i] { onDialEnded(i, true, {}); });
        connect(socket, &QAbstractSocket::errorOccurred, this,
                [this, i, socket] { onDialEnded(i, false, socket->errorString().toStdString()); });
    }
    // An address of a family that this machine lacks fails inside the call.
    for (std::size_t i = 0; i < addresses.size(); ++i)
        if (QTcpSocket* socket = m_dials[i].socket)
            socket->connectToHost(QHostAddress(QString::fromStdString(addresses[i])), port);
}

void ReadinessCheck::onDialEnded(std::size_t index, bool connected, const std::string& error) {
    Dial& dial = m_dials[index];
    if (dial.socket == nullptr) return;
    DialFacts& facts = dial.list->at(dial.index);
    facts.elapsed = m_clock.now() - dial.began;
    facts.connected = connected;
    facts.error = error;
    QTcpSocket* socket = std::exchange(dial.socket, nullptr);
    socket->disconnect(this);
    if (connected) socket->disconnectFromHost();
    socket->deleteLater();
    if (--m_dialsOpen > 0) return show();
    m_dialLimit.stop();
    show();
    // From the event loop: the first error may have come from inside connectToHost().
    QMetaObject::invokeMethod(this, std::exchange(m_afterDials, {}), Qt::QueuedConnection);
}

// Cluster manager

void ReadinessCheck::askCluster() {
    m_rest.start({RestAction::Survey, *m_restTask, {}, {}}, {},
                 [this](const RestOutcome& outcome) { onCluster(outcome); });
    m_restTask.reset();
}

void ReadinessCheck::onCluster(const RestOutcome& outcome) {
    m_facts.cluster = outcome;
    if (outcome.reading && outcome.reading->serverDate)
        m_facts.clusterClock = readiness::clockFacts(*outcome.reading->serverDate, 1s,
                                                     outcome.reading->readAt, outcome.reading->elapsed);
    m_clusterDone = true;
    show();
    finishWhenDone();
}

/// A MOVING names endpoints of one side; from here the other one may be all that is reachable.
void ReadinessCheck::dialImplied() {
    m_impliedDone = true;
    if (!m_facts.cluster || !m_facts.handshake || m_facts.endpointType == EndpointType::None) return;
    const DatabaseReading* database = databaseAt(m_facts.cluster->databases, m_facts.target.endpoint);
    if (database == nullptr) return;
    const bool internal = m_facts.endpointType == EndpointType::InternalIp ||
                          m_facts.endpointType == EndpointType::InternalFqdn;
    const DatabaseEndpoint* endpoint = endpointOf(*database, internal);
    if (endpoint == nullptr || endpoint->internal != internal) return;
    const bool byName = m_facts.endpointType == EndpointType::InternalFqdn ||
                        m_facts.endpointType == EndpointType::ExternalFqdn;
    if (byName ? endpoint->name.empty() : endpoint->addresses.empty()) return;
    ImpliedEndpointFacts& implied = m_facts.implied.emplace();
    implied.endpoint = {byName ? endpoint->name : endpoint->addresses.front(), endpoint->port};
    m_impliedDone = false;
    if (byName && !isAddressLiteral(endpoint->name)) {
        lookUp(endpoint->name, Awaited::ImpliedName);
        return;
    }
    dialAll(byName ? std::vector{endpoint->name} : endpoint->addresses, endpoint->port, implied.dials,
            [this] {
                m_impliedDone = true;
                finishWhenDone();
            });
}

void ReadinessCheck::finishWhenDone() {
    if (!m_databaseDone || !m_clusterDone || m_ttl || m_facts.finished) return;
    if (!m_facts.implied) dialImplied();
    if (!m_impliedDone) return;
    m_facts.finished = true;
    m_facts.elapsed = m_clock.now() - m_began;
    // From the event loop: the receiver may delete this.
    QMetaObject::invokeMethod(
        this, [seen = std::move(m_seen), facts = m_facts] { seen(facts); }, Qt::QueuedConnection);
}

void ReadinessCheck::show() {
    if (m_facts.finished || !m_seen) return;
    m_facts.elapsed = m_clock.now() - m_began;
    m_seen(m_facts);
}

} // namespace maintscope::io

#include "moc_readiness_check.cpp"
