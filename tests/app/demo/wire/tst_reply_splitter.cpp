// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/wire/reply_splitter.h"

#include "tests/support/test_case.h"

#include <QObject>
#include <QTest>

using namespace maintscope::demo::resp;

class ReplySplitterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wholeRepliesAreCutOut_data();
    void wholeRepliesAreCutOut();
    void pushesAreTold();
    void nonsenseIsAnErrorForGood_data();
    void nonsenseIsAnErrorForGood();
};

namespace {
std::string_view view(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}
} // namespace

void ReplySplitterTest::wholeRepliesAreCutOut_data() {
    QTest::addColumn<QByteArray>("reply");
    const auto row = [](const char* name, const char* reply) { QTest::newRow(name) << QByteArray(reply); };
    row("simple", "+OK\r\n");
    row("error", "-ERR no\r\n");
    row("bulk with a line break", "$4\r\na\r\nb\r\n");
    row("empty bulk", "$0\r\n\r\n");
    row("null bulk", "$-1\r\n");
    row("null array", "*-1\r\n");
    row("empty array", "*0\r\n");
    row("nested", "*2\r\n*1\r\n:1\r\n%1\r\n+k\r\n~2\r\n#t\r\n_\r\n");
    row("attribute before its reply", "|1\r\n+ttl\r\n:1\r\n*1\r\n,1.5\r\n");
    row("verbatim and blob error", "*2\r\n=7\r\ntxt:abc\r\n!3\r\nERR\r\n");
}

void ReplySplitterTest::wholeRepliesAreCutOut() {
    QFETCH(QByteArray, reply);
    const QByteArray stream = reply + ":7\r\n" + reply;
    for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
        ReplySplitter splitter;
        std::vector<std::string> found;
        std::string one;
        for (const QByteArray& part : {stream.left(cut), stream.mid(cut)}) {
            splitter.append(view(part));
            while (splitter.next(one) == ReplySplitter::Status::Reply)
                found.push_back(one);
        }
        QVERIFY((found == std::vector<std::string>{reply.toStdString(), ":7\r\n", reply.toStdString()}));
    }
}

void ReplySplitterTest::pushesAreTold() {
    ReplySplitter splitter;
    std::string one;
    splitter.append(">2\r\n+invalidate\r\n*1\r\n$1\r\nk\r\n+OK\r\n");
    QCOMPARE(splitter.next(one), ReplySplitter::Status::Push);
    QCOMPARE(splitter.next(one), ReplySplitter::Status::Reply);
    QCOMPARE(splitter.next(one), ReplySplitter::Status::NeedMore);
}

void ReplySplitterTest::nonsenseIsAnErrorForGood_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("another protocol") << QByteArray("HTTP/1.1 200 OK\r\n");
    QTest::newRow("no number") << QByteArray("*x\r\n");
    QTest::newRow("a negative length") << QByteArray("$-2\r\n");
    QTest::newRow("too many elements") << QByteArray("*9999999\r\n");
}

void ReplySplitterTest::nonsenseIsAnErrorForGood() {
    QFETCH(QByteArray, bytes);
    ReplySplitter splitter;
    std::string one;
    splitter.append(view(bytes));
    QCOMPARE(splitter.next(one), ReplySplitter::Status::Error);
    splitter.append("+OK\r\n");
    QCOMPARE(splitter.next(one), ReplySplitter::Status::Error);
}

MAINTSCOPE_TEST(ReplySplitterTest, QCoreApplication)
#include "tst_reply_splitter.moc"
