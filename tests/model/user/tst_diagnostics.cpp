// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/diagnostics.h"

#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using Qt::Literals::StringLiterals::operator""_s;

class TestDiagnostics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noNameAndNoSecretLeaves_data() {
        QTest::addColumn<QString>("secret");
        for (const char* secret : {"orders-prod", "db.internal.example", "probe-user", "customer:42",
                                   "10.0.1.7", "10.0.1.9", "hunter2", "s3cret", "10.99.0.1"})
            QTest::newRow(secret) << QString::fromLatin1(secret);
    }
    void noNameAndNoSecretLeaves() {
        QFETCH(QString, secret);
        DiagnosticsInput input;
        input.program = QStringList{u"Qt 6.4.2"_s};
        DiagnosticTarget target;
        target.info = test::target();
        target.info.endpoint = {"db.internal.example", 12000};
        target.info.user = "probe-user";
        target.info.probe.key = "customer:42";
        target.status.word = u"FAILING"_s;
        target.status.sentence = u"10.0.1.7:12000 refused probe-user"_s;
        target.status.peerOld = "10.0.1.7:12000";
        target.status.peerNew = "10.0.1.9:12000";
        input.targets = {target};
        input.log =
            u"connect redis://x:hunter2@db.internal.example:1 orders-prod\npassword=s3cret 10.99.0.1"_s;
        const QString text = diagnostics(input);
        QVERIFY2(!text.contains(secret), qPrintable(text));
    }

    void aliasesAreStableAndFiguresStay() {
        DiagnosticsInput input;
        DiagnosticTarget one;
        one.info = test::target();
        one.info.name = "db";
        one.info.endpoint = {"db.example", 6379}; // the target's name is a part of the host's
        one.status.sentence = u"db.example does not answer"_s;
        one.events = 41;
        DiagnosticTarget other = one;
        other.info.endpoint = {"other.example", 6379};
        input.targets = {one, other};
        const QString text = diagnostics(input);
        QVERIFY2(text.contains(u"target-1 at host-1:6379"_s), qPrintable(text));
        QVERIFY(text.contains(u"host-1 does not answer"_s));
        QVERIFY(text.contains(u"host-2:6379"_s));
        QVERIFY(text.contains(u"41 events"_s));
        QVERIFY(text.contains(QStringLiteral(MAINTSCOPE_VERSION)));
    }
};

MAINTSCOPE_TEST(TestDiagnostics, QCoreApplication)
#include "tst_diagnostics.moc"
