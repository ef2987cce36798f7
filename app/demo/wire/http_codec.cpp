// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/wire/http_codec.h"

#include "client/types/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace maintscope::demo {

namespace {

constexpr std::size_t kMaxHead = 16 * 1024;
constexpr std::size_t kMaxBody = 256 * 1024;
constexpr std::size_t kChunk = 1000; // odd pieces: a client must not count on nice ones

/// Characters of a method or header name (RFC 9110, token).
bool isToken(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < 0x7f &&
               std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
    });
}

std::optional<std::string> percentDecoded(std::string_view text, bool plusIsBlank) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hexDigit(text[i + 1]);
            const int low = hexDigit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            result += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            result += plusIsBlank && text[i] == '+' ? ' ' : text[i];
        }
    }
    return result;
}

} // namespace

bool HttpRequest::hasQuery(std::string_view name) const {
    return std::any_of(query.begin(), query.end(), [name](const auto& item) { return item.first == name; });
}

std::optional<std::string> HttpRequest::queryValue(std::string_view name) const {
    for (const auto& item : query)
        if (item.first == name) return item.second;
    return std::nullopt;
}

std::string_view HttpRequest::header(const std::string& lowerName) const {
    const auto found = headers.find(lowerName);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view reasonPhrase(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 431:
        return "Request Header Fields Too Large";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return {};
    }
}

std::string toBytes(const HttpReply& reply, bool keepAlive, bool withBody) {
    std::string bytes =
        "HTTP/1.1 " + std::to_string(reply.status) + " " + std::string(reasonPhrase(reply.status)) + "\r\n";
    for (const auto& header : reply.headers)
        bytes += header.first + ": " + header.second + "\r\n";
    if (reply.form == HttpReply::Form::Chunked)
        bytes += "transfer-encoding: chunked\r\n";
    else
        bytes += "content-length: " + std::to_string(reply.body.size()) + "\r\n";
    if (!keepAlive) bytes += "connection: close\r\n";
    bytes += "\r\n";
    if (!withBody) return bytes;
    switch (reply.form) {
    case HttpReply::Form::Whole:
        return bytes + reply.body;
    case HttpReply::Form::Cut:
    case HttpReply::Form::Reset:
        return bytes + reply.body.substr(0, reply.body.size() / 2);
    case HttpReply::Form::Chunked:
        break;
    }
    for (std::size_t at = 0; at < reply.body.size(); at += kChunk) {
        const std::string_view chunk = std::string_view(reply.body).substr(at, kChunk);
        std::array<char, 2 * sizeof(std::size_t)> size{};
        const auto [end, code] = std::to_chars(size.data(), size.data() + size.size(), chunk.size(), 16);
        bytes.append(size.data(), end).append("\r\n").append(chunk).append("\r\n");
    }
    return bytes + "0\r\n\r\n";
}

HttpRequestParser::Status HttpRequestParser::fail(int status, std::string text) {
    m_errorStatus = status;
    m_errorText = std::move(text);
    return Status::Error;
}

HttpRequestParser::Status HttpRequestParser::next(HttpRequest& request) {
    if (m_errorStatus != 0) return Status::Error;
    if (!m_bodyLength) {
        // Empty lines before a request are skipped (RFC 9112, 2.2).
        m_buffer.erase(0, std::min(m_buffer.find_first_not_of("\r\n"), m_buffer.size()));
        // Said as soon as the first line is in: who speaks something else would wait for ever.
        const std::string_view line = std::string_view(m_buffer).substr(0, m_buffer.find('\n'));
        if (line.size() < m_buffer.size() &&
            (!line.ends_with('\r') || line.find(" HTTP/") == std::string_view::npos))
            return fail(400, "this is no HTTP request");
        const auto end = m_buffer.find("\r\n\r\n");
        if (end > kMaxHead) { // npos, too
            if (m_buffer.size() > kMaxHead) return fail(431, "the request's headers are longer than 16 KiB");
            return Status::NeedMore;
        }
        m_request = HttpRequest{};
        const std::string head = m_buffer.substr(0, end);
        m_buffer.erase(0, end + 4);
        if (!parseHead(head)) return Status::Error;
    }
    if (m_buffer.size() < *m_bodyLength) return Status::NeedMore;
    m_request.body = m_buffer.substr(0, *m_bodyLength);
    m_buffer.erase(0, *m_bodyLength);
    m_bodyLength.reset();
    request = std::move(m_request);
    return Status::Whole;
}

bool HttpRequestParser::parseHead(std::string_view head) {
    const auto takeLine = [&head] {
        const auto end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
        return line;
    };
    const std::string_view start = takeLine();
    const auto first = start.find(' ');
    const auto last = start.rfind(' ');
    if (first == std::string_view::npos || first == last || !isToken(start.substr(0, first)) ||
        !start.substr(last + 1).starts_with("HTTP/"))
        return fail(400, "this is no HTTP request"), false;
    const std::string_view version = start.substr(last + 6);
    if (version != "1.1" && version != "1.0") return fail(505, "only HTTP/1.1 is spoken here"), false;
    m_request.method = start.substr(0, first);
    if (!parseTarget(start.substr(first + 1, last - first - 1)))
        return fail(400, "the request's target cannot be read"), false;

    while (!head.empty()) {
        const std::string_view line = takeLine();
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !isToken(line.substr(0, colon)))
            return fail(400, "a header cannot be read"), false;
        std::string& value = m_request.headers[lower(line.substr(0, colon))];
        if (!value.empty()) value += ", ";
        value += trimmed(line.substr(colon + 1), " \t");
    }
    const std::string connection = lower(m_request.header("connection"));
    m_request.keepAlive = version == "1.1" ? connection != "close" : connection == "keep-alive";
    if (m_request.headers.contains("transfer-encoding"))
        return fail(411, "a body needs a Content-Length; transfer encodings are not read"), false;
    const std::string_view length = m_request.header("content-length");
    std::size_t bodyLength = 0;
    if (m_request.headers.contains("content-length")) {
        const auto [end, code] = std::from_chars(length.data(), length.data() + length.size(), bodyLength);
        if (code != std::errc{} || end != length.data() + length.size())
            return fail(400, "Content-Length is no number"), false;
        if (bodyLength > kMaxBody) return fail(413, "the request's body is longer than 256 KiB"), false;
    } else if (m_request.method == "PUT" || m_request.method == "POST" || m_request.method == "PATCH") {
        return fail(411, "a body needs a Content-Length"), false;
    }
    m_bodyLength = bodyLength;
    return true;
}

bool HttpRequestParser::parseTarget(std::string_view target) {
    if (!target.starts_with('/')) return false;
    m_request.target = target;
    const auto question = target.find('?');
    auto path = percentDecoded(target.substr(0, question), false);
    if (!path) return false;
    m_request.path = std::move(*path);
    if (question == std::string_view::npos) return true;
    std::string_view rest = target.substr(question + 1);
    while (!rest.empty()) {
        const auto end = rest.find('&');
        const std::string_view item = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (item.empty()) continue;
        const auto equals = item.find('=');
        auto name = percentDecoded(item.substr(0, equals), true);
        auto value = percentDecoded(
            equals == std::string_view::npos ? std::string_view() : item.substr(equals + 1), true);
        if (!name || !value) return false;
        m_request.query.emplace_back(std::move(*name), std::move(*value));
    }
    return true;
}

} // namespace maintscope::demo
