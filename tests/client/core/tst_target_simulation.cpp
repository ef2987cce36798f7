// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/world.h"

#include "client/core/backoff.h"
#include "client/types/event_names.h"
#include "tests/support/test_case.h"

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
        m_world.node("[2001:db8::3]:6379");
        m_world.resolveTo("db.example.com", {"10.0.0.1", "10.0.0.2"});
        m_world.resolveTo("node3.example.com", {"10.0.0.3"});
        m_world.resolverFails("gone.example.com");
        if (seed % 5 == 0) m_world.sliceInput(1 + seed % 7);
    }

    QString run(Duration duration) {
        m_world.start();
        for (Duration passed{}; passed < duration;) {
            const Duration step = m_random.upTo(3s);
            passed += step;
            act();
            m_world.run(step);
            if (!m_world.violation().empty())
                return QString::fromStdString(m_world.violation()) + u'\n' + lastEvents();
        }
        // Never ready, and for a reason that trying on would not change: it ends by itself.
        if (m_world.target().finished() && !m_world.target().wasReady()) return check();
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
        s.probe.ratePerSecond = seed % 3 == 0 ? 20 : 4;
        if (seed % 5 == 1) s.timeouts.drainLimit.reset();
        if (seed % 5 == 2) s.timeouts.drainLimit = 50ms;
        if (seed % 11 == 3) s.timeouts.handoff = 3s;
        if (seed % 13 == 4) s.policy = Policy::Required;
        return s;
    }

    std::uint64_t pick(std::uint64_t n) { return m_random.next() % n; }
    const std::string& anyNode() { return kNodes[pick(kNodes.size())]; }

    void act() {
        switch (pick(4)) {
        case 0:
            announce();
            break;
        case 1:
            close();
            break;
        case 2:
            breakANode();
            break;
        default:
            breakTheRest();
            break;
        }
    }

    std::int64_t nextSequence() { return static_cast<std::int64_t>(pick(6) == 0 ? pick(20) : m_sequence++); }
    /// Named, by name, null, of another family, to nobody: every kind of target.
    std::string anyTarget() {
        switch (pick(9)) {
        case 0:
        case 1:
            return {};
        case 2:
            return "node3.example.com:6379";
        case 3:
            return "gone.example.com:6379";
        case 4:
            return "[2001:db8::3]:6379";
        case 5:
            return "10.9.9.9:6379"; // nobody is there
        default:
            return anyNode();
        }
    }
    std::string anyMoving() {
        return moving(nextSequence(), static_cast<std::int64_t>(pick(20)) - 1, anyTarget());
    }
    std::string anyShards() { return "[\"" + std::to_string(pick(3)) + "\"]"; }
    std::string anySlots() {
        const auto first = pick(16000);
        return std::to_string(first) + "-" + std::to_string(first + pick(300));
    }

    void announce() {
        const std::string& node = anyNode();
        switch (pick(10)) {
        case 0:
        case 1:
        case 2:
        case 3: { // often more than once, sometimes late, now and then by every node
            const std::string frame = m_lastMoving.empty() || pick(4) != 0 ? anyMoving() : m_lastMoving;
            m_lastMoving = frame;
            m_world.push(node, frame);
            if (pick(3) == 0) m_world.push(node, frame);
            if (pick(4) == 0) {
                const Duration late = m_random.upTo(25s);
                m_world.at(late, [this, node, frame] { m_world.push(node, frame); });
            }
            if (pick(5) == 0)
                for (const std::string& other : kNodes)
                    m_world.push(other, frame);
            break;
        }
        case 4:
            m_world.push(node, opener("MIGRATING", nextSequence(), 2, anyShards()));
            break;
        case 5:
            m_world.push(node, closer("MIGRATED", nextSequence(), anyShards()));
            break;
        case 6:
            m_world.push(node, opener("FAILING_OVER", nextSequence(), 2, anyShards()));
            break;
        case 7:
            m_world.push(node, closer("FAILED_OVER", nextSequence(), anyShards()));
            break;
        case 8:
            m_world.push(node, closer("SMIGRATING", nextSequence(), anySlots()));
            break;
        default: {
            const std::string slots = anySlots();
            m_world.push(node,
                         ">3\r\n$9\r\nSMIGRATED\r\n:1\r\n*1\r\n*3\r\n+a:1\r\n+b:1\r\n+" + slots + "\r\n");
            break;
        }
        }
    }

    void close() {
        const auto cause = pick(2) == 0 ? core::CloseCause::Fin : core::CloseCause::Reset;
        m_world.close(anyNode(), cause);
    }

    void breakANode() {
        World::Node& node = m_world.node(anyNode());
        switch (pick(12)) {
        case 0:
            node.refuses = pick(2) == 0;
            break;
        case 1:
            node.blackHole = pick(2) == 0;
            break;
        case 2:
            node.mute = pick(3) == 0;
            break;
        case 3:
            node.replyDelay = m_random.upTo(pick(4) == 0 ? Duration(20s) : Duration(500ms));
            break;
        case 4:
            node.replyDelay = {};
            break;
        case 5:
            node.optInError = pick(2) == 0 ? "ERR disabled" : "";
            break;
        case 6:
            node.afterOptIn = {pick(3) == 0 ? closer("MIGRATED", nextSequence(), anyShards())
                               : m_lastMoving.empty() || pick(2) == 0 ? anyMoving()
                                                                      : m_lastMoving};
            break;
        case 7:
            node.afterOptIn.clear();
            break;
        case 8:
            node.helloError = pick(3) == 0   ? "ERR max number of clients reached"
                              : pick(3) == 0 ? "WRONGPASS invalid username-password pair"
                                             : "";
            break;
        case 9:
            node.openError = pick(3) == 0 ? "tls_untrusted" : "";
            break;
        case 10:
            node.openDelay = m_random.upTo(pick(3) == 0 ? Duration(3s) : Duration(100ms));
            break;
        default:
            node.roundTrip = 100us + m_random.upTo(30ms);
            break;
        }
    }

    void breakTheRest() {
        const std::string& node = anyNode();
        switch (pick(10)) {
        case 0:
            m_world.inject(node, pick(2) == 0 ? "+surprise\r\n" : "garbage\r\n");
            break;
        case 1: // half a frame, and the rest never: replies taken for it shift all later ones, so the socket
            // ends
            m_world.inject(node, ">4\r\n$6\r\nMOV");
            m_world.at(m_random.upTo(5s), [this, node] { m_world.close(node, core::CloseCause::Fin); });
            break;
        case 2:
            m_world.freeze(m_random.upTo(pick(5) == 0 ? Duration(20s) : Duration(2s)));
            break;
        case 3:
            m_world.sleep(m_random.upTo(5s));
            break;
        case 4:
            m_world.resolverTakes(m_random.upTo(pick(3) == 0 ? Duration(3s) : Duration(20ms)));
            break;
        case 5:
            m_world.resolveTo("db.example.com", {pick(2) == 0 ? "10.0.0.3" : "10.0.0.1"});
            break;
        case 6:
            m_world.resolveTo("db.example.com", {"10.0.0.2", "10.9.9.9", "10.0.0.1"});
            break;
        case 7:
            m_world.resolverFails("db.example.com");
            break;
        case 8:
            m_world.failStep(1 + static_cast<int>(pick(10)), static_cast<World::Fault>(pick(5)));
            break;
        default:
            m_world.resolveTo("db.example.com", {"10.0.0.1", "10.0.0.2", "10.0.0.3"});
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
        std::vector<Event> history; // a run of timeouts is one line
        for (const Event& e : m_world.history())
            if (e.kind != EventKind::Timeout || history.empty() || history.back().key != e.key)
                history.push_back(e);
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
        m_world.resolverTakes(1ms);
        m_world.failStep(0, World::Fault::Refused);
    }

    QString check() {
        if (const std::string violation = m_world.violation(); !violation.empty())
            return QString::fromStdString(violation) + u'\n' + lastEvents();
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
    std::string m_lastMoving;
    std::size_t m_connections = m_world.connections();
};

} // namespace

/// MAINTSCOPE_SIMULATION_SECONDS: virtual seconds in all (default 20,000; the full run has 1,000,000);
/// MAINTSCOPE_SIMULATION_SEED: this seed only. A failure names its seed.
class TargetSimulationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsWhateverTheServerDoes_data() {
        QTest::addColumn<quint64>("first");
        QTest::addColumn<quint64>("last");
        const int wanted = qEnvironmentVariableIntValue("MAINTSCOPE_SIMULATION_SECONDS");
        const auto only =
            static_cast<std::uint64_t>(qEnvironmentVariableIntValue("MAINTSCOPE_SIMULATION_SEED"));
        if (only > 0) {
            QTest::addRow("seed %llu", static_cast<unsigned long long>(only))
                << quint64{only} << quint64{only};
            return;
        }
        constexpr int kDefaultSeconds = 20'000;
        const auto seeds = static_cast<quint64>((wanted > 0 ? wanted : kDefaultSeconds) / kRun.count());
        for (quint64 first = 1; first <= seeds; first += kSeedsPerRow) {
            const quint64 last = std::min(first + kSeedsPerRow - 1, seeds);
            QTest::addRow("seeds %llu to %llu", first, last) << first << last;
        }
    }
    void holdsWhateverTheServerDoes() {
        QFETCH(quint64, first);
        QFETCH(quint64, last);
        std::size_t probes = 0;
        for (quint64 seed = first; seed <= last; ++seed) {
            Chaos chaos(seed);
            const QString problem = chaos.run(kRun);
            QVERIFY2(problem.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(problem)));
            probes += chaos.probes();
        }
        qInfo("%llu virtual seconds, %zu probes", (last - first + 1) * static_cast<quint64>(kRun.count()),
              probes);
    }

private:
    static constexpr auto kRun = 500s; ///< of one seed
    static constexpr quint64 kSeedsPerRow = 10;
};

MAINTSCOPE_TEST(TargetSimulationTest, void)
#include "tst_target_simulation.moc"
