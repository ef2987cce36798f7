// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessibleWidget>
#include <QWidget>

namespace maintscope::ui {

/// A view that can say in words what it shows.
class SpokenView : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;
    /// How things stand, what is visible and what is selected, in a few sentences.
    [[nodiscard]] virtual QString spokenSummary() const = 0;
};

/// A time view as assistive technology meets it: a chart with a spoken summary of how things stand, what is
/// visible and what is selected. Its lanes and charts are children with names and values of their own; what
/// they hold mark by mark is in their tables (F8).
class AccessibleLiveView : public QAccessibleWidget {
public:
    explicit AccessibleLiveView(SpokenView* view);

    [[nodiscard]] QString text(QAccessible::Text kind) const override;

    /// Makes views accessible this way from now on. May be called more than once.
    static void install();

private:
    SpokenView* m_view;
};

} // namespace maintscope::ui
