// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/open_files.h"

#include "model/recording/recording_schema.h"

#include <QByteArray>
#include <QFile>

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <string>

namespace maintscope::model {
namespace {

using Identity = std::pair<std::uint64_t, std::uint64_t>;

struct OpenEntry {
    int count = 0;
    int version = 0;
};

struct Registry {
    std::mutex mutex;
    std::map<Identity, OpenEntry> entries;
};

Registry& registry() {
    static Registry kRegistry;
    return kRegistry;
}

std::optional<Identity> identityOf(const QString& path) {
    struct stat status {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0) return std::nullopt;
    return Identity{status.st_dev, status.st_ino};
}

Error noRecording(const QString& path, const char* why) {
    return {"This file is not a Maintscope recording.", path.toStdString(), why,
            "Choose a file that ends in .maintscope."};
}

/// Source: sqlite.org/fileformat2.html, 1.3: magic at 0, user version at 60, application id at 68.
Result<int> versionInHeader(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{"The recording cannot be opened.", path.toStdString(), file.errorString().toStdString(),
                     "Check the file name and its permissions."};
    const QByteArray header = file.read(100);
    if (header.size() < 100 || !header.startsWith(QByteArrayView("SQLite format 3\0", 16)))
        return noRecording(path, "it is not an SQLite file");
    const auto number = [&header](int offset) {
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i)
            value = value << 8 | static_cast<unsigned char>(header[offset + i]);
        return static_cast<std::int32_t>(value);
    };
    if (number(68) != schema::kApplicationId)
        return noRecording(path, "it is an SQLite file of another program");
    const int version = number(60);
    if (version > schema::kVersion)
        return Error{"This recording was made by a newer Maintscope.", path.toStdString(),
                     "its format is version " + std::to_string(version) +
                         ", this program reads up to version " + std::to_string(schema::kVersion),
                     "Open it with the version that created it, or a later one."};
    if (version < 1) return noRecording(path, "it was abandoned before anything was recorded");
    return version;
}

} // namespace

Result<OpenFile> OpenFile::forReading(const QString& path) {
    const std::scoped_lock lock(registry().mutex);
    const auto identity = identityOf(path);
    if (!identity)
        return Error{"The recording cannot be opened.", path.toStdString(), std::strerror(errno),
                     "Check the file name and its permissions."};
    OpenEntry& entry = registry().entries[*identity];
    if (entry.count == 0) {
        const auto version = versionInHeader(path);
        if (!version) {
            registry().entries.erase(*identity);
            return version.error();
        }
        entry.version = *version;
    }
    ++entry.count;
    return OpenFile(identity, entry.version);
}

OpenFile OpenFile::forWriting(const QString& path) {
    const std::scoped_lock lock(registry().mutex);
    const auto identity = identityOf(path);
    if (identity) {
        OpenEntry& entry = registry().entries[*identity];
        entry.version = schema::kVersion;
        ++entry.count;
    }
    return OpenFile(identity, schema::kVersion);
}

bool OpenFile::isAt(const QString& path) const {
    return m_identity && identityOf(path) == m_identity;
}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
    if (this != &other) {
        leave();
        m_identity = std::exchange(other.m_identity, {});
        m_version = other.m_version;
    }
    return *this;
}

OpenFile::~OpenFile() {
    leave();
}

void OpenFile::migrated() {
    m_version = schema::kVersion;
    if (!m_identity) return;
    const std::scoped_lock lock(registry().mutex);
    registry().entries[*m_identity].version = schema::kVersion;
}

void OpenFile::leave() {
    if (!m_identity) return;
    const std::scoped_lock lock(registry().mutex);
    const auto entry = registry().entries.find(*m_identity);
    if (entry != registry().entries.end() && --entry->second.count == 0) registry().entries.erase(entry);
    m_identity.reset();
}

} // namespace maintscope::model
