// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/planned_windows.h"

#include "ui/live/planned_window_dialog.h"
#include "ui/live/time_view_state.h"

#include <QWidget>

#include <algorithm>

namespace maintscope::ui {

using namespace std::chrono_literals;

PlannedWindows::PlannedWindows(const TimeViewState& state, QWidget* view)
    : QObject(view)
    , m_state(state)
    , m_view(view) {}

std::vector<model::PlannedWindow> PlannedWindows::all() const {
    std::vector<model::PlannedWindow> windows;
    if (!m_source) return windows;
    for (const model::PlannedMark& mark : m_source->timeline().planned())
        windows.push_back({mark.label, m_source->start() + mark.from.time_since_epoch(),
                           m_source->start() + mark.to.time_since_epoch()});
    return windows;
}

void PlannedWindows::changeExtent(EventKey window, const TimeRange& extent) {
    if (!m_source) return;
    std::vector<model::PlannedWindow> windows = all();
    const auto& marks = m_source->timeline().planned();
    const auto mark = std::find_if(marks.begin(), marks.end(),
                                   [window](const model::PlannedMark& m) { return m.key == window; });
    if (mark == marks.end()) return; // removed meanwhile
    model::PlannedWindow& moved = windows[static_cast<std::size_t>(mark - marks.begin())];
    moved.from = m_source->start() + extent.from.time_since_epoch();
    moved.to = m_source->start() + extent.to.time_since_epoch();
    Q_EMIT changed(windows);
}

/// Edits the nearest window: the current one, otherwise the next, otherwise the last.
void PlannedWindows::ask() {
    if (!m_source) return;
    std::vector<model::PlannedWindow> windows = all();
    const WallTime now = m_source->start() + (m_state.sessionNow() - kSessionStart);
    std::sort(windows.begin(), windows.end(),
              [](const model::PlannedWindow& a, const model::PlannedWindow& b) { return a.from < b.from; });
    auto nearest = std::find_if(windows.begin(), windows.end(),
                                [now](const model::PlannedWindow& window) { return window.to > now; });
    if (nearest == windows.end() && !windows.empty()) --nearest;
    const bool known = nearest != windows.end();
    // A new window begins at the next full ten minutes and lasts an hour.
    const auto next = std::chrono::ceil<std::chrono::minutes>(now.time_since_epoch()) / 10min * 10min + 10min;
    const model::PlannedWindow proposed =
        known ? *nearest : model::PlannedWindow{{}, WallTime(next), WallTime(next + 1h)};
    if (known) windows.erase(nearest);
    auto* dialog = new PlannedWindowDialog(proposed, m_state.zone(), known, m_view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, windows] {
        std::vector<model::PlannedWindow> wanted = windows;
        if (!dialog->removed()) wanted.push_back(dialog->window());
        Q_EMIT changed(wanted);
    });
    dialog->open(); // capture and painting continue behind it
}

} // namespace maintscope::ui

#include "moc_planned_windows.cpp"
