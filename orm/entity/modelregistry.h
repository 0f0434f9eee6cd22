// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/document/document.h"
#include "orm/base/value.h"
#include "orm/derive/derive.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

/// The ORM's view of a schema: models with attributes, and associations between them.
namespace conjoin::orm {

struct Attribute {
    QString name;   ///< as the ORM's user says it: `createdAt`
    QString column; ///< as the database says it: `created_at`; mostly the same
    model::DataType type;
    bool nullable = true;
    bool primaryKey = false;
    bool autoIncrement = false;
    bool hasDefault = false;      ///< the database or the ORM fills it in
    model::DefaultValue filledIn; ///< what the ORM itself writes into a new row where nothing is given
    bool touched = false;         ///< … and into every row that it changes: the moment of the change
    bool generated = false;       ///< never written
    bool foreignKey = false;
    Json validators; ///< null, or what a value that is written must fulfil: see validate()
};

enum class AssociationKind { BelongsTo, HasOne, HasMany, BelongsToMany };

/// A value that all rows of an association have in one attribute: Sequelize's scope.
struct ScopeValue {
    QString attribute;
    Value value;
};

/// One association of a model, as an include and a nested key name it. Keys are attribute names.
struct Association {
    AssociationKind kind = AssociationKind::BelongsTo;
    QString name;                ///< `Classes`, `Teacher`
    QString singular;            ///< of a to-many one's name; empty = by inflection
    bool aliased = false;        ///< the name was given, not made of the target's
    int target = -1;             ///< model index
    QStringList keys;            ///< BelongsTo: own ones; HasOne/HasMany: the target's that point here;
                                 ///< BelongsToMany: the junction's that point here
    QStringList referenced;      ///< what `keys` refer to: the target's (BelongsTo), else own ones
    int through = -1;            ///< BelongsToMany: model index of the junction
    QStringList otherKeys;       ///< BelongsToMany: the junction's that point at the target
    QStringList otherReferenced; ///< BelongsToMany: the target's that they refer to
    std::vector<ScopeValue> throughScope; ///< BelongsToMany: links that share the junction are told apart by it
    bool symmetric = false; ///< BelongsToMany of a symmetric self link: the smaller key is stored first
    QStringList firstKeys;  ///< BelongsToMany: the junction's keys to the first end, from whichever it is seen
    QString position; ///< BelongsToMany: the junction's attribute that puts the links of a first end in order
    QString validTo;  ///< BelongsToMany: the junction's attribute that says when the link ended
    std::vector<ScopeValue> scope; ///< what all its rows have: attributes of the target
    std::optional<model::Action>
        onDelete;            ///< BelongsTo: of the key's constraint; empty = there is no constraint
    bool deferrable = false; ///< BelongsTo: the constraint may wait for the end of the transaction

    bool isToMany() const { return kind == AssociationKind::HasMany || kind == AssociationKind::BelongsToMany; }
};

struct Model {
    QString name;   ///< `Student`
    QString table;  ///< `Students`
    QString schema; ///< namespace in the database
    TableId id;     ///< in the document the registry was made from
    std::vector<Attribute> attributes;
    QStringList primaryKey;              ///< attributes in order; may be empty
    std::vector<QStringList> uniqueKeys; ///< complete, non-partial ones; the primary key is not among them
    std::vector<Association> associations;
    Json defaultScope;     ///< null, or the options that every search begins with
    Json scopes;           ///< null, or such options by name
    QString deletedAt;     ///< the attribute that marks a row as deleted; empty: rows are really deleted
    bool junction = false; ///< of a many-to-many link
    bool rowid =
        true; ///< SQLite: the rows have a number of their own, which a lone INTEGER key is another name for

    const Attribute* attribute(const QString& attributeName) const;
    int attributeIndex(const QString& attributeName) const;
    /// The column of an attribute, which must exist.
    const QString& column(const QString& attributeName) const;
    /// The attribute of a column, spelt as the table declares it; empty where there is none.
    QString attributeOfColumn(const QString& column) const;
    const Association* association(const QString& associationName) const;
    QStringList associationNames() const;
    QStringList attributeNames() const;
    /// Attributes that identify a row: the primary key, else the first unique key of NOT NULL columns, else
    /// empty.
    QStringList identity() const;
    /// The attribute that says in a word which row it is: first unique text column, first text column (a name
    /// rather than a key that is a code), else empty.
    QString labelAttribute() const;
};

class ModelRegistry {
public:
    ModelRegistry() = default;
    explicit ModelRegistry(std::vector<Model> models)
        : models_(std::move(models))
    {}
    /// From a drawing and what was derived from it. Total: what has no columns to go by (a reference to a table
    /// that the database lacks) gives no association.
    static ModelRegistry make(
        const model::Schema& schema, const model::NamingPolicy& naming, const Derivation& derivation);

    const std::vector<Model>& models() const { return models_; }
    const Model& at(int index) const { return models_[size_t(index)]; }
    /// By model name or table name, the exact model name first. An unknown name is an Error with the nearest
    /// one.
    Result<int> find(const QString& name) const;
    int indexOf(TableId table) const; ///< -1 where there is none

private:
    std::vector<Model> models_;
};

} // namespace conjoin::orm
