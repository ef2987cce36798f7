// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QString>
#include <QStringList>

#include <cstdio>

class QCommandLineParser;

namespace maintscope::app {

/// Prints one line in UTF-8 and flushes it, so that the reader of a pipe gets it at once.
void printLine(std::FILE* stream, const QString& line);
/// Prints "maintscope COMMAND: what (where): detail. remedy" to standard error.
void complain(const QString& command, const Error& error);
void complain(const QString& command, const QString& sentence);
/// Prints the error of an invalid command line and returns its exit code.
[[nodiscard]] int refuseUsage(const QString& command, const Error& error);

/// Wraps `words` into lines of 79 columns. The first line has `indent` columns less; the others are indented
/// by them.
[[nodiscard]] QString wrapped(const QString& words, qsizetype indent = 0);
/// The help text of a command. The text of Qt begins with the path of the program and does not contain the
/// name of the command.
[[nodiscard]] QString helpText(const QCommandLineParser& parser, const QString& command);

/// The word of `known` that is most similar to `word`; empty if none is similar.
[[nodiscard]] QString nearestWord(const QString& word, const QStringList& known);

} // namespace maintscope::app
