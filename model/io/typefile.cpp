// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/typefile.h"

#include "model/io/leaves.h"
#include "model/io/tablefile.h"

namespace conjoin::model {

using namespace fileformat;

namespace {

/// The word of a kind; those that mean nothing without more have one that only the file knows.
QString kindWord(TypeKind kind)
{
    switch (kind) {
    case TypeKind::Enum:
        return QStringLiteral("enum");
    case TypeKind::Set:
        return QStringLiteral("set");
    case TypeKind::Named:
        return QStringLiteral("named");
    default:
        return typeText(DataType::of(kind));
    }
}

} // namespace

QStringList typeWords(const DataType& type)
{
    if (type == DataType::verbatim(type.native))
        return {quotedWord(type.native)};
    const QString canonical = typeText(type);
    const bool isOneWord = type.kind != TypeKind::Native && type.values.isEmpty() && type.dimensions == 0;
    if (isOneWord && parseType(canonical) == type)
        return {canonical};
    QStringList words{type.kind == TypeKind::Native ? quotedWord(type.native) : kindWord(type.kind)};
    if (type.length != 0)
        words << QStringLiteral("length") << QString::number(type.length);
    if (type.precision != 0)
        words << QStringLiteral("precision") << QString::number(type.precision);
    if (type.scale != 0)
        words << QStringLiteral("scale") << QString::number(type.scale);
    if (type.kind != TypeKind::Native && !type.native.isEmpty())
        words << QStringLiteral("native") << quotedWord(type.native);
    if (!type.schema.isEmpty())
        words << QStringLiteral("schema") << quotedWord(type.schema);
    if (type.isUnsigned)
        words << QStringLiteral("unsigned");
    if (type.zerofill)
        words << QStringLiteral("zerofill");
    if (type.dimensions != 0)
        words << QStringLiteral("dimensions") << QString::number(type.dimensions);
    if (type.userType)
        words << QStringLiteral("is") << idWord(type.userType);
    for (const QString& value : type.values)
        words << QStringLiteral("value") << quotedWord(value);
    return words;
}

DataType readType(Section& section)
{
    const Word word = section.word();
    DataType type = DataType::verbatim(word.text);
    if (!word.quoted && word.text == u"enum") {
        type = DataType::of(TypeKind::Enum);
    } else if (!word.quoted && word.text == u"set") {
        type = DataType::of(TypeKind::Set);
    } else if (!word.quoted && word.text == u"named") {
        type = DataType::of(TypeKind::Named);
    } else if (!word.quoted) {
        type = parseType(word.text);
        if (type.kind == TypeKind::Native && !section.failed())
            section.fail(message("file.type-unknown",
                             "\"%1\" is no type; a database's own type stands in quotes", {word.text}),
                didYouMean(word.text, typeSuggestions()));
    }
    type.length = section.numberAfter("length").value_or(type.length);
    type.precision = section.numberAfter("precision").value_or(type.precision);
    type.scale = section.numberAfter("scale").value_or(type.scale);
    if (section.flag("native"))
        type.native = section.word().text;
    if (section.flag("schema"))
        type.schema = section.word().text;
    type.isUnsigned = section.flag("unsigned") || type.isUnsigned;
    type.zerofill = section.flag("zerofill") || type.zerofill;
    type.dimensions = section.numberAfter("dimensions").value_or(type.dimensions);
    if (section.flag("is"))
        type.userType = section.idOf<UserTypeId>();
    QStringList values;
    while (section.flag("value"))
        values << section.word().text;
    type.values = values;
    return type;
}

void writeDefault(LineWriter& out, const DefaultValue& value)
{
    if (value == DefaultValue())
        return;
    QStringList start{QStringLiteral("default"), wordOf(defaultKinds, value.kind)};
    if (!value.byDatabase)
        start << QStringLiteral("by-orm");
    const bool isWorded = value.kind == DefaultValue::Kind::Literal ||
                          value.kind == DefaultValue::Kind::Expression || !value.text.isEmpty();
    if (isWorded)
        out.text(start, value.text);
    else
        out.line(start);
}

void readDefault(Section& section, DefaultValue& value)
{
    section.one("default", [&](Section& line) {
        using Kind = DefaultValue::Kind;
        value.kind = line.oneOf(defaultKinds);
        value.byDatabase = !line.flag("by-orm");
        const bool needsText = value.kind == Kind::Literal || value.kind == Kind::Expression;
        if (needsText || !line.isBare())
            value.text = line.text();
    });
}

void writeUserType(LineWriter& out, const UserType& type)
{
    out.topLine({QStringLiteral("type"), idWord(type.id), wordFor(type.name)});
    const LineWriter::Deeper inner(out);
    out.line({QStringLiteral("kind"), wordOf(userTypeKinds, type.kind)});
    out.name("sql-schema", type.sqlSchema);
    for (const QString& value : type.values)
        out.line({QStringLiteral("value"), quotedWord(value)});
    if (type.kind == UserType::Kind::Domain) {
        out.line(QStringList{QStringLiteral("base")} + typeWords(type.base));
        out.flag(!type.nullable, "not-null");
        writeDefault(out, type.defaultValue);
        out.name("collation", type.collation);
        for (const Check& check : type.checks)
            writeCheck(out, check);
    }
    out.text("comment", type.comment);
}

UserType readUserType(Section& section)
{
    UserType type;
    type.id = section.newId<UserTypeId>();
    type.name = section.name();
    section.endOfWords();
    section.allow(
        {"kind", "sql-schema", "base", "not-null", "default", "collation", "comment"}, {"value", "check"});
    section.required("kind", [&](Section& line) { type.kind = wordAlone(line, userTypeKinds); });
    type.sqlSchema = section.nameOf("sql-schema");
    type.values = readWords(section, "value");
    section.one("base", [&](Section& line) { type.base = leaf(line, readType); });
    type.nullable = !section.has("not-null");
    readDefault(section, type.defaultValue);
    type.collation = section.nameOf("collation");
    section.each({"check"}, [&](Section& line, QLatin1String) { type.checks.push_back(readCheck(line)); });
    type.comment = section.textOf("comment");
    return type;
}

} // namespace conjoin::model
