// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/compare_page.h"

#include "model/base/format.h"
#include "ui/paint/badge.h"
#include "ui/paint/percentile_plot.h"
#include "ui/paint/report_timeline.h"
#include "ui/theme/theme.h"
#include "ui/widgets/verdict_badge.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QComboBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kTitleHeight = 26;
constexpr int kGap = 10;

} // namespace

/// Both verdicts side by side, as the banner of the live view shows a state.
class ComparePage::Verdicts : public QWidget {
public:
    explicit Verdicts(QWidget* parent)
        : QWidget(parent) {
        setFixedHeight(58);
        setObjectName(u"compareVerdicts"_s);
    }
    void set(const model::ComparisonSide& a, const model::ComparisonSide& b) {
        m_sides = {a, b};
        QStringList words;
        for (const model::ComparisonSide& side : m_sides)
            words +=
                side.label + u": "_s + verdictWord(side.summary.verdict) + u". "_s + sentence(side.summary);
        setAccessibleName(words.join(u' '));
        update();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        const Theme& t = currentTheme();
        const double half = width() / 2.0;
        for (std::size_t i = 0; i < m_sides.size(); ++i) {
            const model::ComparisonSide& side = m_sides[i];
            const double left = half * static_cast<double>(i);
            const QRectF box(left, 12, 128, 34);
            const Badge badge = badgeOf(side.summary.verdict);
            const QColor fill = badgeFill(badge, t);
            painter.fillRect(box, fill.isValid() ? fill : t.canvas);
            painter.setPen(QPen(t.ink, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
            paintBadge(painter, QRectF(left + 8, 19, 20, 20), badge, t);
            const QString word = verdictWord(side.summary.verdict);
            painter.setFont(uiFont(word.size() > 6 ? 11 : 17, QFont::Bold));
            painter.setPen(fill.isValid() ? t.onFill : t.ink);
            painter.drawText(box.adjusted(34, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, word);
            const QRectF words(left + 140, 12, half - 150, 17);
            painter.setPen(t.ink);
            painter.setFont(uiFont(12, QFont::DemiBold));
            painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(side.label, Qt::ElideRight,
                                                              static_cast<int>(words.width())));
            painter.setPen(t.secondText);
            painter.setFont(uiFont(12));
            painter.drawText(words.translated(0, 18), Qt::AlignLeft | Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(sentence(side.summary), Qt::ElideRight,
                                                              static_cast<int>(words.width())));
        }
    }

private:
    static QString sentence(const model::Summary& s) {
        const QString gap =
            s.gaps.longest ? model::formatDuration(s.gaps.longest->duration()) : model::kNoValue;
        return tr("longest gap %1, %2 of %3 failed")
            .arg(gap, model::formatCount(static_cast<std::int64_t>(s.counts.failed())),
                 model::formatCount(static_cast<std::int64_t>(s.counts.sent() + s.counts.notSent)));
    }
    std::array<model::ComparisonSide, 2> m_sides;
};

/// The timelines of both sides on aligned axes, and the percentile plot below. Painted at the width of a
/// report's pictures, scaled to the width at hand.
class ComparePage::Pictures : public QWidget {
public:
    explicit Pictures(QWidget* parent)
        : QWidget(parent) {
        setObjectName(u"comparePictures"_s);
        setMinimumWidth(420);
    }
    void set(const CompareContent* content) {
        m_content = content;
        if (content) setAccessibleName(percentilePlotText(series()));
        fitHeight();
        update();
    }

protected:
    void resizeEvent(QResizeEvent* /*event*/) override { fitHeight(); }
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        const Theme& t = currentTheme();
        painter.fillRect(rect(), t.canvas);
        if (!m_content) return;
        const double scale = static_cast<double>(width()) / kReportTimelineWidth;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(scale, scale);
        for (const bool second : {false, true}) {
            const ReportTimeline timeline = story(second);
            if (!timeline.timeline || !timeline.metrics) continue;
            const bool together = !m_content->timelineB;
            title(painter, t,
                  together ? tr("Timeline, %1 and %2").arg(m_content->a.label, m_content->b.label)
                           : (second ? m_content->b.label : m_content->a.label));
            paintReportTimeline(painter, t, timeline);
            painter.translate(0, reportTimelineHeight(timeline) + kGap);
        }
        title(painter, t, tr("Latency by percentile"));
        paintPercentilePlot(painter, t, QRectF(0, 0, kPercentilePlotWidth, kPercentilePlotHeight), series(),
                            m_content->timeout);
    }

private:
    /// Takes the whole width; the height follows from the pictures.
    void fitHeight() {
        setMinimumHeight(
            static_cast<int>(naturalHeight() * static_cast<double>(width()) / kReportTimelineWidth));
    }
    static void title(QPainter& painter, const Theme& t, const QString& words) {
        painter.fillRect(QRectF(0, 0, kReportTimelineWidth, kTitleHeight - 4), t.panel);
        painter.setFont(uiFont(12, QFont::DemiBold));
        painter.setPen(t.ink);
        painter.drawText(QRectF(8, 0, kReportTimelineWidth - 16, kTitleHeight - 4),
                         Qt::AlignLeft | Qt::AlignVCenter, words);
        painter.translate(0, kTitleHeight);
    }
    [[nodiscard]] ReportTimeline story(bool second) const {
        const CompareContent& c = *m_content;
        const model::Summary& summary = second ? c.storyB : c.storyA;
        const model::TimeRange& range = second ? c.aligned.b : c.aligned.a;
        ReportTimeline timeline;
        timeline.timeline = second ? c.timelineB.get() : c.timelineA.get();
        timeline.metrics = second ? c.metricsB.get() : c.metricsA.get();
        timeline.summary = &summary;
        timeline.from = range.from.value_or(summary.startedMono);
        timeline.to = range.to.value_or(summary.startedMono + summary.duration);
        timeline.start = second ? c.startB : c.startA;
        return timeline;
    }
    [[nodiscard]] std::vector<PercentileSeries> series() const {
        std::vector<PercentileSeries> all;
        for (const model::ComparisonSide* side : {&m_content->a, &m_content->b})
            all.push_back(
                {side->label, model::PercentileCurve(side->summary), model::failureShare(side->summary)});
        return all;
    }
    [[nodiscard]] int naturalHeight() const {
        int height = kTitleHeight + kPercentilePlotHeight;
        if (!m_content) return height;
        for (const bool second : {false, true})
            if (const ReportTimeline timeline = story(second); timeline.timeline && timeline.metrics)
                height += kTitleHeight + reportTimelineHeight(timeline) + kGap;
        return height;
    }
    const CompareContent* m_content = nullptr;
};

ComparePage::ComparePage(QWidget* parent)
    : QWidget(parent)
    , m_a(new QComboBox(this))
    , m_b(new QComboBox(this))
    , m_alignment(new QButtonGroup(this))
    , m_message(new QLabel(this))
    , m_body(new QWidget(this))
    , m_verdicts(new Verdicts(this))
    , m_pictures(new Pictures(this))
    , m_table(new QTableWidget(0, 4, this))
    , m_size(new QLabel(this))
    , m_caveats(new QLabel(this)) {
    setObjectName(u"comparePage"_s);
    auto* choices = new QHBoxLayout;
    const auto addChoice = [&](QComboBox* box, const QString& name, const QString& objectName) {
        box->setObjectName(objectName);
        box->setMinimumWidth(120);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        auto* label = new QLabel(name, this);
        QFont font = label->font();
        font.setBold(true);
        label->setFont(font);
        label->setBuddy(box);
        choices->addWidget(label);
        choices->addWidget(box, 1);
        connect(box, &QComboBox::activated, this, &ComparePage::request);
    };
    addChoice(m_a, tr("&A"), u"compareA"_s);
    addChoice(m_b, tr("&B"), u"compareB"_s);
    auto* swap = new QPushButton(tr("S&wap"), this);
    swap->setObjectName(u"compareSwap"_s);
    choices->addWidget(swap);
    choices->addSpacing(12);
    choices->addWidget(new QLabel(tr("Align"), this));
    const auto addAlignment = [&](model::Alignment alignment, const QString& name,
                                  const QString& objectName) {
        auto* button = new QRadioButton(name, this);
        button->setObjectName(objectName);
        m_alignment->addButton(button, static_cast<int>(alignment));
        choices->addWidget(button);
    };
    addAlignment(model::Alignment::FirstNotification, tr("&first notification"), u"alignFirst"_s);
    addAlignment(model::Alignment::WallClock, tr("wall &clock"), u"alignClock"_s);
    addAlignment(model::Alignment::Band, tr("&one operation"), u"alignBand"_s);
    m_alignment->button(static_cast<int>(model::Alignment::FirstNotification))->setChecked(true);
    choices->addStretch();
    auto* copy = new QPushButton(tr("Copy &table"), this);
    copy->setObjectName(u"compareCopy"_s);
    auto* exportButton = new QPushButton(tr("&Export…"), this);
    exportButton->setObjectName(u"compareExport"_s);
    choices->addWidget(copy);
    choices->addWidget(exportButton);

    m_message->setObjectName(u"compareMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_table->setObjectName(u"compareTable"_s);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(23);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setMinimumWidth(380);
    m_table->setAccessibleName(tr("A minus B"));
    m_size->setObjectName(u"compareSize"_s);
    m_caveats->setObjectName(u"compareCaveats"_s);
    m_caveats->setWordWrap(true);
    m_caveats->setTextFormat(Qt::PlainText);

    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_pictures);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* right = new QVBoxLayout;
    right->addWidget(m_size);
    right->addWidget(m_table, 1);
    right->addWidget(m_caveats);
    auto* columns = new QHBoxLayout;
    columns->addWidget(scroll, 3);
    columns->addLayout(right, 2);
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->addWidget(m_verdicts);
    body->addLayout(columns, 1);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 12);
    layout->addLayout(choices);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_body, 1);
    setMessage(tr("Nothing to compare yet. Every session is recorded: two recordings, or one with control "
                  "connections, can be compared."));

    connect(swap, &QPushButton::clicked, this, [this] {
        const int a = m_a->currentIndex();
        m_a->setCurrentIndex(m_b->currentIndex());
        m_b->setCurrentIndex(a);
        request();
    });
    connect(m_alignment, &QButtonGroup::idClicked, this, &ComparePage::request);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(tableText()); });
    connect(exportButton, &QPushButton::clicked, this,
            [this] { Q_EMIT exportRequested(choiceA(), choiceB()); });
}

ComparePage::~ComparePage() = default;

void ComparePage::setChoices(const std::vector<CompareChoice>& choices) {
    const QString a = choiceA();
    const QString b = choiceB();
    for (QComboBox* box : {m_a, m_b}) {
        box->clear();
        for (const CompareChoice& choice : choices)
            box->addItem(choice.label, choice.id);
    }
    const auto select = [](QComboBox* box, const QString& id, int otherwise) {
        const int found = id.isEmpty() ? -1 : box->findData(id);
        box->setCurrentIndex(found >= 0 ? found : std::min(otherwise, box->count() - 1));
    };
    select(m_a, a, 0);
    select(m_b, b, 1);
    const bool changed = choiceA() != a || choiceB() != b;
    if (choices.size() >= 2 && changed) request();
}

void ComparePage::choose(const QString& a, const QString& b) {
    const auto select = [](QComboBox* box, const QString& id) {
        if (box->findData(id) < 0) box->addItem(QFileInfo(id).fileName(), id);
        box->setCurrentIndex(box->findData(id));
    };
    select(m_a, a);
    select(m_b, b);
    request();
}

void ComparePage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    Q_EMIT shown();
}

void ComparePage::request() {
    if (choiceA().isEmpty() || choiceB().isEmpty()) return;
    Q_EMIT comparisonRequested(choiceA(), choiceB(), alignment());
}

void ComparePage::setContent(CompareContent content) {
    m_content = std::move(content);
    m_message->hide();
    m_body->show();
    m_verdicts->set(m_content->a, m_content->b);
    m_pictures->set(&*m_content);
    const auto all = [](const model::Summary& s) {
        return model::formatCount(static_cast<std::int64_t>(s.counts.sent() + s.counts.notSent));
    };
    m_size->setText(tr("A minus B, n = %1 / %2").arg(all(m_content->a.summary), all(m_content->b.summary)));
    fillTable();
    m_caveats->setText(model::comparisonCaveats(m_content->a.summary, m_content->b.summary).join(u'\n'));
}

void ComparePage::setMessage(const QString& message) {
    m_pictures->set(nullptr);
    m_content.reset();
    m_table->setRowCount(0);
    m_message->setText(message);
    m_message->show();
    m_body->hide();
}

void ComparePage::fillTable() {
    m_table->setHorizontalHeaderLabels({tr("Metric"), tr("A"), tr("B"), tr("A − B")});
    m_table->setRowCount(0);
    const auto append = [this](const QStringList& cells, bool strong, bool heading) {
        const int row = m_table->rowCount();
        m_table->insertRow(row);
        for (int column = 0; column < cells.size(); ++column) {
            auto* item = new QTableWidgetItem(cells[column]);
            item->setFont(column == 0 ? uiFont(12, strong ? QFont::DemiBold : QFont::Normal)
                                      : monoFont(12, strong ? QFont::DemiBold : QFont::Normal));
            if (column > 0) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            if (heading) item->setBackground(currentTheme().panel);
            m_table->setItem(row, column, item);
        }
        if (heading) m_table->setSpan(row, 0, 1, 4);
    };
    for (const model::ComparisonGroup& group : model::compare(m_content->a.summary, m_content->b.summary)) {
        append({group.title}, true, true);
        for (const model::ComparisonRow& row : group.rows)
            append({(row.part ? u"    "_s : QString()) + row.metric, row.a, row.b, row.delta}, row.strong,
                   false);
    }
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
}

QString ComparePage::choiceA() const {
    return m_a->currentData().toString();
}

QString ComparePage::choiceB() const {
    return m_b->currentData().toString();
}

model::Alignment ComparePage::alignment() const {
    return static_cast<model::Alignment>(m_alignment->checkedId());
}

QString ComparePage::tableText() const {
    QStringList lines;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_table->columnCount(); ++column)
            if (const QTableWidgetItem* item = m_table->item(row, column)) cells += item->text().trimmed();
        lines += cells.join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace maintscope::ui

#include "moc_compare_page.cpp"
