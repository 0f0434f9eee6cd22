// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/exchange/jsonplace.h"

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
    bool ownNames = false;      ///< those are not what inflection gives
    bool underscored = false;   ///< columns are called `first_name` where the attribute is `firstName`
    QSet<QString> associations; ///< names of them, as seen from this model

    /// A foreign key that an attribute says of itself: `references`.
    struct AttributeKey {
        ColumnId column;
        QString table;
        QString key;
        std::optional<model::Action> onDelete;
        std::optional<model::Action> onUpdate;
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
    bool underscored = false;
    bool timestamps = true;
    std::vector<ModelDraft> drafts;
    QHash<QString, std::size_t> positions;

    ModelDraft* find(const QString& name);
    const ModelDraft* find(const QString& name) const;
    /// Names of the columns that a key to the model refers to: the one asked for, else the primary key's.
    QStringList keyOf(const QString& model, const QString& asked) const;
    /// The column that refers to `key` of the model or role.
    QString keyName(const QString& modelOrRole, const QString& key) const;
    /// An empty model, for a junction that is only named.
    ModelDraft& add(const QString& name);
};

/// Reads `sequelizeOptions` and `models`.
ModelDrafts takeModels(JsonTaker& taker, const JsonPlace& options, const JsonPlace& models);

/// CASCADE, SET NULL …; nothing where it is not given.
std::optional<model::Action> takeAction(JsonTaker& taker, const JsonPlace& place);

} // namespace conjoin::orm
