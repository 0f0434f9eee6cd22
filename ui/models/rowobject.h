// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/base/value.h"
#include "orm/entity/modelregistry.h"
#include "orm/sql/finder.h"
#include "orm/sql/seenrow.h"
#include "ui/models/rowlabel.h"

#include <QMap>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace conjoin::ui {

struct RowObject;
using RowPtr = std::shared_ptr<RowObject>;

/// A link that waits to be written, and what its junction row shall hold.
struct PendingLink {
    QString association;
    RowPtr target;          ///< a stored row, or a draft that belongs to this link
    RowPtr junction;        ///< many-to-many: the entered attributes of the junction row; else null
    sql::SeenValues seen{}; ///< what the key held that it writes, where it writes one of a stored row
};
using LinkPtr = std::shared_ptr<PendingLink>;

/// A stored link that waits to be taken away.
struct PendingUnlink {
    QString association;
    RowPtr target;
    RowPtr junction{};      ///< the junction's row, where it is known and has a key of its own
    sql::SeenValues seen{}; ///< what that held
};

/// The rows that a row refers to, by the name of the association. There are few, and very many rows have some:
/// a hash would take two kilobytes for each of them.
class ReferredRows {
public:
    RowPtr value(const QString& association) const; ///< null = none is known
    void insert(const QString& association, RowPtr row);
    void remove(const QString& association);
    void clear() { rows_.clear(); }
    auto begin() { return rows_.begin(); } // pairs of name and row
    auto end() { return rows_.end(); }

private:
    std::vector<std::pair<QString, RowPtr>> rows_;
};

/// A value of which only the beginning was read, for it is long.
struct CutValue {
    int attribute = -1;
    qint64 bytes = 0; ///< of the whole
};

/// One row, however often it is shown: what is stored and what waits to be written.
struct RowObject {
    int model = -1;
    QString key;       ///< as orm::keyCondition() reads it; empty: a draft, or a row without identity
    orm::Json keyJson; ///< the same for `$link`
    std::vector<orm::Value> values; ///< stored, in the order of the model's attributes; empty for a draft
    std::vector<CutValue> cut;      ///< those of `values` that are not whole; mostly none
    ReferredRows references;        ///< the rows that its to-one associations were read to refer to
    std::vector<int> badges;        ///< rows there are in each association, capped; empty = not known
    bool draft = false;
    bool exact = false;        ///< a draft that holds what was entered in the end, whatever triggers make of it
    RowLabels::Template label; ///< how rows of its table are called; null = by their label attribute

    QMap<QString, orm::Json> entered; ///< attribute -> what a person gave it
    QMap<QString, Error> wrong;       ///< attribute -> why what was entered is no value of it
    sql::SeenValues
        seen; ///< what was stored when a person decided: of what is entered, of all where it is removed
    std::vector<LinkPtr> links;
    std::vector<PendingUnlink> unlinks;
    bool removed = false;       ///< waits to be deleted
    std::optional<Error> error; ///< why the database did not take it

    /// How many bytes a stored value has of which only the beginning is there.
    std::optional<qint64> cutLength(int attribute) const;
    /// The whole of a value.
    void complete(int attribute, orm::Value value);

    bool isChanged() const
    {
        return draft || removed || !entered.isEmpty() || !links.empty() || !unlinks.empty();
    }
    /// `junction` says which link of several between the two, where that is known.
    bool isUnlinked(const QString& association, const RowObject& target, const RowPtr& junction = {}) const;
    LinkPtr linkOf(const QString& association) const; ///< the first, or null
};

/// The key of a row as text and JSON; both empty where the model has no identity.
struct RowKey {
    QString text;
    orm::Json json;
};
RowKey rowKey(const orm::Model& model, const std::vector<orm::Value>& values);
/// The same of a row as the writer returns it.
RowKey rowKey(const orm::Model& model, const orm::Json& row);

/// Whether values of the type are numbers, by SQLite's rules of affinity for a database's own types.
bool isNumeric(const model::DataType& type);
/// What a person typed, as JSON of the attribute's type. `stored` is what the cell holds, where that is known:
/// it tells of a database's own types whether they are numbers (BIT of MySQL) or texts (that of PostgreSQL).
/// Errors: it is no value of that type.
Result<orm::Json> typedValue(
    const orm::Attribute& attribute, const QString& text, const orm::Value* stored = nullptr);
/// An entered value as a person reads and edits it; null is empty.
QString enteredText(const orm::Json& value);

/// The word for a row: by its template, else what is entered or stored in its label attribute, else its key.
QString rowLabel(const orm::ModelRegistry& registry, const RowObject& row);
/// The grey word behind the label: the key, unless the label already is it. Empty for drafts.
QString rowKeyText(const orm::ModelRegistry& registry, const RowObject& row);

/// `OrderItem` -> «order item», for a sentence.
QString rowNoun(const orm::Model& model);
/// `order_items` -> «order items».
QString rowNouns(const orm::Model& model);

/// The single to-one association whose key is this attribute, or null.
const orm::Association* referenceOf(const orm::Model& model, const QString& attribute);

} // namespace conjoin::ui
