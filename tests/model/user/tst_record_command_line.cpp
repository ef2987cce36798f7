// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/record_command_line.h"

#include "tests/support/test_case.h"

#include <QProcess>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class RecordCommandLineTest : public QObject {
    Q_OBJECT

    static TargetSettings target() {
        TargetSettings settings;
        settings.endpoint = {"db.example", 12000};
        return settings;
    }

private Q_SLOTS:
    void whatIsUsualIsNotSaid() {
        QCOMPARE(recordCommand(target(), std::nullopt, {}), u"maintscope record redis://db.example:12000"_s);
        QCOMPARE(recordCommand(target(), 8h, {}), u"maintscope record redis://db.example:12000 --for 8h"_s);
        QVERIFY(recordCommandNote(target()).isEmpty());
    }

    void everySettingHasItsOption() {
        TargetSettings t = target();
        t.user = "app@example.com";
        t.probe = {8, 2.5, ProbeCommand::Incr, "k 1", true};
        t.policy = Policy::Required;
        t.endpointType = EndpointType::ExternalFqdn;
        t.timeouts.normal = 250ms;
        t.timeouts.relaxed = 15s;
        t.timeouts.connect = 1500ms;
        t.timeouts.handoff = 1min;
        t.timeouts.drainLimit = std::nullopt;
        t.tls.enabled = true;
        t.tls.trust = {TlsTrust::Mode::CaFile, "/my files/ca.pem", {}};
        t.tls.serverName = "db.internal";
        t.tls.certificatePath = "/c.pem";
        t.tls.keyPath = "/c.key";
        QCOMPARE(recordCommand(t, 90min, u"/tmp/it's.maintscope"_s),
                 u"maintscope record rediss://app%40example.com@db.example:12000 --for 90m --out "
                 "'/tmp/it'\\''s.maintscope' --connections 8 --rate 2.5 --command incr --key 'k 1' --control "
                 "--policy required --endpoint-type external-fqdn --timeout 250ms --relaxed-timeout 15s "
                 "--connect-timeout 1500ms --handoff-timeout 1m --drain-limit none --tls-ca "
                 "'/my files/ca.pem' --sni db.internal --tls-cert /c.pem --tls-key /c.key"_s);
    }

    void aPinIsWrittenAsItIsRead() {
        TargetSettings t = target();
        t.tls.enabled = true;
        t.tls.trust = {TlsTrust::Mode::Pin, {}, "ab12"};
        QVERIFY(recordCommand(t, std::nullopt, {}).endsWith(u" --tls-pin sha256:ab12"_s));
    }

    void noSecretIsInIt() {
        TargetSettings t = target();
        t.password = Secret("hunter2-password");
        t.tls.enabled = true;
        t.tls.keyPassphrase = Secret("hunter2-passphrase");
        QVERIFY(!recordCommand(t, 1h, {}).contains(u"hunter2"_s));
        QVERIFY(recordCommandNote(t).contains(u"asks for the password"_s));
        QVERIFY(!recordCommandNote(t).contains(u"hunter2"_s));
    }

    void aShellReadsTheSameWords() {
        TargetSettings t = target();
        t.probe.key = "it's $HOME `x` \"y\" \\ ;";
        const QString line = recordCommand(t, std::nullopt, {});
        QProcess shell;
        shell.start(u"sh"_s, {u"-c"_s, u"maintscope() { printf '%s\\n' \"$@\"; }; "_s + line});
        QVERIFY(shell.waitForFinished());
        const QStringList words = QString::fromUtf8(shell.readAllStandardOutput()).split(u'\n');
        QCOMPARE(words.at(3), QString::fromStdString(t.probe.key));
    }
};

MAINTSCOPE_TEST(RecordCommandLineTest, QCoreApplication)
#include "tst_record_command_line.moc"
