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

/// The windows in which maintenance is planned: asks for one, and moves the edges of one. Changes nothing
/// itself: what is wanted goes out, and comes back through the source. GUI thread.
class PlannedWindows : public QObject {
    Q_OBJECT

public:
    /// `state` and `view` outlive it; the form opens over `view`.
    PlannedWindows(const TimeViewState& state, QWidget* view);

    /// nullptr: none is known.
    void setSource(const LiveSource* source) { m_source = source; }
    /// As the source knows them.
    [[nodiscard]] std::vector<model::PlannedWindow> all() const;
    /// Opens the form.
    void ask();
    void changeExtent(EventKey window, const TimeRange& extent);

Q_SIGNALS:
    /// These are to be planned from now on.
    void changed(const std::vector<maintscope::model::PlannedWindow>& windows);

private:
    const LiveSource* m_source = nullptr;
    const TimeViewState& m_state;
    QWidget* m_view;
};

} // namespace maintscope::ui
