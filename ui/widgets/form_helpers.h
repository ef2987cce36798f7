// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/secret.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <string_view>

/// Building blocks of forms. A widget belongs to `parent`, a layout to the widget that takes it.
namespace maintscope::ui::form {

/// Shows `words` as plain text.
[[nodiscard]] inline QLabel* plainLabel(const QString& words, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

[[nodiscard]] inline QLabel* dimLabel(const QString& words, QWidget* parent) {
    QLabel* label = plainLabel(words, parent);
    label->setForegroundRole(kSecondInkRole);
    return label;
}

[[nodiscard]] inline QLabel* monoLabel(QWidget* parent) {
    QLabel* label = plainLabel({}, parent);
    label->setFont(monoFont(12));
    return label;
}

/// Makes the text selectable with mouse and keyboard.
inline void makeCopyable(QLabel* label) {
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

[[nodiscard]] inline QLineEdit* lineEdit(const QString& objectName, const QString& name, QWidget* parent) {
    auto* edit = new QLineEdit(parent);
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    return edit;
}

/// For text that is read letter by letter, such as an address, a path or a key.
[[nodiscard]] inline QLineEdit* monoEdit(const QString& objectName, const QString& name, QWidget* parent) {
    QLineEdit* edit = lineEdit(objectName, name, parent);
    edit->setFont(monoFont(12));
    return edit;
}

/// The text of `secret`, for a masked field.
[[nodiscard]] inline QString revealed(const Secret& secret) {
    const std::string_view words = secret.reveal();
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

[[nodiscard]] inline QPushButton* button(const QString& objectName, const QString& words, QWidget* parent) {
    auto* result = new QPushButton(words, parent);
    result->setObjectName(objectName);
    result->setAutoDefault(false);
    return result;
}

/// A button that opens a file dialog with `title` and `filter` and writes the chosen path to `path`.
[[nodiscard]] QPushButton* browseButton(const QString& objectName, QLineEdit* path, const QString& title,
                                        const QString& filter, QWidget* parent);

[[nodiscard]] inline QLabel* buddy(const QString& words, QWidget* field, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setBuddy(field);
    return label;
}

[[nodiscard]] inline QHBoxLayout* line(int spacing = 8) {
    auto* layout = new QHBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

} // namespace maintscope::ui::form
