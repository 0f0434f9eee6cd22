// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/diff/schemachange.h"

namespace conjoin::orm {

namespace {

const char* kindName(model::Verbatim::Kind kind)
{
    using Kind = model::Verbatim::Kind;
    switch (kind) {
    case Kind::View:
        return "view";
    case Kind::MaterializedView:
        return "materialized view";
    case Kind::Trigger:
        return "trigger";
    case Kind::Routine:
        return "routine";
    case Kind::Sequence:
        return "sequence";
    case Kind::Extension:
        return "extension";
    case Kind::Namespace:
        return "namespace";
    case Kind::Type:
        return "type";
    case Kind::Partition:
        return "partition";
    case Kind::Event:
        return "event";
    case Kind::Rule:
        return "rule";
    case Kind::Policy:
        return "policy";
    case Kind::Constraint:
        return "constraint";
    case Kind::VirtualTable:
        return "virtual table";
    case Kind::Other:
        break;
    }
    return "statement";
}

struct KindName {
    QString operator()(const TableChange&) const { return QStringLiteral("table"); }
    QString operator()(const ColumnChange&) const { return QStringLiteral("column"); }
    QString operator()(const PrimaryKeyChange&) const { return QStringLiteral("primary key"); }
    QString operator()(const UniqueKeyChange&) const { return QStringLiteral("unique key"); }
    QString operator()(const ForeignKeyChange&) const { return QStringLiteral("foreign key"); }
    QString operator()(const IndexChange&) const { return QStringLiteral("index"); }
    QString operator()(const CheckChange&) const { return QStringLiteral("check"); }
    QString operator()(const UserTypeChange& change) const
    {
        const PhysicalUserType& type = change.after ? *change.after : *change.before;
        return type.kind == model::UserType::Kind::Enum ? QStringLiteral("enum") : QStringLiteral("domain");
    }
    QString operator()(const VerbatimChange& change) const
    {
        return QString::fromLatin1(kindName((change.after ? *change.after : *change.before).kind));
    }
};

QString columnsText(const std::vector<PhysicalKeyPart>& parts)
{
    QStringList texts;
    for (const PhysicalKeyPart& part : parts)
        texts << (part.column.isEmpty() ? part.expression : part.column);
    return QStringLiteral(" (%1)").arg(texts.join(QStringLiteral(", ")));
}

/// What is said of a thing behind its table's name.
QString tailOf(const PhysicalColumn& column)
{
    return u'.' + column.name;
}
QString tailOf(const PhysicalKey& key)
{
    return key.name.isEmpty() ? columnsText(key.parts) : u'.' + key.name;
}
QString tailOf(const PhysicalIndex& index)
{
    return index.name.isEmpty() ? columnsText(index.parts) : u'.' + index.name;
}
QString tailOf(const PhysicalForeignKey& key)
{
    return key.name.isEmpty() ? QStringLiteral(" (%1)").arg(key.columns.join(QStringLiteral(", ")))
                              : u'.' + key.name;
}
QString tailOf(const PhysicalCheck& check)
{
    return check.name.isEmpty() ? QStringLiteral(" (%1)").arg(check.expression) : u'.' + check.name;
}

template<class ChangeOfKind>
constexpr bool livesInTable =
    !std::is_same_v<ChangeOfKind, TableChange> && !std::is_same_v<ChangeOfKind, UserTypeChange> &&
    !std::is_same_v<ChangeOfKind, VerbatimChange>;

} // namespace

QString operationOf(const SchemaChange& change)
{
    return std::visit(
        [](const auto& one) {
            if (one.isAddition())
                return QStringLiteral("add");
            if (one.isRemoval())
                return QStringLiteral("drop");
            return one.isRename() && one.properties.size() == 1 ? QStringLiteral("rename")
                                                                : QStringLiteral("change");
        },
        change);
}

QString kindOf(const SchemaChange& change)
{
    return std::visit(KindName(), change);
}

QString objectOf(const SchemaChange& change)
{
    return std::visit(
        [](const auto& one) {
            const auto& thing = one.before ? *one.before : *one.after; // as the reader knows it
            using ChangeOfKind = std::decay_t<decltype(one)>;
            if constexpr (livesInTable<ChangeOfKind>)
                return model::objectKey(one.table.schema, one.table.name) + tailOf(thing);
            else
                return model::objectKey(thing.schema, thing.name);
        },
        change);
}

QString tableOf(const SchemaChange& change)
{
    return std::visit(
        [](const auto& one) {
            using ChangeOfKind = std::decay_t<decltype(one)>;
            if constexpr (livesInTable<ChangeOfKind> || std::is_same_v<ChangeOfKind, TableChange>)
                return model::objectKey(one.table.schema, one.table.name);
            else
                return QString();
        },
        change);
}

} // namespace conjoin::orm
