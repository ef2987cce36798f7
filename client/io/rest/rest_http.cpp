// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/rest/rest_http.h"

#include "client/types/ascii.h"

#include <algorithm>
#include <charconv>

namespace maintscope::io {
namespace {

/// nullopt: not a number of that base, or too large for a size.
std::optional<std::size_t> number(std::string_view text, int base) {
    std::size_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

} // namespace

std::string serialise(const HttpRequest& request, std::string_view authorization) {
    std::string bytes = request.method + " " + request.target + " HTTP/1.1\r\nHost: " + request.host +
                        "\r\nAccept: application/json\r\nUser-Agent: maintscope/" MAINTSCOPE_VERSION
                        "\r\nConnection: close\r\n";
    if (!authorization.empty()) bytes.append("Authorization: ").append(authorization).append("\r\n");
    if (!request.body.empty())
        bytes += "Content-Type: application/json\r\nContent-Length: " + std::to_string(request.body.size()) +
                 "\r\n";
    return bytes + "\r\n" + request.body;
}

std::optional<std::string_view> HttpReply::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (key == name) return value;
    return std::nullopt;
}

HttpReplyParser::State HttpReplyParser::state() const {
    if (m_part == Part::Done) return State::Complete;
    return m_part == Part::Failed ? State::Failed : State::Incomplete;
}

HttpReplyParser::State HttpReplyParser::feed(std::string_view bytes) {
    if (state() != State::Incomplete) return state();
    m_started = m_started || !bytes.empty();
    m_pending.erase(0, m_taken);
    m_taken = 0;
    m_pending += bytes;
    while (step()) {
    }
    return state();
}

HttpReplyParser::State HttpReplyParser::finish() {
    if (m_part == Part::ToEnd)
        m_part = Part::Done;
    else if (state() == State::Incomplete)
        fail(m_started ? "The connection ended in the middle of the reply."
                       : "The connection ended without a reply.");
    return state();
}

/// Parses the next part; false if more bytes are needed or the reply is complete.
bool HttpReplyParser::step() {
    switch (m_part) {
    case Part::Sized:
    case Part::ChunkData:
    case Part::ToEnd:
        return takeBody();
    case Part::Done:
    case Part::Failed:
        return false;
    case Part::StatusLine:
    case Part::Headers:
    case Part::ChunkSize:
    case Part::ChunkEnd:
    case Part::Trailers:
        break;
    }
    const auto line = takeLine();
    if (!line) return false;
    switch (m_part) {
    case Part::StatusLine:
        return readStatusLine(*line);
    case Part::Headers:
        return line->empty() ? beginBody() : readHeader(*line);
    case Part::ChunkSize:
        return readChunkSize(*line);
    case Part::ChunkEnd:
        if (!line->empty()) return fail("A chunk of the reply is longer than announced.");
        m_part = Part::ChunkSize;
        return true;
    case Part::Trailers:
        if (line->empty()) m_part = Part::Done;
        return line->empty() ? false : true;
    case Part::Sized:
    case Part::ChunkData:
    case Part::ToEnd:
    case Part::Done:
    case Part::Failed:
        break;
    }
    return false;
}

std::optional<std::string_view> HttpReplyParser::takeLine() {
    const std::string_view rest = std::string_view(m_pending).substr(m_taken);
    const auto end = rest.find('\n');
    const std::size_t size = end == std::string_view::npos ? rest.size() : end + 1;
    if (m_headBytes + size > m_limits.head) {
        fail("The head of the reply is longer than " + std::to_string(m_limits.head) + " bytes.");
        return std::nullopt;
    }
    if (end == std::string_view::npos) return std::nullopt;
    m_taken += size;
    m_headBytes += size;
    std::string_view line = rest.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool HttpReplyParser::readStatusLine(std::string_view line) {
    // "HTTP/1.1 200 OK"; the reason is optional.
    const bool http = line.starts_with("HTTP/1.") && line.size() >= 12 && line[8] == ' ' &&
                      (line.size() == 12 || line[12] == ' ');
    const auto status = http ? number(line.substr(9, 3), 10) : std::nullopt;
    if (!status || *status < 100) return fail("The reply is not HTTP.");
    m_reply.status = static_cast<int>(*status);
    m_reply.reason = line.size() > 13 ? std::string(line.substr(13)) : std::string();
    m_reply.headers.clear();
    m_part = Part::Headers;
    return true;
}

bool HttpReplyParser::readHeader(std::string_view line) {
    const auto colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    // A name that contains a blank, or a folded line, enables request smuggling (RFC 9112 5.1, 5.2).
    if (colon == std::string_view::npos || name.empty() ||
        name.find_first_of(" \t") != std::string_view::npos)
        return fail("The reply has a malformed header.");
    m_reply.headers.emplace_back(lower(name), trimmed(line.substr(colon + 1), " \t"));
    return true;
}

bool HttpReplyParser::beginBody() {
    if (m_reply.status < 200) { // interim: the reply itself is still to come
        m_part = Part::StatusLine;
        return true;
    }
    if (const auto encoding = m_reply.header("transfer-encoding")) {
        if (lower(*encoding) != "chunked")
            return fail("The reply uses an unsupported transfer encoding: " +
                        std::string(encoding->substr(0, 60)));
        m_headBytes = 0;
        m_part = Part::ChunkSize;
        return true;
    }
    std::optional<std::size_t> length;
    for (const auto& [name, value] : m_reply.headers) {
        if (name != "content-length") continue;
        const auto one = number(value, 10);
        if (!one || (length && *length != *one)) return fail("The reply has a malformed length.");
        length = one;
    }
    if (m_reply.status == 204 || m_reply.status == 304 || length == std::size_t{0}) {
        m_part = Part::Done;
        return false;
    }
    if (length && *length > m_limits.body)
        return fail("The reply is larger than " + std::to_string(m_limits.body) + " bytes.");
    m_part = length ? Part::Sized : Part::ToEnd;
    m_remaining = length.value_or(0);
    return true;
}

bool HttpReplyParser::readChunkSize(std::string_view line) {
    const auto size = number(trimmed(line.substr(0, line.find(';'))), 16);
    if (!size) return fail("The reply has a malformed chunk.");
    if (*size > m_limits.body - m_reply.body.size())
        return fail("The reply is larger than " + std::to_string(m_limits.body) + " bytes.");
    m_headBytes = 0; // bounds each size line and the trailers, not their sum
    m_remaining = *size;
    m_part = *size == 0 ? Part::Trailers : Part::ChunkData;
    return true;
}

bool HttpReplyParser::takeBody() {
    const std::string_view rest = std::string_view(m_pending).substr(m_taken);
    if (rest.empty()) return false;
    if (m_part == Part::ToEnd) {
        if (rest.size() > m_limits.body - m_reply.body.size())
            return fail("The reply is larger than " + std::to_string(m_limits.body) + " bytes.");
        m_reply.body += rest;
        m_taken = m_pending.size();
        return false;
    }
    const std::size_t size = std::min(rest.size(), m_remaining);
    m_reply.body += rest.substr(0, size);
    m_taken += size;
    m_remaining -= size;
    if (m_remaining > 0) return false;
    m_part = m_part == Part::ChunkData ? Part::ChunkEnd : Part::Done;
    return m_part == Part::ChunkEnd;
}

bool HttpReplyParser::fail(std::string problem) {
    m_part = Part::Failed;
    m_problem = std::move(problem);
    return false;
}

} // namespace maintscope::io
