// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

namespace maintscope::ui {

/// A stack whose minimum size is that of the current page. QStackedWidget uses the largest page, so a hidden
/// wide page would make the window wider than a small screen.
class PageStack : public QStackedWidget {
public:
    explicit PageStack(QWidget* parent)
        : QStackedWidget(parent) {
        connect(this, &QStackedWidget::currentChanged, this, &QWidget::updateGeometry);
    }

    [[nodiscard]] QSize minimumSizeHint() const override {
        const QWidget* page = currentWidget();
        return page ? page->minimumSizeHint().expandedTo(page->minimumSize())
                    : QStackedWidget::minimumSizeHint();
    }
};

} // namespace maintscope::ui
