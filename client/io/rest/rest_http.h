// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// As much of HTTP/1.1 (RFC 9110, 9112) as one request to a cluster manager needs. QNetworkAccessManager could
// judge the certificate before the credentials, too (QNetworkReply::encrypted). This one is our own because
// names are resolved by our resolver, secrets are wiped from memory, each request has a fresh connection, and
// a redirect stays with the trust that the user gave. Pure: bytes in, values out.
namespace maintscope::io {

/// Bytes of a request without credentials: the caller puts `authorization` in between when the connection has
/// been judged. One request per connection.
struct HttpRequest {
    std::string method = "GET";
    std::string target; ///< "/v1/cluster?dry_run=true"
    std::string host;   ///< "cluster.example:9443"
    std::string body;   ///< JSON; sent where not empty
};
/// The whole request. `authorization` is a header value ("Basic ..."); none of the parts may hold a line
/// break.
[[nodiscard]] std::string serialise(const HttpRequest& request, std::string_view authorization);

struct HttpReply {
    int status = 0;
    std::string reason;
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    std::string body;
    /// First value of a header; `name` in lower case.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

struct HttpLimits {
    std::size_t head = 64 * 1024; ///< status line and headers, also of trailers and of each chunk's size line
    std::size_t body = 8 * 1024 * 1024; ///< a cluster object with its certificates takes about 0.1 MiB
};

/// Takes a reply in pieces of any size. Interim replies (1xx) are skipped.
class HttpReplyParser {
public:
    explicit HttpReplyParser(HttpLimits limits = {})
        : m_limits(limits) {}

    enum class State : std::uint8_t { Incomplete, Complete, Failed };
    /// Bytes after the end are ignored: nothing was asked for but one reply.
    State feed(std::string_view bytes);
    /// The connection has ended: completes a reply whose length only its end shows, fails any other.
    State finish();

    [[nodiscard]] State state() const;
    /// Whether anything has come at all.
    [[nodiscard]] bool started() const { return m_started; }
    [[nodiscard]] const HttpReply& reply() const { return m_reply; }       ///< when Complete
    [[nodiscard]] const std::string& problem() const { return m_problem; } ///< when Failed, one sentence

private:
    enum class Part : std::uint8_t {
        StatusLine,
        Headers,
        Sized,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        ToEnd,
        Done,
        Failed
    };

    [[nodiscard]] std::optional<std::string_view> takeLine();
    bool step();
    bool readStatusLine(std::string_view line);
    bool readHeader(std::string_view line);
    bool beginBody();
    bool readChunkSize(std::string_view line);
    bool takeBody();
    bool fail(std::string problem);

    HttpLimits m_limits;
    Part m_part = Part::StatusLine;
    bool m_started = false;
    std::string m_pending;       ///< not yet read
    std::size_t m_taken = 0;     ///< of m_pending, already read
    std::size_t m_headBytes = 0; ///< of the lines read so far
    std::size_t m_remaining = 0; ///< of a sized body or chunk
    HttpReply m_reply;
    std::string m_problem;
};

} // namespace maintscope::io
