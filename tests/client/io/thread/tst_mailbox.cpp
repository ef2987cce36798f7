// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/thread/doorbell.h"
#include "client/io/thread/mailbox.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <chrono>
#include <thread>

using namespace maintscope::io;
using namespace std::chrono_literals;

class TstMailbox : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wakesOncePerPassageFromEmpty() {
        int rings = 0;
        Mailbox<int> box([&] { ++rings; });
        box.post(1);
        box.post(2);
        QCOMPARE(rings, 1);
        QCOMPARE(box.takeAll(), (std::vector<int>{1, 2}));
        box.post(3);
        QCOMPARE(rings, 2);
        QCOMPARE(box.takeAll(), std::vector<int>{3});
        QVERIFY(box.takeAll().empty());
    }

    void weighsWhatWaits() {
        Mailbox<int> box;
        box.post(1, 100);
        box.post(2, 20);
        QCOMPARE(box.weight(), std::size_t{120});
        (void)box.takeAll();
        QCOMPARE(box.weight(), std::size_t{0});
    }

    void afterCloseWhatWaitsIsStillThereAndNothingRings() {
        int rings = 0;
        Mailbox<int> box([&] { ++rings; });
        box.post(1);
        box.close();
        box.post(2);
        QCOMPARE(rings, 1);
        QCOMPARE(box.takeAll(), std::vector<int>{1});
        QVERIFY(box.closed());
    }

    void waitingEndsWithAnItemOrTheClose() {
        Mailbox<int> box;
        std::thread other([&] { box.post(7); });
        QCOMPARE(box.waitAndTake(30s), std::vector<int>{7});
        other.join();
        QVERIFY(box.waitAndTake(0s).empty());
        box.close();
        QVERIFY(box.waitAndTake(30s).empty());
    }

    void keepsTheOrderOfAnotherThreadAndLosesNothing() {
        constexpr int kCount = 20'000;
        std::vector<int> got;
        Doorbell* bellAddress = nullptr;
        Mailbox<int> box([&] { bellAddress->ring(); });
        Doorbell bell([&] {
            for (const int value : box.takeAll())
                got.push_back(value);
        });
        bellAddress = &bell;
        std::thread producer([&] {
            for (int i = 0; i < kCount; ++i)
                box.post(i);
        });
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), std::size_t{kCount}, 20'000);
        producer.join();
        for (int i = 0; i < kCount; ++i)
            QCOMPARE(got[static_cast<std::size_t>(i)], i);
    }
};

MAINTSCOPE_TEST(TstMailbox, QCoreApplication)
#include "tst_mailbox.moc"
