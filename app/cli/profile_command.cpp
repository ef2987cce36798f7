// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/profile_command.h"

#include "app/cli/command_options.h"
#include "app/cli/profile_option.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "client/types/target_url.h"
#include "model/base/format.h"
#include "model/user/profile.h"

#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>

#include <cstdio>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString kProfile = u"profile"_s;
constexpr qint64 kMostImportBytes = 4 * 1024 * 1024;

int refuse(const Error& error, ExitCode code = ExitCode::Usage) {
    complain(kProfile, error);
    return toInt(code);
}

QString urlOf(const TargetSettings& target) {
    return model::escapeServerText(toString(TargetUrl{target.endpoint, target.tls.enabled, target.user, {}}));
}

int list(const std::vector<model::Profile>& profiles) {
    if (profiles.empty())
        printLine(stdout,
                  u"No profiles are saved. Import some: maintscope profile import FILE, or - for a pasted "
                  "redis-cli command."_s);
    for (const model::Profile& profile : profiles)
        printLine(stdout, model::escapeServerText(profile.name).leftJustified(24) + u"  "_s +
                              model::toQString(toString(profile.target.environment)).leftJustified(12) +
                              u"  "_s + urlOf(profile.target));
    return toInt(ExitCode::Pass);
}

int show(const std::vector<model::Profile>& profiles, const QString& name) {
    const model::Profile* profile = model::findProfile(profiles, name.toStdString());
    if (profile == nullptr) return refuse(noSuchProfile(profiles, name.toStdString()));
    printJson(stdout, model::profilesToJson({*profile}));
    return toInt(ExitCode::Pass);
}

int store(const std::vector<model::Profile>& profiles) {
    if (const Status saved = model::saveProfiles(model::defaultProfilesPath(), profiles); !saved)
        return refuse(saved.error(), ExitCode::CannotWrite);
    return toInt(ExitCode::Pass);
}

int clone(std::vector<model::Profile> profiles, const QString& name, const QString& newName) {
    if (model::findProfile(profiles, name.toStdString()) == nullptr)
        return refuse(noSuchProfile(profiles, name.toStdString()));
    const auto given = model::cloneProfile(profiles, name.toStdString(), newName.toStdString());
    if (!given) return refuse(given.error());
    const int code = store(profiles);
    if (code == toInt(ExitCode::Pass)) printLine(stdout, u"cloned     "_s + model::escapeServerText(*given));
    return code;
}

int import(std::vector<model::Profile> profiles, const QString& source, const QString& name) {
    QFile file;
    bool open = false;
    if (source == "-"_L1) {
        open = file.open(stdin, QIODevice::ReadOnly);
    } else {
        file.setFileName(source);
        open = file.open(QIODevice::ReadOnly);
    }
    if (!open)
        return refuse({"The file cannot be read.", source.toStdString(), file.errorString().toStdString(),
                       "Name a file that maintscope or RedisInsight exported, or - for standard input."});
    auto imported = model::importProfiles(file.read(kMostImportBytes));
    if (!imported) return refuse(imported.error());
    if (!name.isEmpty()) {
        if (imported->profiles.size() != 1)
            return refuse({"--name needs a file with exactly one profile.",
                           name.toStdString(),
                           {},
                           "Remove --name, or import another file."});
        imported->profiles.front().name = name.toStdString();
    }
    const auto names = model::addProfiles(profiles, std::move(imported->profiles));
    if (const int code = store(profiles); code != toInt(ExitCode::Pass)) return code;
    std::size_t taken = 0;
    bool all = true;
    for (const model::ProfileImportRow& row : imported->rows) {
        all = all && row.taken;
        const QString shown = row.taken ? model::toQString(names[taken++]) : model::toQString(row.name);
        printLine(stdout, (row.taken ? u"taken      "_s : u"NOT TAKEN  "_s) +
                              model::escapeServerText(shown.toStdString()) +
                              (row.note.empty() ? QString() : u": "_s + model::escapeServerText(row.note)));
    }
    return toInt(all ? ExitCode::Pass : ExitCode::Fail);
}

int exportTo(const std::vector<model::Profile>& profiles, const QString& path) {
    if (path.isEmpty() || path == "-"_L1) {
        printJson(stdout, model::profilesToJson(profiles));
        return toInt(ExitCode::Pass);
    }
    if (QFileInfo::exists(path))
        return refuse({"The file already exists.", path.toStdString(), {}, "Choose another name."},
                      ExitCode::CannotWrite);
    if (const Status saved = model::saveProfiles(path, profiles); !saved)
        return refuse(saved.error(), ExitCode::CannotWrite);
    return toInt(ExitCode::Pass);
}

} // namespace

int profileCommand(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Lists, shows, clones, imports and exports saved connections. They contain no "
        u"passwords. import reads a file that "
        "maintscope or RedisInsight exported, or a redis-cli command."_s);
    parser.addPositionalArgument(u"what"_s,
                                 u"list, show NAME, clone NAME [NEW], import FILE|-, export [FILE|-]."_s,
                                 u"list|show|clone|import|export"_s);
    parser.addOption({u"name"_s, u"import: name for the imported profile."_s, u"NAME"_s});
    if (const auto ended = startCommand(parser, kProfile, arguments)) return *ended;
    const QStringList words = parser.positionalArguments();
    const QStringList verbs{u"list"_s, u"show"_s, u"clone"_s, u"import"_s, u"export"_s};
    if (words.isEmpty() || !verbs.contains(words.first())) {
        const QString near = words.isEmpty() ? QString() : nearestWord(words.first(), verbs);
        return refuse({words.isEmpty() ? "The action is missing." : "The action is unknown.",
                       words.value(0).toStdString(),
                       {},
                       near.isEmpty() ? "Use maintscope profile list, show, clone, import or export."
                                      : "Did you mean " + near.toStdString() + "?"});
    }
    if (words.first() != "import"_L1 && parser.isSet(u"name"_s))
        return refuse(idleOption(u"name"_s, "it applies only to import"));
    auto profiles = model::loadProfiles(model::defaultProfilesPath());
    if (!profiles) return refuse(profiles.error());
    const QString& verb = words.first();
    const bool needsName = verb == "show"_L1 || verb == "import"_L1 || verb == "clone"_L1;
    if (words.size() > (verb == "clone"_L1 ? 3 : 2) || (needsName && words.size() < 2) ||
        (verb == "list"_L1 && words.size() > 1))
        return refuse(
            {"The number of arguments is wrong.",
             words.join(u' ').toStdString(),
             {},
             "Use maintscope profile list, show NAME, clone NAME [NEW], import FILE or export [FILE]."});
    if (verb == "list"_L1) return list(*profiles);
    if (verb == "show"_L1) return show(*profiles, words.at(1));
    if (verb == "clone"_L1) return clone(std::move(*profiles), words.at(1), words.value(2));
    if (verb == "import"_L1) return import(std::move(*profiles), words.at(1), parser.value(u"name"_s));
    return exportTo(*profiles, words.value(1));
}

} // namespace maintscope::app
