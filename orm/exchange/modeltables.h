// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/exchange/modeloptions.h"

#include "model/document/document.h"

#include <QHash>
#include <QSet>

#include <vector>

namespace conjoin::orm {

/// A model while its associations are read.
struct ModelDraft {
    model::Table table;
    QString singular; ///< as its options have it, else by inflection
    QString plural;
    bool ownNames = false; ///< those are not what inflection gives
    ModelOptions options;
    JsonPlace indexes;                    ///< read when all columns are known
    QStringList derivedColumns;           ///< those that associations and options give it
    QHash<QString, QString> associations; ///< as seen from this model: each name, and the call that made it

    /// What an attribute says of its foreign key: `references`, or only the actions of one that an association
    /// makes.
    struct AttributeKey {
        ColumnId column;
        QString table; ///< empty: only the actions
        QString key;
        std::optional<model::Action> onDelete;
        std::optional<model::Action> onUpdate;
        model::Deferrable deferrable = model::Deferrable::No;
        JsonPlace place;
    };
    std::vector<AttributeKey> attributeKeys;

    /// The column of the attribute of that name, or null.
    const model::Column* attributeNamed(const QString& attribute) const;
};

/// As Sequelize writes an attribute as a column where `underscored` is on.
QString underscoredName(const QString& attribute);

/// All models, and what the whole input says of them.
struct ModelDrafts {
    model::NamingPolicy naming;
    ModelOptions options;           ///< what holds for all models that say nothing else
    bool junctionTimestamps = true; ///< of junctions that are only named
    std::vector<ModelDraft> drafts;
    QHash<QString, std::size_t> positions;

    ModelDraft* find(const QString& name);
    const ModelDraft* find(const QString& name) const;
    /// Names of the columns that a key to the model refers to: the one asked for, else the primary key's.
    QStringList keyOf(const QString& model, const QString& asked) const;
    /// What the ORM calls that column of the model.
    QString attributeOf(const QString& model, const QString& column) const;
    /// The attribute that refers to the attribute `key` of the model or role.
    QString keyAttribute(const QString& modelOrRole, const QString& key) const;
    /// The column of `owner` that is so called: its own attribute's, else what its options make of the name.
    QString columnFor(const ModelDraft& owner, const QString& attribute) const;
    /// An empty model, for a junction that is only named.
    ModelDraft& add(const QString& name, const ModelOptions& options);
    /// The columns that say when rows were made, changed and deleted: derived where they are called as all are,
    /// else drawn.
    void addTimes(JsonTaker& taker, ModelDraft& draft, const JsonPlace& place) const;
};

/// Reads `sequelizeOptions` and `models`.
ModelDrafts takeModels(JsonTaker& taker, const JsonPlace& options, const JsonPlace& models);

/// CASCADE, SET NULL …; nothing where it is not given.
std::optional<model::Action> takeAction(JsonTaker& taker, const JsonPlace& place);

} // namespace conjoin::orm
