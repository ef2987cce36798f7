// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/readiness_strip.h"

#include "ui/paint/banner.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStringList>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

ReadinessStrip::ReadinessStrip(const LiveFrame& frame, QWidget* parent)
    : QWidget(parent)
    , m_frame(frame) {
    setObjectName(u"readiness"_s);
    setFixedHeight(static_cast<int>(kStripHeight));
    setAccessibleName(tr("Readiness"));
}

void ReadinessStrip::refresh() {
    QStringList facts;
    for (const model::ReadinessFact& fact : m_frame.status.readiness)
        facts << fact.name + u' ' + fact.value;
    setAccessibleDescription(facts.join(u", "_s));
    update();
}

void ReadinessStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_frame.timeline) paintReadiness(painter, currentTheme(), m_frame, rect());
}

} // namespace maintscope::ui

#include "moc_readiness_strip.cpp"
