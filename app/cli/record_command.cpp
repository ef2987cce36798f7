// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_command.h"

#include "app/cli/duration_option.h"
#include "app/cli/planned_option.h"
#include "app/cli/size_option.h"
#include "app/cli/target_options.h"
#include "app/cli/timeline_printer.h"
#include "app/cli/verdict_options.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "app/services/output_file.h"
#include "app/services/quit_signals.h"
#include "client/io/target/client_thread.h"
#include "model/base/session_info.h"
#include "model/export/exporter.h"
#include "model/export/openmetrics.h"
#include "model/recording/recorder.h"
#include "model/recording/recording_run.h"
#include "model/report/report.h"

#include <QCommandLineParser>
#include <QEventLoop>
#include <QFileInfo>
#include <QIODevice>
#include <QTimer>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString kRecord = u"record"_s;
/// After the last handoff: time for the first replies on the new connections to be seen.
constexpr std::chrono::milliseconds kAfterHandoff{1500};
constexpr std::chrono::seconds kShortestPart{1};

void addRecordOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        u"Probes one or more databases, prints what happens, and judges it.\n"
        "Exit code: 0 pass, 1 warn, 2 fail, 3 inconclusive, 69 unreachable, 76 untrusted certificate,\n"
        "77 not authorised, 73 cannot write, 64 usage."_s);
    parser.addPositionalArgument(u"URL"_s,
                                 u"redis://[user@]host[:port], or rediss:// for TLS; several may follow."_s,
                                 u"record URL... | --profile NAME"_s);
    parser.addOptions({
        {u"for"_s, u"How long (until Ctrl-C); 500ms, 30s, 5m, 8h."_s, u"T"_s},
        {u"out"_s, u"The recording; must not exist (a new file in the folder of recordings)."_s, u"FILE"_s},
        {u"rotate-every"_s,
         u"Go on in a new file after this time: NAME.part2.maintscope, ...; together they are one recording. 24h."_s,
         u"T"_s},
        {u"rotate-size"_s, u"The same when a file has this size; 200MB, 1GB."_s, u"SIZE"_s},
        {u"events"_s, u"Write the events as NDJSON; - is standard output."_s, u"FILE"_s},
        {u"samples"_s, u"Write every probe as CSV."_s, u"FILE"_s},
        {u"summary"_s, u"Write the summary as JSON; - is standard output."_s, u"FILE"_s},
        {u"metrics"_s, u"Serve OpenMetrics there, for example 127.0.0.1:9464; the port alone is loopback."_s,
         u"ADDRESS:PORT"_s},
        {{u"h"_s, u"help"_s}, u"Show this and leave."_s},
    });
    addPlannedOption(parser);
    addVerdictOptions(parser);
    addTargetOptions(parser);
}

QStringList outputsOf(const RecordOptions& options) {
    QStringList outputs{options.events, options.samples, options.summary};
    outputs.removeAll(QString());
    return outputs;
}

Status checkOutputNames(const RecordOptions& options) {
    QStringList seen;
    if (!options.recording.isEmpty()) seen << QFileInfo(options.recording).absoluteFilePath();
    for (const QString& output : outputsOf(options)) {
        const bool standard = output == "-"_L1;
        const QString name = standard ? output : QFileInfo(output).absoluteFilePath();
        if (seen.contains(name))
            return Error{.what = standard ? "Only one output can go to standard output."
                                          : "Two outputs have the same name.",
                         .where = output.toStdString(),
                         .detail = {},
                         .remedy = "Give each of --out, --events, --samples and --summary its own."};
        seen << name;
    }
    return success();
}

Result<Rotation> readRotation(const QCommandLineParser& parser) {
    Rotation rotation;
    if (parser.isSet(u"rotate-every"_s)) {
        const Result<Duration> length = parseDuration(parser.value(u"rotate-every"_s), u"--rotate-every"_s);
        if (!length) return length.error();
        if (*length < kShortestPart)
            return Error{.what = "The files would be too short.",
                         .where = "--rotate-every " + parser.value(u"rotate-every"_s).toStdString(),
                         .detail = {},
                         .remedy = "Give at least 1s; 24h makes one file a day."};
        rotation.length = *length;
    }
    if (parser.isSet(u"rotate-size"_s)) {
        const Result<std::uint64_t> bytes = parseSize(parser.value(u"rotate-size"_s), u"--rotate-size"_s);
        if (!bytes) return bytes.error();
        rotation.bytes = *bytes;
    }
    return rotation;
}

Result<RecordOptions> readRecordCommand(const QCommandLineParser& parser) {
    if (parser.positionalArguments().isEmpty() && !parser.isSet(u"profile"_s))
        return Error{.what = "There is nothing to record.",
                     .where = {},
                     .detail = {},
                     .remedy = "Give the URL of a database, or a saved connection: maintscope record "
                               "redis://host:port, or --profile NAME"};
    RecordOptions options;
    if (parser.isSet(u"for"_s)) {
        const Result<Duration> length = parseDuration(parser.value(u"for"_s), u"--for"_s);
        if (!length) return length.error();
        options.length = *length;
    }
    const auto rotation = readRotation(parser);
    if (!rotation) return rotation.error();
    options.rotation = *rotation;
    options.recording = parser.value(u"out"_s);
    options.events = parser.value(u"events"_s);
    options.samples = parser.value(u"samples"_s);
    options.summary = parser.value(u"summary"_s);
    if (Status names = checkOutputNames(options); !names) return names.error();
    if (parser.isSet(u"metrics"_s)) {
        const auto where = parseMetricsAddress(parser.value(u"metrics"_s));
        if (!where) return where.error();
        options.metrics = *where;
    }
    auto planned = readPlanned(parser);
    if (!planned) return planned.error();
    options.planned = std::move(*planned);
    const auto verdict = readVerdictOptions(parser);
    if (!verdict) return verdict.error();
    options.verdict = *verdict;
    auto targets = readTargets(parser, parser.positionalArguments());
    if (!targets) return targets.error();
    options.targets = std::move(*targets);
    return options;
}

/// Why a target was never ready, if that decides.
std::optional<ExitCode> codeOf(const io::TargetReport& report) {
    if (report.wasReady) return std::nullopt;
    switch (report.cause) {
    case core::NotReadyCause::Unreachable:
        return ExitCode::Unreachable;
    case core::NotReadyCause::Untrusted:
        return ExitCode::Untrusted;
    case core::NotReadyCause::NotAuthorised:
        return ExitCode::NotAuthorised;
    case core::NotReadyCause::None:
    case core::NotReadyCause::Refused:
        return std::nullopt; // the verdict tells
    }
    return std::nullopt;
}

/// What to do about a target that was never ready.
std::string remedyFor(core::NotReadyCause cause, bool tls) {
    switch (cause) {
    case core::NotReadyCause::None:
    case core::NotReadyCause::Unreachable:
        return std::string(
                   "Check host and port, that the server runs, and that nothing between blocks the way.") +
               (tls ? " A port without TLS may stay silent: it is redis://, not rediss://." : "");
    case core::NotReadyCause::Untrusted:
        return "Give the authority with --tls-ca FILE, or the certificate that you expect with --tls-pin; "
               "--sni when it is for another name. A server without TLS is redis://.";
    case core::NotReadyCause::NotAuthorised:
        return "Check the user (--user, or in the URL) and the password (MAINTSCOPE_PASSWORD, "
               "--password-file).";
    case core::NotReadyCause::Refused:
        return "Switch the notifications on (maintscope sch on --rest URL), or go without: --policy auto.";
    }
    return {};
}

/// Of several targets the worst decides: never ready first, then fail, warn, inconclusive, pass.
int badness(ExitCode code) {
    switch (code) {
    case ExitCode::Pass:
        return 0;
    case ExitCode::Inconclusive:
        return 1;
    case ExitCode::Warn:
        return 2;
    case ExitCode::Fail:
        return 3;
    default:
        return toInt(code);
    }
}

/// One run, from the first check to the verdict.
class Run {
public:
    explicit Run(const RecordOptions& options)
        : m_options(options)
        , m_useStderr(outputsOf(options).contains(u"-"_s))
        , m_client({.recorder = true, .view = true})
        , m_recorder(m_client.recorderMailbox())
        , m_session(model::newSession(m_client.clock().startedAt())) {}

    ExitCode execute() {
        // To the very end: an impatient second Ctrl-C must not cost the verdict.
        const QuitSignals quitSignals([this] { onQuitAsked(); });
        for (const TargetSettings& target : m_options.targets)
            m_session.targets.push_back(model::targetInfo(target));
        if (const Status ready = prepare(); !ready) {
            complain(kRecord, ready.error());
            return ExitCode::CannotWrite;
        }
        if (const Status serving = serveMetrics(); !serving) {
            complain(kRecord, serving.error());
            return ExitCode::CannotWrite;
        }
        probe();
        return conclude();
    }

private:
    std::FILE* stream() const { return m_useStderr ? stderr : stdout; }

    Status prepare() {
        QString path = m_options.recording;
        if (path.isEmpty())
            path = model::recordingPath(model::defaultRecordingFolder(), m_session.startedWall,
                                        QString::fromStdString(m_session.targets.front().name));
        for (const QString& output : outputsOf(m_options)) {
            if (Status writable = checkOutput(output); !writable) return writable;
        }
        return m_recorder.start(path, m_session, m_options.rotation);
    }

    Status serveMetrics() {
        if (!m_options.metrics) return success();
        m_live.emplace(m_session);
        m_metrics = std::make_unique<MetricsServer>([this] {
            return model::openMetrics(m_session, m_live->summaries(m_liveUntil, m_options.verdict),
                                      m_omitted);
        });
        Status listening = m_metrics->listen(*m_options.metrics);
        if (listening) printLine(stream(), u"metrics: "_s + m_metrics->url());
        return listening;
    }

    void measure(const Batch& batch) {
        if (!m_live) return;
        for (const Event& event : batch.events)
            m_live->add(event);
        for (const Sample& sample : batch.samples)
            m_live->add(sample);
        m_omitted += batch.omittedSamples;
        m_liveUntil = std::max(m_liveUntil, batch.until);
    }

    void probe() {
        TimelinePrinter printer(stream(), m_session, m_options.length);
        QObject::connect(&m_client, &io::ClientThread::batchArrived, &m_loop, [&](const BatchPtr& batch) {
            printer.add(*batch);
            measure(*batch);
            rememberFailures(*batch);
            if (m_options.untilHandedOff) watchForHandoffs(*batch);
        });
        QObject::connect(&m_client, &io::ClientThread::targetFinished, &m_loop,
                         [this](const io::TargetReport& report) {
                             m_reports[report.target.value] = report;
                             if (m_reports.size() == m_options.targets.size()) m_loop.quit();
                         });
        QObject::connect(&m_recorder, &RecorderThread::failed, &m_loop, [this](const Error& error) {
            complain(kRecord, error);
            m_client.stopAll();
        });
        QObject::connect(&m_recorder, &RecorderThread::partBegun, &m_loop, [&printer](const QString& path) {
            printer.tell(u"--- the recording goes on in "_s + path);
        });
        m_client.start();
        for (const QString& remark : m_options.planned.remarks)
            printer.tell(u"--- planned windows: "_s + remark);
        for (const model::PlannedWindow& window : m_options.planned.windows)
            m_client.publish(model::plannedEvent(window, m_session.startedWall));
        for (const TargetSettings& target : m_options.targets)
            m_client.addTarget(target);
        if (m_options.length) {
            m_end.setSingleShot(true);
            m_end.setTimerType(Qt::PreciseTimer);
            QObject::connect(&m_end, &QTimer::timeout, &m_loop, [this] { onTimeUp(); });
            m_endAt = m_client.clock().now() + *m_options.length;
            onTimeUp();
        }
        m_loop.exec();
        m_client.shutdown();
        printer.finish();
    }

    /// QTimer counts in int milliseconds: long runs take several of its rounds.
    void onTimeUp() {
        using std::chrono::milliseconds;
        const Duration left = m_endAt - m_client.clock().now();
        if (left <= Duration::zero()) {
            m_client.stopAll();
            return;
        }
        constexpr milliseconds kLongestRound = std::chrono::hours(1);
        m_end.start(std::min(kLongestRound, std::chrono::ceil<milliseconds>(left)));
    }

    void onQuitAsked() {
        ++m_quitAsked;
        if (m_quitAsked == 1) {
            printLine(stderr, u"\nmaintscope record: stopping, waiting for the replies; once more aborts"_s);
            m_client.stopAll();
        } else {
            m_client.abort();
        }
    }

    void rememberFailures(const Batch& batch) {
        for (const Event& event : batch.events) {
            if (event.kind == EventKind::ConnectAttempt && event.result == ResultWord::Failed)
                m_lastFailure[event.target.value] = event.errorText;
        }
    }

    /// The timeline has told the attempts; this says what they come to.
    void explainNeverReady() {
        for (const TargetSettings& target : m_options.targets) {
            const auto report = m_reports.find(target.id.value);
            if (report == m_reports.end() || report->second.wasReady) continue;
            complain(kRecord, Error{.what = "The database was never ready.",
                                     .where = toString(target.endpoint),
                                     .detail = m_lastFailure[target.id.value],
                                     .remedy = remedyFor(report->second.cause, target.tls.enabled)});
        }
    }

    void watchForHandoffs(const Batch& batch) {
        for (const Event& event : batch.events) {
            if (event.kind == EventKind::Handoff && event.role == ProbeRole::Protected &&
                event.phases.oldClosed && event.result == ResultWord::Ok)
                m_handedOff.insert({event.target.value, event.connection.value});
        }
        std::size_t connections = 0;
        for (const TargetSettings& target : m_options.targets)
            connections += target.probe.connections;
        if (m_handedOff.size() < connections || m_ending) return;
        m_ending = true;
        QTimer::singleShot(kAfterHandoff, &m_loop, [this] { m_client.stopAll(); });
    }

    ExitCode conclude() {
        const Status recorded = m_recorder.finish();
        const auto recording = model::RecordingRun::open(m_recorder.paths());
        if (!recording) {
            complain(kRecord, recording.error());
            return ExitCode::CannotWrite;
        }
        const std::vector<model::Summary> summaries = model::summarise(*recording, m_options.verdict);
        const bool written = writeOutputs(*recording);
        printVerdict(stream(), summaries);
        for (const model::Summary& summary : summaries)
            printLine(stream(), u"  "_s + model::nightSentence(summary, m_options.length));
        for (const QString& path : m_recorder.paths())
            printLine(stream(), u"  recording: "_s + path);
        explainNeverReady();
        if (!recorded || !written) return ExitCode::CannotWrite;
        return worst(summaries);
    }

    bool writeOutputs(const model::RecordingRun& recording) {
        const std::pair<QString, model::ExportFormat> outputs[] = {
            {m_options.events, model::ExportFormat::Ndjson},
            {m_options.samples, model::ExportFormat::Samples},
            {m_options.summary, model::ExportFormat::Summary}};
        bool good = true;
        for (const auto& output : outputs) {
            if (output.first.isEmpty()) continue;
            const model::ExportOptions how{
                .format = output.second, .range = {}, .verdict = m_options.verdict};
            const Status written = writeOutput(output.first, [&](QIODevice& device) {
                return model::exportRecording(recording, how, device);
            });
            if (written) continue;
            complain(kRecord, written.error());
            good = false;
        }
        return good;
    }

    ExitCode worst(const std::vector<model::Summary>& summaries) const {
        ExitCode result = ExitCode::Pass;
        for (std::size_t i = 0; i < m_options.targets.size(); ++i) {
            ExitCode code = i < summaries.size() ? exitCodeOf(summaries[i].verdict) : ExitCode::Internal;
            const auto report = m_reports.find(m_options.targets[i].id.value);
            if (report != m_reports.end()) code = codeOf(report->second).value_or(code);
            if (badness(code) > badness(result)) result = code;
        }
        return result;
    }

    const RecordOptions& m_options;
    bool m_useStderr;
    QEventLoop m_loop;
    QTimer m_end;
    MonoTime m_endAt{};
    io::ClientThread m_client;
    RecorderThread m_recorder;
    model::SessionInfo m_session;
    std::optional<model::SummaryBuilder> m_live; ///< only where metrics are served
    MonoTime m_liveUntil{};
    std::uint64_t m_omitted = 0;
    std::unique_ptr<MetricsServer> m_metrics;
    std::map<std::uint16_t, io::TargetReport> m_reports;
    std::map<std::uint16_t, std::string> m_lastFailure; ///< words of the last attempt, by target
    std::set<std::pair<std::uint16_t, std::uint16_t>> m_handedOff;
    bool m_ending = false;
    int m_quitAsked = 0;
};

} // namespace

ExitCode exitCodeOf(model::Verdict verdict) {
    switch (verdict) {
    case model::Verdict::Pass:
        return ExitCode::Pass;
    case model::Verdict::Warn:
        return ExitCode::Warn;
    case model::Verdict::Fail:
        return ExitCode::Fail;
    case model::Verdict::Inconclusive:
        return ExitCode::Inconclusive;
    }
    return ExitCode::Internal;
}

Result<RecordOptions> readRecordOptions(const QStringList& arguments) {
    QCommandLineParser parser;
    addRecordOptions(parser);
    if (Status parsed = parseOptions(parser, arguments); !parsed) return parsed.error();
    return readRecordCommand(parser);
}

int recordCommand(const QStringList& arguments) {
    QCommandLineParser parser;
    addRecordOptions(parser);
    if (Status parsed = parseOptions(parser, arguments); !parsed) {
        complain(kRecord, parsed.error());
        return toInt(ExitCode::Usage);
    }
    if (parser.isSet(u"help"_s)) {
        printLine(stdout, helpText(parser, kRecord));
        return toInt(ExitCode::Pass);
    }
    const Result<RecordOptions> options = readRecordCommand(parser);
    if (!options) {
        complain(kRecord, options.error());
        return toInt(ExitCode::Usage);
    }
    return record(*options);
}

int record(const RecordOptions& options) {
    return toInt(Run(options).execute());
}

} // namespace maintscope::app
