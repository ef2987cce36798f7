// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/resp_framing.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace maintscope::core::resp {
namespace {

constexpr std::string_view kLines = "+-:_#,(";      // one line each
constexpr std::string_view kHeaders = "*%~>|$=!;."; // a line that says what follows
constexpr std::size_t kLongestHeader = 32;

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

} // namespace

bool Framing::within(Level level) const {
    return std::any_of(m_open.begin(), m_open.end(),
                       [level](const Open& open) { return open.level == level; });
}

void Framing::fail(std::string why) {
    if (m_error.empty()) m_error = std::move(why);
}

/// Unknown to us: hiredis reports what is wrong with it, in its own words.
void Framing::passAll(std::string_view bytes) {
    // hiredis has not seen where it stands.
    if (within(Level::Streamed) || within(Level::StreamedString) || within(Level::Attribute))
        return fail("an attribute or a streamed value that is no RESP3");
    m_state = State::Passing;
    m_out->append(bytes);
}

void Framing::emit(std::string_view bytes) {
    if (within(Level::Attribute)) {
        m_dropped += bytes.size();
        if (m_dropped > m_bounds.valueBytes)
            fail("attributes larger than " + std::to_string(m_bounds.valueBytes) + " bytes");
        return;
    }
    const bool held = m_blobError || within(Level::Streamed) || within(Level::StreamedString);
    std::string& out = held ? m_held : *m_out;
    out.append(bytes);
    if (held && m_held.size() > m_bounds.valueBytes)
        fail("reply larger than " + std::to_string(m_bounds.valueBytes) + " bytes");
}

void Framing::feed(std::string_view bytes, std::string& out) {
    m_out = &out;
    while (!bytes.empty() && m_error.empty()) {
        switch (m_state) {
        case State::Passing:
            out.append(bytes);
            return;
        case State::Type:
            onType(bytes.front()); // the state that it leads to reads the byte
            break;
        case State::Header: {
            const char c = bytes.front();
            bytes.remove_prefix(1);
            m_header += c;
            if (c == '\n' && m_header.size() >= 2 && m_header[m_header.size() - 2] == '\r')
                onHeader();
            else if (m_header.size() > kLongestHeader)
                passAll(m_header);
            break;
        }
        case State::Line: {
            std::size_t end = 0;
            bool complete = false;
            while (end < bytes.size() && !complete) {
                complete = bytes[end] == '\n' && m_last == '\r';
                m_last = bytes[end++];
            }
            emit(bytes.substr(0, end));
            bytes.remove_prefix(end);
            if (complete) elementEnded();
            break;
        }
        case State::Payload: {
            const std::size_t count = std::min(m_payload, bytes.size());
            emit(bytes.substr(0, count));
            bytes.remove_prefix(count);
            m_payload -= count;
            if (m_payload == 0) m_state = State::PayloadEnd;
            break;
        }
        case State::PayloadEnd:
            if (bytes.front() != "\r\n"[m_ending])
                return fail(
                    "a string is longer or shorter than its length says: what follows cannot be read");
            bytes.remove_prefix(1);
            if (++m_ending < 2) break;
            m_ending = 0;
            if (std::exchange(m_blobError, false)) {
                std::replace_if(
                    m_held.begin(), m_held.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
                const std::string line = "-" + std::exchange(m_held, {}) + "\r\n";
                emit(line);
                elementEnded();
            } else if (!m_open.empty() && m_open.back().level == Level::StreamedString) {
                m_state = State::Type; // the next chunk
            } else {
                emit("\r\n");
                elementEnded();
            }
            break;
        }
    }
}

void Framing::onType(char type) {
    const bool inString = !m_open.empty() && m_open.back().level == Level::StreamedString;
    if (inString && type != ';') return passAll({});
    if (kHeaders.find(type) != std::string_view::npos) {
        m_header.clear();
        m_state = State::Header;
        return;
    }
    if (kLines.find(type) != std::string_view::npos) {
        m_last = 0;
        m_state = State::Line;
        return;
    }
    passAll({});
}

void Framing::onHeader() {
    const char type = m_header.front();
    const std::string_view rest = std::string_view(m_header).substr(1, m_header.size() - 3);
    const bool inString = !m_open.empty() && m_open.back().level == Level::StreamedString;
    if (inString != (type == ';')) return passAll(m_header);
    switch (type) {
    case '.':
        return rest.empty() && !m_open.empty() && m_open.back().level == Level::Streamed ? streamEnded()
                                                                                         : passAll(m_header);
    case '$':
    case '=':
    case '!':
    case ';':
        return onString(type, rest);
    default:
        return onAggregate(type, rest);
    }
}

void Framing::onString(char type, std::string_view length) {
    if (type == '$' && length == "?") return push({Level::StreamedString, type, 0, m_held.size()});
    const auto bytes = number(length);
    if (!bytes || *bytes < (type == '$' ? -1 : 0)) return passAll(m_header);
    if (*bytes > static_cast<std::int64_t>(m_bounds.valueBytes)) {
        if (type == '$' || type == '=') return passAll(m_header); // refused where the others are
        return fail("value larger than " + std::to_string(m_bounds.valueBytes) + " bytes");
    }
    if (type == ';' && *bytes == 0) return streamEnded();
    if (type == '$' || type == '=') emit(m_header);
    if (*bytes < 0) return elementEnded();
    if (type == '!') {
        if (within(Level::Streamed)) return fail("a blob error inside a streamed aggregate");
        m_blobError = true;
    }
    m_payload = static_cast<std::size_t>(*bytes);
    m_state = m_payload > 0 ? State::Payload : State::PayloadEnd;
}

void Framing::onAggregate(char type, std::string_view count) {
    if (count == "?" && type != '|') return push({Level::Streamed, type, 0, m_held.size()});
    const auto elements = number(count);
    if (!elements || *elements < -1) return passAll(m_header);
    if (type == '|') {
        if (*elements < 0 || *elements > static_cast<std::int64_t>(m_bounds.elements))
            return fail("an attribute with " + std::string(count) + " entries");
        m_state = State::Type;
        if (*elements > 0) push({Level::Attribute, type, static_cast<std::size_t>(*elements) * 2});
        return;
    }
    emit(m_header);
    if (*elements <= 0) return elementEnded();
    if (*elements > static_cast<std::int64_t>(m_bounds.elements)) return passAll({}); // hiredis refuses it
    push({Level::Fixed, type, static_cast<std::size_t>(*elements) * (type == '%' ? 2 : 1)});
}

void Framing::push(Open open) {
    m_state = State::Type;
    m_open.push_back(open);
    // One more than the decoder's own bound, so that it is the one to report it.
    if (m_open.size() > m_bounds.depth + 1)
        fail("reply nested deeper than " + std::to_string(m_bounds.depth));
}

/// The end of a streamed string or aggregate: its length is known now.
void Framing::streamEnded() {
    const Open open = m_open.back();
    m_open.pop_back();
    const bool isMap = open.type == '%';
    if (isMap && open.left % 2 != 0) return fail("a streamed map with a key without a value");
    std::string content = m_held.substr(open.begin);
    m_held.resize(open.begin);
    const std::size_t count =
        open.level == Level::StreamedString ? content.size() : open.left / (isMap ? 2 : 1);
    emit(open.type + std::to_string(count) + "\r\n");
    emit(content);
    if (open.level == Level::StreamedString) emit("\r\n");
    elementEnded();
}

void Framing::elementEnded() {
    m_state = State::Type;
    while (!m_open.empty()) {
        Open& open = m_open.back();
        if (open.level == Level::Streamed) {
            if (++open.left > m_bounds.elements)
                fail("reply with more than " + std::to_string(m_bounds.elements) + " elements");
            return;
        }
        if (--open.left > 0) return;
        const bool attribute = open.level == Level::Attribute;
        m_open.pop_back();
        if (attribute) return; // the element that it belongs to follows
    }
    m_dropped = 0;
}

} // namespace maintscope::core::resp
