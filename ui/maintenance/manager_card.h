// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "model/maintenance/sch_model.h"
#include "ui/widgets/card.h"

#include <QList>

#include <chrono>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace maintscope::ui {

class BadgeWidget;
class FailurePanel;
class Segments;
class TrustEditor;

/// The fields for the cluster manager's address, the sign-in and the trust in its certificate. Shows a model
/// and emits edits; makes no decisions. GUI thread.
class ManagerCard : public Card {
    Q_OBJECT

public:
    /// `form` outlives this card.
    explicit ManagerCard(const model::SchModel& form, QWidget* parent = nullptr);
    ~ManagerCard() override;

    /// Fills in the settings of a manager without emitting edited().
    void fill(const RestSettings& settings);
    /// Returns `draft` with the values of the fields.
    [[nodiscard]] model::SchDraft draft(model::SchDraft draft) const;
    /// `unavailable`: why passwords cannot be kept in the keychain; empty: they can.
    void setKeychain(const QString& unavailable);
    /// Shows why the keychain failed, beside the choice, until the user changes it.
    void setKeychainTrouble(const QString& reason);
    [[nodiscard]] bool wantsKeeping() const;
    /// The user unticked the choice for a password from the keychain, which must be removed there.
    [[nodiscard]] bool wantsForgetting() const;
    /// Fills in the password from the keychain for `manager`, if the form still shows it and no password was
    /// typed.
    void offerPassword(const RestSettings& manager, const Secret& password);
    /// Pins a certificate by its hexadecimal fingerprint without emitting edited().
    void pin(const std::string& fingerprint);

    void refresh();
    /// Shows how long the current task has been running.
    void showElapsed(std::chrono::milliseconds running);
    /// Focuses the password so that the user can retype it.
    void focusPassword();
    [[nodiscard]] QList<QWidget*> tabOrder() const;

Q_SIGNALS:
    void edited();
    /// Enter was pressed: read the cluster.
    void checkRequested();
    /// The button was clicked: read the cluster, or cancel the running task.
    void checkClicked();
    void pinPresentedWanted();
    /// The user chose to keep the password; check now whether the keychain works.
    void keepingChosen();

private:
    void makeAddressRow();
    void makeSignInRow();
    void makeTrustRow();
    void makeCertificateRow();
    void onEdited();
    void takeUserFromAddress();
    void refreshCertificate();

    const model::SchModel& m_model;
    qsizetype m_typed = 0;  ///< characters in the address after the last edit
    bool m_filling = false; ///< the program, not the user, is setting the fields
    bool m_fromKeychain = false;
    QLineEdit* m_address;
    QLineEdit* m_user;
    QLineEdit* m_password;
    Segments* m_signIn;
    QCheckBox* m_keep;
    QLabel* m_sessionOnly;
    QPushButton* m_check;
    TrustEditor* m_trust;
    QLabel* m_problem;
    BadgeWidget* m_certificateBadge;
    QLabel* m_certificateWords;
    QLabel* m_fingerprint;
    QLabel* m_certificateFacts;
    QWidget* m_certificateRow;
    FailurePanel* m_failure;
    QPushButton* m_pinPresented;
};

} // namespace maintscope::ui
