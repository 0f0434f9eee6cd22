// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"

#include <QSet>

/// type.unused        hint     an enum or domain that no column has
/// type.name-taken    error    called like another type or a table of its namespace
/// enum.no-values     error    nothing can ever be stored
/// enum.value-twice   error    two values that the engine can't tell apart
/// enum.value         error    a value that the engine cuts or refuses
namespace conjoin::model {

namespace {

/// The enum of a user type or of a column.
void checkValues(Findings& findings, const QStringList& values, const ObjectRef& object)
{
    const EngineLimits& engine = findings.engine();
    if (values.isEmpty())
        findings.add(Severity::Error, message("enum.no-values", "the enum has no values, so nothing fits it"),
            object, message("mend.value", "give it a value"));
    QSet<QString> seen;
    for (const QString& value : values) {
        const QString folded = engine.foldsEnumValues ? value.toCaseFolded() : value;
        if (seen.contains(folded))
            findings.add(Severity::Error,
                message("enum.value-twice", "the value \"%1\" stands there twice", {value}), object,
                message("mend.value-twice", "take one of the two away"));
        seen.insert(folded);
        const qsizetype bytes = value.toUtf8().size();
        const bool isLong = engine.enumLabelLimit > 0 && bytes > engine.enumLabelLimit;
        const bool isTrimmed = engine.trimsNames && value.endsWith(u' ');
        if (value.contains(QChar(0)) || value.startsWith(QChar(0xfeff)) || isLong || isTrimmed)
            findings.add(Severity::Error,
                isLong ? message("enum.value", "a value is %1 bytes long; %2 allows %3",
                             {QString::number(bytes), engine.engine, QString::number(engine.enumLabelLimit)})
                : isTrimmed
                    ? message("enum.value", "%1 drops the space at the end of \"%2\"", {engine.engine, value})
                    : message(
                          "enum.value", "a value holds a character that no database can store and give back"),
                object, message("mend.value-shorten", "shorten it, or take those characters out"));
    }
}

} // namespace

void checkUserTypes(Findings& findings)
{
    const Schema& schema = findings.schema();
    QSet<UserTypeId> used;
    QSet<QString> taken;
    const auto place = [](const QString& sqlSchema, const QString& name) {
        return sqlSchema + QChar(0) + name.toCaseFolded();
    };
    for (const Table& table : schema.tables) {
        if (!table.sqlName.isEmpty())
            taken.insert(place(table.sqlSchema, table.sqlName));
        for (const Column& column : table.columns) {
            used.insert(column.type.userType);
            if (column.type.kind == TypeKind::Enum || column.type.kind == TypeKind::Set)
                checkValues(findings, column.type.values, column.id);
        }
    }
    for (const UserType& type : schema.types)
        used.insert(type.base.userType);
    for (const UserType& type : schema.types) {
        if (!used.contains(type.id))
            findings.add(Severity::Hint, message("type.unused", "no column has the type \"%1\"", {type.name}),
                type.id, message("mend.remove-type", "take it away, or give it to a column"));
        const QString name = place(type.sqlSchema, type.name);
        if (taken.contains(name))
            findings.add(Severity::Error,
                message("type.name-taken", "another type or table is called \"%1\" already", {type.name}),
                type.id, message("mend.rename", "give it another name"));
        taken.insert(name);
        if (type.kind == UserType::Kind::Enum)
            checkValues(findings, type.values, type.id);
    }
}

} // namespace conjoin::model
