// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/scenario_run.h"

#include "tests/support/signal_process.h"

#include <QEventLoop>
#include <QFile>
#include <QHostAddress>
#include <QJsonDocument>
#include <QTcpSocket>

#include <algorithm>
#include <csignal>

#include <sys/prctl.h>

namespace maintscope::test {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kPollMs = 100;
/// After the last thing that the simulator does: a client that was cut off comes back within its backoff.
constexpr int kQuietMs = 2500;
/// No scenario takes as long as two minutes; start and end of two processes on a busy machine come on top.
constexpr double kLongestScenarioMs = 120'000;
constexpr int kAroundItMs = 60'000;
/// Of a scenario that repeats: a move with its pause.
constexpr double kLongestRoundMs = 60'000;

QString milliseconds(const QJsonValue& nanoseconds) {
    return QString::number(nanoseconds.toDouble() / 1e6, 'f', 1);
}

} // namespace

ScenarioRun::ScenarioRun(ScenarioPlan plan, QObject* parent)
    : QObject(parent)
    , m_plan(std::move(plan))
    , m_control(new QTcpSocket(this)) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_DATA_HOME"_s, m_folder.path());
    environment.insert(u"MAINTSCOPE_PASSWORD"_s, m_plan.password); // an empty one is none
    for (QProcess* process : {&m_simulator, &m_recorder}) {
        process->setProcessEnvironment(environment);
        // A test that is killed takes them with it.
        process->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        connect(process, &QProcess::errorOccurred, this, [this, process](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart) end(process->program() + u" cannot be started"_s);
        });
    }
    connect(&m_simulator, &QProcess::readyReadStandardOutput, this, &ScenarioRun::onSimulatorSaid);
    connect(&m_simulator, &QProcess::finished, this, [this] {
        end(u"the simulator ended: "_s + QString::fromUtf8(m_simulator.readAllStandardError()));
    });
    connect(&m_recorder, &QProcess::finished, this, &ScenarioRun::onRecorderEnded);
    connect(m_control, &QIODevice::readyRead, this, &ScenarioRun::onPoll);
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, [this] { m_control->write("status\n"); });
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] { end(u"it did not end in time"_s); });
}

ScenarioRun::~ScenarioRun() {
    for (QProcess* process : {&m_recorder, &m_simulator}) {
        process->disconnect(this);
        if (process->state() == QProcess::NotRunning) continue;
        process->kill();
        process->waitForFinished();
    }
}

void ScenarioRun::start() {
    QStringList arguments{u"simulate"_s, u"--speed"_s, QString::number(m_plan.speed)};
    if (!m_plan.scenario.isEmpty()) arguments << u"--scenario"_s << m_plan.scenario;
    if (m_plan.tls) arguments << u"--tls"_s;
    if (!m_plan.password.isEmpty()) arguments << u"--password"_s << m_plan.password;
    const int inLoop = static_cast<int>(m_plan.forMoves * kLongestRoundMs / m_plan.speed);
    m_limit.start(kAroundItMs + m_plan.forMs + inLoop + static_cast<int>(kLongestScenarioMs / m_plan.speed));
    m_simulator.start(QStringLiteral(MAINTSCOPE_PROGRAM), arguments + m_plan.simulate);
}

void ScenarioRun::onSimulatorSaid() {
    if (!m_simulator.canReadLine()) return;
    const QJsonObject addresses = QJsonDocument::fromJson(m_simulator.readLine()).object();
    const QStringList control = addresses["control"_L1].toString().split(u':');
    if (control.size() != 2) return end(u"the simulator told no control port"_s);
    m_control->connectToHost(QHostAddress(control[0]), control[1].toUShort());
    startRecorder(addresses);
}

void ScenarioRun::startRecorder(const QJsonObject& addresses) {
    QStringList arguments{
        u"record"_s,        addresses[m_plan.byName ? "redis_by_name"_L1 : "redis"_L1].toString(),
        u"--connections"_s, QString::number(kConnections),
        u"--rate"_s,        QString::number(m_plan.perSecond / kConnections),
        u"--command"_s,     m_plan.command,
        u"--summary"_s,     m_folder.filePath(u"summary.json"_s)};
    if (m_plan.control) arguments << u"--control"_s;
    if (m_plan.byName) arguments << u"--hosts"_s << addresses["hosts_file"_L1].toString();
    if (m_plan.tls) arguments << u"--tls-ca"_s << addresses["ca_file"_L1].toString();
    m_recorder.setProcessChannelMode(QProcess::MergedChannels);
    m_recorder.start(QStringLiteral(MAINTSCOPE_PROGRAM), arguments);
    m_recordedFor.start();
    m_poll.start();
}

void ScenarioRun::onPoll() {
    QJsonObject status;
    while (m_control->canReadLine())
        status = QJsonDocument::fromJson(m_control->readLine().mid(3)).object();
    if (status.isEmpty() || !m_poll.isActive()) return;
    if (status.contains("scenario_error"_L1)) return end(status["scenario_error"_L1].toString());
    if (!isOver(status)) return;
    m_poll.stop();
    signalProcess(m_recorder, SIGINT);
}

bool ScenarioRun::isOver(const QJsonObject& status) {
    if (m_plan.forMoves > 0) {
        // Not by the clock: how long a recorder takes to connect is the machine's affair.
        const int sequence = status["next_sequence"_L1].toInt();
        if (!m_firstSequence && status["opted_in"_L1].toInt() >= kConnections) m_firstSequence = sequence;
        return m_firstSequence && sequence - *m_firstSequence >= m_plan.forMoves;
    }
    if (m_plan.forMs > 0) return m_recordedFor.elapsed() >= m_plan.forMs;
    if (status["scenario_state"_L1].toString() != "done"_L1 || status["still_due"_L1].toInt() > 0) {
        m_quietSince.reset();
        return false;
    }
    if (!m_quietSince) m_quietSince.emplace().start();
    return m_quietSince->elapsed() >= kQuietMs;
}

void ScenarioRun::onRecorderEnded() {
    m_timeline = m_recorder.readAll();
    QFile file(m_folder.filePath(u"summary.json"_s));
    if (file.open(QIODevice::ReadOnly)) m_summary = QJsonDocument::fromJson(file.readAll()).object();
    end(m_summary.isEmpty() ? u"there is no summary"_s : QString());
}

void ScenarioRun::end(const QString& failure) {
    if (m_finished) return;
    m_finished = true;
    m_failure = failure;
    m_poll.stop();
    m_limit.stop();
    m_simulator.disconnect(this);
    signalProcess(m_simulator, SIGTERM);
    Q_EMIT ended();
}

void runAll(const std::vector<ScenarioRun*>& runs, int atOnce) {
    QEventLoop loop;
    std::size_t next = 0;
    std::size_t running = 0;
    const auto startMore = [&] {
        while (next < runs.size() && running < static_cast<std::size_t>(atOnce)) {
            ++running;
            runs[next++]->start();
        }
    };
    for (ScenarioRun* run : runs)
        QObject::connect(run, &ScenarioRun::ended, &loop, [&] {
            --running;
            startMore();
            if (running == 0 && next == runs.size()) loop.quit();
        });
    // From within the loop, so that one that fails at once cannot quit it before it runs.
    QTimer::singleShot(0, &loop, startMore);
    if (!runs.empty()) loop.exec();
}

QString tableHead() {
    return u"| scenario | sent | ok | late | timeouts | errors | unknown | not_sent | lost | duplicated | "
           "longest gap ms | slowest handoff ms |\n"
           "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"_s;
}

QString tableRow(const QString& name, const QJsonObject& side) {
    QString row = u"| "_s + name;
    for (const auto key :
         {"sent"_L1, "ok"_L1, "late"_L1, "timeouts"_L1, "errors"_L1, "unknown"_L1, "not_sent"_L1})
        row += u" | "_s + QString::number(side[key].toInteger());
    const QJsonObject integrity = side["integrity"_L1].toObject();
    for (const auto key : {"lost"_L1, "duplicated"_L1})
        row += u" | "_s + (integrity[key].isDouble() ? QString::number(integrity[key].toInteger()) : u"-"_s);
    const QJsonObject handoffs = side["handoffs"_L1].toObject();
    const bool any = handoffs["completed"_L1].toInt() > 0;
    return row + u" | "_s + milliseconds(side["longest_gap_ns"_L1]) + u" | "_s +
           (any ? milliseconds(handoffs["max_ns"_L1]) : u"-"_s) + u" |"_s;
}

} // namespace maintscope::test
