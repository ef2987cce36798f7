// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

static void loadResources() {
    Q_INIT_RESOURCE(icons); // resources of a static library need this call
}

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

QByteArray source(const QString& name) {
    static const bool loaded = (loadResources(), true);
    Q_UNUSED(loaded)
    QFile file(u":/maintscope/icons/%1.svg"_s.arg(name));
    const bool open = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(open, "icon", qPrintable(name));
    return open ? file.readAll() : QByteArray();
}

class Engine : public QIconEngine {
public:
    explicit Engine(QString name, const QColor& color = {})
        : m_name(std::move(name))
        , m_color(color) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const Theme& t = currentTheme();
        const QColor color = mode == QIcon::Disabled   ? t.disabled
                             : m_color.isValid()       ? m_color
                             : mode == QIcon::Selected ? t.selectionText
                                                       : t.ink;
        QByteArray svg = source(m_name);
        svg.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(svg);
        renderer.render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return result;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new Engine(m_name, m_color); }

private:
    QString m_name;
    QColor m_color;
};

} // namespace

QIcon icon(QLatin1String name, const QColor& color) {
    return QIcon(new Engine(name, color)); // QIcon owns its engine
}

QIcon applicationIcon() {
    return QIcon(new Engine(u"maintscope"_s));
}

} // namespace maintscope::ui
