// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a web server sends, in whatever pieces: the same reply, or the same refusal.
#include "client/io/rest/rest_http.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace maintscope;

io::HttpReplyParser parse(std::string_view bytes, std::size_t piece) {
    io::HttpReplyParser parser({.head = 1024, .body = 2048});
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        parser.feed(bytes.substr(at, piece));
    parser.finish();
    return parser;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using State = io::HttpReplyParser::State;
    const auto bytes = fuzz::text(data, size);
    const auto whole = parse(bytes, bytes.size() + 1);
    const auto pieces = parse(bytes, 1);
    fuzz::require(whole.state() != State::Incomplete, "the end of the connection decides");
    fuzz::require(whole.state() == pieces.state(), "pieces of any size end alike");
    if (whole.state() == State::Failed) {
        fuzz::require(!whole.problem().empty(), "a refusal says why");
        return 0;
    }
    fuzz::require(whole.reply().status == pieces.reply().status &&
                      whole.reply().body == pieces.reply().body &&
                      whole.reply().headers == pieces.reply().headers,
                  "pieces of any size give the same reply");
    fuzz::require(whole.reply().status >= 200 && whole.reply().status <= 999, "a reply has a final status");
    fuzz::require(whole.reply().body.size() <= 2048, "the body is bounded");
    return 0;
}
