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

/// Which database, and who signs in. GUI thread.
class DatabaseSection : public DialogSection {
    Q_OBJECT

public:
    /// `messages` outlives the section.
    explicit DatabaseSection(FieldMessages& messages, QWidget* parent = nullptr);

    /// Shows what `settings` say of this section.
    void setSettings(const TargetSettings& settings);
    /// Writes into `settings` what the fields say.
    void read(TargetSettings& settings) const;
    void validate(const ProblemReport& report);
    /// Takes endpoint, user and password from a URL; what the URL does not name stays.
    void take(const TargetUrl& url);
    void setPassword(const QString& password);
    [[nodiscard]] QLineEdit* password() const { return m_password; }
    [[nodiscard]] QString host() const;
    /// Whether passwords can be kept between sessions; `unavailable` says why not; empty: they can.
    void setKeychain(const QString& unavailable);
    [[nodiscard]] bool wantsKeeping() const;
    /// A password that the keychain kept, which it goes on keeping.
    void takeKept(const Secret& password);

private:
    QLineEdit* m_name;
    Segments* m_environment;
    QLineEdit* m_host;
    QSpinBox* m_port;
    QLineEdit* m_user;
    QLineEdit* m_password;
    QCheckBox* m_keep;
    QLabel* m_sessionOnly;
};

} // namespace maintscope::ui
