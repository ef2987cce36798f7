// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"

#include <QWidget>

class QPushButton;

namespace maintscope::ui {

struct RecordingFacts;

/// How the target stands, with what can be done about it when it fails.
/// Paints the frame that its view made last, which outlives it.
class LiveBanner : public QWidget {
    Q_OBJECT

public:
    explicit LiveBanner(const LiveFrame& frame, QWidget* parent = nullptr);
    /// What is shown is a recording; nullptr: it is live. Outlives its stay here.
    void setRecording(const RecordingFacts* facts) { m_recording = facts; }
    void refresh();

Q_SIGNALS:
    void detailsRequested();
    void editRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    const LiveFrame& m_frame;
    const RecordingFacts* m_recording = nullptr;
    QPushButton* m_details;
    QPushButton* m_edit;
};

} // namespace maintscope::ui
