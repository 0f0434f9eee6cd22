// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/huebuttons.h"
#include "ui/session/savedconnections.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace conjoin::ui {

class ElidedLabel;
class FoldSection;

/// How to reach a database, field by field or as a URL: each fills the other.
class ConnectionForm : public QWidget {
    Q_OBJECT

public:
    ConnectionForm(const Theme& theme, bool keychain, QWidget* parent = nullptr);

    void showConnection(const SavedConnection& connection);
    /// What the fields say; the settings hold the password that was typed.
    SavedConnection connection() const;
    void setPassword(const QString& password);
    void focusFirst();
    /// Goes to the field that the refusal is mostly about.
    void focusCause(const Error& why);
    /// What is missing before anything can be reached, as a sentence; empty = nothing.
    QString missing() const;

signals:
    /// A person changed a field.
    void edited();

private:
    void addPlaceFields();
    void addMarkFields();
    void takeUrl();
    void showUrl();
    void showKind();
    void showSettings(const sql::ConnectionSettings& settings);
    sql::ConnectionSettings settings() const;
    void browse(QLineEdit* field, const QString& title, const QString& filter);
    void changed();
    void markProduction(bool production);

    const Theme* theme_;
    bool keychain_;
    bool showing_ = false;
    SavedConnection shown_;
    QLineEdit* url_;
    QLabel* urlError_;
    QComboBox* kind_;
    QFormLayout* place_;
    QWidget* fileRow_;
    QLineEdit* file_;
    QWidget* hostRow_;
    QLineEdit* host_;
    QSpinBox* port_;
    QLineEdit* database_;
    QLineEdit* user_;
    QLineEdit* password_;
    QComboBox* keep_;
    ElidedLabel* noKeychain_;
    FoldSection* moreFold_;
    QFormLayout* more_;
    QLineEdit* socket_;
    QLineEdit* schemas_;
    QComboBox* tls_;
    QLineEdit* authority_;
    QLineEdit* certificate_;
    QLineEdit* key_;
    QLineEdit* name_;
    QLineEdit* group_;
    HueButtons hues_;
    int hue_ = -1;
    QCheckBox* readOnly_;
    QCheckBox* production_;
    QSpinBox* statementSeconds_;
    QSpinBox* typedBeyond_;
};

} // namespace conjoin::ui
