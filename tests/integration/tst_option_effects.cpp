// SPDX-License-Identifier: GPL-3.0-or-later
// Each option of each command has an effect, or is refused where it has none.
#include "app/demo/simulator.h"
#include "tests/support/program.h"
#include "tests/support/test_case.h"

#include <QCryptographicHash>
#include <QDebug>
#include <QDir>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QSslCertificate>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace maintscope;
using namespace Qt::Literals::StringLiterals;
using test::Program;
using test::ProgramOutcome;

namespace {

/// How an option is shown to work. {words} are those of TstOptionEffects::m_words.
struct Row {
    const char* command;
    const char* option;
    const char* base;  ///< the command line without it
    const char* added; ///< the option, as it is added to the base
    /// A pattern that the output has with the option only, or without it only; "/NAME": the option makes this
    /// file in the folder of the test.
    const char* shows;
};

constexpr const char* kRecord = "record {plain} --for 300ms --password-file {pw}";
constexpr const char* kCheck = "check {plain} --password-file {pw}";
constexpr const char* kSettings = "check {plain} --password-file {pw} --settings go-redis";
constexpr const char* kSch =
    "sch get --rest {rest} --rest-user {user} --tls-ca {ca} --password-file {restpw}";
constexpr const char* kSchOn =
    "sch on --rest {rest} --rest-user {user} --tls-ca {ca} --password-file {restpw} --dry-run";
constexpr const char* kRest = "check {plain} --password-file {pw} --rest {rest} --rest-user {user} "
                              "--rest-tls-ca {ca} --rest-password-file {restpw}";
constexpr const char* kExport = "export {recording} --format ndjson";

constexpr Row kRows[] = {
    {"record", "for", "record redis://127.0.0.1:1 --for 400ms", "--for 1s", "of 1 s"},
    {"record", "out", kRecord, "--out {folder}/o.maintscope", "/o.maintscope"},
    {"record", "rotate-every", "record {plain} --for 2600ms --password-file {pw}", "--rotate-every 1s",
     "part2"},
    {"record", "rotate-size", "record {plain} --for 2600ms --rate 12000 --password-file {pw}",
     "--rotate-size 1MB", "part2"},
    {"record", "events", kRecord, "--events -", "\"maint-events/1\""},
    {"record", "samples", kRecord, "--samples -", "intended"},
    {"record", "summary", kRecord, "--summary -", "\"maint-summary/1\""},
    {"record", "metrics", kRecord, "--metrics 127.0.0.1:0", "metrics: http"},
    {"record", "planned", kRecord, "--planned {ics}", "Upgrade of May"},
    {"record", "slo", kRecord, "--slo p99=0.001ms", "p99 latency .* over the limit"},
    {"record", "profile", "record {plain} --for 300ms --password-file {pw}", "--profile mine", "mine"},
    {"record", "connections", "record {plain} --for 300ms --password-file {pw}", "--connections 9", "conn 9"},
    {"record", "rate", "record {plain} --for 500ms --password-file {pw}", "--rate 2000",
     "failed commands? of \\d.\\d\\d\\d"},
    {"record", "command", "record {plain} --for 300ms --password-file {pw} --summary -", "--command incr",
     "\"acknowledged\": *[1-9]"},
    {"record", "connect-timeout", "record {silent} --for 1s --connections 1", "--connect-timeout 100ms",
     "100 ms"},
    {"record", "policy", kRecord, "--policy never", "policy never"},
    {"record", "endpoint-type", "record {plain} --for 300ms --password-file {pw} --summary -",
     "--endpoint-type none", "\"endpoint_type\": *\"none\""},
    {"record", "hosts", "record {named} --for 300ms --password-file {pw}", "--hosts {hosts}",
     "cannot be resolved|Name or service"},
    {"record", "control", kRecord, "--control", "control:"},
    {"check", "hosts", "check {named} --password-file {pw}", "--hosts {hosts}", "ok +TCP"},
    {"check", "profile", "check", "--profile mine", "The URL of the database is missing"},
    {"check", "command", kCheck, "--command ping", "PING"},
    {"check", "timeout", kSettings, "--timeout 77s", "77"},
    {"check", "connect-timeout", "check {silent}", "--connect-timeout 150ms", "150 ms"},
    {"check", "relaxed-timeout", kSettings, "--relaxed-timeout 77s", "77"},
    {"check", "handoff-timeout", kSettings, "--handoff-timeout 77s", "HandoffTimeout"},
    {"check", "policy", kCheck, "--policy never", "not requested"},
    {"check", "endpoint-type", kCheck, "--endpoint-type external-fqdn", "external-fqdn"},
    {"check", "user", kSettings, "--user someone", "someone"},
    {"check", "password-file", "check {plain}", "--password-file {pw}", "ok +Probe|ok +GET"},
    {"check", "tls-ca", "check {tls} --password-file {pw}", "--tls-ca {tlsca}", "FAILED +TLS"},
    {"check", "tls-pin", "check {tls} --password-file {pw}", "--tls-pin {pin}", "fingerprint"},
    {"check", "tls-cert", "check {tls} --password-file {pw}", "--tls-cert {ics}",
     "does not contain a certificate"},
    {"check", "sni", "check {tls} --password-file {pw} --tls-ca {tlsca}", "--sni other.example",
     "other.example"},
    {"check", "rest", kCheck,
     "--rest {rest} --rest-user {user} --rest-tls-ca {ca} --rest-password-file {restpw}", "admin"},
    {"check", "rest-user", kRest, "--rest-user viewer@example.com", "viewer|cluster_viewer"},
    {"check", "clients", kCheck, "--clients", "Connected clients"},
    {"check", "settings", kCheck, "--settings jedis", "RedisClient|Jedis"},
    {"check", "json", kCheck, "--json", "maint-check/1"},
    {"recordings", "folder", "recordings list", "--folder {folder}/empty", "empty"},
    {"recordings", "older-than", "recordings prune --dry-run --folder {recs}", "--older-than 1ms",
     "would remove"},
    {"recordings", "dry-run", "recordings prune", "--dry-run", "would be freed"},
    {"recordings", "json", "recordings list", "--json", "maint-recordings/1"},
    {"export", "format", "export {recording}", "--format summary", "maint-summary/1"},
    {"export", "out", kExport, "--out {folder}/e.ndjson", "/e.ndjson"},
    {"export", "from", kExport, "--from 250ms", "target_started"},
    {"export", "to", kExport, "--to 1ms", "target_stopped|stopped"},
    {"export", "redact", kExport, "--redact", "\"redacted\":true"},
    {"export", "preview", "export {recording} --redact", "--preview", " -> "},
    {"export", "slo", "export {recording} --format summary", "--slo p99=0.001ms", "slo_p99"},
    {"export", "method", "export {recording} --format md", "--method in-place", "stated by the user"},
    {"sch", "rest", "sch get", "--rest {rest} --rest-user {user} --tls-ca {ca} --password-file {restpw}",
     "admin"},
    {"sch", "rest-user", kSch, "--rest-user viewer@example.com", "viewer"},
    {"sch", "password-file", "sch get --rest {rest} --rest-user {user} --tls-ca {ca}",
     "--password-file {restpw}", "role admin"},
    {"sch", "tls-ca", "sch get --rest {rest} --rest-user {user} --password-file {restpw}", "--tls-ca {ca}",
     "role admin"},
    {"sch", "tls-pin", "sch get --rest {rest} --rest-user {user} --password-file {restpw}",
     "--tls-pin {restpin}", "role admin"},
    {"sch", "tls-cert", kSch, "--tls-cert {ics}", "ertificate.*not|cannot"},
    {"sch", "sni", kSch, "--sni other.example", "other.example"},
    {"sch", "oss-cluster", kSchOn, "--oss-cluster", "oss_cluster_client_maint_notifications\": true"},
    {"sch", "delay", kSchOn, "--delay 3s", "3000"},
    {"sch", "dry-run",
     "sch off --yes --rest {rest} --rest-user viewer@example.com --tls-ca {ca} --password-file {restpw}",
     "--dry-run", "nothing is changed that needs"},
    {"sch", "yes", "sch on --rest {rest} --rest-user {user} --tls-ca {ca} --password-file {restpw}", "--yes",
     "needs a confirmation"},
    {"sch", "json", kSch, "--json", "maint-sch/1"},
    {"sch", "curl", kSchOn, "--curl", "curl "},
    {"sch", "timeout", "sch get --rest https://{silentaddress} --rest-user {user} --password-file {restpw}",
     "--timeout 200ms", "0?200 ms|0.2"},
    {"sch", "profile", "sch get", "--profile mine", "The profile contains none"},
    {"profile", "name", "profile import {profile}", "--name other", "other"},
};

/// Where an option would be ignored.
constexpr std::pair<const char*, const char*> kRefused[] = {
    {"check redis://h --connections 2", "--connections"},
    {"check redis://h --rate 2", "--rate"},
    {"check redis://h --drain-limit none", "--drain-limit"},
    {"check redis://h --control", "--control"},
    {"check redis://h --relaxed-timeout 3s", "--relaxed-timeout"},
    {"check redis://h --handoff-timeout 3s", "--handoff-timeout"},
    {"check redis://h --settings jedis --handoff-timeout 3s", "--handoff-timeout"},
    {"check redis://h --settings jedis --json", "--json"},
    {"check redis://h --settings jedis --clients", "--clients"},
    {"check redis://h --command ping --key k", "--key"},
    {"check redis://h --command incr --key k", "--key"},
    {"check redis://h --rest-user u", "--rest-user"},
    {"check redis://h --rest-sign-in token", "--rest-sign-in"},
    {"check redis://h --rest-password-file f", "--rest-password-file"},
    {"check redis://h --rest-tls-ca f", "--rest-tls-ca"},
    {"check redis://h --rest-sni n", "--rest-sni"},
    {"check redis://h --tls-ca f", "--tls-ca"},
    {"check redis://h --sni n", "--sni"},
    {"record redis://h --command ping --key k", "--key"},
    {"record redis://h --policy never --endpoint-type none", "--endpoint-type"},
    {"record redis://:p@h --password-file f", "--password-file"},
    {"record redis://h --tls-key f", "--tls-key"},
    {"watch --rate 5", "--rate"},
    {"watch --demo --connections 5", "--connections"},
    {"watch a.maintscope --user u", "--user"},
    {"export r.maintscope --format csv --preview", "--preview"},
    {"export r.maintscope --redact --preview --format csv", "--format"},
    {"export r.maintscope --redact --preview --out f", "--out"},
    {"export r.maintscope --redact --preview --slo p99=1s", "--slo"},
    {"export r.maintscope --redact --preview --method other", "--method"},
    {"recordings list --older-than 1h", "--older-than"},
    {"recordings list --dry-run", "--dry-run"},
    {"recordings keep f n --json", "--json"},
    {"recordings keep f n --folder d", "--folder"},
    {"profile list --name n", "--name"},
    {"profile export --name n", "--name"},
    {"sch databases --json --rest https://h:9443", "--json"},
    {"sch get --dry-run --rest https://h:9443", "--dry-run"},
    {"sch on --yes --dry-run --rest https://h:9443", "--yes"},
    {"sch on --yes --curl --rest https://h:9443", "--yes"},
    {"simulate --loop", "--loop"},
    {"simulate --start now", "--start"},
};

/// Options whose effect takes a maintenance window, another machine or a certificate of its own, with the
/// test that shows it.
const QMap<QString, QString> kElsewhere{
    {u"record relaxed-timeout"_s, u"tests/client/core/tst_maintenance_windows.cpp"_s},
    {u"record handoff-timeout"_s, u"tests/client/core/tst_target_moving.cpp"_s},
    {u"record drain-limit"_s, u"tests/client/core/tst_target_moving.cpp"_s},
    {u"record key"_s, u"tests/client/core/tst_target.cpp"_s},
    {u"record method"_s, u"tests/model/verdict/tst_summary.cpp"_s},
    {u"record timeout"_s, u"tests/client/core/tst_target_accounting.cpp"_s},
    {u"record user"_s, u"tests/integration/tst_record.cpp"_s},
    {u"record password-file"_s, u"tests/app/cli/tst_record_options.cpp"_s},
    {u"record tls-ca"_s, u"tests/integration/tst_record_tls.cpp"_s},
    {u"record tls-pin"_s, u"tests/integration/tst_record_tls.cpp"_s},
    {u"record tls-cert"_s, u"tests/integration/tst_record_tls.cpp"_s},
    {u"record tls-key"_s, u"tests/integration/tst_record_tls.cpp"_s},
    {u"record sni"_s, u"tests/integration/tst_record_tls.cpp"_s},
    {u"check key"_s, u"tests/integration/tst_check_command.cpp"_s},
    {u"check tls-key"_s, u"tests/integration/tst_record_tls.cpp"_s},
    {u"check rest-sign-in"_s, u"tests/integration/tst_check_command.cpp"_s},
    {u"check rest-password-file"_s, u"tests/integration/tst_check_command.cpp"_s},
    {u"check rest-tls-ca"_s, u"tests/integration/tst_check_command.cpp"_s},
    {u"check rest-tls-pin"_s, u"tests/integration/tst_check_command.cpp"_s},
    {u"check rest-tls-cert"_s, u"tests/integration/tst_sch_command.cpp"_s},
    {u"check rest-tls-key"_s, u"tests/integration/tst_sch_command.cpp"_s},
    {u"check rest-sni"_s, u"tests/integration/tst_sch_command.cpp"_s},
    {u"sch rest-sign-in"_s, u"tests/integration/tst_sch_command.cpp"_s},
    {u"sch tls-key"_s, u"tests/integration/tst_sch_command.cpp"_s},
    {u"simulate version"_s, u"tests/integration/tst_sch_command.cpp"_s},
    {u"simulate sch"_s, u"tests/app/demo/tst_simulator.cpp"_s},
    {u"simulate backend"_s, u"tests/integration/tst_foreign_clients.cpp"_s},
    {u"simulate scenario"_s, u"tests/integration/tst_scenarios.cpp"_s},
    {u"simulate start"_s, u"tests/app/demo/cluster/tst_sim_cluster.cpp"_s},
    {u"simulate speed"_s, u"tests/integration/tst_scenarios.cpp"_s},
    {u"simulate loop"_s, u"tests/app/demo/cluster/tst_sim_cluster.cpp"_s},
    {u"export this-file"_s, u"tests/integration/tst_record.cpp"_s},
};

} // namespace

Q_DECLARE_METATYPE(const Row*)

class TstOptionEffects : public QObject {
    Q_OBJECT

    std::unique_ptr<demo::Simulator> m_plain;
    std::unique_ptr<demo::Simulator> m_tls;
    QTcpServer m_silent;
    QTemporaryDir m_folder;
    QMap<QString, QString> m_words;

    void keep(const QString& word, const QByteArray& content) {
        const QString path = m_folder.filePath(word);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        m_words[u'{' + word + u'}'] = path;
    }
    QStringList arguments(const char* line) const {
        QString text = QString::fromLatin1(line);
        for (auto word = m_words.begin(); word != m_words.end(); ++word)
            text.replace(word.key(), word.value());
        return text.split(u' ', Qt::SkipEmptyParts);
    }

    /// The window reads and measures as record does.
    static QString measures(const QString& command) { return command == "watch"_L1 ? u"record"_s : command; }
    /// The outcome of a command line, in the surroundings of this test.
    ProgramOutcome run(const QStringList& words) {
        Program program;
        QProcessEnvironment environment = program.process().processEnvironment();
        environment.insert(u"XDG_CONFIG_HOME"_s, m_folder.filePath(u"config"_s));
        environment.insert(u"MAINTSCOPE_KEYCHAIN"_s, u"off"_s);
        program.process().setProcessEnvironment(environment);
        program.process().setStandardInputFile(QProcess::nullDevice());
        return program.run(words);
    }

private Q_SLOTS:
    void initTestCase() {
        m_plain = std::make_unique<demo::Simulator>(
            demo::SimulatorOptions{.password = Secret("sesame"), .restPassword = Secret("open-sesame")});
        m_tls = std::make_unique<demo::Simulator>(
            demo::SimulatorOptions{.tls = true, .password = Secret("sesame")});
        const auto plain = m_plain->start();
        const auto tls = m_tls->start();
        QVERIFY(plain && tls);
        QVERIFY(m_silent.listen(QHostAddress(QHostAddress::LocalHost)));
        keep(u"pw"_s, "sesame\n");
        keep(u"restpw"_s, "open-sesame\n");
        keep(u"ics"_s,
             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Upgrade of May\r\n"
             "DTSTART:20200101T000000Z\r\nDTEND:20400101T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        const auto text = [](const std::string& value) { return QString::fromStdString(value); };
        keep(u"profile"_s, "redis-cli -h 127.0.0.1 -p " +
                               QByteArray::fromStdString(plain->redis).split(':').constLast() + "\n");
        m_words[u"{plain}"_s] = text(plain->redis);
        m_words[u"{named}"_s] = text(plain->named);
        m_words[u"{hosts}"_s] = text(plain->hostsFile);
        m_words[u"{rest}"_s] = text(plain->rest);
        m_words[u"{user}"_s] = text(plain->restUser);
        m_words[u"{ca}"_s] = text(plain->caFile);
        m_words[u"{tls}"_s] = text(tls->redis);
        m_words[u"{tlsca}"_s] = text(tls->caFile);
        m_words[u"{silent}"_s] = u"redis://127.0.0.1:%1"_s.arg(m_silent.serverPort());
        m_words[u"{silentaddress}"_s] = u"127.0.0.1:%1"_s.arg(m_silent.serverPort());
        m_words[u"{folder}"_s] = m_folder.path();
        // In the order in which the simulator writes them: REST, database, metrics.
        const auto pin = [](const std::string& path, qsizetype index) {
            const auto certificates = QSslCertificate::fromPath(QString::fromStdString(path));
            return u"sha256:"_s +
                   QString::fromLatin1(certificates.value(index).digest(QCryptographicHash::Sha256).toHex());
        };
        m_words[u"{restpin}"_s] = pin(plain->caFile, 0);
        m_words[u"{pin}"_s] = pin(tls->caFile, 1);
        QVERIFY(QDir(m_folder.path()).mkpath(u"recs"_s));
        m_words[u"{recs}"_s] = m_folder.filePath(u"recs"_s);
        m_words[u"{recording}"_s] = m_folder.filePath(u"recs/r.maintscope"_s);
        QVERIFY(run(arguments("profile import {profile} --name mine")).code == 0);
        QCOMPARE(run(arguments("record {plain} --password-file {pw} --for 400ms --out {recording}")).code, 0);
    }

    void theEffectOfEach_data() {
        QTest::addColumn<const Row*>("row");
        for (const Row& row : kRows)
            QTest::addRow("%s --%s", row.command, row.option) << &row;
    }
    void theEffectOfEach() {
        QFETCH(const Row*, row);
        const ProgramOutcome without = run(arguments(row->base));
        const ProgramOutcome with = run(arguments(row->base) + arguments(row->added));
        if (*row->shows == '/') {
            QVERIFY2(QFile::exists(m_folder.path() + QString::fromLatin1(row->shows)), with.err);
            return;
        }
        const QRegularExpression shows(QString::fromLatin1(row->shows));
        const auto seen = [&shows](const ProgramOutcome& run) {
            return QString::fromUtf8(run.out + run.err).contains(shows);
        };
        if (seen(with) == seen(without))
            qWarning().noquote() << without.out << without.err << "\n--- with it\n" << with.out << with.err;
        QVERIFY(seen(with) != seen(without));
    }

    void theEffectOfSimulateOptions_data() {
        QTest::addColumn<QString>("added");
        QTest::addColumn<QString>("shows"); ///< in the line of addresses
        const auto row = [](const char* option, const char* added, const char* shows) {
            QTest::newRow(option) << QString::fromLatin1(added) << QString::fromLatin1(shows);
        };
        row("bind", "--bind 127.0.0.9", "redis://127\\.0\\.0\\.9:");
        row("port", "--port 17461", "\"redis\":\"redis://127.0.0.1:17461\"");
        row("rest-port", "--rest-port 17462", "https://127.0.0.1:17462\"");
        row("metrics-port", "--metrics-port 17463", "17463/v2");
        row("control-port", "--control-port 17464", "\"control\":\"127.0.0.1:17464\"");
        row("nodes", "--nodes 5", "\"nodes\":\\[(\"[^\"]+\",){4}\"[^\"]+\"\\]");
        row("tls", "--tls", "rediss://");
        row("password", "--password hush", "\"password\":\"hush\"");
        row("rest-user", "--rest-user me@example.com", "me@example.com");
        row("rest-password", "--rest-password hush", "\"rest_password\":\"hush\"");
    }
    void theEffectOfSimulateOptions() {
        QFETCH(QString, added);
        QFETCH(QString, shows);
        const auto lineOf = [](const QStringList& words) {
            Program program;
            program.start(words);
            const bool complete = QTest::qWaitFor([&] { return program.process().canReadLine(); }, 20'000);
            return complete ? QString::fromUtf8(program.process().readLine()) : QString();
        };
        const QRegularExpression pattern(shows);
        const QStringList words{u"simulate"_s};
        QVERIFY(!lineOf(words).contains(pattern));
        const QString line = lineOf(words + added.split(u' '));
        QVERIFY2(line.contains(pattern), qPrintable(line));
    }

    void theDemonstrationIsWatched() {
        Program program;
        QProcessEnvironment environment = program.process().processEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        environment.insert(u"XDG_CONFIG_HOME"_s, program.path(u"config"_s));
        program.process().setProcessEnvironment(environment);
        program.start({u"watch"_s, u"--demo"_s});
        QVERIFY(QTest::qWaitFor([&] { return !program.recordings().isEmpty(); }, 20'000));
        QVERIFY(program.signal(SIGTERM));
        QVERIFY(program.ended());
    }

    void everyOptionHasItsRow_data() {
        QTest::addColumn<QString>("command");
        for (const char* command :
             {"record", "check", "recordings", "export", "sch", "profile", "simulate", "watch"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }
    void everyOptionHasItsRow() {
        QFETCH(QString, command);
        Program program;
        const ProgramOutcome help = program.run({command, u"--help"_s});
        QCOMPARE(help.code, 0);
        QSet<QString> rows{u"help"_s};
        if (command == "watch"_L1) rows << u"demo"_s; // theDemonstrationIsWatched()
        if (command == "simulate"_L1)
            for (const char* option : {"bind", "port", "rest-port", "metrics-port", "control-port", "nodes",
                                       "tls", "password", "rest-user", "rest-password"})
                rows << QString::fromLatin1(option); // theEffectOfSimulateOptions()
        for (const Row& row : kRows)
            if (measures(command) == QLatin1String(row.command)) rows << QString::fromLatin1(row.option);
        for (auto row = kElsewhere.begin(); row != kElsewhere.end(); ++row) {
            if (!row.key().startsWith(command + u' ') && !row.key().startsWith(measures(command) + u' '))
                continue;
            rows << row.key().section(u' ', 1);
            QVERIFY2(QFile::exists(QStringLiteral(MAINTSCOPE_SOURCE_DIR) + u'/' + row.value()),
                     qPrintable(row.value()));
        }
        static const QRegularExpression option(u"^ +(?:-\\w, )?--([a-z-]+)"_s,
                                               QRegularExpression::MultilineOption);
        int options = 0;
        for (auto match = option.globalMatch(QString::fromUtf8(help.out)); match.hasNext(); ++options) {
            const QString name = match.next().captured(1);
            QVERIFY2(rows.contains(name), qPrintable(command + u" --"_s + name + u" is shown by no test"_s));
        }
        QVERIFY(options > 1);
    }

    void whatWouldBeIgnoredIsRefused_data() {
        QTest::addColumn<QString>("option");
        for (const auto& [line, option] : kRefused)
            QTest::newRow(line) << QString::fromLatin1(option);
    }
    void whatWouldBeIgnoredIsRefused() {
        QFETCH(QString, option);
        Program program;
        const ProgramOutcome run = program.run(arguments(QTest::currentDataTag()));
        QCOMPARE(run.code, 64);
        QVERIFY2(run.err.contains(option.toUtf8()), run.err);
    }
};

MAINTSCOPE_TEST(TstOptionEffects, QCoreApplication)
#include "tst_option_effects.moc"
