// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>

namespace maintscope::ui {

/// Shows no trailing zeros: "1", not "1.000".
class NumberBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    [[nodiscard]] QString textFromValue(double value) const override {
        return QString::number(value, 'g', 10);
    }
};

} // namespace maintscope::ui
