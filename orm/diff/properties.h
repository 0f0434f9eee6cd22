// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/asciifold.h"
#include "orm/dialect/dialect.h"
#include "orm/diff/schemachange.h"
#include "orm/translate/expression.h"

namespace conjoin::orm {

/// One thing that is said of a table, column, key …: how a person reads it, and what decides whether two are
/// the same.
struct Property {
    QString name;
    QString text;    ///< empty = as usual
    QString meaning; ///< equal for two that the engine takes for one
};
using Properties = std::vector<Property>;

/// Tells what is to be said of each thing, always the same properties in the same order.
class PropertyWriter {
public:
    explicit PropertyWriter(const Dialect& dialect)
        : dialect_(dialect)
        , engine_(dialect.capabilities())
    {}

    /// Columns that expressions name are called so; for the side before, when columns were renamed.
    void setRenamedColumns(NameMap rename) { rename_ = std::move(rename); }

    Properties of(const PhysicalTable& table) const; ///< what is its own, without what lives in it
    Properties of(const PhysicalColumn& column) const;
    Properties of(const PhysicalKey& key) const;
    Properties of(const PhysicalForeignKey& key) const;
    Properties of(const PhysicalIndex& index) const;
    Properties of(const PhysicalCheck& check) const;
    Properties of(const PhysicalUserType& type) const;
    Properties of(const PhysicalVerbatim& verbatim) const;

    /// The name as the engine compares names of columns, keys and indexes.
    QString folded(const QString& name) const
    {
        // Who folds names of tables, too, is SQLite, which knows the letters of ASCII only.
        return engine_.foldsTableNames    ? asciiFolded(name)
               : engine_.foldsColumnNames ? name.toCaseFolded()
                                          : name;
    }
    QString foldedTable(const QString& name) const
    {
        return engine_.foldsTableNames ? asciiFolded(name) : name;
    }
    QString foldedNamespace(const QString& name) const
    {
        return name == engine_.defaultSchema ? QString() : foldedTable(name);
    }

private:
    Property expression(const char* name, const QString& sql) const;
    Property typeOf(const model::DataType& type, bool autoIncrement) const;
    Property defaultOf(const model::DefaultValue& value, const model::DataType& type) const;
    Property comment(const QString& text) const;
    Property action(const char* name, model::Action action) const;
    Property parts(const std::vector<PhysicalKeyPart>& parts) const;
    QStringList columns(const QStringList& names) const;

    const Dialect& dialect_;
    const Capabilities& engine_;
    NameMap rename_;
};

/// The differences of two things of a kind, `name` first. A name that a side leaves to the engine differs from
/// none.
std::vector<PropertyChange> differences(const Properties& before, const Properties& after);

} // namespace conjoin::orm
