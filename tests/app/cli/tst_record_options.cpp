// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_options.h"
#include "app/cli/duration_option.h"
#include "app/cli/record_options.h"
#include "app/cli/size_option.h"
#include "app/services/console.h"
#include "tests/support/test_case.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::app;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TstRecordOptions : public QObject {
    Q_OBJECT

    static Result<RecordOptions> readRecordOptions(const QStringList& arguments) {
        QCommandLineParser parser;
        addRecordOptions(parser);
        if (const Status parsed = parseOptions(parser, arguments); !parsed) return parsed.error();
        return app::readRecordOptions(parser);
    }

    static QString errorOf(const QString& line) {
        const auto options = readRecordOptions(line.split(u' ', Qt::SkipEmptyParts));
        return options ? QString() : QString::fromStdString(toString(options.error()));
    }

private Q_SLOTS:
    void init() { qunsetenv("MAINTSCOPE_PASSWORD"); }

    void durations_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("nanoseconds");
        QTest::newRow("milliseconds") << u"500ms"_s << qint64{500'000'000};
        QTest::newRow("seconds") << u"1s"_s << qint64{1'000'000'000};
        QTest::newRow("a fraction") << u"1.5s"_s << qint64{1'500'000'000};
        QTest::newRow("minutes") << u"2m"_s << qint64{120'000'000'000};
        QTest::newRow("hours") << u"8h"_s << qint64{28'800'000'000'000};
        QTest::newRow("no unit is an error") << u"30"_s << qint64{-1};
        QTest::newRow("an unknown unit is an error") << u"3d"_s << qint64{-1};
        QTest::newRow("nothing is an error") << QString() << qint64{-1};
        QTest::newRow("zero is an error") << u"0s"_s << qint64{-1};
        QTest::newRow("a negative one is an error") << u"-1s"_s << qint64{-1};
        QTest::newRow("beyond a year is an error") << u"99999h"_s << qint64{-1};
    }
    void durations() {
        QFETCH(QString, text);
        QFETCH(qint64, nanoseconds);
        const Result<Duration> value = parseDuration(text, u"--for"_s);
        QCOMPARE(value.ok(), nanoseconds >= 0);
        if (value) QCOMPARE(qint64{value->count()}, nanoseconds);
        if (!value) QVERIFY(toString(value.error()).find("--for " + text.toStdString()) != std::string::npos);
    }

    void sizes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<quint64>("bytes");
        QTest::newRow("megabytes") << u"200MB"_s << quint64{200'000'000};
        QTest::newRow("a fraction of a gigabyte") << u"1.5GB"_s << quint64{1'500'000'000};
        QTest::newRow("in small letters, with a blank") << u"2 gb"_s << quint64{2'000'000'000};
        QTest::newRow("no unit is an error") << u"500"_s << quint64{0};
        QTest::newRow("less than a megabyte is an error") << u"0.5MB"_s << quint64{0};
        QTest::newRow("more than any disk is an error") << u"9999999GB"_s << quint64{0};
        QTest::newRow("a negative one is an error") << u"-1GB"_s << quint64{0};
    }
    void sizes() {
        QFETCH(QString, text);
        QFETCH(quint64, bytes);
        const Result<std::uint64_t> size = parseSize(text, u"--rotate-size"_s);
        QCOMPARE(size.ok(), bytes > 0);
        if (size) QCOMPARE(quint64{*size}, bytes);
        if (!size)
            QVERIFY(toString(size.error()).find("--rotate-size " + text.toStdString()) != std::string::npos);
    }

    void aRecordingIsRotatedOnlyWhereThatIsAsked() {
        QVERIFY(readRecordOptions({u"h"_s})->rotation == Rotation{});
        const auto options =
            readRecordOptions({u"h"_s, u"--rotate-every"_s, u"24h"_s, u"--rotate-size"_s, u"1GB"_s});
        QVERIFY(options);
        QVERIFY(options->rotation == (Rotation{.length = 24h, .bytes = 1'000'000'000}));
        QVERIFY(errorOf(u"h --rotate-every 10ms"_s).contains(u"at least 1s"_s));
    }

    void defaultsAreThoseOfTheDesign() {
        const auto options = readRecordOptions({u"redis://db.example.com"_s});
        QVERIFY(options);
        const TargetSettings& target = options->targets.at(0);
        QVERIFY(target.endpoint == (Endpoint{"db.example.com", 6379}));
        QCOMPARE(target.probe.connections, std::uint16_t{4});
        QCOMPARE(target.probe.ratePerSecond, 20.0);
        QVERIFY(target.timeouts == Timeouts{});
        QVERIFY(!target.tls.enabled);
        QVERIFY(!options->length);
    }

    void everyOptionArrives() {
        const auto options = readRecordOptions(
            u"redis://a:1 redis://[::1]:2 --for 30s --out o --events - --samples s --summary m --connections "
            u"3 --rate 2.5 "
            "--command incr --key k --timeout 100ms --relaxed-timeout 3s --connect-timeout 4s "
            "--handoff-timeout 5s "
            "--drain-limit none --policy required --endpoint-type external-fqdn --control --user u --slo "
            "gap=2s,errors=0,p99=50ms --method in-place"_s.split(u' '));
        QVERIFY2(options, options ? "" : toString(options.error()).c_str());
        QCOMPARE(options->targets.size(), std::size_t{2});
        QCOMPARE(options->targets[1].id, TargetId{2});
        QCOMPARE(options->targets[1].endpoint.host, std::string("::1"));
        QVERIFY(options->length == Duration(30s));
        QCOMPARE(options->recording, u"o"_s);
        QCOMPARE(options->events, u"-"_s);
        const TargetSettings& target = options->targets[0];
        QCOMPARE(target.probe.connections, std::uint16_t{3});
        QCOMPARE(target.probe.ratePerSecond, 2.5);
        QVERIFY(target.probe.command == ProbeCommand::Incr);
        QCOMPARE(target.probe.key, std::string("k"));
        QVERIFY(target.probe.control);
        QVERIFY(target.timeouts.normal == 100ms);
        QVERIFY(target.timeouts.relaxed == 3s);
        QVERIFY(target.timeouts.connect == 4s);
        QVERIFY(target.timeouts.handoff == Duration(5s));
        QVERIFY(!target.timeouts.drainLimit);
        QVERIFY(target.policy == Policy::Required);
        QVERIFY(target.endpointType == EndpointType::ExternalFqdn);
        QCOMPARE(target.user, std::string("u"));
        QVERIFY(options->verdict.method == model::Method::InPlace);
        QVERIFY(options->verdict.slo.gap == Duration(2s));
        QVERIFY(options->verdict.slo.p99 == Duration(50ms));
        QVERIFY(options->verdict.slo.errors == std::uint64_t{0});
    }

    void errors_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("words");
        QTest::newRow("no URL") << QString() << u"Give the URL of a database"_s;
        QTest::newRow("a scheme with a typo") << u"redi://host"_s << u"redi"_s;
        QTest::newRow("a port out of range") << u"redis://host:99999"_s << u"99999"_s;
        QTest::newRow("an option with a typo")
            << u"redis://h --conections 2"_s << u"Did you mean --connections?"_s;
        QTest::newRow("an option without its value") << u"redis://h --rate"_s << u"rate"_s;
        QTest::newRow("a number that is none")
            << u"redis://h --connections many"_s << u"--connections many"_s;
        QTest::newRow("no connections") << u"redis://h --connections 0"_s << u"from 1 to 1024"_s;
        QTest::newRow("more than the client carries")
            << u"redis://h --connections 100 --rate 1000"_s << u"100000"_s;
        QTest::newRow("a word that is not offered")
            << u"redis://h --policy maybe"_s << u"auto, required, never"_s;
        QTest::newRow("two outputs on standard output")
            << u"redis://h --events - --summary -"_s << u"Only one output can go to standard output"_s;
        QTest::newRow("two outputs of one name") << u"redis://h --events f --summary ./f"_s << u"same name"_s;
        QTest::newRow("TLS options without TLS") << u"redis://h --tls-ca ca.pem"_s << u"rediss://"_s;
        QTest::newRow("a malformed pin") << u"rediss://h --tls-pin sha256:12"_s << u"64"_s;
        QTest::newRow("a missing authority file")
            << u"rediss://h --tls-ca /no/such/ca.pem"_s << u"/no/such/ca.pem"_s;
        QTest::newRow("pin and authority")
            << u"rediss://h --tls-ca a --tls-pin b"_s << u"Use only one of them"_s;
        QTest::newRow("a missing password file") << u"redis://h --password-file /no/such"_s << u"/no/such"_s;
        QTest::newRow("a limit of an unknown kind")
            << u"redis://h --slo p50=1s"_s << u"gap, errors and p99"_s;
        QTest::newRow("a method of an unknown kind") << u"redis://h --method blue"_s << u"rolling"_s;
    }
    void errors() {
        QFETCH(QString, line);
        QFETCH(QString, words);
        const QString error = errorOf(line);
        QVERIFY2(error.contains(words), qPrintable(error));
    }

    void theRateIsBoundedWithTheControlConnections() {
        QVERIFY(errorOf(u"redis://h --connections 4 --rate 12500"_s).isEmpty());
        QVERIFY(!errorOf(u"redis://h --connections 4 --rate 12500 --control"_s).isEmpty());
    }

    void passwordsComeFromUrlFileAndEnvironment() {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"password"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("from file\r\nsecond line\n");
        file.close();
        qputenv("MAINTSCOPE_PASSWORD", "from environment");
        const auto first = readRecordOptions({u"redis://u:from%20url@a"_s, u"redis://b"_s});
        QVERIFY(first);
        QCOMPARE(first->targets[0].password.reveal(), std::string_view("from url"));
        QCOMPARE(first->targets[1].password.reveal(), std::string_view("from environment"));
        const auto second = readRecordOptions({u"redis://a"_s, u"--password-file"_s, file.fileName()});
        QVERIFY(second);
        QCOMPARE(second->targets[0].password.reveal(), std::string_view("from file"));
    }

    void aNearWordIsSuggested() {
        const QStringList words{u"record"_s, u"simulate"_s, u"sch"_s};
        QCOMPARE(nearestWord(u"recrod"_s, words), u"record"_s);
        QCOMPARE(nearestWord(u"Simulat"_s, words), u"simulate"_s);
        QCOMPARE(nearestWord(u"elephant"_s, words), QString());
    }
};

MAINTSCOPE_TEST(TstRecordOptions, QCoreApplication)
#include "tst_record_options.moc"
