// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/extract/redaction.h"

#include "model/export/export_formats.h"
#include "model/export/exporter.h"
#include "model/recording/recorder.h"
#include "model/recording/recording.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QBuffer>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

/// A session full of what must not leave the machine.
test::Script secretive() {
    test::Script script = test::moveScript();
    Event& note = script.event(EventKind::Note, "note", 11s);
    note.text = "called Alice about orders";
    note.end = test::at(12s);
    Event& tls = script.event(EventKind::ConnectAttempt, names::kDial, 12s, 1);
    tls.errorType = "tls";
    tls.errorText = "certificate is for *.hidden.example, serial 4711";
    tls.peerNew = "db.prod.example.com:12000";
    tls.end = test::at(12s + 1ms);
    Event& rest = script.event(EventKind::RestChange, "read", 13s);
    rest.text = "Cluster read by admin@example.com at 10.0.1.7.";
    rest.peerNew = "[2001:db8::7]:9443";
    Event& error = script.event(EventKind::Error, names::kErrorReplies, 14s, 1);
    error.errorText = "WRONGTYPE orders:{42} at fd00::1 from 10.0.1.70";
    return script;
}

SessionInfo secretSession() {
    TargetInfo info = test::target();
    info.probe.key = "orders:{42}";
    return test::session(info);
}

} // namespace

class TestRedaction : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingSecretIsLeftInAnyTextFormat_data() {
        QTest::addColumn<int>("format");
        for (const ExportFormatRow& format : exportFormats())
            if (!format.painted) QTest::newRow(format.word) << int(format.format);
    }
    void nothingSecretIsLeftInAnyTextFormat() {
        QFETCH(int, format);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"secret.maintscope"_s);
        auto recorder = Recorder::open(path, secretSession());
        QVERIFY(recorder.ok());
        QVERIFY((*recorder)->write(secretive().batch(20s)).ok());
        QVERIFY((*recorder)->close().ok());
        const auto recording = Recording::open(path);
        QVERIFY(recording.ok());
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        ExportOptions options;
        options.format = static_cast<ExportFormat>(format);
        options.redact = true;
        QVERIFY(exportRecording(**recording, options, buffer).ok());
        QVERIFY(!buffer.data().isEmpty());
        for (const char* secret :
             {"10.0.1.", "orders-prod", "orders:{42}", "Alice", "hidden.example", "4711", "example.com",
              "2001:db8", "fd00", "admin@", "\"probe\"", "KjQ", "TU9WSU5H"})
            QVERIFY2(!buffer.data().contains(secret), secret);
    }

    void aliasesFollowTheOrderOfTheSession() {
        const Redaction redaction(secretSession(), secretive().events());
        QCOMPARE(redaction.applied("10.0.1.7:12000"), std::string("host-1:12000"));
        QCOMPARE(redaction.applied("10.0.1.9:12000"), std::string("host-2:12000"));
        // A host whose name begins like another's is another host.
        QVERIFY(redaction.applied("10.0.1.70") != redaction.applied("10.0.1.7") + "0");
        QCOMPARE(redaction.applied("reached 10.0.1.7."), std::string("reached host-1."));
        QCOMPARE(redaction.applied("nothing to hide, 412 ms"), std::string("nothing to hide, 412 ms"));
    }

    void thePreviewNamesEveryReplacement() {
        const auto rows = Redaction(secretSession(), secretive().events()).preview();
        QStringList lines;
        for (const Redaction::Row& row : rows)
            lines += u"%1: %2 -> %3"_s.arg(redactionWord(row.what), row.before, row.after);
        for (const QString& expected :
             {u"target name: orders-prod -> target-1"_s, u"host: 10.0.1.7 -> host-1"_s,
              u"host: 10.0.1.9 -> host-2"_s, u"user: probe -> user-1"_s,
              u"user: admin@example.com -> user-2"_s, u"key name: orders:{42} -> key-1"_s,
              u"notes: 1 -> withheld"_s, u"certificates: 1 -> withheld"_s, u"raw frames: 2 -> withheld"_s})
            QVERIFY2(lines.contains(expected), qPrintable(expected + u" not in "_s + lines.join(u'\n')));
    }

    void figuresAndTimesStay() {
        const Redaction redaction(secretSession(), secretive().events());
        Event event = test::moveScript().events().front();
        const Event redacted = redaction.applied(event);
        QVERIFY(redacted.at == event.at);
        QCOMPARE(redacted.figures, event.figures);
        QCOMPARE(redacted.name, event.name);
    }
};

MAINTSCOPE_TEST(TestRedaction, void)
#include "tst_redaction.moc"
