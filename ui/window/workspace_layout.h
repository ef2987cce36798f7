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

/// Predefined layouts, each for one kind of work.
enum class LayoutPreset { Watch, Investigate, Compare, Wall };

/// Positions of the panels, and which of them the user wants. Saved in the workspace and under names; changes
/// can be undone. GUI thread.
class WorkspaceLayout : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit WorkspaceLayout(WindowContext& context);

    /// Adds the commands to the menu Window. The main window calls it once.
    void addCommands();
    /// Adds a dock beside the live view. `title` includes the mnemonic; `shown`: visible in the default
    /// layout.
    QDockWidget* addPanel(const QString& title, const QString& objectName, QWidget* content,
                          Qt::DockWidgetArea area, bool shown);
    /// Sets the docks with special rules: the list of events is also a page, and the detail belongs to it.
    void setSpecialDocks(QDockWidget* targets, QDockWidget* events, QDockWidget* detail);

    /// Sets the current page; docks are visible only beside the live view and the list of events.
    void setPage(PageId page);
    /// Shows the panels that the user wants, if the page allows docks.
    void apply();
    /// Marks the panel as wanted by the user.
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
        bool wanted = true; ///< by the user; still hidden on a page without docks
    };
    struct Layout {
        QByteArray docks;
        std::vector<bool> wanted; ///< in the order of m_panels
    };

    void setWanted(QDockWidget* dock, bool wanted);
    void choosePreset(LayoutPreset preset);
    void askName();
    void restoreDefault();
    /// Runs an undoable change of the layout.
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
    QMap<QString, Layout> m_layouts; ///< saved by the user, by name
};

} // namespace maintscope::ui
