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
    /// A certificate authority NAME.pem with NAME.key.
    bool authority(const QString& name) {
        QFile settings(path(name + QStringLiteral(".cnf")));
        QFile database(path(name + QStringLiteral(".index")));
        if (!settings.open(QIODevice::WriteOnly) || !database.open(QIODevice::WriteOnly)) return false;
        settings.write("[ca]\ndefault_ca=here\n[here]\ndatabase=" + database.fileName().toUtf8() +
                       "\nnew_certs_dir=" + m_issued.path().toUtf8() +
                       "\nserial=" + path(name + QStringLiteral(".serial")).toUtf8() +
                       "\ndefault_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n");
        return openssl(
            {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
             QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
             QStringLiteral("-keyout"), key(name), QStringLiteral("-out"), pem(name), QStringLiteral("-days"),
             QStringLiteral("30"), QStringLiteral("-subj"), QStringLiteral("/CN=") + name,
             QStringLiteral("-addext"), QStringLiteral("basicConstraints=critical,CA:TRUE")});
    }
    /// Validity as openssl writes it: YYYYMMDDHHMMSSZ.
    struct Validity {
        QString from = QStringLiteral("20200101000000Z");
        QString until = QStringLiteral("20990101000000Z");
    };
    /// A certificate NAME.pem with NAME.key that an authority signed.
    bool issued(const QString& name, const QString& by, const QString& names) {
        return issued(name, by, names, Validity());
    }
    bool issued(const QString& name, const QString& by, const QString& names, const Validity& validity) {
        const QString request = path(name + QStringLiteral(".csr"));
        QFile extensions(path(name + QStringLiteral(".ext")));
        if (!extensions.open(QIODevice::WriteOnly)) return false;
        extensions.write("subjectAltName=" + names.toUtf8());
        extensions.close();
        return openssl({QStringLiteral("req"), QStringLiteral("-new"), QStringLiteral("-newkey"),
                        QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                        QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                        QStringLiteral("-keyout"), key(name), QStringLiteral("-out"), request,
                        QStringLiteral("-subj"), QStringLiteral("/CN=") + name}) &&
               openssl({QStringLiteral("ca"),
                        QStringLiteral("-batch"),
                        QStringLiteral("-config"),
                        path(by + QStringLiteral(".cnf")),
                        QStringLiteral("-create_serial"),
                        QStringLiteral("-notext"),
                        QStringLiteral("-cert"),
                        pem(by),
                        QStringLiteral("-keyfile"),
                        key(by),
                        QStringLiteral("-in"),
                        request,
                        QStringLiteral("-out"),
                        pem(name),
                        QStringLiteral("-extfile"),
                        extensions.fileName(),
                        QStringLiteral("-startdate"),
                        validity.from,
                        QStringLiteral("-enddate"),
                        validity.until});
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
        if (file.open(QIODevice::ReadOnly))
            configuration.setPrivateKey(QSslKey(&file, certificate(name).publicKey().algorithm()));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        configuration.setCaCertificates({}); // or each connection would take in the whole system store
        return configuration;
    }

private:
    QTemporaryDir m_folder;
    QTemporaryDir m_issued; ///< the authorities' own copies: not among the certificates of m_folder
};

} // namespace maintscope::test
