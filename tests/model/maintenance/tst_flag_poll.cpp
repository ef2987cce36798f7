// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/maintenance/flag_poll.h"

#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

namespace {

std::optional<RestFailure> failed(RestFailureKind kind) {
    RestFailure failure;
    failure.kind = kind;
    return failure;
}

} // namespace

/// The cluster's settings are read again by themselves, carefully.
class FlagPollTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsReadBeforeTheUserHas() { QVERIFY(!FlagPoll().due()); }

    void readsAgainAfterAPause() {
        FlagPoll poll;
        poll.begin(MonoTime(1s));
        QVERIFY(poll.due() == MonoTime(16s));
        poll.onStarted();
        QVERIFY(!poll.due()); // one at a time
        poll.onEnded(std::nullopt, MonoTime(17s));
        QVERIFY(poll.due() == MonoTime(32s));
    }

    void failuresDoubleThePauseUpToAMinute() {
        FlagPoll poll;
        poll.begin(MonoTime(0s));
        for (const Duration pause : {30s, 60s, 60s}) {
            poll.onStarted();
            poll.onEnded(failed(RestFailureKind::ServerError), MonoTime(100s));
            QVERIFY(poll.due() == MonoTime(100s) + pause);
        }
        poll.onStarted();
        poll.onEnded(std::nullopt, MonoTime(200s)); // and a reading that goes well brings it back
        QVERIFY(poll.due() == MonoTime(215s));
    }

    void somethingForTheUserEndsIt_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("one 401: another would count towards the lock-out")
            << static_cast<int>(RestFailureKind::NotAuthorised);
        QTest::newRow("another certificate") << static_cast<int>(RestFailureKind::Untrusted);
        QTest::newRow("a certificate for another name") << static_cast<int>(RestFailureKind::NameMismatch);
    }
    void somethingForTheUserEndsIt() {
        QFETCH(const int, kind);
        FlagPoll poll;
        poll.begin(MonoTime(0s));
        poll.onStarted();
        poll.onEnded(failed(static_cast<RestFailureKind>(kind)), MonoTime(16s));
        QVERIFY(!poll.due());
        poll.onEnded(std::nullopt, MonoTime(17s)); // an old answer does not begin it again
        QVERIFY(!poll.due());
        poll.begin(MonoTime(100s));
        QVERIFY(poll.due().has_value());
    }
};

MAINTSCOPE_TEST(FlagPollTest, QCoreApplication)
#include "tst_flag_poll.moc"
