// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/scenario_library.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

// Resources of a static library are not registered by themselves; the macro must be used outside of
// namespaces.
static void registerScenarios() {
    Q_INIT_RESOURCE(scenarios);
}

namespace maintscope::demo {

using namespace Qt::Literals::StringLiterals;

namespace {
constexpr qint64 kMaxScenarioFile = 1024 * 1024;
}

std::vector<std::string> bundledScenarios() {
    registerScenarios();
    std::vector<std::string> names;
    const QStringList files = QDir(u":/scenarios"_s).entryList({u"*.scenario"_s}, QDir::Files, QDir::Name);
    for (const QString& file : files)
        names.push_back(file.chopped(9).toStdString());
    return names;
}

Result<Scenario> loadScenario(const std::string& nameOrPath) {
    registerScenarios();
    const QString asked = QString::fromStdString(nameOrPath);
    QFile file(u":/scenarios/"_s + asked + u".scenario"_s);
    if (asked.contains(u'/') || !file.exists()) file.setFileName(asked);
    // A pipe would stop the simulator until somebody writes to it.
    const bool regular = QFileInfo(file).isFile();
    if (!regular || !file.open(QIODevice::ReadOnly)) {
        std::string names;
        for (const std::string& name : bundledScenarios())
            names += (names.empty() ? "" : ", ") + name;
        return Error{"The scenario is unknown.", nameOrPath,
                     regular || !QFileInfo::exists(asked) ? file.errorString().toStdString()
                                                          : "it is not a regular file",
                     "Name a file, or use one of: " + names + "."};
    }
    return parseScenario(file.read(kMaxScenarioFile).toStdString(), nameOrPath);
}

} // namespace maintscope::demo
