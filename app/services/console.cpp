// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/console.h"

#include "app/services/exit_code.h"
#include "model/base/format.h"

#include <QCommandLineParser>

#include <algorithm>
#include <utility>
#include <vector>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The number of letters to replace, insert, remove or swap with their neighbour.
qsizetype editDistance(const QString& a, const QString& b) {
    using Row = std::vector<qsizetype>;
    Row beforePrevious;
    Row previous(static_cast<std::size_t>(b.size()) + 1);
    for (std::size_t j = 0; j < previous.size(); ++j)
        previous[j] = static_cast<qsizetype>(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        Row row(previous.size());
        row[0] = i;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const auto at = static_cast<qsizetype>(j);
            const qsizetype replaced = previous[j - 1] + (a[i - 1] == b[at - 1] ? 0 : 1);
            row[j] = std::min({replaced, previous[j] + 1, row[j - 1] + 1});
            const bool swapped = i > 1 && at > 1 && a[i - 1] == b[at - 2] && a[i - 2] == b[at - 1];
            if (swapped) row[j] = std::min(row[j], beforePrevious[j - 2] + 1);
        }
        beforePrevious = std::exchange(previous, std::move(row));
    }
    return previous.back();
}

} // namespace

void complain(const QString& command, const QString& sentence) {
    printLine(stderr,
              (command.isEmpty() ? u"maintscope: "_s : u"maintscope "_s + command + u": "_s) + sentence);
}

void complain(const QString& command, const Error& error) {
    complain(command,
             model::escapeControls(QString::fromStdString(toString(error)), model::LineFeeds::Escaped));
}

int refuseUsage(const QString& command, const Error& error) {
    complain(command, error);
    return toInt(ExitCode::Usage);
}

QString wrapped(const QString& words, qsizetype indent) {
    constexpr qsizetype kColumns = 79;
    QStringList lines;
    QString line;
    for (const QString& word : words.simplified().split(u' ')) {
        if (!line.isEmpty() && indent + line.size() + 1 + word.size() > kColumns)
            lines << std::exchange(line, word);
        else
            line += line.isEmpty() ? word : u' ' + word;
    }
    lines << line;
    return lines.join(u'\n' + QString(indent, u' '));
}

QString helpText(const QCommandLineParser& parser, const QString& command) {
    const QString text = parser.helpText();
    const QString description = parser.applicationDescription();
    QString arguments = text.section(u'\n', 0, 0).section(u"[options]"_s, 1).trimmed();
    if (arguments == command || arguments.startsWith(command + u' '))
        arguments = arguments.mid(command.size()).trimmed();
    return u"usage: "_s + u"maintscope %1 [OPTIONS] %2"_s.arg(command, arguments).trimmed() + u'\n' +
           wrapped(description) + text.mid(text.indexOf(description) + description.size());
}

QString nearestWord(const QString& word, const QStringList& known) {
    QString nearest;
    // Up to a third of the letters may differ.
    qsizetype best = std::max<qsizetype>(1, word.size() / 3) + 1;
    for (const QString& candidate : known) {
        const qsizetype distance = editDistance(word.toLower(), candidate);
        if (distance >= best) continue;
        best = distance;
        nearest = candidate;
    }
    return nearest;
}

} // namespace maintscope::app
