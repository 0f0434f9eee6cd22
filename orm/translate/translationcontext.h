// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/dialect/dialecttitle.h"
#include "orm/translate/translate.h"

#include <initializer_list>
#include <variant>

namespace conjoin::orm {

/// What the stages of a translation share: the drawing, what it becomes, and what is told of that.
struct TranslationContext {
    TranslationContext(const model::Schema& schema, const Dialect& fromDialect, const Dialect& toDialect);

    const model::Schema& source;
    Translation result; ///< begins as a copy of the drawing
    const Dialect& from;
    const Dialect& to;
    const Capabilities& engine; ///< of `to`

    void tell(
        Severity severity, const ObjectRef& object, const QString& where, Message what, Message mend = {});
    /// `what` is left out, since the other engine does not know `sql`.
    void lose(const ObjectRef& object, const QString& where, const char* code, const QString& what,
        const QString& sql);
    using Word = std::variant<QString*, model::Rare<QString>*>;
    /// Words of the engine that the other has no use for: empties them.
    void loseWords(const ObjectRef& object, const QString& where, std::initializer_list<Word> words);

    /// How people call the other engine.
    QString title() const { return dialectTitle(to.name()); }
    QString nameOf(TableId table) const { return source.tables.at(table).name; }
};

/// An expression in so many characters as fit into a sentence.
QString shortened(const QString& sql);
/// A table's column, for a sentence.
QString placeOf(const model::Table& table, const model::Column& column);

// The stages, in their order.

/// Leaves out what is the engine's own SQL.
void dropVerbatims(TranslationContext& context);
void translateUserTypes(TranslationContext& context);
/// Without namespaces all tables stand side by side: those of the same name are told apart by that of theirs.
void translateNamespaces(TranslationContext& context);
/// Columns, checks, keys, indexes and options of every table.
void translateTables(TranslationContext& context);
/// Names that were one table's business, and are one among all names to the other engine.
void nameApart(TranslationContext& context);
/// The foreign keys of references and links.
void translateReferences(TranslationContext& context);
/// What the other engine can't hold as it is: rows and keys that are too long, keys between unequal types.
void fitIntoLimits(TranslationContext& context);

/// In place of all of these where both engines have one grammar (MySQL and MariaDB).
void translateRelative(TranslationContext& context);

} // namespace conjoin::orm
