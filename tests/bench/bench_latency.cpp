// SPDX-License-Identifier: GPL-3.0-or-later
// One connection, one command after the other, through everything that a probe goes through (driver, socket,
// codec): the median round trip against that of redis-benchmark -c 1 on the same server. Both take turns.
#include "client/core/resp_codec.h"
#include "client/io/net/socket_transport.h"
#include "client/io/target/outlet.h"
#include "client/io/target/stepper.h"
#include "client/io/target/target_driver.h"
#include "client/io/thread/steady_clock.h"
#include "tests/bench/bench.h"
#include "tests/bench/redis_benchmark.h"

#include <memory>

using namespace maintscope;

namespace {

/// A client that asks again as soon as it has been answered.
class ClosedLoop final : public io::Stepper {
public:
    ClosedLoop(std::uint16_t port, std::size_t commands)
        : m_port(port)
        , m_commands(commands) {
        m_roundTrips.reserve(commands);
    }

    void step(const core::Input& input, MonoTime now, core::Output& out) override {
        if (std::holds_alternative<core::Start>(input)) {
            out.actions.push_back(core::Open{kStream, {"127.0.0.1", m_port}, false, {}});
        } else if (std::holds_alternative<core::Opened>(input)) {
            ask(now, out);
        } else if (const auto* received = std::get_if<core::Received>(&input)) {
            m_decoder.feed(received->bytes);
            while (m_decoder.next()) {
                m_roundTrips.push_back((now - m_sent).count());
                if (finished())
                    out.actions.push_back(core::Close{kStream});
                else
                    ask(now, out);
            }
        }
    }
    /// As with a probe there is a timer for its timeout.
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const override {
        return m_sent + std::chrono::seconds(1);
    }
    [[nodiscard]] bool finished() const override { return m_roundTrips.size() >= m_commands; }

    [[nodiscard]] std::vector<Duration::rep>& roundTrips() { return m_roundTrips; }

private:
    /// As redis-benchmark does, the clock starts before the write.
    void ask(MonoTime now, core::Output& out) {
        m_sent = now;
        out.actions.push_back(core::Write{kStream, m_get});
    }

    static constexpr StreamId kStream{1};
    std::uint16_t m_port;
    std::size_t m_commands;
    std::string m_get = core::resp::encodeCommand({"GET", "maintscope:none"});
    core::resp::Decoder m_decoder;
    MonoTime m_sent{};
    std::vector<Duration::rep> m_roundTrips;
};

class NoResolver final : public ports::Resolver {
public:
    void resolve(ResolveId, const std::string&) override {}
};

/// Median of one round, in milliseconds; 0 when it did not end.
double ourMedian(std::uint16_t port, std::size_t commands) {
    const io::SteadyClock clock;
    NoResolver resolver;
    io::Outlet outlet(clock, nullptr, nullptr);
    auto stepper = std::make_unique<ClosedLoop>(port, commands);
    ClosedLoop& loop = *stepper;
    bool ended = false;
    io::TargetDriver* target = nullptr;
    io::SocketTransport transport(clock, {}, [&target](const core::Input& input) { target->feed(input); });
    io::TargetDriver driver(std::move(stepper), clock, transport, resolver, outlet,
                            [&ended] { ended = true; });
    target = &driver;
    driver.start();
    if (!bench::waitFor([&ended] { return ended; }, std::chrono::seconds(60))) return 0;
    return static_cast<double>(bench::quantile(loop.roundTrips(), 0.5)) * 1e-6;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (!test::RedisProcess::available()) return bench::skipped("redis-server");
    if (!bench::hasRedisBenchmark()) return bench::skipped("redis-benchmark");
    test::RedisProcess redis;
    if (!redis.start()) return bench::broken("redis-server does not start");

    const int rounds = bench::smoke() ? 1 : 7;
    const int commands = bench::smoke() ? 2'000 : 50'000;
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(ourMedian(redis.port(), static_cast<std::size_t>(commands)));
        theirs.push_back(bench::redisBenchmark(redis, 1, commands).medianMs);
    }
    const double our = bench::quantile(ours, 0.5);
    const double their = bench::quantile(theirs, 0.5);
    if (our <= 0 || their <= 0) return bench::broken("a round did not end");
    return bench::conclude(bench::report({.bench = "probe_latency_median",
                                          .value = our * 1000,
                                          .unit = "us",
                                          .budget = 1.2 * their * 1000,
                                          .baseline = their * 1000}));
}
