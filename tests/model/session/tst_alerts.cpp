// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/alerts.h"

#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class AlertsTest : public QObject {
    Q_OBJECT

    AlertWatch m_watch;
    AlertRules m_rules;
    AlertFacts m_facts;

    static MonoTime at(Duration since) { return kSessionStart + since; }
    /// The kinds that are told at this time.
    QList<AlertKind> step(Duration since) {
        m_facts.now = at(since);
        QList<AlertKind> kinds;
        for (const Alert& alert : m_watch.step(m_rules, m_facts))
            kinds << alert.kind;
        return kinds;
    }

private Q_SLOTS:
    void init() {
        m_watch = {};
        m_rules = {};
        m_facts = {};
        m_facts.id = SessionId{1};
        m_facts.name = u"orders"_s;
        m_facts.serving = m_facts.optedIn = 4;
    }

    void nothingIsToldOfAQuietTarget() {
        for (int second = 0; second < 60; ++second)
            QVERIFY(step(std::chrono::seconds(second)).isEmpty());
    }

    void aGapIsToldOnceAsSoonAsItIsTooLong() {
        QVERIFY(step(1s).isEmpty());
        m_facts.gaps = {{at(2s), at(2800ms), {}, true, false}};
        QVERIFY(step(2800ms).isEmpty()); // not yet
        m_facts.gaps.back().to = at(3200ms);
        QCOMPARE(step(3200ms), QList{AlertKind::Gap});
        m_facts.gaps.back().to = at(9s);
        QVERIFY(step(9s).isEmpty()); // the same one grows
        m_facts.gaps.push_back({at(20s), at(22s), {}, false, true});
        QCOMPARE(step(22s), QList{AlertKind::Gap});
    }

    void whatWentOnBeforeIsNotTold() {
        m_facts.gaps = {{at(2s), at(9s), {}, false, false}};
        m_facts.failed = 20;
        m_facts.unannounced = 2;
        QVERIFY(step(10s).isEmpty());
        QVERIFY(step(20s).isEmpty());
        m_facts.failed = 21;
        QCOMPARE(step(21s), QList{AlertKind::Failed});
    }

    void theFirstGapOfASessionIsTold() {
        QVERIFY(step(0s).isEmpty());
        m_facts.gaps = {{at(0s), at(2s), {}, true, false}};
        QCOMPARE(step(2s), QList{AlertKind::Gap});
        m_facts.gaps.back().to = at(30s);
        QVERIFY(step(30s).isEmpty());
    }

    void aSlowP99IsToldAtItsBeginning() {
        m_rules.p99Over = 50ms;
        m_facts.p99 = 40ms;
        QVERIFY(step(1s).isEmpty());
        m_facts.p99 = 60ms;
        QCOMPARE(step(2s), QList{AlertKind::P99});
        QVERIFY(step(30s).isEmpty());
        m_facts.p99 = 40ms;
        QVERIFY(step(40s).isEmpty());
        m_facts.p99 = 51ms;
        QCOMPARE(step(50s), QList{AlertKind::P99});
        m_rules.p99Over.reset();
        m_facts.p99 = 10s;
        QVERIFY(step(60s).isEmpty());
    }

    void aStormOfFailuresIsToldEveryFewSeconds() {
        QVERIFY(step(0s).isEmpty());
        int told = 0;
        for (int tick = 1; tick <= 40; ++tick) { // twice a second, for 20 s
            m_facts.failed += 10;
            told += static_cast<int>(step(tick * 500ms).size());
        }
        QCOMPARE(told, 4);
    }

    void anUnannouncedDisruptionIsTold() {
        QVERIFY(step(0s).isEmpty());
        m_facts.unannounced = 1;
        QCOMPARE(step(1s), QList{AlertKind::Unannounced});
        QVERIFY(step(30s).isEmpty());
    }

    void aLostOptInIsToldWhenItDoesNotComeBack() {
        QVERIFY(step(0s).isEmpty());
        m_facts.optedIn = 3; // as during a reconnection
        QVERIFY(step(1s).isEmpty());
        m_facts.optedIn = 4;
        QVERIFY(step(2s).isEmpty());
        m_facts.optedIn = 0;
        QVERIFY(step(10s).isEmpty());
        QVERIFY(step(12s).isEmpty());
        QCOMPARE(step(13s), QList{AlertKind::OptInLost});
        QVERIFY(step(60s).isEmpty());
    }

    void whatNeverWasOptedInLosesNothing() {
        m_facts.optedIn = 0;
        for (int second = 0; second < 20; ++second)
            QVERIFY(step(std::chrono::seconds(second)).isEmpty());
        m_facts.wantsOptIn = false;
        QVERIFY(step(30s).isEmpty());
    }

    void aRuleThatIsOffTellsNothing() {
        m_rules = {std::nullopt, std::nullopt, false, false, false, true};
        QVERIFY(step(0s).isEmpty());
        m_facts.gaps = {{at(2s), at(9s), {}, false, false}};
        m_facts.failed = 5;
        m_facts.unannounced = 5;
        m_facts.optedIn = 0;
        for (int second = 10; second < 30; ++second)
            QVERIFY(step(std::chrono::seconds(second)).isEmpty());
    }

    void targetsAreToldApart() {
        QVERIFY(step(0s).isEmpty());
        AlertFacts other = m_facts;
        other.id = SessionId{2};
        other.name = u"cart"_s;
        QVERIFY(m_watch.step(m_rules, other).empty());
        m_facts.unannounced = 1;
        other.unannounced = 1;
        QCOMPARE(step(1s), QList{AlertKind::Unannounced});
        other.now = at(1s);
        const auto alerts = m_watch.step(m_rules, other);
        QCOMPARE(alerts.size(), std::size_t{1});
        QCOMPARE(alerts.front().title, u"cart: unannounced disruption"_s);
        QVERIFY(alerts.front().id == SessionId{2});
    }
};

MAINTSCOPE_TEST(AlertsTest, QCoreApplication)
#include "tst_alerts.moc"
