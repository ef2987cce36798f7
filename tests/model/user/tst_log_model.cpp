// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/log_model.h"

#include "tests/support/test_case.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <utility>

using namespace maintscope;
using namespace maintscope::model;
using Qt::Literals::StringLiterals::operator""_s;

class TestLogModel : public QObject {
    Q_OBJECT

    static LogLine line(LogLevel level, const QString& text) { return {{}, level, u"app"_s, text}; }

private Q_SLOTS:
    void onlyTheLatestAreKept() {
        LogModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<LogLine> lines;
        for (int i = 0; i < LogModel::kLimit + 10; ++i) {
            lines.push_back(line(i % 2 == 0 ? LogLevel::Info : LogLevel::Debug, QString::number(i)));
            if (lines.size() == 501) model.append(std::exchange(lines, {}));
        }
        model.append(lines);
        QCOMPARE(model.rowCount(), LogModel::kLimit / 2);
        QCOMPARE(model.dropped(), std::uint64_t{10});
        QCOMPARE(model.line(0).text, u"10"_s);
        std::vector<LogLine> many(LogModel::kLimit + 5, line(LogLevel::Warning, u"x"_s));
        many.back().text = u"last"_s;
        model.append(many);
        QCOMPARE(model.rowCount(), LogModel::kLimit);
        QCOMPARE(model.line(model.rowCount() - 1).text, u"last"_s);
        QCOMPARE(model.dropped(), std::uint64_t{10 + LogModel::kLimit + 5});
    }

    void theLevelHidesAndForgetsNothing() {
        LogModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append({line(LogLevel::Debug, u"a"_s), line(LogLevel::Critical, u"b"_s)});
        QCOMPARE(model.rowCount(), 1);
        model.setLeast(LogLevel::Debug);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1, int(LogColumn::Level)).data().toString(), u"critical"_s);
        QCOMPARE(model.lastLines(1), u"00:00:00.000 critical app: b"_s);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
        model.append({line(LogLevel::Info, u"c"_s)});
        QCOMPARE(model.line(0).text, u"c"_s);
    }

    void textIsNeverTakenForMarkup() {
        LogModel model;
        model.append({line(LogLevel::Info, u"<b>x"_s)});
        const QModelIndex cell = model.index(0, int(LogColumn::Text));
        QCOMPARE(cell.data().toString(), u"<b>x"_s);
        QVERIFY(cell.data(Qt::ToolTipRole).toString().contains(u"&lt;b&gt;"_s));
    }
};

MAINTSCOPE_TEST(TestLogModel, QCoreApplication)
#include "tst_log_model.moc"
