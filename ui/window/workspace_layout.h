// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/page_id.h"

#include <QByteArray>
#include <QMap>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QDockWidget;
class QMenu;
class QSettings;
class QWidget;

namespace maintscope::ui {

struct WindowContext;

/// Arrangements of the window for one kind of work.
enum class LayoutPreset { Watch, Investigate, Compare, Wall };

/// Where the panels are, and which of them the user wants: kept between two runs and under names, changed in
/// steps that can be undone. GUI thread.
class WorkspaceLayout : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit WorkspaceLayout(WindowContext& context);

    /// The commands of the menu Window; the main window calls it once.
    void addCommands();
    /// A dock beside the live view. `title` with its mnemonic; `shown`: in the default layout.
    QDockWidget* addPanel(const QString& title, const QString& objectName, QWidget* content,
                          Qt::DockWidgetArea area, bool shown);
    /// Docks with a meaning of their own: the list of events is a page, too; the detail belongs to it.
    void setSpecialDocks(QDockWidget* targets, QDockWidget* events, QDockWidget* detail);

    /// Docks show beside the live view and the list of events only.
    void setPage(PageId page);
    /// Shows the panels that the user wants, as far as the page has room for them.
    void apply();
    /// The user wants this panel.
    void want(QDockWidget* dock);
    void arrangeDefault();
    void fillSavedLayouts();

    void save(QSettings& settings) const;
    void restore(QSettings& settings);

Q_SIGNALS:
    void pageRequested(maintscope::ui::PageId page);

private:
    struct Panel {
        QDockWidget* dock = nullptr;
        Qt::DockWidgetArea area = Qt::LeftDockWidgetArea;
        bool shownByDefault = true;
        bool wanted = true; ///< by the user; on a page without docks it is hidden all the same
    };
    struct Layout {
        QByteArray docks;
        std::vector<bool> wanted; ///< in the order of m_panels
    };

    void setWanted(QDockWidget* dock, bool wanted);
    void choosePreset(LayoutPreset preset);
    void askName();
    void restoreDefault();
    /// Makes a change of the layout that can be undone.
    void change(const QString& text, const std::function<void()>& carryOut);
    [[nodiscard]] Layout layout() const;
    void setLayout(const Layout& layout);

    WindowContext& m_context;
    PageId m_page = PageId::Live;
    std::vector<Panel> m_panels;
    QDockWidget* m_targetsDock = nullptr;
    QDockWidget* m_eventsDock = nullptr;
    QDockWidget* m_detailDock = nullptr;
    QMenu* m_saved = nullptr;
    QMap<QString, Layout> m_layouts; ///< that the user has saved, by name
};

} // namespace maintscope::ui
