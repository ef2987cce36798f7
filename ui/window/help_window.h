// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>

class QAction;

namespace maintscope::ui {

class HelpBrowser;

/// The help, from the program's own resources: works without a network. Marks are painted as the views paint
/// them, in the theme that is in force.
class HelpWindow : public QDialog {
    Q_OBJECT

public:
    explicit HelpWindow(QWidget* parent = nullptr);

    /// `page`: a file of resources/help, such as "marks.md".
    void showPage(const QString& page);
    [[nodiscard]] QString page() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    HelpBrowser* m_browser;
};

} // namespace maintscope::ui
