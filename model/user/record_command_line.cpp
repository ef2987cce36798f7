// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/user/record_command_line.h"

#include "client/types/shell_text.h"
#include "client/types/target_url.h"

#include <QCoreApplication>

#include <string>

namespace maintscope::model {

using namespace Qt::Literals::StringLiterals;

namespace {

QString said(const char* text) {
    return QCoreApplication::translate("RecordCommand", text);
}

/// In the format of the command line, exact to the millisecond.
std::string optionValue(Duration value) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(value).count();
    constexpr std::int64_t kSecond = 1'000;
    constexpr std::int64_t kMinute = 60 * kSecond;
    constexpr std::int64_t kHour = 60 * kMinute;
    if (ms % kHour == 0) return std::to_string(ms / kHour) + "h";
    if (ms % kMinute == 0) return std::to_string(ms / kMinute) + "m";
    if (ms % kSecond == 0) return std::to_string(ms / kSecond) + "s";
    return std::to_string(ms) + "ms";
}

class CommandLine {
public:
    explicit CommandLine(const std::string& begin)
        : m_line(begin) {}
    void add(const char* option, std::string_view value) {
        m_line += std::string(" --") + option + ' ' + shellWord(value);
    }
    void flag(const char* option) { m_line += std::string(" --") + option; }
    /// Only if it differs from the default.
    void time(const char* option, Duration value, Duration usual) {
        if (value != usual) add(option, optionValue(value));
    }
    void word(const char* option, std::string_view value, std::string_view usual) {
        if (value != usual) add(option, value);
    }
    [[nodiscard]] QString text() const { return QString::fromStdString(m_line); }

private:
    std::string m_line;
};

} // namespace

QString recordCommand(const TargetSettings& target, std::optional<Duration> length, const QString& file) {
    const TargetSettings usual;
    const TargetUrl url{target.endpoint, target.tls.enabled, target.user, Secret()};
    CommandLine line("maintscope record " + shellWord(toString(url)));
    if (length) line.add("for", optionValue(*length));
    if (!file.isEmpty()) line.add("out", file.toStdString());
    if (target.probe.connections != usual.probe.connections)
        line.add("connections", std::to_string(target.probe.connections));
    if (target.probe.ratePerSecond != usual.probe.ratePerSecond)
        line.add("rate", QString::number(target.probe.ratePerSecond, 'g', 10).toStdString());
    line.word("command", toString(target.probe.command), toString(usual.probe.command));
    line.word("key", target.probe.key, {});
    if (target.probe.control) line.flag("control");
    line.word("policy", toString(target.policy), toString(usual.policy));
    line.word("endpoint-type", toString(target.endpointType), toString(usual.endpointType));
    line.time("timeout", target.timeouts.normal, usual.timeouts.normal);
    line.time("relaxed-timeout", target.timeouts.relaxed, usual.timeouts.relaxed);
    line.time("connect-timeout", target.timeouts.connect, usual.timeouts.connect);
    if (target.timeouts.handoff) line.add("handoff-timeout", optionValue(*target.timeouts.handoff));
    if (target.timeouts.drainLimit != usual.timeouts.drainLimit)
        line.add("drain-limit",
                 target.timeouts.drainLimit ? optionValue(*target.timeouts.drainLimit) : "none");
    line.word("hosts", target.hostsFile, {});
    if (!target.tls.enabled) return line.text();
    if (target.tls.trust.mode == TlsTrust::Mode::CaFile) line.add("tls-ca", target.tls.trust.caPath);
    if (target.tls.trust.mode == TlsTrust::Mode::Pin) line.add("tls-pin", "sha256:" + target.tls.trust.pin);
    line.word("sni", target.tls.serverName, {});
    line.word("tls-cert", target.tls.certificatePath, {});
    line.word("tls-key", target.tls.keyPath, {});
    return line.text();
}

QString recordCommandNote(const TargetSettings& target) {
    QStringList notes;
    if (!target.password.empty())
        notes << said("The command asks for the password. For unattended runs, store it in a file that only "
                      "you can read (--password-file FILE) or in the variable MAINTSCOPE_PASSWORD.");
    if (!target.tls.keyPassphrase.empty())
        notes << said("The command does not ask for a passphrase: use a client key without one.");
    return notes.join(u' ');
}

} // namespace maintscope::model
