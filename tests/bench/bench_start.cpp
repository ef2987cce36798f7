// SPDX-License-Identifier: GPL-3.0-or-later
// From the start of the program to its first painted window, files in cache: the wall time of a run that ends
// itself then. The baseline is an empty window of Qt, which this program shows when it is called with
// --empty.
#include "tests/bench/bench.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QWidget>

using namespace maintscope;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Ends the program when it has painted.
class EmptyWindow : public QWidget {
protected:
    void paintEvent(QPaintEvent*) override { QTimer::singleShot(0, qApp, &QCoreApplication::quit); }
};

/// Milliseconds of each of `runs` runs, ascending; empty when one did not end well.
std::vector<double> times(const QString& program, const QStringList& arguments, int runs) {
    const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"MAINTSCOPE_QUIT_WHEN_PAINTED"_s, u"1"_s);
    environment.insert(u"XDG_CONFIG_HOME"_s, home.path());
    environment.insert(u"XDG_DATA_HOME"_s, home.path());
    std::vector<double> all;
    for (int i = 0; i < runs; ++i) {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setStandardErrorFile(QProcess::nullDevice());
        QElapsedTimer clock;
        clock.start();
        process.start(program, arguments);
        if (!process.waitForFinished(30'000) || process.exitCode() != 0) return {};
        all.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
    }
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    if (QCoreApplication::arguments().contains(u"--empty"_s)) {
        EmptyWindow window;
        window.resize(1440, 900);
        window.show();
        return QApplication::exec();
    }
    const int runs = bench::smoke() ? 1 : 11;
    std::vector<double> empty = times(QCoreApplication::applicationFilePath(), {u"--empty"_s}, runs);
    std::vector<double> full = times(QStringLiteral(MAINTSCOPE_PROGRAM), {u"watch"_s}, runs);
    if (empty.empty() || full.empty()) return bench::broken("a program did not end by itself");
    return bench::conclude(bench::report({.bench = "start",
                                          .value = bench::quantile(full, 0.5),
                                          .unit = "ms",
                                          .budget = 300,
                                          .baseline = bench::quantile(empty, 0.5)}));
}
