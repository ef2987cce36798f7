// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_run.h"

#include "app/cli/timeline_printer.h"
#include "app/services/console.h"
#include "app/services/output_file.h"
#include "app/services/quit_signals.h"
#include "client/io/target/client_thread.h"
#include "client/types/refusal.h"
#include "client/types/tls_failure.h"
#include "model/base/format.h"
#include "model/base/session_info.h"
#include "model/export/exporter.h"
#include "model/export/openmetrics.h"
#include "model/recording/recorder.h"
#include "model/recording/recording_run.h"
#include "model/report/report.h"
#include "model/verdict/summary_builder.h"

#include <QEventLoop>
#include <QIODevice>
#include <QTimer>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString kRecordRun = u"record"_s;
/// Time after the last handoff in which the first replies on the new connections arrive.
constexpr std::chrono::milliseconds kAfterHandoff{1500};

/// The exit code for a target that was never ready, if its cause decides.
std::optional<ExitCode> codeOf(const io::TargetReport& report) {
    if (report.wasReady) return std::nullopt;
    switch (report.cause) {
    case core::NotReadyCause::Unreachable:
    case core::NotReadyCause::NoCommonTls:
    case core::NotReadyCause::NotADatabase:
        return ExitCode::Unreachable;
    case core::NotReadyCause::Untrusted:
        return ExitCode::Untrusted;
    case core::NotReadyCause::ClientCertificate:
    case core::NotReadyCause::NotAuthorised:
        return ExitCode::NotAuthorised;
    case core::NotReadyCause::None:
    case core::NotReadyCause::Refused:
        return std::nullopt; // the verdict decides
    }
    return std::nullopt;
}

/// What to do about a target that was never ready; `failure` is the last attempt that failed.
std::string remedyFor(core::NotReadyCause cause, bool tls, const Event& failure) {
    if (const TlsFailure* row = tlsFailure(failure.errorType)) return std::string(row->sentence);
    if (failure.errorType == kNoPermission)
        return "The user may run neither PING nor GET of the probe's key. " +
               std::string(kNoPermissionRemedy) + " (--key)";
    if (const Refusal& refusal = refusalOf(failure.errorText);
        refusal.kind == RefusalClass::NotNow && failure.errorType == "server_error")
        return std::string(refusal.what) + " " + std::string(refusal.remedy);
    switch (cause) {
    case core::NotReadyCause::None:
    case core::NotReadyCause::Unreachable:
        return std::string("Check the host and the port, that the server runs, and that no firewall blocks "
                           "the connection.") +
               (tls ? " If the port does not use TLS, write redis:// instead of rediss://." : "");
    case core::NotReadyCause::NoCommonTls:
    case core::NotReadyCause::Untrusted:
    case core::NotReadyCause::ClientCertificate:
        break; // each has a type of its own
    case core::NotReadyCause::NotADatabase:
        return "Use the endpoint of the database itself.";
    case core::NotReadyCause::NotAuthorised:
        return "Check the user (--user, or in the URL) and the password (MAINTSCOPE_PASSWORD, "
               "--password-file).";
    case core::NotReadyCause::Refused:
        return "Switch the notifications on (maintscope sch on --rest URL), or probe without them: --policy "
               "auto.";
    }
    return {};
}

/// Rank of an exit code; the worst of several targets decides. Order: never ready, fail, warn, inconclusive,
/// pass.
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
class RecordRun {
public:
    explicit RecordRun(const RecordOptions& options)
        : m_options(options)
        , m_useStderr(outputsOf(options).contains(u"-"_s))
        , m_client({.recorder = true, .view = true})
        , m_recorder(m_client.recorderMailbox())
        , m_session(model::newSession(m_client.clock().startedAt())) {}

    ExitCode execute() {
        // Kept until the end: a second Ctrl-C must not lose the verdict.
        const QuitSignals quitSignals([this](int signal) { onQuitAsked(signal); },
                                      QuitSignals::FirstInterrupt::MayTakeLong);
        for (const TargetSettings& target : m_options.targets)
            m_session.targets.push_back(model::targetInfo(target));
        // Metrics first: where they cannot be served, no recording is left behind.
        Status ready = serveMetrics();
        if (ready) ready = prepare();
        if (!ready) {
            complain(kRecordRun, ready.error());
            return ExitCode::CannotWrite;
        }
        if (m_metrics) printLine(stream(), u"metrics: "_s + m_metrics->url());
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
        return m_metrics->listen(*m_options.metrics);
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
            stopWithoutReader();
        });
        QObject::connect(&m_client, &io::ClientThread::targetFinished, &m_loop,
                         [this](const io::TargetReport& report) {
                             m_reports[report.target.value] = report;
                             if (m_reports.size() == m_options.targets.size()) m_loop.quit();
                         });
        QObject::connect(&m_recorder, &RecorderThread::failed, &m_loop, [this](const Error& error) {
            complain(kRecordRun, error);
            m_client.stopAll();
        });
        QObject::connect(&m_recorder, &RecorderThread::partBegun, &m_loop, [&printer](const QString& path) {
            printer.print(u"--- the recording continues in "_s + path);
        });
        QObject::connect(&m_recorder, &RecorderThread::moved, &m_loop,
                         [this](const QString& from, const QString& to) {
                             m_client.publish(recordingMovedEvent(from, to));
                         });
        m_client.start();
        for (const QString& remark : m_options.planned.remarks)
            printer.print(u"--- planned windows: "_s + remark);
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

    /// QTimer counts in int milliseconds: a long run needs several rounds of it.
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

    void onQuitAsked(int signal) {
        ++m_quitAsked;
        if (m_quitAsked > 1) return m_client.abort();
        printLine(stderr,
                  u"\nmaintscope record: stopping; waiting for pending replies. A second Ctrl-C aborts."_s);
        m_client.stopAll();
        // Nobody who sends the others watches: they have a deadline, before which the verdict is due as well.
        if (signal != SIGINT) QTimer::singleShot(kQuitPatience / 2, &m_loop, [this] { m_client.abort(); });
    }

    /// As on a terminal that is closed, the run ends in good order when nobody reads it any more.
    void stopWithoutReader() {
        if (!outputHasNoReader() || std::exchange(m_readerGone, true)) return;
        m_client.stopAll();
    }

    void rememberFailures(const Batch& batch) {
        for (const Event& event : batch.events) {
            if (event.kind == EventKind::ConnectAttempt && event.result == ResultWord::Failed)
                m_lastFailure[event.target.value] = event;
            if (event.kind == EventKind::State && event.role == ProbeRole::Protected &&
                event.name != "closed")
                m_states[event.target.value][event.connection.value] = event.name;
        }
    }

    /// The timeline shows each attempt; this explains the result.
    void explainNeverReady() {
        for (const TargetSettings& target : m_options.targets) {
            const auto report = m_reports.find(target.id.value);
            if (report == m_reports.end() || report->second.wasReady) continue;
            const Event& failure = m_lastFailure[target.id.value];
            if (failure.errorType.empty()) {
                complain(kRecordRun, tooShort(target));
                continue;
            }
            complain(kRecordRun,
                     Error{.what = "No connection to the database became ready.",
                           .where = toString(target.endpoint),
                           .detail = failure.errorText,
                           .remedy = remedyFor(report->second.cause, target.tls.enabled, failure)});
        }
    }

    /// No attempt has failed: nothing is known to be wrong.
    Error tooShort(const TargetSettings& target) {
        std::map<std::string, std::size_t> connections;
        for (const auto& [connection, state] : m_states[target.id.value])
            ++connections[state];
        std::string detail = "when the time was up, no attempt had failed, and of " +
                             model::formatCount(target.probe.connections).toStdString() +
                             " connections there were";
        const char* separator = " ";
        for (const auto& [state, count] : connections) {
            detail +=
                separator + model::formatCount(static_cast<std::int64_t>(count)).toStdString() + " " + state;
            separator = ", ";
        }
        if (connections.empty()) detail += " none begun";
        return {
            .what = "The time was too short for a connection to the database to become ready.",
            .where = toString(target.endpoint),
            .detail = std::move(detail),
            .remedy =
                "Record for longer (--for), or with fewer --connections; if that changes nothing, check the "
                "host, the port and the firewall" +
                std::string(target.tls.enabled ? ", and write redis:// if the port does not use TLS."
                                               : ", and write rediss:// if the port requires TLS.")};
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
            complain(kRecordRun, recording.error());
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
            complain(kRecordRun, written.error());
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
    std::optional<model::SummaryBuilder> m_live; ///< only if metrics are served
    MonoTime m_liveUntil{};
    std::uint64_t m_omitted = 0;
    std::unique_ptr<MetricsServer> m_metrics;
    std::map<std::uint16_t, io::TargetReport> m_reports;
    std::map<std::uint16_t, std::map<std::uint16_t, std::string>> m_states; ///< by target and connection
    std::map<std::uint16_t, Event> m_lastFailure; ///< the last attempt that failed, by target
    std::set<std::pair<std::uint16_t, std::uint16_t>> m_handedOff;
    bool m_ending = false;
    int m_quitAsked = 0;
    bool m_readerGone = false;
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

int record(const RecordOptions& options) {
    return toInt(RecordRun(options).execute());
}

} // namespace maintscope::app
