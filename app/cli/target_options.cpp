// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/target_options.h"

#include "app/cli/duration_option.h"
#include "app/cli/profile_option.h"
#include "app/services/console.h"
#include "app/services/keychain.h"
#include "app/services/passwords.h"
#include "client/io/net/tls_trust.h"
#include "client/types/target_url.h"

#include <QCommandLineOption>
#include <QFileInfo>
#include <QRegularExpression>

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

Error badValue(const QString& option, const QString& value, std::string detail, std::string remedy) {
    return {.what = "An option's value cannot be used.",
            .where = (u"--"_s + option + u' ' + value).toStdString(),
            .detail = std::move(detail),
            .remedy = std::move(remedy)};
}

template <class E, std::size_t N>
Status readWord(const QCommandLineParser& parser, const QString& option, const std::array<E, N>& words,
                E& target) {
    if (!parser.isSet(option)) return success();
    const std::string value = parser.value(option).toStdString();
    std::string choices;
    for (const E word : words) {
        if (value == toString(word)) {
            target = word;
            return success();
        }
        choices += (choices.empty() ? "" : ", ") + std::string(toString(word));
    }
    return badValue(option, parser.value(option), {}, "Give one of: " + choices + ".");
}

Status readDuration(const QCommandLineParser& parser, const QString& option, Duration& target) {
    if (!parser.isSet(option)) return success();
    const Result<Duration> value = parseDuration(parser.value(option), u"--"_s + option);
    if (!value) return value.error();
    target = *value;
    return success();
}

Status readTimeouts(const QCommandLineParser& parser, Timeouts& timeouts) {
    if (Status read = readDuration(parser, u"timeout"_s, timeouts.normal); !read) return read;
    if (Status read = readDuration(parser, u"relaxed-timeout"_s, timeouts.relaxed); !read) return read;
    if (Status read = readDuration(parser, u"connect-timeout"_s, timeouts.connect); !read) return read;
    if (parser.isSet(u"handoff-timeout"_s)) {
        Duration limit{};
        if (Status read = readDuration(parser, u"handoff-timeout"_s, limit); !read) return read;
        timeouts.handoff = limit;
    }
    if (!parser.isSet(u"drain-limit"_s)) return success();
    if (parser.value(u"drain-limit"_s) == "none"_L1) {
        timeouts.drainLimit = std::nullopt;
        return success();
    }
    Duration limit{};
    if (Status read = readDuration(parser, u"drain-limit"_s, limit); !read) return read;
    timeouts.drainLimit = limit;
    return success();
}

Status readProbe(const QCommandLineParser& parser, ProbePlan& probe) {
    if (parser.isSet(u"connections"_s)) {
        bool good = false;
        const int value = parser.value(u"connections"_s).toInt(&good);
        if (!good || value < 1 || value > kMostProbeConnections)
            return badValue(u"connections"_s, parser.value(u"connections"_s), {},
                            "Give a whole number from 1 to " + std::to_string(kMostProbeConnections) + ".");
        probe.connections = static_cast<std::uint16_t>(value);
    }
    if (parser.isSet(u"rate"_s)) {
        bool good = false;
        const double value = parser.value(u"rate"_s).toDouble(&good);
        if (!good || !(value >= kLowestRate && value <= kMostProbesPerSecond))
            return badValue(u"rate"_s, parser.value(u"rate"_s), {},
                            "Give the probes per second of one connection, from 0.01 to 50000.");
        probe.ratePerSecond = value;
    }
    if (Status read = readWord(parser, u"command"_s, kCommands, probe.command); !read) return read;
    if (parser.isSet(u"key"_s)) probe.key = parser.value(u"key"_s).toStdString();
    if (parser.isSet(u"control"_s)) probe.control = true;
    const double all = probesPerSecond(probe);
    if (all > kMostProbesPerSecond)
        return badValue(u"rate"_s, parser.value(u"rate"_s),
                        "over all connections that is " + std::to_string(static_cast<long>(all)) +
                            " probes per second, more than 50000",
                        "Lower --rate or --connections.");
    return success();
}

/// `source`: what asks for TLS or does not, in words.
Status readTls(const QCommandLineParser& parser, const std::string& source, TlsSettings& tls) {
    for (const QString& option : {u"tls-ca"_s, u"tls-pin"_s, u"tls-cert"_s, u"tls-key"_s, u"sni"_s}) {
        if (parser.isSet(option) && !tls.enabled)
            return badValue(option, parser.value(option), source + " asks for no TLS",
                            "Write the URL as rediss://, or leave the option out.");
    }
    if (!tls.enabled) return success();
    if (parser.isSet(u"tls-ca"_s) && parser.isSet(u"tls-pin"_s))
        return badValue(u"tls-pin"_s, parser.value(u"tls-pin"_s), "--tls-ca is given as well",
                        "Give one of them: a pin needs no authority.");
    if (parser.isSet(u"tls-ca"_s))
        tls.trust = {TlsTrust::Mode::CaFile, parser.value(u"tls-ca"_s).toStdString(), {}};
    if (parser.isSet(u"tls-pin"_s)) {
        const Result<std::string> pin = io::normalisePin(parser.value(u"tls-pin"_s).toStdString());
        if (!pin) return pin.error();
        tls.trust = {TlsTrust::Mode::Pin, {}, *pin};
    }
    if (parser.isSet(u"tls-cert"_s)) tls.certificatePath = parser.value(u"tls-cert"_s).toStdString();
    if (parser.isSet(u"tls-key"_s)) tls.keyPath = parser.value(u"tls-key"_s).toStdString();
    if (parser.isSet(u"sni"_s)) tls.serverName = parser.value(u"sni"_s).toStdString();
    // Reads the files, so that one that is missing is told before anything starts.
    if (const auto configuration = io::sslConfiguration(tls); !configuration) return configuration.error();
    return success();
}

/// Read once, so that a file that is missing is told before anything starts.
Status readHosts(const QCommandLineParser& parser, std::string& path) {
    if (!parser.isSet(u"hosts"_s)) return success();
    const QFileInfo file(parser.value(u"hosts"_s));
    if (!file.isFile() || !file.isReadable())
        return badValue(u"hosts"_s, parser.value(u"hosts"_s), "it is no file that can be read",
                        "Give a file with lines as in /etc/hosts: ADDRESS NAME...");
    path = file.absoluteFilePath().toStdString();
    return success();
}

/// What the options say goes over what is there. `source`: where that came from, in words.
Status readOptions(const QCommandLineParser& parser, const std::string& source, TargetSettings& settings) {
    if (Status read = readHosts(parser, settings.hostsFile); !read) return read;
    if (parser.isSet(u"user"_s)) settings.user = parser.value(u"user"_s).toStdString();
    if (Status read = readTls(parser, source, settings.tls); !read) return read;
    if (Status read = readWord(parser, u"policy"_s, kPolicies, settings.policy); !read) return read;
    if (Status read = readWord(parser, u"endpoint-type"_s, kEndpointTypes, settings.endpointType); !read)
        return read;
    if (Status read = readTimeouts(parser, settings.timeouts); !read) return read;
    return readProbe(parser, settings.probe);
}

Result<TargetSettings> readUrl(const QCommandLineParser& parser, const QString& url) {
    Result<TargetUrl> parsed = parseTargetUrl(url.toStdString());
    if (!parsed) return parsed.error();
    TargetSettings settings;
    settings.endpoint = parsed->endpoint;
    settings.user = parsed->user;
    settings.password = std::move(parsed->password);
    settings.tls.enabled = parsed->tls;
    if (Status read = readOptions(parser, "the URL " + withoutPassword(url.toStdString()), settings); !read)
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
        if (Status read = readOptions(parser, "the profile " + profile.name, profile.target); !read)
            return read.error();
        targets.push_back(std::move(profile.target));
    }
    for (std::size_t i = 0; i < targets.size(); ++i)
        targets[i].id = TargetId{static_cast<std::uint16_t>(i + 1)};
    return targets;
}

} // namespace

void addTargetOptions(QCommandLineParser& parser) {
    parser.addOptions({
        {u"profile"_s, u"A saved connection, in place of a URL or beside it; may be given again."_s,
         u"NAME"_s},
        {u"connections"_s, u"Protected connections (4)."_s, u"N"_s},
        {u"rate"_s, u"Probes per second on each connection (20)."_s, u"N"_s},
        {u"command"_s, u"get (of a missing key), ping, set, or incr, which checks integrity (get)."_s,
         u"C"_s},
        {u"key"_s, u"Key of the probes, verbatim (maintscope:ID, with a time to live)."_s, u"K"_s},
        {u"timeout"_s, u"Normal timeout of a probe (1s)."_s, u"T"_s},
        {u"relaxed-timeout"_s, u"Timeout inside a maintenance window (10s)."_s, u"T"_s},
        {u"connect-timeout"_s, u"From connect to the first answer (2s)."_s, u"T"_s},
        {u"handoff-timeout"_s, u"From MOVING to the switch (the longer of 15s and grace + 5s)."_s, u"T"_s},
        {u"drain-limit"_s,
         u"How long ordered commands wait for the old connection (1s); none: without limit."_s, u"T"_s},
        {u"policy"_s, u"Maintenance notifications: auto, required or never (auto)."_s, u"P"_s},
        {u"endpoint-type"_s,
         u"How a MOVING names its target: auto, internal-ip, internal-fqdn, external-ip, external-fqdn, none "
         "(auto)."_s,
         u"E"_s},
        {u"hosts"_s,
         u"Names are looked up in this file first (ADDRESS NAME..., as /etc/hosts), which is read each time."_s,
         u"FILE"_s},
        {u"control"_s, u"Run a second set of connections that never opts in."_s},
        {u"user"_s, u"User name; also in the URL."_s, u"U"_s},
        {u"password-file"_s, u"File whose first line is the password; - reads standard input."_s, u"FILE"_s},
        {u"tls-ca"_s, u"File or folder of the authorities to trust, PEM."_s, u"PATH"_s},
        {u"tls-pin"_s, u"SHA-256 of the one certificate to trust."_s, u"sha256:HEX"_s},
        {u"tls-cert"_s, u"Client certificate, PEM."_s, u"FILE"_s},
        {u"tls-key"_s, u"Key of the client certificate, PEM."_s, u"FILE"_s},
        {u"sni"_s, u"Name to ask for and to verify, when it is not the URL's."_s, u"NAME"_s},
    });
}

Result<std::vector<TargetSettings>> readTargets(const QCommandLineParser& parser, const QStringList& urls) {
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
    if (!missing) return targets;

    auto password = findPassword(
        {.file = parser.value(u"password-file"_s), .variable = "MAINTSCOPE_PASSWORD", .promptQuestion = {}});
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

Status parseOptions(QCommandLineParser& parser, const QStringList& arguments) {
    // The parser takes its first argument for the program's name.
    if (parser.parse(QStringList{u"maintscope"_s} + arguments)) return success();
    const QStringList unknown = parser.unknownOptionNames();
    if (unknown.isEmpty())
        return Error{.what = "The options cannot be read.",
                     .where = {},
                     .detail = parser.errorText().toStdString(),
                     .remedy = "--help lists them."};
    // The parser does not tell what it knows; its help does.
    static const QRegularExpression longName(u"--([a-z][a-z-]*)"_s);
    QStringList known;
    for (auto match = longName.globalMatch(parser.helpText()); match.hasNext();)
        known << match.next().captured(1);
    const QString near = nearestWord(unknown.first(), known);
    return Error{.what = "There is no such option.",
                 .where = ((unknown.first().size() == 1 ? u"-"_s : u"--"_s) + unknown.first()).toStdString(),
                 .detail = {},
                 .remedy = near.isEmpty() ? "--help lists the options."
                                          : "Did you mean --" + near.toStdString() + "?"};
}

} // namespace maintscope::app
