// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/passwords.h"

#include <QByteArray>
#include <QFile>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <string_view>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kLongestPassword = 64 * 1024;

void overwrite(char* from, std::size_t length) {
    std::memset(from, '*', length);
}

/// The password of "scheme://user:password@host", anywhere in the argument.
void overwriteInUrl(char* argument) {
    const std::string_view text(argument);
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos) return;
    const std::size_t scheme = text.find("://");
    const std::size_t begin = scheme == std::string_view::npos || scheme > at ? 0 : scheme + 3;
    const std::size_t colon = text.find(':', begin);
    if (colon == std::string_view::npos || colon >= at) return;
    overwrite(argument + colon + 1, at - colon - 1);
}

bool isPasswordOption(std::string_view name) {
    return name == "--password" || name == "--rest-password";
}

/// Editors of Windows put it at the beginning of a file.
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

Secret firstLine(QByteArray& bytes) {
    const qsizetype begin = bytes.startsWith(QByteArrayView(kByteOrderMark)) ? kByteOrderMark.size() : 0;
    qsizetype end = bytes.indexOf('\n');
    if (end < 0) end = bytes.size();
    if (end > begin && bytes.at(end - 1) == '\r') --end;
    Secret secret(std::string(bytes.constData() + begin, static_cast<std::size_t>(end - begin)));
    bytes.fill('\0');
    return secret;
}

/// What takePasswordVariables() found, by the name of its variable.
std::map<std::string_view, Secret>& takenVariables() {
    static std::map<std::string_view, Secret> taken;
    return taken;
}

/// Reads a variable and removes it, its bytes included: /proc/PID/environ shows the memory of the start.
std::optional<Secret> takeVariable(const char* name) {
    char* value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    Secret secret(value);
    overwrite(value, std::strlen(value));
    ::unsetenv(name);
    if (secret.empty()) return std::nullopt;
    return secret;
}

/// Switches the echo of a terminal off for its lifetime.
class Silence {
public:
    explicit Silence(int terminal)
        : m_terminal(terminal) {
        if (tcgetattr(terminal, &m_before) != 0) return;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_changed = tcsetattr(terminal, TCSAFLUSH, &silent) == 0;
    }
    ~Silence() {
        if (m_changed) tcsetattr(m_terminal, TCSAFLUSH, &m_before);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    int m_terminal;
    termios m_before{};
    bool m_changed = false;
};

void say(int terminal, const QByteArray& words) {
    [[maybe_unused]] const auto written =
        ::write(terminal, words.constData(), static_cast<std::size_t>(words.size()));
}

} // namespace

QStringList takeArguments(int argc, char** argv) {
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    for (int i = 1; i < argc; ++i) {
        const std::string_view text(argv[i]);
        const std::size_t equals = text.find('=');
        if (isPasswordOption(text) && i + 1 < argc) {
            ++i;
            overwrite(argv[i], std::strlen(argv[i]));
        } else if (equals != std::string_view::npos && isPasswordOption(text.substr(0, equals))) {
            overwrite(argv[i] + equals + 1, text.size() - equals - 1);
        } else {
            overwriteInUrl(argv[i]);
        }
    }
    return arguments;
}

void takePasswordVariables() {
    for (const char* name : {kPasswordVariable, kRestPasswordVariable})
        if (std::optional<Secret> found = takeVariable(name))
            takenVariables().insert_or_assign(name, std::move(*found));
}

Result<Secret> readPasswordFile(const QString& path) {
    const auto error = [&](const QString& words) {
        return Error{.what = "The password file is not usable.",
                     .where = path.toStdString(),
                     .detail = words.toStdString(),
                     .remedy = "Name a readable file whose first line is the password."};
    };
    QFile file(path);
    const bool opened =
        path == "-"_L1 ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened) return error(file.errorString());
    QByteArray bytes = file.readLine(kLongestPassword);
    if (file.error() != QFileDevice::NoError) return error(file.errorString());
    if (bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff"))
        return error(u"it is encoded as UTF-16: save it as UTF-8"_s);
    Secret secret = firstLine(bytes);
    if (secret.empty()) return error(u"its first line is empty"_s);
    return secret;
}

std::optional<Secret> promptForPassword(const QString& question) {
    // Uses the terminal itself, so that standard input and output stay free for data.
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0) return std::nullopt;
    QByteArray bytes;
    {
        const Silence silence(terminal);
        say(terminal, question.toUtf8() + ": ");
        char next = 0;
        while (bytes.size() < kLongestPassword && ::read(terminal, &next, 1) == 1 && next != '\n')
            bytes.append(next);
        say(terminal, "\n");
    }
    ::close(terminal);
    Secret secret = firstLine(bytes);
    if (secret.empty()) return std::nullopt;
    return secret;
}

Result<std::optional<Secret>> findPassword(const PasswordSources& sources) {
    if (!sources.file.isEmpty()) {
        Result<Secret> fromFile = readPasswordFile(sources.file);
        if (!fromFile) return fromFile.error();
        return std::optional<Secret>(std::move(*fromFile));
    }
    if (std::optional<Secret> found = takeVariable(sources.variable)) return found;
    if (const auto taken = takenVariables().find(sources.variable); taken != takenVariables().end())
        return std::optional<Secret>(taken->second);
    return askForPassword(sources.promptQuestion);
}

std::optional<Secret> askForPassword(const QString& question) {
    if (question.isEmpty() || isatty(STDERR_FILENO) == 0) return std::nullopt;
    return promptForPassword(question);
}

QString passwordInArgumentWarning() {
    return u"A password in an argument stays in the shell's history, and other users can read it for a "
           u"moment. MAINTSCOPE_PASSWORD, --password-file or the prompt (--user U) are safer."_s;
}

} // namespace maintscope::app
