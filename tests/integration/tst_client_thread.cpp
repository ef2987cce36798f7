// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/event_names.h"
#include "tests/support/client_session.h"
#include "tests/support/redis_process.h"
#include "tests/support/test_case.h"

#include <algorithm>
#include <sys/resource.h>

using namespace maintscope;
using namespace maintscope::io;
using namespace std::chrono_literals;

namespace {

using Session = test::ClientSession;

TargetSettings settingsFor(const test::RedisProcess& redis) {
    TargetSettings settings;
    settings.endpoint = {"127.0.0.1", redis.port()};
    settings.probe.connections = 2;
    settings.probe.ratePerSecond = 100;
    return settings;
}

} // namespace

class TstClientThread : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        if (!test::RedisProcess::available()) QSKIP("redis-server is not installed");
    }

    void probesAndEndsInOrder() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Session session;
        session.client.addTarget(settingsFor(redis));
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() >= 100, 20'000);
        QVERIFY(session.finish());
        QVERIFY(session.report->wasReady);
        QCOMPARE(session.replies(), session.samples.size());
        QVERIFY(session.saw(EventKind::Connected, names::kConnected));
        QVERIFY(session.saw(EventKind::Recording, names::kTargetStarted));
        QVERIFY(session.saw(EventKind::Recording, names::kTargetStopped));
        session.client.shutdown();
        QVERIFY(session.client.recorderMailbox().closed());
    }

    void theRecorderGetsWhatTheViewGets() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Session session;
        session.client.addTarget(settingsFor(redis));
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() >= 50, 20'000);
        QVERIFY(session.finish());
        session.client.shutdown();
        std::size_t events = 0;
        std::size_t samples = 0;
        for (const BatchPtr& batch : session.client.recorderMailbox().takeAll()) {
            events += batch->events.size();
            samples += batch->samples.size();
        }
        QCOMPARE(events, session.events.size());
        QCOMPARE(samples, session.samples.size());
    }

    void aServerThatDiesIsReconnectedAndTheLossIsUnannounced() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Session session;
        session.client.addTarget(settingsFor(redis));
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() >= 20, 20'000);
        redis.kill();
        QTRY_VERIFY_WITH_TIMEOUT(session.saw(EventKind::Disconnect, names::kUnannounced), 20'000);
        QVERIFY(redis.start());
        QTRY_VERIFY_WITH_TIMEOUT(session.saw(EventKind::Connected, names::kReconnected), 20'000);
        QVERIFY(session.finish());
    }

    void openConnectionsAskOnceMoreAndNoProbeIsHurt() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Session session;
        session.client.addTarget(settingsFor(redis));
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() >= 20, 20'000);
        session.client.optInAgain();
        QTRY_VERIFY_WITH_TIMEOUT(session.saw(EventKind::Recording, names::kOptInAgain), 20'000);
        QVERIFY(session.saw(EventKind::Recording, names::kOptInAsked));
        const std::size_t replies = session.replies();
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() >= replies + 20, 20'000);
        QVERIFY(session.finish());
        const auto answer = std::find_if(session.events.begin(), session.events.end(),
                                         [](const Event& event) { return event.name == names::kOptInAgain; });
        QVERIFY(answer->support == Support::Unsupported);
        QVERIFY(answer->errorText.find("unknown subcommand") != std::string::npos);
        QCOMPARE(session.count(Outcome::Error), std::size_t(0));
        QVERIFY(!session.saw(EventKind::Connected, names::kReconnected));
    }

    void aWrongPasswordIsToldInTheServersWords() {
        test::RedisProcess redis({QStringLiteral("--requirepass"), QStringLiteral("right")});
        QVERIFY(redis.start());
        Session session;
        TargetSettings settings = settingsFor(redis);
        settings.password = Secret("wrong");
        session.client.addTarget(settings);
        QTRY_VERIFY_WITH_TIMEOUT(std::any_of(session.events.begin(), session.events.end(),
                                             [](const Event& event) {
                                                 return event.errorText.find("WRONGPASS") !=
                                                        std::string::npos;
                                             }),
                                 20'000);
        QVERIFY(session.finish());
        QVERIFY(!session.report->wasReady);
        QCOMPARE(session.report->cause, core::NotReadyCause::NotAuthorised);
    }

    void aStoppedServerMakesTimeoutsNotADeadSession() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Session session;
        TargetSettings settings = settingsFor(redis);
        settings.timeouts.normal = 50ms;
        session.client.addTarget(settings);
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() >= 20, 20'000);
        redis.pause();
        QTRY_VERIFY_WITH_TIMEOUT(session.count(Outcome::Timeout) > 0, 20'000);
        redis.resume();
        const std::size_t before = session.replies();
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() > before + 20, 20'000);
        QVERIFY(session.finish());
    }

    void aNoteGetsItsTimeAndItsPlace() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Session session;
        session.client.addTarget(settingsFor(redis));
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() >= 5, 20'000);
        Event note;
        note.kind = EventKind::Note;
        note.text = "upgrade begins";
        session.client.publish(note);
        QTRY_VERIFY_WITH_TIMEOUT(session.saw(EventKind::Note, {}), 20'000);
        QVERIFY(session.finish());
    }

    void endsAtOnceWhenAborted() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Session session;
        session.client.addTarget(settingsFor(redis));
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() >= 5, 20'000);
        redis.pause();
        session.client.abort();
        QTRY_VERIFY_WITH_TIMEOUT(session.report.has_value(), 2'000);
        redis.resume();
    }

    void manyConnectionsNeedNoLimitRaisedByHand() {
        rlimit before{};
        QVERIFY(getrlimit(RLIMIT_NOFILE, &before) == 0);
        rlimit usual = before;
        usual.rlim_cur = 512;
        QVERIFY(setrlimit(RLIMIT_NOFILE, &usual) == 0);
        {
            test::RedisProcess redis({QStringLiteral("--maxclients"), QStringLiteral("1000")});
            QVERIFY(redis.start());
            Session session;
            TargetSettings settings = settingsFor(redis);
            settings.probe.connections = 400;
            settings.probe.ratePerSecond = 1;
            session.client.addTarget(settings);
            const auto connected = [&] {
                return std::count_if(session.events.begin(), session.events.end(),
                                     [](const Event& event) { return event.kind == EventKind::Connected; });
            };
            QTRY_VERIFY_WITH_TIMEOUT(connected() >= 400, 60'000);
            QVERIFY(!session.said("out_of_sockets"));
            QVERIFY(session.finish());
        }
        setrlimit(RLIMIT_NOFILE, &before);
    }

    void anIdleSessionEndsToo() {
        Session session;
        session.client.shutdown();
        QVERIFY(session.client.recorderMailbox().closed());
    }
};

MAINTSCOPE_TEST(TstClientThread, QCoreApplication)
#include "tst_client_thread.moc"
