// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/recents.h"

#include <QFileInfo>
#include <QSettings>

#include <algorithm>

namespace maintscope::model {

using namespace Qt::Literals::StringLiterals;

void Recents::addRecording(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    recordings.removeAll(absolute);
    recordings.prepend(absolute);
    while (recordings.size() > kMostRecentRecordings)
        recordings.removeLast();
}

void Recents::addTarget(const TargetSettings& target) {
    RecentTarget recent;
    recent.hadSecret = !target.password.empty() || !target.tls.keyPassphrase.empty();
    recent.profile.name = target.name.empty() ? toString(target.endpoint) : target.name;
    recent.profile.target = target;
    recent.profile.target.name = recent.profile.name;
    recent.profile.target.password = {};
    recent.profile.target.tls.keyPassphrase = {};
    std::erase_if(targets, [&](const RecentTarget& one) {
        return one.profile.name == recent.profile.name && one.profile.target.endpoint == target.endpoint;
    });
    targets.insert(targets.begin(), std::move(recent));
    if (targets.size() > kMostRecentTargets) targets.resize(kMostRecentTargets);
}

void saveRecents(QSettings& settings, const Recents& recents) {
    settings.remove(u"recent"_s);
    settings.setValue(u"recent/recordings"_s, recents.recordings);
    settings.beginWriteArray(u"recent/targets"_s, static_cast<int>(recents.targets.size()));
    int place = 0;
    for (const RecentTarget& target : recents.targets) {
        settings.setArrayIndex(place++);
        settings.setValue(u"profile"_s, QString::fromUtf8(profilesToJson({target.profile})));
        settings.setValue(u"hadSecret"_s, target.hadSecret);
    }
    settings.endArray();
}

Recents loadRecents(QSettings& settings) {
    Recents recents;
    recents.recordings = settings.value(u"recent/recordings"_s).toStringList().mid(0, kMostRecentRecordings);
    // The file may say any number; unreadable entries count, too.
    const int count =
        std::min(settings.beginReadArray(u"recent/targets"_s), static_cast<int>(kMostRecentTargets));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        auto profiles = profilesFromJson(settings.value(u"profile"_s).toString().toUtf8());
        if (!profiles || profiles->size() != 1) continue;
        recents.targets.push_back(
            {std::move(profiles->front()), settings.value(u"hadSecret"_s, false).toBool()});
    }
    settings.endArray();
    return recents;
}

} // namespace maintscope::model
