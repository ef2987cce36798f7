// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QTableView;

namespace maintscope::ui {

class Commands;
class CommandTableModel;

/// Finds a command by words: type, select with the arrow keys, run with Enter.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    explicit CommandPalette(const Commands& commands, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void narrow(const QString& words);
    void run();

    CommandTableModel* m_model;
    QLineEdit* m_words;
    QTableView* m_list;
};

/// All keyboard shortcuts, and the effects of mouse and single keys in a time view.
class ShortcutTables : public QWidget {
    Q_OBJECT

public:
    explicit ShortcutTables(const Commands& commands, QWidget* parent = nullptr);
};

/// ShortcutTables in a dialog.
class ShortcutList : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutList(const Commands& commands, QWidget* parent = nullptr);
};

} // namespace maintscope::ui
