// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/target_list_model.h"
#include "ui/paint/badge.h"

#include <QWidget>

#include <vector>

class QLabel;
class QListView;
class QListWidget;
class QStackedLayout;

namespace maintscope::ui {

/// One recording that is open.
struct OpenRecording {
    SessionId id;
    QString name;
    QString verdict; ///< empty: not known yet
};

/// The badge of a rank, here and in the overview.
[[nodiscard]] Badge badgeOf(model::TargetRank rank);

/// Lists the targets, worst first, each with a badge whose shape shows its state; above them the open
/// recordings. Selecting one shows it.
class TargetsPanel : public QWidget {
    Q_OBJECT

public:
    explicit TargetsPanel(QWidget* parent = nullptr);

    /// The model must stay alive until another is set.
    void setModel(model::TargetListModel* model);
    /// Marks the target that the window shows, without emitting targetChosen().
    void setCurrent(SessionId id);
    void setRecordings(const std::vector<OpenRecording>& recordings);

Q_SIGNALS:
    /// The user selected a target or a recording.
    void targetChosen(maintscope::SessionId id);

private:
    void showState();
    void choose(SessionId id);

    model::TargetListModel* m_model = nullptr;
    QStackedLayout* m_stack;
    QLabel* m_empty;
    QListView* m_list;
    QWidget* m_recordingsPart;
    QListWidget* m_recordings;
    SessionId m_current;
    bool m_choosing = false;
};

} // namespace maintscope::ui
