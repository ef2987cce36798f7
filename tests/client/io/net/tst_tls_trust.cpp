// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/net/chain_check.h"
#include "client/io/net/tls_trust.h"
#include "tests/support/certificates.h"
#include "tests/support/test_case.h"

#include <QDateTime>
#include <QDir>
#include <QSslServer>
#include <QSslSocket>
#include <QTest>

using namespace maintscope;
using namespace Qt::StringLiterals;

class TlsTrustTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!test::Certificates::available()) QSKIP("the openssl program is not installed");
        QVERIFY(m_certificates.selfSigned(u"good"_s, u"cluster.example"_s,
                                          u"DNS:localhost,DNS:*.cluster.example,IP:127.0.0.1"_s));
        QVERIFY(m_certificates.selfSigned(u"other"_s, u"other.example"_s, u"DNS:*.other.example"_s));
        QVERIFY(m_certificates.authority(u"authority"_s));
        QVERIFY(m_certificates.issued(u"signed"_s, u"authority"_s, u"DNS:localhost"_s));
        QVERIFY(m_certificates.issued(u"expired"_s, u"authority"_s, u"DNS:localhost"_s,
                                      {.until = u"20210203000000Z"_s}));
        const QString forLocalhost = u"subjectAltName=DNS:localhost"_s;
        const QString authority = u"basicConstraints=critical,CA:TRUE"_s;
        QVERIFY(signs(u"authority"_s, u"intermediate"_s, authority));
        QVERIFY(signs(u"intermediate"_s, u"under"_s, forLocalhost));
        QVERIFY(signs(u"authority"_s, u"short"_s, forLocalhost, u"rsa:1024"_s));
        QVERIFY(signs(u"authority"_s, u"sha1"_s, forLocalhost, u"rsa:2048"_s, u"-sha1"_s));
        QVERIFY(signs(u"authority"_s, u"narrow"_s,
                      authority + u"\nnameConstraints=critical,permitted;DNS:example.com"_s));
        QVERIFY(signs(u"narrow"_s, u"outside"_s, forLocalhost));
        QVERIFY(m_certificates.openssl({u"x509"_s, u"-in"_s, m_certificates.pem(u"narrow"_s), u"-out"_s,
                                        m_certificates.pem(u"both"_s)}));
        QFile both(m_certificates.pem(u"both"_s));
        QFile root(m_certificates.pem(u"authority"_s));
        QVERIFY(both.open(QIODevice::Append) && root.open(QIODevice::ReadOnly));
        both.write(root.readAll());
        QVERIFY(m_certificates.issued(u"future"_s, u"authority"_s, u"DNS:localhost"_s,
                                      {.from = u"20980405000000Z"_s}));
    }

    void pinIsTakenAsPeopleWriteIt_data() {
        QTest::addColumn<QString>("text");
        const QString plain = QString(62, u'a') + u"0f"_s;
        QTest::newRow("64 digits") << plain;
        QTest::newRow("with a prefix") << u"sha256:"_s + plain;
        QTest::newRow("upper case with a prefix") << u"SHA256:"_s + plain.toUpper();
        QString colons = plain.toUpper();
        for (qsizetype i = 62; i > 0; i -= 2)
            colons.insert(i, u':');
        QTest::newRow("with colons") << colons;
        QTest::newRow("as openssl prints it") << u"sha256 Fingerprint="_s + colons + u"\n"_s;
        QTest::newRow("copied from a label") << u"sha256:"_s + QString(plain).insert(16, QChar(0x200b));
        QTest::newRow("with blanks around") << u"  "_s + plain + u" \n"_s;
    }
    void pinIsTakenAsPeopleWriteIt() {
        QFETCH(const QString, text);
        const auto pin = io::normalisePin(text.toStdString());
        QVERIFY(pin.ok());
        QCOMPARE(*pin, std::string(62, 'a') + "0f");
    }

    void wrongPinSaysWhatIsWrong_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("SHA-1") << QString(40, u'a') << u"SHA-1"_s;
        QTest::newRow("one digit short") << QString(63, u'a') << u"63 hex digits"_s;
        QTest::newRow("empty") << QString() << u"0 hex digits"_s;
        QTest::newRow("not hex") << u"sha256:"_s + QString(10, u'a') + u"g"_s << u"'g' at position 18"_s;
        QTest::newRow("pin of a public key") << u"sha256//q83v="_s << u"public key"_s;
    }
    void wrongPinSaysWhatIsWrong() {
        QFETCH(const QString, text);
        QFETCH(const QString, says);
        const auto pin = io::normalisePin(text.toStdString());
        QVERIFY(!pin.ok());
        QVERIFY2(toString(pin.error()).find(says.toStdString()) != std::string::npos,
                 toString(pin.error()).c_str());
        QVERIFY(!pin.error().remedy.empty());
    }

    void unusableFilesAreErrorsWithARemedy_data() {
        QTest::addColumn<QString>("ca");
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("says");
        const auto write = [this](const QString& name, const QByteArray& content) {
            QFile file(m_certificates.path(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        };
        write(u"text.pem"_s, "not a certificate\n");
        QVERIFY(QDir(m_certificates.path(QString())).mkpath(u"empty"_s));
        QVERIFY(m_certificates.openssl({u"pkey"_s, u"-in"_s, m_certificates.key(u"good"_s), u"-aes256"_s,
                                        u"-passout"_s, u"pass:x"_s, u"-out"_s,
                                        m_certificates.path(u"locked.key"_s)}));
        const QString good = m_certificates.pem(u"good"_s);
        QTest::newRow("missing CA file")
            << m_certificates.path(u"none.pem"_s) << QString() << QString() << u"No such file"_s;
        QTest::newRow("CA file that is not PEM")
            << m_certificates.path(u"text.pem"_s) << QString() << QString()
            << u"does not contain a "
               "certificate"_s;
        QTest::newRow("folder without certificates")
            << m_certificates.path(u"empty"_s) << QString() << QString()
            << u"folder does not contain a "
               "certificate"_s;
        QTest::newRow("missing client certificate") << good << m_certificates.path(u"none.pem"_s) << QString()
                                                    << u"client certificate cannot be read"_s;
        QTest::newRow("key without a certificate") << good << QString() << m_certificates.key(u"good"_s)
                                                   << u"client certificate for the client key is missing"_s;
        QTest::newRow("certificate without a key")
            << good << good << QString() << u"does not contain a private key"_s;
        QTest::newRow("key of another certificate")
            << good << good << m_certificates.key(u"other"_s) << u"does not belong"_s;
        QTest::newRow("key with a passphrase")
            << good << good << m_certificates.path(u"locked.key"_s) << u"protected by a passphrase"_s;
        QTest::newRow("key that is not PEM")
            << good << good << m_certificates.path(u"text.pem"_s) << u"does not contain a private key"_s;
    }
    void unusableFilesAreErrorsWithARemedy() {
        QFETCH(const QString, ca);
        QFETCH(const QString, certificate);
        QFETCH(const QString, key);
        QFETCH(const QString, says);
        TlsSettings settings;
        settings.trust = {TlsTrust::Mode::CaFile, ca.toStdString(), {}};
        settings.certificatePath = certificate.toStdString();
        settings.keyPath = key.toStdString();
        const auto configuration = io::sslConfiguration(settings);
        QVERIFY(!configuration.ok());
        const std::string text = toString(configuration.error());
        QVERIFY2(text.find(says.toStdString()) != std::string::npos, text.c_str());
        QVERIFY(!configuration.error().remedy.empty());
        QVERIFY(!configuration.error().where.empty());
    }

    void usableFilesAreTaken() {
        TlsSettings settings;
        settings.trust = {
            TlsTrust::Mode::CaFile, m_certificates.path(QString()).toStdString(), {}}; // the folder
        settings.certificatePath = m_certificates.pem(u"good"_s).toStdString();
        settings.keyPath = m_certificates.key(u"good"_s).toStdString();
        const auto configuration = io::sslConfiguration(settings);
        QVERIFY(configuration.ok());
        QVERIFY(configuration->caCertificates().size() >= 2);
        QVERIFY(!configuration->privateKey().isNull());
    }

    void aProtectedKeyIsOpenedByItsPassphraseAlone() {
        TlsSettings settings;
        settings.trust = {TlsTrust::Mode::CaFile, m_certificates.pem(u"good"_s).toStdString(), {}};
        settings.certificatePath = m_certificates.pem(u"good"_s).toStdString();
        settings.keyPath = m_certificates.path(u"locked.key"_s).toStdString();
        settings.keyPassphrase = Secret("x");
        const auto opened = io::sslConfiguration(settings);
        QVERIFY2(opened.ok(), opened.ok() ? "" : toString(opened.error()).c_str());
        QVERIFY(!opened->privateKey().isNull());
        settings.keyPassphrase = Secret("another one");
        const auto refused = io::sslConfiguration(settings);
        QVERIFY(!refused.ok());
        const std::string text = toString(refused.error());
        QVERIFY2(text.find("passphrase of the client key is wrong") != std::string::npos, text.c_str());
        QVERIFY(text.find("another one") == std::string::npos);
        // A key without one takes no notice.
        settings.keyPath = m_certificates.key(u"good"_s).toStdString();
        QVERIFY(io::sslConfiguration(settings).ok());
    }

    void aHashedFolderCountsEachAuthorityOnce() {
        const QString folder = m_certificates.path(u"hashed"_s);
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::copy(m_certificates.pem(u"authority"_s), folder + u"/authority.pem"_s));
        QVERIFY(m_certificates.openssl({u"rehash"_s, folder}));
        QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 2);
        TlsSettings settings;
        settings.trust = {TlsTrust::Mode::CaFile, folder.toStdString(), {}};
        const auto configuration = io::sslConfiguration(settings);
        QVERIFY(configuration.ok());
        QCOMPARE(configuration->caCertificates().size(), 1);
    }

    void presentedFactsAreThoseThatOpensslPrints() {
        const PresentedCertificate facts = io::presented(m_certificates.certificate(u"good"_s));
        QCOMPARE(facts.commonName, std::string("cluster.example"));
        QVERIFY(facts.selfSigned);
        QVERIFY(facts.names == (std::vector<std::string>{"*.cluster.example", "127.0.0.1", "localhost"}));
        QVERIFY(facts.validUntil - facts.validFrom > std::chrono::hours(24 * 364));
        QProcess openssl;
        openssl.start(u"sh"_s,
                      {u"-c"_s,
                       u"openssl x509 -in \"$1\" -pubkey -noout | openssl pkey -pubin -outform der | "
                       "openssl dgst -sha256 -binary | openssl base64 -A"_s,
                       u"sh"_s, m_certificates.pem(u"good"_s)});
        QVERIFY(openssl.waitForFinished());
        QCOMPARE(QByteArray::fromStdString(facts.publicKeySha256), openssl.readAllStandardOutput().trimmed());
        openssl.start(u"openssl"_s, {u"x509"_s, u"-in"_s, m_certificates.pem(u"good"_s), u"-noout"_s,
                                     u"-fingerprint"_s, u"-sha256"_s});
        QVERIFY(openssl.waitForFinished());
        const auto pin = io::normalisePin(openssl.readAllStandardOutput().toStdString());
        QVERIFY(pin.ok());
        QCOMPARE(facts.sha256, *pin);
    }

    /// Every decision on a real handshake.
    void handshakeIsTrustedOrRefused_data() {
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("trusts");
        QTest::addColumn<QString>("refusal");
        QTest::addColumn<QString>("says");
        const int system = static_cast<int>(TlsTrust::Mode::System);
        const int file = static_cast<int>(TlsTrust::Mode::CaFile);
        const int pin = static_cast<int>(TlsTrust::Mode::Pin);
        QTest::newRow("CA file is the self-signed leaf, name matches")
            << u"good"_s << u"localhost"_s << file << u"good"_s << QString() << QString();
        QTest::newRow("address in the certificate")
            << u"good"_s << u"127.0.0.1"_s << file << u"good"_s << QString() << QString();
        QTest::newRow("wildcard name")
            << u"good"_s << u"a.cluster.example"_s << file << u"good"_s << QString() << QString();
        QTest::newRow("another name is refused with both names")
            << u"good"_s << u"db.example.com"_s << file << u"good"_s << u"tls_name"_s
            << u"for *.cluster.example, 127.0.0.1, localhost, not for db.example.com"_s;
        QTest::newRow("self-signed is refused by the system's trust")
            << u"good"_s << u"localhost"_s << system << QString() << u"tls_untrusted"_s << u"sha256:"_s;
        QTest::newRow("another CA is refused")
            << u"good"_s << u"localhost"_s << file << u"other"_s << u"tls_untrusted"_s << u"sha256:"_s;
        QTest::newRow("signed by the CA of the file")
            << u"signed"_s << u"localhost"_s << file << u"authority"_s << QString() << QString();
        QTest::newRow("signed by nobody known names the issuer")
            << u"signed"_s << u"localhost"_s << system << QString() << u"tls_untrusted"_s
            << u"Its issuer \"authority\" is not known on this machine."_s;
        QTest::newRow("self-signed is said in words") << u"good"_s << u"localhost"_s << system << QString()
                                                      << u"tls_untrusted"_s << u"It is self-signed."_s;
        QTest::newRow("a missing intermediate names what to do")
            << u"under"_s << u"localhost"_s << file << u"authority"_s << u"tls_untrusted"_s
            << u"the server did not send its intermediate certificate; put it into the CA file together with the root"_s;
        QTest::newRow("an intermediate without its root names the root")
            << u"under"_s << u"localhost"_s << file << u"intermediate"_s << u"tls_untrusted"_s
            << u"whose issuer \"authority\" is not among them"_s;
        QTest::newRow("the trusted authorities are those that were read")
            << u"good"_s << u"localhost"_s << file << u"other"_s << u"tls_untrusted"_s
            << u"other.pem with \"other.example\" (sha256 "_s;
        QTest::newRow("a name outside its authority's names in OpenSSL's words")
            << u"outside"_s << u"localhost"_s << file << u"both"_s << u"tls_untrusted"_s
            << u"permitted subtree violation"_s;
        QTest::newRow("expired with the date") << u"expired"_s << u"localhost"_s << file << u"authority"_s
                                               << u"tls_expired"_s << u"It expired on 2021-02-03."_s;
        QTest::newRow("not yet valid with the date")
            << u"future"_s << u"localhost"_s << file << u"authority"_s << u"tls_not_yet_valid"_s
            << u"It is not valid before 2098-04-05."_s;
        QTest::newRow("an expired one for another name is first of all expired")
            << u"expired"_s << u"db.example.com"_s << file << u"authority"_s << u"tls_expired"_s
            << u"It is valid for localhost, not for db.example.com."_s;
        QTest::newRow("the right pin takes an expired one")
            << u"expired"_s << u"db.example.com"_s << pin << u"expired"_s << QString() << QString();
        QTest::newRow("the right pin ignores chain and name")
            << u"good"_s << u"db.example.com"_s << pin << u"good"_s << QString() << QString();
        QTest::newRow("a wrong pin is refused whatever the chain")
            << u"good"_s << u"localhost"_s << pin << u"other"_s << u"tls_pin_mismatch"_s
            << u"presented sha256:"_s;
    }
    void handshakeIsTrustedOrRefused() {
        QFETCH(const QString, shown);
        QFETCH(const QString, name);
        QFETCH(const int, mode);
        QFETCH(const QString, trusts);
        QFETCH(const QString, refusal);
        QFETCH(const QString, says);
        TlsSettings settings;
        settings.trust.mode = static_cast<TlsTrust::Mode>(mode);
        if (settings.trust.mode == TlsTrust::Mode::CaFile)
            settings.trust.caPath = m_certificates.pem(trusts).toStdString();
        if (settings.trust.mode == TlsTrust::Mode::Pin)
            settings.trust.pin = "sha256:" + io::presented(m_certificates.certificate(trusts)).sha256;

        const auto result = connectOnce(m_certificates.server(shown), settings, name);
        QCOMPARE(QString::fromStdString(result ? result->type : std::string()), refusal);
        if (!refusal.isEmpty()) {
            const std::string text = toString(result->error);
            QVERIFY2(text.find(says.toStdString()) != std::string::npos, text.c_str());
            QVERIFY(result->certificate.has_value());
            QVERIFY(!result->error.remedy.empty());
        }
    }

    /// A server of our own TLS would not show these.
    void weakCertificatesAreNamedInOpenSslsWords_data() {
        QTest::addColumn<QString>("leaf");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("key");
        QTest::newRow("RSA with 1024 bits")
            << u"short"_s << u"EE certificate key too weak"_s << u"RSA 1024 bits, signed with SHA256"_s;
        QTest::newRow("SHA-1") << u"sha1"_s << u"CA signature digest algorithm too weak"_s
                               << u"RSA 2048 bits, signed with SHA1"_s;
    }
    void weakCertificatesAreNamedInOpenSslsWords() {
        QFETCH(const QString, leaf);
        QFETCH(const QString, words);
        QFETCH(const QString, key);
        const io::ChainFinding finding = io::checkChain({m_certificates.certificate(leaf)},
                                                        {m_certificates.certificate(u"authority"_s)}, false);
        QCOMPARE(QString::fromStdString(finding.words), words);
        QCOMPARE(QString::fromStdString(finding.about), leaf);
        QCOMPARE(QString::fromStdString(finding.key), key);
        QVERIFY(finding.weak);
        QCOMPARE(io::checkChain({m_certificates.certificate(u"signed"_s)},
                                {m_certificates.certificate(u"authority"_s)}, false)
                     .code,
                 0);
    }

    void expiredCertificateSaysSince() {
        const QSslCertificate leaf = m_certificates.certificate(u"good"_s);
        const auto refusal =
            io::judge(leaf, {}, "localhost", {QSslError(QSslError::CertificateExpired, leaf)});
        QVERIFY(refusal.has_value());
        QCOMPARE(refusal->type, std::string("tls_expired"));
        QVERIFY(refusal->error.detail.find(
                    leaf.expiryDate().toUTC().toString(u"yyyy-MM-dd"_s).toStdString()) != std::string::npos);
    }

    void noCertificateIsNeverTrusted() {
        TlsSettings pinned;
        pinned.trust = {TlsTrust::Mode::Pin, {}, std::string(64, '0')};
        QVERIFY(io::judge(QSslCertificate(), pinned, "localhost", {}).has_value());
        QVERIFY(io::judge(QSslCertificate(), {}, "localhost", {}).has_value());
    }

    void failedHandshakesAreNamed_data() {
        QTest::addColumn<QString>("socketWords");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("says");
        QTest::newRow("no TLS there") << u"error:0A00010B:SSL routines::wrong version number"_s
                                      << u"tls_not_spoken"_s << u"does not use TLS"_s;
        QTest::newRow("client certificate missing, TLS 1.3")
            << u"error:0A00045C:SSL routines::tlsv13 alert certificate required"_s
            << u"tls_client_certificate"_s << u"requires a client certificate"_s;
        QTest::newRow("client certificate missing, TLS 1.2")
            << u"error:0A000410:SSL routines::sslv3 alert handshake failure"_s << u"tls_client_certificate"_s
            << u"may require a client certificate"_s;
        QTest::newRow("client certificate of a stranger")
            << u"error:0A000418:SSL routines::tlsv1 alert unknown ca"_s << u"tls_client_certificate"_s
            << u"reject the one it received"_s;
        QTest::newRow("an old server") << u"error:0A00042E:SSL routines::tlsv1 alert protocol version"_s
                                       << u"tls_version"_s << u"TLS 1.2 or later"_s;
        QTest::newRow("a hang-up") << u"The remote host closed the connection"_s << u"tls"_s
                                   << u"closed the connection during the TLS handshake"_s;
    }
    void failedHandshakesAreNamed() {
        QFETCH(const QString, socketWords);
        QFETCH(const QString, type);
        QFETCH(const QString, says);
        const auto refusal = io::handshakeFailure(socketWords.toStdString(), "a:1");
        QCOMPARE(QString::fromStdString(refusal.type), type);
        const std::string text = toString(refusal.error);
        QVERIFY2(text.find(says.toStdString()) != std::string::npos, text.c_str());
        QVERIFY(text.find(socketWords.toStdString()) != std::string::npos); // the exact words stay
        QVERIFY(!refusal.error.remedy.empty());
    }

private:
    /// NAME.pem with NAME.key, signed by another certificate of the folder.
    bool signs(const QString& by, const QString& name, const QString& extensions,
               const QString& key = u"rsa:2048"_s, const QString& digest = u"-sha256"_s) {
        QFile file(m_certificates.path(name + u".ext"_s));
        if (!file.open(QIODevice::WriteOnly)) return false;
        file.write(extensions.toUtf8());
        file.close();
        const QString request = m_certificates.path(name + u".csr"_s);
        return m_certificates.openssl({u"req"_s, u"-new"_s, u"-newkey"_s, key, u"-nodes"_s, u"-keyout"_s,
                                       m_certificates.key(name), u"-out"_s, request, u"-subj"_s,
                                       u"/CN="_s + name}) &&
               m_certificates.openssl({u"x509"_s, u"-req"_s, u"-in"_s, request, u"-CA"_s,
                                       m_certificates.pem(by), u"-CAkey"_s, m_certificates.key(by),
                                       u"-CAcreateserial"_s, u"-days"_s, u"30"_s, digest, u"-extfile"_s,
                                       file.fileName(), u"-out"_s, m_certificates.pem(name)});
    }

    static std::optional<io::TlsRefusal> connectOnce(const QSslConfiguration& server,
                                                     const TlsSettings& settings, const QString& name) {
        QSslServer listener;
        listener.setSslConfiguration(server);
        if (!listener.listen(QHostAddress::LocalHost)) return io::handshakeFailure("cannot listen", "");
        const auto configuration = io::sslConfiguration(settings);
        if (!configuration) return io::handshakeFailure(toString(configuration.error()), "");
        QSslSocket socket;
        std::optional<io::TlsRefusal> refusal;
        bool encrypted = false;
        socket.setSslConfiguration(*configuration);
        socket.setPeerVerifyName(name);
        connect(&socket, &QSslSocket::sslErrors, &socket, [&](const QList<QSslError>& errors) {
            refusal = io::judge(socket, settings, name.toStdString(), errors);
            if (!refusal) socket.ignoreSslErrors();
        });
        connect(&socket, &QSslSocket::encrypted, &socket, [&] {
            encrypted = true;
            refusal = io::judge(socket, settings, name.toStdString(), socket.sslHandshakeErrors());
        });
        connect(&socket, &QTcpSocket::connected, &socket, [&] { socket.startClientEncryption(); });
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), listener.serverPort());
        if (!QTest::qWaitFor([&] { return encrypted || socket.state() == QAbstractSocket::UnconnectedState; },
                             10000))
            return io::handshakeFailure("no end", "");
        if (!encrypted && !refusal) return io::handshakeFailure(socket.errorString().toStdString(), "");
        return refusal;
    }

    test::Certificates m_certificates;
};

MAINTSCOPE_TEST(TlsTrustTest, QCoreApplication)
#include "tst_tls_trust.moc"
