// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/text_sink.h"

#include "app/services/exit_code.h"
#include "client/types/result.h"
#include "model/base/format.h"

#include <QLoggingCategory>

#include <cerrno>
#include <cstring>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr const char* kClearLine = "\r\x1b[K";

bool g_printed = false; ///< something for standard output
int g_outputError = 0;  ///< of its first write that failed

void write(std::FILE* stream, const QByteArray& bytes) {
    const bool output = stream == stdout;
    if (output && g_outputError != 0) return; // what follows would leave a hole
    errno = 0;
    const auto size = static_cast<std::size_t>(bytes.size());
    const bool written = std::fwrite(bytes.constData(), 1, size, stream) == size && std::fflush(stream) == 0;
    if (!output) return;
    g_printed = true;
    if (!written) g_outputError = errno != 0 ? errno : EIO;
}

void onLogMessage(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    printLine(stderr, qFormatLogMessage(type, context, text));
}

} // namespace

void printLine(std::FILE* stream, const QString& line) {
    printText(stream, line + u'\n');
}

void printText(std::FILE* stream, const QString& text) {
    write(stream, model::escapeControls(text, model::LineFeeds::Kept).toUtf8());
}

void printJson(std::FILE* stream, const QByteArray& json) {
    QByteArray bytes = model::escapeControlsInJson(QString::fromUtf8(json)).toUtf8();
    if (!bytes.endsWith('\n')) bytes += '\n';
    write(stream, bytes);
}

void rewriteLine(std::FILE* stream, const QString& line) {
    write(stream, kClearLine + model::escapeControls(line, model::LineFeeds::Escaped).toUtf8());
}

void clearLine(std::FILE* stream) {
    write(stream, kClearLine);
}

bool outputHasNoReader() {
    return g_outputError == EPIPE;
}

int finishOutput(int code) {
    errno = 0;
    // Some file systems report only now that they are full. A stream that was closed before the start is no
    // error if nothing was printed.
    if (std::fclose(stdout) != 0 && g_outputError == 0 && (g_printed || errno != EBADF))
        g_outputError = errno;
    if (g_outputError == 0) return code;
    const Error error{.what = "The output cannot be written completely.",
                      .where = "standard output",
                      .detail = std::strerror(g_outputError),
                      .remedy = g_outputError == EPIPE
                                    ? "The program that reads the output ended before this one."
                                    : "Free some space, or send the output to another file."};
    printLine(stderr, u"maintscope: "_s + QString::fromStdString(toString(error)));
    return code >= toInt(ExitCode::Usage) ? code : toInt(ExitCode::CannotWrite);
}

void sendLogToSink() {
    qInstallMessageHandler(onLogMessage);
}

} // namespace maintscope::app
