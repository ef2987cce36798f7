// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/events/event_detail.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace maintscope::ui {

/// A list of names and values; values can be selected and copied with mouse and keyboard.
class FieldList : public QWidget {
    Q_OBJECT

public:
    explicit FieldList(QWidget* parent = nullptr);
    /// Reuses existing labels.
    void setFields(const std::vector<model::DetailField>& fields);

private:
    QGridLayout* m_layout;
    std::vector<std::pair<QLabel*, QLabel*>> m_rows;
};

} // namespace maintscope::ui
