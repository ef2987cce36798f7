// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/thread/doorbell.h"
#include "client/io/thread/mailbox.h"
#include "model/user/log_model.h"

#include <QObject>

namespace maintscope::app {

/// Takes in what the program says about itself, from any thread, and puts it into a model on the thread that
/// made this object. Warnings and worse go to the standard error stream as well, as before. At most one at a
/// time; the messages of Qt are its own again when it is gone.
class LogCapture final : public QObject {
    Q_OBJECT

public:
    /// `model` must outlive it.
    explicit LogCapture(model::LogModel& model, QObject* parent = nullptr);
    ~LogCapture() override;

private:
    static void handle(QtMsgType type, const QMessageLogContext& context, const QString& text);

    model::LogModel& m_model;
    io::Doorbell m_bell;
    io::Mailbox<model::LogLine> m_lines;
};

} // namespace maintscope::app
