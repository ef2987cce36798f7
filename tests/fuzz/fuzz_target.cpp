// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/target.h"
#include "client/types/notification.h"

#include <algorithm>
#include <cstdlib>

using namespace maintscope;

namespace {

/// What a well-behaved server answers to the handshake, so that the fuzzed bytes meet a connection that is
/// ready.
constexpr std::string_view kHandshake = "%1\r\n+proto\r\n:3\r\n+OK\r\n+OK\r\n+OK\r\n";

} // namespace

/// The whole client against bytes that a server could send, in time steps that the input chooses: it must
/// neither crash nor loop, and hold no more sockets than it may.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    TargetSettings settings;
    settings.endpoint = {"10.0.0.1", 6379};
    settings.probe.connections = 2;
    settings.probe.command = size % 2 == 0 ? ProbeCommand::Incr : ProbeCommand::Get;
    core::Target target(settings, 1);
    MonoTime now{};
    core::Output out;
    std::vector<StreamId> open;
    int steps = 0;

    const auto feed = [&](const core::Input& first) {
        std::vector<core::Input> inputs{first};
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (++steps > 100'000) std::abort();
            out.clear();
            target.step(inputs[i], now, out);
            for (const core::Action& action : out.actions) {
                std::visit(Overload{
                               [&](const core::Open& a) {
                                   open.push_back(a.stream);
                                   inputs.emplace_back(core::Opened{a.stream, a.address, {}, {}});
                                   inputs.emplace_back(core::Received{a.stream, kHandshake});
                                   inputs.emplace_back(core::Received{a.stream, "+PONG\r\n"});
                               },
                               [&](const core::Write& a) { inputs.emplace_back(core::Flushed{a.stream}); },
                               [&](const core::Close& a) { std::erase(open, a.stream); },
                               [&](const core::Resolve& a) {
                                   inputs.emplace_back(core::ResolveFailed{a.id, "no"});
                               },
                           },
                           action);
            }
        }
    };
    feed(core::Start{});
    for (std::size_t i = 0; i < size;) {
        const std::size_t length = std::min<std::size_t>(size - i, 1 + data[i] % 64);
        if (!open.empty())
            feed(core::Received{open[data[i] % open.size()],
                                {reinterpret_cast<const char*>(data + i), length}});
        i += length;
        now += std::chrono::milliseconds(data[i - 1]);
        while (target.nextDeadline() && *target.nextDeadline() <= now)
            feed(core::Tick{});
        if (open.size() > 8) std::abort();
    }
    feed(core::Stop{});
    feed(core::Stop{});
    if (!target.finished()) std::abort();
    return 0;
}
