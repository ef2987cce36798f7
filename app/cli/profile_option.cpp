// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/profile_option.h"

#include "app/services/console.h"

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

Result<std::vector<model::Profile>> readProfiles(const QCommandLineParser& parser) {
    std::vector<model::Profile> named;
    const QStringList names = parser.values(u"profile"_s);
    if (names.isEmpty()) return named;
    const auto profiles = model::loadProfiles(model::defaultProfilesPath());
    if (!profiles) return profiles.error();
    for (const QString& name : names) {
        const model::Profile* profile = model::findProfile(*profiles, name.toStdString());
        if (profile == nullptr) return noSuchProfile(*profiles, name.toStdString());
        named.push_back(*profile);
    }
    return named;
}

Error noSuchProfile(const std::vector<model::Profile>& profiles, std::string_view name) {
    QStringList names;
    for (const model::Profile& one : profiles)
        names << QString::fromStdString(one.name);
    const QString near =
        nearestWord(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), names);
    return {"The profile is unknown.",
            std::string(name),
            {},
            near.isEmpty() ? "maintscope profile list shows the profiles."
                           : "Did you mean " + near.toStdString() + "?"};
}

} // namespace maintscope::app
