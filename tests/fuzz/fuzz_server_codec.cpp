// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a client sends to the simulated cluster, in whatever pieces: the same commands, or the same error.
#include "app/demo/wire/resp_codec.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

namespace {

using namespace maintscope;
using demo::resp::Command;
using demo::resp::RequestParser;

struct Parsed {
    std::vector<Command> commands;
    std::string error;
};

Parsed parse(std::string_view bytes, std::size_t piece) {
    RequestParser parser;
    Parsed parsed;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        parser.append(bytes.substr(at, piece));
        Command command;
        while (parser.next(command) == RequestParser::Status::Whole)
            parsed.commands.push_back(command);
    }
    parsed.error = parser.error();
    return parsed;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = fuzz::text(data, size);
    const Parsed whole = parse(bytes, bytes.size() + 1);
    const Parsed pieces = parse(bytes, 1);
    fuzz::require(whole.commands == pieces.commands, "pieces of any size give the same commands");
    fuzz::require(whole.error == pieces.error, "pieces of any size fail alike");
    return 0;
}
