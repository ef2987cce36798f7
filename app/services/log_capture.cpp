// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/log_capture.h"

#include <mutex>
#include <utility>

namespace maintscope::app {
namespace {

// The message handler of Qt is a plain function; messages come from any thread.
std::mutex s_mutex;
LogCapture* s_capture = nullptr; ///< guarded by s_mutex
QtMessageHandler s_before = nullptr;

model::LogLevel levelOf(QtMsgType type) {
    switch (type) {
    case QtDebugMsg:
        return model::LogLevel::Debug;
    case QtInfoMsg:
        return model::LogLevel::Info;
    case QtWarningMsg:
        return model::LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        return model::LogLevel::Critical;
    }
    return model::LogLevel::Info;
}

} // namespace

LogCapture::LogCapture(model::LogModel& model, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_bell([this] { m_model.append(m_lines.takeAll()); })
    , m_lines([this] { m_bell.ring(); }) {
    const std::lock_guard lock(s_mutex);
    s_capture = this;
    s_before = qInstallMessageHandler(&LogCapture::handle);
}

LogCapture::~LogCapture() {
    qInstallMessageHandler(s_before);
    const std::lock_guard lock(s_mutex);
    s_capture = nullptr;
}

void LogCapture::handle(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    if (s_before && type != QtDebugMsg && type != QtInfoMsg) s_before(type, context, text);
    model::LogLine line;
    line.at = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    line.level = levelOf(type);
    line.category = QString::fromUtf8(context.category ? context.category : "default");
    line.text = text;
    const std::lock_guard lock(s_mutex);
    // Messages beyond the limit of the model are dropped here.
    if (s_capture && s_capture->m_lines.weight() < std::size_t{model::LogModel::kLimit})
        s_capture->m_lines.post(std::move(line));
}

} // namespace maintscope::app

#include "moc_log_capture.cpp"
