// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/key_space.h"

#include "tests/support/test_case.h"

#include <QObject>
#include <QTest>

using namespace maintscope;
using namespace maintscope::demo;
using namespace std::chrono_literals;

class KeySpaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysExpireWhenLookedAt();
    void settingAgainForgetsTheExpiry();
    void aBoundIsKept();
};

void KeySpaceTest::keysExpireWhenLookedAt() {
    KeySpace keys;
    const MonoTime start = kSessionStart + 5s;
    QVERIFY(keys.set("k", "v", start + 100ms));
    QVERIFY(keys.set("stays", "v", std::nullopt));
    QVERIFY(keys.find("k", start + 99ms) != nullptr);
    QCOMPARE(keys.size(start), std::size_t(2));
    QVERIFY(keys.find("k", start + 100ms) == nullptr);
    QCOMPARE(keys.size(start + 1h), std::size_t(1));
    QVERIFY(!keys.remove("k", start));
}

void KeySpaceTest::settingAgainForgetsTheExpiry() {
    KeySpace keys;
    QVERIFY(keys.set("k", "v", kSessionStart + 1s));
    QVERIFY(keys.set("k", "w", std::nullopt));
    QVERIFY(keys.find("k", kSessionStart + 1h) != nullptr);
    QVERIFY(keys.setExpiry("k", kSessionStart + 2h, kSessionStart));
    QVERIFY(keys.expiry("k", kSessionStart) == kSessionStart + 2h);
    QVERIFY(keys.setExpiry("k", std::nullopt, kSessionStart));
    QVERIFY(!keys.expiry("k", kSessionStart));
    QVERIFY(!keys.setExpiry("missing", std::nullopt, kSessionStart));
}

void KeySpaceTest::aBoundIsKept() {
    KeySpace keys;
    const std::string half(128 * 1024 * 1024, 'x');
    QVERIFY(keys.set("a", half.substr(2), std::nullopt));
    QVERIFY(keys.set("b", half.substr(2), std::nullopt));
    QVERIFY(!keys.set("c", "too much", std::nullopt));
    QVERIFY(keys.find("c", kSessionStart) == nullptr);
    QVERIFY(keys.set("a", "less", std::nullopt));
    QVERIFY(keys.set("c", "fits now", std::nullopt));
}

MAINTSCOPE_TEST(KeySpaceTest, QCoreApplication)
#include "tst_key_space.moc"
