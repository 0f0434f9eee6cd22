// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/junctionkeys.h"

#include "orm/derive/sqltext.h"

#include <algorithm>

namespace conjoin::orm {

using model::DataType;
using model::ManyToMany;
using model::TypeKind;
using JunctionKey = ManyToMany::JunctionKey;
using Purpose = ColumnOrigin::Purpose;

namespace {

QStringList keyColumns(const PlacedLink& placed)
{
    QStringList columns;
    for (const KeyColumns& end : placed.ends)
        columns += end.local;
    columns.removeDuplicates();
    return columns;
}

QStringList sorted(QStringList columns)
{
    columns.sort();
    return columns;
}

class JunctionFinisher {
public:
    JunctionFinisher(DeriveContext& context, TableDraft& draft, std::vector<PlacedLink> links)
        : context_(context)
        , draft_(draft)
        , links_(std::move(links))
    {}

    void run()
    {
        for (const PlacedLink& placed : links_)
            addColumns(*placed.link);
        for (const PlacedLink& placed : links_)
            pairs_.push_back(pairOf(placed));
        setNullable();
        addKeys();
        for (std::size_t i = 0; i < links_.size(); ++i) {
            addChecks(links_[i]);
            addIndexes(links_[i]);
        }
    }

private:
    // -- derived columns

    void addColumns(const ManyToMany& link)
    {
        if (link.ordered) { // rule 15
            PhysicalColumn column;
            column.type = DataType::of(TypeKind::Integer);
            column.nullable = false;
            column.defaultValue = {model::DefaultValue::Kind::Literal, QStringLiteral("0")};
            addColumn(Purpose::Position, "position", link.positionName, std::move(column));
        }
        if (link.validity) { // rule 16
            PhysicalColumn from;
            from.type = DataType::of(TypeKind::TimestampTz);
            from.nullable = false;
            from.defaultValue.kind = model::DefaultValue::Kind::Now;
            addColumn(Purpose::ValidFrom, "validFrom", link.validFromName, std::move(from));
            PhysicalColumn to;
            to.type = DataType::of(TypeKind::TimestampTz);
            addColumn(Purpose::ValidTo, "validTo", link.validToName, std::move(to));
        }
    }

    /// Once, also for several links that want it.
    void addColumn(Purpose purpose, const char* name, const QString& given, PhysicalColumn column)
    {
        if (!columnFor(purpose).isEmpty())
            return;
        const QString wanted =
            given.isEmpty() ? model::derivedColumnName(context_.naming, QString::fromLatin1(name)) : given;
        column.name = draft_.columnNames.take({wanted});
        draft_.physical.columns.push_back(std::move(column));
        ColumnOrigin& origin = draft_.origin.columns.emplace_back();
        origin.purpose = purpose;
        if (given.isEmpty())
            origin.attribute =
                model::derivedColumnName(model::attributeNaming(context_.naming), QString::fromLatin1(name));
    }

    QString columnFor(Purpose purpose) const
    {
        const auto it = std::ranges::find(draft_.origin.columns, purpose, &ColumnOrigin::purpose);
        const auto at = std::size_t(it - draft_.origin.columns.begin());
        return it == draft_.origin.columns.end() ? QString() : draft_.physical.columns[at].name;
    }

    // -- keys

    QStringList scopeColumns(const ManyToMany& link) const
    {
        QStringList columns;
        for (const model::LinkScope& scope : link.scope) {
            if (const model::Column* column = draft_.table->column(scope.column))
                columns.append(column->name);
        }
        return columns;
    }

    /// What tells two rows of the link apart (rules 7, 16, 17).
    QStringList pairOf(const PlacedLink& placed) const
    {
        QStringList pair = keyColumns(placed) + scopeColumns(*placed.link);
        if (placed.link->validity)
            pair += columnFor(Purpose::ValidFrom);
        pair.removeDuplicates();
        return pair;
    }

    bool isInEveryPair(const QString& column) const
    {
        return std::ranges::all_of(pairs_, [&](const QStringList& pair) { return pair.contains(column); });
    }

    void setNullable() // rules 7, 12, 17
    {
        for (std::size_t i = 0; i < links_.size(); ++i) {
            if (links_[i].link->junctionKey == JunctionKey::AsIs)
                continue;
            for (const QString& name : pairs_[i]) {
                PhysicalColumn& column = draft_.columnCalled(name);
                const auto at = std::size_t(&column - draft_.physical.columns.data());
                if (isInEveryPair(name)) {
                    column.nullable = false;
                } else if (draft_.origin.columns[at].isDerived()) {
                    column.nullable = true;
                    column.defaultValue = {};
                }
            }
        }
    }

    void addKeys()
    {
        const bool onePair = std::ranges::all_of(
            pairs_, [&](const QStringList& pair) { return sorted(pair) == sorted(pairs_.front()); });
        const auto isDrawn = [](const PlacedLink& placed) {
            return placed.link->junctionKey != JunctionKey::AsIs;
        };
        if (!onePair && !draft_.physical.primaryKey && std::ranges::any_of(links_, isDrawn))
            addGeneratedKey(context_, draft_); // rule 17
        for (std::size_t i = 0; i < links_.size(); ++i)
            addPairKey(*links_[i].link, pairs_[i]);
    }

    /// Rule 7, with rule 12 for a junction that has a primary key of its own.
    void addPairKey(const ManyToMany& link, const QStringList& pair)
    {
        const JunctionKey kind = link.junctionKey;
        if (kind == JunctionKey::AsIs || kind == JunctionKey::Duplicates)
            return;
        PhysicalTable& table = draft_.physical;
        if (kind == JunctionKey::Pair && !table.primaryKey) {
            table.primaryKey = PhysicalKey{{}, plainParts(pair), {}};
            for (const QString& name : pair) {
                const PhysicalColumn& column = draft_.columnCalled(name);
                const ColumnId own = draft_.origin.columns[std::size_t(&column - table.columns.data())].column;
                draft_.key.push_back({name, column.type, column.collation, own});
            }
            return;
        }
        const QStringList own = table.primaryKey ? plainColumns(table.primaryKey->parts) : QStringList();
        const bool holdsPair =
            std::ranges::all_of(pair, [&](const QString& name) { return own.contains(name); });
        if (holdsPair || draft_.isKey(pair))
            return;
        addUniqueKey(draft_, pair);
        if (context_.engine.showsConstraintNames && !context_.engine.namesKeysByColumns)
            table.uniqueKeys.back().name = link.pairKeyName; // rule 11
    }

    // -- checks

    void addChecks(const PlacedLink& placed)
    {
        if (placed.keptOnce) // rule 14
            addCheck(draft_, QStringList{placed.ends[0].local.front()},
                ofLinkOnly(placed, isSmaller(placed.ends[0].local, placed.ends[1].local)));
        if (placed.link->validity) { // rule 16
            const QString from = columnFor(Purpose::ValidFrom);
            addCheck(draft_, {from}, isSmaller({from}, {columnFor(Purpose::ValidTo)}));
        }
    }

    /// One column after the other, since not every engine compares lists.
    QString isSmaller(const QStringList& left, const QStringList& right) const
    {
        QStringList cases;
        QString equal;
        for (qsizetype i = 0; i < left.size(); ++i) {
            const QString a = quoted(left[i]);
            const QString b = quoted(right[i]);
            const QString smaller = equal + a + QStringLiteral(" < ") + b;
            cases.append(equal.isEmpty() ? smaller : u'(' + smaller + u')');
            equal += a + QStringLiteral(" = ") + b + QStringLiteral(" AND ");
        }
        return cases.join(QStringLiteral(" OR "));
    }

    /// The condition for the rows of the link, where others stand in the same columns.
    QString ofLinkOnly(const PlacedLink& placed, const QString& condition) const
    {
        const bool shared = std::ranges::any_of(links_, [&](const PlacedLink& other) {
            return other.link != placed.link &&
                   !(other.keptOnce && other.ends[0].local == placed.ends[0].local) &&
                   std::ranges::any_of(keyColumns(placed),
                       [&](const QString& name) { return keyColumns(other).contains(name); });
        });
        QString text;
        for (const model::LinkScope& scope : placed.link->scope) {
            if (const model::Column* column = draft_.table->column(scope.column); column && shared)
                text += quoted(column->name) + QStringLiteral(" <> ") +
                        sqltext::literal(scope.value, context_.engine.syntax) + QStringLiteral(" OR ");
        }
        return text.isEmpty() ? condition : text + u'(' + condition + u')';
    }

    QString quoted(const QString& column) const { return sqltext::name(column, context_.engine.syntax); }

    // -- indexes

    void addIndexes(const PlacedLink& placed)
    {
        const ManyToMany& link = *placed.link;
        for (std::size_t i = 0; i < placed.ends.size(); ++i) {
            const bool byDefault = link.junctionKey != JunctionKey::AsIs &&
                                   (!context_.engine.indexesForeignKeys || !placed.constrained[i]);
            const bool isCovered = i == 0 && link.junctionKey != JunctionKey::Duplicates; // rule 13
            if (!isCovered && link.reverseIndex.value_or(byDefault))
                addIndex(link, placed.ends[i].local + keyColumns(placed)); // rule 9
        }
        if (link.ordered) // rule 15
            addIndex(
                link, placed.ends[0].local + scopeColumns(link) + QStringList{columnFor(Purpose::Position)});
    }

    /// Unless a key or an index over these very columns is there.
    void addIndex(const ManyToMany& link, QStringList columns)
    {
        columns.removeDuplicates();
        const auto same = [&](const std::vector<PhysicalKeyPart>& parts) {
            return plainColumns(parts) == columns;
        };
        PhysicalTable& table = draft_.physical;
        const bool there = (table.primaryKey && same(table.primaryKey->parts)) ||
                           std::ranges::any_of(table.uniqueKeys, same, &PhysicalKey::parts) ||
                           std::ranges::any_of(table.indexes, [&](const PhysicalIndex& index) {
                               return index.where.isEmpty() && same(index.parts);
                           });
        if (there)
            return;
        table.indexes.push_back({{}, plainParts(columns), false, {}, {}});
        draft_.origin.indexes.push_back(link.id);
    }

    DeriveContext& context_;
    TableDraft& draft_;
    std::vector<PlacedLink> links_;
    std::vector<QStringList> pairs_; ///< parallel to the links
};

} // namespace

void finishJunction(DeriveContext& context, TableDraft& draft, std::vector<PlacedLink> links)
{
    if (!links.empty())
        JunctionFinisher(context, draft, std::move(links)).run();
}

} // namespace conjoin::orm
