// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QAbstractButton;
class QButtonGroup;

namespace maintscope::ui {

/// A row of joined buttons of which exactly one is down: a choice among few, all of them in sight. Tab
/// reaches the chosen one, arrow keys change it.
class Segments : public QWidget {
    Q_OBJECT

public:
    /// `name` is what assistive technology calls the choice; `objectName` names the buttons, too ("policy-0",
    /// ...).
    Segments(const QString& name, const QString& objectName, const QStringList& labels,
             QWidget* parent = nullptr);

    [[nodiscard]] int current() const;
    void setCurrent(int index);
    [[nodiscard]] QAbstractButton* button(int index) const;

Q_SIGNALS:
    void changed(int index);

protected:
    /// Arrow keys on any of the buttons; a button alone would only move the focus.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QButtonGroup* m_group;
    int m_count;
};

} // namespace maintscope::ui
