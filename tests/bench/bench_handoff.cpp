// SPDX-License-Identifier: GPL-3.0-or-later
// Fifty announced moves of the endpoint on real sockets, at 200/s and at 2,000/s on one connection, with
// INCR, the command that forgives least: what failed, what came out of order, and the longest time between
// two replies during each move. The baseline is the longest time between two replies between the moves.
#include "app/demo/simulator.h"
#include "client/io/target/client_thread.h"
#include "client/types/event_names.h"
#include "client/types/target_url.h"
#include "tests/bench/bench.h"

#include <QHostAddress>
#include <QTcpSocket>

using namespace maintscope;
using namespace std::chrono_literals;

namespace {

struct Span {
    MonoTime from{};
    MonoTime to{};
};

/// One session against one simulated cluster.
class Run {
public:
    explicit Run(double rate)
        : m_rate(rate) {}

    /// False when the cluster or the client did not do what it should.
    bool moveTimes(int moves) {
        demo::Simulator simulator({.nodes = 3, .speed = 5});
        const auto addresses = simulator.start();
        if (!addresses) return false;
        const auto control = parseEndpoint(addresses->control);
        const auto url = parseTargetUrl(addresses->redis);
        if (!control || !url) return false;
        QTcpSocket orders;
        orders.connectToHost(QHostAddress(QString::fromStdString(control->host)), control->port);
        if (!orders.waitForConnected()) return false;

        io::ClientThread client({.recorder = false, .view = true});
        QObject::connect(&client, &io::ClientThread::batchArrived, &client,
                         [this](const BatchPtr& batch) { take(*batch); });
        QObject::connect(&client, &io::ClientThread::targetFinished, &client,
                         [this](const io::TargetReport&) { m_ended = true; });
        TargetSettings settings;
        settings.endpoint = url->endpoint;
        settings.policy = Policy::Required;
        settings.probe.connections = 1;
        settings.probe.ratePerSecond = m_rate;
        settings.probe.command = ProbeCommand::Incr;
        client.start();
        client.addTarget(settings);
        if (!bench::waitFor([this] { return m_replies.size() > 20; }, 10s)) return false;

        for (int move = 0; move < moves; ++move) {
            const MonoTime calmFrom = client.clock().now();
            bench::waitOut(600ms);
            m_calm.push_back({calmFrom, client.clock().now()});
            // Wire seconds are whole: 5 s at this speed are one.
            orders.write("moving bound -> next grace 5s rebind after 2s close after 5s\n");
            const auto done = static_cast<std::size_t>(move) + 1;
            if (!bench::waitFor([&] { return m_moves.size() >= done; }, 20s)) return false;
        }
        client.stopAll();
        return bench::waitFor([this] { return m_ended; }, 20s);
    }

    bool report() {
        const double interval = 1000 / m_rate;
        const double roundTrip = milliseconds(bench::quantile(m_roundTrips, 0.5));
        std::vector<Duration::rep> moved = gaps(m_moves);
        std::vector<Duration::rep> calm = gaps(m_calm);
        const std::string name = "handoff_" + std::to_string(static_cast<int>(m_rate));
        bool kept = bench::report({.bench = name + "_longest_gap_p99",
                                   .value = milliseconds(bench::quantile(moved, 0.99)),
                                   .unit = "ms",
                                   .budget = interval + roundTrip + 5,
                                   .baseline = milliseconds(bench::quantile(calm, 0.99))});
        kept = bench::report({.bench = name + "_failed",
                              .value = static_cast<double>(m_failed),
                              .unit = "probes",
                              .budget = 0,
                              .baseline = 0}) &&
               kept;
        return bench::report({.bench = name + "_reordered",
                              .value = static_cast<double>(m_reordered + m_wrongCounts),
                              .unit = "probes",
                              .budget = 0,
                              .baseline = 0}) &&
               kept;
    }

private:
    static double milliseconds(Duration::rep nanoseconds) { return static_cast<double>(nanoseconds) * 1e-6; }

    void take(const Batch& batch) {
        for (const Sample& sample : batch.samples) {
            if (!isReply(sample.outcome)) {
                ++m_failed;
                continue;
            }
            if (sample.intended < m_lastIntended) ++m_reordered;
            m_lastIntended = sample.intended;
            m_replies.push_back(sample.done);
            m_roundTrips.push_back((sample.done - sample.sent).count());
        }
        for (const Event& event : batch.events) {
            if (event.kind == EventKind::Handoff && event.result == ResultWord::Ok && event.phases.oldClosed)
                m_moves.push_back({event.at, event.at + *event.phases.oldClosed});
            // What the server counted differs from what was acknowledged: something was lost or done twice.
            if (event.kind == EventKind::Recording && event.name == names::kIntegrity)
                m_wrongCounts =
                    figure(event, "server_count").value_or(-1) != figure(event, "acknowledged").value_or(-2)
                        ? 1
                        : 0;
        }
    }

    /// For each span the longest time between two replies that touches it.
    [[nodiscard]] std::vector<Duration::rep> gaps(const std::vector<Span>& spans) const {
        std::vector<Duration::rep> longest;
        for (const Span& span : spans) {
            Duration::rep most = 0;
            auto reply = std::lower_bound(m_replies.begin(), m_replies.end(), span.from);
            if (reply == m_replies.begin()) ++reply;
            for (; reply < m_replies.end() && *(reply - 1) < span.to; ++reply)
                most = std::max(most, (*reply - *(reply - 1)).count());
            longest.push_back(most);
        }
        return longest;
    }

    double m_rate;
    bool m_ended = false;
    std::vector<MonoTime> m_replies; ///< in the order in which they came
    std::vector<Duration::rep> m_roundTrips;
    std::vector<Span> m_moves;
    std::vector<Span> m_calm;
    MonoTime m_lastIntended{};
    std::uint64_t m_failed = 0;
    std::uint64_t m_reordered = 0;
    std::uint64_t m_wrongCounts = 0;
};

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    bool kept = true;
    for (const double rate : {200.0, 2000.0}) {
        Run run(rate);
        if (!run.moveTimes(bench::smoke() ? 2 : 50)) return bench::broken("a move was not made");
        kept = run.report() && kept;
    }
    return bench::conclude(kept);
}
