// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/command_palette.h"

#include "model/session/chart_tables.h"
#include "ui/theme/theme.h"
#include "ui/widgets/commands.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr QSize kPaletteSize(640, 420);
constexpr QSize kListSize(760, 560);

/// Input in every time view that is not a command: the mouse, and keys that move by a step.
model::DataTable gestures() {
    model::DataTable table;
    table.title = ShortcutList::tr("In a time view");
    table.columns = QStringList{ShortcutList::tr("Input"), ShortcutList::tr("Result")};
    table.rows = {
        {ShortcutList::tr("Wheel"), ShortcutList::tr("scroll the lanes")},
        {ShortcutList::tr("Ctrl+wheel"), ShortcutList::tr("zoom at the pointer; faster with Shift")},
        {ShortcutList::tr("Shift+wheel, Shift+drag, A and D, arrow keys"), ShortcutList::tr("move in time")},
        {ShortcutList::tr("W and S, + and -"), ShortcutList::tr("zoom")},
        {ShortcutList::tr("Drag"), ShortcutList::tr("select a span and show its statistics")},
        {ShortcutList::tr("Ctrl+drag"), ShortcutList::tr("new note over the span")},
        {ShortcutList::tr("Middle button, drag"), ShortcutList::tr("zoom to the span")},
        {ShortcutList::tr("Click a mark"), ShortcutList::tr("select it, and its row in the table")},
        {ShortcutList::tr("Double-click a band or an event"), ShortcutList::tr("fit it into the view")},
        {ShortcutList::tr("Hover"), ShortcutList::tr("crosshair in all charts; a tool tip after 150 ms")},
        {ShortcutList::tr("Esc"), ShortcutList::tr("clear the selection")},
    };
    return table;
}

} // namespace

CommandPalette::CommandPalette(const Commands& commands, QWidget* parent)
    : QDialog(parent, Qt::Dialog)
    , m_model(new CommandTableModel(commands, this))
    , m_words(new QLineEdit(this))
    , m_list(new QTableView(this)) {
    setObjectName(u"commandPalette"_s);
    setWindowTitle(tr("Command Palette"));
    resize(kPaletteSize);
    m_words->setObjectName(u"paletteWords"_s);
    m_words->setAccessibleName(tr("Search words for a command"));
    m_words->setPlaceholderText(tr("Type what you want to do"));
    m_words->installEventFilter(this);
    m_list->setObjectName(u"paletteList"_s);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setModel(m_model);
    setUpTable(*m_list);
    m_list->horizontalHeader()->hide();
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setColumnHidden(static_cast<int>(CommandColumn::Help), true);
    m_list->horizontalHeader()->setSectionResizeMode(static_cast<int>(CommandColumn::Name),
                                                     QHeaderView::Stretch);
    m_list->horizontalHeader()->setStretchLastSection(false);
    for (const CommandColumn column : {CommandColumn::Menu, CommandColumn::Keys})
        m_list->horizontalHeader()->setSectionResizeMode(static_cast<int>(column),
                                                         QHeaderView::ResizeToContents);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_words);
    layout->addWidget(m_list, 1);
    connect(m_words, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(m_words, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QTableView::clicked, this, &CommandPalette::run);
    narrow({});
    m_words->setFocus();
}

void CommandPalette::narrow(const QString& words) {
    m_model->setFilter(words);
    // The first available command.
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (!(m_model->flags(m_model->index(row, 0)) & Qt::ItemIsEnabled)) continue;
        m_list->selectRow(row);
        return;
    }
}

void CommandPalette::run() {
    const QModelIndex current = m_list->currentIndex();
    QAction* action = current.isValid() ? m_model->action(current.row()) : nullptr;
    if (!action || !action->isEnabled()) return;
    accept();
    // Runs after this dialog has closed, because the command may open another one.
    QTimer::singleShot(0, action, &QAction::trigger);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int page = std::max(1, m_list->height() / m_list->verticalHeader()->defaultSectionSize() - 1);
        const int step = key == Qt::Key_Down       ? 1
                         : key == Qt::Key_Up       ? -1
                         : key == Qt::Key_PageDown ? page
                         : key == Qt::Key_PageUp   ? -page
                                                   : 0;
        if (step != 0) {
            const int last = m_model->rowCount() - 1;
            if (last >= 0) m_list->selectRow(std::clamp(m_list->currentIndex().row() + step, 0, last));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

ShortcutTables::ShortcutTables(const Commands& commands, QWidget* parent)
    : QWidget(parent) {
    auto* words = new QLineEdit(this);
    words->setObjectName(u"shortcutWords"_s);
    words->setAccessibleName(tr("Search words for a command"));
    words->setPlaceholderText(tr("Search"));
    auto* commandModel = new CommandTableModel(commands, this);
    commandModel->setFilter({}, true);
    auto* keys = new QTableView(this);
    keys->setObjectName(u"shortcutKeys"_s);
    keys->setAccessibleName(tr("Keyboard shortcuts of commands"));
    keys->setModel(commandModel);
    setUpTable(*keys);
    keys->setColumnWidth(static_cast<int>(CommandColumn::Name), 190);
    keys->setColumnWidth(static_cast<int>(CommandColumn::Menu), 130);
    keys->setColumnWidth(static_cast<int>(CommandColumn::Keys), 130);
    auto* inViews = new QTableView(this);
    inViews->setObjectName(u"shortcutGestures"_s);
    inViews->setAccessibleName(tr("Mouse and keys in a time view"));
    auto* gestureModel = new model::DataTableModel(this);
    gestureModel->setTable(gestures());
    inViews->setModel(gestureModel);
    setUpTable(*inViews);
    inViews->setColumnWidth(0, 330);
    connect(words, &QLineEdit::textChanged, commandModel,
            [commandModel](const QString& text) { commandModel->setFilter(text, true); });

    auto* commandsPage = new QWidget(this);
    auto* commandsLayout = new QVBoxLayout(commandsPage);
    commandsLayout->setContentsMargins(0, 8, 0, 0);
    commandsLayout->addWidget(words);
    commandsLayout->addWidget(keys, 1);
    auto* tabs = new QTabWidget(this);
    tabs->setAccessibleName(tr("Kinds of shortcuts"));
    tabs->addTab(commandsPage, tr("&Commands"));
    tabs->addTab(inViews, gestureModel->table().title);
    auto* note =
        new QLabel(tr("Single keys work while a time view or the events table has the focus."), this);
    note->setForegroundRole(kSecondInkRole);
    note->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tabs, 1);
    layout->addWidget(note);
    setFocusProxy(words);
}

ShortcutList::ShortcutList(const Commands& commands, QWidget* parent)
    : QDialog(parent) {
    setObjectName(u"shortcutList"_s);
    setWindowTitle(tr("Keyboard Shortcuts"));
    resize(kListSize);
    auto* tables = new ShortcutTables(commands, this);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->addWidget(tables, 1);
    layout->addWidget(buttons);
    tables->setFocus();
}

} // namespace maintscope::ui

#include "moc_command_palette.cpp"
