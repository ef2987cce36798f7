// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/live_banner.h"

#include "ui/live/recording_banner.h"
#include "ui/paint/banner.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>

#include <algorithm>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

bool neverReady(const model::Timeline& timeline) {
    return std::all_of(timeline.lanes().begin(), timeline.lanes().end(),
                       [](const model::ConnectionLane& lane) { return lane.segments.empty(); });
}

} // namespace

LiveBanner::LiveBanner(const LiveFrame& frame, QWidget* parent)
    : QWidget(parent)
    , m_frame(frame)
    , m_details(new QPushButton(tr("Copy details"), this))
    , m_edit(new QPushButton(tr("Edit connection…"), this)) {
    setObjectName(u"banner"_s);
    setFixedHeight(static_cast<int>(kBannerHeight));
    m_details->setObjectName(u"copyDetails"_s);
    m_details->setIcon(icon(QLatin1String("copy")));
    m_details->setToolTip(tr("Copy what failed, where, and the exact words of the server"));
    m_details->setFocusPolicy(Qt::TabFocus);
    m_edit->setObjectName(u"editConnection"_s);
    m_edit->setToolTip(tr("Open the settings of this connection"));
    m_edit->setFocusPolicy(Qt::TabFocus);
    m_details->hide();
    m_edit->hide();
    connect(m_details, &QPushButton::clicked, this, &LiveBanner::detailsRequested);
    connect(m_edit, &QPushButton::clicked, this, &LiveBanner::editRequested);
}

void LiveBanner::refresh() {
    const model::TargetState state = m_frame.status.state;
    const bool waitsLong = state == model::TargetState::Connecting && m_frame.now - kSessionStart > 2s;
    m_details->setVisible(state == model::TargetState::Failing || waitsLong);
    // A target that was never ready may have wrong settings.
    m_edit->setVisible(m_details->isVisible() && !m_recording && neverReady(*m_frame.timeline));
    setAccessibleName(bannerText(m_frame));
    update();
}

void LiveBanner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (!m_frame.timeline) return;
    double reserved = 0;
    for (const QPushButton* button : {m_details, m_edit})
        if (button->isVisible()) reserved += button->width() + 12;
    if (m_recording)
        paintRecordingBanner(painter, currentTheme(), m_frame, *m_recording, rect(), reserved);
    else
        paintBanner(painter, currentTheme(), m_frame, rect(), reserved);
}

void LiveBanner::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    int right = width() - 12;
    for (QPushButton* button : {m_details, m_edit}) {
        const QSize size = button->sizeHint();
        button->setGeometry(right - size.width(), (height() - size.height()) / 2, size.width(),
                            size.height());
        right -= size.width() + 12;
    }
}

} // namespace maintscope::ui

#include "moc_live_banner.cpp"
