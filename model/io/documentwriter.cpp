// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/documentfile.h"

#include "model/io/fileformat.h"
#include "model/io/textlines.h"

#include <charconv>

namespace conjoin::model {

namespace {

using namespace fileformat;

QString number(double value)
{
    char digits[32]; // the shortest that reads back the same: at most 24
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
    return QString::fromLatin1(digits, end - digits);
}

template<class Tag>
QString idWord(Id<Tag> id)
{
    return id ? idText(id.value()) : QStringLiteral("-");
}

class Writer {
public:
    QByteArray write(const Document& document)
    {
        line({QStringLiteral("conjoin"), QString::number(documentFormatVersion)});
        write(document.settings);
        for (const Table& table : document.schema.tables)
            write(table);
        for (const Reference& reference : document.schema.references)
            write(reference);
        for (const ManyToMany& link : document.schema.links)
            write(link);
        for (const UserType& type : document.schema.types)
            write(type);
        for (const Verbatim& verbatim : document.schema.verbatims)
            write(verbatim);
        for (const Diagram& diagram : document.diagrams)
            write(diagram);
        out_ += u'\n';
        line({QStringLiteral("end")});
        return out_.toUtf8();
    }

private:
    /// One level deeper for as long as it lives.
    class Deeper {
    public:
        explicit Deeper(Writer& writer)
            : writer_(writer)
        {
            ++writer_.level_;
        }
        ~Deeper() { --writer_.level_; }
        Q_DISABLE_COPY_MOVE(Deeper)

    private:
        Writer& writer_;
    };

    void line(const QStringList& words)
    {
        for (int i = 0; i < level_; ++i)
            out_ += QStringLiteral("  ");
        out_ += words.join(u' ') + u'\n';
    }
    void topLine(const QStringList& words)
    {
        out_ += u'\n';
        line(words);
    }
    void flag(bool on, const char* key)
    {
        if (on)
            line({QLatin1String(key)});
    }
    void name(const char* key, const QString& value)
    {
        if (!value.isEmpty())
            line({QLatin1String(key), wordFor(value)});
    }

    /// Text of several lines goes one line each, so that git sees which of them changed.
    void text(QStringList words, const QString& value)
    {
        if (!value.contains(u'\n')) {
            line(words << quotedWord(value));
            return;
        }
        line(words);
        const Deeper inner(*this);
        for (qsizetype start = 0; start < value.size();) {
            const qsizetype newline = value.indexOf(u'\n', start);
            const qsizetype end = newline < 0 ? value.size() : newline + 1;
            line({quotedWord(value.mid(start, end - start))});
            start = end;
        }
    }
    void text(const char* key, const QString& value)
    {
        if (!value.isEmpty())
            text(QStringList{QLatin1String(key)}, value);
    }

    void write(const Settings& settings);
    void write(const Table& table);
    void write(const Column& column);
    void write(const char* kind, const Key& key);
    void write(const std::vector<KeyPart>& parts);
    void write(const Index& index);
    void write(const Check& check);
    void write(const Reference& reference);
    void write(const ManyToMany& link);
    void write(const ForeignKey& key);
    void writeDefault(const DefaultValue& value);
    void writeColumns(const char* key, const std::vector<ColumnId>& columns);
    void write(const UserType& type);
    void write(const Verbatim& verbatim);
    void write(const Diagram& diagram);

    QString out_;
    int level_ = 0;
};

void Writer::write(const Settings& settings)
{
    topLine({QStringLiteral("project"), wordFor(settings.name)});
    const Deeper inner(*this);
    line({QStringLiteral("dialect"), wordFor(settings.dialect)});
    flag(!settings.naming.pluralTables, "tables-as-drawn");
    flag(settings.naming.underscored, "underscored");
    for (auto it = settings.naming.irregular.cbegin(); it != settings.naming.irregular.cend(); ++it)
        line({QStringLiteral("irregular"), wordFor(it.key()), wordFor(it.value())});
    for (const Acceptance& acceptance : settings.accepted)
        line({QStringLiteral("accept"), quotedWord(acceptance.code), quotedWord(acceptance.object)});
}

void Writer::write(const Table& table)
{
    topLine({QStringLiteral("table"), idWord(table.id), wordFor(table.name)});
    const Deeper inner(*this);
    name("sql-name", table.sqlName);
    name("sql-schema", table.sqlSchema);
    flag(table.keyPolicy == Table::KeyPolicy::AsIs, "key-as-is");
    flag(table.options.withoutRowid, "without-rowid");
    flag(table.options.strict, "strict");
    flag(table.options.unlogged, "unlogged");
    name("engine", table.options.engine);
    name("charset", table.options.charset);
    name("table-collation", table.options.collation);
    text("partition-by", table.options.partitionBy);
    for (const QString& parent : table.options.inherits)
        line({QStringLiteral("inherits"), wordFor(parent)});
    text("options", table.options.extra);
    flag(table.timestamps, "timestamps");
    flag(table.softDelete, "soft-delete");
    for (const QString& other : table.dependsOn)
        line({QStringLiteral("depends-on"), wordFor(other)});
    text("comment", table.comment);
    for (const Column& column : table.columns)
        write(column);
    if (table.primaryKey)
        write("primary-key", *table.primaryKey);
    for (const Key& key : table.uniqueKeys)
        write("unique-key", key);
    for (const Index& index : table.indexes)
        write(index);
    for (const Check& check : table.checks)
        write(check);
}

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

/// A type in quotes is a database's own. What typeText() can't say of a type follows in words of its own.
QStringList typeWords(const DataType& type)
{
    if (type == DataType::verbatim(type.native))
        return {quotedWord(type.native)};
    const QString canonical = typeText(type);
    if (type.kind != TypeKind::Native && parseType(canonical) == type)
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
    if (type.dimensions != 0)
        words << QStringLiteral("dimensions") << QString::number(type.dimensions);
    if (type.userType)
        words << QStringLiteral("is") << idWord(type.userType);
    for (const QString& value : type.values)
        words << QStringLiteral("value") << quotedWord(value);
    return words;
}

void Writer::write(const Column& column)
{
    QStringList words{QStringLiteral("column"), idWord(column.id), wordFor(column.name)};
    words += typeWords(column.type);
    if (!column.nullable)
        words << QStringLiteral("not-null");
    if (column.autoIncrement)
        words << QStringLiteral("auto-increment");
    line(words);
    const Deeper inner(*this);
    writeDefault(column.defaultValue);
    if (column.generated != Generated())
        text({QStringLiteral("generated"), wordOf(generatedKinds, column.generated.kind)},
            column.generated.expression);
    name("collation", column.collation);
    if (column.identity != Identity::None)
        line({QStringLiteral("identity"), wordOf(identities, column.identity)});
    text("sequence", column.sequence);
    text("on-update", column.onUpdate);
    name("charset", column.charset);
    name("not-null-conflict", column.notNullConflict);
    text("extra", column.extra);
    text("comment", column.comment);
}

void Writer::writeDefault(const DefaultValue& value)
{
    if (value == DefaultValue())
        return;
    const QStringList start{QStringLiteral("default"), wordOf(defaultKinds, value.kind)};
    const bool isWorded = value.kind == DefaultValue::Kind::Literal ||
                          value.kind == DefaultValue::Kind::Expression || !value.text.isEmpty();
    if (isWorded)
        text(start, value.text);
    else
        line(start);
}

void Writer::writeColumns(const char* key, const std::vector<ColumnId>& columns)
{
    for (ColumnId column : columns)
        line({QLatin1String(key), idWord(column)});
}

void Writer::write(const char* kind, const Key& key)
{
    line({QLatin1String(kind), idWord(key.id)});
    const Deeper inner(*this);
    name("name", key.name);
    write(key.parts);
    name("conflict", key.conflict);
    writeColumns("include", key.include);
    if (key.deferrable != Deferrable::No)
        line({QStringLiteral("deferrable"), wordOf(deferrables, key.deferrable)});
    flag(key.nullsNotDistinct, "nulls-not-distinct");
    name("method", key.method);
    text("options", key.options);
    text("comment", key.comment);
}

void Writer::write(const std::vector<KeyPart>& parts)
{
    for (const KeyPart& part : parts) {
        const auto* column = std::get_if<ColumnId>(&part.what);
        QStringList words{column ? QStringLiteral("part") : QStringLiteral("expression"),
            column ? idWord(*column) : quotedWord(std::get<QString>(part.what))};
        if (part.descending)
            words << QStringLiteral("descending");
        if (!part.collation.isEmpty())
            words << QStringLiteral("collation") << wordFor(part.collation);
        if (part.nulls != NullOrder::Default)
            words << QStringLiteral("nulls") << wordOf(nullOrders, part.nulls);
        if (part.length != 0)
            words << QStringLiteral("length") << QString::number(part.length);
        if (!part.operatorClass.isEmpty())
            words << QStringLiteral("operators") << wordFor(part.operatorClass);
        line(words);
    }
}

void Writer::write(const Index& index)
{
    line({QStringLiteral("index"), idWord(index.id)});
    const Deeper inner(*this);
    name("name", index.name);
    flag(index.unique, "unique");
    write(index.parts);
    text("where", index.where);
    name("method", index.method);
    writeColumns("include", index.include);
    flag(index.nullsNotDistinct, "nulls-not-distinct");
    text("options", index.options);
    text("comment", index.comment);
}

void Writer::write(const Check& check)
{
    line({QStringLiteral("check"), idWord(check.id)});
    const Deeper inner(*this);
    name("name", check.name);
    text("expression", check.expression);
    flag(!check.enforced, "not-enforced");
    flag(!check.validated, "not-valid");
    flag(!check.inherited, "no-inherit");
    text("comment", check.comment);
}

void Writer::write(const Reference& reference)
{
    topLine({QStringLiteral("reference"), idWord(reference.id)});
    const Deeper inner(*this);
    line({QStringLiteral("from"), idWord(reference.from)});
    if (reference.to)
        line({QStringLiteral("to"), idWord(reference.to)});
    name("missing-table", reference.missingTable);
    name("missing-schema", reference.missingSchema);
    for (const QString& column : reference.missingColumns)
        line({QStringLiteral("missing-column"), wordFor(column)});
    flag(reference.mandatory, "mandatory");
    flag(reference.unique, "unique");
    name("role", reference.role);
    name("inverse-role", reference.inverseRole);
    write(reference.key);
}

void Writer::write(const ManyToMany& link)
{
    topLine({QStringLiteral("link"), idWord(link.id)});
    const Deeper inner(*this);
    line({QStringLiteral("junction"), idWord(link.junction)});
    if (link.junctionKey != ManyToMany::JunctionKey::Pair)
        line({QStringLiteral("junction-key"), wordOf(junctionKeys, link.junctionKey)});
    if (link.reverseIndex)
        line({QStringLiteral("reverse-index"),
            *link.reverseIndex ? QStringLiteral("yes") : QStringLiteral("no")});
    flag(link.symmetric, "symmetric");
    flag(link.ordered, "ordered");
    flag(link.validity, "validity");
    for (const LinkScope& scope : link.scope)
        line({QStringLiteral("scope"), idWord(scope.column), quotedWord(scope.value)});
    text("reason", link.reason);
    for (const LinkEnd& end : link.ends) {
        line({QStringLiteral("end"), idWord(end.table)});
        const Deeper deeper(*this);
        name("role", end.role);
        if (end.minimum != 0)
            line({QStringLiteral("minimum"), QString::number(end.minimum)});
        if (end.maximum != 0)
            line({QStringLiteral("maximum"), QString::number(end.maximum)});
        write(end.key);
    }
}

void Writer::write(const ForeignKey& key)
{
    for (const ColumnPair& pair : key.columns)
        line({QStringLiteral("columns"), idWord(pair.local), idWord(pair.target)});
    name("column-name", key.columnName);
    if (key.onDelete)
        line({QStringLiteral("on-delete"), wordOf(actions, *key.onDelete)});
    if (key.onUpdate)
        line({QStringLiteral("on-update"), wordOf(actions, *key.onUpdate)});
    if (key.deferrable != Deferrable::No)
        line({QStringLiteral("deferrable"), wordOf(deferrables, key.deferrable)});
    name("match", key.match);
    name("constraint", key.constraintName);
    flag(key.unnamed, "unnamed");
    flag(key.implicitTarget, "implicit-target");
    flag(key.unconstrained, "unconstrained");
    flag(!key.validated, "not-valid");
    writeColumns("set-column", key.setColumns);
    text("comment", key.comment);
}

void Writer::write(const UserType& type)
{
    topLine({QStringLiteral("type"), idWord(type.id), wordFor(type.name)});
    const Deeper inner(*this);
    line({QStringLiteral("kind"), wordOf(userTypeKinds, type.kind)});
    name("sql-schema", type.sqlSchema);
    for (const QString& value : type.values)
        line({QStringLiteral("value"), quotedWord(value)});
    if (type.kind == UserType::Kind::Domain) {
        line(QStringList{QStringLiteral("base")} + typeWords(type.base));
        flag(!type.nullable, "not-null");
        writeDefault(type.defaultValue);
        name("collation", type.collation);
        for (const Check& check : type.checks)
            write(check);
    }
    text("comment", type.comment);
}

void Writer::write(const Verbatim& verbatim)
{
    topLine({QStringLiteral("verbatim"), idWord(verbatim.id), wordFor(verbatim.name)});
    const Deeper inner(*this);
    line({QStringLiteral("kind"), wordOf(verbatimKinds, verbatim.kind)});
    name("sql-schema", verbatim.sqlSchema);
    name("table", verbatim.table);
    text("comment", verbatim.comment);
    text("sql", verbatim.sql);
    for (const QString& other : verbatim.dependsOn)
        line({QStringLiteral("depends-on"), wordFor(other)});
}

void Writer::write(const Diagram& diagram)
{
    const auto place = [](QPointF position) { return QStringList{number(position.x()), number(position.y())}; };
    const auto size = [](QSizeF extent) {
        return QStringList{QStringLiteral("size"), number(extent.width()), number(extent.height())};
    };
    const auto hue = [](int value) {
        return value == 0 ? QStringList() : QStringList{QStringLiteral("hue"), QString::number(value)};
    };
    topLine({QStringLiteral("diagram"), idWord(diagram.id), wordFor(diagram.name)});
    const Deeper inner(*this);
    for (const TableNode& node : diagram.tables) {
        QStringList words =
            QStringList{QStringLiteral("card"), idWord(node.id)} + place(node.position) + hue(node.hue);
        if (node.collapsed)
            words << QStringLiteral("collapsed");
        if (node.pinned)
            words << QStringLiteral("pinned");
        line(words);
    }
    for (const LinkNode& node : diagram.links) {
        QStringList words{QStringLiteral("link"), idWord(node.id)};
        if (node.presentation == LinkNode::Presentation::Card)
            words << QStringLiteral("as-card");
        if (node.position)
            words += QStringList{QStringLiteral("at")} + place(*node.position);
        line(words);
    }
    for (const Group& group : diagram.groups) {
        line(QStringList{QStringLiteral("group"), idWord(group.id)} + place(group.position) + size(group.size) +
             hue(group.hue));
        const Deeper deeper(*this);
        text("title", group.title);
    }
    for (const Note& note : diagram.notes) {
        line(QStringList{QStringLiteral("note"), idWord(note.id)} + place(note.position) + size(note.size));
        const Deeper deeper(*this);
        text("text", note.text);
    }
}

} // namespace

QByteArray writeDocument(const Document& document)
{
    return Writer().write(document);
}

} // namespace conjoin::model
