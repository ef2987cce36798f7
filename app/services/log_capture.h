// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/thread/doorbell.h"
#include "client/io/thread/mailbox.h"
#include "model/user/log_model.h"

#include <QObject>

namespace maintscope::app {

/// Collects the log messages of the program from any thread, and adds them to a model on the thread that
/// created this object. Warnings and errors still go to standard error. At most one object may exist; its
/// destructor restores the message handler of Qt.
class LogCapture final : public QObject {
    Q_OBJECT

public:
    /// `model` outlives this object.
    explicit LogCapture(model::LogModel& model, QObject* parent = nullptr);
    ~LogCapture() override;

private:
    static void handle(QtMsgType type, const QMessageLogContext& context, const QString& text);

    model::LogModel& m_model;
    io::Doorbell m_bell;
    io::Mailbox<model::LogLine> m_lines;
};

} // namespace maintscope::app
