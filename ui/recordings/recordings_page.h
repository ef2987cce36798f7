// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/catalogue/recordings_catalogue.h"

#include <QStringList>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

class QAction;
class QLabel;
class QProgressBar;
class QPushButton;
class QSortFilterProxyModel;
class QStackedLayout;
class QTableView;

namespace maintscope::model {
class RecordingsModel;
}

namespace maintscope::ui {

class Commands;

/// Lists all recordings on this computer, with target, verdict and commands. Shows a model and emits intents;
/// asks before anything is deleted.
class RecordingsPage : public QWidget {
    Q_OBJECT

public:
    /// Adds its commands to `commands`.
    explicit RecordingsPage(Commands& commands, QWidget* parent = nullptr);

    /// The model must stay alive until another, or nullptr, is set.
    void setModel(model::RecordingsModel* model);
    /// The folder of the recordings.
    void setFolder(const QString& folder);
    /// Progress of reading the folder; nullopt: complete.
    struct Progress {
        int done = 0;
        int all = 0;
        std::uint64_t bytes = 0;
    };
    void setProgress(const std::optional<Progress>& progress);
    /// The recordings that "Prune" would delete now.
    void setPrunable(int recordings, std::uint64_t bytes);
    /// The result of the last command, or its error; plain text.
    void setMessage(const QString& message);

    /// Paths of the selected rows, in the order of the list.
    [[nodiscard]] QStringList chosen() const;
    void choose(const QString& path);

Q_SIGNALS:
    void openRequested(const QString& path);
    /// An empty name: do not keep it any longer.
    void keepRequested(const QString& path, const QString& name);
    void exportRequested(const QString& path);
    void compareRequested(const QString& a, const QString& b);
    /// The user confirmed.
    void removeRequested(const QStringList& paths);
    /// The user confirmed.
    void pruneRequested();
    void refreshRequested();
    /// The page became visible, or hidden.
    void shown(bool visible);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeCommands(Commands& commands);
    void updateState();
    void askName();
    void askRemove();
    void askPrune();
    void ask(const QString& title, const QString& question, const QString& more, const QString& yes,
             const QString& no, const std::function<void()>& agreed);
    [[nodiscard]] const model::RecordingEntry* entry() const;

    model::RecordingsModel* m_model = nullptr;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    QStackedLayout* m_stack;
    QWidget* m_empty;
    QWidget* m_loading;
    QLabel* m_loadingWords;
    QProgressBar* m_bar;
    QLabel* m_total;
    QLabel* m_message;
    QString m_folder;
    bool m_reading = false;
    bool m_wantsFocus = false; ///< as soon as there is a row to select
    int m_prunable = 0;
    std::uint64_t m_prunableBytes = 0;

    QAction* m_open = nullptr;
    QAction* m_compare = nullptr;
    QAction* m_keep = nullptr;
    QAction* m_giveUp = nullptr;
    QAction* m_export = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_prune = nullptr;
};

} // namespace maintscope::ui
