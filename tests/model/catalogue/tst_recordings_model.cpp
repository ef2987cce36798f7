// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalogue/recordings_model.h"

#include "tests/support/test_case.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

RecordingEntry entry(const QString& name, Duration length, std::uint64_t bytes) {
    RecordingEntry e;
    e.path = u"/recordings/"_s + name + u".maintscope"_s;
    e.name = name;
    e.targets = {u"orders-prod"_s};
    e.started = WallTime(1'795'183'860s);
    e.length = length;
    e.bytes = bytes;
    e.written = e.started + length;
    return e;
}

} // namespace

class TestRecordingsModel : public QObject {
    Q_OBJECT

    static QString text(const RecordingsModel& model, int row, RecordingColumn column) {
        return model.index(row, static_cast<int>(column)).data().toString();
    }

private Q_SLOTS:
    void aRowSaysWhatTheRecordingIs() {
        RecordingsModel model;
        const QAbstractItemModelTester tester(&model);
        RecordingEntry one = entry(u"upgrade of May"_s, 90s, 1'400'000);
        one.kept = true;
        RecordingEntry two = entry(u"night"_s, 30s, 600'000);
        two.ending = Recovery::Ending::BeingWritten;
        RecordingEntry three = entry(u"other"_s, 0s, 10);
        three.problem =
            Error{"This file is not a Maintscope recording.", "x", "it is not an SQLite file", {}};
        RecordingEntry four = entry(u"cut"_s, 30s, 600'000);
        four.ending = Recovery::Ending::CutOff;
        four.files = 3;
        model.setEntries({one, two, three, four});
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(text(model, 0, RecordingColumn::Name), u"upgrade of May"_s);
        QCOMPARE(text(model, 0, RecordingColumn::Started), u"2026-11-20 14:11:00"_s);
        QCOMPARE(text(model, 0, RecordingColumn::Length), u"1 min 30 s"_s);
        QCOMPARE(text(model, 0, RecordingColumn::Size), u"1.4 MB"_s);
        QCOMPARE(text(model, 0, RecordingColumn::State), u"kept"_s);
        QCOMPARE(text(model, 0, RecordingColumn::Verdict), u"reading…"_s);
        QCOMPARE(text(model, 1, RecordingColumn::State), u"recording in progress, not kept"_s);
        QCOMPARE(text(model, 1, RecordingColumn::Verdict), u"–"_s);
        QVERIFY(text(model, 2, RecordingColumn::State).startsWith(u"unreadable: This file is not"_s));
        QCOMPARE(text(model, 2, RecordingColumn::Started), u"–"_s);
        QCOMPARE(text(model, 3, RecordingColumn::State), u"incomplete but readable, 3 files, not kept"_s);
        QCOMPARE(model.bytes(), std::uint64_t{2'600'010});
        model.setOpen({one.path});
        QCOMPARE(text(model, 0, RecordingColumn::State), u"open, kept"_s);
    }

    void verdictsStayAsLongAsTheFileDoes() {
        RecordingsModel model;
        const QAbstractItemModelTester tester(&model);
        RecordingEntry one = entry(u"a"_s, 90s, 1);
        const RecordingEntry two = entry(u"b"_s, 90s, 1);
        model.setEntries({one, two});
        QCOMPARE(model.nextUnjudged(), one.path);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setVerdict(one.path, RecordingVerdict{Verdict::Warn, u"1 MOVING"_s, 1});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(text(model, 0, RecordingColumn::Verdict), u"WARN"_s);
        QCOMPARE(model.index(0, 0).data(role(RecordingRole::Verdict)).toInt(),
                 static_cast<int>(Verdict::Warn));
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"1 MOVING"_s));
        QCOMPARE(model.nextUnjudged(), two.path);
        model.setVerdict(two.path, Error{"The recording is damaged.", {}, {}, {}});
        QCOMPARE(text(model, 1, RecordingColumn::Verdict), u"–"_s);
        QVERIFY(model.nextUnjudged().isEmpty());
        model.setEntries({two, one}); // in another order
        QCOMPARE(text(model, 1, RecordingColumn::Verdict), u"WARN"_s);
        one.written += 1s; // somebody wrote into it
        model.setEntries({two, one});
        QCOMPARE(model.nextUnjudged(), one.path);
    }

    void wordsOfAStrangerAreShownAsPlainText() {
        RecordingsModel model;
        RecordingEntry one = entry(u"<b>x</b>\nDELETE"_s, 1s, 1);
        model.setEntries({one});
        QVERIFY(!text(model, 0, RecordingColumn::Name).contains(u'\n'));
        QVERIFY(!model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"<b>"_s));
    }
};

MAINTSCOPE_TEST(TestRecordingsModel, QCoreApplication)
#include "tst_recordings_model.moc"
