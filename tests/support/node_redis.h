// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QString>

namespace maintscope::test {

/// The npm package `redis` in a folder of the build, installed once and shared by the tests that need it.
class NodeRedis {
public:
    static constexpr const char* kPackage = "redis@6.2.1";

    /// What keeps it from being there; empty: nothing.
    [[nodiscard]] QString missing() {
        if (m_asked) return m_missing;
        m_asked = true;
        const QString npm = QStandardPaths::findExecutable(QStringLiteral("npm"));
        if (npm.isEmpty() || node().isEmpty())
            return m_missing = QStringLiteral("node and npm are not installed (packages nodejs, npm)");
        if (QDir(folder() + QStringLiteral("/node_modules/redis")).exists()) return {};
        QDir().mkpath(folder());
        QProcess install;
        install.start(npm, {QStringLiteral("install"), QStringLiteral("--prefix"), folder(),
                            QStringLiteral("--no-audit"), QStringLiteral("--no-fund"),
                            QStringLiteral("--ignore-scripts"), QStringLiteral("--fetch-retries=0"),
                            QLatin1String(kPackage)});
        if (!install.waitForFinished(120'000) || install.exitCode() != 0)
            m_missing = QStringLiteral("npm cannot install %1: %2")
                            .arg(QLatin1String(kPackage),
                                 QString::fromUtf8(install.readAllStandardError()).simplified());
        return m_missing;
    }
    /// Holds node_modules.
    [[nodiscard]] QString folder() const {
        return QCoreApplication::applicationDirPath() + QStringLiteral("/../node-redis");
    }
    [[nodiscard]] static QString node() { return QStandardPaths::findExecutable(QStringLiteral("node")); }

private:
    bool m_asked = false;
    QString m_missing;
};

} // namespace maintscope::test
