// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/trust_editor.h"

#include "ui/widgets/form_helpers.h"
#include "ui/widgets/segments.h"

#include <QEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace maintscope::ui {

using namespace form;

namespace {

static_assert(static_cast<int>(TlsTrust::Mode::System) == TrustEditor::System);
static_assert(static_cast<int>(TlsTrust::Mode::CaFile) == TrustEditor::File);
static_assert(static_cast<int>(TlsTrust::Mode::Pin) == TrustEditor::Pin);

} // namespace

// The tab order is the order of creation: choice, path, pin, button.
TrustEditor::TrustEditor(const Setup& setup, QWidget* parent)
    : QWidget(parent)
    , m_below(setup.below)
    , m_choice(new Segments(tr("Trust"), setup.choice, setup.labels, this))
    , m_caPath(lineEdit(setup.caPath, setup.caName, this))
    , m_pin(lineEdit(setup.pin, setup.pinName, this))
    , m_detail(new QStackedWidget(this))
    , m_browse(browseButton(setup.browse, m_caPath, tr("Certificate authority"), setup.fileFilter, this)) {
    m_caPath->setFont(monoFont(12));
    m_caPath->setPlaceholderText(setup.caPlaceholder);
    m_pin->setFont(monoFont(12));
    m_pin->setPlaceholderText(setup.pinPlaceholder);
    m_browse->setAccessibleName(setup.browseName);
    m_detail->setSizePolicy(m_below ? QSizePolicy::Preferred : QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_detail->addWidget(dimLabel(setup.systemWords, m_detail));
    auto* file = new QWidget(m_detail);
    auto* fileLine = line();
    fileLine->addWidget(m_caPath, 1);
    fileLine->addWidget(m_browse);
    file->setLayout(fileLine);
    m_detail->addWidget(file);
    m_detail->addWidget(m_pin);

    auto* choiceLine = line();
    choiceLine->addWidget(m_choice);
    if (m_below) {
        choiceLine->addStretch();
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(6);
        layout->addLayout(choiceLine);
        layout->addWidget(m_detail);
    } else {
        choiceLine->addWidget(m_detail, 1);
        setLayout(choiceLine);
    }
    connect(m_choice, &Segments::changed, this, [this] {
        showPage();
        Q_EMIT choiceChanged();
    });
    showPage();
}

void TrustEditor::setTrust(const TlsTrust& trust) {
    m_caPath->setText(QString::fromStdString(trust.caPath));
    m_pin->setText(QString::fromStdString(trust.pin));
    m_choice->setCurrent(static_cast<int>(trust.mode));
    showPage();
}

void TrustEditor::setPin(const QString& fingerprint) {
    m_choice->setCurrent(Pin);
    m_pin->setText(fingerprint);
    showPage();
}

TlsTrust TrustEditor::trust() const {
    return {static_cast<TlsTrust::Mode>(page()), m_caPath->text().trimmed().toStdString(),
            m_pin->text().trimmed().toStdString()};
}

int TrustEditor::page() const {
    return m_choice->current();
}

void TrustEditor::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::EnabledChange) showPage();
}

void TrustEditor::showPage() {
    m_detail->setCurrentIndex(page());
    if (m_below) m_detail->setVisible(isEnabled() && page() != System);
}

} // namespace maintscope::ui

#include "moc_trust_editor.cpp"
