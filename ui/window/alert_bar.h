// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/alerts.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace maintscope::ui {

/// The last alert of a rule, at the top of the window until it is dismissed. Takes no focus and
/// stops nothing.
class AlertBar : public QWidget {
    Q_OBJECT

public:
    explicit AlertBar(QWidget* parent = nullptr);

    /// `when`: with its zone.
    void tell(const model::Alert& alert, const QString& when);
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
    int m_others = 0; ///< shown before and not dismissed
};

} // namespace maintscope::ui
