// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/time_view_state.h"

#include <QWidget>

#include <memory>

class QTimer;

namespace maintscope::ui {

/// One target followed live: banner, readiness, lanes and charts over one time axis. Paints from a
/// LiveSource, at most ten times a second and only while it is visible and something changed.
class LiveView : public QWidget {
    Q_OBJECT

public:
    explicit LiveView(QWidget* parent = nullptr);
    ~LiveView() override;

    /// nullptr: nothing to show. The source must outlive its stay here.
    void setSource(const LiveSource* source);
    /// Visible range, following, selection, cursors: what menus, toolbar and events table bind to. Lives as
    /// long as the view; begins anew with every source.
    [[nodiscard]] TimeViewState* state() const { return m_state; }

    /// What is painted now; also for a saved picture. Only with a source.
    [[nodiscard]] LiveFrame frame() const;
    /// Paints at once what the source says.
    void refresh();

Q_SIGNALS:
    /// "Copy details" was pressed.
    void detailsRequested();
    /// "Edit connection…" was pressed.
    void editRequested();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    class Banner;
    class Strip;
    class LanesArea;
    class ChartPanel;

    void tick();
    void arrange();

    const LiveSource* m_source = nullptr;
    TimeViewState* m_state;
    LiveFrame m_frame;
    QTimer* m_timer;
    Banner* m_banner;
    Strip* m_strip;
    LanesArea* m_lanes;
    std::vector<ChartPanel*> m_charts;
    QWidget* m_chartStack;
    std::uint64_t m_paintedRevision = 0;
    MonoTime m_paintedNow{};
    bool m_paintedRunning = false;
    bool m_dirty = true; ///< what is to be shown has changed
};

} // namespace maintscope::ui
