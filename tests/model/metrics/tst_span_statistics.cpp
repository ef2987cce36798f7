// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/span_statistics.h"

#include "model/metrics/sample_log.h"
#include "model/verdict/summary_builder.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <random>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

namespace {

SampleSource sourceOf(const SampleLog& log) {
    return [&log](const TimeRange& range, const SampleVisitor& visit) { return log.samples(range, visit); };
}

/// Ten minutes of two connections with a tail, failures, replies after stalls, and one outage of 20 s.
std::vector<Sample> outageSamples() {
    std::mt19937 generator(23);
    std::lognormal_distribution<double> latency(13.3, 0.9);
    test::Script script;
    for (Duration t = 10ms; t < 600s; t += 25ms) {
        const int connection = t / 25ms % 2 == 0 ? 1 : 2;
        if (t >= 300s && t < 320s) {
            script.sample(Outcome::Timeout, t, 1s, connection);
            continue;
        }
        Sample& sample = script.sample(generator() % 301 == 0 ? Outcome::Error : Outcome::Ok, t,
                                       Duration(static_cast<std::int64_t>(latency(generator))), connection);
        if (generator() % 97 == 0) sample.censored = true;
        if (generator() % 89 == 0) sample.carriedOver = true;
    }
    return script.batch(600s).samples;
}

SampleLog logOf(const std::vector<Sample>& samples) {
    SampleLog log;
    for (const Sample& sample : samples)
        log.add(sample);
    return log;
}

} // namespace

class TestSpanStatistics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSpanOverAllEqualsTheSummary_data() {
        QTest::addColumn<bool>("outage");
        QTest::newRow("a move with control connections") << false;
        QTest::newRow("an outage that nobody announced") << true;
    }
    void aSpanOverAllEqualsTheSummary() {
        QFETCH(bool, outage);
        const Batch move = test::moveScript().batch(20s);
        const std::vector<Event> events = outage ? std::vector<Event>{} : move.events;
        const std::vector<Sample> samples = outage ? outageSamples() : move.samples;
        const MonoTime until = test::at(outage ? 600s : 20s);
        SummaryBuilder builder(test::session());
        for (const Event& event : events)
            builder.add(event);
        for (const Sample& sample : samples)
            builder.add(sample);
        const Summary summary = builder.summaries(until).front();

        const SampleLog log = logOf(samples);
        const auto span = spanStatistics(test::target(), kSessionStart, until, events, sourceOf(log));
        QVERIFY(span.ok());
        const auto compare = [](const SpanFigures& figures, const Summary& expected) {
            QVERIFY(figures.probes.counts == expected.counts);
            QCOMPARE(figures.probes.carriedOver, expected.carriedOver);
            QCOMPARE(figures.probes.censored, expected.corrected.censored);
            QVERIFY(figures.probes.latency == expected.latencyHistogram);
            QVERIFY(figures.probes.corrected == expected.correctedHistogram);
            QCOMPARE(figures.reconnects, expected.reconnects);
            QCOMPARE(figures.handoffs, expected.handoffs.completed);
            QCOMPARE(figures.longestGap.has_value(), expected.gaps.longest.has_value());
            if (figures.longestGap) QVERIFY(*figures.longestGap == *expected.gaps.longest);
        };
        compare(span->protectedSet, summary);
        QVERIFY(span->control && summary.control);
        compare(*span->control, *summary.control);
        QVERIFY(span->notMeasured == summary.notMeasured);
    }

    void anySpanEqualsBruteForce() {
        const auto samples = outageSamples();
        const SampleLog log = logOf(samples);
        std::mt19937 generator(29);
        for (int round = 0; round < 40; ++round) {
            const Duration from = std::chrono::milliseconds(generator() % 599'000);
            const Duration to = from + std::chrono::milliseconds(1 + generator() % 60'000);
            const auto span = spanStatistics(test::target(), test::at(from), test::at(to), {}, sourceOf(log));
            QVERIFY(span.ok());
            ProbeTally expected;
            Duration longest{};
            MonoTime last = test::at(from);
            bool before = false;
            for (const Sample& sample : samples) {
                if (sample.intended >= test::at(from) && sample.intended < test::at(to)) expected.add(sample);
                if (!isReply(sample.outcome)) continue;
                before = before || sample.done < test::at(from);
                if (sample.done < test::at(from) || sample.done >= test::at(to)) continue;
                longest = std::max(longest, sample.done - last);
                last = std::max(last, sample.done);
            }
            longest = std::max(longest, test::at(to) - last);
            QVERIFY(span->protectedSet.probes.counts == expected.counts);
            QVERIFY(span->protectedSet.probes.latency == expected.latency);
            QVERIFY(span->protectedSet.probes.corrected == expected.corrected);
            if (!before) continue; // the first reply of all begins the first gap
            QVERIFY(span->protectedSet.longestGap.has_value());
            QVERIFY2(span->protectedSet.longestGap->duration() == longest,
                     qPrintable(QStringLiteral("[%1, %2)").arg(from / 1ms).arg(to / 1ms)));
        }
    }

    void aSpanWithinAnOutageIsAllGap() {
        const SampleLog log = logOf(outageSamples());
        const auto span = spanStatistics(test::target(), test::at(305s), test::at(315s), {}, sourceOf(log));
        QVERIFY(span.ok());
        QVERIFY(span->protectedSet.longestGap.has_value());
        QVERIFY(span->protectedSet.longestGap->duration() == 10s);
        QCOMPARE(span->protectedSet.probes.counts.timeouts, std::uint64_t{400});
        QVERIFY(span->protectedSet.probes.latency.empty());
        QCOMPARE(span->protectedSet.probes.corrected.count(), std::uint64_t{400});
    }

    void aGapIsToldHowMuchOfItWasCovered() {
        test::Script script;
        script.steady(0s, 10s);
        script.steady(16s, 20s);
        Event& window = script.event(EventKind::Window, "MIGRATING", 12s, 1);
        window.end = test::at(14s);
        Event& again = script.event(EventKind::Window, "MIGRATING", 13s, 2);
        again.end = test::at(15s);
        const SampleLog log = logOf(script.samples());
        const auto span =
            spanStatistics(test::target(), test::at(5s), test::at(20s), script.events(), sourceOf(log));
        QVERIFY(span.ok());
        QVERIFY(span->protectedSet.longestGap && span->protectedSet.longestGap->covered);
        QVERIFY(span->protectedSet.longestGapCovered == 3s);
    }

    void timeThatWasNotMeasuredIsToldAndIsNoGap() {
        test::Script script;
        script.steady(0s, 10s);
        script.steady(16s, 20s);
        Event& hole = script.event(EventKind::NotMeasured, names::kNotMeasured, 10s);
        hole.end = test::at(16s);
        const SampleLog log = logOf(script.samples());
        const auto span =
            spanStatistics(test::target(), test::at(5s), test::at(12s), script.events(), sourceOf(log));
        QVERIFY(span.ok());
        QVERIFY(span->notMeasured == 2s);
        QVERIFY(span->protectedSet.longestGap->duration() < 100ms);
    }

    void aBackwardSpanIsEmpty() {
        const SampleLog log = logOf(outageSamples());
        const auto span = spanStatistics(test::target(), test::at(50s), test::at(40s), {}, sourceOf(log));
        QVERIFY(span.ok());
        QVERIFY(span->length() == 0s);
        QCOMPARE(span->protectedSet.probes.counts.sent(), std::uint64_t{0});
    }

    void aSourceThatFailsIsTold() {
        const auto span = spanStatistics(test::target(), test::at(0s), test::at(40s), {},
                                         [](const TimeRange&, const SampleVisitor&) {
                                             return Status(Error{"gone", {}, {}, {}});
                                         });
        QVERIFY(!span.ok());
    }

    void theLogForgetsTheOldestAndSaysSo() {
        SampleLog log(200'000);
        std::size_t added = 0;
        for (int round = 0; round < 10; ++round)
            for (const Sample& sample : outageSamples()) {
                Sample later = sample;
                const Duration shift = round * 600s;
                later.intended += shift;
                later.sent += shift;
                later.done += shift;
                log.add(later);
                ++added;
            }
        QVERIFY(log.forgottenUntil().has_value());
        std::size_t kept = 0;
        QVERIFY(log.samples({},
                            [&kept](const Sample&) {
                                ++kept;
                                return true;
                            })
                    .ok());
        QVERIFY(kept < added && kept > 4'096);
        std::size_t recent = 0;
        QVERIFY(log.samples({test::at(5'999s), {}},
                            [&recent](const Sample&) {
                                ++recent;
                                return true;
                            })
                    .ok());
        QCOMPARE(recent, std::size_t{40});
    }
};

MAINTSCOPE_TEST(TestSpanStatistics, void)
#include "tst_span_statistics.moc"
