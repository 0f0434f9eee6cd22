// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/naming/namingpolicy.h"
#include "ui/panels/propertyform.h"

#include <QTimer>

#include <map>
#include <optional>

class QPushButton;
class QTreeWidget;

namespace conjoin::ui {

/// How names that nobody typed are made. What a change would rename is shown before it is made, all of it in
/// one step; a change that renames nothing is made at once.
class ConventionsForm : public PropertyForm {
    Q_OBJECT

public:
    ConventionsForm(EditSession& session, const Theme& theme, QWidget* parent);
    void refresh() override;

private:
    const model::NamingPolicy& drafted() const;
    void change(const std::function<void(model::NamingPolicy&)>& how);
    void setPattern(model::NameKind kind, const QString& pattern);
    void addPatterns();
    void preview();
    void adopt();
    void drop();
    void showFields();

    std::optional<model::NamingPolicy> draft_; ///< not the project's yet
    quint64 previewed_ = 0;                    ///< counts previews; an older one is not shown
    QComboBox* convention_;
    QCheckBox* plural_;
    QComboBox* letterCase_;
    QCheckBox* wideKeys_;
    QLabel* example_;
    std::map<model::NameKind, QLineEdit*> patterns_;
    FoldSection* patternsFold_;
    QLabel* patternProblem_;
    QLabel* summary_;
    QTreeWidget* renames_;
    QWidget* buttons_;
    QPushButton* adopt_;
    QPushButton* drop_;
};

} // namespace conjoin::ui
