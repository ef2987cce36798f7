// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/wire/reply_splitter.h"

#include <charconv>

namespace maintscope::demo::resp {

namespace {
constexpr std::size_t kMaxReply = 64 * 1024 * 1024;
constexpr std::int64_t kMaxElements = 1024 * 1024;
} // namespace

void ReplySplitter::append(std::string_view bytes) {
    m_buffer += bytes;
}

bool ReplySplitter::scanElement() {
    const auto end = m_buffer.find("\r\n", m_scanned);
    if (end == std::string::npos) return false;
    const char type = m_buffer[m_scanned];
    const std::string_view line(m_buffer.data() + m_scanned + 1, end - m_scanned - 1);
    const bool isBulk = type == '$' || type == '=' || type == '!';
    const bool isAggregate = type == '*' || type == '~' || type == '>' || type == '%' || type == '|';
    std::size_t past = end + 2;
    std::uint64_t children = 0;
    if (isBulk || isAggregate) {
        std::int64_t count = 0;
        const auto [stop, code] = std::from_chars(line.data(), line.data() + line.size(), count);
        const auto most = isBulk ? static_cast<std::int64_t>(kMaxReply) : kMaxElements;
        if (code != std::errc{} || stop != line.data() + line.size() || count < -1 || count > most) {
            m_broken = true;
            return false;
        }
        if (count > 0 && isAggregate)
            children = static_cast<std::uint64_t>(count) * (type == '%' || type == '|' ? 2U : 1U);
        if (isBulk && count >= 0) past += static_cast<std::size_t>(count) + 2;
        if (past > m_buffer.size()) return false;
        if (type == '|') ++children; // what it describes is still to come
    } else if (std::string_view("+-:_,#(").find(type) == std::string_view::npos) {
        m_broken = true;
        return false;
    }
    m_scanned = past;
    m_elements += children;
    --m_elements;
    return true;
}

ReplySplitter::Status ReplySplitter::next(std::string& bytes) {
    while (!m_broken && m_elements > 0 && m_scanned < m_buffer.size() && scanElement()) {
    }
    if (m_broken || (m_elements > 0 && m_buffer.size() > kMaxReply)) {
        m_broken = true;
        return Status::Error;
    }
    if (m_elements > 0) return Status::NeedMore;
    bytes = m_buffer.substr(0, m_scanned);
    m_buffer.erase(0, m_scanned);
    m_scanned = 0;
    m_elements = 1;
    return bytes.front() == '>' ? Status::Push : Status::Reply;
}

} // namespace maintscope::demo::resp
