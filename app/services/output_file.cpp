// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/output_file.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cstdio>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isStandardOutput(const QString& path) {
    return path == "-"_L1;
}

/// A pipe or a device cannot be replaced by a new file.
bool isSpecial(const QString& path) {
    const QFileInfo info(path);
    return info.exists() && !info.isFile();
}

Error cannotWrite(const QString& path, const QString& words) {
    return {.what = "The output cannot be written.",
            .where = (isStandardOutput(path) ? u"standard output"_s : path).toStdString(),
            .detail = words.toStdString(),
            .remedy = "Choose a file in an existing folder with write permission."};
}

Status writeThrough(QFile& file, const QString& path, const std::function<Status(QIODevice&)>& produce) {
    if (Status produced = produce(file); !produced) return produced;
    if (!file.flush() || file.error() != QFileDevice::NoError) return cannotWrite(path, file.errorString());
    return success();
}

} // namespace

Status checkOutput(const QString& path) {
    if (path.isEmpty()) return cannotWrite(path, u"the name is empty"_s);
    if (isStandardOutput(path)) return success();
    if (QFileInfo(path).isDir()) return cannotWrite(path, u"it is a folder"_s);
    if (isSpecial(path)) {
        if (QFileInfo(path).isWritable()) return success();
        return cannotWrite(path, u"permission denied"_s);
    }
    QSaveFile trial(path);
    if (!trial.open(QIODevice::WriteOnly)) return cannotWrite(path, trial.errorString());
    trial.cancelWriting();
    return success();
}

Status writeOutput(const QString& path, const std::function<Status(QIODevice&)>& produce) {
    if (isStandardOutput(path)) {
        QFile file;
        if (!file.open(stdout, QIODevice::WriteOnly)) return cannotWrite(path, file.errorString());
        return writeThrough(file, path, produce);
    }
    if (isSpecial(path)) {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly)) return cannotWrite(path, file.errorString());
        return writeThrough(file, path, produce);
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return cannotWrite(path, file.errorString());
    if (Status produced = produce(file); !produced) {
        file.cancelWriting();
        return produced;
    }
    if (!file.commit()) return cannotWrite(path, file.errorString());
    return success();
}

} // namespace maintscope::app
