// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>

#include <functional>
#include <utility>

namespace maintscope::ui {

/// One undoable step, with functions to do (and redo) and to undo it. Consecutive steps of the same `group`
/// (0: none) merge, so that typing is not undone letter by letter.
class UndoStep : public QUndoCommand {
public:
    UndoStep(const QString& text, std::function<void()> carryOut, std::function<void()> takeBack,
             int group = 0)
        : QUndoCommand(text)
        , m_carryOut(std::move(carryOut))
        , m_takeBack(std::move(takeBack))
        , m_group(group) {}

    void redo() override { m_carryOut(); }
    void undo() override { m_takeBack(); }
    [[nodiscard]] int id() const override { return m_group == 0 ? -1 : m_group; }
    bool mergeWith(const QUndoCommand* other) override {
        m_carryOut = static_cast<const UndoStep*>(other)->m_carryOut;
        return true;
    }

private:
    std::function<void()> m_carryOut;
    std::function<void()> m_takeBack;
    int m_group;
};

} // namespace maintscope::ui
