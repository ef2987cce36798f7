// SPDX-License-Identifier: GPL-3.0-or-later
// The whole client against a world that the input directs: what is answered, pushed, refused, cut or left
// hanging, in which order and when. Whatever happens, the rules of design and protocol hold.
#include "client/core/target.h"
#include "client/types/notification.h"
#include "tests/fuzz/fuzz.h"

#include <array>
#include <charconv>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace maintscope;
using namespace std::chrono_literals;
using fuzz::require;

/// Longer ones say nothing new and take long.
constexpr Duration kLongestStory = 3min;

constexpr std::array<std::string_view, 4> kTargets{"10.0.0.2:6379", "10.0.0.3:6379", "moved.example:6379",
                                                   "[2001:db8::9]:6379"};

/// The names of the commands in what the client wrote. It writes whole commands of the one form that
/// redisFormatCommandArgv gives.
std::vector<std::string> commandsIn(std::string_view bytes) {
    const auto number = [&](char mark) {
        require(bytes.starts_with(mark), "commands are arrays of bulk strings");
        std::size_t value = 0;
        const auto parsed = std::from_chars(bytes.data() + 1, bytes.data() + bytes.size(), value);
        bytes.remove_prefix(static_cast<std::size_t>(parsed.ptr - bytes.data()) + 2);
        return value;
    };
    std::vector<std::string> names;
    while (!bytes.empty()) {
        const std::size_t arguments = number('*');
        for (std::size_t i = 0; i < arguments; ++i) {
            const std::size_t size = number('$');
            if (i == 0) names.emplace_back(bytes.substr(0, size));
            bytes.remove_prefix(size + 2);
        }
    }
    return names;
}

std::string bulk(std::string_view text) {
    return "$" + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n";
}

class World {
public:
    World(const std::uint8_t* data, std::size_t size)
        : m_choose(data, size)
        , m_settings(settings(m_choose))
        , m_target(m_settings, 1) {}

    void run() {
        step(core::Start{});
        while (!m_choose.empty() && !m_target.finished() && m_now.time_since_epoch() < kLongestStory)
            act();
        end();
    }

private:
    struct Stream {
        bool open = false;
        std::deque<std::string> replies; ///< that a proper server would give now
    };

    static TargetSettings settings(fuzz::Choices& choose) {
        TargetSettings s;
        s.endpoint = {choose.flag() ? "db.example.com" : "10.0.0.1", 6379};
        s.probe.connections = static_cast<std::uint16_t>(1 + choose.pick(2));
        s.probe.command = static_cast<ProbeCommand>(choose.pick(4));
        s.probe.control = choose.pick(4) == 0;
        s.probe.ratePerSecond = choose.flag() ? 2 : 8;
        s.policy = static_cast<Policy>(choose.pick(3));
        s.tls.enabled = choose.flag();
        if (choose.flag()) s.password = Secret("secret");
        if (choose.pick(4) == 0) s.timeouts.drainLimit.reset();
        return s;
    }

    // What the world does

    void act() {
        switch (m_choose.pick(16)) {
        case 0: // time, in small steps and large ones
            return wait(std::chrono::milliseconds(m_choose.byte()));
        case 1:
            return wait(std::chrono::milliseconds(m_choose.byte() * 100));
        case 2: // our own loop stands still: what arrived meanwhile is read before the tick
            m_now += std::chrono::milliseconds(m_choose.byte() * 10);
            return answer(1 + m_choose.pick(8));
        case 3:
        case 4:
        case 5: // everything proper for a while
            for (std::size_t i = m_choose.pick(8); i > 0; --i)
                calm();
            return;
        case 6:
            return answer(1 + m_choose.pick(4));
        case 7:
            if (const auto id = anyStream()) step(core::Received{*id, push()});
            return;
        case 8: { // the same push to all, as a server tells it
            const std::string one = push();
            for (const std::uint32_t id : openStreams())
                if (isOpen(id)) step(core::Received{StreamId{id}, one});
            return;
        }
        case 9:
            if (const auto id = anyStream()) step(core::Received{*id, m_choose.bytes(64)});
            return;
        case 10:
            if (const auto id = anyStream()) {
                m_streams.erase(id->value);
                step(core::Closed{*id, static_cast<core::CloseCause>(m_choose.pick(3)), "gone"});
            }
            return;
        case 11:
            return openOne(m_choose.flag());
        case 12:
            return resolveOne();
        case 13:
            step(core::Suspended{std::chrono::seconds(m_choose.byte())});
            if (m_choose.flag()) step(core::OptInAgain{});
            return;
        case 14: // an error instead of the next reply
            if (const auto id = anyStream()) {
                static constexpr std::array<std::string_view, 5> kErrors{
                    "-ERR no\r\n", "-NOAUTH no\r\n", "-MOVED 1 10.0.0.9:1\r\n", "-LOADING\r\n",
                    "-ERR unknown command\r\n"};
                if (!m_streams[id->value].replies.empty()) m_streams[id->value].replies.pop_front();
                step(core::Received{*id, kErrors[m_choose.pick(kErrors.size())]});
            }
            return;
        default:
            for (int i = 0; i < 20; ++i)
                calm();
        }
    }

    /// Names resolve, connections open, all replies come, and 10 ms pass.
    void calm() {
        while (!m_resolving.empty())
            step(core::Resolved{take(m_resolving), {"10.0.0.1"}});
        while (!m_dialled.empty())
            openOne(true);
        for (const std::uint32_t id : openStreams())
            answerAll(id);
        wait(10ms);
    }

    void wait(Duration duration) {
        const MonoTime until = m_now + duration;
        for (int ticks = 0;; ++ticks) {
            const auto due = m_target.nextDeadline();
            if (!due || *due > until) break;
            require(ticks < 200'000, "deadlines move on");
            if (*due > m_now) ticks = 0;
            m_now = std::max(m_now, *due);
            step(core::Tick{});
        }
        m_now = until;
    }

    void answer(std::size_t replies) {
        const auto id = anyStream();
        for (; id && replies > 0 && isOpen(id->value); --replies) {
            auto& owed = m_streams[id->value].replies;
            if (owed.empty()) return;
            const std::string reply = owed.front();
            owed.pop_front();
            step(core::Received{*id, reply});
        }
    }
    void answerAll(std::uint32_t id) {
        while (isOpen(id) && !m_streams[id].replies.empty()) {
            const std::string reply = m_streams[id].replies.front();
            m_streams[id].replies.pop_front();
            step(core::Received{StreamId{id}, reply});
        }
    }

    void openOne(bool works) {
        if (m_dialled.empty()) return;
        const auto [id, address] = take(m_dialled);
        if (works) {
            m_streams[id.value].open = true;
            step(core::Opened{id, address, 1ms, 1ms});
            return;
        }
        static constexpr std::array<std::string_view, 4> kTypes{"connection_refused", "tls_untrusted",
                                                                "timeout", "tls_client_certificate"};
        m_streams.erase(id.value);
        step(core::OpenFailed{id, std::string(kTypes[m_choose.pick(kTypes.size())]), "no"});
    }

    void resolveOne() {
        if (m_resolving.empty()) return;
        const ResolveId id = take(m_resolving);
        if (m_choose.pick(4) == 0) {
            step(core::ResolveFailed{id, "no"});
            return;
        }
        std::vector<std::string> addresses;
        for (std::size_t i = m_choose.pick(3) + 1; i > 0; --i)
            addresses.push_back("10.0.0." + std::to_string(1 + m_choose.pick(4)));
        step(core::Resolved{id, addresses});
    }

    std::string push() {
        const std::string sequence = ":" + std::to_string(m_choose.pick(6)) + "\r\n";
        const std::string seconds = ":" + std::to_string(m_choose.pick(32)) + "\r\n";
        const std::string shards = bulk("[\"" + std::to_string(m_choose.pick(3)) + "\"]");
        switch (m_choose.pick(8)) {
        case 0:
        case 1:
            return ">4\r\n" + bulk("MOVING") + sequence + seconds +
                   bulk(kTargets[m_choose.pick(kTargets.size())]);
        case 2:
            return ">4\r\n" + bulk("MOVING") + sequence + seconds + "_\r\n";
        case 3:
            return ">4\r\n" + bulk("MIGRATING") + sequence + seconds + shards;
        case 4:
            return ">3\r\n" + bulk("MIGRATED") + sequence + shards;
        case 5:
            return ">4\r\n" + bulk("FAILING_OVER") + sequence + seconds + shards;
        case 6:
            return ">3\r\n" + bulk("FAILED_OVER") + sequence + shards;
        default:
            return ">3\r\n" + bulk("SMIGRATING") + sequence + bulk("1-100");
        }
    }

    void end() {
        step(core::Stop{});
        if (m_choose.flag()) {
            step(core::Stop{});
            require(m_target.finished(), "a second stop ends at once");
            return;
        }
        wait(5min);
        require(m_target.finished(), "a stop ends when the last deadline has passed");
        require(m_streams.empty() && m_dialled.empty(), "nothing stays open");
        require(m_increments == m_incrementsEnded, "an INCR is written once and ends in one outcome");
    }

    // What the client does

    void step(const core::Input& input) {
        require(++m_steps < 2'000'000, "the work is in proportion to the input");
        core::Output out;
        m_target.step(input, m_now, out);
        std::set<std::uint32_t> written;
        for (const core::Action& action : out.actions)
            std::visit([&](const auto& a) { carryOut(a, written); }, action);
        for (const Sample& sample : out.samples)
            check(sample);
        for (const Event& event : out.events) {
            require(event.at <= m_now && (!event.end || *event.end <= m_now), "no event lies in the future");
            require(event.raw.size() <= 4096, "a frame is kept up to a bound");
        }
        for (const std::uint32_t id : written)
            if (isOpen(id)) step(core::Flushed{StreamId{id}});
        const std::size_t all = m_settings.probe.connections * (m_settings.probe.control ? 2U : 1U);
        require(m_streams.size() <= 8 * all, "sockets are bounded");
    }

    void carryOut(const core::Resolve& resolve, std::set<std::uint32_t>&) {
        require(m_ids.insert({1, resolve.id.value}).second, "a lookup has an id of its own");
        m_resolving.push_back(resolve.id);
    }
    void carryOut(const core::Open& open, std::set<std::uint32_t>&) {
        require(m_ids.insert({2, open.stream.value}).second, "a stream has an id of its own");
        require(isAddressLiteral(open.address.host) && open.address.port != 0,
                "addresses are dialled, not names");
        require(open.tls == m_settings.tls.enabled, "a MOVING does not switch TLS off");
        require(open.serverName == m_settings.endpoint.host || open.serverName == "moved.example",
                "the name that is verified is the configured one, or the one that the server named");
        m_streams[open.stream.value];
        m_dialled.emplace_back(open.stream, open.address);
    }
    void carryOut(const core::Write& write, std::set<std::uint32_t>& written) {
        require(isOpen(write.stream.value), "only what is open is written to");
        written.insert(write.stream.value);
        for (const std::string& name : commandsIn(write.bytes)) {
            if (name == "INCR") ++m_increments;
            m_streams[write.stream.value].replies.push_back(properReply(name));
        }
    }
    void carryOut(const core::Close& close, std::set<std::uint32_t>&) {
        require(m_streams.erase(close.stream.value) == 1, "only what is there is closed");
        std::erase_if(m_dialled, [&](const auto& dialled) { return dialled.first == close.stream; });
    }

    std::string properReply(const std::string& name) {
        if (name == "HELLO") return "%1\r\n+proto\r\n:3\r\n";
        if (name == "PING") return "+PONG\r\n";
        if (name == "GET") return "$1\r\n0\r\n";
        if (name == "INCR") return ":" + std::to_string(m_increments) + "\r\n";
        return "+OK\r\n";
    }

    void check(const Sample& sample) {
        require(sample.intended <= m_now && sample.done <= m_now, "no probe ends in the future");
        require(sample.sent >= sample.intended, "nothing is sent before its time");
        if (sample.outcome == Outcome::ReplyAfterTimeout) return;
        require(m_ended.insert({sample.connection.value, sample.intended}).second,
                "a probe ends in one outcome");
        if (m_settings.probe.command == ProbeCommand::Incr && sample.outcome != Outcome::NotSent)
            ++m_incrementsEnded;
    }

    // Helpers

    template <class T>
    static T take(std::deque<T>& from) {
        T first = from.front();
        from.pop_front();
        return first;
    }
    [[nodiscard]] bool isOpen(std::uint32_t id) const {
        const auto found = m_streams.find(id);
        return found != m_streams.end() && found->second.open;
    }
    [[nodiscard]] std::vector<std::uint32_t> openStreams() const {
        std::vector<std::uint32_t> ids;
        for (const auto& entry : m_streams)
            if (entry.second.open) ids.push_back(entry.first);
        return ids;
    }
    std::optional<StreamId> anyStream() {
        const auto ids = openStreams();
        if (ids.empty()) return std::nullopt;
        return StreamId{ids[m_choose.pick(ids.size())]};
    }

    fuzz::Choices m_choose;
    TargetSettings m_settings;
    core::Target m_target;
    MonoTime m_now{};
    int m_steps = 0;
    std::map<std::uint32_t, Stream> m_streams; ///< dialled or open
    std::deque<std::pair<StreamId, Endpoint>> m_dialled;
    std::deque<ResolveId> m_resolving;
    std::set<std::pair<int, std::uint64_t>> m_ids;
    std::set<std::pair<std::uint16_t, MonoTime>> m_ended;
    std::uint64_t m_increments = 0;
    std::uint64_t m_incrementsEnded = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 256) return 0;
    World(data, size).run();
    return 0;
}
