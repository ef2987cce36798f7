// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "model/maintenance/sch_model.h"
#include "ui/widgets/card.h"

#include <QList>

class QButtonGroup;
class QLabel;
class QSpinBox;

namespace maintscope::ui {

class FlagMark;

/// Shows the current and the wanted settings of the cluster, and emits choices. GUI thread.
class SettingsCard : public Card {
    Q_OBJECT

public:
    /// `form` outlives this card.
    explicit SettingsCard(const model::SchModel& form, QWidget* parent = nullptr);

    /// A note about the watched target's platform, shown until the cluster is read; empty: none.
    void setPlatformNote(const QString& note);
    void refresh();
    /// Shows the model's wanted settings without emitting wantedChanged().
    void showWanted();
    [[nodiscard]] QList<QWidget*> tabOrder() const;

Q_SIGNALS:
    void wantedChanged(const maintscope::ClusterChange& wanted);

private:
    void readWanted();

    const model::SchModel& m_model;
    bool m_filling = false; ///< the program, not the user, is setting the fields
    QString m_platformNote;
    QLabel* m_readAt;
    FlagMark* m_flagMark;
    QLabel* m_flag;
    QLabel* m_ossFlag;
    QLabel* m_delayNow;
    QButtonGroup* m_wantFlag;
    QButtonGroup* m_wantOss;
    QSpinBox* m_wantDelay;
    QLabel* m_affects;
};

} // namespace maintscope::ui
