// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_case.h"
#include "tests/ui/picture.h"
#include "ui/readiness/readiness_page.h"
#include "ui/theme/apply_theme.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace maintscope;
using namespace maintscope::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The readiness card: what a person reads of a check.
class ReadinessPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void withoutATargetNothingCanBeChecked() {
        ReadinessCard card;
        card.show();
        QVERIFY(!card.findChild<QPushButton*>(u"readinessCheck"_s)->isEnabled());
        QCOMPARE(words(card, u"readinessHeadline"_s), u"READINESS NOT CHECKED"_s);
    }

    void buttonAsksAndWaitsWhileItRuns() {
        ReadinessCard card;
        card.setTarget(u"orders"_s);
        card.show();
        const QSignalSpy asked(&card, &ReadinessCard::checkRequested);
        auto* button = card.findChild<QPushButton*>(u"readinessCheck"_s);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        ReadinessFacts facts = refused();
        facts.finished = false;
        card.setFacts(facts);
        QVERIFY(!button->isEnabled());
        card.setFacts(refused());
        QVERIFY(button->isEnabled());
    }

    void failedStepSaysWordsCauseAndRemedyAsPlainText() {
        ReadinessCard card;
        card.setTarget(u"orders"_s);
        card.setFacts(refused());
        card.show();
        QCOMPARE(words(card, u"readinessHeadline"_s), u"NOT READY"_s);
        QCOMPARE(words(card, u"readinessSummary"_s), u"orders: 1 step failed"_s);
        QVERIFY(words(card, u"readinessSentence"_s).startsWith(u"It connects, but is not protected"_s));
        QVERIFY(words(card, u"readiness-opt_inCause"_s).contains(u"client_maint_notifications is off"_s));
        QCOMPARE(words(card, u"readiness-opt_inWords"_s),
                 u"ERR <b>maintenance notifications are disabled</b>"_s);
        QVERIFY(words(card, u"readiness-opt_inRemedy"_s).startsWith(u"Remedy: Turn it on"_s));
        for (const QLabel* label : card.findChildren<QLabel*>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void detailsCanBeCopiedAsJson() {
        ReadinessCard card;
        card.setTarget(u"orders"_s);
        card.setFacts(refused());
        card.show();
        QTest::mouseClick(card.findChild<QPushButton*>(u"readinessCopy"_s), Qt::LeftButton);
        const auto json = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8()).object();
        QCOMPARE(json.value("verdict"_L1).toString(), u"not_protected"_s);
    }

    /// Neither the words of a server nor a fingerprint is cut off where the card is narrow.
    void longWordsBreakInANarrowCard() {
        ReadinessCard card;
        card.setTarget(u"orders"_s);
        ReadinessFacts facts = refused();
        facts.target.tls.enabled = true;
        facts.handshake.reset();
        facts.probe.reset();
        facts.tls.emplace();
        facts.tls->errorType = "tls_pin";
        facts.tls->error = Error{"The certificate is not the pinned one.", "10.0.0.1:12000",
                                 "Pinned sha256:" + std::string(64, 'a') +
                                     ", presented sha256:" + std::string(64, 'b') + ".",
                                 "Compare them."};
        card.setFacts(facts);
        card.resize(1, 800); // as narrow as it gets
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        test::picture(card, u"readiness-narrow"_s);
        const auto* shown = card.findChild<QLabel*>(u"readiness-tlsWords"_s);
        QVERIFY(QString(shown->text()).remove(QChar(0x200b)).contains(QString(64, u'b')));
        QVERIFY(shown->isVisible() && shown->width() < card.width());
        QVERIFY(shown->minimumSizeHint().width() <= shown->width());
    }

    void anotherTargetForgetsTheVerdict() {
        ReadinessCard card;
        card.setTarget(u"orders"_s);
        card.setFacts(refused());
        card.setTarget(u"carts"_s);
        QCOMPARE(words(card, u"readinessHeadline"_s), u"READINESS NOT CHECKED"_s);
    }

private:
    static QString words(const ReadinessCard& card, const QString& name) {
        return card.findChild<QLabel*>(name)->text();
    }
    static ReadinessFacts refused() {
        ReadinessFacts facts;
        facts.target.endpoint = {"10.0.0.1", 12000};
        facts.dials = {{{"10.0.0.1", 12000}, 1ms, true, {}}};
        facts.peer = "10.0.0.1";
        facts.endpointType = EndpointType::InternalIp;
        facts.handshake.emplace();
        facts.handshake->steps = {{"hello_ns", 1000}, {"opt_in_ns", 10}, {"ping_ns", 900}};
        facts.handshake->ready = facts.handshake->resp3 = true;
        facts.handshake->refusal = "ERR <b>maintenance notifications are disabled</b>";
        facts.probe = CommandFacts{"GET", 1ms, {}};
        facts.finished = true;
        return facts;
    }
};

MAINTSCOPE_TEST(ReadinessPageTest, QApplication)
#include "tst_readiness_page.moc"
