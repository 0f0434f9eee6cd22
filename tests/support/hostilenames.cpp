// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/hostilenames.h"

#include "model/check/checker.h"
#include "orm/diff/compare.h"
#include "orm/diff/description.h"
#include "orm/lift/lift.h"
#include "orm/sql/connection.h"
#include "orm/sql/introspector.h"
#include "orm/translate/limits.h"

#include <QSet>

#include <algorithm>

namespace conjoin::tests {

namespace {

using namespace conjoin::orm;
using model::DataType;
using model::TypeKind;

model::Document documentOf(const model::Schema& schema)
{
    model::Document document = model::emptyDocument(QStringLiteral("hostile"), DiagramId(1));
    document.schema = schema;
    return document;
}

PhysicalKeyPart part(const QString& column)
{
    return {column, {}, false, {}};
}

/// Hands out names that lint lets pass and that differ from each other as the engine compares names.
class Names {
public:
    Names(const Dialect& dialect, int count, quint64 seed)
        : folds_(dialect.capabilities().foldsTableNames || dialect.capabilities().foldsColumnNames)
    {
        HostileNames source(seed);
        for (int i = 0; i < count; ++i) {
            const QString name = source.next();
            const QString folded = folds_ ? name.toCaseFolded() : name;
            if (!refusalsOf(name, dialect).empty())
                refused_ << name;
            else if (!taken_.contains(folded))
                waiting_ << name;
            taken_.insert(folded);
        }
    }

    bool has(int count) const { return waiting_.size() >= count; }
    QString take() { return waiting_.takeLast(); }
    const QStringList& refused() const { return refused_; }

private:
    bool folds_;
    QSet<QString> taken_;
    QStringList waiting_;
    QStringList refused_;
};

/// A table with ten names, which refers to the one before it.
PhysicalTable tableOf(Names& names, const Dialect& dialect, const PhysicalTable* before)
{
    PhysicalTable table;
    table.name = names.take();
    const QString key = names.take(), number = names.take(), text = names.take(), other = names.take();
    const auto column = [&](const QString& name, DataType type) {
        PhysicalColumn& made = table.columns.emplace_back();
        made.name = name;
        made.type = std::move(type);
        made.nullable = false;
    };
    column(key, DataType::of(TypeKind::Integer));
    column(number, DataType::of(TypeKind::Integer));
    column(text, DataType::of(TypeKind::Varchar, 40));
    column(other, DataType::of(TypeKind::Integer));
    const Capabilities& engine = dialect.capabilities();
    table.primaryKey = PhysicalKey{engine.namesPrimaryKeys ? names.take() : QString(), {part(key)}, {}};
    table.uniqueKeys = {PhysicalKey{names.take(), {part(number), part(text)}, {}}};
    PhysicalIndex index;
    index.name = names.take();
    index.parts = {part(text), part(other)};
    table.indexes = {index};
    table.checks = {{names.take(), dialect.quoted(number) + QStringLiteral(" > 0")}};
    if (before) {
        PhysicalForeignKey reference;
        reference.name = names.take();
        reference.columns = QStringList{other};
        reference.refTable = before->name;
        reference.refColumns = QStringList{before->columns[0].name};
        table.foreignKeys = {reference};
    }
    return table;
}

PhysicalSchema schemaOf(Names& names, const Dialect& dialect)
{
    constexpr int namesOfTable = 14; // at most, its enum included
    PhysicalSchema schema;
    while (names.has(namesOfTable)) {
        const PhysicalTable before = schema.tables.empty() ? PhysicalTable() : schema.tables.back();
        schema.tables.push_back(tableOf(names, dialect, schema.tables.empty() ? nullptr : &before));
        PhysicalColumn column;
        column.name = names.take();
        if (dialect.capabilities().namedTypes) {
            PhysicalUserType type;
            type.name = names.take();
            type.values = QStringList{names.take(), names.take()};
            column.type = DataType::named({}, type.name);
            schema.types.push_back(type);
        } else if (dialect.capabilities().inlineEnums) {
            column.type = DataType::enumeration({names.take(), names.take()});
        } else {
            column.type = DataType::of(TypeKind::Text);
        }
        schema.tables.back().columns.push_back(column);
    }
    return schema;
}

QString errorOf(const Error& error)
{
    return error.where + QStringLiteral(": ") + error.what.english();
}

/// Creates the schema in the database and reads it back.
QString createAndRead(
    const sql::ConnectionSettings& settings, const PhysicalSchema& schema, PhysicalSchema& read)
{
    auto connection = sql::Connection::open(settings);
    if (!connection)
        return errorOf(connection.error());
    const Dialect& dialect = (*connection)->dialect();
    const Derivation derivation =
        derive(lift(schema, {false, {}, {}}).schema, model::NamingPolicy(), dialect.capabilities());
    for (const Statement& statement : dialect.createSchema(derivation, {})) {
        if (const auto done = (*connection)->run(statement.sql); !done)
            return errorOf(done.error()) + u'\n' + statement.sql;
    }
    auto found = sql::introspect(**connection);
    if (!found)
        return errorOf(found.error());
    read = std::move(*found);
    return {};
}

QString firstOf(const SchemaChanges& changes, const Dialect& dialect)
{
    return changes.empty() ? QString()
                           : objectOf(changes[0]) + QStringLiteral(": ") + describe(changes[0], dialect);
}

} // namespace

QString HostileNames::next()
{
    static const QStringList shapes{QStringLiteral("a\"b"), QStringLiteral("it's"), QStringLiteral("back`tick"),
        QStringLiteral("[bracket]"), QStringLiteral("]]"), QStringLiteral("\\"), QStringLiteral("a\\'b"),
        QStringLiteral("\"\""), QStringLiteral("line\nend"), QStringLiteral("tab\tstop"),
        QStringLiteral("\r\n"), QStringLiteral("-- comment"), QStringLiteral("/* open"), QStringLiteral("*/"),
        QStringLiteral("; DROP TABLE x;"), QStringLiteral("$$"), QStringLiteral("$1"), QStringLiteral("?"),
        QStringLiteral(":name"), QStringLiteral("@at"), QStringLiteral("%s"), QStringLiteral("100%"),
        QStringLiteral("a.b"), QStringLiteral("."), QStringLiteral(".."), QStringLiteral("("),
        QStringLiteral(")"), QStringLiteral(","), QStringLiteral("a b"), QStringLiteral(" lead"),
        QStringLiteral("trail "), QStringLiteral("select"), QStringLiteral("TABLE"), QStringLiteral("order"),
        QStringLiteral("null"), QStringLiteral("primary"), QStringLiteral("default"), QStringLiteral("check"),
        QStringLiteral("1"), QStringLiteral("9lives"), QStringLiteral("0x1f"), QStringLiteral("1e5"),
        QStringLiteral("NaN"), QStringLiteral("#hash"), QStringLiteral("&amp;"), QStringLiteral("<b>"),
        QStringLiteral("{json: 1}"), QStringLiteral("~"), QStringLiteral("|"), QString::fromUtf8("é"),
        QString::fromUtf8("e\u0301"), QString::fromUtf8("日本語"), QString::fromUtf8("عربى"),
        QString::fromUtf8("Ⓩ"), QString::fromUtf8("ß"), QString::fromUtf8("İi"), QString::fromUtf8("😀"),
        QString::fromUtf8("👩‍🎓"), QString(QChar(0x200b)), QString(QChar(0xfeff)),
        QString(QChar(0x202e)), QString(QChar(0xa0)), QString(QChar(1)), QString(QChar(0x7f)),
        QStringLiteral("nul") + QChar(0), QString(QChar(0xd800)), QStringLiteral("_"), QStringLiteral("id"),
        QStringLiteral("value"), QStringLiteral("E'x'")};
    const QString shape = shapes[below(int(shapes.size()))];
    QString name;
    switch (below(8)) {
    case 0: // at the edge of a limit, in bytes or characters
        name = QString(60 + below(8), below(2) == 0 ? u'x' : QChar(0xe4)).left(60 + below(8));
        name = name.left(name.size() - 4) + QString::number(1000 + below(9000));
        break;
    case 1: // the other letter case of the one before
        name = last_ == last_.toUpper() ? last_.toLower() : last_.toUpper();
        break;
    case 2:
        name = shape;
        break;
    case 3:
        name = shape + shapes[below(int(shapes.size()))];
        break;
    default:
        name = shape + QString::number(below(100000)) + shapes[below(int(shapes.size()))];
        break;
    }
    last_ = name;
    return name;
}

Diagnostics refusalsOf(const QString& name, const Dialect& dialect)
{
    PhysicalTable table;
    table.name = QStringLiteral("t");
    PhysicalColumn column;
    column.name = name;
    column.type = DataType::of(TypeKind::Enum);
    column.type.values = QStringList{name};
    table.columns = {column};
    PhysicalIndex index;
    index.name = name;
    index.parts = {part(name)};
    table.indexes = {index};
    model::Schema schema = lift({{table}, {}, {}}).schema;
    Diagnostics refusals;
    for (const Diagnostic& finding : model::check(documentOf(schema), limitsOf(dialect))) {
        if (finding.severity == Severity::Error)
            refusals.push_back(finding);
    }
    return refusals;
}

QString hostileRoundTrip(const sql::ConnectionSettings& a, const sql::ConnectionSettings& b, int count,
    quint64 seed, QStringList* refused)
{
    const Dialect* dialect = nullptr;
    if (const auto connection = sql::Connection::open(a); !connection)
        return errorOf(connection.error());
    else
        dialect = &(*connection)->dialect();
    Names names(*dialect, count, seed);
    if (refused)
        *refused = names.refused();
    const PhysicalSchema drawn = schemaOf(names, *dialect);
    PhysicalSchema first, second;
    if (const QString failed = createAndRead(a, drawn, first); !failed.isEmpty())
        return failed;
    if (const QString changed = firstOf(compare(drawn, first, *dialect), *dialect); !changed.isEmpty())
        return QStringLiteral("drawn and read: ") + changed;
    if (derive(lift(first).schema, model::NamingPolicy(), dialect->capabilities()).schema != first)
        return QStringLiteral("what was read is not what its drawing becomes");
    if (const QString failed = createAndRead(b, first, second); !failed.isEmpty())
        return failed;
    return firstOf(compare(first, second, *dialect), *dialect);
}

} // namespace conjoin::tests
