// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/events/planned_window.h"

#include <QDialog>
#include <QTimeZone>

#include <optional>

class QDateTimeEdit;
class QLabel;
class QLineEdit;
class QPushButton;

namespace maintscope::ui {

/// Creates or changes a planned window. Times are shown in the zone of the view and returned in UTC, so that no
/// daylight-saving change moves the window.
class PlannedWindowDialog : public QDialog {
    Q_OBJECT

public:
    PlannedWindowDialog(const model::PlannedWindow& window, const QTimeZone& zone, bool known,
                        QWidget* parent = nullptr);

    [[nodiscard]] model::PlannedWindow window() const;
    /// "Remove Window" was pressed.
    [[nodiscard]] bool removed() const { return m_removed; }

private:
    void judge();
    [[nodiscard]] WallTime wall(const QDateTimeEdit* edit) const;

    QTimeZone m_zone;
    QLineEdit* m_label;
    QDateTimeEdit* m_from;
    QDateTimeEdit* m_to;
    QLabel* m_message;
    QPushButton* m_accept;
    bool m_removed = false;
};

} // namespace maintscope::ui
