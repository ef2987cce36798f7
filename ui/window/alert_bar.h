// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/alerts.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace maintscope::ui {

/// Shows the last alert at the top of the window until it is dismissed. Never takes the focus.
class AlertBar : public QWidget {
    Q_OBJECT

public:
    explicit AlertBar(QWidget* parent = nullptr);

    /// Shows an alert. `when` includes the time zone.
    void setAlert(const model::Alert& alert, const QString& when);
    void dismiss();

Q_SIGNALS:
    void showRequested(maintscope::SessionId id, maintscope::MonoTime at);
    void rulesRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_title;
    QLabel* m_text;
    std::optional<model::Alert> m_alert;
    int m_others = 0; ///< earlier alerts that were not dismissed
};

} // namespace maintscope::ui
