// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/sim_cluster.h"
#include "app/demo/wire/http_codec.h"
#include "app/demo/wire/reply_splitter.h"

#include <cstdint>
#include <cstdlib>

using namespace maintscope;
using namespace maintscope::demo;

/// Bytes of a client: whole, and cut in two at a place that the input chooses, have to be read the same way
/// by the simulator's parsers and answered the same way by its cluster.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::size_t middle = size == 0 ? 0 : data[0] % size;

    const auto requests = [&](std::size_t cut) {
        HttpRequestParser parser;
        HttpRequest request;
        std::size_t count = 0;
        for (const std::string_view part : {bytes.substr(0, cut), bytes.substr(cut)}) {
            parser.append(part);
            while (parser.next(request) == HttpRequestParser::Status::Whole)
                ++count;
        }
        return count;
    };
    if (requests(0) != requests(middle)) std::abort();

    // What a backend says is passed on byte by byte: nothing is lost, and cuts do not matter.
    const auto splitUp = [&](std::size_t cut) {
        resp::ReplySplitter splitter;
        std::string passedOn;
        std::string one;
        for (const std::string_view part : {bytes.substr(0, cut), bytes.substr(cut)}) {
            splitter.append(part);
            for (auto status = splitter.next(one);
                 status == resp::ReplySplitter::Status::Reply || status == resp::ReplySplitter::Status::Push;
                 status = splitter.next(one))
                passedOn += one;
        }
        if (!bytes.starts_with(passedOn)) std::abort();
        return passedOn;
    };
    if (splitUp(0) != splitUp(middle)) std::abort();

    const auto answered = [&](std::size_t cut) {
        SimCluster cluster(ClusterOptions{});
        Effects effects;
        cluster.accepted(1, 0, "127.0.0.1:1", "127.0.0.1:2", kSessionStart, effects);
        for (const std::string_view part : {bytes.substr(0, cut), bytes.substr(cut)})
            cluster.received(1, part, kSessionStart, effects);
        std::string replies;
        for (const Effect& effect : effects)
            if (const auto* send = std::get_if<SendBytes>(&effect)) replies += send->bytes;
        return replies;
    };
    if (answered(0) != answered(middle)) std::abort();
    return 0;
}
