// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"
#include "client/types/result.h"
#include "model/session/fleet.h"
#include "ui/window/session_view.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace maintscope::ui {
struct OpenRecording;
struct ReplayState;
} // namespace maintscope::ui

namespace maintscope::app {

class ReplaySession;

/// The recordings that are open in the window, each with its replay and, once a background thread has read
/// all of it, its verdict. Independent of running measurements. GUI thread.
class OpenRecordings final : public QObject {
    Q_OBJECT

public:
    explicit OpenRecordings(QObject* parent = nullptr);
    ~OpenRecordings() override;

    /// Opens a file, or returns the recording that already has it open. The error describes what is wrong
    /// with the file.
    [[nodiscard]] Result<SessionId> open(const QString& path);
    /// Nothing may use the recording any more.
    void close(SessionId id);

    /// nullptr: no such recording.
    [[nodiscard]] ReplaySession* session(SessionId id) const;
    [[nodiscard]] ui::SessionView view(SessionId id) const;
    [[nodiscard]] ui::RecordingFacts facts(SessionId id) const;
    [[nodiscard]] ui::ReplayState replay(SessionId id) const;
    /// In the order in which they were opened.
    [[nodiscard]] std::vector<ui::OpenRecording> all() const;
    [[nodiscard]] bool isOpen(const QString& path) const;

Q_SIGNALS:
    /// Facts were added: the verdict, or what could not be recovered.
    void known(maintscope::SessionId id);
    /// The requested part has been loaded.
    void loaded(maintscope::SessionId id);
    void playingChanged(maintscope::SessionId id);

private:
    struct Opened;
    [[nodiscard]] Opened* find(SessionId id) const;
    void judge(SessionId id, const QString& path);

    std::vector<std::unique_ptr<Opened>> m_opened;
    std::uint32_t m_lastId;
    BackgroundWork m_work;
};

} // namespace maintscope::app
