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

inline constexpr std::size_t kMostProfiles = 2000; ///< of one file

/// A saved connection: everything but its secrets. Passwords are never read from or written to a profile.
struct Profile {
    std::string name; ///< unique in a list, not empty
    TargetSettings target;
    std::optional<RestSettings> rest;
};

/// What became of one entry of an import.
struct ProfileImportRow {
    std::string name;
    bool taken = false;
    std::string note; ///< what was left out, or why it was not taken; may be empty
};
struct ProfileImport {
    std::vector<Profile> profiles;
    std::vector<ProfileImportRow> rows;
};

/// The list as JSON (schema maint-profiles/1), equal bytes for equal lists.
[[nodiscard]] QByteArray profilesToJson(const std::vector<Profile>& profiles);
/// Errors: no JSON, another schema, an entry that cannot be used (named).
[[nodiscard]] Result<std::vector<Profile>> profilesFromJson(const QByteArray& json);

/// Reads what people have: our own export, RedisInsight's (an array of databases), or a line that calls
/// redis-cli. Passwords in it are left out, and the row says so. Errors: none of these.
[[nodiscard]] Result<ProfileImport> importProfiles(const QByteArray& text);
/// "redis-cli -h HOST -p PORT --user U -a PASSWORD --tls --cacert FILE --sni NAME -u URL".
[[nodiscard]] Result<Profile> profileFromRedisCli(std::string_view line, std::string* note = nullptr);

/// nullptr: there is none of that name.
[[nodiscard]] const Profile* findProfile(const std::vector<Profile>& profiles, std::string_view name);
/// The list with `added`; one of the same name gets " (2)", " (3)", ... behind it. Returns the names given.
std::vector<std::string> addProfiles(std::vector<Profile>& profiles, std::vector<Profile> added);

/// A copy of the one called `name`, right behind it, under `newName` (empty: the same name with a number).
/// Returns the name given. Errors: there is none of that name, or the new name is taken.
[[nodiscard]] Result<std::string> cloneProfile(std::vector<Profile>& profiles, std::string_view name,
                                               std::string newName);
/// Takes the place of the one of the same name, or joins the end.
void putProfile(std::vector<Profile>& profiles, Profile profile);

/// $XDG_CONFIG_HOME/maintscope/profiles.json.
[[nodiscard]] QString defaultProfilesPath();
/// An empty list where there is no file.
[[nodiscard]] Result<std::vector<Profile>> loadProfiles(const QString& path);
/// All or nothing; readable by the user alone.
[[nodiscard]] Status saveProfiles(const QString& path, const std::vector<Profile>& profiles);

} // namespace maintscope::model
