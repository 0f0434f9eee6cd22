// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/exchange/modeltables.h"

#include <optional>
#include <vector>

namespace conjoin::orm {

/// One call of belongsToMany().
struct Side {
    QString source;
    QString target;
    QString alias;      ///< what the source calls the target's rows; empty = by convention
    QString foreignKey; ///< the column; `foreignAttribute` what the ORM calls it, where that differs
    QString foreignAttribute;
    QString otherKey;
    QString otherAttribute;
    QString sourceKey;
    QString targetKey;
    std::optional<model::Action> onDelete;
    std::optional<model::Action> onUpdate;
    bool constraints = true;
    std::vector<std::pair<QString, QString>> scope; ///< of the junction: attribute and value
    bool filtered = false;                          ///< it sees only some of the rows at the other end
    JsonPlace place;

    QString text() const { return source + QStringLiteral(".belongsToMany(") + target + u')'; }
};

/// One many-to-many link, declared from one side or both; one of more than two ends, from some side of each
/// pair of them.
struct LinkDraft {
    QString through;
    bool unique = true;
    QString uniqueKey; ///< its name
    std::optional<bool> timestamps;
    bool paranoid = false;
    Side first;
    std::optional<Side> second;
    std::vector<Side> further; ///< those of other pairs

    bool isSelf() const { return first.source == first.target; }
};

/// One foreign key, declared by belongsTo(), hasMany(), hasOne() or several of them.
struct ReferenceDraft {
    QString from;
    QString to;
    QString attribute;  ///< what the ORM calls that column, where the names differ
    QString column;     ///< of the key; empty where the target's key is composite
    bool named = false; ///< somebody gave that name
    QString targetKey;
    QString role;
    QString inverseRole;
    bool mandatory = false;
    bool unique = false;
    bool enforced = false; ///< and a unique key says so
    bool constraints = true;
    bool takesAlong = false; ///< unless said: the rows go with the one that they belong to
    std::optional<model::Action> onDelete;
    std::optional<model::Action> onUpdate;
    JsonPlace place;
};

/// The associations of an input, each link and each foreign key once, before they are drawn.
struct AssociationDrafts {
    std::vector<LinkDraft> links;
    std::vector<ReferenceDraft> references;
};

/// Draws them: references and links go into `schema`, junctions that are only named into `models`, and
/// attributes that say what they refer to become references where no association takes them.
void drawAssociations(
    JsonTaker& taker, const AssociationDrafts& drafts, ModelDrafts& models, model::Schema& schema);

} // namespace conjoin::orm
