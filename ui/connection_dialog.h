// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"

#include <QDialog>
#include <QHash>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace maintscope::ui {

class Segments;

/// Asks for a database and how to probe it. Holds no socket: the caller takes settings() when it was
/// accepted. A pasted URL fills the fields; its password goes to the masked field at once and leaves the
/// text.
class ConnectionDialog : public QDialog {
    Q_OBJECT

public:
    explicit ConnectionDialog(QWidget* parent = nullptr);

    void setSettings(const TargetSettings& settings);
    /// What the fields say; complete only when isValid().
    [[nodiscard]] TargetSettings settings() const;
    [[nodiscard]] bool isValid() const;

private:
    QWidget* makeDatabaseFields();
    QWidget* makeTlsFields();
    QWidget* makeSchFields();
    QWidget* makeProbeFields();
    QWidget* withMessage(QWidget* row, QWidget* field);
    void readUrl(const QString& text);
    void validate();
    void showProblem(QWidget* field, const QString& problem);
    void touch(QWidget* field);
    void updateTls();

    QLineEdit* m_url;
    QLineEdit* m_name;
    Segments* m_environment;
    QLineEdit* m_host;
    QSpinBox* m_port;
    QLineEdit* m_user;
    QLineEdit* m_password;
    QCheckBox* m_tls;
    Segments* m_trust;
    QStackedWidget* m_trustDetail;
    QLineEdit* m_caPath;
    QPushButton* m_browse;
    QLineEdit* m_pin;
    QLineEdit* m_serverName;
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

    QHash<QWidget*, QLabel*> m_messages;
    QHash<QWidget*, bool> m_touched;
    TargetSettings m_base; ///< what the dialog shows no field for
    QString m_urlProblem;
};

} // namespace maintscope::ui
