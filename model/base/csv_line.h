// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/base/session_info.h"

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace maintscope::model {

/// One line of CSV (RFC 4180), cell by cell; ends with CRLF. A text that a spreadsheet would interpret as a
/// formula gets an apostrophe; control characters from a server are escaped.
class CsvLine {
public:
    void text(const char* name, std::string_view value);
    void number(const char* name, std::optional<std::int64_t> value);
    void count(const char* name, std::uint64_t value);
    void duration(const char* name, std::optional<Duration> value);
    void figures(const char* name, const std::vector<Figure>& figures); ///< name=value;name=value
    [[nodiscard]] QByteArray take();

private:
    void add(const QByteArray& cell);
    QByteArray m_line;
    bool m_any = false;
};

/// Accepts the same calls but keeps only the names, for the header.
class CsvNames {
public:
    void text(const char* name, std::string_view) { m_line.text(name, name); }
    void number(const char* name, std::optional<std::int64_t>) { m_line.text(name, name); }
    void count(const char* name, std::uint64_t) { m_line.text(name, name); }
    void duration(const char* name, std::optional<Duration>) { m_line.text(name, name); }
    void figures(const char* name, const std::vector<Figure>&) { m_line.text(name, name); }
    [[nodiscard]] QByteArray take() { return m_line.take(); }

private:
    CsvLine m_line;
};

/// The last cells of each line of a CSV file.
template <class Writer>
void writeFileFields(Writer& w, const SessionInfo& session, bool redacted, const char* schema) {
    w.text("app_version", session.appVersion);
    w.text("redacted", redacted ? "true" : "false");
    w.text("schema", schema);
}

} // namespace maintscope::model
