// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/document/document.h"
#include "orm/base/json.h"
#include "orm/entity/modelregistry.h"

#include <QString>

#include <vector>

namespace conjoin::orm {

/// One call of belongsTo(), hasOne(), hasMany() or belongsToMany(), as far as a drawing can't hold it.
struct DeclaredAssociation {
    AssociationKind kind = AssociationKind::BelongsTo;
    QString source;
    QString target;
    QString name;     ///< by which the source's rows have it
    QString singular; ///< of that name
    bool aliased = false;
    QString through;   ///< BelongsToMany: the junction's model
    QString attribute; ///< of the foreign key, where it was given; BelongsToMany: of the one to the source
    Json scope;        ///< null, or what all its rows have in attributes of the target
};

/// What a model says besides its table.
struct DeclaredModel {
    QString name;
    Json defaultScope;         ///< null, or the options that every search begins with
    Json scopes;               ///< null, or such options by name
    Json::Object validators{}; ///< by attribute: what a value that is written must fulfil
};

/// Models and associations of the script format (ORM rules, part 9): the drawing of them, and what a drawing
/// can't hold – associations that see only some rows of a key, further names for one that exists, scopes.
struct Definitions {
    model::Document document;
    std::vector<DeclaredAssociation> associations;
    std::vector<DeclaredModel> models;
    Diagnostics notes; ///< what was left out, and why

    /// The models of the document as derived for some engine, with all that was declared.
    ModelRegistry registry(const Derivation& derivation) const;
};

/// Reads what readModels() reads; the same errors.
Result<Definitions> readDefinitions(const Json& json, const QString& source);

} // namespace conjoin::orm
