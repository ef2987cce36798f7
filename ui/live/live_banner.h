// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"

#include <QWidget>

class QPushButton;

namespace maintscope::ui {

struct RecordingFacts;

/// Shows the state of the target and, if it fails, buttons that help. Paints the latest frame of its view, which
/// must outlive it.
class LiveBanner : public QWidget {
    Q_OBJECT

public:
    explicit LiveBanner(const LiveFrame& frame, QWidget* parent = nullptr);
    /// The recording that is shown; nullptr: the session is live. Must stay valid until it is replaced.
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
