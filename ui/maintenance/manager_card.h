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

/// Where the cluster manager is, who signs in, and how its certificate is trusted. Shows a form and reports
/// what is typed; decides nothing. GUI thread.
class ManagerCard : public Card {
    Q_OBJECT

public:
    /// `form` outlives the card.
    explicit ManagerCard(const model::SchModel& form, QWidget* parent = nullptr);
    ~ManagerCard() override;

    /// Fills in what is known of a manager; edited() is not emitted.
    void fill(const RestSettings& settings);
    /// `draft` with what the fields say.
    [[nodiscard]] model::SchDraft draft(model::SchDraft draft) const;
    /// Whether passwords can be kept between sessions; `unavailable` says why not; empty: they can.
    void setKeychain(const QString& unavailable);
    /// The keychain was asked and did not do it; the reason stands beside the choice until the next one.
    void setKeychainTrouble(const QString& reason);
    [[nodiscard]] bool wantsKeeping() const;
    /// It was unticked though the password came from the keychain: there it is to go.
    [[nodiscard]] bool wantsForgetting() const;
    /// What the keychain knows for `manager`; taken if the form still says so and no password was typed.
    void offerPassword(const RestSettings& manager, const Secret& password);
    /// Pins a certificate by its fingerprint, in hexadecimal digits; edited() is not emitted.
    void pin(const std::string& fingerprint);

    void refresh();
    /// The note of a task that has been running for so long.
    void showElapsed(std::chrono::milliseconds running);
    /// For typing the password again.
    void focusPassword();
    [[nodiscard]] QList<QWidget*> tabOrder() const;

Q_SIGNALS:
    void edited();
    /// By the keyboard: reads the cluster.
    void checkRequested();
    /// The button: reads the cluster, or cancels what is running.
    void checkClicked();
    void pinPresentedWanted();
    /// The password is to be kept: whether the keychain can is to be found out now, while the user looks.
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
    bool m_filling = false; ///< the fields are being set, not typed into
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
