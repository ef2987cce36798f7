// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/simulate_command.h"

#include "app/demo/cluster/scenario_library.h"
#include "app/demo/simulator.h"
#include "app/services/console.h"
#include "app/services/exit_code.h"
#include "app/services/quit_signals.h"

#include <QCommandLineParser>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString kSimulate = u"simulate"_s;

std::string toBytes(const QString& text) {
    return text.toStdString();
}

QString actionHelp() {
    return u"\nActions, in scenario files (\"at 3s ACTION\") and on the control port. N and M are node "
           u"numbers,\n"
           "'bound' (the node with the endpoint), 'next' (the node after it) or, for some actions, 'all':\n"
           "  moving N [->] M [grace 15s] [endpoint null|name|ipv6|node K|HOST:PORT] [rebind after "
           "8s|never]\n"
           "         [dns after 4s|never] [close after 17s] [sequence 7] [unsent|told-only]\n"
           "         announces that the endpoint moves, and moves it; N -> N replaces the process of N\n"
           "  migrating [shards] 2,4 [in 2s] [pause 1500ms] [unsent|told-only]    migrated [shards] 2,4 "
           "[unsent]\n"
           "  failing-over [shard] 21 [in 2s] [pause 1500ms] [unsent|told-only]   failed-over [shard] 21 "
           "[unsent]\n"
           "  smigrating [slots] 0-100 [in 2s]                  smigrated [slots] 0-100 N -> M\n"
           "  repeat             sends the frame of every open operation again\n"
           "  bind N [dns after 4s|never]                       moves the endpoint, unannounced\n"
           "  record N,M         sets the nodes that the endpoint's name resolves to\n"
           "  stall N [for] 800ms                               pause [shards] [for] 1500ms\n"
           "  delay N 20ms       latency; 0ms ends it           chop N 3   writes pieces of 1 to 3 bytes; "
           "0 ends it\n"
           "  drop N [reset|half]                               closes all sockets: FIN, RST, or FIN of "
           "the node only\n"
           "  refuse N [connections|packets|trust|login|opt-in] [for 3s]          accept N   ends all "
           "refusals\n"
           "  push BYTES         to all opted-in connections; escapes \\r \\n \\xHH\n"
           "  flag on|off        the switch of the cluster      password [WORD]\n"
           "Further commands of the control port: status, scenarios, scenario NAME|FILE, and for the REST "
           "API\n"
           "  rest body whole|cut|reset|chunked    rest delay MS    rest overload on|off\n"
           "  rest gateway off|503|504             rest primary none|1|2|3\n"
           "  rest certificate first|new|expired|ca-signed|documented (RSA 4096, names only)\n"
           "  rest opted-in keep|stop              whether opted-in connections get frames after the switch "
           "is off\n"
           "An unknown command or value lists the valid ones.\n"_s;
}

/// The name and the first sentence of every bundled scenario.
QString scenarioHelp() {
    QString text;
    for (const std::string& name : demo::bundledScenarios()) {
        const auto scenario = demo::loadScenario(name);
        const QString description = scenario ? QString::fromStdString(scenario->description) : QString();
        text += u"  %1 "_s.arg(QString::fromStdString(name), -17) +
                wrapped(description.section(u". "_s, 0, 0), 20) + u'\n';
    }
    return text;
}

QString wholeHelp(const QCommandLineParser& parser) {
    return helpText(parser, kSimulate) + u"\nScenarios:\n"_s + scenarioHelp() + actionHelp();
}

struct SimulateOptions {
    QCommandLineOption bind{u"bind"_s,
                            u"Address of the entry; in 127/8 node N listens on this address plus N."_s,
                            u"ADDRESS"_s, u"127.0.0.1"_s};
    QCommandLineOption port{u"port"_s, u"Port of the database; 0: any free port."_s, u"N"_s, u"0"_s};
    QCommandLineOption restPort{u"rest-port"_s, u"HTTPS port of the cluster's REST API; 0: any free port."_s,
                                u"N"_s, u"0"_s};
    QCommandLineOption metricsPort{u"metrics-port"_s,
                                   u"HTTPS port of the metrics (/v2, for Prometheus); 0: any free port."_s,
                                   u"N"_s, u"0"_s};
    QCommandLineOption controlPort{u"control-port"_s, u"Control port, on 127.0.0.1 only."_s, u"N"_s, u"0"_s};
    QCommandLineOption nodes{u"nodes"_s, u"Number of nodes, 1 to 20."_s, u"N"_s, u"3"_s};
    QCommandLineOption tls{u"tls"_s, u"Use TLS for the database (rediss://); REST always uses TLS."_s};
    QCommandLineOption password{u"password"_s, u"Password of the database's default user."_s, u"P"_s};
    QCommandLineOption version{u"version"_s,
                               u"Redis Software version to simulate: 7.22, 8.0.2, 8.0.16 or 8.2."_s, u"V"_s,
                               u"8.0.16"_s};
    QCommandLineOption sch{u"sch"_s, u"Switch for maintenance notifications at the start: on or off."_s,
                           u"on|off"_s, u"on"_s};
    QCommandLineOption backend{u"backend"_s,
                               u"Real server that holds the keys; the nodes are proxies for it."_s,
                               u"redis://HOST:PORT"_s};
    QCommandLineOption scenario{
        u"scenario"_s, u"Scenario to run: the name of a bundled scenario, or a file."_s, u"NAME|FILE"_s};
    QCommandLineOption start{u"start"_s, u"Start of the scenario: now, or opt-in (of the first client)."_s,
                             u"now|opt-in"_s, u"opt-in"_s};
    QCommandLineOption speed{u"speed"_s, u"Factor by which all simulated times are shorter."_s, u"FACTOR"_s,
                             u"1"_s};
    QCommandLineOption loop{u"loop"_s, u"Repeat the scenario."_s};
    QCommandLineOption restUser{u"rest-user"_s,
                                u"Administrator of the REST API; viewer@example.com has read access only."_s,
                                u"USER"_s, u"admin@example.com"_s};
    QCommandLineOption restPassword{u"rest-password"_s, u"Password of both REST users (random)."_s, u"P"_s};
    QCommandLineOption help{{u"h"_s, u"help"_s}, u"Show this help and exit."_s};
};

/// The error in the arguments; empty: there is none.
QString readSimulateOptions(const QCommandLineParser& parser, const SimulateOptions& o,
                            demo::SimulatorOptions& out) {
    const auto port = [&](const QCommandLineOption& option, std::uint16_t& target) {
        bool good = false;
        target = parser.value(option).toUShort(&good);
        return good ? QString()
                    : u"--%1 needs a port from 0 to 65535, not '%2'"_s.arg(option.names().first(),
                                                                           parser.value(option));
    };
    for (const QString& wrong : {port(o.port, out.port), port(o.restPort, out.restPort),
                                 port(o.metricsPort, out.metricsPort), port(o.controlPort, out.controlPort)})
        if (!wrong.isEmpty()) return wrong;
    bool good = false;
    out.nodes = parser.value(o.nodes).toInt(&good);
    if (!good || out.nodes < 1 || out.nodes > 20)
        return u"--nodes needs a number from 1 to 20, not '%1'"_s.arg(parser.value(o.nodes));
    out.speed = parser.value(o.speed).toDouble(&good);
    if (!good || !(out.speed >= 0.1 && out.speed <= 1000))
        return u"--speed needs a factor from 0.1 to 1000, not '%1'"_s.arg(parser.value(o.speed));
    const auto version = demo::profileFromName(toBytes(parser.value(o.version)));
    if (!version)
        return u"--version needs 7.22, 8.0.2, 8.0.16 or 8.2, not '%1'"_s.arg(parser.value(o.version));
    out.version = *version;
    const QString start = parser.value(o.start);
    if (start != "now"_L1 && start != "opt-in"_L1)
        return u"--start needs now or opt-in, not '%1'"_s.arg(start);
    out.start = start == "now"_L1 ? demo::ScenarioStart::Now : demo::ScenarioStart::OnOptIn;
    const QString sch = parser.value(o.sch);
    if (sch != "on"_L1 && sch != "off"_L1) return u"--sch needs on or off, not '%1'"_s.arg(sch);
    out.clientMaintNotifications = sch == "on"_L1;
    out.bind = toBytes(parser.value(o.bind));
    out.tls = parser.isSet(o.tls);
    out.password = Secret(toBytes(parser.value(o.password)));
    for (const QCommandLineOption* option : {&o.start, &o.loop})
        if (parser.isSet(*option) && !parser.isSet(o.scenario))
            return u"--%1 has no effect without --scenario"_s.arg(option->names().first());
    out.scenario = toBytes(parser.value(o.scenario));
    out.loop = parser.isSet(o.loop);
    out.restUser = toBytes(parser.value(o.restUser));
    out.restPassword = Secret(toBytes(parser.value(o.restPassword)));
    if (parser.isSet(o.backend)) {
        auto backend = parseTargetUrl(toBytes(parser.value(o.backend)));
        if (!backend) return u"--backend: "_s + QString::fromStdString(toString(backend.error()));
        if (backend->tls) return u"--backend needs a server without TLS, as redis://HOST:PORT"_s;
        out.backend = std::move(*backend);
    }
    if (!parser.positionalArguments().isEmpty())
        return u"unexpected argument '%1'"_s.arg(parser.positionalArguments().first());
    return {};
}

QByteArray addressLine(const demo::SimulatorAddresses& addresses) {
    const auto text = [](std::string_view value) {
        return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
    };
    QJsonArray nodes;
    for (const std::string& node : addresses.nodes)
        nodes.append(text(node));
    const QJsonObject object{{u"redis"_s, text(addresses.redis)},
                             {u"redis_by_name"_s, text(addresses.named)},
                             {u"hosts_file"_s, text(addresses.hostsFile)},
                             {u"nodes"_s, nodes},
                             {u"rest"_s, text(addresses.rest)},
                             {u"rest_user"_s, text(addresses.restUser)},
                             {u"rest_password"_s, text(addresses.restPassword.reveal())},
                             {u"ca_file"_s, text(addresses.caFile)},
                             {u"metrics"_s, text(addresses.metrics)},
                             {u"control"_s, text(addresses.control)},
                             {u"password"_s, text(addresses.password.reveal())}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace

int simulateCommand(const QStringList& arguments) {
    const SimulateOptions options;
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Runs a simulated cluster on this machine: a database that announces maintenance, "
        "its REST API, and a control port."_s);
    parser.addOptions({options.bind, options.port, options.restPort, options.metricsPort, options.controlPort,
                       options.nodes, options.tls, options.password, options.version, options.sch,
                       options.backend, options.scenario, options.start, options.speed, options.loop,
                       options.restUser, options.restPassword, options.help});
    const bool parsed = parser.parse(QStringList{u"maintscope simulate"_s} + arguments);
    if (parsed && parser.isSet(options.help)) {
        printText(stdout, wholeHelp(parser));
        return toInt(ExitCode::Pass);
    }
    demo::SimulatorOptions simulatorOptions;
    const QString wrong =
        parsed ? readSimulateOptions(parser, options, simulatorOptions) : parser.errorText();
    if (!wrong.isEmpty()) {
        complain(kSimulate, wrong + u". 'maintscope simulate --help' lists the options."_s);
        return toInt(ExitCode::Usage);
    }
    if (!simulatorOptions.scenario.empty()) {
        const auto scenario = demo::loadScenario(simulatorOptions.scenario);
        if (!scenario) {
            complain(kSimulate, scenario.error());
            return toInt(ExitCode::Usage);
        }
        if (scenario->needsTls && !simulatorOptions.tls) {
            complain(kSimulate, u"the scenario uses certificates and needs TLS. Add --tls."_s);
            return toInt(ExitCode::Usage);
        }
        if (scenario->highestNode > simulatorOptions.nodes) {
            complain(kSimulate, u"the scenario uses node %1, but --nodes is %2. Add --nodes %1."_s
                                    .arg(scenario->highestNode)
                                    .arg(simulatorOptions.nodes));
            return toInt(ExitCode::Usage);
        }
    }

    QEventLoop loop;
    const QuitSignals quitSignals([&loop](int) { loop.quit(); });
    demo::Simulator simulator(std::move(simulatorOptions));
    const auto addresses = simulator.start();
    if (!addresses) {
        complain(kSimulate, addresses.error());
        return toInt(ExitCode::Unreachable);
    }
    printJson(stdout, addressLine(*addresses));
    loop.exec();
    simulator.stop();
    return toInt(ExitCode::Pass);
}

} // namespace maintscope::app
