// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/accessible_live_view.h"

namespace maintscope::ui {
namespace {

QAccessibleInterface* make(const QString&, QObject* object) {
    auto* view = qobject_cast<SpokenView*>(object);
    return view ? new AccessibleLiveView(view) : nullptr;
}

} // namespace

AccessibleLiveView::AccessibleLiveView(SpokenView* view)
    : QAccessibleWidget(view, QAccessible::Chart)
    , m_view(view) {}

QString AccessibleLiveView::text(QAccessible::Text kind) const {
    switch (kind) {
    case QAccessible::Description:
        return m_view->spokenSummary();
    case QAccessible::Help:
        return SpokenView::tr(
            "Arrow keys pan, plus and minus zoom, up and down select a lane, comma and period move between "
            "its marks, N and P go to the next and previous gap, F8 shows the figures as a table.");
    default:
        return QAccessibleWidget::text(kind);
    }
}

void AccessibleLiveView::install() {
    static const bool once = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(once)
}

} // namespace maintscope::ui

#include "moc_accessible_live_view.cpp"
