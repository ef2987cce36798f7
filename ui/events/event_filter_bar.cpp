// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/event_filter_bar.h"

#include "model/base/format.h"
#include "model/events/event_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

#include <array>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr std::array kKinds{
    EventKind::Notification, EventKind::Window,         EventKind::Handoff,
    EventKind::Disconnect,   EventKind::ConnectAttempt, EventKind::Connected,
    EventKind::Timeout,      EventKind::Error,          EventKind::Gap,
    EventKind::Relaxed,      EventKind::DnsChange,      EventKind::RestChange,
    EventKind::Note,         EventKind::LocalStall,     EventKind::NotMeasured,
    EventKind::Alert,        EventKind::Recording,      EventKind::State,
};

void select(QComboBox& box, const QVariant& data) {
    box.setCurrentIndex(std::max(0, box.findData(data)));
}

} // namespace

EventFilterBar::EventFilterBar(QWidget* parent)
    : QWidget(parent)
    , m_words(new QLineEdit(this))
    , m_severity(new QComboBox(this))
    , m_kind(new QComboBox(this))
    , m_connection(new QComboBox(this))
    , m_count(new QLabel(this)) {
    setObjectName(u"eventFilterBar"_s);
    m_words->setObjectName(u"eventFilter"_s);
    m_words->setAccessibleName(tr("Event filter"));
    m_words->setAccessibleDescription(
        tr("Search words; a comma means OR, a leading minus excludes a word, quotes enclose a phrase"));
    m_words->setPlaceholderText(tr("Filter: moving, gap -connected"));
    m_words->setToolTip(
        tr("Words separated by spaces must all match; a comma means OR; -word excludes a word.\n"
           "seq:17, conn:2, kind:gap, name:, peer: and text: search one field only."));
    m_words->setFont(monoFont(11));
    m_words->setClearButtonEnabled(true);
    m_words->setMinimumWidth(120);
    m_words->setMaximumWidth(291);
    m_words->setFixedHeight(24);
    m_words->addAction(icon(QLatin1String("search")), QLineEdit::LeadingPosition);
    m_words->installEventFilter(this);

    m_severity->setObjectName(u"eventSeverity"_s);
    m_severity->addItem(tr("all"), -1);
    m_severity->addItem(tr("notice and worse"), static_cast<int>(Severity::Notice));
    m_severity->addItem(tr("warning and worse"), static_cast<int>(Severity::Warning));
    m_severity->addItem(tr("error"), static_cast<int>(Severity::Error));
    m_kind->setObjectName(u"eventKind"_s);
    m_kind->addItem(tr("all"), -1);
    for (const EventKind kind : kKinds)
        m_kind->addItem(model::kindLabel(kind), static_cast<int>(kind));
    m_kind->setMaxVisibleItems(static_cast<int>(kKinds.size()) + 1);
    m_connection->setObjectName(u"eventConnection"_s);
    setConnections(0, 0);

    m_count->setObjectName(u"eventCount"_s);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setForegroundRole(kSecondInkRole);
    m_count->setFont(uiFont(11));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 2, 0, 2);
    layout->setSpacing(8);
    layout->addWidget(m_words, 2);
    const auto add = [&](const QString& words, QComboBox* box) {
        auto* label = new QLabel(words, this);
        label->setForegroundRole(kSecondInkRole);
        label->setBuddy(box);
        box->setAccessibleName(QString(words).remove(u'&'));
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(4);
        box->view()->setMinimumWidth(150);
        box->setFixedHeight(24);
        layout->addWidget(label);
        layout->addWidget(box);
        connect(box, &QComboBox::activated, this, [this] { Q_EMIT filterChanged(filter()); });
    };
    add(tr("Severity"), m_severity);
    add(tr("Kind"), m_kind);
    add(tr("Connection"), m_connection);
    layout->addStretch(1);
    layout->addWidget(m_count);
    connect(m_words, &QLineEdit::textEdited, this, [this] { Q_EMIT filterChanged(filter()); });
    connect(m_words, &QLineEdit::returnPressed, this, &EventFilterBar::left);
    // The clear button is not an edit of the text.
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty() && m_words->isModified()) Q_EMIT filterChanged(filter());
    });
}

void EventFilterBar::setConnections(int protectedOnes, int control) {
    const QVariant chosen = m_connection->currentData();
    m_connection->clear();
    m_connection->addItem(tr("all"), -1);
    m_connection->addItem(tr("target"), 0);
    for (int number = 1; number <= protectedOnes + control; ++number) {
        const ProbeRole role = number > protectedOnes ? ProbeRole::Control : ProbeRole::Protected;
        m_connection->addItem(
            model::connectionLabel(ConnectionId{static_cast<std::uint16_t>(number)}, role, protectedOnes),
            number);
    }
    select(*m_connection, chosen);
}

model::EventFilter EventFilterBar::filter() const {
    model::EventFilter filter = model::EventFilter::parse(m_words->text());
    if (const int least = m_severity->currentData().toInt(); least >= 0)
        filter.setSeverity(static_cast<Severity>(least));
    if (const int kind = m_kind->currentData().toInt(); kind >= 0)
        filter.setKind(static_cast<EventKind>(kind));
    if (const int number = m_connection->currentData().toInt(); number >= 0)
        filter.setConnection(ConnectionId{static_cast<std::uint16_t>(number)});
    return filter;
}

void EventFilterBar::setFilter(const model::EventFilter& filter) {
    // The text may end in a space, which the filter does not keep.
    if (m_words->text().trimmed() != filter.text()) {
        const QSignalBlocker quiet(m_words);
        m_words->setText(filter.text());
    }
    select(*m_severity, filter.severity() ? static_cast<int>(*filter.severity()) : -1);
    select(*m_kind, filter.kind() ? static_cast<int>(*filter.kind()) : -1);
    select(*m_connection, filter.connection() ? int(filter.connection()->value) : -1);
}

void EventFilterBar::setCount(int shown, int total) {
    m_count->setText(shown == total
                         ? model::formatCount(total)
                         : tr("%1 of %2 shown").arg(model::formatCount(shown), model::formatCount(total)));
}

QString EventFilterBar::countText() const {
    return m_count->text();
}

void EventFilterBar::focusWords() {
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

bool EventFilterBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Escape) {
            Q_EMIT left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace maintscope::ui

#include "moc_event_filter_bar.cpp"
