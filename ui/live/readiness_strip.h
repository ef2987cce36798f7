// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"

#include <QWidget>

namespace maintscope::ui {

/// Shows in one line below the banner whether the target is ready for maintenance. Paints the latest frame of its
/// view, which must outlive it.
class ReadinessStrip : public QWidget {
    Q_OBJECT

public:
    explicit ReadinessStrip(const LiveFrame& frame, QWidget* parent = nullptr);
    void refresh();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const LiveFrame& m_frame;
};

} // namespace maintscope::ui
