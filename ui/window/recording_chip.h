// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace maintscope::ui {

/// "● Recording 00:42:10". Recording is always on, so this is an indicator and not a button.
class RecordingChip : public QWidget {
    Q_OBJECT

public:
    explicit RecordingChip(QWidget* parent = nullptr);

    /// `on`: recording is in progress; otherwise a square replaces the dot.
    void setState(const QString& word, const QString& time, bool on);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_word;
    QString m_time;
    bool m_on = false;
};

} // namespace maintscope::ui
