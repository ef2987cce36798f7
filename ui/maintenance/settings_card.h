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

/// What is set in the cluster and what is wanted. Shows a form and reports what is chosen. GUI thread.
class SettingsCard : public Card {
    Q_OBJECT

public:
    /// `form` outlives the card.
    explicit SettingsCard(const model::SchModel& form, QWidget* parent = nullptr);

    /// About the platform of what is watched, shown until the cluster is read; empty: nothing is known.
    void setPlatformNote(const QString& note);
    void refresh();
    /// Shows what the form wants; wantedChanged() is not emitted.
    void showWanted();
    [[nodiscard]] QList<QWidget*> tabOrder() const;

Q_SIGNALS:
    void wantedChanged(const maintscope::ClusterChange& wanted);

private:
    void readWanted();

    const model::SchModel& m_model;
    bool m_filling = false; ///< the fields are being set, not chosen
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
