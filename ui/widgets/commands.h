// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

class QAction;
class QMenu;
class QMenuBar;

namespace maintscope::ui {

/// The menus of the menu bar, in their order.
enum class MenuId { File, Edit, View, Target, Capture, Maintenance, Tools, Window, Help };

/// Where the keys of a command act.
enum class KeyScope {
    Window, ///< everywhere
    Views,  ///< only while a time view or the events table has the focus; for single keys
    Page,   ///< only while the focus is in a widget to which the command's page has added it
};

/// Describes a command for every place that shows it.
struct CommandSpec {
    const char* name = nullptr; ///< object name: "actionExport"
    QString text;               ///< with its mnemonic
    QString help;               ///< one line, for status bar, tool tip and lists
    const char* icon = nullptr; ///< file in resources/icons, without its extension
    QList<QKeySequence> keys = {};
    KeyScope scope = KeyScope::Window;
    QString toolText = {}; ///< shorter text for the toolbar; empty: `text`
};

/// All commands of the program, one QAction each. Menu bar, toolbar, shortcuts and palette use only these.
class Commands : public QObject {
    Q_OBJECT

public:
    Commands(QMenuBar* bar, QObject* parent);

    /// Adds a command at the end of a menu.
    QAction* add(MenuId menu, const CommandSpec& spec);
    /// Adds a command at the end of a submenu.
    QAction* add(QMenu* menu, const CommandSpec& spec);
    /// Makes an action that Qt created, such as that of a dock, a command.
    void adopt(MenuId menu, QAction* action, const QString& objectName, const QString& help);
    /// Also offers a command of another menu in this one.
    void repeat(MenuId menu, QAction* action);
    void addSeparator(MenuId menu);
    /// Adds a submenu; its commands are listed as "View › Theme › Dark".
    QMenu* addMenu(MenuId menu, const QString& title, const QString& objectName);

    /// Enables the keys of KeyScope::Views while the focus is in `widget`. Call it once for each view, at any
    /// time.
    void addView(QWidget* widget);

    [[nodiscard]] const QList<QAction*>& all() const { return m_all; }
    /// Finds a command by object name; nullptr: no such command.
    [[nodiscard]] QAction* find(QLatin1String name) const;
    /// "View › Theme", without mnemonics.
    [[nodiscard]] QString path(const QAction* action) const;

    /// The action's text without its mnemonic and without "…".
    [[nodiscard]] static QString plainText(const QAction* action);

Q_SIGNALS:
    void added(QAction* action);

private:
    QAction* make(const CommandSpec& spec);

    QList<QMenu*> m_menus;
    QList<QAction*> m_all;
    QList<QAction*> m_viewActions;
    QList<QWidget*> m_views;
};

enum class CommandColumn : int { Name, Menu, Keys, Help };
inline constexpr int kCommandColumns = 4;

/// The commands as a table, filtered by words, for the palette and the list of shortcuts. Unavailable
/// commands are listed as disabled.
class CommandTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit CommandTableModel(const Commands& commands, QObject* parent = nullptr);

    /// Shows only commands whose name, menu or help contains every word; names that begin with the first word
    /// come first. `withKeysOnly`: only commands with a shortcut.
    void setFilter(const QString& words, bool withKeysOnly = false);
    [[nodiscard]] QAction* action(int row) const { return m_rows.value(row); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    const Commands& m_commands;
    QList<QAction*> m_rows;
};

} // namespace maintscope::ui
