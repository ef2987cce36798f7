// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <utility>

namespace maintscope::model {

/// A recording that this process has open in SQLite, for as long as the object lives. While one does, no
/// other descriptor of that file may be opened and closed in this process: closing it would drop SQLite's
/// locks, and another program could then take the log away under the recorder. So headers are read here, and
/// whoever wants the bytes of a recording makes sure first that it is closed. Any thread.
/// Source: sqlite.org/howtocorrupt.html, 2.2 (POSIX advisory locks).
class OpenFile {
public:
    /// Looks at what stands in every SQLite file at the same place, before SQLite itself sees a stranger's
    /// file, and enters the file as open: refuses what is no recording, or one of the future.
    [[nodiscard]] static Result<OpenFile> forReading(const QString& path);
    /// Enters a file that was just created for a recording of this version.
    [[nodiscard]] static OpenFile forWriting(const QString& path);

    OpenFile(OpenFile&& other) noexcept
        : m_identity(std::exchange(other.m_identity, {}))
        , m_version(other.m_version) {}
    OpenFile& operator=(OpenFile&& other) noexcept;
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile();

    /// The file was brought to the present version: whoever opens it from now on is to know.
    void migrated();
    /// Version of the schema.
    [[nodiscard]] int version() const { return m_version; }

private:
    using Identity = std::pair<std::uint64_t, std::uint64_t>; ///< device and inode
    OpenFile(std::optional<Identity> identity, int version)
        : m_identity(identity)
        , m_version(version) {}
    void leave();

    std::optional<Identity> m_identity;
    int m_version = 0;
};

} // namespace maintscope::model
