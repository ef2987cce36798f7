// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/readiness_facts.h"
#include "client/types/result.h"
#include "client/types/settings.h"
#include "model/user/profile.h"

#include <QDialog>
#include <QHash>

#include <functional>
#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace maintscope::ui {

class ConnectionTestPanel;
class Segments;

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
    /// Whether passwords can be kept between sessions; `unavailable` tells why not, empty: they can.
    void setKeychain(const QString& unavailable);
    [[nodiscard]] bool wantsKeeping() const;
    /// What the keychain knows for `settings`; taken if the form still says so and no password was typed.
    void offerPassword(const TargetSettings& settings, const Secret& password);
    /// Tells what is wrong with a client certificate, its key and passphrase; may read the files.
    using CertificateCheck = std::function<Status(const TlsSettings&)>;
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
    /// Every step is to be gone through once; setTestFacts() tells what came of it.
    void testRequested(const maintscope::TargetSettings& settings);
    void clusterSettingsRequested();

private:
    QWidget* makeDatabaseFields();
    QWidget* makeTlsFields();
    QWidget* makeCertificateFields(QWidget* parent);
    QWidget* fileRow(QWidget* parent, QLineEdit* path, const QString& title);
    QWidget* makeSchFields();
    QWidget* makeProbeFields();
    QWidget* withMessage(QWidget* row, QWidget* field);
    void readUrl(const QString& text);
    void validate();
    void showProblem(QWidget* field, const QString& problem);
    void touch(QWidget* field);
    void updateTls();
    /// Empty: what is named is good, or nothing is. `field`: where it is to be mended.
    [[nodiscard]] QString certificateProblem(QWidget*& field);
    void chooseProfile(int index);
    void test();

    QLabel* m_savedLabel;
    QComboBox* m_saved;
    QLineEdit* m_url;
    QLineEdit* m_name;
    Segments* m_environment;
    QLineEdit* m_host;
    QSpinBox* m_port;
    QLineEdit* m_user;
    QLineEdit* m_password;
    QCheckBox* m_keep;
    QLabel* m_sessionOnly;
    QCheckBox* m_tls;
    Segments* m_trust;
    QStackedWidget* m_trustDetail;
    QLineEdit* m_caPath;
    QLineEdit* m_pin;
    QLineEdit* m_serverName;
    QPushButton* m_showCertificate;
    QWidget* m_certificatePart;
    QLineEdit* m_certificatePath;
    QLineEdit* m_keyPath;
    QLineEdit* m_passphrase;
    Segments* m_policy;
    QComboBox* m_endpointType;
    QDoubleSpinBox* m_normal;
    QDoubleSpinBox* m_relaxed;
    QDoubleSpinBox* m_connectTimeout;
    QDoubleSpinBox* m_handoff;
    QSpinBox* m_connections;
    QDoubleSpinBox* m_rate;
    QComboBox* m_command;
    QLineEdit* m_key;
    QCheckBox* m_control;
    QLabel* m_commandNote;
    QLabel* m_missing;
    QPushButton* m_accept;
    QPushButton* m_test;
    QCheckBox* m_save;
    ConnectionTestPanel* m_result;

    QHash<QWidget*, QLabel*> m_messages;
    QHash<QWidget*, bool> m_touched;
    TargetSettings m_base; ///< what the dialog shows no field for
    CertificateCheck m_certificateCheck;
    QString m_urlProblem;
    std::vector<model::Profile> m_profiles;
    std::optional<RestSettings> m_clusterManager;
    bool m_testing = false;
};

} // namespace maintscope::ui
