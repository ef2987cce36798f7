// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>

class QAction;

namespace maintscope::ui {

class HelpBrowser;

/// Shows the help from the program's resources, without a network. Paints marks as the views do, in the
/// current theme.
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
