// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "model/events/planned_window.h"
#include "ui/paint/live_frame.h"

#include <QObject>

#include <vector>

class QWidget;

namespace maintscope::ui {

class TimeViewState;

/// Edits the planned windows of a view: opens the dialog for one and moves edges. It stores nothing: changes are
/// emitted as a signal and come back through the source. GUI thread.
class PlannedWindows : public QObject {
    Q_OBJECT

public:
    /// `state` and `view` must outlive it; the dialog opens over `view`.
    PlannedWindows(const TimeViewState& state, QWidget* view);

    /// nullptr: no source.
    void setSource(const LiveSource* source) { m_source = source; }
    /// The planned windows, as the source knows them.
    [[nodiscard]] std::vector<model::PlannedWindow> all() const;
    /// Opens the dialog.
    void ask();
    void changeExtent(EventKey window, const TimeRange& extent);

Q_SIGNALS:
    /// The user changed the planned windows.
    void changed(const std::vector<maintscope::model::PlannedWindow>& windows);

private:
    const LiveSource* m_source = nullptr;
    const TimeViewState& m_state;
    QWidget* m_view;
};

} // namespace maintscope::ui
