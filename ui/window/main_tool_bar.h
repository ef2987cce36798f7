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

/// The toolbar: the view switch and the most used commands. GUI thread.
class MainToolBar : public QToolBar {
    Q_OBJECT

public:
    /// `commands` contains every command of the bar. `pages`: the actions of the views, by PageId.
    MainToolBar(const Commands& commands, const std::array<QAction*, kPages>& pages, TimeActions& time,
                QWidget* parent);

    [[nodiscard]] RecordingChip* chip() const { return m_chip; }
    void showChip(bool on) { m_chipAction->setVisible(on); }
    /// Offers the views whose element is true, as one joined switch.
    void offerPages(const std::array<bool, kPages>& offered);
    /// Shows icons without texts if the texts do not fit into `width` pixels.
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
