// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"
#include "orm/base/value.h"
#include "orm/entity/modelregistry.h"

#include <optional>
#include <vector>

/// Nested writes before they touch a database: what was asked for, and in which order it can be written.
namespace conjoin::orm {

/// Key columns of one row that take their values from another row.
struct DraftReference {
    QStringList keys;
    size_t target = 0; ///< index of the draft
    QStringList referenced;
    QString association;     ///< for messages
    bool fromParent = false; ///< the other row is the parent of a hasOne or hasMany association
};

/// One row that a nested write is about.
struct RowDraft {
    enum class Mode { Auto, Link, Create };

    int model = -1;
    Mode mode = Mode::Auto;
    bool owned = false; ///< child of a hasOne or hasMany association: belongs to one parent
    /// The junction row of a many-to-many link: that association, as the row names it that holds the link. It
    /// belongs to the registry.
    const Association* link = nullptr;
    std::vector<std::optional<Value>> given; ///< parallel to the model's attributes
    std::vector<DraftReference> references;
    QString place; ///< `Student.Classes[0]`
};

/// One place of the nested values; the same draft may stand at several.
struct DraftNode {
    struct Edge {
        int association = -1;
        std::vector<DraftNode> nodes; ///< as given; none for null
    };
    size_t draft = 0;
    std::vector<DraftNode> junction; ///< none or one: how this place hangs on its parent
    std::vector<Edge> edges;         ///< in the order given
};

struct Changeset {
    std::vector<RowDraft> drafts; ///< in the order met
    std::vector<DraftNode> roots; ///< in the order given
};

/// Reads nested values (ORM rules, part 4): attributes and associations at any depth, `$link`, `$create`,
/// `$same`, and junction attributes under the junction's model name. Every name and every type is checked here,
/// so that what is wrong with the input is told before anything is written.
Result<Changeset> readChangeset(const ModelRegistry& registry, int model, const Json& values);
/// The same for many rows of the model; the place of a row in an error is `Student[3]`.
Result<Changeset> readChangeset(const ModelRegistry& registry, int model, const Json::Array& rows);

/// Attributes of one row that an update or a link writes. Errors: a name that is none, a value that does not
/// fit, a generated column.
Result<std::vector<std::optional<Value>>> readAttributes(
    const Model& model, const Json& values, const QString& place);

} // namespace conjoin::orm
