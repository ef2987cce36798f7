// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/private_folder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace maintscope::app {

namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

} // namespace

void makePrivate(const QString& folder, const QString& file) {
    // What is above it (~/.config) belongs to others as well.
    QDir().mkpath(QFileInfo(folder).path());
    ::mkdir(QFile::encodeName(folder).constData(), kFolderMode);
    const int made = ::open(QFile::encodeName(folder + u'/' + file).constData(),
                            O_WRONLY | O_CREAT | O_CLOEXEC, kFileMode);
    if (made >= 0) ::close(made);
    const int opened = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return;
    ::fchmod(opened, kFolderMode);
    ::close(opened);
    for (const QFileInfo& entry : QDir(folder).entryInfoList(QDir::Files | QDir::Hidden | QDir::NoSymLinks))
        QFile::setPermissions(entry.filePath(), QFile::ReadOwner | QFile::WriteOwner);
}

} // namespace maintscope::app
