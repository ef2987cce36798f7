// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/readiness_facts.h"
#include "model/readiness/client_audit.h"
#include "ui/widgets/card.h"

#include <vector>

class QTableWidget;

namespace maintscope::ui {

/// Lists the applications that are connected to the checked database, and what each has to change to receive
/// maintenance notifications. The source is CLIENT LIST, if the user may run it. GUI thread.
class ClientAuditCard : public Card {
    Q_OBJECT

public:
    explicit ClientAuditCard(QWidget* parent = nullptr);

    void setFacts(const ReadinessFacts& facts);

private:
    void showAdvice();

    std::vector<model::ClientGroup> m_groups; ///< one per row
    QString m_problem;
    bool m_asked = false;
    QTableWidget* m_table;
    QLabel* m_advice;
};

} // namespace maintscope::ui
