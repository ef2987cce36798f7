// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/target/target_driver.h"
#include "client/io/thread/steady_clock.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <functional>
#include <string>
#include <vector>

using namespace maintscope;
using namespace maintscope::io;
using namespace std::chrono_literals;

namespace {

std::string nameOf(const core::Input& input) {
    static constexpr const char* kNames[] = {"start",  "stop",   "resolved", "resolve_failed",
                                             "opened", "failed", "received", "flushed",
                                             "closed", "tick",   "suspended"};
    return kNames[input.index()];
}

class FakeClock final : public ports::Clock {
public:
    MonoTime now() const override { return m_real.now() + shift; }
    WallTime wallNow() const override { return m_real.wallNow(); }
    Duration asleep() const override { return slept; }
    Duration shift{};
    Duration slept{};

private:
    SteadyClock m_real;
};

/// Answers inputs as the test says and remembers them.
class ScriptedStepper final : public Stepper {
public:
    void step(const core::Input& input, MonoTime now, core::Output& out) override {
        std::string line = nameOf(input);
        if (const auto* received = std::get_if<core::Received>(&input))
            line += " " + std::string(received->bytes);
        if (const auto* flushed = std::get_if<core::Flushed>(&input))
            line += " " + std::to_string(flushed->stream.value);
        inputs.push_back(line);
        times.push_back(now);
        if (answer) answer(input, now, out);
    }
    std::optional<MonoTime> nextDeadline() const override { return deadline; }
    bool finished() const override { return isFinished; }

    std::function<void(const core::Input&, MonoTime, core::Output&)> answer;
    std::vector<std::string> inputs;
    std::vector<MonoTime> times;
    std::optional<MonoTime> deadline;
    bool isFinished = false;
};

class FakeTransport final : public ports::Transport {
public:
    void open(StreamId stream, const Endpoint& address, bool, const std::string&) override {
        calls.push_back("open " + std::to_string(stream.value) + " " + toString(address));
    }
    void write(StreamId stream, std::string bytes) override {
        calls.push_back("write " + std::to_string(stream.value) + " " + bytes);
        if (onWrite) onWrite();
    }
    void close(StreamId stream) override { calls.push_back("close " + std::to_string(stream.value)); }
    void drain() override {
        calls.push_back("drain");
        if (onDrain) onDrain();
    }
    std::vector<std::string> calls;
    std::function<void()> onWrite;
    std::function<void()> onDrain;
};

class FakeResolver final : public ports::Resolver {
public:
    void resolve(ResolveId, const std::string& host) override { hosts.push_back(host); }
    std::vector<std::string> hosts;
};

struct Fixture {
    FakeClock clock;
    FakeTransport transport;
    FakeResolver resolver;
    RecorderMailbox box;
    Outlet outlet{clock, &box, nullptr};
    ScriptedStepper* script = new ScriptedStepper;
    int finished = 0;
    TargetDriver driver{
        std::unique_ptr<Stepper>(script), clock, transport, resolver, outlet, [this] { ++finished; }};
};

using Lines = std::vector<std::string>;

} // namespace

class TstTargetDriver : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void carriesOutActionsInOrderWithOneWritePerStream() {
        Fixture f;
        f.script->answer = [](const core::Input& input, MonoTime, core::Output& out) {
            if (!std::holds_alternative<core::Start>(input)) return;
            out.actions.push_back(core::Resolve{ResolveId{1}, "db.example.com"});
            out.actions.push_back(core::Open{StreamId{3}, {"10.0.0.1", 6379}, false, {}});
            out.actions.push_back(core::Write{StreamId{1}, "a"});
            out.actions.push_back(core::Write{StreamId{2}, "x"});
            out.actions.push_back(core::Write{StreamId{1}, "b"});
        };
        f.driver.start();
        QCOMPARE(f.resolver.hosts, Lines{"db.example.com"});
        QCOMPARE(f.transport.calls, (Lines{"open 3 10.0.0.1:6379", "write 1 ab", "write 2 x"}));
        QCOMPARE(f.script->inputs, (Lines{"start", "flushed 1", "flushed 2"}));
    }

    void whatIsWrittenBeforeACloseIsSentFirst() {
        Fixture f;
        f.script->answer = [](const core::Input& input, MonoTime, core::Output& out) {
            if (!std::holds_alternative<core::Start>(input)) return;
            out.actions.push_back(core::Write{StreamId{1}, "QUIT"});
            out.actions.push_back(core::Close{StreamId{1}});
        };
        f.driver.start();
        QCOMPARE(f.transport.calls, (Lines{"write 1 QUIT", "close 1"}));
    }

    void whatHappensDuringAnActionIsCarriedOutAfterIt() {
        Fixture f;
        f.transport.onWrite = [&] {
            std::string bytes = "+PONG";
            f.driver.feed(core::Received{StreamId{1}, bytes});
            bytes = "*****"; // the driver must have copied it
            f.transport.onWrite = {};
        };
        f.script->answer = [](const core::Input& input, MonoTime, core::Output& out) {
            if (std::holds_alternative<core::Start>(input))
                out.actions.push_back(core::Write{StreamId{1}, "PING"});
        };
        f.driver.start();
        QCOMPARE(f.script->inputs, (Lines{"start", "flushed 1", "received +PONG"}));
        for (std::size_t i = 1; i < f.script->times.size(); ++i)
            QVERIFY(f.script->times[i - 1] <= f.script->times[i]);
    }

    void ticksSoonAfterTheDeadlineAndNeverBefore() {
        Fixture f;
        MonoTime due{};
        f.script->answer = [&](const core::Input& input, MonoTime now, core::Output&) {
            if (std::holds_alternative<core::Start>(input)) due = now + 3ms;
            f.script->deadline =
                std::holds_alternative<core::Start>(input) ? std::optional(due) : std::nullopt;
        };
        f.driver.start();
        QTRY_COMPARE_WITH_TIMEOUT(f.script->inputs.size(), std::size_t{2}, 5'000);
        QCOMPARE(f.script->inputs[1], std::string("tick"));
        QVERIFY(f.script->times[1] >= due);
    }

    void wakeUpsByTheTimerAreSpacedOut() {
        Fixture f;
        f.script->answer = [&](const core::Input&, MonoTime now, core::Output&) {
            f.script->deadline = now + 1us;
            if (f.script->inputs.size() > 200) f.script->deadline.reset();
        };
        f.driver.start();
        QTRY_VERIFY_WITH_TIMEOUT(f.script->inputs.size() > 200, 10'000);
        const Duration spent = f.script->times.back() - f.script->times[1];
        QVERIFY(spent >= 199 * 190us);
    }

    void whenLateSocketsAreReadBeforeDeadlinesAreJudged() {
        Fixture f;
        f.transport.onDrain = [&] { f.driver.feed(core::Received{StreamId{1}, "+PONG"}); };
        f.script->answer = [&](const core::Input& input, MonoTime now, core::Output&) {
            if (std::holds_alternative<core::Start>(input)) f.script->deadline = now + 1ms;
            if (std::holds_alternative<core::Tick>(input)) f.script->deadline.reset();
        };
        f.driver.start();
        f.clock.shift = 300ms; // as if the process had been stopped meanwhile
        QTRY_COMPARE_WITH_TIMEOUT(f.script->inputs, (Lines{"start", "received +PONG", "tick"}), 5'000);
    }

    void aSleepOfTheMachineIsToldBeforeAnythingElse() {
        Fixture f;
        Duration missed{};
        f.script->answer = [&](const core::Input& input, MonoTime, core::Output&) {
            if (const auto* suspended = std::get_if<core::Suspended>(&input)) missed = suspended->missed;
        };
        f.driver.start();
        f.clock.slept = 90s;
        f.driver.feed(core::Received{StreamId{1}, "x"});
        QCOMPARE(f.script->inputs, (Lines{"start", "suspended", "received x"}));
        QCOMPARE(missed, Duration(90s));
    }

    void abortIsASecondStop() {
        Fixture f;
        f.driver.start();
        f.driver.stop();
        f.driver.abort();
        QCOMPARE(f.script->inputs, (Lines{"start", "stop", "stop"}));
        Fixture g;
        g.driver.start();
        g.driver.abort();
        QCOMPARE(g.script->inputs, (Lines{"start", "stop", "stop"}));
    }

    void theEndIsToldOnce() {
        Fixture f;
        f.script->answer = [&](const core::Input& input, MonoTime, core::Output&) {
            if (std::holds_alternative<core::Stop>(input)) f.script->isFinished = true;
        };
        f.driver.start();
        QCOMPARE(f.finished, 0);
        f.driver.stop();
        f.driver.abort();
        QCOMPARE(f.finished, 1);
    }

    void eventsAndSamplesGoToTheOutlet() {
        Fixture f;
        f.script->answer = [](const core::Input&, MonoTime now, core::Output& out) {
            Event event;
            event.key = EventKey{5};
            event.at = now;
            out.events.push_back(event);
            out.samples.resize(3);
        };
        f.driver.start();
        f.outlet.flush();
        const auto batches = f.box.takeAll();
        QCOMPARE(batches.size(), std::size_t{1});
        QCOMPARE(batches[0]->events.size(), std::size_t{1});
        QCOMPARE(batches[0]->samples.size(), std::size_t{3});
    }
};

MAINTSCOPE_TEST(TstTargetDriver, QCoreApplication)
#include "tst_target_driver.moc"
