// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/column_cache.h"

#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <random>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

class TestColumnCache : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void alwaysEqualsTheStore() {
        // Views of any kind at random, over a store that grows and is told late news.
        std::mt19937 generator(3);
        MetricStore store;
        ColumnCache cache(store);
        Duration now = 0s;
        for (int round = 0; round < 600; ++round) {
            test::Script script;
            const Duration grown = std::chrono::milliseconds(generator() % 40'000);
            for (const Duration end = now + grown; now < end; now += 400ms)
                script.sample(Outcome::Ok, now, std::chrono::microseconds(300 + generator() % 5'000),
                              static_cast<int>(1 + generator() % 2));
            if (round % 5 == 0)
                script.sample(Outcome::Timeout, now * static_cast<int>(generator() % 100) / 100, 10s);
            for (const Sample& sample : script.samples())
                store.add(sample);
            if (round % 50 == 0) {
                Event& hole = script.event(EventKind::NotMeasured, names::kNotMeasured, now / 2, 0);
                hole.key = EventKey{static_cast<std::uint64_t>(round + 1)};
                hole.end = test::at(now / 2 + 3s);
                store.add(hole);
            }
            MetricKey key{TargetId{1}, ProbeRole::Protected, {}};
            if (generator() % 4 == 0) key.connection = ConnectionId{1};
            const Duration width = std::chrono::seconds(20 + generator() % 3 * 400);
            Duration from = now - width;
            if (generator() % 2 == 0) from = now * static_cast<int>(generator() % 100) / 100;
            const auto expected = store.columns(key, test::at(from), test::at(from + width), 300);
            QVERIFY(cache.columns(key, test::at(from), test::at(from + width), 300) == expected);
        }
    }

    void aFollowingViewPaysForWhatChanged() {
        MetricStore store;
        ColumnCache cache(store);
        const MetricKey key{TargetId{1}, ProbeRole::Protected, {}};
        test::Script script;
        script.steady(0s, 1'200s);
        for (const Sample& sample : script.samples())
            store.add(sample);
        QVERIFY(cache.columns(key, test::at(300s), test::at(1'200s), 900).size() == 900);
        QCOMPARE(cache.computed(), 900);
        QVERIFY(!cache.columns(key, test::at(300s), test::at(1'200s), 900).empty());
        QCOMPARE(cache.computed(), 0);
        test::Script more;
        more.steady(1'200s, 1'201s);
        for (const Sample& sample : more.samples())
            store.add(sample);
        QVERIFY(cache.columns(key, test::at(301s), test::at(1'201s), 900).size() == 900);
        QVERIFY2(cache.computed() <= 2, qPrintable(QString::number(cache.computed())));
    }

    void aDraggedViewPaysForWhatComesIntoSight() {
        MetricStore store;
        ColumnCache cache(store);
        const MetricKey key{TargetId{1}, ProbeRole::Protected, {}};
        test::Script script;
        script.steady(0s, 1'200s);
        for (const Sample& sample : script.samples())
            store.add(sample);
        QVERIFY(!cache.columns(key, test::at(600s), test::at(1'200s), 600).empty());
        QVERIFY(!cache.columns(key, test::at(590s), test::at(1'190s), 600).empty());
        QCOMPARE(cache.computed(), 10);
    }

    void aClearedStoreLeavesNothingBehind() {
        MetricStore store;
        ColumnCache cache(store);
        const MetricKey key{TargetId{1}, ProbeRole::Protected, {}};
        test::Script script;
        script.steady(0s, 20s);
        for (const Sample& sample : script.samples())
            store.add(sample);
        QCOMPARE(cache.columns(key, test::at(0s), test::at(20s), 100).size(), std::size_t{20});
        store.clear();
        store.add(script.samples().back());
        QCOMPARE(cache.columns(key, test::at(0s), test::at(20s), 100).size(), std::size_t{1});
        store.clear();
        QVERIFY(cache.columns(key, test::at(0s), test::at(20s), 100).empty());
    }
};

MAINTSCOPE_TEST(TestColumnCache, void)
#include "tst_column_cache.moc"
