// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/target/outlet.h"
#include "client/types/event_names.h"
#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::io;
using namespace std::chrono_literals;

namespace {

class HandClock final : public ports::Clock {
public:
    MonoTime now() const override { return mono; }
    WallTime wallNow() const override { return WallTime(mono.time_since_epoch() + lead); }
    MonoTime mono{};
    Duration lead = 1'000'000s;
};

Event makeEvent(std::uint64_t key, EventKind kind = EventKind::State, MonoTime at = {}) {
    Event event;
    event.key = EventKey{key};
    event.kind = kind;
    event.at = at;
    return event;
}

std::vector<Event> eventsOf(const std::vector<BatchPtr>& batches) {
    std::vector<Event> all;
    for (const BatchPtr& batch : batches)
        all.insert(all.end(), batch->events.begin(), batch->events.end());
    return all;
}

std::size_t samplesOf(const std::vector<BatchPtr>& batches) {
    std::size_t count = 0;
    for (const BatchPtr& batch : batches)
        count += batch->samples.size();
    return count;
}

} // namespace

class TstOutlet : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbersInOrderAndASpanKeepsItsNumber() {
        HandClock clock;
        RecorderMailbox recorder;
        Outlet outlet(clock, &recorder, nullptr);
        outlet.publish(makeEvent(11, EventKind::Window));
        outlet.publish(makeEvent(12));
        outlet.publish(makeEvent(11, EventKind::Window));
        outlet.flush();
        const auto events = eventsOf(recorder.takeAll());
        QCOMPARE(events.size(), std::size_t{3});
        QCOMPARE(events[0].seqNo, std::uint64_t{1});
        QCOMPARE(events[1].seqNo, std::uint64_t{2});
        QCOMPARE(events[2].seqNo, std::uint64_t{1});
    }

    void givesKeysToEventsThatHaveNone() {
        HandClock clock;
        RecorderMailbox recorder;
        Outlet outlet(clock, &recorder, nullptr);
        outlet.publish(makeEvent(0));
        outlet.publish(makeEvent(0));
        outlet.flush();
        const auto events = eventsOf(recorder.takeAll());
        QVERIFY(events[0].key != EventKey{});
        QVERIFY(!(events[0].key == events[1].key));
    }

    void anOpenSpanKeepsItsNumberThroughAStormOfOthers() {
        HandClock clock;
        RecorderMailbox recorder;
        Outlet outlet(clock, &recorder, nullptr);
        outlet.publish(makeEvent(1, EventKind::Window));
        for (std::uint64_t key = 2; key < 200'000; ++key)
            outlet.publish(makeEvent(key));
        outlet.publish(makeEvent(1, EventKind::Window));
        outlet.flush();
        QCOMPARE(eventsOf(recorder.takeAll()).back().seqNo, std::uint64_t{1});
    }

    void wallTimeIsThatOfTheEventAndAClockStepIsTold() {
        HandClock clock;
        RecorderMailbox recorder;
        Outlet outlet(clock, &recorder, nullptr);
        clock.mono = MonoTime(5s);
        outlet.publish(makeEvent(1, EventKind::State, MonoTime(4s)));
        clock.lead += 3s;
        outlet.publish(makeEvent(2, EventKind::State, MonoTime(5s)));
        outlet.flush();
        const auto events = eventsOf(recorder.takeAll());
        QCOMPARE(events.size(), std::size_t{3});
        QCOMPARE(events[0].wall, WallTime(1'000'004s));
        QCOMPARE(events[0].clockStep, Duration::zero());
        QCOMPARE(events[1].name, std::string(names::kClockStep));
        QCOMPARE(*figure(events[1], "step_ns"), Duration(3s).count());
        QCOMPARE(events[2].clockStep, Duration(3s));
        QCOMPARE(events[2].wall, WallTime(1'000'008s));
    }

    void anEventThatBringsItsWallTimeKeepsIt() {
        HandClock clock;
        RecorderMailbox recorder;
        Outlet outlet(clock, &recorder, nullptr);
        Event planned = makeEvent(1, EventKind::Recording, MonoTime(60s));
        planned.wall = WallTime(1'000'060s - 1us); // by another reading of the clock
        outlet.publish(planned);
        outlet.flush();
        QCOMPARE(eventsOf(recorder.takeAll()).front().wall, WallTime(1'000'060s - 1us));
    }

    void aDriftOfMillisecondsIsNoStep() {
        HandClock clock;
        RecorderMailbox recorder;
        Outlet outlet(clock, &recorder, nullptr);
        outlet.publish(makeEvent(1));
        clock.lead += 9ms;
        outlet.publish(makeEvent(2));
        outlet.flush();
        QCOMPARE(eventsOf(recorder.takeAll()).size(), std::size_t{2});
    }

    void aFullBatchGoesWithoutWaitingForTheFlush() {
        HandClock clock;
        RecorderMailbox recorder;
        Outlet outlet(clock, &recorder, nullptr);
        std::vector<Event> none;
        std::vector<Sample> samples(65'536);
        outlet.publish(none, samples);
        QCOMPARE(samplesOf(recorder.takeAll()), std::size_t{65'536});
        for (std::uint64_t key = 1; key <= 1024; ++key)
            outlet.publish(makeEvent(key));
        QCOMPARE(eventsOf(recorder.takeAll()).size(), std::size_t{1024});
    }

    void anEmptyBatchTellsThatTimeGoesOn() {
        HandClock clock;
        RecorderMailbox recorder;
        Outlet outlet(clock, &recorder, nullptr);
        clock.mono = MonoTime(100ms);
        outlet.flush();
        QVERIFY(recorder.takeAll().empty());
        clock.mono = MonoTime(500ms);
        outlet.flush();
        const auto batches = recorder.takeAll();
        QCOMPARE(batches.size(), std::size_t{1});
        QCOMPARE(batches[0]->until, MonoTime(500ms));
    }

    void whatTheRecorderCannotTakeIsCountedAndTold() {
        HandClock clock;
        RecorderMailbox recorder;
        Outlet outlet(clock, &recorder, nullptr, {.recorderBytes = 20'000});
        std::vector<Event> events;
        std::vector<Sample> samples(100);
        outlet.publish(events, samples);
        outlet.flush();
        samples.assign(400, {}); // does not fit; its event does
        events.push_back(makeEvent(1));
        outlet.publish(events, samples);
        outlet.flush();
        auto taken = recorder.takeAll();
        QCOMPARE(samplesOf(taken), std::size_t{100});
        QCOMPARE(eventsOf(taken).size(), std::size_t{1});

        clock.mono = MonoTime(1s);
        outlet.flush();
        const auto told = eventsOf(recorder.takeAll());
        QCOMPARE(told.size(), std::size_t{1});
        QCOMPARE(told[0].name, std::string(names::kNotRecorded));
        QCOMPARE(*figure(told[0], "samples"), 400);
        QCOMPARE(*figure(told[0], "events"), 0);
        clock.mono = MonoTime(2s);
        outlet.flush();
        QVERIFY(eventsOf(recorder.takeAll()).empty());
    }

    void aSlowViewGetsEveryEventAndACountOfTheSamplesItMissed() {
        HandClock clock;
        ViewMailbox view;
        Outlet outlet(clock, nullptr, &view, {.viewSamples = 1000});
        std::vector<Event> none;
        for (std::uint64_t round = 1; round <= 10; ++round) {
            std::vector<Sample> samples(300);
            outlet.publish(none, samples);
            outlet.publish(makeEvent(round));
            outlet.flush();
        }
        auto batches = view.box.takeAll();
        QCOMPARE(batches.size(), std::size_t{4});
        QCOMPARE(eventsOf(batches).size(), std::size_t{4});

        view.acknowledge(4);
        outlet.flush();
        outlet.publish(makeEvent(11));
        outlet.flush();
        batches = view.box.takeAll();
        const auto events = eventsOf(batches);
        QCOMPARE(events.size(), std::size_t{7});
        for (std::size_t i = 0; i < events.size(); ++i)
            QCOMPARE(events[i].seqNo, i + 5);
        QCOMPARE(samplesOf(batches), std::size_t{1000});
        QCOMPARE(batches[0]->omittedSamples, std::uint64_t{800});
    }

    void aViewThatStandsStillIsHeldABoundedNumberOfEvents() {
        HandClock clock;
        RecorderMailbox recorder;
        ViewMailbox view;
        Outlet outlet(clock, &recorder, &view, {.viewEventBytes = 100'000});
        const auto push = [&](std::uint64_t key) {
            Event event = makeEvent(key, EventKind::Notification);
            event.raw.assign(1000, 'x');
            outlet.publish(std::move(event));
            outlet.flush();
        };
        std::uint64_t key = 0;
        while (key < 500)
            push(++key);
        view.acknowledge(4);
        push(++key);
        const auto batches = view.box.takeAll();
        const auto shown = eventsOf(batches);
        QVERIFY(shown.size() > 50 && shown.size() < 104); // four batches went before it stood still
        std::uint64_t omitted = 0;
        for (const BatchPtr& batch : batches)
            omitted += batch->omittedEvents;
        QCOMPARE(shown.size() + omitted, std::size_t{501});
        QCOMPARE(eventsOf(recorder.takeAll()).size(), std::size_t{501}); // the recorder gets them all
        // Once it has caught up everything goes through again.
        view.acknowledge(1);
        push(++key);
        const auto after = view.box.takeAll();
        QCOMPARE(eventsOf(after).size(), std::size_t{1});
        QCOMPARE(after.back()->omittedEvents, std::uint64_t{0});
    }

    void theLastFlushGoesOutWhateverTheViewOwes() {
        HandClock clock;
        ViewMailbox view;
        Outlet outlet(clock, nullptr, &view);
        for (std::uint64_t key = 1; key <= 8; ++key) {
            outlet.publish(makeEvent(key));
            outlet.flush();
        }
        outlet.finish();
        QCOMPARE(eventsOf(view.box.takeAll()).size(), std::size_t{8});
    }

    void bothConsumersShareOneCopy() {
        HandClock clock;
        RecorderMailbox recorder;
        ViewMailbox view;
        Outlet outlet(clock, &recorder, &view);
        outlet.publish(makeEvent(1));
        outlet.flush();
        QCOMPARE(recorder.takeAll().front().get(), view.box.takeAll().front().get());
    }
};

MAINTSCOPE_TEST(TstOutlet, QCoreApplication)
#include "tst_outlet.moc"
