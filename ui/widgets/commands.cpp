// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/commands.h"

#include "ui/theme/icons.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QWidget>

#include <algorithm>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

QString withoutMnemonic(QString text) {
    text.replace(u"&&"_s, u"\u0001"_s);
    text.remove(u'&');
    return text.replace(u'\u0001', u'&');
}

QString keysText(const QAction* action) {
    QStringList keys;
    for (const QKeySequence& key : action->shortcuts())
        keys << key.toString(QKeySequence::NativeText);
    return keys.join(u", "_s);
}

} // namespace

Commands::Commands(QMenuBar* bar, QObject* parent)
    : QObject(parent) {
    const auto add = [&](const QString& title, const QString& name) {
        QMenu* menu = bar->addMenu(title);
        menu->setObjectName(name);
        menu->setToolTipsVisible(true);
        m_menus << menu;
    };
    add(tr("&File"), u"menuFile"_s);
    add(tr("&Edit"), u"menuEdit"_s);
    add(tr("&View"), u"menuView"_s);
    add(tr("&Target"), u"menuTarget"_s);
    add(tr("&Capture"), u"menuCapture"_s);
    add(tr("&Maintenance"), u"menuMaintenance"_s);
    add(tr("T&ools"), u"menuTools"_s);
    add(tr("&Window"), u"menuWindow"_s);
    add(tr("&Help"), u"menuHelp"_s);
}

QAction* Commands::make(const CommandSpec& spec) {
    auto* action = new QAction(spec.text, this);
    action->setObjectName(QLatin1String(spec.name));
    if (spec.icon) action->setIcon(icon(QLatin1String(spec.icon)));
    if (!spec.toolText.isEmpty()) action->setIconText(spec.toolText);
    action->setShortcuts(spec.keys);
    action->setStatusTip(spec.help);
    const QString keys = keysText(action);
    action->setToolTip(keys.isEmpty() ? spec.help : u"%1 (%2)"_s.arg(spec.help, keys));
    if (spec.scope != KeyScope::Window) action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    if (spec.scope == KeyScope::Views) {
        m_viewActions << action;
        for (QWidget* view : m_views)
            view->addAction(action);
    }
    m_all << action;
    return action;
}

QAction* Commands::add(MenuId menu, const CommandSpec& spec) {
    return add(m_menus.at(static_cast<int>(menu)), spec);
}

QAction* Commands::add(QMenu* menu, const CommandSpec& spec) {
    QAction* action = make(spec);
    menu->addAction(action);
    Q_EMIT added(action);
    return action;
}

void Commands::adopt(MenuId menu, QAction* action, const QString& objectName, const QString& help) {
    action->setObjectName(objectName);
    action->setStatusTip(help);
    m_menus.at(static_cast<int>(menu))->addAction(action);
    m_all << action;
    Q_EMIT added(action);
}

void Commands::repeat(MenuId menu, QAction* action) {
    m_menus.at(static_cast<int>(menu))->addAction(action);
}

void Commands::addSeparator(MenuId menu) {
    m_menus.at(static_cast<int>(menu))->addSeparator();
}

QMenu* Commands::addMenu(MenuId menu, const QString& title, const QString& objectName) {
    QMenu* result = m_menus.at(static_cast<int>(menu))->addMenu(title);
    result->setObjectName(objectName);
    return result;
}

void Commands::addView(QWidget* widget) {
    m_views << widget;
    widget->addActions(m_viewActions);
}

QAction* Commands::find(QLatin1String name) const {
    const auto found =
        std::find_if(m_all.begin(), m_all.end(), [&](const QAction* a) { return a->objectName() == name; });
    return found == m_all.end() ? nullptr : *found;
}

QString Commands::path(const QAction* action) const {
    QStringList names;
    const auto menuOf = [](const QAction* a) -> QMenu* {
        for (QObject* object : a->associatedObjects())
            if (auto* menu = qobject_cast<QMenu*>(object); menu && !menu->title().isEmpty()) return menu;
        return nullptr;
    };
    for (QMenu* menu = menuOf(action); menu; menu = menuOf(menu->menuAction()))
        names.prepend(withoutMnemonic(menu->title()));
    return names.join(u" › "_s);
}

QString Commands::plainText(const QAction* action) {
    QString text = withoutMnemonic(action->text());
    if (text.endsWith(u'…')) text.chop(1);
    return text;
}

CommandTableModel::CommandTableModel(const Commands& commands, QObject* parent)
    : QAbstractTableModel(parent)
    , m_commands(commands) {
    setFilter({});
}

void CommandTableModel::setFilter(const QString& words, bool withKeysOnly) {
    const QStringList wanted = words.split(u' ', Qt::SkipEmptyParts);
    QList<QAction*> first;
    QList<QAction*> others;
    for (QAction* action : m_commands.all()) {
        if (withKeysOnly && action->shortcuts().isEmpty()) continue;
        const QString name = Commands::plainText(action);
        const QString all = name + u' ' + m_commands.path(action) + u' ' + action->statusTip();
        const bool fits = std::all_of(wanted.begin(), wanted.end(), [&](const QString& word) {
            return all.contains(word, Qt::CaseInsensitive);
        });
        if (!fits) continue;
        const bool leads = !wanted.isEmpty() && name.startsWith(wanted.first(), Qt::CaseInsensitive);
        (leads ? first : others) << action;
    }
    beginResetModel();
    m_rows = first + others;
    endResetModel();
}

int CommandTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CommandTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kCommandColumns;
}

QVariant CommandTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size()) return {};
    const QAction* action = m_rows.at(index.row());
    if (role == Qt::DecorationRole && index.column() == static_cast<int>(CommandColumn::Name))
        return action->icon();
    if (role == Qt::ToolTipRole) return action->statusTip();
    if (role != Qt::DisplayRole) return {};
    switch (static_cast<CommandColumn>(index.column())) {
    case CommandColumn::Name:
        return Commands::plainText(action);
    case CommandColumn::Menu:
        return m_commands.path(action);
    case CommandColumn::Keys:
        return keysText(action);
    case CommandColumn::Help:
        return action->statusTip();
    }
    return {};
}

QVariant CommandTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<CommandColumn>(section)) {
    case CommandColumn::Name:
        return tr("Command");
    case CommandColumn::Menu:
        return tr("Menu");
    case CommandColumn::Keys:
        return tr("Keys");
    case CommandColumn::Help:
        return tr("What it does");
    }
    return {};
}

Qt::ItemFlags CommandTableModel::flags(const QModelIndex& index) const {
    if (!index.isValid() || index.row() >= m_rows.size()) return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (m_rows.at(index.row())->isEnabled()) flags |= Qt::ItemIsEnabled;
    return flags;
}

} // namespace maintscope::ui

#include "moc_commands.cpp"
