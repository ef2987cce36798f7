// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/message_boxes.h"

#include "model/base/format.h"
#include "ui/theme/translate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPushButton>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

bool agrees(QWidget* parent, const QString& title, const QString& question, const QString& detail,
            const QString& yes, const QString& no) {
    QMessageBox box(QMessageBox::Question, title, question, QMessageBox::NoButton, parent);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(detail);
    QAbstractButton* go = box.addButton(yes, QMessageBox::AcceptRole);
    box.setDefaultButton(box.addButton(no, QMessageBox::RejectRole));
    box.exec();
    return box.clickedButton() == go;
}

void showErrorBox(QWidget* parent, const Error& error) {
    QMessageBox box(QMessageBox::Warning, u"Maintscope"_s, QString::fromStdString(error.what),
                    QMessageBox::NoButton, parent);
    box.setTextFormat(Qt::PlainText);
    QStringList lines;
    for (const std::string& part : {error.where, error.detail, error.remedy})
        if (!part.empty()) lines << model::escapeServerText(part);
    box.setInformativeText(lines.join(u'\n').toHtmlEscaped().replace(u'\n', u"<br>"_s));
    QAbstractButton* copy = box.addButton(tr("Copy Details"), QMessageBox::ActionRole);
    box.setDefaultButton(box.addButton(tr("Close"), QMessageBox::RejectRole));
    box.exec();
    if (box.clickedButton() == copy)
        QGuiApplication::clipboard()->setText(QString::fromStdString(toString(error)));
}

} // namespace maintscope::ui
