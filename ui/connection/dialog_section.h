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

/// Reports what is wrong with a field, empty: nothing. `always`: shown even while the user has not touched
/// it.
using ProblemReport = std::function<void(QWidget* field, const QString& problem, bool always)>;

/// The lines below fields that say what is wrong with them. GUI thread.
class FieldMessages {
public:
    /// `row` with a line below it for `field`, hidden while there is nothing to say; owned by `parent`.
    [[nodiscard]] QWidget* withMessage(QWidget* row, QWidget* field, QWidget* parent);
    /// `field` shares the line of `other`: one of the two is in sight.
    void share(QWidget* field, QWidget* other);
    /// Empty: nothing is wrong.
    void show(QWidget* field, const QString& problem);

private:
    QHash<QWidget*, QLabel*> m_messages;
};

/// A group of fields of the connection dialog, which owns its widgets and says what is wrong with them.
class DialogSection : public QWidget {
    Q_OBJECT

public:
    explicit DialogSection(QWidget* parent = nullptr);

    /// Names on the left, fields on the right.
    [[nodiscard]] static QFormLayout* makeForm(QWidget* parent);
    /// The name of `field`. `leading`: as wide as all names at the left edge.
    [[nodiscard]] static QLabel* makeLabel(const QString& words, QWidget* field, QWidget* parent,
                                           bool leading = true);
    /// Widgets beside each other; the one at `stretchIndex` takes the room.
    [[nodiscard]] static QWidget* makeRow(QWidget* parent, const QList<QWidget*>& widgets,
                                          int stretchIndex = -1);

Q_SIGNALS:
    /// The user, or the program, changed a field.
    void touched(QWidget* field);
};

/// `content` below a heading with a line to the right edge.
[[nodiscard]] QWidget* titledSection(const QString& words, QWidget* content, QWidget* parent);

} // namespace maintscope::ui
