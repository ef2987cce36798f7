// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QWidget>

#include <functional>

class QFormLayout;
class QLabel;

namespace maintscope::ui {

/// Reports the problem of a field; empty: none. `always`: shown even before the user has touched the field.
using ProblemReport = std::function<void(QWidget* field, const QString& problem, bool always)>;

/// The message lines below fields. GUI thread.
class FieldMessages {
public:
    /// Returns `row` with a message line for `field` below it, hidden while empty; owned by `parent`.
    [[nodiscard]] QWidget* withMessage(QWidget* row, QWidget* field, QWidget* parent);
    /// Shares the line of `other` with `field`; only one of the two is visible at a time.
    void share(QWidget* field, QWidget* other);
    /// An empty `problem` hides the line.
    void show(QWidget* field, const QString& problem);

private:
    QHash<QWidget*, QLabel*> m_messages;
};

/// A group of fields of the connection dialog; owns and validates its widgets.
class DialogSection : public QWidget {
    Q_OBJECT

public:
    explicit DialogSection(QWidget* parent = nullptr);

    /// A form with labels on the left and fields on the right.
    [[nodiscard]] static QFormLayout* makeForm(QWidget* parent);
    /// The label of `field`. `leading`: as wide as all labels at the left edge.
    [[nodiscard]] static QLabel* makeLabel(const QString& words, QWidget* field, QWidget* parent,
                                           bool leading = true);
    /// Places widgets side by side; the one at `stretchIndex` takes the remaining width.
    [[nodiscard]] static QWidget* makeRow(QWidget* parent, const QList<QWidget*>& widgets,
                                          int stretchIndex = -1);

Q_SIGNALS:
    /// The user, or the program, changed a field.
    void touched(QWidget* field);
};

/// Returns `content` below a heading with a line to the right edge.
[[nodiscard]] QWidget* titledSection(const QString& words, QWidget* content, QWidget* parent);

} // namespace maintscope::ui
