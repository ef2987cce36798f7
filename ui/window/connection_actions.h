// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/settings.h"
#include "model/user/profile.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace maintscope {
struct ReadinessFacts;
}

namespace maintscope::ui {

class ConnectionDialog;
struct WindowContext;

/// The commands that open the connection dialog, and those of saved connections. What the user confirms
/// leaves as signals. GUI thread.
class ConnectionActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit ConnectionActions(WindowContext& context);

    /// The commands, in the order of the menus: the main window calls each once.
    void addConnect();
    void addImport();
    void addTest();
    void addEdit();
    void addSaveProfile();
    void addHeadless();

    /// What the connection dialog shows when it opens next.
    void proposeConnection(const TargetSettings& settings) { m_last = settings; }
    /// Saved connections that the dialog offers.
    void setProfiles(std::vector<model::Profile> profiles) { m_profiles = std::move(profiles); }
    /// Whether passwords can be kept between sessions; `unavailable`: why not, empty: they can.
    void setKeychain(const QString& unavailable) { m_noKeychain = unavailable; }
    /// Reports what is wrong with a client certificate in the connection dialog; may read its files.
    void setCertificateCheck(std::function<Status(const TlsSettings&)> check) {
        m_certificateCheck = std::move(check);
    }
    /// Opens the dialog on the settings that were proposed last.
    void editConnection();
    /// Opens the dialog on these settings, at the secret that is missing.
    void askSecret(const TargetSettings& settings);
    /// A password that the keychain knows, for the dialog that asked for it.
    void offerPassword(const TargetSettings& settings, const Secret& password);
    /// What the test that the dialog asked for has found so far.
    void showTest(const ReadinessFacts& facts);

Q_SIGNALS:
    void connectRequested(const maintscope::TargetSettings& settings);
    /// A connection is to be checked step by step; showTest() takes what is found.
    void testRequested(const maintscope::TargetSettings& settings);
    /// The keychain may know the password; offerPassword() takes it.
    void passwordWanted(const maintscope::TargetSettings& settings);
    /// The password is to be kept in the keychain.
    void keepRequested(const maintscope::TargetSettings& settings);
    void importProfilesRequested();
    /// The connection that is shown is to be saved.
    void saveProfileRequested();
    /// A connection is to be saved, without its secrets, under its name.
    void saveRequested(const maintscope::model::Profile& profile);
    /// A saved connection was chosen, and this is the manager of its cluster.
    void clusterManagerProposed(const maintscope::RestSettings& settings);
    /// The dialog leads to the page Maintenance.
    void maintenanceRequested();

private:
    void askConnection();
    void duplicateConnection();
    void testConnection();
    ConnectionDialog* openDialog(const TargetSettings* proposed);
    [[nodiscard]] const TargetSettings* last() const { return m_last ? &*m_last : nullptr; }

    WindowContext& m_context;
    std::optional<TargetSettings> m_last;
    std::vector<model::Profile> m_profiles;
    QString m_noKeychain = tr("No system keychain is available.");
    std::function<Status(const TlsSettings&)> m_certificateCheck;
    QPointer<ConnectionDialog> m_dialog;
};

} // namespace maintscope::ui
