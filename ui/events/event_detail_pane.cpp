// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/event_detail_pane.h"

#include "ui/events/event_delegate.h"
#include "ui/theme/theme.h"
#include "ui/widgets/field_list.h"
#include "ui/widgets/segments.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kPaneInset = 10;
constexpr int kKeyRole = Qt::UserRole + 1;

QScrollArea* scrolled(QWidget* content, const QString& objectName, const QString& name) {
    auto* area = new QScrollArea;
    area->setObjectName(objectName);
    area->setAccessibleName(name);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

} // namespace

/// Mark of the severity, title and facts.
class EventDetailPane::Header : public QWidget {
public:
    explicit Header(QWidget* parent)
        : QWidget(parent) {
        setFixedHeight(42);
    }
    void set(Severity severity, const QString& title, const QString& facts) {
        m_severity = severity;
        m_title = title;
        m_facts = facts;
        setAccessibleName(title);
        setAccessibleDescription(facts);
        setToolTip(u"<qt>"_s + (title + u" · "_s + facts).toHtmlEscaped() + u"</qt>"_s);
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& t = currentTheme();
        QPainter painter(this);
        paintSeverity(painter, QRectF(0, 4, 17, 17), m_severity);
        const auto line = [&](const QFont& font, const QColor& ink, int x, int y, const QString& text) {
            painter.setFont(font);
            painter.setPen(ink);
            painter.drawText(QRect(x, y, width() - x, 20), Qt::AlignLeft | Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(text, Qt::ElideRight, width() - x));
        };
        line(uiFont(13, QFont::DemiBold), t.ink, 24, 2, m_title);
        line(uiFont(11), t.secondText, 24, 21, m_facts);
    }

private:
    Severity m_severity = Severity::Info;
    QString m_title;
    QString m_facts;
};

EventDetailPane::EventDetailPane(QWidget* parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_empty(new QLabel(tr("Select an event in the table\nor a mark in the lanes."), this))
    , m_place(new QLabel(this))
    , m_pages(new QStackedWidget(this))
    , m_sentence(new QLabel(this))
    , m_fields(new FieldList)
    , m_timings(new FieldList)
    , m_frame(new QPlainTextEdit(this))
    , m_related(new QListWidget(this))
    , m_goTo(new QPushButton(tr("Go to"), this))
    , m_copy(new QPushButton(tr("Copy JSON"), this))
    , m_note(new QPushButton(tr("Add note"), this)) {
    setObjectName(u"eventDetail"_s);
    m_empty->setForegroundRole(kSecondInkRole);
    m_empty->setAlignment(Qt::AlignCenter);

    auto* content = new QWidget(this);
    m_header = new Header(content);
    m_parts = new Segments(tr("Part of the event"), u"eventPart"_s,
                           {tr("Summary"), tr("Times"), tr("Frame"), tr("Related")}, content);
    m_sentence->setObjectName(u"eventSentence"_s);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_sentence->setAccessibleName(tr("What happened"));
    m_place->setForegroundRole(kSecondInkRole);
    m_place->setFont(uiFont(11));

    auto* summary = new QWidget;
    auto* summaryLayout = new QVBoxLayout(summary);
    summaryLayout->setContentsMargins(0, 0, 0, 0);
    summaryLayout->setSpacing(8);
    summaryLayout->addWidget(m_sentence);
    summaryLayout->addWidget(m_fields);
    summaryLayout->addStretch();
    auto* times = new QWidget;
    auto* timesLayout = new QVBoxLayout(times);
    timesLayout->setContentsMargins(0, 0, 0, 0);
    timesLayout->addWidget(m_timings);
    timesLayout->addStretch();
    m_frame->setObjectName(u"eventFrame"_s);
    m_frame->setAccessibleName(tr("Raw frame, as text and in hexadecimal"));
    m_frame->setReadOnly(true);
    m_frame->setTabChangesFocus(true);
    m_frame->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_frame->setFont(monoFont(11));
    m_related->setObjectName(u"eventRelated"_s);
    m_related->setAccessibleName(tr("Related events"));
    m_related->setFrameShape(QFrame::NoFrame);
    m_related->setWordWrap(true);
    m_related->setAlternatingRowColors(true);
    m_pages->addWidget(scrolled(summary, u"eventSummary"_s, tr("Summary of the event")));
    m_pages->addWidget(scrolled(times, u"eventTimes"_s, tr("Times of the event")));
    m_pages->addWidget(m_frame);
    m_pages->addWidget(m_related);

    m_goTo->setObjectName(u"eventGoTo"_s);
    m_goTo->setToolTip(tr("Show this event in the time view"));
    m_copy->setObjectName(u"eventCopyJson"_s);
    m_copy->setToolTip(tr("Copy the event as exported JSON"));
    m_note->setObjectName(u"eventNote"_s);
    m_note->setToolTip(tr("Add a note at the time of the event"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QPushButton* button : {m_goTo, m_copy, m_note}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch();

    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(kPaneInset, 8, kPaneInset, 8);
    layout->setSpacing(8);
    layout->addWidget(m_header);
    layout->addWidget(m_parts, 0, Qt::AlignLeft);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_place);
    layout->addLayout(buttons);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto* own = new QVBoxLayout(this);
    own->setContentsMargins(0, 0, 0, 0);
    own->addWidget(m_stack);

    connect(m_parts, &Segments::changed, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_goTo, &QPushButton::clicked, this, [this] {
        if (m_key) Q_EMIT goToRequested(*m_key);
    });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (m_key) Q_EMIT copyJsonRequested(*m_key);
    });
    connect(m_note, &QPushButton::clicked, this, [this] {
        if (m_key) Q_EMIT noteRequested(*m_key);
    });
    connect(m_related, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        Q_EMIT relatedChosen(EventKey{item->data(kKeyRole).toULongLong()});
    });
}

void EventDetailPane::setEvent(const Event* event, const model::EventDetail& detail) {
    m_key = event ? std::optional(event->key) : std::nullopt;
    m_stack->setCurrentIndex(event ? 1 : 0);
    if (!event) return;
    m_header->set(event->severity, detail.title, detail.facts);
    m_sentence->setText(detail.sentence);
    m_fields->setFields(detail.fields);
    m_timings->setFields(detail.timings);
    const QString frame = detail.frameText.isEmpty() ? tr("No frame: the server did not send this event.")
                                                     : detail.frameText + u'\n' + detail.frameHex;
    // The text stays selected as long as the event is the same.
    if (m_frame->toPlainText() != frame) m_frame->setPlainText(frame);
    m_related->clear();
    for (const model::RelatedEvent& one : detail.related) {
        auto* item = new QListWidgetItem(one.relation + u'\n' + one.what, m_related);
        item->setData(kKeyRole, QVariant::fromValue<qulonglong>(one.key.value));
        item->setToolTip(tr("Press Enter or double-click to go to this event"));
    }
    if (detail.related.empty()) {
        auto* item = new QListWidgetItem(tr("No related events."), m_related);
        item->setFlags(Qt::NoItemFlags);
    }
}

void EventDetailPane::setPlace(const QString& place) {
    m_place->setText(place);
}

void EventDetailPane::setCanNote(bool can) {
    m_note->setEnabled(can);
}

} // namespace maintscope::ui

#include "moc_event_detail_pane.cpp"
