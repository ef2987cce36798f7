// SPDX-License-Identifier: GPL-3.0-or-later
// TLS as the user meets it: `record rediss://...` against a real redis-server with every kind of certificate,
// what the program says, and its exit code.
#include "tests/support/certificates.h"
#include "tests/support/program.h"
#include "tests/support/redis_process.h"
#include "tests/support/test_case.h"

#include <QCryptographicHash>
#include <QHostAddress>
#include <QTcpServer>
#include <QTest>

#include <memory>

using namespace maintscope;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString kHere = u"DNS:localhost,DNS:db.example,IP:127.0.0.1"_s;

quint16 freePort() {
    QTcpServer server;
    server.listen(QHostAddress(QHostAddress::LocalHost));
    return server.serverPort();
}

} // namespace

class TstRecordTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        if (!test::RedisProcess::available()) QSKIP("redis-server is not installed");
        QVERIFY(m_made.authority(u"ours"_s) && m_made.authority(u"others"_s));
        QVERIFY(m_made.issued(u"good"_s, u"ours"_s, kHere));
        QVERIFY(m_made.issued(u"elsewhere"_s, u"ours"_s, u"DNS:other.example,DNS:*.other.example"_s));
        QVERIFY(m_made.issued(u"expired"_s, u"ours"_s, kHere, {.until = u"20210203000000Z"_s}));
        QVERIFY(m_made.issued(u"future"_s, u"ours"_s, kHere, {.from = u"20980405000000Z"_s}));
        QVERIFY(m_made.selfSigned(u"self"_s, u"self"_s, kHere));
        QVERIFY(m_made.issued(u"client"_s, u"ours"_s, u"DNS:probe.example"_s));
        QVERIFY(m_made.issued(u"stranger"_s, u"others"_s, u"DNS:probe.example"_s));
        QVERIFY(m_made.openssl({u"pkey"_s, u"-in"_s, m_made.key(u"client"_s), u"-aes256"_s, u"-passout"_s,
                                u"pass:x"_s, u"-out"_s, m_made.path(u"locked.key"_s)}));
        // The folder of all of them, once as it is and once with links by hash, as c_rehash makes it.
        QVERIFY(QDir().mkpath(m_made.path(u"plain"_s)) && QDir().mkpath(m_made.path(u"hashed"_s)));
        for (const QString& folder : {u"plain/"_s, u"hashed/"_s})
            QVERIFY(QFile::copy(m_made.pem(u"ours"_s), m_made.path(folder + u"ours.pem"_s)));
        QVERIFY(m_made.openssl({u"rehash"_s, m_made.path(u"hashed"_s)}));
    }

    void everyKindOfTrust_data() {
        QTest::addColumn<QString>("shown");
        QTest::addColumn<bool>("asksForClient");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::addColumn<QStringList>("says");
        const auto row = [](const char* name, const QString& shown, const QStringList& options, int code,
                            const QStringList& says, bool asksForClient = false) {
            QTest::newRow(name) << shown << asksForClient << options << code << says;
        };
        const QStringList ours{u"--tls-ca"_s, m_made.pem(u"ours"_s)};
        // 1: connected and measured; the server does not support the notifications.
        row("CA file", u"good"_s, ours, 1, {});
        row("CA folder", u"good"_s, {u"--tls-ca"_s, m_made.path(u"plain"_s)}, 1, {});
        row("hashed CA folder", u"good"_s, {u"--tls-ca"_s, m_made.path(u"hashed"_s)}, 1, {});
        row("a self-signed certificate as its own CA file", u"self"_s, {u"--tls-ca"_s, m_made.pem(u"self"_s)},
            1, {});
        row("the pin decides, whatever chain and name are", u"elsewhere"_s,
            {u"--tls-pin"_s, u"sha256:"_s + digest(u"elsewhere"_s)}, 1, {});
        row("a name of the certificate given with --sni", u"elsewhere"_s,
            ours + QStringList{u"--sni"_s, u"a.other.example"_s}, 1, {});
        row("client certificate and key", u"good"_s,
            ours + QStringList{u"--tls-cert"_s, m_made.pem(u"client"_s), u"--tls-key"_s,
                               m_made.key(u"client"_s)},
            1, {}, true);

        row("expired", u"expired"_s, ours, 76,
            {u"has expired"_s, u"expired on 2021-02-03"_s, u"check the clock of this machine"_s});
        row("not yet valid", u"future"_s, ours, 76,
            {u"not valid yet"_s, u"not valid before 2098-04-05"_s, u"clock"_s});
        row("for another name, with the names that it is for", u"elsewhere"_s, ours, 76,
            {u"it is valid for *.other.example, other.example, not for 127.0.0.1"_s, u"--sni"_s});
        row("another name given with --sni", u"good"_s, ours + QStringList{u"--sni"_s, u"no.example"_s}, 76,
            {u"it is valid for 127.0.0.1, db.example, localhost, not for no.example"_s});
        row("self-signed, with the fingerprint to pin", u"self"_s, {}, 76,
            {u"It is self-signed."_s, u"sha256:"_s + digest(u"self"_s), u"--tls-pin"_s});
        row("unknown issuer, with its name and the fingerprint", u"good"_s, {}, 76,
            {u"Its chain ends at \"ours\", which is not trusted on this machine."_s,
             u"sha256:"_s + digest(u"good"_s), u"--tls-ca"_s});
        row("another authority", u"good"_s, {u"--tls-ca"_s, m_made.pem(u"others"_s)}, 76,
            {u"is not trusted on this machine"_s, u"Trusted authorities: "_s + m_made.pem(u"others"_s)});
        row("another pin, both shown", u"good"_s, {u"--tls-pin"_s, digest(u"self"_s)}, 76,
            {u"not the pinned one"_s, u"Pinned sha256:"_s + digest(u"self"_s),
             u"presented sha256:"_s + digest(u"good"_s)});
        row("a client certificate is required, none is given", u"good"_s, ours, 77,
            {u"requires a client certificate"_s, u"and its key"_s, u"--tls-cert FILE"_s}, true);
        row("a client certificate that the server does not know", u"good"_s,
            ours + QStringList{u"--tls-cert"_s, m_made.pem(u"stranger"_s), u"--tls-key"_s,
                               m_made.key(u"stranger"_s)},
            77, {u"reject the one it received"_s, u"unknown ca"_s}, true);
    }
    void everyKindOfTrust() {
        QFETCH(const QString, shown);
        QFETCH(const bool, asksForClient);
        QFETCH(const QStringList, options);
        QFETCH(const int, code);
        QFETCH(const QStringList, says);
        const quint16 port = freePort();
        test::RedisProcess redis({u"--tls-port"_s, QString::number(port), u"--tls-cert-file"_s,
                                  m_made.pem(shown), u"--tls-key-file"_s, m_made.key(shown),
                                  u"--tls-ca-cert-file"_s, m_made.pem(u"ours"_s), u"--tls-auth-clients"_s,
                                  asksForClient ? u"yes"_s : u"no"_s});
        QVERIFY(redis.start());
        test::Program program;
        const test::ProgramOutcome run = program.run(
            QStringList{u"record"_s, u"rediss://127.0.0.1:%1"_s.arg(port), u"--for"_s, u"1s"_s} + options);
        QVERIFY2(run.code == code, run.out + run.err);
        const QByteArray words = run.out + run.err;
        for (const QString& part : says)
            QVERIFY2(words.contains(part.toUtf8()), part.toUtf8() + "\n--- in\n" + words);
    }

    void unusableFilesAreToldBeforeAnythingStarts_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("says");
        QTest::newRow("a key with a passphrase") << QStringList{u"--tls-cert"_s, m_made.pem(u"client"_s),
                                                                u"--tls-key"_s, m_made.path(u"locked.key"_s)}
                                                 << u"protected by a passphrase"_s;
        QTest::newRow("the key of another certificate")
            << QStringList{u"--tls-cert"_s, m_made.pem(u"client"_s), u"--tls-key"_s, m_made.key(u"good"_s)}
            << u"does not belong to the client certificate"_s;
        QTest::newRow("a CA file that is not there")
            << QStringList{u"--tls-ca"_s, m_made.path(u"none.pem"_s)} << u"No such file"_s;
        QTest::newRow("a pin that is none")
            << QStringList{u"--tls-pin"_s, u"sha256:12"_s} << u"2 hex digits instead of 64"_s;
        QTest::newRow("a CA and a pin")
            << QStringList{u"--tls-ca"_s, m_made.pem(u"ours"_s), u"--tls-pin"_s, digest(u"good"_s)}
            << u"a pin needs no authority"_s;
    }
    void unusableFilesAreToldBeforeAnythingStarts() {
        QFETCH(const QStringList, options);
        QFETCH(const QString, says);
        test::Program program;
        const test::ProgramOutcome run =
            program.run(QStringList{u"record"_s, u"rediss://127.0.0.1:1"_s} + options);
        QVERIFY2(run.code == 64, run.out + run.err);
        QVERIFY2(run.err.contains(says.toUtf8()), run.err);
    }

    void aPortThatWantsTlsIsToldWhenPlainWasAsked() {
        const quint16 port = freePort();
        test::RedisProcess redis({u"--tls-port"_s, QString::number(port), u"--tls-cert-file"_s,
                                  m_made.pem(u"good"_s), u"--tls-key-file"_s, m_made.key(u"good"_s),
                                  u"--tls-ca-cert-file"_s, m_made.pem(u"ours"_s)});
        QVERIFY(redis.start());
        test::Program program;
        const test::ProgramOutcome run = program.run({u"record"_s, u"redis://127.0.0.1:%1"_s.arg(port),
                                                      u"--for"_s, u"500ms"_s, u"--connections"_s, u"1"_s});
        QVERIFY2(run.code == 69, run.out + run.err);
        QVERIFY2((run.out + run.err).contains("a port that wants TLS does that: rediss://"),
                 run.out + run.err);
    }

    void aPortWithoutTlsIsToldWhenTlsWasAsked() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        test::Program program;
        const test::ProgramOutcome run =
            program.run({u"record"_s, u"rediss://127.0.0.1:%1"_s.arg(redis.port()), u"--for"_s, u"3s"_s,
                         u"--connections"_s, u"1"_s, u"--connect-timeout"_s, u"500ms"_s});
        // Depending on what the bytes of the handshake mean to it, a redis-server stays silent or complains.
        QVERIFY2(run.code == 69 || run.code == 76, run.out + run.err);
        QVERIFY2(run.err.contains("redis:// instead of rediss://") ||
                     run.err.contains("For a server without TLS, write redis://"),
                 run.err);
    }

    void noPasswordReachesAServerThatIsNotTrusted() {
        // The plain half of a TLS server's traffic: what a man in the middle without a certificate could
        // read.
        const quint16 port = freePort();
        test::RedisProcess redis({u"--tls-port"_s, QString::number(port), u"--tls-cert-file"_s,
                                  m_made.pem(u"self"_s), u"--tls-key-file"_s, m_made.key(u"self"_s),
                                  u"--tls-ca-cert-file"_s, m_made.pem(u"ours"_s), u"--tls-auth-clients"_s,
                                  u"no"_s});
        QVERIFY(redis.start());
        test::Program program;
        const test::ProgramOutcome run =
            program.run({u"record"_s, u"rediss://probe:secret-word@127.0.0.1:%1"_s.arg(port), u"--for"_s,
                         u"1s"_s, u"--connections"_s, u"1"_s});
        QVERIFY2(run.code == 76, run.out + run.err);
        // Nothing was said to it, so nothing was refused by it: the server has not run one AUTH or HELLO.
        const QByteArray failures = redis.ask("ACL LOG");
        QVERIFY2(failures.startsWith("*0"), failures);
    }

private:
    QString digest(const QString& name) const {
        return QString::fromLatin1(m_made.certificate(name).digest(QCryptographicHash::Sha256).toHex());
    }

    test::Certificates m_made;
};

MAINTSCOPE_TEST(TstRecordTls, QCoreApplication)
#include "tst_record_tls.moc"
