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

/// How a server's certificate is trusted: by the system's authorities, by a file or folder of authorities, or
/// by its pinned fingerprint. Checks nothing: what it says may be incomplete. GUI thread.
class TrustEditor : public QWidget {
    Q_OBJECT

public:
    /// The pages, in the order of TlsTrust::Mode.
    enum Page { System, File, Pin };

    /// Object names and words, which differ from form to form.
    struct Setup {
        QString choice; ///< object name
        QString caPath; ///< object name
        QString browse; ///< object name
        QString pin;    ///< object name
        QStringList labels;
        QString systemWords; ///< shown beside System; empty: nothing is
        QString caName;
        QString caPlaceholder;
        QString pinName;
        QString pinPlaceholder;
        QString browseName; ///< accessible; empty: the button's text
        QString fileFilter;
        bool below = false; ///< the field lies below the choice and takes no room where there is none
    };

    explicit TrustEditor(const Setup& setup, QWidget* parent = nullptr);

    void setTrust(const TlsTrust& trust);
    /// Chooses Pin, with `fingerprint` as it is shown.
    void setPin(const QString& fingerprint);
    /// As typed, without the blanks around it: the path and the pin of pages that are not chosen, too.
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
