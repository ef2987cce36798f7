// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <utility>

namespace maintscope::model {

/// Registers a recording that this process has open in SQLite, for the lifetime of the object. During that
/// time, no other descriptor of the file may be opened and closed in this process: closing it would release
/// SQLite's locks, and another program could then remove the log that the recorder uses. Therefore headers
/// are read here, and code that reads the bytes of a recording must first ensure that it is closed. Any
/// thread. Source: sqlite.org/howtocorrupt.html, 2.2 (POSIX advisory locks).
class OpenFile {
public:
    /// Checks the fixed header fields before SQLite reads an untrusted file, and registers the file as open.
    /// Fails for files that are not recordings or that have a newer version.
    [[nodiscard]] static Result<OpenFile> forReading(const QString& path);
    /// Registers a newly created recording of this version.
    [[nodiscard]] static OpenFile forWriting(const QString& path);

    OpenFile(OpenFile&& other) noexcept
        : m_identity(std::exchange(other.m_identity, {}))
        , m_version(other.m_version) {}
    OpenFile& operator=(OpenFile&& other) noexcept;
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile();

    /// Whether `path` still leads to it: it may have been deleted, renamed or replaced.
    [[nodiscard]] bool isAt(const QString& path) const;
    /// Registers that the file was upgraded to the current version.
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
