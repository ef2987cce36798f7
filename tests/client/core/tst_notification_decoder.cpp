// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/notification_decoder.h"

#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::core;

namespace {

QString seq(const std::optional<SequenceId>& id) {
    return id ? QString::number(id->value) : QStringLiteral("-");
}
QString secs(const std::optional<Duration>& d) {
    return d ? QString::number(std::chrono::duration_cast<std::chrono::seconds>(*d).count())
             : QStringLiteral("-");
}
QString str(const std::string& s) {
    return QString::fromStdString(s);
}

QString show(const MaintenanceNotification& n) {
    return str(notificationName(n)) + QLatin1Char(' ') +
           std::visit(
               Overload{
                   [](const Moving& m) {
                       return seq(m.sequence) + QLatin1Char(' ') + secs(m.grace) + QLatin1Char(' ') +
                              (m.target ? str(toString(*m.target)) : QStringLiteral("null"));
                   },
                   [](const Migrating& m) {
                       return seq(m.sequence) + QLatin1Char(' ') + secs(m.startsIn) + QLatin1Char(' ') +
                              str(m.shards);
                   },
                   [](const FailingOver& m) {
                       return seq(m.sequence) + QLatin1Char(' ') + secs(m.startsIn) + QLatin1Char(' ') +
                              str(m.shards);
                   },
                   [](const Migrated& m) { return seq(m.sequence) + QLatin1Char(' ') + str(m.shards); },
                   [](const FailedOver& m) { return seq(m.sequence) + QLatin1Char(' ') + str(m.shards); },
                   [](const Smigrating& m) { return seq(m.sequence) + QLatin1Char(' ') + str(m.slots); },
                   [](const Smigrated& m) {
                       QString text = seq(m.sequence);
                       for (const SlotMove& move : m.moves)
                           text += QStringLiteral(" %1>%2:%3")
                                       .arg(str(move.source), str(move.destination), str(move.slots));
                       return text;
                   },
                   [](const Unrecognised& u) {
                       return QStringLiteral("? ") + str(u.reason).section(QLatin1Char(','), 0, 0);
                   },
               },
               n);
}

} // namespace

/// Every layout of client/PROTOCOL.md, "Layouts", by the bytes.
class NotificationDecoderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* bytes, const char* expected) {
            QTest::newRow(name) << QByteArray(bytes) << QString::fromLatin1(expected);
        };
        row("MOVING as captured: null target, sequence id 0", ">4\r\n$6\r\nMOVING\r\n:0\r\n:15\r\n_\r\n",
            "MOVING 0 15 null");
        row("MOVING with a target", ">4\r\n$6\r\nMOVING\r\n:17\r\n:15\r\n$14\r\n10.0.1.9:12000\r\n",
            "MOVING 17 15 10.0.1.9:12000");
        row("MOVING with a name as target", ">4\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n$12\r\nr.test:12000\r\n",
            "MOVING 1 15 r.test:12000");
        row("MOVING, bracketed IPv6", ">4\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n$19\r\n[2001:db8::1]:12000\r\n",
            "MOVING 1 15 [2001:db8::1]:12000");
        row("MOVING, bare IPv6", ">4\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n$17\r\n2001:db8::1:12000\r\n",
            "MOVING 1 15 [2001:db8::1]:12000");
        row("MOVING, name as simple string", ">4\r\n+MOVING\r\n:1\r\n:15\r\n+10.0.1.9:12000\r\n",
            "MOVING 1 15 10.0.1.9:12000");
        row("MOVING without endpoint element", ">3\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n", "MOVING 1 15 null");
        row("MOVING, RESP2 null", ">4\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n$-1\r\n", "MOVING 1 15 null");
        row("MOVING, text null", ">4\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n+null\r\n", "MOVING 1 15 null");
        row("MOVING, empty endpoint", ">4\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n$0\r\n\r\n", "MOVING 1 15 null");
        row("MOVING, port 0 is not named", ">4\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n$10\r\n10.0.1.9:0\r\n",
            "MOVING 1 15 null");
        row("MOVING, host ? is not named", ">4\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n$7\r\n?:12000\r\n",
            "MOVING 1 15 null");
        row("MOVING, negative time means now", ">4\r\n$6\r\nMOVING\r\n:1\r\n:-3\r\n_\r\n", "MOVING 1 0 null");
        row("MOVING, huge time is clamped", ">4\r\n$6\r\nMOVING\r\n:1\r\n:9223372036854775807\r\n_\r\n",
            "MOVING 1 31622400 null");
        row("MOVING, numbers as bulk strings", ">4\r\n$6\r\nMOVING\r\n$1\r\n4\r\n$2\r\n15\r\n_\r\n",
            "MOVING 4 15 null");
        row("MOVING, extra fields are ignored",
            ">6\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n$14\r\n10.0.1.9:12000\r\n:1\r\n+x\r\n",
            "MOVING 1 15 10.0.1.9:12000");
        row("MOVING, nothing but its name", ">1\r\n$6\r\nMOVING\r\n", "MOVING - - null");
        row("FAILING_OVER as captured", ">4\r\n$12\r\nFAILING_OVER\r\n:0\r\n:2\r\n$6\r\n[\"21\"]\r\n",
            "FAILING_OVER 0 2 [\"21\"]");
        row("FAILED_OVER as captured", ">3\r\n$11\r\nFAILED_OVER\r\n:1\r\n$6\r\n[\"21\"]\r\n",
            "FAILED_OVER 1 [\"21\"]");
        row("FAILING_OVER with a sequence id only", ">2\r\n$12\r\nFAILING_OVER\r\n:5\r\n",
            "FAILING_OVER 5 - ");
        row("MIGRATING without shards", ">3\r\n$9\r\nMIGRATING\r\n:1\r\n:2\r\n", "MIGRATING 1 2 ");
        row("MIGRATING, a slot where the time belongs", ">3\r\n$9\r\nMIGRATING\r\n:1\r\n$4\r\n5000\r\n",
            "MIGRATING 1 - 5000");
        row("MIGRATED with a sequence id only", ">2\r\n$8\r\nMIGRATED\r\n:2\r\n", "MIGRATED 2 ");
        row("MIGRATED, shards as a plain number", ">3\r\n$8\r\nMIGRATED\r\n:2\r\n:1\r\n", "MIGRATED 2 1");
        row("SMIGRATING, one list", ">3\r\n$10\r\nSMIGRATING\r\n:7\r\n$16\r\n123,456,789-1000\r\n",
            "SMIGRATING 7 123,456,789-1000");
        row("SMIGRATING, one element per range",
            ">5\r\n$10\r\nSMIGRATING\r\n:7\r\n$3\r\n123\r\n$3\r\n456\r\n$8\r\n789-1000\r\n",
            "SMIGRATING 7 123,456,789-1000");
        row("SMIGRATED, triplets",
            ">3\r\n$9\r\nSMIGRATED\r\n:19\r\n*2\r\n*3\r\n+a:1\r\n+b:2\r\n+1-5\r\n*3\r\n+a:1\r\n+c:3\r\n+"
            "9\r\n",
            "SMIGRATED 19 a:1>b:2:1-5 a:1>c:3:9");
        row("SMIGRATED, old pairs", ">3\r\n$9\r\nSMIGRATED\r\n:19\r\n*1\r\n*2\r\n+b:2\r\n+1-5\r\n",
            "SMIGRATED 19 >b:2:1-5");
        row("SMIGRATED, flat", ">5\r\n$9\r\nSMIGRATED\r\n:19\r\n+a:1\r\n+b:2\r\n+1-5\r\n",
            "SMIGRATED 19 a:1>b:2:1-5");
        row("SMIGRATED, a bad triplet is skipped",
            ">3\r\n$9\r\nSMIGRATED\r\n:19\r\n*2\r\n*1\r\n+a:1\r\n*3\r\n+a:1\r\n+c:3\r\n+9\r\n",
            "SMIGRATED 19 a:1>c:3:9");
        row("SMIGRATED without anything readable", ">3\r\n$9\r\nSMIGRATED\r\n:19\r\n*0\r\n",
            "SMIGRATED ? no readable source");
        row("an unknown push is kept", ">2\r\n$7\r\nSMOVING\r\n:1\r\n",
            "SMOVING ? not a maintenance notification known to this version");
        row("a push without a name", ">1\r\n:1\r\n", " ? a push without a name");
        row("an empty push", ">0\r\n", " ? a push without a name");
    }
    void reads() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        resp::Decoder decoder;
        decoder.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        const auto frame = decoder.next();
        QVERIFY2(frame, decoder.error().c_str());
        QCOMPARE(show(decodeNotification(frame->value)), expected);
    }
};

MAINTSCOPE_TEST(NotificationDecoderTest, void)
#include "tst_notification_decoder.moc"
