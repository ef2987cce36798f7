// SPDX-License-Identifier: GPL-3.0-or-later
// One session, told four times: to the live view, in the summary, in the report and as the exit code.
#include "app/cli/record_run.h"
#include "model/extract/recording_extract.h"
#include "model/recording/recorder.h"
#include "model/report/report.h"
#include "model/report/report_html.h"
#include "model/verdict/summary_builder.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

struct Case {
    test::Script script;
    TargetInfo target = test::target();
    VerdictOptions options;
};
using Change = std::function<void(Case&)>;

/// Twenty seconds of replies on both connections, and nothing else.
Case quiet() {
    Case c;
    c.script.event(EventKind::Recording, names::kTargetStarted, 0s).policy = Policy::Auto;
    c.script.event(EventKind::Recording, names::kSupport, 1ms).support = Support::Supported;
    for (int connection = 1; connection <= 2; ++connection)
        c.script.steady(connection * 25ms, 20s, connection);
    return c;
}

void cut(Case& c, Duration from, Duration to) {
    std::erase_if(c.script.samples(),
                  [&](const Sample& s) { return s.intended >= test::at(from) && s.intended < test::at(to); });
}

void window(Case& c, Duration from, Duration to, PairState state = PairState::Closed) {
    for (int connection = 1; connection <= 2; ++connection) {
        Event& e = c.script.event(EventKind::Window, "MIGRATING", from, connection, Severity::Notice);
        e.pairState = state;
        e.end = test::at(to);
    }
}

/// A run of failed probes as the client publishes it, sample and event.
void failure(Case& c, Outcome outcome, Duration at) {
    c.script.sample(outcome, at, outcome == Outcome::Error ? 1ms : 1s);
    const bool error = outcome == Outcome::Error;
    Event& e = c.script.event(error ? EventKind::Error : EventKind::Timeout,
                              error ? names::kErrorReplies : names::kTimeouts, at, 1, Severity::Error);
    e.end = test::at(at + 1s);
    e.figures = {{"count", 1}};
    if (error) e.errorText = "LOADING Redis is loading the dataset in memory";
}

QStringList words(const std::vector<std::string>& reasons) {
    QStringList list;
    for (const std::string& reason : reasons)
        list += QString::fromStdString(reason);
    return list;
}

} // namespace

Q_DECLARE_METATYPE(Change)

class TestVerdictAgreement : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allFourAgree_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>(
            "evidence"); // what the report's "Gaps and failures" must hold; empty: nothing
        const auto row = [](const char* rule, const char* verdict, int exitCode, const char* evidence,
                            Change change) {
            QTest::newRow(rule) << change << QString::fromLatin1(verdict) << exitCode
                                << QString::fromUtf8(evidence);
        };
        row("nothing happened", "pass", 0, "", [](Case&) {});
        row("a timeout", "fail", 2, "timed out", [](Case& c) { failure(c, Outcome::Timeout, 5s); });
        row("an error reply", "fail", 2, "LOADING", [](Case& c) { failure(c, Outcome::Error, 5s); });
        row("a gap that nothing announced", "fail", 2, "no announcement", [](Case& c) { cut(c, 5s, 7s); });
        row("a covered gap", "pass", 0, "MIGRATING", [](Case& c) {
            cut(c, 5s, 7s);
            window(c, 4s, 8s);
        });
        row("an unannounced disruption", "warn", 1, "unannounced", [](Case& c) {
            c.script.event(EventKind::Disconnect, names::kUnannounced, 5s, 1, Severity::Error).errorText =
                "Connection reset by peer";
        });
        row("an unclosed window", "warn", 1, "closing frame never received",
            [](Case& c) { window(c, 4s, 8s, PairState::Capped); });
        row("a server without SCH under auto", "warn", 1, "not supported", [](Case& c) {
            c.script.events()[1].support = Support::Unsupported;
            c.script.event(EventKind::Alert, names::kOptInRefused, 1ms, 1, Severity::Warning).errorText =
                "ERR unknown subcommand";
        });
        row("a server without SCH under required", "fail", 2, "not supported", [](Case& c) {
            c.target.policy = Policy::Required;
            c.script.events()[1].support = Support::Unsupported;
            c.script.event(EventKind::Alert, names::kOptInRefused, 1ms, 1, Severity::Error).errorText =
                "ERR unknown subcommand";
        });
        row("time that was not measured", "inconclusive", 3, "not measured", [](Case& c) {
            Event& e = c.script.event(EventKind::NotMeasured, names::kNotMeasured, 5s);
            e.target = {};
            e.end = test::at(6s);
        });
        row("a clock that was set", "inconclusive", 3, "",
            [](Case& c) { c.script.event(EventKind::Recording, names::kClockStep, 5s); });
        row("a lost write", "fail", 2, "", [](Case& c) {
            c.script.event(EventKind::Recording, names::kIntegrity, 19s).figures = {
                {"acknowledged", 100}, {"unresolved", 0}, {"server_count", 99}};
        });
        row("a limit broken by a covered gap", "warn", 1, "MIGRATING", [](Case& c) {
            c.options.slo.gap = 500ms;
            cut(c, 5s, 7s);
            window(c, 4s, 8s);
        });
        row("in place: a timeout inside an announced window", "pass", 0, "MIGRATING", [](Case& c) {
            c.options.method = Method::InPlace;
            window(c, 4s, 8s);
            failure(c, Outcome::Timeout, 5s);
        });
        row("in place: a timeout outside it", "fail", 2, "no announcement", [](Case& c) {
            c.options.method = Method::InPlace;
            window(c, 4s, 8s);
            failure(c, Outcome::Timeout, 12s);
        });
        row("no reply at all", "inconclusive", 3, "", [](Case& c) { c.script.samples().clear(); });
    }
    void allFourAgree() {
        QFETCH(Change, change);
        QFETCH(QString, verdict);
        QFETCH(int, exitCode);
        QFETCH(QString, evidence);
        Case c = quiet();
        change(c);
        const SessionInfo session = test::session(c.target);
        const Batch batch = c.script.batch(20s);

        // Live: as batches come in.
        SummaryBuilder live(session);
        Timeline timeline(c.target);
        GapFinder gaps(c.target, ProbeRole::Protected);
        for (const Event& event : batch.events) {
            live.add(event);
            timeline.add(event);
            gaps.add(event);
        }
        for (const Sample& sample : batch.samples) {
            live.add(sample);
            gaps.add(sample);
        }
        const Summary seen = live.summaries(batch.until, c.options).front();
        QCOMPARE(QString::fromLatin1(toString(seen.verdict).data()), verdict);
        const auto findings = [&timeline](FindingKind kind) {
            return std::count_if(timeline.findings().begin(), timeline.findings().end(),
                                 [kind](const Finding& finding) { return finding.kind == kind; });
        };
        QCOMPARE(findings(FindingKind::Unannounced) > 0, seen.unannounced > 0);
        QCOMPARE(findings(FindingKind::Unclosed) > 0, seen.windows.expired > 0);
        QCOMPARE(gaps.gaps(batch.until).listed, seen.gaps.listed);

        // Recorded.
        QTemporaryDir folder;
        auto recorder = Recorder::open(folder.filePath(u"r.maintscope"_s), session);
        QVERIFY(recorder.ok());
        QVERIFY((*recorder)->write(batch).ok());
        QVERIFY((*recorder)->close().ok());
        const auto recording = Recording::open(folder.filePath(u"r.maintscope"_s));
        QVERIFY(recording.ok());
        const Summary told = summarise(**recording, c.options).front();
        QCOMPARE(words(told.reasons), words(seen.reasons));
        QVERIFY(told.verdict == seen.verdict);
        QCOMPARE(told.gaps.listed, seen.gaps.listed);
        QCOMPARE(told.counts, seen.counts);

        // Report.
        const RecordingExtract source(**recording,
                                      {.format = ExportFormat::Html, .range = {}, .verdict = c.options});
        const Report report = makeReport(source, *source.stores());
        const TargetReport& part = report.targets.front();
        QCOMPARE(part.verdict, verdict.toUpper());
        QStringList reasons;
        for (const std::string& reason : seen.reasons)
            reasons += reasonText(reason);
        QCOMPARE(part.reasons, reasons);
        QStringList rows;
        for (const QStringList& cells : part.findings.rows)
            rows += cells.join(u" | "_s);
        if (evidence.isEmpty())
            QCOMPARE(rows, QStringList());
        else
            QVERIFY2(rows.join(u'\n').contains(evidence), qPrintable(rows.join(u'\n')));
        for (const QByteArray& text : {reportHtml(report, {}), reportMarkdown(report)})
            QVERIFY(text.contains(verdict.toUpper().toUtf8()));

        // Exit code.
        QCOMPARE(toInt(app::exitCodeOf(told.verdict)), exitCode);
    }
};

MAINTSCOPE_TEST(TestVerdictAgreement, void)
#include "tst_verdict_agreement.moc"
