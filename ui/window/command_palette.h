// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QTableView;

namespace maintscope::ui {

class Commands;
class CommandTableModel;

/// Every command by its words: type, choose with the arrow keys, Enter carries it out.
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

/// All keys: those of the commands, and what mouse and single keys do in a time view.
class ShortcutTables : public QWidget {
    Q_OBJECT

public:
    explicit ShortcutTables(const Commands& commands, QWidget* parent = nullptr);
};

/// The list of all keys in a window of its own.
class ShortcutList : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutList(const Commands& commands, QWidget* parent = nullptr);
};

} // namespace maintscope::ui
