// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/events/event_filter.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace maintscope::ui {

/// Edits the event filter: a text field and three drop-down lists. The bar shows a filter and emits changes;
/// its owner applies them.
class EventFilterBar : public QWidget {
    Q_OBJECT

public:
    explicit EventFilterBar(QWidget* parent = nullptr);

    /// The connections on offer; protected ones are numbered first.
    void setConnections(int protectedOnes, int control);
    /// Shows the filter without emitting filterChanged().
    void setFilter(const model::EventFilter& filter);
    /// "41 of 612 shown".
    void setCount(int shown, int total);
    [[nodiscard]] QString countText() const;
    void focusWords();

Q_SIGNALS:
    /// The user changed the filter.
    void filterChanged(const maintscope::model::EventFilter& filter);
    /// The user pressed the key that moves on to the list.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] model::EventFilter filter() const;

    QLineEdit* m_words;
    QComboBox* m_severity;
    QComboBox* m_kind;
    QComboBox* m_connection;
    QLabel* m_count;
};

} // namespace maintscope::ui
