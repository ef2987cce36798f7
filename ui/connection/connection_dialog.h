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

/// Asks for a database and its probe settings. Opens no connection: the caller reads settings() after
/// acceptance and runs requested tests. A pasted URL fills the fields; its password moves at once to the
/// masked field.
class ConnectionDialog : public QDialog {
    Q_OBJECT

public:
    explicit ConnectionDialog(QWidget* parent = nullptr);

    void setSettings(const TargetSettings& settings);
    /// The values of the fields; complete only if isValid().
    [[nodiscard]] TargetSettings settings() const;
    [[nodiscard]] bool isValid() const;

    /// Saved connections to choose from.
    void setProfiles(std::vector<model::Profile> profiles);
    /// The cluster manager of the chosen saved connection, without a password.
    [[nodiscard]] const std::optional<RestSettings>& clusterManager() const { return m_clusterManager; }
    /// The user wants to save the connection under its name.
    [[nodiscard]] bool wantsSaving() const;
    /// `unavailable`: why passwords cannot be kept in the keychain; empty: they can.
    void setKeychain(const QString& unavailable);
    [[nodiscard]] bool wantsKeeping() const;
    /// Fills in the password from the keychain for `settings`, if the form still shows them and no password
    /// was typed.
    void offerPassword(const TargetSettings& settings, const Secret& password);
    void setCertificateCheck(CertificateCheck check);
    /// Presses "Test connection"; does nothing if the form is incomplete.
    void startTest();
    /// Focuses the first missing secret.
    void focusSecret();
    /// Shows the results so far of the requested test.
    void setTestFacts(const ReadinessFacts& facts);

Q_SIGNALS:
    /// The user chose a saved connection; offerPassword() may supply its password.
    void passwordWanted(const maintscope::TargetSettings& settings);
    /// The user asked to run every step once; setTestFacts() shows the results.
    void testRequested(const maintscope::TargetSettings& settings);
    void clusterSettingsRequested();

private:
    void readUrl(const QString& words);
    /// Both fill in the fields, take the password out of the text and return the text to show. `whole`: it is not
    /// being typed.
    [[nodiscard]] QString readPlainUrl(const QString& words, bool whole);
    [[nodiscard]] QString readRedisCli(const QString& words, bool whole);
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
    TargetSettings m_base; ///< values without a field
    QString m_urlRead;     ///< the text of m_url that was read last
    QString m_urlProblem;
    std::vector<model::Profile> m_profiles;
    std::optional<RestSettings> m_clusterManager;
    bool m_testing = false;
};

} // namespace maintscope::ui
