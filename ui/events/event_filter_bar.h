// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/events/event_filter.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace maintscope::ui {

/// What of the events is to be seen: words, and three choices beside them. Only shows and tells; who owns the
/// filter sets it.
class EventFilterBar : public QWidget {
    Q_OBJECT

public:
    explicit EventFilterBar(QWidget* parent = nullptr);

    /// Connections that can be chosen: protected ones are numbered first.
    void setConnections(int protectedOnes, int control);
    /// Shows it without telling.
    void setFilter(const model::EventFilter& filter);
    /// "41 of 612 shown".
    void setCount(int shown, int total);
    [[nodiscard]] QString countText() const;
    void focusWords();

Q_SIGNALS:
    /// The user has changed it.
    void filterChanged(const maintscope::model::EventFilter& filter);
    /// The user wants to go on in the list.
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
