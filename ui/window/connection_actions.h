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

/// The commands that open the connection dialog, and those of saved connections. Emits a signal for
/// everything that the user confirms. GUI thread.
class ConnectionActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit ConnectionActions(WindowContext& context);

    /// Add the commands. The main window calls each once, in the order of the menus.
    void addConnect();
    void addImport();
    void addTest();
    void addEdit();
    void addSaveProfile();
    void addHeadless();

    /// Sets what the connection dialog shows when it next opens.
    void proposeConnection(const TargetSettings& settings) { m_last = settings; }
    /// Sets the saved connections that the dialog offers.
    void setProfiles(std::vector<model::Profile> profiles) { m_profiles = std::move(profiles); }
    /// `unavailable`: why passwords cannot be kept in the keychain; empty: they can.
    void setKeychain(const QString& unavailable) { m_noKeychain = unavailable; }
    /// Sets the function that checks a client certificate; it may read the files.
    void setCertificateCheck(std::function<Status(const TlsSettings&)> check) {
        m_certificateCheck = std::move(check);
    }
    /// Opens the dialog with the settings that were proposed last.
    void editConnection();
    /// Opens the dialog with these settings and focuses the first missing secret.
    void askSecret(const TargetSettings& settings);
    /// Passes a password from the keychain to the dialog that requested it.
    void offerPassword(const TargetSettings& settings, const Secret& password);
    /// Shows the results so far of the test that the dialog requested.
    void showTest(const ReadinessFacts& facts);

Q_SIGNALS:
    void connectRequested(const maintscope::TargetSettings& settings);
    /// The user requested a test of the connection; showTest() takes the results.
    void testRequested(const maintscope::TargetSettings& settings);
    /// The keychain may know the password; offerPassword() takes it.
    void passwordWanted(const maintscope::TargetSettings& settings);
    /// The user wants to keep the password in the keychain.
    void keepRequested(const maintscope::TargetSettings& settings);
    void importProfilesRequested();
    /// The user wants to save the shown connection.
    void saveProfileRequested();
    /// The user wants to save this connection, without its secrets, under its name.
    void saveRequested(const maintscope::model::Profile& profile);
    /// The user chose a saved connection that has this cluster manager.
    void clusterManagerProposed(const maintscope::RestSettings& settings);
    /// The user wants to open the page Maintenance.
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
