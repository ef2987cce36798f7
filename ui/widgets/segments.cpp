// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segments.h"

#include "ui/theme/style.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

Segments::Segments(const QString& name, const QString& objectName, const QStringList& labels, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_count(static_cast<int>(labels.size())) {
    setObjectName(objectName);
    setAccessibleName(name);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (int i = 0; i < m_count; ++i) {
        auto* button = new QToolButton(this);
        button->setObjectName(u"%1-%2"_s.arg(objectName).arg(i));
        button->setText(labels[i]);
        button->setAccessibleName(u"%1: %2"_s.arg(name, labels[i]));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        const Segment place = m_count == 1       ? Segment::None
                              : i == 0           ? Segment::First
                              : i == m_count - 1 ? Segment::Last
                                                 : Segment::Middle;
        button->setProperty(kSegmentProperty, static_cast<int>(place));
        button->installEventFilter(this);
        m_group->addButton(button, i);
        layout->addWidget(button);
    }
    m_group->setExclusive(true);
    m_group->button(0)->setChecked(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int index, bool on) {
        if (on) Q_EMIT changed(index);
    });
}

int Segments::current() const {
    return m_group->checkedId();
}

void Segments::setCurrent(int index) {
    if (QAbstractButton* chosen = m_group->button(index)) chosen->setChecked(true);
}

QAbstractButton* Segments::button(int index) const {
    return m_group->button(index);
}

bool Segments::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int step = key == Qt::Key_Right ? 1 : key == Qt::Key_Left ? -1 : 0;
    if (step == 0) return QWidget::eventFilter(watched, event);
    const int wanted = qBound(0, current() + step, m_count - 1);
    setCurrent(wanted);
    m_group->button(wanted)->setFocus(Qt::TabFocusReason);
    return true;
}

} // namespace maintscope::ui

#include "moc_segments.cpp"
