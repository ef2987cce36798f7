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

/// The recordings that are open in the window, each with its replay and, once all of it was read elsewhere,
/// its verdict. What is measured meanwhile has nothing to do with them. GUI thread.
class OpenRecordings final : public QObject {
    Q_OBJECT

public:
    explicit OpenRecordings(QObject* parent = nullptr);
    ~OpenRecordings() override;

    /// Opens a file, or finds it among those that are open. The error says what is wrong with it.
    [[nodiscard]] Result<SessionId> open(const QString& path);
    /// Nobody may look at it any more.
    void close(SessionId id);

    /// nullptr where there is none.
    [[nodiscard]] ReplaySession* session(SessionId id) const;
    [[nodiscard]] ui::SessionView view(SessionId id) const;
    [[nodiscard]] ui::RecordingFacts facts(SessionId id) const;
    [[nodiscard]] ui::ReplayState replay(SessionId id) const;
    /// All of them, in the order in which they were opened.
    [[nodiscard]] std::vector<ui::OpenRecording> all() const;
    [[nodiscard]] bool isOpen(const QString& path) const;

Q_SIGNALS:
    /// More is known of it: its verdict, or what could not be recovered.
    void known(maintscope::SessionId id);
    /// All that was asked for is there.
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
