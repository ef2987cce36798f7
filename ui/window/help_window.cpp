// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/help_window.h"

#include "ui/paint/badge.h"
#include "ui/paint/marks.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QImage>
#include <QPainter>
#include <QPushButton>
#include <QTextBrowser>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

static void loadHelp() {
    Q_INIT_RESOURCE(help); // resources of a static library need this call
}

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kMarkWidth = 120;
constexpr int kMarkHeight = 26;
constexpr QLatin1String kFolder(":/maintscope/help/");

/// Paints the named mark, such as "moving", as the lanes do; false: unknown name.
bool paintMark(QPainter& p, const QString& name) {
    const Theme& t = currentTheme();
    const double middle = kMarkHeight / 2.0;
    const QRectF lane(0, 3, kMarkWidth, kMarkHeight - 6);
    const QRectF bandRect(10, 4, kMarkWidth - 30, kMarkHeight - 8);
    const QRectF badgeRect(2, 2, 22, 22);
    const auto badge = [&](Badge which) {
        paintBadge(p, badgeRect, which, t);
        return true;
    };
    if (name == u"healthy") return badge(Badge::Healthy);
    if (name == u"announced") return badge(Badge::Announced);
    if (name == u"handoff") return badge(Badge::Handoff);
    if (name == u"failing") return badge(Badge::Failing);
    if (name == u"attention") return badge(Badge::Attention);
    if (name == u"not-measured-state") return badge(Badge::NotMeasured);
    if (name == u"unannounced") return badge(Badge::Unannounced);
    if (name == u"moving") {
        marks::band(p, t, bandRect, OperationKind::Moving, {.opens = true, .closes = false, .torn = false});
        marks::diamond(p, t, bandRect.topLeft() + QPointF(0, bandRect.height() / 2), 8,
                       marks::Diamond::Filled);
        marks::diamond(p, t, QPointF(bandRect.right(), middle), 8, marks::Diamond::Hollow);
    } else if (const auto operation = operationOf(name.toUpper().replace(u'-', u'_').toStdString())) {
        marks::band(p, t, bandRect, *operation, {}); // "failing-over"
    } else if (name == u"torn") {
        marks::band(p, t, bandRect, OperationKind::Migrating, {.opens = true, .closes = false, .torn = true});
    } else if (name == u"still-to-come") {
        marks::announced(p, t, bandRect, OperationKind::Moving);
    } else if (name == u"connection") {
        marks::connectionLine(p, t, 4, 58, middle, true);
        marks::connectionLine(p, t, 58, kMarkWidth - 4, middle, false);
        marks::endpointChange(p, t, QPointF(58, middle), 18);
    } else if (name == u"gap") {
        marks::connectionLine(p, t, 4, 30, middle, true);
        marks::gapCap(p, t, 32, lane);
        marks::failureBars(p, t, 36, 76, lane);
        marks::reconnect(p, t, QPointF(54, 7), 3.5, false);
        marks::gapCap(p, t, 80, lane);
        marks::connectionLine(p, t, 82, kMarkWidth - 4, middle, false);
    } else if (name == u"relaxed") {
        marks::relaxedDashes(p, t, 4, 70, middle);
        marks::tailDots(p, t, 72, kMarkWidth - 6, middle);
    } else if (name == u"dns") {
        marks::house(p, t, QPointF(14, middle), true);
        marks::house(p, t, QPointF(40, middle), false);
    } else if (name == u"not-measured") {
        marks::notMeasured(p, t, QRectF(4, 5, 70, kMarkHeight - 10));
    } else if (name == u"unclosed") {
        marks::unclosed(p, t, QRectF(4, 5, 16, 16));
    } else if (name == u"note") {
        marks::noteFlag(p, t, QPointF(8, 22));
    } else {
        return false;
    }
    return true;
}

} // namespace

/// Reads pages from the resources and paints images named "mark:...".
class HelpBrowser : public QTextBrowser {
public:
    using QTextBrowser::QTextBrowser;

    [[nodiscard]] QVariant loadResource(int type, const QUrl& name) override {
        if (name.scheme() != u"mark") return QTextBrowser::loadResource(type, name);
        const double scale = devicePixelRatioF();
        QImage image(QSize(kMarkWidth, kMarkHeight) * scale, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(scale);
        image.fill(currentTheme().canvas);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        return paintMark(painter, name.path()) ? QVariant(image) : QVariant();
    }
};

HelpWindow::HelpWindow(QWidget* parent)
    : QDialog(parent)
    , m_browser(new HelpBrowser(this)) {
    loadHelp();
    setObjectName(u"helpWindow"_s);
    setWindowTitle(tr("Maintscope Help"));
    resize(760, 640);
    m_browser->setObjectName(u"helpText"_s);
    m_browser->setAccessibleName(tr("Help"));
    m_browser->setOpenExternalLinks(false);
    m_browser->document()->setDocumentMargin(16);

    const auto button = [this](const char* iconName, const QString& words, const QString& objectName) {
        auto* result = new QToolButton(this);
        result->setObjectName(objectName);
        result->setIcon(icon(QLatin1String(iconName)));
        result->setText(words);
        result->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        result->setFocusPolicy(Qt::TabFocus);
        return result;
    };
    auto* contents = button("document", tr("Contents"), u"helpContents"_s);
    auto* back = button("back", tr("Back"), u"helpBack"_s);
    auto* forward = button("forward", tr("Forward"), u"helpForward"_s);
    back->setShortcut(QKeySequence::Back);
    forward->setShortcut(QKeySequence::Forward);
    back->setEnabled(false);
    forward->setEnabled(false);
    auto* top = new QHBoxLayout;
    top->addWidget(contents);
    top->addWidget(back);
    top->addWidget(forward);
    top->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->addLayout(top);
    layout->addWidget(m_browser, 1);
    layout->addWidget(buttons);
    connect(contents, &QToolButton::clicked, this, [this] { showPage(u"index.md"_s); });
    connect(back, &QToolButton::clicked, m_browser, &QTextBrowser::backward);
    connect(forward, &QToolButton::clicked, m_browser, &QTextBrowser::forward);
    connect(m_browser, &QTextBrowser::backwardAvailable, back, &QWidget::setEnabled);
    connect(m_browser, &QTextBrowser::forwardAvailable, forward, &QWidget::setEnabled);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showPage(u"index.md"_s);
    m_browser->setFocus();
}

void HelpWindow::showPage(const QString& page) {
    m_browser->setSource(QUrl(u"qrc"_s + kFolder + page), QTextDocument::MarkdownResource);
}

QString HelpWindow::page() const {
    return m_browser->source().fileName();
}

void HelpWindow::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    // Marks are images, so they are painted again in the new colours.
    if (event->type() == QEvent::PaletteChange && !m_browser->source().isEmpty()) m_browser->reload();
}

} // namespace maintscope::ui

#include "moc_help_window.cpp"
