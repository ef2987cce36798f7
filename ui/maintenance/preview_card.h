// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/maintenance/sch_model.h"
#include "ui/widgets/card.h"

#include <QList>

#include <array>

class QLabel;
class QLineEdit;
class QPushButton;

namespace maintscope::ui {

class DiffView;
class FailurePanel;
class StageWidget;

/// Shows the stages of a change, its differences, its confirmation and its result. Shows a model and emits
/// the user's requests. GUI thread.
class PreviewCard : public Card {
    Q_OBJECT

public:
    /// `form` outlives this card.
    explicit PreviewCard(const model::SchModel& form, QWidget* parent = nullptr);

    void refresh();
    /// Focuses the next step after a preview.
    void focusNext();
    [[nodiscard]] QList<QWidget*> tabOrder() const;

Q_SIGNALS:
    /// The user typed the cluster's name for confirmation.
    void nameTyped(const QString& name);
    void previewRequested();
    void applyRequested();
    void revertRequested();
    void restoreRequested();

private:
    [[nodiscard]] QString afterwardsText() const;

    const model::SchModel& m_model;
    std::array<StageWidget*, model::kSchStages> m_stages{};
    DiffView* m_diff;
    QLabel* m_confirmLabel;
    QLineEdit* m_confirm;
    QLabel* m_confirmMatch;
    QPushButton* m_copy;
    QPushButton* m_revert;
    QPushButton* m_restore;
    QPushButton* m_preview;
    QPushButton* m_apply;
    FailurePanel* m_failure;
    QLabel* m_afterwards;
};

} // namespace maintscope::ui
