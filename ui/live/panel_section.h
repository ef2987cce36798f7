// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace maintscope::ui {

/// A titled section of the side panel. Text is painted, so that the theme may change at any time; what it
/// says is given to assistive technology as its description.
class PanelSection : public QWidget {
    Q_OBJECT

public:
    static constexpr int kWidth = 269; ///< of every section

    explicit PanelSection(const QString& objectName, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    static constexpr int kRow = 18;   ///< height of a row of the body
    static constexpr int kInset = 10; ///< left and right of the body

    void paintEvent(QPaintEvent* event) override;
    /// Height below the title at a width.
    [[nodiscard]] virtual int bodyHeight() const = 0;
    virtual void paintBody(QPainter& painter, const QRectF& body) = 0;
    void setTitle(const QString& title, const QString& right);
    /// Height of `text`, broken into lines as wide as the body.
    [[nodiscard]] static int wrappedHeight(const QString& text, const QFont& font);
    /// The body has changed.
    void changed(const QString& spoken);

private:
    QString m_title;
    QString m_right;
};

} // namespace maintscope::ui
