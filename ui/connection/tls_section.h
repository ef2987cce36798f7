// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/settings.h"
#include "ui/connection/dialog_section.h"

#include <functional>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace maintscope::ui {

class TrustEditor;

/// What is wrong with a client certificate, its key and passphrase; may read the files.
using CertificateCheck = std::function<Status(const TlsSettings&)>;

/// Encryption, how the server is trusted, and the certificate of our own. GUI thread.
class TlsSection : public DialogSection {
    Q_OBJECT

public:
    /// `messages` outlives the section.
    explicit TlsSection(FieldMessages& messages, QWidget* parent = nullptr);

    /// Shows what `settings` say of this section.
    void setSettings(const TargetSettings& settings);
    /// Writes into `settings` what the fields say.
    void read(TargetSettings& settings) const;
    void validate(const ProblemReport& report);
    void setEncrypted(bool on);
    void setCertificateCheck(CertificateCheck check);
    /// The passphrase, where one is missing; else nullptr.
    [[nodiscard]] QLineEdit* missingPassphrase() const;

Q_SIGNALS:
    /// What is in force may have changed, though no field was typed in.
    void changed();

private:
    QWidget* makeCertificateFields(FieldMessages& messages);
    QWidget* makeFileRow(QLineEdit* path, const QString& title);
    [[nodiscard]] TlsSettings tls() const;
    void showParts();
    /// Empty: what is named is good, or nothing is. `field`: where the problem is.
    [[nodiscard]] QString certificateProblem(QWidget*& field) const;

    TlsSettings m_base; ///< what the section shows no field for
    CertificateCheck m_certificateCheck;
    QCheckBox* m_tls;
    TrustEditor* m_trust;
    QLineEdit* m_serverName;
    QPushButton* m_showCertificate;
    QWidget* m_certificatePart;
    QLineEdit* m_certificatePath;
    QLineEdit* m_keyPath;
    QLineEdit* m_passphrase;
};

} // namespace maintscope::ui
