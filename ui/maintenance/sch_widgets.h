// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/maintenance/sch_model.h"

#include <QWidget>

#include <array>
#include <vector>

class QBoxLayout;
class QGridLayout;
class QLabel;
class QLayout;

// Parts of the page for the SCH switch.
namespace maintscope::ui {

/// A filled disc for on, a ring for off, a barred ring for not supported, a dashed ring for unknown.
/// Decoration: always beside a text with the same meaning.
class FlagMark : public QWidget {
    Q_OBJECT

public:
    explicit FlagMark(int side, QWidget* parent = nullptr);
    void setFlag(Flag flag);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_side;
    Flag m_flag = Flag::Unknown;
};

/// One step of a change: a mark (waiting, current, done, failed), its name and its result.
class StageWidget : public QWidget {
    Q_OBJECT

public:
    StageWidget(const QString& name, bool first, QWidget* parent = nullptr);
    void setStage(const model::SchStageView& stage, const QString& extra = {});

private:
    class Mark;

    QString m_name;
    Mark* m_mark;
    QLabel* m_label;
    QLabel* m_note;
};

/// The request and its changes, line by line, with minus and plus in a separate column.
class DiffView : public QWidget {
    Q_OBJECT

public:
    explicit DiffView(QWidget* parent = nullptr);
    void setDiff(const QString& request, const std::vector<FieldDiff>& lines, const QString& emptyText);

protected:
    void paintEvent(QPaintEvent* event) override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    struct Line {
        QChar sign;
        QString text;
        bool struck = false;
        bool strong = false;
    };
    QString m_request;
    QString m_emptyText;
    std::vector<Line> m_lines;
};

/// Two columns side by side if both fit, otherwise one below the other. Sets its own height from its width,
/// which a scroll area does not do.
class Columns : public QWidget {
    Q_OBJECT

public:
    Columns(QLayout* first, QLayout* second, QWidget* parent = nullptr);
    /// Arranges the columns in the `available` width.
    void arrange(int available);

protected:
    bool event(QEvent* event) override;

private:
    void stretch();

    QBoxLayout* m_sides;
    QLayout* m_first;
    QLayout* m_second;
    int m_available = 0;
};

} // namespace maintscope::ui
