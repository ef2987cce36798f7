// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdio>

/// The one way of text to a terminal, a pipe or whatever standard output and standard error are. No text that
/// passes here can steer a terminal, and none is lost in silence: the first failure of standard output is
/// kept, and finishOutput() makes the exit code of it. Main thread, except printLine() to standard error.
namespace maintscope::app {

/// Prints one line in UTF-8 and flushes it, so that the reader of a pipe gets it at once. Line feeds stay,
/// other control characters appear as \xNN.
void printLine(std::FILE* stream, const QString& line);
/// The same without a line end: for text that contains its own, and for a question.
void printText(std::FILE* stream, const QString& text);
/// Prints JSON as it is, but what could steer a terminal as \uNNNN; ends it with a line feed if it has none.
void printJson(std::FILE* stream, const QByteArray& json);

/// A line of a terminal that is replaced by the next one.
void rewriteLine(std::FILE* stream, const QString& line);
void clearLine(std::FILE* stream);

/// Whether nobody reads standard output any more: the pipe is closed.
[[nodiscard]] bool outputHasNoReader();
/// Flushes and closes standard output. Returns `code`; if something that was printed could not be written,
/// reports that on standard error and returns ExitCode::CannotWrite, unless `code` is an error already.
[[nodiscard]] int finishOutput(int code);

/// Log messages of Qt go the same way, to standard error.
void sendLogToSink();

} // namespace maintscope::app
