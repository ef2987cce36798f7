// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/net/name_resolver.h"

#include "tests/support/test_case.h"

#include <QTest>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>

using namespace maintscope;
using namespace maintscope::io;

namespace {

/// A resolver that hangs until it is let go.
struct Gate {
    std::mutex mutex;
    std::condition_variable opened;
    bool isOpen = false;
    int waiting = 0;

    void wait() {
        std::unique_lock lock(mutex);
        ++waiting;
        opened.wait(lock, [this] { return isOpen; });
    }
    void open() {
        const std::scoped_lock lock(mutex);
        isOpen = true;
        opened.notify_all();
    }
    int count() {
        const std::scoped_lock lock(mutex);
        return waiting;
    }
};

} // namespace

class TstNameResolver : public QObject {
    Q_OBJECT

    struct Inbox {
        std::vector<core::Resolved> resolved;
        std::vector<core::ResolveFailed> failed;
        void take(const core::Input& input) {
            if (const auto* one = std::get_if<core::Resolved>(&input)) resolved.push_back(*one);
            if (const auto* one = std::get_if<core::ResolveFailed>(&input)) failed.push_back(*one);
        }
    };

private Q_SLOTS:
    void localhostHasALoopbackAddress() {
        Inbox inbox;
        LookupPool pool;
        NameResolver resolver(pool, [&](const core::Input& input) { inbox.take(input); });
        resolver.resolve(ResolveId{7}, "localhost");
        QTRY_COMPARE_WITH_TIMEOUT(inbox.resolved.size(), std::size_t{1}, 10'000);
        QCOMPARE(inbox.resolved[0].id, ResolveId{7});
        const auto& addresses = inbox.resolved[0].addresses;
        QVERIFY(std::any_of(addresses.begin(), addresses.end(), [](const std::string& address) {
            return address == "127.0.0.1" || address == "::1";
        }));
        QVERIFY(std::all_of(addresses.begin(), addresses.end(), isAddressLiteral));
    }

    void aNameThatDoesNotExistFailsWithTheSystemsWords() {
        Inbox inbox;
        LookupPool pool;
        NameResolver resolver(pool, [&](const core::Input& input) { inbox.take(input); });
        resolver.resolve(ResolveId{1}, "no-such-name.invalid");
        QTRY_COMPARE_WITH_TIMEOUT(inbox.failed.size(), std::size_t{1}, 30'000);
        QVERIFY(!inbox.failed[0].text.empty());
    }

    void aLookupThatHangsDelaysNoOther() {
        auto gate = std::make_shared<Gate>();
        Inbox inbox;
        LookupPool pool([gate](const std::string& host) -> LookupResult {
            if (host == "hangs") gate->wait();
            return std::vector<std::string>{"10.0.0.1"};
        });
        NameResolver resolver(pool, [&](const core::Input& input) { inbox.take(input); });
        resolver.resolve(ResolveId{1}, "hangs");
        resolver.resolve(ResolveId{2}, "answers");
        QTRY_COMPARE_WITH_TIMEOUT(inbox.resolved.size(), std::size_t{1}, 10'000);
        QCOMPARE(inbox.resolved[0].id, ResolveId{2});
        gate->open();
        QTRY_COMPARE_WITH_TIMEOUT(inbox.resolved.size(), std::size_t{2}, 10'000);
    }

    void endsAtOnceWhileLookupsHang() {
        auto gate = std::make_shared<Gate>();
        {
            LookupPool pool([gate](const std::string&) -> LookupResult {
                gate->wait();
                return std::vector<std::string>{"10.0.0.1"};
            });
            NameResolver resolver(pool,
                                  [](const core::Input&) { QFAIL("nothing is reported after the end"); });
            for (std::uint32_t id = 1; id <= 10; ++id)
                resolver.resolve(ResolveId{id}, "hangs");
            QTRY_COMPARE_WITH_TIMEOUT(gate->count(), LookupPool::kThreads, 10'000);
        }
        gate->open();
        QTest::qWait(20); // a late answer would be reported here
    }

    void whatDoesNotFitIntoTheQueueFailsWithWords() {
        auto gate = std::make_shared<Gate>();
        Inbox inbox;
        LookupPool pool([gate](const std::string&) -> LookupResult {
            gate->wait();
            return std::vector<std::string>{"10.0.0.1"};
        });
        NameResolver resolver(pool, [&](const core::Input& input) { inbox.take(input); });
        for (std::uint32_t id = 1; id <= 100; ++id)
            resolver.resolve(ResolveId{id}, "hangs");
        QTRY_VERIFY_WITH_TIMEOUT(inbox.failed.size() >= 32, 10'000);
        QVERIFY(inbox.failed[0].text.find("too many lookups") != std::string::npos);
        gate->open();
        QTRY_COMPARE_WITH_TIMEOUT(inbox.failed.size() + inbox.resolved.size(), std::size_t{100}, 10'000);
    }
};

MAINTSCOPE_TEST(TstNameResolver, QCoreApplication)
#include "tst_name_resolver.moc"
