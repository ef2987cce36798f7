// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/timeline_printer.h"

#include "client/types/event_names.h"
#include "tests/support/test_case.h"

#include <QByteArray>
#include <QTest>

#include <cstdio>

using namespace maintscope;
using namespace maintscope::app;
using namespace std::chrono_literals;

namespace {

/// What a printer writes to its stream.
class Output {
public:
    Output()
        : m_file(std::tmpfile()) {}
    ~Output() { std::fclose(m_file); }
    std::FILE* stream() { return m_file; }
    QByteArrayList lines() {
        std::rewind(m_file);
        QByteArray text;
        for (int c = std::fgetc(m_file); c != EOF; c = std::fgetc(m_file))
            text += static_cast<char>(c);
        QByteArrayList lines = text.split('\n');
        lines.removeAll(QByteArray());
        return lines;
    }

private:
    std::FILE* m_file;
};

Event error(std::uint64_t key, Duration at, const std::string& words) {
    Event event;
    event.key = EventKey{key};
    event.kind = EventKind::Error;
    event.severity = Severity::Error;
    event.target = TargetId{1};
    event.connection = ConnectionId{1};
    event.at = MonoTime(at);
    event.end = event.at;
    event.errorText = words;
    return event;
}

} // namespace

class TstTimelinePrinter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBurstIsALineASecondWithItsNumber() {
        Output output;
        TimelinePrinter printer(output.stream(), {}, std::nullopt);
        for (std::uint64_t i = 0; i < 76; ++i) {
            Batch batch;
            const Duration at = 25ms * static_cast<int>(i);
            batch.events = {error(i + 1, at, "OOM command not allowed")};
            batch.until = MonoTime(at);
            printer.add(batch);
        }
        printer.finish();
        const QByteArrayList lines = output.lines();
        QVERIFY2(lines.size() <= 3, lines.join('\n'));
        int events = 0;
        for (const QByteArray& line : lines) {
            QVERIFY(line.contains("OOM"));
            const qsizetype more = line.indexOf("(and ");
            events += 1 + (more < 0 ? 0 : line.mid(more + 5, line.indexOf(' ', more + 5) - more - 5).toInt());
        }
        QCOMPARE(events, 76);
    }

    void anotherKindIsPrintedAtOnce() {
        Output output;
        TimelinePrinter printer(output.stream(), {}, std::nullopt);
        Batch batch;
        batch.events = {error(1, 1ms, "OOM command not allowed"), error(2, 2ms, "LOADING"),
                        error(3, 3ms, "OOM command not allowed")};
        batch.until = MonoTime(3ms);
        printer.add(batch);
        QCOMPARE(output.lines().size(), 2);
        printer.finish();
        QCOMPARE(output.lines().size(), 3);
    }

    void wordsWithoutEndAreOneKind() {
        Output output;
        TimelinePrinter printer(output.stream(), {}, std::nullopt);
        Batch batch;
        for (std::uint64_t i = 0; i < 1000; ++i)
            batch.events.push_back(error(i + 1, 1ms, "WORD" + std::to_string(i)));
        batch.until = MonoTime(1ms);
        printer.add(batch);
        printer.finish();
        QVERIFY(output.lines().size() < 100);
    }
};

MAINTSCOPE_TEST(TstTimelinePrinter, void)
#include "tst_timeline_printer.moc"
