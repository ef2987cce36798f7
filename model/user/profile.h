// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/result.h"
#include "client/types/settings.h"

#include <QByteArray>
#include <QString>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::model {

inline constexpr std::size_t kMostProfiles = 2000; ///< in one file

/// A saved connection without its secrets. Passwords are never read from or written to a profile.
struct Profile {
    std::string name; ///< unique in a list, not empty
    TargetSettings target;
    std::optional<RestSettings> rest;
};

/// The result for one entry of an import.
struct ProfileImportRow {
    std::string name;
    bool taken = false;
    std::string note; ///< what was omitted, or why the entry was not imported; may be empty
};
struct ProfileImport {
    std::vector<Profile> profiles;
    std::vector<ProfileImportRow> rows;
};

/// The list as JSON (schema maint-profiles/1). Equal lists produce equal bytes.
[[nodiscard]] QByteArray profilesToJson(const std::vector<Profile>& profiles);
/// Errors: invalid JSON, another schema, an invalid entry (named).
[[nodiscard]] Result<std::vector<Profile>> profilesFromJson(const QByteArray& json);

/// Reads an export of this program or of RedisInsight (an array of databases), or a redis-cli command line.
/// Passwords are omitted, and the row says so. Error: none of these formats.
[[nodiscard]] Result<ProfileImport> importProfiles(const QByteArray& text);
/// "redis-cli -h HOST -p PORT --user U -a PASSWORD --tls --cacert FILE --sni NAME -u URL". `note`: each option that has
/// no counterpart, by name. Error: not such a line, a value that cannot be used, or a line that leads elsewhere than to
/// a host and a port.
[[nodiscard]] Result<Profile> profileFromRedisCli(std::string_view line, std::string* note = nullptr);
/// Whether the text runs redis-cli, also behind variables and with a quote still open.
[[nodiscard]] bool isRedisCli(std::string_view line);
/// The line without its password, whether or not the rest of it can be used.
struct RedisCliSecrets {
    std::string shown;
    Secret password; ///< empty: there is none
};
[[nodiscard]] RedisCliSecrets withoutSecrets(std::string_view line);

/// nullptr if there is no profile with this name.
[[nodiscard]] const Profile* findProfile(const std::vector<Profile>& profiles, std::string_view name);
/// Adds `added` to the list; duplicate names get " (2)", " (3)", ... appended. Returns the final names.
std::vector<std::string> addProfiles(std::vector<Profile>& profiles, std::vector<Profile> added);

/// Inserts a copy of the profile `name` after it, named `newName` (empty: the same name with a number).
/// Returns the final name. Errors: the profile does not exist, or the new name is in use.
[[nodiscard]] Result<std::string> cloneProfile(std::vector<Profile>& profiles, std::string_view name,
                                               std::string newName);
/// Replaces the profile with the same name, or appends it.
void putProfile(std::vector<Profile>& profiles, Profile profile);

/// $XDG_CONFIG_HOME/maintscope/profiles.json.
[[nodiscard]] QString defaultProfilesPath();
/// An empty list if there is no file.
[[nodiscard]] Result<std::vector<Profile>> loadProfiles(const QString& path);
/// Writes atomically; the file is readable only by the user.
[[nodiscard]] Status saveProfiles(const QString& path, const std::vector<Profile>& profiles);

} // namespace maintscope::model
