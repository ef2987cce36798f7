// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/readiness_facts.h"
#include "model/readiness/client_audit.h"
#include "ui/widgets/card.h"

#include <vector>

class QTableWidget;

namespace maintscope::ui {

/// Which applications are connected to the database that was checked, and what each should change to be told
/// of maintenance: by the server's list of clients, where it may be read. GUI thread.
class ClientAuditCard : public Card {
    Q_OBJECT

public:
    explicit ClientAuditCard(QWidget* parent = nullptr);

    void setFacts(const ReadinessFacts& facts);

private:
    void showAdvice();

    std::vector<model::ClientGroup> m_groups; ///< one a row
    QString m_problem;
    bool m_asked = false;
    QTableWidget* m_table;
    QLabel* m_advice;
};

} // namespace maintscope::ui
