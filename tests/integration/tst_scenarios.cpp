// SPDX-License-Identifier: GPL-3.0-or-later
// Every bundled scenario on sockets: the simulator and the recorder as a user starts them, five times as fast
// as in the field, and what a protected client owes its user.
#include "app/demo/scenario_library.h"
#include "tests/integration/scenario_table.h"

#include <QTest>

#include <memory>
#include <set>

using namespace maintscope;
using namespace maintscope::test;
using namespace Qt::Literals::StringLiterals;

namespace {
constexpr double kSpeed = 5;
constexpr int kPerSecond = 200;
constexpr int kAtOnce = 12; // they mostly wait
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

private:
    std::vector<std::unique_ptr<ScenarioRun>> m_runs;
};

QTEST_GUILESS_MAIN(TstScenarios)
#include "tst_scenarios.moc"
