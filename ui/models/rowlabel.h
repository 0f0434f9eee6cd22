// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/entity/modelregistry.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace conjoin::ui {

struct RowObject;

/// A text without what engines pad CHAR columns with: as it stands in a sentence, or beside something.
QString withoutPadding(QString text);

/// How a person wants rows of a table to be called: `{last_name}, {first_name}`.
class LabelTemplate {
public:
    /// Errors: a name that the table has no column of, a brace without its other one, no column at all.
    static Result<LabelTemplate> parse(const orm::Model& model, const QString& text);

    /// Of a table of people: `{first_name} {last_name}`, whatever its columns for that are called in English.
    /// None where it has not both, or where a unique name says more.
    static std::optional<LabelTemplate> ofPerson(const orm::Model& model);

    /// The row's label; NULL is nothing. Empty where all of its columns are.
    QString of(const orm::Model& model, const RowObject& row) const;
    const QStringList& attributes() const { return attributes_; }
    /// What each attribute holds of a row that is called so: (`Ann Meyer`) -> `Ann`, `Meyer`. Empty where the
    /// text is no label of this kind.
    QStringList valuesIn(const QString& label) const;

private:
    QStringList words_;      ///< before, between and behind the attributes
    QStringList attributes_; ///< one fewer
};

/// The templates of a database, by model. Rows keep the one of their table.
class RowLabels {
public:
    using Template = std::shared_ptr<const LabelTemplate>;

    void clear() { templates_.clear(); }
    void set(int model, Template text) { templates_.insert(model, std::move(text)); }
    Template of(int model) const { return templates_.value(model); } ///< null = the label attribute

private:
    QHash<int, Template> templates_;
};

} // namespace conjoin::ui
