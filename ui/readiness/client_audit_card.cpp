// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/readiness/client_audit_card.h"

#include "model/base/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_setup.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using ClientState = model::ClientGroup::State;

namespace {

constexpr int kAuditRows = 4;

enum AuditColumn { ApplicationColumn, ConnectionsColumn, ReadyColumn, kAuditColumns };

QString readyText(const model::ClientGroup& group) {
    switch (group.state) {
    case ClientState::Able:
        return ClientAuditCard::tr("\u2713 able");
    case ClientState::TooOld:
        return ClientAuditCard::tr("\u2715 too old");
    case ClientState::Resp2:
        return ClientAuditCard::tr("\u2715 RESP2");
    case ClientState::OurOwn:
        return ClientAuditCard::tr("this program");
    case ClientState::Unknown:
        break;
    }
    return ClientAuditCard::tr("unknown");
}

QString nameOf(const model::ClientGroup& group) {
    if (group.library.empty()) return ClientAuditCard::tr("(no name)");
    return (model::escapeServerText(group.library) + u' ' + model::escapeServerText(group.version)).trimmed();
}

} // namespace

ClientAuditCard::ClientAuditCard(QWidget* parent)
    : Card(tr("Connected applications"), parent) {
    setObjectName(u"clientAudit"_s);
    body()->setContentsMargins(1, 0, 1, 8);
    m_table = new QTableWidget(0, kAuditColumns, this);
    m_table->setObjectName(u"clientAuditTable"_s);
    m_table->setAccessibleName(tr("Connected applications"));
    m_table->setHorizontalHeaderLabels({tr("Application"), tr("Connections"), tr("Ready")});
    setUpTable(*m_table);
    m_table->horizontalHeader()->setSectionResizeMode(ApplicationColumn, QHeaderView::Stretch);
    m_table->setFixedHeight(kTableHeader + kAuditRows * kTableRow);
    m_advice = new QLabel(this);
    m_advice->setObjectName(u"clientAuditAdvice"_s);
    m_advice->setTextFormat(Qt::PlainText);
    m_advice->setWordWrap(true);
    m_advice->setContentsMargins(12, 0, 12, 0);
    body()->addWidget(m_table);
    body()->addWidget(m_advice);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, &ClientAuditCard::showAdvice);
    showAdvice();
}

void ClientAuditCard::setFacts(const ReadinessFacts& facts) {
    m_asked = !facts.clientList.empty() || !facts.clientListError.empty();
    m_problem = model::escapeServerText(facts.clientListError);
    m_groups = model::auditClients(facts.clientList);
    m_table->clearSelection();
    m_table->setRowCount(static_cast<int>(m_groups.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const model::ClientGroup& group = m_groups[static_cast<std::size_t>(row)];
        const auto put = [&](int column, const QString& words) {
            auto* item = new QTableWidgetItem(words);
            item->setToolTip(QString::fromStdString(group.advice).toHtmlEscaped());
            m_table->setItem(row, column, item);
            return item;
        };
        put(ApplicationColumn, nameOf(group));
        auto* count = put(ConnectionsColumn, QString::number(group.connections));
        count->setFont(monoFont(12));
        count->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        put(ReadyColumn, readyText(group));
    }
    showAdvice();
}

void ClientAuditCard::showAdvice() {
    const QList<QTableWidgetItem*> chosen = m_table->selectedItems();
    QString words;
    if (!chosen.isEmpty()) {
        const model::ClientGroup& group = m_groups[static_cast<std::size_t>(chosen.first()->row())];
        words = group.advice.empty() ? tr("%1: nothing to change.").arg(nameOf(group))
                                     : QString::fromStdString(group.advice);
    } else if (!m_problem.isEmpty()) {
        words = tr("The server does not list its clients: %1").arg(m_problem);
    } else if (!m_asked) {
        words = tr("Run the readiness check to list them.");
    } else {
        int change = 0;
        for (const model::ClientGroup& group : m_groups)
            change += group.state == ClientState::TooOld || group.state == ClientState::Resp2 ? 1 : 0;
        words = change == 0
                    ? tr("No application has to change; select one to see why.")
                    : tr("%1 of %2 have to change; select one to see what.").arg(change).arg(m_groups.size());
    }
    m_advice->setText(words);
}

} // namespace maintscope::ui

#include "moc_client_audit_card.cpp"
