// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/secret.h"
#include "client/types/settings.h"
#include "client/types/target_url.h"
#include "ui/connection/dialog_section.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace maintscope::ui {

class Segments;

/// The fields for the database and the user. GUI thread.
class DatabaseSection : public DialogSection {
    Q_OBJECT

public:
    /// `messages` outlives this section.
    explicit DatabaseSection(FieldMessages& messages, QWidget* parent = nullptr);

    /// Shows this section's part of `settings`.
    void setSettings(const TargetSettings& settings);
    /// Writes the fields to `settings`.
    void read(TargetSettings& settings) const;
    void validate(const ProblemReport& report);
    /// Takes endpoint, user and password from a URL; keeps fields that the URL does not contain, except a user and a
    /// password that came with another host.
    void take(const TargetUrl& url);
    /// A password whose host is still to come.
    void setPassword(const QString& password);
    [[nodiscard]] QLineEdit* password() const { return m_password; }
    [[nodiscard]] QString host() const;
    /// `unavailable`: why passwords cannot be kept in the keychain; empty: they can.
    void setKeychain(const QString& unavailable);
    [[nodiscard]] bool wantsKeeping() const;
    /// Fills in a password from the keychain, which remains stored there.
    void takeKept(const Secret& password);

private:
    void bindPassword(); ///< the password is for the host that is shown

    QLineEdit* m_name;
    Segments* m_environment;
    QLineEdit* m_host;
    QSpinBox* m_port;
    QLineEdit* m_user;
    QLineEdit* m_password;
    QString m_passwordHost; ///< the host that the password is for; empty: any
    QCheckBox* m_keep;
    QLabel* m_sessionOnly;
};

} // namespace maintscope::ui
