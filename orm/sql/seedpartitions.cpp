// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seedpartitions.h"

#include "orm/entity/browsing.h"
#include "orm/translate/sqltoken.h"

#include <QDateTime>

#include <algorithm>

namespace conjoin::sql {

using orm::Expression;
using orm::ExpressionToken;
using Kind = orm::Expression::Kind;

namespace {

/// In the words of the engine; all of them hold.
using Conditions = QStringList;

/// Goes through the words of a clause.
class ClauseReader {
public:
    ClauseReader(QString text, const orm::SqlSyntax& syntax)
        : text_(std::move(text))
        , tokens_(orm::expressionTokens(text_, syntax))
    {}

    bool atEnd() const { return at_ >= tokens_.size(); }
    void skip() { ++at_; }
    bool take(const char* word)
    {
        if (atEnd() || !(tokens_[at_].isWord(word) || tokens_[at_].isSign(word)))
            return false;
        ++at_;
        return true;
    }
    /// Goes behind the next such word; false, and to the end, where there is none.
    bool find(const char* word)
    {
        while (!atEnd()) {
            if (take(word))
                return true;
            skip();
        }
        return false;
    }
    /// `(a, f(b, c))` -> `a`, `f(b, c)`. Empty where no parenthesis begins here.
    QStringList list()
    {
        QStringList items;
        if (!take("("))
            return items;
        int depth = 1;
        qsizetype begin = atEnd() ? text_.size() : tokens_[at_].start;
        for (; !atEnd() && depth > 0; ++at_) {
            const ExpressionToken& token = tokens_[at_];
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            if (depth == 0 || (depth == 1 && token.isSign(","))) {
                items.append(text_.mid(begin, token.start - begin).trimmed());
                begin = token.end;
            }
        }
        return items;
    }

    /// `a.b` -> `a`, `b`
    QStringList name()
    {
        QStringList parts;
        do {
            if (atEnd() || (tokens_[at_].kind != ExpressionToken::Kind::Word &&
                               tokens_[at_].kind != ExpressionToken::Kind::Name))
                return {};
            parts.append(tokens_[at_++].text);
        } while (take("."));
        return parts;
    }
    /// `(a, b)`
    QStringList names()
    {
        QStringList parts;
        if (!take("("))
            return {};
        do
            parts += name();
        while (take(","));
        return take(")") ? parts : QStringList();
    }

private:
    const QString text_;
    const std::vector<ExpressionToken> tokens_;
    size_t at_ = 0;
};

bool says(const QString& item, const char* word)
{
    return item.compare(QLatin1String(word), Qt::CaseInsensitive) == 0;
}

/// What a table is divided by.
struct Division {
    bool byRange = false;
    bool byList = false;
    QStringList keys{};         ///< expressions, mostly columns
    std::vector<int> columns{}; ///< by key: the attribute, -1 = more than a column
    explicit operator bool() const { return byRange || byList; }
};

/// Reads what the partitions of one table ask of its columns.
class PartitionReader {
public:
    PartitionReader(const orm::Model& model, const TableFacts& facts, const orm::PhysicalSchema& schema,
        const orm::SqlSyntax& syntax)
        : model_(model)
        , facts_(facts)
        , schema_(schema)
        , syntax_(syntax)
    {}

    /// By place what it asks; nothing where no row has one.
    std::vector<Conditions> read(const orm::PhysicalTable& table)
    {
        std::vector<Conditions> places;
        const QString clause = table.options.partitionBy;
        if (clause.isEmpty())
            return {{}};
        ClauseReader reader(clause, syntax_);
        const Division division = divisionOf(reader);
        if (!division)
            return {{}};
        if (!reader.atEnd())
            places.push_back(ofClause(division, reader));
        else
            collect(division, model::objectKey(table.schema, table.name), {}, places);
        return places;
    }

private:
    struct Partition {
        QString key;
        QString bound;  ///< `FOR VALUES …` or `DEFAULT`
        QString clause; ///< by which it is divided itself
    };

    int attributeOf(const QString& key) const
    {
        const std::optional<Expression> expression = orm::parseExpression(key, syntax_);
        const Expression* name = expression ? &*expression : nullptr;
        if (name && name->kind == Kind::Collate && !name->parts.empty())
            name = &name->parts.front();
        if (!name || name->kind != Kind::Name)
            return -1;
        for (size_t i = 0; i < model_.attributes.size(); ++i) {
            if (model_.attributes[i].column.compare(name->path.last(), Qt::CaseInsensitive) == 0)
                return int(i);
        }
        return -1;
    }

    /// `PARTITION BY RANGE [COLUMNS] (a, b)`; what is behind it stays to be read.
    Division divisionOf(ClauseReader& reader) const
    {
        Division division;
        reader.find("BY");
        division.byRange = reader.take("RANGE");
        division.byList = !division.byRange && reader.take("LIST");
        reader.take("COLUMNS");
        division.keys = reader.list();
        for (const QString& key : std::as_const(division.keys))
            division.columns.push_back(attributeOf(key));
        return division;
    }

    QString column(int attribute) const
    {
        const QChar quote = syntax_.backtickNames ? u'`' : u'"';
        QString name = model_.attributes[size_t(attribute)].column;
        return quote + name.replace(quote, QString(2, quote)) + quote;
    }
    QString given(int attribute) const { return column(attribute) + QStringLiteral(" IS NOT NULL"); }

    QString quoted(QString text) const
    {
        if (syntax_.backslashEscapes)
            text.replace(u'\\', QStringLiteral("\\\\"));
        return u'\'' + text.replace(u'\'', QStringLiteral("\'\'")) + u'\'';
    }

    /// A bound as made-up values are written: numbers without quotes, moments without a zone, which is UTC.
    QString valueOf(int attribute, const QString& item) const
    {
        std::optional<Expression> value = orm::parseExpression(item, syntax_);
        while (value && value->kind == Kind::Cast && !value->parts.empty())
            value = Expression(value->parts.front());
        if (!value || value->kind != Kind::Text)
            return item;
        const model::DataType& type = facts_.types[size_t(attribute)];
        if (type.isWholeNumber() || type.isFloating() || type.kind == model::TypeKind::Decimal) {
            const std::optional<Expression> number = orm::parseExpression(value->text, syntax_);
            return number && (number->kind == Kind::Number || number->kind == Kind::Unary) ? value->text : item;
        }
        if (type.kind == model::TypeKind::Timestamp || type.kind == model::TypeKind::TimestampTz) {
            const QDateTime moment = QDateTime::fromString(value->text, Qt::ISODate);
            if (moment.isValid() && moment.timeSpec() != Qt::LocalTime)
                return quoted(moment.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
        }
        return quoted(value->text);
    }

    /// A date is said to lie behind the day before: a made-up one is never the bound itself.
    QString notBefore(int attribute, const QString& item) const
    {
        const QString value = valueOf(attribute, item);
        if (facts_.types[size_t(attribute)].kind == model::TypeKind::Date) {
            const QDate day = QDate::fromString(value.mid(1, value.size() - 2), Qt::ISODate);
            if (day.isValid())
                return column(attribute) + QStringLiteral(" > ") +
                       quoted(day.addDays(-1).toString(Qt::ISODate));
        }
        return column(attribute) + QStringLiteral(" >= ") + value;
    }
    QString before(int attribute, const QString& value) const
    {
        return column(attribute) + QStringLiteral(" < ") + value;
    }

    /// `FROM (a, b) TO (c, d)`: pairs from the first, below the last, by their first column that differs. Of
    /// columns before the last one only the lower bound is taken, so that nothing is wrong behind it.
    Conditions ofRange(const Division& division, const QStringList& from, const QStringList& to) const
    {
        Conditions asked;
        bool bounded = true; // what is fixed before equals the upper bound, too
        for (qsizetype i = 0; i < division.keys.size() && i < from.size() && i < to.size(); ++i) {
            const int attribute = division.columns[size_t(i)];
            if (attribute < 0)
                break;
            asked.append(given(attribute));
            const bool last = i + 1 == division.keys.size();
            const bool open = says(from[i], "MINVALUE");
            if (!open && !last) {
                asked.append(column(attribute) + QStringLiteral(" = ") + valueOf(attribute, from[i]));
                bounded = bounded && from[i] == to[i];
                continue;
            }
            if (!open)
                asked.append(notBefore(attribute, from[i]));
            if (bounded && !says(to[i], "MAXVALUE"))
                asked.append(before(attribute, valueOf(attribute, to[i])));
            for (qsizetype k = i + 1; k < division.keys.size(); ++k) {
                if (division.columns[size_t(k)] >= 0)
                    asked.append(given(division.columns[size_t(k)]));
            }
            break;
        }
        return asked;
    }

    /// Nothing where it takes NULL alone.
    std::optional<Conditions> ofList(int attribute, const QStringList& items) const
    {
        if (attribute < 0)
            return Conditions{};
        QStringList values;
        for (const QString& item : items) {
            if (!says(item, "NULL"))
                values.append(valueOf(attribute, item));
        }
        if (values.isEmpty())
            return {};
        return Conditions{given(attribute),
            column(attribute) + QStringLiteral(" IN (") + values.join(QStringLiteral(", ")) + u')'};
    }

    std::vector<Partition> partitionsOf(const QString& key) const
    {
        std::vector<Partition> partitions;
        for (const orm::PhysicalVerbatim& verbatim : schema_.verbatims) {
            if (verbatim.kind != model::Verbatim::Kind::Partition || verbatim.table != key)
                continue;
            // A table like any other first, which is attached then.
            const qsizetype end = verbatim.sql.indexOf(QLatin1String(";\n"));
            const qsizetype attached = verbatim.sql.indexOf(QLatin1String("\nALTER TABLE ONLY "), end);
            if (end < 0 || attached < 0)
                continue;
            Partition partition{model::objectKey(verbatim.schema, verbatim.name), {}, {}};
            const QString table = verbatim.sql.left(end);
            if (const qsizetype by = table.lastIndexOf(QLatin1String("PARTITION BY ")); by >= 0)
                partition.clause = table.mid(by);
            for (qsizetype at = attached; at >= 0 && partition.bound.isEmpty();
                 at = verbatim.sql.indexOf(QLatin1String("\nALTER TABLE ONLY "), at + 1)) {
                const QString line = verbatim.sql.mid(at).section(QLatin1String(";\n"), 0, 0);
                if (line.contains(QLatin1String(" ATTACH PARTITION ")))
                    partition.bound = line;
            }
            partitions.push_back(partition);
        }
        return partitions;
    }

    struct Bound {
        bool others = false; ///< it takes what no other one does
        std::optional<Conditions> asked{};
    };
    Bound boundOf(const Division& division, const QString& text) const
    {
        ClauseReader reader(text, syntax_);
        reader.find("ATTACH");
        while (!reader.atEnd()) {
            if (reader.take("DEFAULT"))
                return {true, {}};
            if (reader.take("IN"))
                return {false, ofList(division.columns.empty() ? -1 : division.columns.front(), reader.list())};
            if (reader.take("FROM")) {
                const QStringList from = reader.list();
                const bool whole = reader.take("TO");
                return {false, whole ? std::optional(ofRange(division, from, reader.list())) : std::nullopt};
            }
            reader.skip();
        }
        return {};
    }

    /// The places below a table that is divided by partitions which are tables themselves.
    void collect(const Division& division, const QString& key, const Conditions& above,
        std::vector<Conditions>& places) const
    {
        const std::vector<Partition> partitions = partitionsOf(key);
        const bool isPlain = std::ranges::all_of(
            partitions, [](const Partition& partition) { return partition.clause.isEmpty(); });
        for (const Partition& partition : partitions) {
            const Bound bound = boundOf(division, partition.bound);
            if (bound.others && (isPlain || partitions.size() == 1)) { // together they take everything
                if (isPlain)
                    places.push_back(above);
                else
                    descend(partition, above, places);
                return;
            }
        }
        for (const Partition& partition : partitions) {
            const Bound bound = boundOf(division, partition.bound);
            if (!bound.asked)
                continue;
            descend(partition, above + *bound.asked, places);
        }
    }

    void descend(const Partition& partition, const Conditions& asked, std::vector<Conditions>& places) const
    {
        if (partition.clause.isEmpty()) {
            places.push_back(asked);
            return;
        }
        ClauseReader reader(partition.clause, syntax_);
        if (const Division division = divisionOf(reader))
            collect(division, partition.key, asked, places);
        else
            places.push_back(asked);
    }

    /// What the columns of a function of a date are compared with: `YEAR(day) < 2020` is `day < '2020-01-01'`.
    Conditions undone(const QString& key, const QString& bound) const
    {
        const std::optional<Expression> call = orm::parseExpression(key, syntax_);
        bool isNumber = false;
        const qint64 number = bound.toLongLong(&isNumber);
        if (!call || call->kind != Kind::Call || call->parts.size() != 1 || !isNumber ||
            call->parts.front().kind != Kind::Name)
            return {};
        const int attribute = attributeOf(call->parts.front().path.last());
        QString text;
        if (call->isCall("year", 1)) {
            text = QDate(int(number), 1, 1).toString(Qt::ISODate);
        } else if (call->isCall("to_days", 1)) {
            constexpr qint64 firstDay = 1721060; // the Julian day before which MySQL counts none
            text = QDate::fromJulianDay(firstDay + number).toString(Qt::ISODate);
        } else if (call->isCall("unix_timestamp", 1)) {
            text =
                QDateTime::fromSecsSinceEpoch(number, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
        }
        if (attribute < 0 || text.isEmpty())
            return {};
        return {before(attribute, quoted(text))};
    }

    /// The partitions of MySQL stand in the clause itself, and those of a range have no gaps: only what lies
    /// above the last one has no place.
    Conditions ofClause(const Division& division, ClauseReader& reader) const
    {
        QStringList last, items;
        while (!reader.atEnd()) {
            if (reader.take("MAXVALUE") || reader.take("DEFAULT"))
                return {};
            if (reader.take("LESS") && reader.take("THAN")) {
                if (reader.take("MAXVALUE"))
                    return {};
                last = reader.list();
            } else if (reader.take("VALUES")) {
                if (reader.take("IN"))
                    items += reader.list();
            } else {
                reader.skip();
            }
        }
        const int attribute = division.columns.empty() ? -1 : division.columns.front();
        if (division.byList)
            return ofList(attribute, items).value_or(Conditions{});
        if (last.isEmpty() || says(last.front(), "MAXVALUE") || division.keys.isEmpty())
            return {};
        if (attribute < 0)
            return undone(division.keys.front(), last.front());
        return {before(attribute, valueOf(attribute, last.front()))};
    }

    const orm::Model& model_;
    const TableFacts& facts_;
    const orm::PhysicalSchema& schema_;
    const orm::SqlSyntax& syntax_;
};

} // namespace

SeedPartitions::SeedPartitions(const orm::Model& model, const TableFacts& facts,
    const orm::PhysicalSchema* schema, const orm::SqlSyntax& syntax)
{
    const orm::PhysicalTable* table = schema ? schema->table(model.table, model.schema) : nullptr;
    std::vector<Conditions> places{{}};
    if (table)
        places = PartitionReader(model, facts, *schema, syntax).read(*table);
    for (const Conditions& asked : places) {
        SeedChecks checks = facts.checks;
        const int own = checks.count();
        for (const QString& condition : asked)
            checks.add(model, condition, syntax);
        for (int i = own; i < checks.count(); ++i)
            deciding_.insert(checks.attributesOf(i).begin(), checks.attributesOf(i).end());
        places_.push_back(std::move(checks));
    }
}

std::optional<orm::ModelRegistry> withPartitionKeys(
    const orm::ModelRegistry& registry, const orm::PhysicalSchema* schema, const orm::SqlSyntax& syntax)
{
    if (!schema)
        return {};
    model::Browsing browsing;
    for (const orm::PhysicalTable& table : schema->tables) {
        if (table.options.partitionBy.isEmpty())
            continue;
        QStringList above{model::objectKey(table.schema, table.name)};
        for (qsizetype i = 0; i < above.size(); ++i) {
            for (const orm::PhysicalVerbatim& verbatim : schema->verbatims) {
                if (verbatim.kind != model::Verbatim::Kind::Partition || verbatim.table != above[i])
                    continue;
                above.append(model::objectKey(verbatim.schema, verbatim.name));
                ClauseReader reader(verbatim.sql, syntax);
                while (reader.find("FOREIGN")) {
                    if (!reader.take("KEY"))
                        continue;
                    const QStringList columns = reader.names();
                    const QStringList target = reader.take("REFERENCES") ? reader.name() : QStringList();
                    const QStringList referred = reader.names();
                    if (columns.isEmpty() || columns.size() != referred.size() || target.isEmpty())
                        continue;
                    model::VirtualKey key;
                    key.table = {table.schema, table.name};
                    key.target = {target.size() > 1 ? target[target.size() - 2] : QString(), target.last()};
                    if (!schema->table(key.target.name, key.target.sqlSchema)) // the default one has no name
                        key.target.sqlSchema.clear();
                    for (qsizetype c = 0; c < columns.size(); ++c)
                        key.columns.emplace_back(columns[c], referred[c]);
                    if (std::ranges::find(browsing.virtualKeys, key) == browsing.virtualKeys.end())
                        browsing.virtualKeys.push_back(std::move(key));
                }
            }
        }
    }
    if (browsing.virtualKeys.empty())
        return {};
    Diagnostics untold; // a key that is no good is the database's to tell
    return orm::withBrowsing(registry, browsing, {}, untold);
}

const SeedChecks* SeedPartitions::choose(const ColumnValues& row, SeedValues& values) const
{
    if (isClosed())
        return nullptr;
    if (deciding_.empty())
        return &places_.front();
    const size_t first = size_t(values.below(int(places_.size())));
    for (size_t i = 0; i < places_.size(); ++i) {
        const SeedChecks& place = places_[(first + i) % places_.size()];
        if (place.broken(row) < 0)
            return &place;
    }
    return nullptr;
}

} // namespace conjoin::sql
