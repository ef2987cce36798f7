// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/live/panel_section.h"
#include "ui/paint/live_frame.h"

#include <vector>

namespace maintscope::ui {

/// The six phases of a MOVING on every connection.
class HandoffPanel : public PanelSection {
    Q_OBJECT

public:
    explicit HandoffPanel(QWidget* parent = nullptr);

    /// Shows the selected MOVING, otherwise the one under way; hides the panel if there is neither.
    void refresh(const LiveFrame& frame);

protected:
    [[nodiscard]] int bodyHeight() const override;
    void paintBody(QPainter& painter, const QRectF& body) override;

private:
    struct Row {
        QString name;
        int reached = 0; ///< number of phases
        bool refused = false;
        QString value;
    };
    std::vector<Row> m_rows;
    QString m_words;
};

} // namespace maintscope::ui
