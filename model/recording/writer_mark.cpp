// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/writer_mark.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QList>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace maintscope::model {
namespace {

QByteArray contentsOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::string markOf(const QByteArray& pid) {
    const QByteArray status =
        contentsOf(QStringLiteral("/proc/") + QString::fromLatin1(pid) + QStringLiteral("/stat"));
    // The name of the program is in parentheses and may contain any character. Source: proc(5), fields 3
    // and 22.
    const QList<QByteArray> fields = status.mid(status.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20 || fields[0] == "Z") return {};
    const QByteArray boot = contentsOf(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed();
    return (pid + ' ' + fields[19] + ' ' + boot).toStdString();
}

/// Source: proc(5), /proc/PID/fdinfo: "flags:" in octal.
bool isForWriting(const QString& info) {
    for (const QByteArray& line : contentsOf(info).split('\n'))
        if (line.startsWith("flags:"))
            return (line.mid(6).trimmed().toLongLong(nullptr, 8) & O_ACCMODE) != O_RDONLY;
    return false;
}

bool hasOpenForWriting(const QByteArray& pid, const QString& file) {
    struct stat wanted {};
    if (::stat(QFile::encodeName(file).constData(), &wanted) != 0) return false;
    const QString process = QStringLiteral("/proc/") + QString::fromLatin1(pid);
    const QDir open(process + QStringLiteral("/fd"));
    if (!open.isReadable()) return true;
    const QStringList numbers = open.entryList(QDir::Files | QDir::System);
    return std::any_of(numbers.begin(), numbers.end(), [&](const QString& number) {
        struct stat found {};
        return ::stat(QFile::encodeName(open.filePath(number)).constData(), &found) == 0 &&
               found.st_dev == wanted.st_dev && found.st_ino == wanted.st_ino &&
               isForWriting(process + QStringLiteral("/fdinfo/") + number);
    });
}

} // namespace

std::string writerMark() {
    return markOf(QByteArray::number(static_cast<qlonglong>(::getpid())));
}

bool isWrittenBy(std::string_view mark, const QString& file) {
    const QByteArray pid = QByteArray(mark.data(), static_cast<qsizetype>(mark.size())).split(' ').first();
    bool ok = false;
    if (pid.toInt(&ok) <= 0 || !ok) return false;
    return markOf(pid) == mark && hasOpenForWriting(pid, file);
}

} // namespace maintscope::model
