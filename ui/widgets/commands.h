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
    Views,  ///< only while a time view or the events table has the focus: single keys, so that letters type
    Page,   ///< only while the focus is in a widget to which the page that brings the command adds it
};

/// What a command is; everything that is shown of it comes from here.
struct CommandSpec {
    const char* name = nullptr; ///< object name: "actionExport"
    QString text;               ///< with its mnemonic
    QString help;               ///< one line, for status bar, tool tip and lists
    const char* icon = nullptr; ///< file in resources/icons, without its ending
    QList<QKeySequence> keys = {};
    KeyScope scope = KeyScope::Window;
    QString toolText = {}; ///< shorter, for the toolbar; empty: as the text
};

/// Every command of the program, each one QAction: menu bar, toolbar, keyboard, list of shortcuts and palette
/// are made of these and of nothing else.
class Commands : public QObject {
    Q_OBJECT

public:
    Commands(QMenuBar* bar, QObject* parent);

    /// A command at the end of a menu.
    QAction* add(MenuId menu, const CommandSpec& spec);
    /// The same at the end of a submenu of it.
    QAction* add(QMenu* menu, const CommandSpec& spec);
    /// An action that Qt made, such as that of a dock: it becomes a command like the others.
    void adopt(MenuId menu, QAction* action, const QString& objectName, const QString& help);
    /// A command that has its place in another menu is offered in this one, too.
    void repeat(MenuId menu, QAction* action);
    void addSeparator(MenuId menu);
    /// A submenu; its commands are named "View › Theme › Dark".
    QMenu* addMenu(MenuId menu, const QString& title, const QString& objectName);

    /// The keys of KeyScope::Views act while the focus is in `widget`. To be called once for each view, at
    /// any time.
    void addView(QWidget* widget);

    [[nodiscard]] const QList<QAction*>& all() const { return m_all; }
    /// By object name; nullptr where there is none.
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

/// The commands as a table, for the palette and the list of shortcuts; narrowed by words. Commands that are
/// not available are listed, too, as such.
class CommandTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit CommandTableModel(const Commands& commands, QObject* parent = nullptr);

    /// Only commands of which name, menu or help hold every word; those whose name begins with the first word
    /// come first. `withKeysOnly`: only those that have a shortcut.
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
