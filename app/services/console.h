// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QString>
#include <QStringList>

#include <cstdio>

class QCommandLineParser;

namespace maintscope::app {

/// One line, UTF-8, flushed: a pipe is to see it at once.
void printLine(std::FILE* stream, const QString& line);
/// "maintscope COMMAND: what (where): detail. remedy" on standard error.
void complain(const QString& command, const Error& error);
void complain(const QString& command, const QString& sentence);
/// The same of a command line that cannot be read; the exit code of that.
[[nodiscard]] int refuseUsage(const QString& command, const Error& error);

/// `words` in lines of 79 columns. The first stands behind `indent` columns, which the others leave blank.
[[nodiscard]] QString wrapped(const QString& words, qsizetype indent = 0);
/// What `--help` of a command prints. Qt's text begins with the path of the program and does not know that
/// this is one command of it.
[[nodiscard]] QString helpText(const QCommandLineParser& parser, const QString& command);

/// The word of `known` that `word` is most likely a misspelling of; empty when none is near.
[[nodiscard]] QString nearestWord(const QString& word, const QStringList& known);

} // namespace maintscope::app
