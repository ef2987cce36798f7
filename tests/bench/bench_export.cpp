// SPDX-License-Identifier: GPL-3.0-or-later
// Every export of a day of 4 connections x 20/s, by the program itself: how long it takes, and its peak
// memory. Then the timeline and the summary of a day in which connections were tried for a million times:
// what does not grow with the events. usage: bench_export [--smoke] [--hours H] [--format FORMAT]
#include "model/export/export_formats.h"
#include "tests/bench/bench.h"
#include "tests/bench/day.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>

namespace {

using namespace maintscope;

/// In each batch: about a million in a day.
constexpr int kAttempts = 5;

struct Cost {
    double seconds = 0;
    double megabytes = 0; ///< peak; at least what this process had when it started the other one
    bool good = false;
};

Cost exportOnce(const std::string& recording, const std::string& format, const std::string& out) {
    std::array<std::string, 7> words{
        MAINTSCOPE_PROGRAM, "export", recording, "--format", format, "--out", out};
    std::array<char*, 8> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i)
        arguments[i] = words[i].data();
    QElapsedTimer clock;
    clock.start();
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("QT_QPA_PLATFORM", "offscreen", 1);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    int status = 0;
    rusage usage{};
    if (child < 0 || ::wait4(child, &status, 0, &usage) != child) return {};
    return {static_cast<double>(clock.nsecsElapsed()) / 1e9,
            static_cast<double>(usage.ru_maxrss) * 1024 / 1e6, WIFEXITED(status) && WEXITSTATUS(status) == 0};
}

/// Pictures and reports hold the metrics of the whole day; what is written line by line holds its events
/// alone.
double memoryBudget(const model::ExportFormatRow& row) {
    return row.painted || row.format == model::ExportFormat::Md ? 300 : 100;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto valueOf = [&](const QString& option) {
        const auto at = arguments.indexOf(option);
        return at < 0 ? QString() : arguments.value(at + 1);
    };
    double hours = bench::smoke() ? 0.1 : 24;
    if (const double asked = valueOf(QStringLiteral("--hours")).toDouble(); asked > 0) hours = asked;
    const std::string only = valueOf(QStringLiteral("--format")).toStdString();
    const QTemporaryDir folder(test::fastFolder());
    const auto length =
        std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::ratio<3600>>(hours));
    const auto see = [](const Batch&) {};
    bool kept = true;
    for (const bool unreachable : {false, true}) {
        const QString recording = folder.filePath(unreachable ? QStringLiteral("unreachable.maintscope")
                                                              : QStringLiteral("day.maintscope"));
        if (!bench::writeDay(recording, length, see, unreachable ? kAttempts : 0))
            return bench::broken("the recording cannot be written");
        for (const model::ExportFormatRow& row : model::exportFormats()) {
            const std::string word = row.word;
            if (!only.empty() && word != only) continue;
            if (unreachable && row.format != model::ExportFormat::Ndjson &&
                row.format != model::ExportFormat::Summary)
                continue;
            const QString out = folder.filePath(QString::fromStdString("out." + word));
            const Cost cost = exportOnce(recording.toStdString(), word, out.toStdString());
            if (!cost.good) return bench::broken(("the export failed: " + word).c_str());
            QFile::remove(out);
            const std::string name = "export_" + word + (unreachable ? "_million_events" : "");
            kept = bench::report({name + "_time", cost.seconds, "s", 60, 0}) && kept;
            kept = bench::report({name + "_memory", cost.megabytes, "MB", memoryBudget(row), 0}) && kept;
        }
        QFile::remove(recording);
    }
    return bench::conclude(kept);
}
