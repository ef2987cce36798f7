// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QAbstractButton;
class QButtonGroup;

namespace maintscope::ui {

/// A choice among few visible options, as a row of joined buttons. Tab reaches the chosen button, arrow keys
/// change the choice.
class Segments : public QWidget {
    Q_OBJECT

public:
    /// `name` is the accessible name; the buttons are named after `objectName` ("policy-0", ...).
    Segments(const QString& name, const QString& objectName, const QStringList& labels,
             QWidget* parent = nullptr);

    [[nodiscard]] int current() const;
    void setCurrent(int index);
    [[nodiscard]] QAbstractButton* button(int index) const;

Q_SIGNALS:
    void changed(int index);

protected:
    /// Handles the arrow keys, which would otherwise only move the focus.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QButtonGroup* m_group;
    int m_count;
};

} // namespace maintscope::ui
