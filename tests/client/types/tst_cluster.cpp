// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/cluster.h"

#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace std::chrono_literals;

class ClusterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bodyHoldsOnlyTheFieldsToChange() {
        QCOMPARE(toJson({}), std::string("{}"));
        QCOMPARE(toJson({.notifications = true, .ossNotifications = {}, .handoffDelay = {}}),
                 std::string(R"({"client_maint_notifications": true})"));
        QCOMPARE(toJson({.notifications = false, .ossNotifications = true, .handoffDelay = 500ms}),
                 std::string(R"({"client_maint_notifications": false, )"
                             R"("oss_cluster_client_maint_notifications": true, )"
                             R"("state_machine_smart_client_handoffs_delay_ms": 500})"));
    }

    void differenceIsWhatIsNotSoYet() {
        const ClusterReading reading = sample();
        const ClusterChange wanted{.notifications = true, .ossNotifications = false, .handoffDelay = 2000ms};
        const ClusterChange expected{.notifications = true, .ossNotifications = {}, .handoffDelay = {}};
        QVERIFY(difference(reading, wanted) == expected);
        const ClusterChange asItIs{.notifications = false, .ossNotifications = {}, .handoffDelay = {}};
        QVERIFY(difference(reading, asItIs).empty());
    }

    void inverseGoesBackToWhatWasRead() {
        const ClusterChange wanted{.notifications = true, .ossNotifications = {}, .handoffDelay = 500ms};
        const ClusterChange expected{.notifications = false, .ossNotifications = {}, .handoffDelay = 2000ms};
        QVERIFY(inverse(sample(), wanted) == expected);
    }

    void previewShowsUnchangedFieldsAndLeavesOutAbsentOnes() {
        ClusterReading reading = sample();
        ClusterChange change;
        change.notifications = true;
        auto lines = diff(reading, change);
        QCOMPARE(lines.size(), std::size_t(3));
        QVERIFY(lines[0].differs() && !lines[1].differs() && !lines[2].differs());
        QCOMPARE(summary(lines), std::string("client_maint_notifications false \u2192 true"));
        reading.ossNotifications = Flag::NotSupported;
        reading.handoffDelay.reset();
        lines = diff(reading, change);
        QCOMPARE(lines.size(), std::size_t(1));
        change.handoffDelay = 100ms;
        QCOMPARE(diff(reading, change).back().before, std::string("absent"));
    }

    void rolesAreJudgedByThePermissionsPage() {
        QVERIFY(mayUpdateCluster("admin") == MayUpdate::Yes);
        QVERIFY(mayUpdateCluster("cluster_viewer") == MayUpdate::No);
        QVERIFY(mayUpdateCluster("db_member") == MayUpdate::No);
        QVERIFY(mayUpdateCluster("our-own-role") == MayUpdate::Unknown);
    }

    void curlLineHasNoPasswordAndSurvivesTheShell() {
        RestSettings settings;
        settings.endpoint = {"cluster.example", 9443};
        settings.user = "o'hara@example.com";
        settings.password = Secret("hunter2");
        ClusterChange change;
        change.notifications = true;
        const std::string line = curlCommand(settings, change, true, std::nullopt);
        QVERIFY(line.find("hunter2") == std::string::npos);
        QVERIFY(line.find(R"('o'\''hara@example.com')") != std::string::npos);
        QVERIFY(line.ends_with("'https://cluster.example:9443/v1/cluster?dry_run=true'"));
        QVERIFY(line.find("--insecure") == std::string::npos);
    }

    void curlLineNeverTrustsMoreThanThePinnedKey() {
        RestSettings settings;
        settings.endpoint = {"10.0.0.1", 9443};
        settings.tls.trust = {TlsTrust::Mode::Pin, {}, std::string(64, 'a')};
        QVERIFY(curlCommand(settings, {}, false, std::nullopt).starts_with("# "));
        PresentedCertificate certificate;
        certificate.sha256 = std::string(64, 'a');
        certificate.publicKeySha256 = "q83v";
        QVERIFY(curlCommand(settings, {}, false, certificate).find("--pinnedpubkey 'sha256//q83v'") !=
                std::string::npos);
    }

    void failureSaysWhatTheServerSaid() {
        RestFailure failure;
        failure.httpStatus = 403;
        failure.errorCode = "insufficient_permissions";
        failure.serverWords = "needs update_cluster";
        QCOMPARE(serverSaid(failure), std::string("HTTP 403 insufficient_permissions: needs update_cluster"));
        QCOMPARE(serverSaid(RestFailure{}), std::string());
    }

    void fingerprintIsReadInPairs() {
        QCOMPARE(colonSeparated(std::string(64, 'a')).size(), std::size_t(95));
        QCOMPARE(colonSeparated("abc"), std::string("abc"));
    }

private:
    static ClusterReading sample() {
        ClusterReading reading;
        reading.name = "prod-us";
        reading.notifications = Flag::Off;
        reading.ossNotifications = Flag::Off;
        reading.handoffDelay = 2000ms;
        return reading;
    }
};

MAINTSCOPE_TEST(ClusterTest, void)
#include "tst_cluster.moc"
