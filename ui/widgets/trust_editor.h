// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"

#include <QStringList>
#include <QWidget>

class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace maintscope::ui {

class Segments;

/// Chooses how a server's certificate is trusted: by the system's authorities, a file or folder of
/// authorities, or a pinned fingerprint. Validates nothing; values may be incomplete. GUI thread.
class TrustEditor : public QWidget {
    Q_OBJECT

public:
    /// The pages, in the order of TlsTrust::Mode.
    enum Page { System, File, Pin };

    /// Object names and texts, which differ between forms.
    struct Setup {
        QString choice; ///< object name
        QString caPath; ///< object name
        QString browse; ///< object name
        QString pin;    ///< object name
        QStringList labels;
        QString systemWords; ///< shown beside System; empty: no text
        QString caName;
        QString caPlaceholder;
        QString pinName;
        QString pinPlaceholder;
        QString browseName; ///< accessible name; empty: the button's text
        QString fileFilter;
        bool below = false; ///< the field is below the choice and takes no space if hidden
    };

    explicit TrustEditor(const Setup& setup, QWidget* parent = nullptr);

    void setTrust(const TlsTrust& trust);
    /// Selects Pin and shows `fingerprint`.
    void setPin(const QString& fingerprint);
    /// The typed values without surrounding blanks, including those of hidden pages.
    [[nodiscard]] TlsTrust trust() const;
    [[nodiscard]] int page() const;

    [[nodiscard]] Segments* choice() const { return m_choice; }
    [[nodiscard]] QLineEdit* caPath() const { return m_caPath; }
    [[nodiscard]] QPushButton* browse() const { return m_browse; }
    [[nodiscard]] QLineEdit* pin() const { return m_pin; }

Q_SIGNALS:
    /// The user has chosen another page.
    void choiceChanged();

protected:
    void changeEvent(QEvent* event) override;

private:
    void showPage();

    bool m_below;
    Segments* m_choice;
    QLineEdit* m_caPath;
    QLineEdit* m_pin;
    QStackedWidget* m_detail;
    QPushButton* m_browse;
};

} // namespace maintscope::ui
