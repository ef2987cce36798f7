// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/writer_mark.h"

#include <QByteArray>
#include <QFile>
#include <QList>

#include <unistd.h>

namespace maintscope::model {
namespace {

QByteArray contentsOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::string markOf(const QByteArray& pid) {
    const QByteArray status =
        contentsOf(QStringLiteral("/proc/") + QString::fromLatin1(pid) + QStringLiteral("/stat"));
    // The name of the program stands in parentheses and may hold anything. Source: proc(5), fields 3 and 22.
    const QList<QByteArray> fields = status.mid(status.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20 || fields[0] == "Z") return {};
    const QByteArray boot = contentsOf(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed();
    return (pid + ' ' + fields[19] + ' ' + boot).toStdString();
}

} // namespace

std::string writerMark() {
    return markOf(QByteArray::number(static_cast<qlonglong>(::getpid())));
}

bool writerIsAlive(std::string_view mark) {
    const QByteArray pid = QByteArray(mark.data(), static_cast<qsizetype>(mark.size())).split(' ').first();
    bool ok = false;
    if (pid.toInt(&ok) <= 0 || !ok) return false;
    return markOf(pid) == mark;
}

} // namespace maintscope::model
