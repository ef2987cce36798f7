// SPDX-License-Identifier: GPL-3.0-or-later
// Every bundled scenario on sockets: the simulator and the recorder as a user starts them, five times as fast
// as in the field, and what a protected client owes its user.
#include "app/demo/cluster/scenario_library.h"
#include "tests/integration/scenario_table.h"
#include "tests/support/test_case.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

using namespace maintscope;
using namespace maintscope::test;
using namespace Qt::Literals::StringLiterals;

namespace {
constexpr double kSpeed = 5;
constexpr int kPerSecond = 200;
constexpr int kAtOnce = 12; // they mostly wait
constexpr int kMoves = 15;  // of the endpoint: four handoffs each
constexpr int kMovesPerSecond = 1000;
} // namespace

class TstScenarios : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        std::set<std::string> rows;
        std::vector<ScenarioRun*> all;
        for (const ScenarioRow& row : scenarioTable()) {
            rows.insert(row.scenario);
            m_runs.push_back(std::make_unique<ScenarioRun>(row.plan(kSpeed, kPerSecond)));
            all.push_back(m_runs.back().get());
        }
        const auto names = demo::bundledScenarios();
        QVERIFY2(rows == std::set<std::string>(names.begin(), names.end()),
                 "a row for each bundled scenario");
        ScenarioPlan secured = scenarioTable()[cleanMove()].plan(kSpeed, kPerSecond);
        secured.tls = true;
        secured.password = u"s3cret \"word\""_s;
        m_secured.emplace(secured);
        ScenarioPlan controlled = scenarioTable()[cleanMove()].plan(kSpeed, kPerSecond);
        controlled.control = true;
        m_controlled.emplace(controlled);
        m_moves.emplace(steadyMoves(kMoves, kMovesPerSecond));
        all.insert(all.begin(), &*m_moves); // the longest one
        all.push_back(&*m_secured);
        all.push_back(&*m_controlled);
        runAll(all, kAtOnce);
    }
    void protectedClientsKeepTheirPromise_data() {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t i = 0; i < scenarioTable().size(); ++i)
            QTest::newRow(qPrintable(scenarioTable()[i].name())) << i;
    }
    void protectedClientsKeepTheirPromise() {
        QFETCH(std::size_t, index);
        const ScenarioRun& run = *m_runs[index];
        QVERIFY2(run.failure().isEmpty(),
                 qPrintable(run.failure() + u'\n' + QString::fromUtf8(run.timeline())));
        const QString broken = scenarioTable()[index].broken(run.summary());
        if (!broken.isEmpty()) qWarning("%s", run.timeline().constData());
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
    }

    void aMoveWithTlsAndPasswordIsAsSeamless() {
        QVERIFY2(m_secured->failure().isEmpty(), qPrintable(m_secured->failure()));
        const QString broken = scenarioTable()[cleanMove()].broken(m_secured->summary());
        QVERIFY2(broken.isEmpty(), qPrintable(broken + u'\n' + QString::fromUtf8(m_secured->timeline())));
    }
    void controlConnectionsShowWhatProtectionSaves() {
        QVERIFY2(m_controlled->failure().isEmpty(), qPrintable(m_controlled->failure()));
        const QJsonObject summary = m_controlled->summary();
        const QString broken = scenarioTable()[cleanMove()].broken(summary);
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
        const QJsonObject control = summary["control"_L1].toObject();
        QVERIFY(control["sent"_L1].toInt() > 0);
        QVERIFY(control["reconnects"_L1].toInt() >= 1); // cut off with the old node
        QCOMPARE(control["handoffs"_L1].toObject()["attempted"_L1].toInt(), 0);
    }
    void incrementsAreExactThroughFiftyHandoffs() {
        QVERIFY2(m_moves->failure().isEmpty(), qPrintable(m_moves->failure()));
        const QJsonObject summary = m_moves->summary();
        const QJsonObject integrity = summary["integrity"_L1].toObject();
        const QByteArray words = QJsonDocument(summary).toJson();
        QVERIFY2(summary["handoffs"_L1].toObject()["completed"_L1].toInt() >= 50, words);
        QVERIFY2(summary["sent"_L1].toInt() > kMovesPerSecond * 10, words);
        QVERIFY2(summary["ok"_L1].toInt() == summary["sent"_L1].toInt(), words);
        QVERIFY2(integrity["server_count"_L1].toInt() == summary["sent"_L1].toInt(), words);
        QVERIFY2(integrity["lost"_L1].toInt() == 0 && integrity["duplicated"_L1].toInt() == 0, words);
    }

private:
    static std::size_t cleanMove() {
        const auto& rows = scenarioTable();
        const auto found = std::find_if(rows.begin(), rows.end(), [](const ScenarioRow& row) {
            return std::string_view(row.scenario) == "clean-move";
        });
        return static_cast<std::size_t>(found - rows.begin());
    }

    std::vector<std::unique_ptr<ScenarioRun>> m_runs;
    std::optional<ScenarioRun> m_secured;
    std::optional<ScenarioRun> m_controlled;
    std::optional<ScenarioRun> m_moves;
};

MAINTSCOPE_TEST(TstScenarios, QCoreApplication)
#include "tst_scenarios.moc"
