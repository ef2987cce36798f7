// SPDX-License-Identifier: GPL-3.0-or-later
// Who writes a recording: told from what the system knows of the process that began it.
#include "model/recording/writer_mark.h"

#include "tests/support/test_case.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>

using namespace maintscope::model;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

/// A process that has told its mark and lives until it is let go; what it leaves is taken away at the end.
class Writer {
public:
    explicit Writer(const QString& file, bool holdsOn) {
        if (::pipe(m_toParent.data()) != 0 || ::pipe(m_toChild.data()) != 0) qFatal("no pipe");
        m_pid = ::fork();
        if (m_pid != 0) {
            ::close(m_toParent[1]);
            ::close(m_toChild[0]);
            std::array<char, 200> buffer{};
            const auto length = ::read(m_toParent[0], buffer.data(), buffer.size());
            m_mark.assign(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(0, length)));
            return;
        }
        ::close(m_toChild[1]);
        QFile held(file);
        if (!held.open(QIODevice::ReadWrite)) ::_exit(1);
        if (!holdsOn) held.close();
        const std::string mark = writerMark();
        if (::write(m_toParent[1], mark.data(), mark.size()) < 0) ::_exit(1);
        char byte = 0;
        (void)!::read(m_toChild[0], &byte, 1); // until the other end is closed
        ::_exit(0);
    }
    ~Writer() {
        leave();
        ::waitpid(m_pid, nullptr, 0);
        ::close(m_toParent[0]);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    [[nodiscard]] const std::string& mark() const { return m_mark; }
    /// It ends, and nobody asks how: a zombie.
    void leave() {
        if (m_toChild[1] < 0) return;
        ::close(m_toChild[1]);
        m_toChild[1] = -1;
        siginfo_t info{};
        ::waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOWAIT);
    }

private:
    std::array<int, 2> m_toParent{-1, -1};
    std::array<int, 2> m_toChild{-1, -1};
    pid_t m_pid = 0;
    std::string m_mark;
};

} // namespace

class TestWriterMark : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

    void aProcessThatHasTheFileOpenWritesIt() {
        const Writer writer(m_file, true);
        QVERIFY(!writer.mark().empty());
        QVERIFY(isWrittenBy(writer.mark(), m_file));
    }

    void oneThatHasClosedItDoesNot() {
        const Writer writer(m_file, false);
        QVERIFY(!writer.mark().empty());
        QVERIFY(!isWrittenBy(writer.mark(), m_file));
    }

    void oneThatHasEndedDoesNotAlsoWhereItsParentHasNotNoticed() {
        Writer writer(m_file, true);
        QVERIFY(isWrittenBy(writer.mark(), m_file));
        writer.leave();
        QVERIFY(!isWrittenBy(writer.mark(), m_file));
    }

    void aCopyIsNotWritten() {
        const Writer writer(m_file, true);
        const QString copy = m_folder.filePath(u"copy"_s);
        QVERIFY(QFile::copy(m_file, copy));
        QVERIFY(!isWrittenBy(writer.mark(), copy));
    }

    void thisProcessReadsWhatItNoLongerWrites() {
        QFile reading(m_file);
        QVERIFY(reading.open(QIODevice::ReadOnly));
        QVERIFY(!isWrittenBy(writerMark(), m_file));
        QFile writing(m_file);
        QVERIFY(writing.open(QIODevice::ReadWrite));
        QVERIFY(isWrittenBy(writerMark(), m_file));
    }

    void anotherProcessOfTheSameNumberDoesNot_data() {
        QTest::addColumn<int>("field");
        QTest::newRow("it began at another time") << 1;
        QTest::newRow("the machine was started anew") << 2;
    }
    void anotherProcessOfTheSameNumberDoesNot() {
        QFETCH(const int, field);
        QFile writing(m_file);
        QVERIFY(writing.open(QIODevice::ReadWrite));
        QStringList parts = QString::fromStdString(writerMark()).split(u' ');
        QCOMPARE(parts.size(), 3);
        parts[field] += u'1';
        QVERIFY(!isWrittenBy(parts.join(u' ').toStdString(), m_file));
    }

    void whatIsNoMarkIsNobodys_data() {
        QTest::addColumn<QByteArray>("mark");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no number") << QByteArray("self 1 2");
        QTest::newRow("a path") << QByteArray("../1 1 2");
        QTest::newRow("a negative number") << QByteArray("-1 1 2");
    }
    void whatIsNoMarkIsNobodys() {
        QFETCH(const QByteArray, mark);
        QVERIFY(!isWrittenBy(mark.toStdString(), m_file));
    }

private:
    QTemporaryDir m_folder;
    QString m_file = m_folder.filePath(u"recording"_s);
};

MAINTSCOPE_TEST(TestWriterMark, QCoreApplication)
#include "tst_writer_mark.moc"
