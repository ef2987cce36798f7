// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/dock_title.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kDockTitleHeight = 26;
constexpr int kHeightWithControls = 30;
constexpr int kButton = 24;

} // namespace

DockTitle::DockTitle(QDockWidget* dock)
    : QWidget(dock)
    , m_controls(new QHBoxLayout)
    , m_note(new QLabel(this)) {
    setAutoFillBackground(true);
    setBackgroundRole(kPanelRole);
    auto* name = new QLabel(dock->windowTitle(), this);
    name->setFont(uiFont(12, QFont::DemiBold));
    m_note->setObjectName(dock->objectName() + u"Note"_s);
    m_note->setFont(monoFont(11));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setForegroundRole(kSecondInkRole);
    m_controls->setContentsMargins(0, 0, 0, 0);
    m_controls->setSpacing(8);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 2, 0);
    layout->setSpacing(8);
    layout->addWidget(name);
    layout->addLayout(m_controls, 1);
    layout->addWidget(m_note);
    const auto button = [&](const char* iconName, const QString& words, const QString& objectName) {
        auto* result = new QToolButton(this);
        result->setObjectName(objectName);
        result->setIcon(icon(QLatin1String(iconName)));
        result->setIconSize(QSize(12, 12));
        result->setAutoRaise(true);
        result->setFixedSize(kButton, kButton);
        result->setToolTip(words);
        result->setAccessibleName(words);
        result->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(result);
        return result;
    };
    auto* floating =
        button("float", tr("Detach %1 from the window, or dock it again").arg(dock->windowTitle()),
               dock->objectName() + u"Float"_s);
    connect(floating, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    auto* close = button("close", tr("Close %1").arg(dock->windowTitle()), dock->objectName() + u"Close"_s);
    connect(close, &QToolButton::clicked, dock, [dock] {
        // Uses the action, so that the change counts as the user's choice.
        if (dock->toggleViewAction()->isChecked()) dock->toggleViewAction()->trigger();
    });
}

void DockTitle::setNote(const QString& note) {
    m_note->setText(note);
}

QString DockTitle::note() const {
    return m_note->text();
}

QSize DockTitle::sizeHint() const {
    return {QWidget::sizeHint().width(), m_controls->isEmpty() ? kDockTitleHeight : kHeightWithControls};
}

QSize DockTitle::minimumSizeHint() const {
    return {QWidget::minimumSizeHint().width(), sizeHint().height()};
}

void DockTitle::paintEvent(QPaintEvent* event) {
    QWidget::paintEvent(event);
    QPainter painter(this);
    const QColor line = currentTheme().border;
    painter.fillRect(0, 0, width(), 1, line);
    painter.fillRect(0, height() - 1, width(), 1, line);
}

} // namespace maintscope::ui

#include "moc_dock_title.cpp"
