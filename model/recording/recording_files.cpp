// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recording_files.h"

#include "model/base/user_folder.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <string>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// Folder and file are private to the user: a recording contains names of hosts and users.
constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

std::string systemWords(int error) {
    return std::strerror(error);
}

/// The name of a new file survives a power failure only after its folder is synced to disk.
void syncFolder(const QString& folder) {
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

/// What is not named by the user lies in the user's folder, if there is one.
bool isDefaultFolder(const QString& folder) {
    return QDir::cleanPath(folder) == QDir::cleanPath(defaultRecordingFolder());
}

Status makeFolder(const QString& folder) {
    if (isDefaultFolder(folder)) {
        if (Status place = checkUserFolder("XDG_DATA_HOME", "recordings"); !place) return place;
    }
    if (QFileInfo(folder).isDir()) return success();
    const QString parent = QFileInfo(folder).absolutePath();
    if (!QDir().mkpath(parent) || ::mkdir(QFile::encodeName(folder).constData(), kFolderMode) != 0) {
        const int error = errno;
        if (error == EEXIST && QFileInfo(folder).isDir()) return success();
        return Error{"The recording folder cannot be created.", folder.toStdString(), systemWords(error),
                     "Choose a folder that you can write to."};
    }
    return success();
}

} // namespace

Status createRecordingFile(const QString& path) {
    if (auto status = makeFolder(QFileInfo(path).absolutePath()); !status) return status;
    const int file =
        ::open(QFile::encodeName(path).constData(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, kFileMode);
    if (file >= 0) {
        ::close(file);
        syncFolder(QFileInfo(path).absolutePath());
        return success();
    }
    const int error = errno;
    if (error == EEXIST)
        return Error{"The recording file already exists and is never overwritten.", path.toStdString(),
                     systemWords(error), "Choose another name, or move that file away."};
    return Error{"The recording cannot be created.", path.toStdString(), systemWords(error),
                 "Choose an existing folder that you can write to, with enough free space."};
}

QString defaultRecordingFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           u"/maintscope/recordings"_s;
}

QString recordingPath(const QString& folder, WallTime started, const QString& targetName) {
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(started.time_since_epoch()).count();
    QString name = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(u"yyyy-MM-ddTHH-mm-ss.zzzZ"_s);
    QString label;
    for (const QChar c : targetName.left(40))
        label += c.isLetterOrNumber() || c == u'.' || c == u'-' ? c : QChar(u'-');
    if (!label.isEmpty()) name += u'-' + label;
    return folder + u'/' + name + u".maintscope"_s;
}

QString partPath(const QString& firstPart, int part) {
    if (part <= 1) return firstPart;
    const QFileInfo file(firstPart);
    return file.path() + u'/' + file.completeBaseName() + u".part%1."_s.arg(part) + file.suffix();
}

QString savedPath(const QString& path) {
    const QFileInfo file(path);
    for (int number = 1;; ++number) {
        const QString name = file.path() + u'/' + file.completeBaseName() + u"-saved"_s +
                             (number == 1 ? QString() : QString::number(number)) + u'.' + file.suffix();
        if (!QFileInfo::exists(name)) return name;
    }
}

QString runName(const QString& path) {
    static const QRegularExpression part(u"\\.part[0-9]+$"_s);
    return QFileInfo(path).completeBaseName().remove(part);
}

QStringList partsBeside(const QString& path) {
    const QFileInfo own(path);
    const QString suffix = u'.' + own.suffix();
    std::map<int, QString> found;
    for (const QFileInfo& file : own.dir().entryInfoList(QDir::Files)) {
        if (file.fileName() == own.fileName() || runName(file.filePath()) != runName(path)) continue;
        const QString middle = file.fileName().mid(runName(path).size());
        if (middle == suffix)
            found[1] = file.filePath();
        else if (middle.startsWith(u".part"_s) && middle.endsWith(suffix))
            found[middle.mid(5, middle.size() - 5 - suffix.size()).toInt()] = file.filePath();
    }
    QStringList paths;
    for (const auto& [part, name] : found)
        paths += name;
    return paths;
}

QStringList recordingFilesOf(const QString& path) {
    return {path, path + u"-wal"_s, path + u"-shm"_s};
}

Status checkRecordable(const QString& path) {
    const QString folder = QFileInfo(path).absolutePath();
    if (auto status = makeFolder(folder); !status) return status;
    if (QFileInfo::exists(path))
        return Error{"The recording file already exists and is never overwritten.", path.toStdString(),
                     systemWords(EEXIST), "Choose another name, or move that file away."};
    if (::access(QFile::encodeName(folder).constData(), W_OK | X_OK) != 0)
        return Error{"The recording cannot be created.", path.toStdString(), systemWords(errno),
                     "Choose an existing folder that you can write to."};
    return success();
}

} // namespace maintscope::model
