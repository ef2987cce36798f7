// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/compare_page.h"

#include "model/verdict/summary_builder.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"
#include "tests/ui/picture.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace maintscope;
using namespace maintscope::ui;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

CompareContent content() {
    const Batch batch = test::moveScript().batch(20s);
    model::SummaryBuilder builder(test::session());
    auto timeline = std::make_shared<model::Timeline>(test::target());
    auto metrics = std::make_shared<model::MetricStore>();
    for (const Event& event : batch.events) {
        builder.add(event);
        timeline->add(event);
        metrics->add(event);
    }
    for (const Sample& sample : batch.samples) {
        builder.add(sample);
        metrics->add(sample);
    }
    const model::Summary summary = builder.summaries(batch.until).front();
    CompareContent c;
    c.a = {u"A orders-prod, protected"_s, summary};
    c.b = {u"B orders-prod, control"_s, *summary.control};
    c.timelineA = timeline;
    c.metricsA = metrics;
    c.storyA = summary;
    c.startA = c.startB = test::kStart;
    return c;
}

} // namespace

class TestComparePage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<model::Alignment>(); }

    void withoutRecordingsItSaysWhatWouldHelp() {
        ComparePage page;
        page.show();
        QVERIFY(page.findChild<QLabel*>(u"compareMessage"_s)->text().contains(u"Nothing to compare yet"_s));
        QVERIFY(page.choiceA().isEmpty());
    }

    void theFirstTwoChoicesAreAskedForAtOnce() {
        ComparePage page;
        QSignalSpy asked(&page, &ComparePage::comparisonRequested);
        page.setChoices({{u"a"_s, u"A"_s}, {u"b"_s, u"B"_s}, {u"c"_s, u"C"_s}});
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), u"a"_s);
        QCOMPARE(asked[0][1].toString(), u"b"_s);
        page.setChoices({{u"n"_s, u"New"_s}, {u"a"_s, u"A"_s}, {u"b"_s, u"B"_s}});
        QCOMPARE(asked.size(), 1); // what was chosen is still there
        QCOMPARE(page.choiceA(), u"a"_s);
    }

    void swapAndAlignmentAskAgain() {
        ComparePage page;
        page.setChoices({{u"a"_s, u"A"_s}, {u"b"_s, u"B"_s}});
        QSignalSpy asked(&page, &ComparePage::comparisonRequested);
        page.findChild<QPushButton*>(u"compareSwap"_s)->click();
        QCOMPARE(asked.last()[0].toString(), u"b"_s);
        page.findChild<QRadioButton*>(u"alignClock"_s)->click();
        QCOMPARE(asked.size(), 2);
        QVERIFY(page.alignment() == model::Alignment::WallClock);
    }

    void theTableIsShownAndCopied() {
        ComparePage page;
        page.resize(1440, 800);
        page.setContent(content());
        page.show();
        test::picture(page, u"compare"_s);
        const QString text = page.tableText();
        QVERIFY2(text.contains(u"failed commands\t0\t40\t−40"_s), qPrintable(text));
        QVERIFY(page.findChild<QLabel*>(u"compareCaveats"_s)->text().contains(u"not statistical"_s));
        QVERIFY(page.findChild<QWidget*>(u"comparePictures"_s)->accessibleName().contains(u"p99"_s));
        page.setMessage(u"The recording is gone."_s);
        QVERIFY(page.tableText().trimmed().isEmpty());
    }
};

MAINTSCOPE_TEST(TestComparePage, QApplication)
#include "tst_compare_page.moc"
