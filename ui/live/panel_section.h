// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace maintscope::ui {

/// A titled section of the side panel. Its text is painted, so that the theme can change at any time, and passed to
/// assistive technology as the description.
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
    /// Height of the part below the title.
    [[nodiscard]] virtual int bodyHeight() const = 0;
    virtual void paintBody(QPainter& painter, const QRectF& body) = 0;
    void setTitle(const QString& title, const QString& right);
    /// Height of `text` when wrapped to the width of the body.
    [[nodiscard]] static int wrappedHeight(const QString& text, const QFont& font);
    /// Call after a change of the body, with its text for assistive technology.
    void changed(const QString& spoken);

private:
    QString m_title;
    QString m_right;
};

} // namespace maintscope::ui
