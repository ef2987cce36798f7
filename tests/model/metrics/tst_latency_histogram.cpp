// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/latency_histogram.h"

#include "tests/support/test_case.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

namespace {

/// The value at the same rank in the sorted list.
Duration exact(const std::vector<Duration>& sorted, double percent) {
    const auto rank = static_cast<std::size_t>(
        std::max(1.0, std::ceil(percent / 100 * static_cast<double>(sorted.size()) - 1e-9)));
    return sorted[rank - 1];
}

std::vector<Duration> randomLatencies(std::uint32_t seed, std::size_t count) {
    std::mt19937 generator(seed);
    std::lognormal_distribution<double> distribution(13.5, 2.5); // about 0.7 ms, with a long tail
    std::vector<Duration> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(std::clamp(Duration(static_cast<std::int64_t>(distribution(generator))),
                                    LatencyHistogram::kLowest, LatencyHistogram::kHighest));
    return values;
}

LatencyHistogram histogramOf(const std::vector<Duration>& values) {
    LatencyHistogram histogram;
    for (const Duration value : values)
        histogram.add(value);
    return histogram;
}

} // namespace

class TestLatencyHistogram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void percentilesAreThoseOfTheSortedValues_data() {
        QTest::addColumn<int>("count");
        QTest::newRow("one value") << 1;
        QTest::newRow("two values") << 2;
        QTest::newRow("ten values") << 10;
        QTest::newRow("a second of probes") << 200;
        QTest::newRow("many values") << 50'000;
    }
    void percentilesAreThoseOfTheSortedValues() {
        QFETCH(int, count);
        for (std::uint32_t seed = 1; seed <= 5; ++seed) {
            auto values = randomLatencies(seed, static_cast<std::size_t>(count));
            const LatencyHistogram histogram = histogramOf(values);
            std::sort(values.begin(), values.end());
            QCOMPARE(histogram.count(), std::uint64_t(count));
            QVERIFY(histogram.min() == values.front());
            QVERIFY(histogram.max() == values.back());
            for (const double percent : {0.0, 50.0, 90.0, 99.0, 99.9, 100.0}) {
                const Duration want = exact(values, percent);
                const Duration have = histogram.percentile(percent);
                // Never below the true value, never more than a bucket above it (0.1 %, and 1 us of
                // rounding).
                QVERIFY2(have >= want, qPrintable(QString::number(percent)));
                QVERIFY2(have <= want + want / 1000 + 1us, qPrintable(QString::number(percent)));
            }
        }
    }

    void mergingEqualsCountingTogether() {
        const auto a = randomLatencies(1, 3'000);
        const auto b = randomLatencies(2, 700);
        auto all = a;
        all.insert(all.end(), b.begin(), b.end());
        LatencyHistogram merged = histogramOf(a);
        merged.merge(histogramOf(b));
        QVERIFY(merged == histogramOf(all));
        LatencyHistogram empty;
        merged.merge(empty);
        QVERIFY(merged == histogramOf(all));
        empty.merge(merged);
        QVERIFY(empty == merged);
    }

    void aSumOfManyEqualsCountingTogether_data() {
        QTest::addColumn<int>("parts");
        QTest::newRow("of none is empty") << 0;
        QTest::newRow("of one is that one") << 1;
        QTest::newRow("of four connections") << 4;
        QTest::newRow("of an hour of seconds") << 3'600;
    }
    void aSumOfManyEqualsCountingTogether() {
        QFETCH(int, parts);
        std::vector<LatencyHistogram> all(1); // an empty one adds nothing
        std::vector<Duration> values;
        for (int i = 0; i < parts; ++i) {
            const auto some =
                randomLatencies(static_cast<std::uint32_t>(i), 1 + static_cast<std::size_t>(i) % 7);
            values.insert(values.end(), some.begin(), some.end());
            all.push_back(histogramOf(some));
        }
        std::vector<const LatencyHistogram*> pointers;
        for (const LatencyHistogram& part : all)
            pointers.push_back(&part);
        for (int round = 0; round < 2; ++round) // nothing is left of a sum for the next one
            QVERIFY(LatencyHistogram::sum(pointers) == histogramOf(values));
    }

    void valuesAreClamped_data() {
        QTest::addColumn<qlonglong>("value");
        QTest::addColumn<qlonglong>("counted");
        QTest::newRow("nothing lasts less than a microsecond") << 0LL << 1'000LL;
        QTest::newRow("negative time is a microsecond") << -5LL << 1'000LL;
        QTest::newRow("an hour is the most") << 9'000'000'000'000LL << 3'600'000'000'000LL;
        QTest::newRow("what lies between stays as it is") << 412'000'123LL << 412'000'123LL;
    }
    void valuesAreClamped() {
        QFETCH(qlonglong, value);
        QFETCH(qlonglong, counted);
        LatencyHistogram histogram;
        histogram.add(Duration(value));
        QCOMPARE(qlonglong(histogram.max().count()), counted);
        QCOMPARE(qlonglong(histogram.percentile(50).count()), counted);
    }

    void anEmptyOneHasNoValues() {
        const LatencyHistogram histogram;
        QVERIFY(histogram.empty());
        QVERIFY(histogram.percentile(99) == 0ns);
        QVERIFY(histogram.max() == 0ns);
    }

    void bucketsCoverEveryValueOnce() {
        LatencyHistogram histogram;
        for (std::int64_t us = 1; us < 100'000; us += 7)
            histogram.add(std::chrono::microseconds(us));
        Duration previous{};
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < histogram.bucketCount(); ++i) {
            const auto bucket = histogram.bucket(i);
            QVERIFY(bucket.low > previous);
            QVERIFY(bucket.high >= bucket.low);
            previous = bucket.high;
            count += bucket.count;
        }
        QCOMPARE(count, histogram.count());
    }

    void bytesReadBackAreEqual() {
        for (const std::size_t count :
             {std::size_t{0}, std::size_t{1}, std::size_t{200}, std::size_t{20'000}}) {
            const LatencyHistogram histogram = histogramOf(randomLatencies(3, count));
            const auto parsed = LatencyHistogram::parse(histogram.serialised());
            QVERIFY(parsed.ok());
            QVERIFY(*parsed == histogram);
        }
        LatencyHistogram second;
        for (int i = 0; i < 20; ++i)
            second.add(600us + i * 10us);
        QVERIFY2(second.serialised().size() < 64, "a second of probes takes little room");
    }

    void hostileBytesAreRefused() {
        const std::string good = histogramOf(randomLatencies(4, 50)).serialised();
        for (std::size_t length = 0; length < good.size(); ++length)
            QVERIFY(!LatencyHistogram::parse(good.substr(0, length)).ok());
        QVERIFY(!LatencyHistogram::parse(good + 'x').ok());
        std::mt19937 generator(7);
        for (int round = 0; round < 20'000; ++round) {
            std::string bytes = good;
            bytes[generator() % bytes.size()] = static_cast<char>(generator());
            const auto parsed = LatencyHistogram::parse(bytes);
            if (parsed) QVERIFY(parsed->percentile(50) <= parsed->max());
        }
    }
};

MAINTSCOPE_TEST(TestLatencyHistogram, void)
#include "tst_latency_histogram.moc"
