// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/profile_dialogs.h"

#include "model/base/format.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileDialog>
#include <QMessageBox>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kMostProfileBytes = 4 * 1024 * 1024;

QString said(const char* words) {
    return QCoreApplication::translate("ProfileDialogs", words);
}

} // namespace

std::optional<Result<QByteArray>> askForProfiles(QWidget* parent) {
    const QString path = QFileDialog::getOpenFileName(
        parent, said("Import Profiles"), {},
        said("Exports of Maintscope or RedisInsight, redis-cli lines (*.json *.txt);;All files (*)"));
    if (path.isEmpty()) return std::nullopt;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Result<QByteArray>(Error{"The file cannot be read.", path.toStdString(),
                                        file.errorString().toStdString(),
                                        "Choose an export of this program or of RedisInsight."});
    return Result<QByteArray>(file.read(kMostProfileBytes));
}

void showImported(QWidget* parent, const std::vector<model::ProfileImportRow>& rows,
                  const std::vector<std::string>& names) {
    QStringList lines;
    std::size_t taken = 0;
    for (const model::ProfileImportRow& row : rows) {
        const std::string& name = row.taken && taken < names.size() ? names[taken++] : row.name;
        QString line = (row.taken ? u"\u2713 "_s : u"\u2715 "_s) + model::escapeServerText(name);
        if (!row.note.empty()) line += u": "_s + model::escapeServerText(row.note);
        lines << line;
    }
    const QString what = taken == 1 ? said("1 profile was saved, without its password.")
                                    : said("%1 profiles were saved, without their passwords.").arg(taken);
    QMessageBox box(taken == rows.size() ? QMessageBox::Information : QMessageBox::Warning,
                    said("Import Profiles"), what, QMessageBox::Close, parent);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(said("They are now listed in New Connection."));
    box.setDetailedText(lines.join(u'\n'));
    box.exec();
}

} // namespace maintscope::ui
