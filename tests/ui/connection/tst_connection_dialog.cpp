// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/connection_dialog.h"
#include "ui/theme/apply_theme.h"
#include "ui/widgets/segments.h"

#include "tests/support/test_case.h"
#include "tests/ui/picture.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;

class ConnectionDialogTest : public QObject {
    Q_OBJECT

    template <class W>
    static W* find(const QDialog& dialog, const char* name) {
        auto* widget = dialog.findChild<W*>(QString::fromLatin1(name));
        Q_ASSERT(widget);
        return widget;
    }
    static QString value(const QDialog& dialog, const char* name) {
        return find<QLineEdit>(dialog, name)->text();
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void aPastedUrlFillsTheFieldsAndLosesItsPassword() {
        ConnectionDialog dialog;
        auto* url = find<QLineEdit>(dialog, "url");
        url->setText(u"rediss://ann%40example.com:hun%2Fter2@db.example:12000"_s);
        QCOMPARE(value(dialog, "host"), u"db.example"_s);
        QCOMPARE(find<QSpinBox>(dialog, "port")->value(), 12000);
        QCOMPARE(value(dialog, "user"), u"ann@example.com"_s);
        QCOMPARE(value(dialog, "password"), u"hun/ter2"_s);
        QVERIFY(find<QCheckBox>(dialog, "tls")->isChecked());
        QCOMPARE(url->text(), u"rediss://ann%40example.com@db.example:12000"_s);
        QVERIFY(!url->isUndoAvailable());
        QVERIFY(find<QLineEdit>(dialog, "password")->echoMode() == QLineEdit::Password);
        QVERIFY(dialog.isValid());
        const TargetSettings settings = dialog.settings();
        QCOMPARE(settings.endpoint.host, std::string("db.example"));
        QCOMPARE(settings.user, std::string("ann@example.com"));
        QCOMPARE(std::string(settings.password.reveal()), std::string("hun/ter2"));
        QVERIFY(settings.tls.enabled);
    }

    void aWrongUrlSaysWhereAndHidesItsPassword() {
        ConnectionDialog dialog;
        dialog.show();
        auto* url = find<QLineEdit>(dialog, "url");
        url->setText(u"redis://u:hunter2@h:99999"_s);
        auto* problem = find<QLabel>(dialog, "urlProblem");
        QVERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(u"port 99999 is out of range"_s), qPrintable(problem->text()));
        QCOMPARE(url->text(), u"redis://u@h:99999"_s);
        QCOMPARE(value(dialog, "password"), u"hunter2"_s);
        QVERIFY(!dialog.isValid());
        test::picture(dialog, u"connect-bad-url"_s);
    }

    void aPastedRedisCliLineFillsTheFieldsAndLosesItsPassword_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("shown");
        QTest::newRow("-a") << u"redis-cli -h db.example -p 12000 --user ann -a 'hun ter2' --tls PING"_s
                            << u"redis-cli -h db.example -p 12000 --user ann --tls PING"_s;
        QTest::newRow("--pass") << u"redis-cli --tls --pass 'hun ter2' --user ann -h db.example -p 12000"_s
                                << u"redis-cli --tls --user ann -h db.example -p 12000"_s;
        QTest::newRow("a variable")
            << u"REDISCLI_AUTH='hun ter2' redis-cli --tls --user ann -h db.example -p 12000"_s
            << u"redis-cli --tls --user ann -h db.example -p 12000"_s;
        QTest::newRow("a URL") << u"redis-cli -u rediss://ann:hun%20ter2@db.example:12000"_s
                               << u"redis-cli -u rediss://ann@db.example:12000"_s;
    }
    void aPastedRedisCliLineFillsTheFieldsAndLosesItsPassword() {
        QFETCH(const QString, line);
        QFETCH(const QString, shown);
        ConnectionDialog dialog;
        find<QLineEdit>(dialog, "url")->setText(line);
        QCOMPARE(value(dialog, "url"), shown);
        QCOMPARE(value(dialog, "host"), u"db.example"_s);
        QCOMPARE(find<QSpinBox>(dialog, "port")->value(), 12000);
        QCOMPARE(value(dialog, "user"), u"ann"_s);
        QCOMPARE(value(dialog, "password"), u"hun ter2"_s);
        QVERIFY(find<QCheckBox>(dialog, "tls")->isChecked());
        QVERIFY(dialog.isValid());
    }

    void aRedisCliLineThatCannotBeUsedStillLosesItsPassword_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("a socket") << u"redis-cli -s /run/redis.sock -a hunter2"_s;
        QTest::newRow("an open quote") << u"redis-cli -a hunter2 -h 'db"_s;
        QTest::newRow("glued") << u"redis-cli -s /run/redis.sock -ahunter2"_s;
        QTest::newRow("nothing else") << u"redis-cli -a hunter2 -p x"_s;
    }
    void aRedisCliLineThatCannotBeUsedStillLosesItsPassword() {
        QFETCH(const QString, line);
        ConnectionDialog dialog;
        dialog.show();
        find<QLineEdit>(dialog, "url")->setText(line);
        QVERIFY2(!value(dialog, "url").contains(u"hunter2"_s), qPrintable(value(dialog, "url")));
        QCOMPARE(value(dialog, "password"), u"hunter2"_s);
        const QString problem = find<QLabel>(dialog, "urlProblem")->text();
        QVERIFY(!problem.isEmpty() && !problem.contains(u"hunter2"_s));
        QVERIFY(!dialog.isValid());
    }

    void aPasswordAsAParameterIsTakenOut() {
        ConnectionDialog dialog;
        find<QLineEdit>(dialog, "url")->setText(u"rediss://db.example:12000?password=hunter2"_s);
        QCOMPARE(value(dialog, "url"), u"rediss://db.example:12000"_s);
        QCOMPARE(value(dialog, "password"), u"hunter2"_s);
        QCOMPARE(value(dialog, "host"), u"db.example"_s);
        QVERIFY(dialog.isValid());
    }

    void aPasswordStaysWithItsHost() {
        ConnectionDialog dialog;
        auto* url = find<QLineEdit>(dialog, "url");
        url->setText(u"redis://ann:hunter2@one.example:1"_s);
        url->setText(u"redis://one.example:2"_s);
        QCOMPARE(value(dialog, "password"), u"hunter2"_s); // another port of the same host
        url->setText(u"redis://two.example:1"_s);
        QCOMPARE(value(dialog, "password"), QString());
        QCOMPARE(value(dialog, "user"), QString());
        QVERIFY(dialog.settings().password.empty());
        url->setText(u"redis://ann:hunter2@one.example:1"_s);
        url->setText(u"redis-cli -h three.example"_s);
        QCOMPARE(value(dialog, "password"), QString());
    }

    void aPasswordThatWasTypedIsForItsHost() {
        ConnectionDialog dialog;
        QTest::keyClicks(find<QLineEdit>(dialog, "host"), u"one.example"_s);
        QTest::keyClicks(find<QLineEdit>(dialog, "password"), u"hunter2"_s);
        QTest::keyClicks(find<QLineEdit>(dialog, "host"), u".org"_s); // corrected by hand
        QCOMPARE(value(dialog, "password"), u"hunter2"_s);
        find<QLineEdit>(dialog, "url")->setText(u"redis://two.example"_s);
        QCOMPARE(value(dialog, "password"), QString());
    }

    void connectWaitsForAHost() {
        ConnectionDialog dialog;
        dialog.show();
        auto* connectButton = find<QPushButton>(dialog, "connect");
        QVERIFY(!connectButton->isEnabled());
        QVERIFY(!find<QLabel>(dialog, "hostProblem")->isVisible()); // nobody is scolded before typing
        QVERIFY(!find<QLabel>(dialog, "missing")->text().isEmpty());
        find<QLineEdit>(dialog, "host")->setText(u"localhost"_s);
        QVERIFY(connectButton->isEnabled());
        QVERIFY(find<QLabel>(dialog, "missing")->text().isEmpty());
        find<QLineEdit>(dialog, "host")->clear();
        QVERIFY(find<QLabel>(dialog, "hostProblem")->isVisible());
        QVERIFY(!connectButton->isEnabled());
        QVERIFY(!find<QLineEdit>(dialog, "host")->accessibleDescription().isEmpty());
    }

    void problemsStandAtTheirField_data() {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("words");
        QTest::newRow("a URL in the host field") << u"redis://h"_s << u"Paste it into the field at the top"_s;
        QTest::newRow("host with port") << u"h:6379"_s << u"Enter the port in its own field"_s;
        QTest::newRow("a blank inside") << u"my host"_s << u"the host contains a space"_s;
        QTest::newRow("an IPv6 address is fine") << u"2001:db8::1"_s << QString();
    }
    void problemsStandAtTheirField() {
        QFETCH(QString, host);
        QFETCH(QString, words);
        ConnectionDialog dialog;
        find<QLineEdit>(dialog, "host")->setText(host);
        QCOMPARE(dialog.isValid(), words.isEmpty());
        const QString problem = find<QLabel>(dialog, "hostProblem")->text();
        QVERIFY2(words.isEmpty() ? problem.isEmpty() : problem.contains(words), qPrintable(problem));
    }

    void trustAsksForWhatItNeeds() {
        ConnectionDialog dialog;
        dialog.show();
        find<QLineEdit>(dialog, "url")->setText(u"rediss://h:1"_s);
        auto* trust = find<Segments>(dialog, "trust");
        QVERIFY(dialog.isValid());
        trust->setCurrent(2);
        QVERIFY(!dialog.isValid());
        find<QLineEdit>(dialog, "pin")->setText(u"sha256:AB:CD"_s);
        QVERIFY(find<QLabel>(dialog, "caPathProblem")->text().contains(u"this one has 4"_s));
        test::picture(dialog, u"connect-pin"_s);
        find<QLineEdit>(dialog, "pin")->setText(u"SHA256:"_s + u"ab:"_s.repeated(31) + u"AB"_s);
        QVERIFY(dialog.isValid());
        QCOMPARE(dialog.settings().tls.trust.pin,
                 std::string("abababababababababababababababababababababababababababababababab"));
        trust->setCurrent(1);
        QVERIFY(!dialog.isValid());
        find<QLineEdit>(dialog, "caPath")->setText(u"/nowhere/ca.pem"_s);
        QVERIFY(find<QLabel>(dialog, "caPathProblem")->text().contains(u"/nowhere/ca.pem"_s));
        find<QLineEdit>(dialog, "caPath")->setText(QCoreApplication::applicationFilePath());
        QVERIFY(dialog.isValid());
        find<QCheckBox>(dialog, "tls")->setChecked(false);
        find<QLineEdit>(dialog, "caPath")->clear();
        QVERIFY(dialog.isValid()); // without TLS nothing has to be trusted
    }

    void aClientCertificateIsAskedForAndChecked() {
        QTemporaryDir folder;
        const auto make = [&](const QString& name) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::WriteOnly)) file.write("x");
            return file.fileName();
        };
        const QString certificate = make(u"client.pem"_s);
        const QString key = make(u"client.key"_s);
        ConnectionDialog dialog;
        dialog.show();
        dialog.setCertificateCheck([](const TlsSettings& tls) -> Status {
            if (tls.keyPassphrase.reveal() == "open") return success();
            return Error{tls.keyPassphrase.empty() ? "The client key is protected by a passphrase."
                                                   : "The passphrase of the client key is wrong.",
                         tls.keyPath,
                         {},
                         "Rewrite it."};
        });
        const auto edit = [&](const char* name) { return find<QLineEdit>(dialog, name); };
        const auto problem = [&](const char* name) { return find<QLabel>(dialog, name)->text(); };
        edit("host")->setText(u"db.example"_s);
        auto* show = find<QPushButton>(dialog, "showCertificate");
        QVERIFY(!show->isEnabled()); // without TLS there is none
        find<QCheckBox>(dialog, "tls")->setChecked(true);
        QVERIFY(!edit("certificatePath")->isVisible());
        QTest::mouseClick(show, Qt::LeftButton);
        QVERIFY(edit("certificatePath")->isVisible());
        QVERIFY(dialog.isValid()); // nothing is named yet
        edit("keyPath")->setText(key);
        QVERIFY2(problem("certificatePathProblem").contains(u"A key needs its certificate"_s),
                 qPrintable(problem("certificatePathProblem")));
        edit("certificatePath")->setText(u"/nowhere/client.pem"_s);
        QVERIFY(problem("certificatePathProblem").contains(u"/nowhere/client.pem"_s));
        QVERIFY(!dialog.isValid());
        edit("certificatePath")->setText(certificate);
        QVERIFY(problem("certificatePathProblem").isEmpty());
        QCOMPARE(problem("passphraseProblem"), u"The client key is protected by a passphrase."_s);
        QVERIFY(edit("passphrase")->echoMode() == QLineEdit::Password);
        edit("passphrase")->setText(u"wrong"_s);
        QCOMPARE(problem("passphraseProblem"), u"The passphrase of the client key is wrong."_s);
        QVERIFY(!dialog.isValid());
        maintscope::test::picture(dialog, u"connect-client-certificate"_s);
        edit("passphrase")->setText(u"open"_s);
        QVERIFY(dialog.isValid());
        const TargetSettings settings = dialog.settings();
        QCOMPARE(settings.tls.certificatePath, certificate.toStdString());
        QCOMPARE(settings.tls.keyPath, key.toStdString());
        QVERIFY(settings.tls.keyPassphrase.reveal() == "open");
        // What is put away is not used.
        show->setChecked(false);
        QVERIFY(dialog.settings().tls.certificatePath.empty());
        QVERIFY(dialog.settings().tls.keyPassphrase.empty());
    }

    void limitsAreChecked() {
        ConnectionDialog dialog;
        find<QLineEdit>(dialog, "host")->setText(u"h"_s);
        find<QDoubleSpinBox>(dialog, "relaxedTimeout")->setValue(0.5);
        QVERIFY(!dialog.isValid());
        find<QDoubleSpinBox>(dialog, "relaxedTimeout")->setValue(10);
        QVERIFY(dialog.isValid());
        find<QSpinBox>(dialog, "connections")->setValue(100);
        find<QDoubleSpinBox>(dialog, "rate")->setValue(501);
        QVERIFY(!dialog.isValid());
        QVERIFY(!find<QLabel>(dialog, "rateProblem")->text().isEmpty());
        find<QDoubleSpinBox>(dialog, "rate")->setValue(500);
        QVERIFY(dialog.isValid());
    }

    void settingsComeBackAsTheyWent() {
        TargetSettings s;
        s.name = "orders";
        s.environment = Environment::Production;
        s.endpoint = {"db.example", 12000};
        s.user = "u";
        s.password = Secret("p");
        s.tls.enabled = true;
        s.tls.serverName = "other.example";
        s.policy = Policy::Required;
        s.endpointType = EndpointType::ExternalFqdn;
        s.timeouts.normal = std::chrono::milliseconds(250);
        s.timeouts.handoff = std::chrono::seconds(30);
        s.timeouts.tail = std::chrono::seconds(7);
        s.probe = {2, 200, ProbeCommand::Incr, "k", true};
        ConnectionDialog dialog;
        dialog.setSettings(s);
        dialog.show();
        test::picture(dialog, u"connect-filled"_s);
        const TargetSettings back = dialog.settings();
        QVERIFY(dialog.isValid());
        QCOMPARE(back.name, s.name);
        QVERIFY(back.environment == s.environment && back.endpoint == s.endpoint && back.user == s.user);
        QVERIFY(back.tls == s.tls && back.policy == s.policy && back.endpointType == s.endpointType);
        QVERIFY(back.timeouts == s.timeouts);
        QCOMPARE(back.probe.connections, s.probe.connections);
        QCOMPARE(back.probe.ratePerSecond, s.probe.ratePerSecond);
        QVERIFY(back.probe.command == s.probe.command && back.probe.key == s.probe.key && back.probe.control);
    }

    void defaultsAreThoseOfTheProgram() {
        const TargetSettings defaults;
        const ConnectionDialog dialog;
        const TargetSettings s = dialog.settings();
        QVERIFY(s.timeouts == defaults.timeouts);
        QVERIFY(s.policy == defaults.policy && s.endpointType == defaults.endpointType);
        QCOMPARE(s.probe.connections, defaults.probe.connections);
        QCOMPARE(s.probe.ratePerSecond, defaults.probe.ratePerSecond);
    }

    void aSavedConnectionFillsTheFormAndAsksForItsPassword() {
        model::Profile saved;
        saved.name = saved.target.name = "orders";
        saved.target.endpoint = {"db.example", 12000};
        saved.target.user = "app";
        saved.target.environment = Environment::Staging;
        saved.rest.emplace().user = "admin@example.com";
        ConnectionDialog dialog;
        dialog.setProfiles({saved});
        const QSignalSpy wanted(&dialog, &ConnectionDialog::passwordWanted);
        auto* list = find<QComboBox>(dialog, "saved");
        dialog.show();
        QVERIFY(list->isVisible());
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(value(dialog, "host"), u"db.example"_s);
        QVERIFY(dialog.settings().environment == Environment::Staging);
        QCOMPARE(dialog.clusterManager()->user, std::string("admin@example.com"));
        QCOMPARE(wanted.count(), 1);
        TargetSettings other = saved.target;
        other.user = "somebody";
        dialog.offerPassword(other, Secret("not-this"));
        QVERIFY(value(dialog, "password").isEmpty());
        dialog.offerPassword(saved.target, Secret("pw"));
        QCOMPARE(value(dialog, "password"), u"pw"_s);
        dialog.offerPassword(saved.target, Secret("never over what was typed"));
        QCOMPARE(value(dialog, "password"), u"pw"_s);
    }

    void withoutAKeychainThePasswordIsForThisSessionOnly() {
        ConnectionDialog dialog;
        dialog.show();
        QVERIFY(find<QLabel>(dialog, "sessionOnly")->isVisible());
        QVERIFY(!find<QCheckBox>(dialog, "keep")->isVisible() && !dialog.wantsKeeping());
        dialog.setKeychain({});
        QVERIFY(!find<QLabel>(dialog, "sessionOnly")->isVisible());
        find<QCheckBox>(dialog, "keep")->setChecked(true);
        QVERIFY(dialog.wantsKeeping());
    }

    void aTestShowsItsStepsAsTheyEndAndTheVerdictApart() {
        ConnectionDialog dialog;
        const QSignalSpy asked(&dialog, &ConnectionDialog::testRequested);
        dialog.show();
        auto* go = find<QPushButton>(dialog, "test");
        QVERIFY(!go->isEnabled()); // nothing to test yet
        find<QLineEdit>(dialog, "host")->setText(u"10.0.0.1"_s);
        QTest::mouseClick(go, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QVERIFY(!go->isEnabled());
        ReadinessFacts facts;
        facts.target = dialog.settings();
        facts.dials = {{{"10.0.0.1", 6379}, std::chrono::milliseconds(2), true, {}}};
        dialog.setTestFacts(facts);
        QVERIFY(!find<QLabel>(dialog, "testHeadline")->isVisible());
        facts.handshake.emplace();
        facts.handshake->steps = {{"hello_ns", 1000}, {"opt_in_ns", 10}, {"ping_ns", 900}};
        facts.handshake->ready = facts.handshake->resp3 = true;
        facts.handshake->refusal = "ERR maintenance notifications are disabled on this server";
        facts.probe.emplace().command = "GET";
        facts.finished = true;
        dialog.setTestFacts(facts);
        QVERIFY(go->isEnabled());
        QVERIFY(find<QLabel>(dialog, "testHeadline")->isVisible());
        QVERIFY(find<QLabel>(dialog, "testSentence")->text().contains(u"connects, but is not protected"_s));
        QVERIFY(find<QPushButton>(dialog, "testClusterSettings")->isVisible());
        test::picture(dialog, u"connect-tested"_s);
        find<QLineEdit>(dialog, "host")->setText(u"10.0.0.2"_s);
        QVERIFY(find<QLabel>(dialog, "testNote")->text().contains(u"the form has changed"_s));
    }

    void segmentsFollowTheArrowKeys() {
        ConnectionDialog dialog;
        dialog.show();
        auto* policy = find<Segments>(dialog, "policy");
        policy->button(0)->setFocus();
        QTest::keyClick(policy->button(0), Qt::Key_Right);
        QCOMPARE(policy->current(), 1);
        QVERIFY(dialog.settings().policy == Policy::Required);
        QTest::keyClick(policy->button(1), Qt::Key_Left);
        QCOMPARE(policy->current(), 0);
    }

    void everyFieldHasANameForAssistiveTechnology() {
        const ConnectionDialog dialog;
        for (const QWidget* widget : dialog.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"_s)) continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                     qPrintable(widget->objectName()));
        }
    }
};

MAINTSCOPE_TEST(ConnectionDialogTest, QApplication)
#include "tst_connection_dialog.moc"
