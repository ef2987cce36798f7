// SPDX-License-Identifier: GPL-3.0-or-later
// keychain_tool keep|find|forget ACCOUNT [PATIENCE_MS]: one question to the keychain of the desktop, in a
// process of its own, because a process stays with the session bus that it found first. The secret of keep
// comes from standard input. Prints "found SECRET", "nothing", "done" or "error WHAT"; exits 0 unless used
// wrongly.
#include "app/services/keychain.h"

#include <QCoreApplication>
#include <QTextStream>

using namespace maintscope;

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() < 3) return 64;
    const auto store = words.size() > 3 ? app::makeKeychain(std::chrono::milliseconds(words.at(3).toInt()))
                                        : app::makeKeychain();
    QTextStream out(stdout);
    const auto end = [&](const QString& line) {
        out << line << Qt::endl;
        QMetaObject::invokeMethod(&application, &QCoreApplication::quit, Qt::QueuedConnection);
    };
    const auto failed = [&](const Error& error) {
        end(QStringLiteral("error ") + QString::fromStdString(toString(error)));
    };
    const std::string account = words.at(2).toStdString();
    const auto done = [&](const Status& status) {
        status ? end(QStringLiteral("done")) : failed(status.error());
    };
    if (words.at(1) == QLatin1String("keep")) {
        store->keep(account, Secret(QTextStream(stdin).readLine().toStdString()), done);
    } else if (words.at(1) == QLatin1String("forget")) {
        store->forget(account, done);
    } else {
        store->find(account, [&](const Result<std::optional<Secret>>& found) {
            if (!found) return failed(found.error());
            if (!*found) return end(QStringLiteral("nothing"));
            const std::string_view secret = (*found)->reveal();
            end(QStringLiteral("found ") +
                QString::fromUtf8(secret.data(), static_cast<qsizetype>(secret.size())));
        });
    }
    return QCoreApplication::exec();
}
