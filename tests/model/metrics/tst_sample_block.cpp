// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/sample_block.h"

#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <limits>
#include <random>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

class TestSampleBlock : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRegularScheduleIsCompact() {
        test::Script script;
        for (int c = 1; c <= 4; ++c)
            script.steady(c * 12'500us, 10s, c);
        const auto samples = script.batch(10s).samples;
        const std::string bytes = encodeSamples(samples);
        QVERIFY2(bytes.size() < samples.size() * 11, std::to_string(bytes.size()).c_str());
        const auto back = decodeSamples(bytes);
        QVERIFY(back.ok());
        QCOMPARE(back->size(), samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i)
            QVERIFY((*back)[i].done == samples[i].done && (*back)[i].connection == samples[i].connection);
    }

    void extremesSurvive() {
        test::Script script;
        script.sample(Outcome::Unknown, 0s, 0s);
        Sample& far = script.sample(Outcome::NotSent, 0s, 0s, 65'535, ProbeRole::Control);
        far.intended = MonoTime(kFarthestTime);
        far.sent = MonoTime(-kFarthestTime);
        far.done = MonoTime(kFarthestTime);
        far.target = TargetId{65'535};
        far.stream = StreamId{UINT32_MAX};
        far.bytesIn = UINT32_MAX;
        const auto back = decodeSamples(encodeSamples(script.samples()));
        QVERIFY(back.ok());
        QVERIFY((*back)[1].intended == MonoTime(kFarthestTime));
        QVERIFY((*back)[1].sent == MonoTime(-kFarthestTime));
        QVERIFY((*back)[1].done == MonoTime(kFarthestTime));
        QCOMPARE((*back)[1].bytesIn, std::uint32_t{UINT32_MAX});
        QVERIFY(decodeSamples(encodeSamples({})).ok());
    }

    void timesThatNobodyCanAddUpAreRefused() {
        test::Script script;
        script.sample(Outcome::Ok, 0s, 0s).done = MonoTime(kFarthestTime) + 1ns;
        QVERIFY(!decodeSamples(encodeSamples(script.samples())).ok());
    }

    void hostileBytesAreRefusedOrRead() {
        const std::string good =
            encodeSamples(test::moveScript().batch(20s).samples.empty()
                              ? std::vector<Sample>{}
                              : std::vector<Sample>(40, test::moveScript().samples().front()));
        for (std::size_t length = 0; length < good.size(); ++length)
            QVERIFY(!decodeSamples(good.substr(0, length)).ok());
        QVERIFY(!decodeSamples(good + 'x').ok());
        QVERIFY(!decodeSamples(std::string(kLargestBlock + 1, '\x01')).ok());
        std::mt19937 generator(3);
        for (int round = 0; round < 20'000; ++round) {
            std::string bytes = good;
            for (int i = 0; i < 3; ++i)
                bytes[generator() % bytes.size()] = static_cast<char>(generator());
            const auto samples = decodeSamples(bytes);
            if (samples) QVERIFY(samples->size() <= kSamplesPerBlock);
        }
    }
};

MAINTSCOPE_TEST(TestSampleBlock, void)
#include "tst_sample_block.moc"
