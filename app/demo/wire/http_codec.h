// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The server side of HTTP/1.1 as a REST API needs it: a request with a body of known length, keep-alive,
/// pipelining. Source: RFC 9110 and RFC 9112.
namespace maintscope::demo {

struct HttpRequest {
    std::string method;
    std::string target; ///< path and query as received
    std::string path;   ///< decoded, without the query
    std::vector<std::pair<std::string, std::string>> query;
    std::map<std::string, std::string> headers; ///< names in lower case; repeated ones joined by ", "
    std::string body;
    bool keepAlive = true;

    [[nodiscard]] bool hasQuery(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> queryValue(std::string_view name) const;
    [[nodiscard]] std::string_view header(const std::string& lowerName) const;
};

struct HttpReply {
    /// How the body is sent. Cut and Reset: only its first half, although the header contains the whole
    /// length; then the connection ends, in order or by a reset.
    enum class Form : std::uint8_t { Whole, Cut, Reset, Chunked };

    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    Form form = Form::Whole;
    Duration delay{}; ///< time before it is sent
};

/// "OK", "Unauthorized", ...; empty for a status that the simulator does not use.
[[nodiscard]] std::string_view reasonPhrase(int status);

/// The reply as bytes, with its content-length and, where the connection ends with it, connection: close.
[[nodiscard]] std::string toBytes(const HttpReply& reply, bool keepAlive, bool withBody);

/// Incremental. Bounded: 16 KiB up to the end of the headers (431), 256 KiB of body (413). A body needs a
/// Content-Length (411); versions other than 1.0 and 1.1 are 505; bytes that are not HTTP are 400. An
/// error is final: answer, then close.
class HttpRequestParser {
public:
    enum class Status { NeedMore, Whole, Error };

    void append(std::string_view bytes) { m_buffer.append(bytes); }
    [[nodiscard]] Status next(HttpRequest& request);
    [[nodiscard]] int errorStatus() const { return m_errorStatus; }
    [[nodiscard]] const std::string& errorText() const { return m_errorText; }

private:
    Status fail(int status, std::string text);
    [[nodiscard]] bool parseHead(std::string_view head);
    [[nodiscard]] bool parseTarget(std::string_view target);

    std::string m_buffer;
    HttpRequest m_request;
    std::optional<std::size_t> m_bodyLength; ///< set: the head is complete, the body is not
    int m_errorStatus = 0;
    std::string m_errorText;
};

} // namespace maintscope::demo
