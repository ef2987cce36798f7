// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/first_screen.h"

#include "ui/paint/marks.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QCommandLinkButton>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QStyleOption>
#include <QToolButton>
#include <QVBoxLayout>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Illustration (not measured): the effect of a MOVING on a client with and without Smart client handoffs.
class Explanation : public QWidget {
    Q_OBJECT

public:
    explicit Explanation(QWidget* parent)
        : QWidget(parent) {
        setFixedSize(720, 172);
        setAccessibleName(tr("What a maintenance window does"));
        setAccessibleDescription(
            tr("The server announces a MOVING 15 seconds ahead. The protected connection hands off and loses "
               "nothing; the control connection is dropped and has a gap of several seconds."));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        using namespace marks;
        const Theme& t = currentTheme();
        QPainter p(this);
        p.fillRect(rect(), t.canvas);
        p.setPen(t.border);
        p.drawRect(rect().adjusted(0, 0, -1, -1));

        constexpr double kLeft = 112;
        const double perSecond = (width() - kLeft - 14) / 26.0;
        const auto x = [&](double seconds) { return kLeft + seconds * perSecond; };
        constexpr double kTop = 30;
        const double bottom = height() - 1;
        shade(p, t, QRectF(QPointF(x(4), kTop), QPointF(x(19), bottom)), OperationKind::Moving, false);
        p.setFont(monoFont(10));
        for (int second = 0; second <= 25; second += 5) {
            p.fillRect(QRectF(std::round(x(second)), kTop, 1, bottom - kTop), t.grid);
            p.setPen(t.secondText);
            p.drawText(QRectF(x(second) + 3, 10, 60, 18), Qt::AlignLeft | Qt::AlignVCenter,
                       tr("%1 s").arg(second));
        }
        const auto name = [&](double y, const QString& text, const QFont& font, const QColor& color) {
            p.setFont(font);
            p.setPen(color);
            p.drawText(QRectF(14, y - 10, kLeft - 20, 20), Qt::AlignLeft | Qt::AlignVCenter, text);
        };
        name(45, tr("Announced"), uiFont(12), t.secondText);
        name(88, tr("Protected"), uiFont(12, QFont::DemiBold), t.ink);
        name(132, tr("Control"), uiFont(12, QFont::DemiBold), t.ink);

        band(p, t, QRectF(x(4), 36, x(19) - x(4), 19), OperationKind::Moving, {});
        plate(p, QPointF(x(5), 45.5), 200, tr("MOVING, 15 s"), uiFont(11, QFont::DemiBold), t.onFill,
              t.moving);
        diamond(p, t, QPointF(x(4), 45.5), 9, Diamond::Filled);

        connectionLine(p, t, x(0), x(4.6), 88, true);
        connectionLine(p, t, x(4.6), x(26), 88, false);
        endpointChange(p, t, QPointF(x(4.6), 88), 20);
        const QFont words = uiFont(11, QFont::DemiBold);
        p.setFont(words);
        p.setPen(t.ink);
        p.drawText(QRectF(x(5.2), 64, 260, 18), Qt::AlignLeft | Qt::AlignVCenter,
                   tr("hands off, nothing lost"));

        const QRectF lane(0, 120, width(), 24);
        connectionLine(p, t, x(0), x(20.6), 132, true);
        gapCap(p, t, x(20.6), lane);
        failureBars(p, t, x(20.8), x(24.1), lane);
        for (const double second : {21.1, 21.9, 23.2})
            reconnect(p, t, QPointF(x(second), 126), 3.5, false);
        gapCap(p, t, x(24.3), lane);
        connectionLine(p, t, x(24.5), x(26), 132, false);
        p.drawText(QRectF(x(26) - 260, 100, 260, 18), Qt::AlignRight | Qt::AlignVCenter,
                   tr("dropped: 3.70 s gap"));
    }
};

} // namespace

/// A command link button with a larger title: Qt's own sets title and description in the same small size.
class BigButton : public QCommandLinkButton {
public:
    BigButton(QAction* action, const QString& title, const QString& words, const QString& iconName,
              bool primary, QWidget* parent)
        : QCommandLinkButton(title, words, parent)
        , m_shortcut(action->shortcut().toString(QKeySequence::NativeText))
        , m_iconName(iconName)
        , m_primary(primary) {
        setProperty(kPrimaryProperty, primary);
        setFixedHeight(78);
        setMinimumWidth(353);
        setWords(title, words);
        QObject::connect(this, &QCommandLinkButton::clicked, action, &QAction::trigger);
    }

    void setWords(const QString& title, const QString& words) {
        setText(title);
        setDescription(words);
        setAccessibleName(title);
        setAccessibleDescription(words);
    }
    void setPrimary(bool primary) {
        m_primary = primary;
        setProperty(kPrimaryProperty, primary);
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        QStyleOptionButton option;
        initStyleOption(&option);
        style()->drawPrimitive(QStyle::PE_PanelButtonCommand, &option, &painter, this);
        const Theme& t = currentTheme();
        const QColor ink = m_primary ? t.accentText : t.ink;
        ui::icon(QLatin1String(m_iconName.toLatin1()), ink)
            .paint(&painter, QRect(20, (height() - 26) / 2, 26, 26));
        constexpr int kTextLeft = 62;
        painter.setPen(ink);
        painter.setFont(uiFont(15, QFont::DemiBold));
        painter.drawText(QRect(kTextLeft, 16, width() - kTextLeft - 12, 24), Qt::AlignLeft | Qt::AlignVCenter,
                         text());
        painter.setFont(monoFont(11));
        painter.drawText(QRect(kTextLeft, 16, width() - kTextLeft - 16, 24),
                         Qt::AlignRight | Qt::AlignVCenter, m_shortcut);
        painter.setPen(m_primary ? t.accentText : t.secondText);
        painter.setFont(uiFont(12));
        const QRect words(kTextLeft, 40, width() - kTextLeft - 12, 22);
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(description(), Qt::ElideRight, words.width()));
    }

private:
    QString m_shortcut;
    QString m_iconName;
    bool m_primary;
};

namespace {

QLabel* line(const QString& text, const QFont& font, bool second, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setFont(font);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    if (second) label->setForegroundRole(kSecondInkRole);
    return label;
}

/// "Already have a recording? Open Recording… or drop the file on this window."
QWidget* recordingOffer(QAction* action, QWidget* parent) {
    auto* row = new QWidget(parent);
    auto* question = line(FirstScreen::tr("Already have a recording?"), uiFont(12), true, row);
    auto* open = new QToolButton(row);
    open->setObjectName(u"firstScreenRecording"_s);
    open->setText(FirstScreen::tr("Open Recording…"));
    open->setToolTip(action->toolTip());
    open->setAutoRaise(true);
    open->setFocusPolicy(Qt::StrongFocus);
    open->setFont(uiFont(12, QFont::DemiBold));
    QObject::connect(open, &QToolButton::clicked, action, &QAction::trigger);
    auto* keys = line(action->shortcut().toString(QKeySequence::NativeText), monoFont(11), true, row);
    auto* drop = line(FirstScreen::tr("or drop the file onto this window."), uiFont(12), true, row);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QLabel* label : {question, keys, drop})
        label->setWordWrap(false);
    for (QWidget* part : std::initializer_list<QWidget*>{question, open, keys, drop})
        layout->addWidget(part);
    return row;
}

} // namespace

FirstScreen::FirstScreen(const Ways& ways, QWidget* parent)
    : QWidget(parent) {
    setObjectName(u"firstScreen"_s);
    m_again = new BigButton(ways.again, tr("Watch again"), {}, u"reconnect"_s, true, this);
    m_again->setObjectName(u"firstScreenAgain"_s);
    m_again->hide();
    m_connect =
        new BigButton(ways.connect, tr("Connect…"), tr("A live Redis database. Probes only read by default."),
                      u"connect"_s, true, this);
    m_connect->setObjectName(u"firstScreenConnect"_s);
    auto* simulator =
        new BigButton(ways.simulator, tr("Try the simulator"), tr("A three-node cluster on this computer."),
                      u"simulator"_s, false, this);
    simulator->setObjectName(u"firstScreenSimulator"_s);

    auto* buttons = new QGridLayout;
    buttons->setSpacing(14);
    buttons->setColumnStretch(0, 1);
    buttons->setColumnStretch(3, 1);
    buttons->addWidget(m_again, 0, 1, 1, 2);
    buttons->addWidget(m_connect, 1, 1);
    buttons->addWidget(simulator, 1, 2);

    m_title = line({}, uiFont(22, QFont::DemiBold), false, this);
    m_offer = line({}, uiFont(14), false, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(3);
    layout->addWidget(new Explanation(this), 0, Qt::AlignHCenter);
    layout->addSpacing(32);
    layout->addWidget(m_title);
    layout->addSpacing(8);
    layout->addWidget(m_offer);
    layout->addSpacing(4);
    layout->addWidget(line(
        tr("Maintscope records what a maintenance window does to a client, with and without Smart client "
           "handoffs."),
        uiFont(14), true, this));
    layout->addSpacing(24);
    layout->addLayout(buttons);
    layout->addSpacing(16);
    layout->addWidget(recordingOffer(ways.recording, this), 0, Qt::AlignHCenter);
    layout->addStretch(4);
    setLast({}, {});
}

void FirstScreen::setLast(const QString& name, const QString& place) {
    const bool any = !name.isEmpty();
    if (any) m_again->setWords(tr("Watch %1 again").arg(name), place);
    const bool focused = m_again->hasFocus() || m_connect->hasFocus() || focusWidget() == nullptr;
    m_again->setVisible(any);
    m_connect->setPrimary(!any);
    m_title->setText(tr("No targets yet"));
    m_offer->setText(any ? tr("Continue where you were, connect to another database or try the simulator.")
                         : tr("Connect to a database or try the simulator."));
    setFocusProxy(any ? m_again : m_connect);
    if (focused) setFocus();
}

} // namespace maintscope::ui

#include "first_screen.moc"

#include "moc_first_screen.cpp"
