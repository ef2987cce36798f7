// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/readiness_facts.h"
#include "client/types/settings.h"
#include "model/user/profile.h"
#include "ui/connection/dialog_section.h"
#include "ui/connection/tls_section.h"

#include <QDialog>
#include <QHash>

#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace maintscope::ui {

class ConnectionCheckPanel;
class DatabaseSection;
class HandoffSection;
class ProbeSection;

/// Asks for a database and how to probe it. Holds no socket: the caller takes settings() when it was
/// accepted, and carries out a test when one is asked for. A pasted URL fills the fields; its password goes
/// to the masked field at once and leaves the text.
class ConnectionDialog : public QDialog {
    Q_OBJECT

public:
    explicit ConnectionDialog(QWidget* parent = nullptr);

    void setSettings(const TargetSettings& settings);
    /// What the fields say; complete only when isValid().
    [[nodiscard]] TargetSettings settings() const;
    [[nodiscard]] bool isValid() const;

    /// Saved connections to choose from.
    void setProfiles(std::vector<model::Profile> profiles);
    /// The cluster manager of the saved connection that was chosen, without a password.
    [[nodiscard]] const std::optional<RestSettings>& clusterManager() const { return m_clusterManager; }
    /// The connection is to be saved under its name.
    [[nodiscard]] bool wantsSaving() const;
    /// Whether passwords can be kept between sessions; `unavailable` says why not; empty: they can.
    void setKeychain(const QString& unavailable);
    [[nodiscard]] bool wantsKeeping() const;
    /// What the keychain knows for `settings`; taken if the form still says so and no password was typed.
    void offerPassword(const TargetSettings& settings, const Secret& password);
    void setCertificateCheck(CertificateCheck check);
    /// As if "Test connection" were pressed; nothing where the form is not complete.
    void startTest();
    /// The keyboard begins at the first secret that is missing.
    void focusSecret();
    /// What the test that was asked for has found out so far.
    void setTestFacts(const ReadinessFacts& facts);

Q_SIGNALS:
    /// A saved connection was chosen; its password may be known elsewhere.
    void passwordWanted(const maintscope::TargetSettings& settings);
    /// The user asked to run every step once; setTestFacts() shows the results.
    void testRequested(const maintscope::TargetSettings& settings);
    void clusterSettingsRequested();

private:
    void readUrl(const QString& text);
    void validate();
    void touch(QWidget* field);
    void chooseProfile(int index);
    void test();

    FieldMessages m_messages;
    QLabel* m_savedLabel;
    QComboBox* m_saved;
    QLineEdit* m_url;
    QLabel* m_missing;
    QPushButton* m_accept;
    QPushButton* m_test;
    QCheckBox* m_save;
    ConnectionCheckPanel* m_result;
    DatabaseSection* m_database;
    TlsSection* m_tls;
    HandoffSection* m_handoff;
    ProbeSection* m_probe;

    QHash<QWidget*, bool> m_touched;
    TargetSettings m_base; ///< what the dialog shows no field for
    QString m_urlProblem;
    std::vector<model::Profile> m_profiles;
    std::optional<RestSettings> m_clusterManager;
    bool m_testing = false;
};

} // namespace maintscope::ui
