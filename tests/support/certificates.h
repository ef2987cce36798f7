// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QStandardPaths>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace maintscope::test {

/// Certificates made by the openssl program in a folder that goes with this object. Tests skip without it.
class Certificates {
public:
    [[nodiscard]] static bool available() {
        return !QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty();
    }

    /// A self-signed certificate NAME.pem with NAME.key. `names` as openssl writes them:
    /// "DNS:a.example,IP:127.0.0.1".
    bool selfSigned(const QString& name, const QString& commonName, const QString& names, int days = 365) {
        return openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                        QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-sha256"),
                        QStringLiteral("-keyout"), key(name), QStringLiteral("-out"), pem(name),
                        QStringLiteral("-days"), QString::number(days), QStringLiteral("-subj"),
                        QStringLiteral("/CN=") + commonName, QStringLiteral("-addext"),
                        QStringLiteral("subjectAltName=") + names});
    }
    bool openssl(const QStringList& arguments) {
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        const bool done = process.waitForFinished(60000) && process.exitCode() == 0;
        if (!done) qWarning("openssl: %s", process.readAllStandardError().constData());
        return done;
    }
    [[nodiscard]] QString path(const QString& file) const { return m_folder.filePath(file); }
    [[nodiscard]] QString pem(const QString& name) const { return path(name + QStringLiteral(".pem")); }
    [[nodiscard]] QString key(const QString& name) const { return path(name + QStringLiteral(".key")); }
    [[nodiscard]] QSslCertificate certificate(const QString& name) const {
        return QSslCertificate::fromPath(pem(name)).value(0);
    }
    /// What a server shows.
    [[nodiscard]] QSslConfiguration server(const QString& name) const {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(certificate(name));
        QFile file(key(name));
        if (file.open(QIODevice::ReadOnly)) configuration.setPrivateKey(QSslKey(&file, QSsl::Rsa));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        configuration.setCaCertificates({}); // or each connection would take in the whole system store
        return configuration;
    }

private:
    QTemporaryDir m_folder;
};

} // namespace maintscope::test
