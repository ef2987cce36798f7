// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/text_sink.h"
#include "client/types/result.h"

#include <QString>
#include <QStringList>

class QCommandLineParser;

namespace maintscope::app {

/// Prints "maintscope COMMAND: what (where): detail. remedy" to standard error; what a server said in
/// it stays on one line.
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
