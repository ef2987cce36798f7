// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/target_options.h"

#include "app/cli/command_options.h"
#include "app/cli/profile_option.h"
#include "app/cli/tls_options.h"
#include "app/services/console.h"
#include "app/services/keychain.h"
#include "app/services/passwords.h"
#include "client/types/target_url.h"
#include "client/types/url_secrets.h"

#include <QFileInfo>

#include <array>
#include <optional>
#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array kPolicies{Policy::Auto, Policy::Required, Policy::Never};
constexpr std::array kEndpointTypes{EndpointType::Auto,         EndpointType::InternalIp,
                                    EndpointType::InternalFqdn, EndpointType::ExternalIp,
                                    EndpointType::ExternalFqdn, EndpointType::None};
constexpr std::array kCommands{ProbeCommand::Get, ProbeCommand::Ping, ProbeCommand::Set, ProbeCommand::Incr};

template <class E, std::size_t N>
Status readWord(const GivenOption& given, const std::array<E, N>& words, E& target) {
    const std::string value = given.value.toStdString();
    std::string choices;
    for (const E word : words) {
        if (value == toString(word)) {
            target = word;
            return success();
        }
        choices += (choices.empty() ? "" : ", ") + std::string(toString(word));
    }
    return invalidValue(given, {}, "Use one of: " + choices + ".");
}

Status readConnections(const GivenOption& given, TargetSettings& settings) {
    bool good = false;
    const int value = given.value.toInt(&good);
    if (!good || value < 1 || value > kMostProbeConnections)
        return invalidValue(given, {},
                            "Use a whole number from 1 to " + std::to_string(kMostProbeConnections) + ".");
    settings.probe.connections = static_cast<std::uint16_t>(value);
    return success();
}

Status readRate(const GivenOption& given, TargetSettings& settings) {
    bool good = false;
    const double value = given.value.toDouble(&good);
    if (!good || !(value >= kLowestRate && value <= kMostProbesPerSecond))
        return invalidValue(given, {},
                            "Use the number of probes per second on each connection, from 0.01 to 50000.");
    settings.probe.ratePerSecond = value;
    return success();
}

Status readDrainLimit(const GivenOption& given, TargetSettings& settings) {
    if (given.value == "none"_L1) {
        settings.timeouts.drainLimit = std::nullopt;
        return success();
    }
    Duration limit{};
    if (Status read = readDuration(given, limit); !read) return read;
    settings.timeouts.drainLimit = limit;
    return success();
}

Status readHandoffTimeout(const GivenOption& given, TargetSettings& settings) {
    Duration limit{};
    if (Status read = readDuration(given, limit); !read) return read;
    settings.timeouts.handoff = limit;
    return success();
}

/// Checks the file once, so that a missing file is reported before anything starts.
Status readHosts(const GivenOption& given, TargetSettings& settings) {
    const QFileInfo file(given.value);
    if (!file.isFile() || !file.isReadable())
        return invalidValue(given, "the file does not exist or is not readable",
                            "Name a file with lines as in /etc/hosts: ADDRESS NAME...");
    settings.hostsFile = file.absoluteFilePath().toStdString();
    return success();
}

constexpr OptionRow<TargetSettings> kScheduleOptions[] = {
    {"connections", "N", "Number of protected connections (4).", readConnections},
    {"rate", "N", "Probes per second on each connection (20).", readRate},
    {"drain-limit", "T", "Time that ordered commands wait for the old connection (1s); none: no limit.",
     readDrainLimit},
    {"control", nullptr, "Run a second set of connections that never opts in.",
     [](const GivenOption&, TargetSettings& s) {
         s.probe.control = true;
         return success();
     }},
};

constexpr OptionRow<TargetSettings> kTargetOptions[] = {
    {"command", "C",
     "Probe command: get (of a missing key), ping, set, or incr, which checks integrity (get).",
     [](const GivenOption& given, TargetSettings& s) { return readWord(given, kCommands, s.probe.command); }},
    {"key", "K", "Key of the probes, used verbatim (maintscope:ID, with a time to live).",
     [](const GivenOption& given, TargetSettings& s) {
         s.probe.key = given.value.toStdString();
         return success();
     }},
    {"timeout", "T", "Normal timeout of a probe (1s).",
     [](const GivenOption& given, TargetSettings& s) { return readDuration(given, s.timeouts.normal); }},
    {"relaxed-timeout", "T", "Timeout of a probe inside a maintenance window (10s).",
     [](const GivenOption& given, TargetSettings& s) { return readDuration(given, s.timeouts.relaxed); }},
    {"connect-timeout", "T", "Time from connect to the first reply (2s).",
     [](const GivenOption& given, TargetSettings& s) { return readDuration(given, s.timeouts.connect); }},
    {"handoff-timeout", "T", "Time from MOVING to the switch (the longer of 15s and grace + 5s).",
     readHandoffTimeout},
    {"policy", "P", "Maintenance notifications: auto, required or never (auto).",
     [](const GivenOption& given, TargetSettings& s) { return readWord(given, kPolicies, s.policy); }},
    {"endpoint-type", "E",
     "How MOVING names its target: auto, internal-ip, internal-fqdn, external-ip, external-fqdn, none "
     "(auto).",
     [](const GivenOption& given, TargetSettings& s) {
         return readWord(given, kEndpointTypes, s.endpointType);
     }},
    {"hosts", "FILE",
     "File that resolves names before DNS does (ADDRESS NAME..., as /etc/hosts); it is read for each lookup.",
     readHosts},
    {"user", "U", "User name; the URL can contain it, too.",
     [](const GivenOption& given, TargetSettings& s) {
         s.user = given.value.toStdString();
         return success();
     }},
};

bool optsIn(const QCommandLineParser& parser) {
    return parser.value(u"policy"_s) != "never"_L1;
}

constexpr OptionScope kTargetScopes[] = {
    {"key", [](const QCommandLineParser& parser) { return parser.value(u"command"_s) != "ping"_L1; },
     "to commands that have a key, which ping has not"},
    {"endpoint-type", optsIn, "to connections that opt in, which --policy never excludes"},
};

/// Applies the options to `settings`. `source`: where these come from, for errors.
Status applyOptions(const QCommandLineParser& parser, const std::string& source, TargetSettings& settings) {
    for (const auto rows : {std::span<const OptionRow<TargetSettings>>(kScheduleOptions),
                            std::span<const OptionRow<TargetSettings>>(kTargetOptions)}) {
        if (Status read = readOptions<TargetSettings>(parser, rows, settings); !read) return read;
    }
    if (const double all = probesPerSecond(settings.probe); all > kMostProbesPerSecond)
        return invalidValue({u"--rate"_s, parser.value(u"rate"_s)},
                            "all connections together send " + std::to_string(static_cast<long>(all)) +
                                " probes per second, more than 50000",
                            "Reduce --rate or --connections.");
    if (settings.tls.enabled) return readTlsOptions(parser, {}, settings.tls);
    if (const auto option = firstTlsOption(parser, {}))
        return invalidValue({u"--"_s + *option, parser.value(*option)}, source + " does not use TLS",
                            "Write the URL as rediss://, or remove the option.");
    return success();
}

Result<TargetSettings> readUrl(const QCommandLineParser& parser, const QString& url) {
    Result<TargetUrl> parsed = parseTargetUrl(url.toStdString());
    if (!parsed) return parsed.error();
    TargetSettings settings;
    settings.endpoint = parsed->endpoint;
    settings.user = parsed->user;
    settings.password = std::move(parsed->password);
    settings.tls.enabled = parsed->tls;
    if (Status read = applyOptions(parser, "the URL " + withoutPassword(url.toStdString()), settings); !read)
        return read.error();
    return settings;
}

/// The databases of the URLs, then those of the profiles.
Result<std::vector<TargetSettings>> readAll(const QCommandLineParser& parser, const QStringList& urls) {
    std::vector<TargetSettings> targets;
    for (const QString& url : urls) {
        Result<TargetSettings> target = readUrl(parser, url);
        if (!target) return target.error();
        targets.push_back(std::move(*target));
    }
    auto profiles = readProfiles(parser);
    if (!profiles) return profiles.error();
    for (model::Profile& profile : *profiles) {
        if (Status read = applyOptions(parser, "the profile " + profile.name, profile.target); !read)
            return read.error();
        targets.push_back(std::move(profile.target));
    }
    for (std::size_t i = 0; i < targets.size(); ++i)
        targets[i].id = TargetId{static_cast<std::uint16_t>(i + 1)};
    return targets;
}

} // namespace

void addTargetOptions(QCommandLineParser& parser, TargetUse use) {
    parser.addOption(
        {u"profile"_s, u"Saved connection, instead of a URL or in addition; can be repeated."_s, u"NAME"_s});
    addOptions<TargetSettings>(parser, kScheduleOptions, use == TargetUse::Check);
    addOptions<TargetSettings>(parser, kTargetOptions);
    parser.addOption(
        {u"password-file"_s, u"File whose first line is the password; - reads standard input."_s, u"FILE"_s});
    addTlsOptions(parser, {}, {});
}

std::optional<QString> firstTargetOption(const QCommandLineParser& parser) {
    for (const auto rows : {std::span<const OptionRow<TargetSettings>>(kScheduleOptions),
                            std::span<const OptionRow<TargetSettings>>(kTargetOptions)})
        for (const OptionRow<TargetSettings>& row : rows)
            if (const QString name = QString::fromLatin1(row.name); parser.isSet(name)) return name;
    if (parser.isSet(u"password-file"_s)) return u"password-file"_s;
    return firstTlsOption(parser, {});
}

Result<std::vector<TargetSettings>> readTargets(const QCommandLineParser& parser, const QStringList& urls) {
    if (Status idle = refuseIdleOptions(parser, kTargetScopes); !idle) return idle.error();
    Result<std::vector<TargetSettings>> read = readAll(parser, urls);
    if (!read) return read.error();
    std::vector<TargetSettings> targets = std::move(*read);
    bool inArgument = false;
    bool missing = false;
    QString asked;
    for (const TargetSettings& target : targets) {
        inArgument = inArgument || !target.password.empty();
        missing = missing || target.password.empty();
        if (target.password.empty() && !target.user.empty() && asked.isEmpty())
            asked = u"Password of %1 at %2"_s.arg(QString::fromStdString(target.user),
                                                  QString::fromStdString(toString(target.endpoint)));
    }
    if (inArgument) printLine(stderr, u"maintscope: "_s + passwordInArgumentWarning());
    if (!missing) {
        if (parser.isSet(u"password-file"_s))
            return idleOption(u"password-file"_s, "each URL has its password already");
        return targets;
    }

    auto password = findPassword(
        {.file = parser.value(u"password-file"_s), .variable = kPasswordVariable, .promptQuestion = {}});
    if (!password) return password.error();
    if (!*password && parser.isSet(u"profile"_s)) {
        missing = false;
        for (TargetSettings& target : targets) {
            if (!target.password.empty()) continue;
            target.password = findInKeychain(keychainAccount(target)).value_or(Secret());
            missing = missing || target.password.empty();
        }
    }
    if (!*password && missing) *password = askForPassword(asked);
    if (!*password) return targets;
    for (TargetSettings& target : targets) {
        if (target.password.empty()) target.password = **password;
    }
    return targets;
}

} // namespace maintscope::app
