// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QTimer>

#include <optional>

class QTcpSocket;

namespace maintscope::test {

/// Protected connections of every run, and control ones where there are any.
inline constexpr int kConnections = 4;

/// One scenario, as a user would run it: the simulator and the recorder are processes of their own, and meet
/// on sockets only.
struct ScenarioPlan {
    QString scenario{}; ///< empty: none, the quiet case
    double speed = 1;
    int perSecond = 200; ///< over four connections
    QString command = QStringLiteral("get");
    bool control = false;
    bool byName = false; ///< the target is the endpoint's name, looked up in the simulator's hosts file
    bool tls = false;
    QString password{};     ///< of the database
    QStringList simulate{}; ///< further options of the simulator
    /// Of a run that has no end of its own (quiet, or in a loop).
    int forMs = 0;
    /// Of a loop instead: until so many moves were announced while all connections listened.
    int forMoves = 0;
};

/// Starts both, waits until the simulator has nothing left to do, ends the recorder and reads its summary.
class ScenarioRun : public QObject {
    Q_OBJECT
public:
    explicit ScenarioRun(ScenarioPlan plan, QObject* parent = nullptr);
    ~ScenarioRun() override;

    void start();
    [[nodiscard]] const ScenarioPlan& plan() const { return m_plan; }
    [[nodiscard]] bool finished() const { return m_finished; }
    /// What kept it from being measured; empty: nothing did.
    [[nodiscard]] const QString& failure() const { return m_failure; }
    [[nodiscard]] const QJsonObject& summary() const { return m_summary; }
    /// The recorder's timeline, for a run whose figures surprise.
    [[nodiscard]] const QByteArray& timeline() const { return m_timeline; }

Q_SIGNALS:
    void ended();

private:
    void onSimulatorSaid();
    void startRecorder(const QJsonObject& addresses);
    void onPoll();
    [[nodiscard]] bool isOver(const QJsonObject& status);
    void onRecorderEnded();
    void end(const QString& failure);

    ScenarioPlan m_plan;
    QTemporaryDir m_folder;
    QProcess m_simulator;
    QProcess m_recorder;
    QTcpSocket* m_control;
    QTimer m_poll;
    QTimer m_limit;
    std::optional<QElapsedTimer> m_quietSince;
    QElapsedTimer m_recordedFor;
    std::optional<int> m_firstSequence; ///< the next one when all connections had opted in
    bool m_finished = false;
    QString m_failure;
    QJsonObject m_summary;
    QByteArray m_timeline;
};

/// Runs them, at most `atOnce` at a time, and returns when all have ended.
void runAll(const std::vector<ScenarioRun*>& runs, int atOnce);

/// The columns of the table, and one row of it in Markdown.
[[nodiscard]] QString tableHead();
[[nodiscard]] QString tableRow(const QString& name, const QJsonObject& side);

} // namespace maintscope::test
