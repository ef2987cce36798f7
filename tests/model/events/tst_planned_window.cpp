// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/planned_window.h"

#include "model/events/calendar_reader.h"
#include "model/events/note.h"
#include "model/export/exporter.h"
#include "model/recording/rotation_snapshot.h"
#include "model/session/timeline.h"
#include "tests/model/recorded.h"
#include "tests/support/test_case.h"

#include <QBuffer>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

class TestPlannedWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        m_folder = std::make_unique<QTemporaryDir>(test::fastFolder());
        const QString path = m_folder->filePath(u"a.maintscope"_s);
        Batch batch = test::moveScript().batch(20s);
        Event planned = plannedEvent(m_window, test::kStart);
        planned.seqNo = 10'000;
        batch.events.push_back(planned);
        Event other = plannedEvent({u"CHG-7, given up"_s, test::kStart, test::kStart + 1h}, test::kStart);
        other.seqNo = 10'001;
        batch.events.push_back(withdrawn(other));
        QVERIFY(test::record(path, {batch}) != nullptr);
        auto recording = Recording::open(path);
        QVERIFY(recording.ok());
        m_recording = std::move(*recording);
    }

    void itIsThereInEveryFormAndSaysNothingAboutWhatHappened() {
        const auto windows = plannedWindows(m_recording->allEvents().events, test::kStart);
        QCOMPARE(windows, std::vector<PlannedWindow>{m_window});
        QVERIFY(exported(ExportFormat::Csv)
                    .contains("maintenance planned from 14:02:03 to 15:02:03 UTC: CHG-1042; rolling"));
        for (const ExportFormat format : {ExportFormat::Html, ExportFormat::Md})
            QVERIFY2(exported(format).contains("14:02:03 to 15:02:03 UTC, CHG-1042; rolling"),
                     exported(format).left(4'000).constData());
        for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Html, ExportFormat::Ics})
            QVERIFY2(!exported(format).contains("given up"), "what was taken back is told no more");
        const Summary summary = summarise(*m_recording).front();
        QVERIFY(summary.duration == 20s);
        QVERIFY2(!summary.gaps.longest || !summary.gaps.longest->covered ||
                     summary.gaps.longest->duration() < 1s,
                 "a plan covers no gap");
    }

    void aCalendarComesBackAsItWentOut() {
        const auto calendar = readCalendar(exported(ExportFormat::Ics));
        QVERIFY(calendar.ok());
        // Seconds are all that a calendar knows; operations that have happened are no plan.
        const auto second = [](WallTime at) { return std::chrono::floor<std::chrono::seconds>(at); };
        QCOMPARE(calendar->windows.size(), std::size_t{1});
        QCOMPARE(calendar->windows[0].label, m_window.label);
        QVERIFY(second(calendar->windows[0].from) == second(m_window.from));
        QVERIFY(second(calendar->windows[0].to) == second(m_window.to));
    }

    void redactedItKeepsItsTimesAndNotItsWords() {
        QVERIFY(!exported(ExportFormat::Csv, true).contains("CHG-1042"));
        QVERIFY(exported(ExportFormat::Ics, true).contains("DTSTART:20261120T140203Z"));
    }

    void theTimelineForgetsWhatIsTakenBack() {
        Timeline timeline(test::target());
        const Event planned = plannedEvent(m_window, test::kStart);
        timeline.add(planned);
        timeline.add(planned);
        QCOMPARE(timeline.planned().size(), std::size_t{1});
        QVERIFY(timeline.planned()[0].from == MonoTime(-10min));
        timeline.add(withdrawn(planned));
        QVERIFY(timeline.planned().empty());
    }

    void aLaterFileOfTheRunKnowsOfIt() {
        RotationSnapshot carry;
        const Event planned = plannedEvent(m_window, test::kStart);
        carry.add(planned);
        QCOMPARE(plannedWindows(carry.eventsAt(MonoTime(1h), test::kStart + 1h), test::kStart).size(),
                 std::size_t{1});
        carry.add(withdrawn(planned));
        QVERIFY(carry.eventsAt(MonoTime(1h), test::kStart + 1h).empty());
    }

    void changesPublishWhatIsNewAndTakeBackWhatIsGone() {
        const PlannedWindow other{u"CHG-2"_s, test::kStart, test::kStart + 1h};
        const auto events = plannedChanges({m_window}, {other}, test::kStart);
        QCOMPARE(events.size(), std::size_t{2});
        QVERIFY(isWithdrawn(events[0]) && events[0].key == plannedEvent(m_window, test::kStart).key);
        QVERIFY(plannedWindow(events[1], test::kStart) == other);
        QVERIFY(plannedChanges({m_window, other}, {other, m_window}, test::kStart).empty());
    }

private:
    QByteArray exported(ExportFormat format, bool redact = false) {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        const Status status = exportRecording(
            *m_recording, {.format = format, .range = {}, .verdict = {}, .redact = redact}, buffer);
        return status ? buffer.data() : QByteArray::fromStdString(toString(status.error()));
    }

    const PlannedWindow m_window{u"CHG-1042; rolling"_s, test::kStart - 10min, test::kStart + 50min};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Recording> m_recording;
};

MAINTSCOPE_TEST(TestPlannedWindow, QCoreApplication)
#include "tst_planned_window.moc"
