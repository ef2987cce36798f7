// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/form_helpers.h"

#include "ui/theme/translate.h"

#include <QFileDialog>

namespace maintscope::ui::form {

QPushButton* browseButton(const QString& objectName, QLineEdit* path, const QString& title,
                          const QString& filter, QWidget* parent) {
    QPushButton* browse = button(objectName, tr("Browse\u2026"), parent);
    QObject::connect(browse, &QPushButton::clicked, path, [path, title, filter] {
        const QString chosen = QFileDialog::getOpenFileName(path->window(), title, path->text(), filter);
        if (!chosen.isEmpty()) path->setText(chosen);
    });
    return browse;
}

} // namespace maintscope::ui::form
