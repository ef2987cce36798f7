// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessibleWidget>
#include <QWidget>

namespace maintscope::ui {

/// A view that can describe in words what it shows.
class SpokenView : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;
    /// The current state, the visible range and the selection, in a few sentences.
    [[nodiscard]] virtual QString spokenSummary() const = 0;
};

/// Presents a time view to assistive technology: a chart with a spoken summary of the current state, the visible
/// range and the selection. Its lanes and charts are children with names and values of their own; their tables
/// (F8) list every mark.
class AccessibleLiveView : public QAccessibleWidget {
public:
    explicit AccessibleLiveView(SpokenView* view);

    [[nodiscard]] QString text(QAccessible::Text kind) const override;

    /// Installs this interface for all views. May be called more than once.
    static void install();

private:
    SpokenView* m_view;
};

} // namespace maintscope::ui
