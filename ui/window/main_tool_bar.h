// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/page_id.h"

#include <QToolBar>

#include <array>

class QAction;
class QToolButton;

namespace maintscope::ui {

class Commands;
class RecordingChip;
class TimeActions;

/// The toolbar: the switch of the views, and the commands that are used most. GUI thread.
class MainToolBar : public QToolBar {
    Q_OBJECT

public:
    /// `commands` has all that the bar shows. `pages`: the actions of the views, by PageId.
    MainToolBar(const Commands& commands, const std::array<QAction*, kPages>& pages, TimeActions& time,
                QWidget* parent);

    [[nodiscard]] RecordingChip* chip() const { return m_chip; }
    void showChip(bool on) { m_chipAction->setVisible(on); }
    /// Offers the views whose place is true, joined to one switch.
    void offerPages(const std::array<bool, kPages>& offered);
    /// Where the words of all buttons do not fit into `width` pixels, it shows the icons alone; tool tips
    /// show the words.
    void fit(int width);

private:
    void addSwitch(const std::array<QAction*, kPages>& pages);
    void addSearch(QAction* find);

    std::array<QToolButton*, kPages> m_pages{};
    RecordingChip* m_chip = nullptr;
    QAction* m_chipAction = nullptr;
    QToolButton* m_search = nullptr;
};

} // namespace maintscope::ui
