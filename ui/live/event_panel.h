// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "ui/live/panel_section.h"
#include "ui/paint/live_frame.h"

#include <utility>
#include <vector>

class QPushButton;

namespace maintscope::ui {

/// Shows the selected event in words, with buttons that act on it.
class EventPanel : public PanelSection {
    Q_OBJECT

public:
    explicit EventPanel(QWidget* parent = nullptr);

    /// nullptr: nothing is selected; the panel hides itself.
    void refresh(const LiveFrame& frame, const Event* event);

Q_SIGNALS:
    void goToRequested();
    void noteRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    [[nodiscard]] int bodyHeight() const override;
    void paintBody(QPainter& painter, const QRectF& body) override;

private:
    [[nodiscard]] int textHeight() const;

    std::vector<std::pair<QString, QString>> m_rows;
    QString m_heading;
    QString m_sentence;
    QPushButton* m_goTo;
    QPushButton* m_note;
};

} // namespace maintscope::ui
