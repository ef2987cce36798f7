// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/world.h"

#include "client/core/backoff.h"
#include "client/types/event_names.h"

#include <QTest>

#include <set>

using namespace maintscope;
using namespace maintscope::test;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> kNodes{"10.0.0.1:6379", "10.0.0.2:6379", "10.0.0.3:6379"};

/// Throws random server behaviour at one target and checks what has to hold whatever the server does.
class Chaos {
public:
    explicit Chaos(std::uint64_t seed)
        : m_random(seed)
        , m_world(settings(seed), seed) {
        for (const std::string& node : kNodes)
            m_world.node(node);
        m_world.resolveTo("db.example.com", {"10.0.0.1", "10.0.0.2"});
        if (seed % 5 == 0) m_world.sliceInput(1 + seed % 7);
    }

    QString run(Duration duration) {
        m_world.start();
        for (Duration passed{}; passed < duration;) {
            const Duration step = m_random.upTo(3s);
            passed += step;
            act();
            m_world.run(step);
        }
        calm();
        m_world.run(90s);
        const auto before = m_world.samples().size();
        m_world.run(10s);
        std::set<std::uint16_t> answered;
        for (std::size_t i = before; i < m_world.samples().size(); ++i)
            if (isReply(m_world.samples()[i].outcome)) answered.insert(m_world.samples()[i].connection.value);
        if (answered.size() != m_connections)
            return QStringLiteral("not every connection recovered\n") + lastEvents();
        m_world.stop();
        if (!m_world.runToEnd(5min)) return QStringLiteral("did not finish");
        return check();
    }

    [[nodiscard]] std::size_t probes() const { return m_world.samples().size(); }

private:
    static TargetSettings settings(std::uint64_t seed) {
        TargetSettings s = plainSettings();
        if (seed % 2 == 0) s.endpoint.host = "db.example.com";
        s.probe.connections = static_cast<std::uint16_t>(1 + seed % 3);
        s.probe.command = static_cast<ProbeCommand>(seed % 4);
        s.probe.key = "k";
        s.probe.control = seed % 7 == 0;
        s.probe.ratePerSecond = seed % 3 == 0 ? 50 : 10;
        return s;
    }

    std::uint64_t pick(std::uint64_t n) { return m_random.next() % n; }
    const std::string& anyNode() { return kNodes[pick(kNodes.size())]; }

    void act() {
        const std::string& node = anyNode();
        const auto seq = static_cast<std::int64_t>(pick(6) == 0 ? pick(20) : m_sequence++);
        const auto seconds = static_cast<std::int64_t>(pick(20)) - 1;
        const std::string shards = "[\"" + std::to_string(pick(3)) + "\"]";
        switch (pick(24)) {
        case 0:
        case 1:
        case 2:
            m_world.push(node, moving(seq, seconds, anyNode()));
            break;
        case 3:
        case 4:
            m_world.push(node, moving(seq, seconds, {}));
            break;
        case 5:
            m_world.push(node, opener("MIGRATING", seq, 2, shards));
            break;
        case 6:
            m_world.push(node, closer("MIGRATED", seq, shards));
            break;
        case 7:
            m_world.push(node, opener("FAILING_OVER", seq, 2, shards));
            break;
        case 8:
            m_world.push(node, closer("FAILED_OVER", seq, shards));
            break;
        case 9:
            m_world.close(node, core::CloseCause::Fin);
            break;
        case 10:
            m_world.close(node, core::CloseCause::Reset);
            break;
        case 11:
            m_world.node(node).refuses = pick(2) == 0;
            break;
        case 12:
            m_world.node(node).blackHole = pick(2) == 0;
            break;
        case 13:
            m_world.node(node).mute = pick(3) == 0;
            break;
        case 14:
            m_world.node(node).replyDelay = m_random.upTo(pick(4) == 0 ? Duration(20s) : Duration(500ms));
            break;
        case 15:
            m_world.node(node).replyDelay = {};
            break;
        case 16:
            m_world.node(node).optInError = pick(2) == 0 ? "ERR disabled" : "";
            break;
        case 17:
            m_world.node(node).afterOptIn = {moving(seq, seconds, pick(2) == 0 ? std::string() : anyNode())};
            break;
        case 18:
            m_world.node(node).afterOptIn.clear();
            break;
        case 19:
            m_world.inject(node, pick(2) == 0 ? "+surprise\r\n" : "garbage\r\n");
            break;
        case 20:
            m_world.freeze(m_random.upTo(2s));
            break;
        case 21:
            m_world.node(node).helloError = pick(2) == 0 ? "ERR max number of clients reached" : "";
            break;
        case 22:
            m_world.resolveTo("db.example.com", {pick(2) == 0 ? "10.0.0.3" : "10.0.0.1"});
            break;
        default:
            m_world.resolverFails("db.example.com");
            break;
        }
    }

    /// To read what happened when a seed fails.
    QString lastEvents() {
        QString text;
        text +=
            QStringLiteral("now %1, finished %2, next %3\n")
                .arg(std::chrono::duration<double>(m_world.now().time_since_epoch()).count())
                .arg(m_world.target().finished())
                .arg(m_world.target().nextDeadline()
                         ? std::chrono::duration<double>(m_world.target().nextDeadline()->time_since_epoch())
                               .count()
                         : -1);
        const auto& history = m_world.history();
        for (std::size_t i = history.size() - std::min<std::size_t>(history.size(), 40); i < history.size();
             ++i) {
            const Event& e = history[i];
            text += QStringLiteral("%1 conn %2 %3 %4 %5 -> %6 %7 %8\n")
                        .arg(std::chrono::duration<double>(e.at.time_since_epoch()).count(), 0, 'f', 3)
                        .arg(e.connection.value)
                        .arg(QString::fromUtf8(toString(e.kind).data()), QString::fromStdString(e.name),
                             QString::fromStdString(e.peerOld), QString::fromStdString(e.peerNew),
                             QString::fromStdString(e.errorType), QString::fromStdString(e.errorText));
        }
        return text;
    }

    void calm() {
        for (const std::string& node : kNodes)
            m_world.node(node) = {};
        m_world.resolveTo("db.example.com", {"10.0.0.1", "10.0.0.2", "10.0.0.3"});
    }

    QString check() {
        if (const std::string violation = m_world.violation(); !violation.empty())
            return QString::fromStdString(violation) + u'\n' + lastEvents();
        std::set<std::pair<std::uint16_t, std::int64_t>> slots;
        std::int64_t acknowledged = 0;
        std::int64_t open = 0;
        for (const Sample& s : m_world.samples()) {
            if (s.outcome == Outcome::ReplyAfterTimeout) continue;
            if (!slots.insert({s.connection.value, s.intended.time_since_epoch().count()}).second)
                return QStringLiteral("a probe ended twice");
            if (s.done < s.intended) return QStringLiteral("a probe ended before it was due");
            if (countsAsSent(s.outcome) && s.outcome != Outcome::Timeout && s.done < s.sent)
                return QStringLiteral("a reply before its command");
            if (s.role == ProbeRole::Protected && isReply(s.outcome)) ++acknowledged;
            if (s.role == ProbeRole::Protected &&
                (s.outcome == Outcome::Timeout || s.outcome == Outcome::Unknown))
                ++open;
        }
        if (m_world.mostSockets() > 6U * m_connections) return QStringLiteral("too many sockets at once");
        if (m_world.openSockets() != 0) return QStringLiteral("sockets left open");
        for (const Event& e : m_world.events(EventKind::Recording, names::kIntegrity)) {
            const auto acked = figure(e, "acknowledged");
            const auto unresolved = figure(e, "unresolved");
            const auto grown = figure(e, "server_count");
            if (!acked || !unresolved || !grown) return QStringLiteral("the counter was not read");
            if (*grown < *acked) return QStringLiteral("an acknowledged command was lost");
            if (*grown > *acked + *unresolved) return QStringLiteral("a command was executed twice");
        }
        for (const Event& e : m_world.events(EventKind::Handoff))
            if (!e.end) return QStringLiteral("a handoff without an end");
        return {};
    }

    core::Jitter m_random;
    World m_world;
    std::int64_t m_sequence = 0;
    std::size_t m_connections = m_world.connections();
};

} // namespace

/// MAINTSCOPE_SIMULATION_SECONDS: virtual seconds in all (default 20,000); MAINTSCOPE_SIMULATION_SEED: one
/// seed only.
class TargetSimulationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsWhateverTheServerDoes() {
        const auto seconds = std::max(1000, qEnvironmentVariableIntValue("MAINTSCOPE_SIMULATION_SECONDS"));
        const auto total = std::chrono::seconds(
            qEnvironmentVariableIsSet("MAINTSCOPE_SIMULATION_SECONDS") ? seconds : 20'000);
        const int only = qEnvironmentVariableIntValue("MAINTSCOPE_SIMULATION_SEED");
        constexpr auto kRun = 500s;
        std::size_t probes = 0;
        for (std::uint64_t seed = only > 0 ? static_cast<std::uint64_t>(only) : 1;
             kRun * seed <= total || only > 0; ++seed) {
            Chaos chaos(seed);
            const QString problem = chaos.run(kRun);
            QVERIFY2(problem.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(problem)));
            probes += chaos.probes();
            if (only > 0) break;
        }
        qInfo("%lld virtual seconds, %zu probes", static_cast<long long>(total.count()), probes);
    }
};

QTEST_APPLESS_MAIN(TargetSimulationTest)
#include "tst_target_simulation.moc"
