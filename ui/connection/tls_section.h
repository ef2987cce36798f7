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

/// Checks a client certificate, its key and its passphrase; may read the files.
using CertificateCheck = std::function<Status(const TlsSettings&)>;

/// The fields for encryption, the trust in the server and the client certificate. GUI thread.
class TlsSection : public DialogSection {
    Q_OBJECT

public:
    /// `messages` outlives this section.
    explicit TlsSection(FieldMessages& messages, QWidget* parent = nullptr);

    /// Shows this section's part of `settings`.
    void setSettings(const TargetSettings& settings);
    /// Writes the fields to `settings`.
    void read(TargetSettings& settings) const;
    void validate(const ProblemReport& report);
    void setEncrypted(bool on);
    void setCertificateCheck(CertificateCheck check);
    /// The passphrase field if a passphrase is missing; otherwise nullptr.
    [[nodiscard]] QLineEdit* missingPassphrase() const;

Q_SIGNALS:
    /// The effective settings may have changed without typing in a field.
    void changed();

private:
    QWidget* makeCertificateFields(FieldMessages& messages);
    QWidget* makeFileRow(QLineEdit* path, const QString& title);
    [[nodiscard]] TlsSettings tls() const;
    void showParts();
    /// The problem with the client certificate; empty: it is valid or not set. `field`: the field with the
    /// problem.
    [[nodiscard]] QString certificateProblem(QWidget*& field) const;

    TlsSettings m_base; ///< values without a field
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
