// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/preferences.h"

#include "tests/support/test_case.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class PreferencesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void theyComeBackAsTheyWent() {
        Preferences p;
        p.askBeforeClosing = false;
        p.patternsAlways = true;
        p.compactRows = true;
        p.rememberRecents = false;
        p.probe.connections = 8;
        p.probe.ratePerSecond = 2.5;
        p.probe.command = ProbeCommand::Incr;
        p.probe.control = true;
        p.timeouts.normal = 250ms;
        p.timeouts.relaxed = 15s;
        p.keepDays = 30;
        p.keepGigabytes = 20;
        p.alerts = {std::nullopt, 80ms, false, false, false, false};
        QSettings settings(m_folder.filePath(u"a.ini"_s), QSettings::IniFormat);
        savePreferences(settings, p);
        QVERIFY(loadPreferences(settings) == p);
        QCOMPARE(pruneRules(p).maxBytes, std::uint64_t{20'000'000'000});
        QVERIFY(pruneRules(p).maxAge == 720h);
        QCOMPARE(newTarget(p).probe.connections, std::uint16_t{8});
        QVERIFY(newTarget(p).timeouts.normal == 250ms);
    }

    void withoutAFileTheyAreThoseOfTheProgram() {
        QSettings settings(m_folder.filePath(u"none.ini"_s), QSettings::IniFormat);
        QVERIFY(loadPreferences(settings) == Preferences());
        QVERIFY(pruneRules(Preferences()).maxAge == PruneRules().maxAge);
        QCOMPARE(pruneRules(Preferences()).maxBytes, PruneRules().maxBytes);
    }

    void whatMakesNoSenseIsTheDefault_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("value");
        QTest::newRow("no connection") << u"probeConnections"_s << QVariant(0);
        QTest::newRow("too many") << u"probeConnections"_s << QVariant(100'000);
        QTest::newRow("a rate in words") << u"probeRate"_s << QVariant(u"fast"_s);
        QTest::newRow("not a number") << u"probeRate"_s << QVariant(u"nan"_s);
        QTest::newRow("a command of another version") << u"probeCommand"_s << QVariant(u"mget"_s);
        QTest::newRow("no time") << u"normalTimeoutMs"_s << QVariant(0);
        QTest::newRow("negative days") << u"keepDays"_s << QVariant(-1);
    }
    void whatMakesNoSenseIsTheDefault() {
        QFETCH(const QString, key);
        QFETCH(const QVariant, value);
        QSettings settings(m_folder.filePath(u"odd.ini"_s), QSettings::IniFormat);
        settings.clear();
        settings.setValue(u"preferences/"_s + key, value);
        QVERIFY(loadPreferences(settings) == Preferences());
    }

    void limitsHoldTogether() {
        QSettings settings(m_folder.filePath(u"limits.ini"_s), QSettings::IniFormat);
        settings.setValue(u"preferences/normalTimeoutMs"_s, 20'000);
        QVERIFY(loadPreferences(settings).timeouts.relaxed == 20s);
        settings.setValue(u"preferences/probeConnections"_s, 1'000);
        settings.setValue(u"preferences/probeRate"_s, 1'000);
        QVERIFY(loadPreferences(settings).probe == ProbePlan());
    }
};

MAINTSCOPE_TEST(PreferencesTest, QCoreApplication)
#include "tst_preferences.moc"
