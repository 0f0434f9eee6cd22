// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/catalog.h"

#include "orm/dialect/mysqltext.h"

#include <QSet>

#include <algorithm>

namespace conjoin::sql::mysqlscript {

namespace {

bool sameParts(const std::vector<orm::PhysicalKeyPart>& a, const std::vector<orm::PhysicalKeyPart>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.begin() + std::ptrdiff_t(a.size()),
        [](const orm::PhysicalKeyPart& left, const orm::PhysicalKeyPart& right) {
            return sameName(left.column, right.column) && left.length == right.length &&
                   left.expression == right.expression;
        });
}

/// Whether the server drops `generated` because `other` does its work.
bool serves(const IndexDraft& other, const IndexDraft& generated)
{
    return other.kind != IndexDraft::Kind::FullText && other.kind != IndexDraft::Kind::Spatial &&
           generated.parts.size() <= other.parts.size() && sameParts(generated.parts, other.parts);
}

/// The number behind `table_ibfk_`, or 0.
int generatedNumber(const QString& table, const QString& constraint)
{
    const QString prefix = table + QStringLiteral("_ibfk_");
    return constraint.startsWith(prefix) ? constraint.mid(prefix.size()).toInt() : 0;
}

} // namespace

bool sameName(const QString& a, const QString& b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

QString withColumnNames(const QString& expression, const std::function<QString(const QString&)>& to)
{
    QString out;
    qsizetype copied = 0;
    for (qsizetype at = 0; at < expression.size(); ++at) {
        const QChar quote = expression[at];
        if (quote != u'`' && quote != u'\'' && quote != u'"')
            continue;
        QString name;
        qsizetype end = at + 1;
        for (; end < expression.size(); ++end) {
            if (expression[end] == u'\\' && quote != u'`') {
                ++end;
            } else if (expression[end] == quote) {
                if (end + 1 >= expression.size() || expression[end + 1] != quote)
                    break;
                name += expression[end++];
            } else {
                name += expression[end];
            }
        }
        if (quote == u'`' && end < expression.size()) {
            out += expression.mid(copied, at - copied) + orm::mysql::quoted(to(name));
            copied = end + 1;
        }
        at = end;
    }
    return out + expression.mid(copied);
}

const ColumnDraft* TableDraft::column(const QString& columnName) const
{
    const auto found = std::find_if(columns.begin(), columns.end(),
        [&](const ColumnDraft& candidate) { return sameName(candidate.name, columnName); });
    return found == columns.end() ? nullptr : &*found;
}

ColumnDraft* TableDraft::column(const QString& columnName)
{
    return const_cast<ColumnDraft*>(std::as_const(*this).column(columnName));
}

IndexDraft* TableDraft::index(const QString& indexName)
{
    const auto found = std::find_if(indexes.begin(), indexes.end(),
        [&](const IndexDraft& candidate) { return sameName(candidate.name, indexName); });
    return found == indexes.end() ? nullptr : &*found;
}

bool TableDraft::keepsForeignKeys() const
{
    static const QSet<QString> engines{"", "innodb", "ndb", "ndbcluster", "pbxt", "s3"};
    return engines.contains(options.engine.toLower());
}

void TableDraft::addIndex(IndexDraft added)
{
    if (added.kind == IndexDraft::Kind::Primary)
        added.name = QStringLiteral("PRIMARY");
    indexes.push_back(std::move(added));
}

void TableDraft::addForeignKey(orm::PhysicalForeignKey key, const QString& indexName)
{
    IndexDraft made;
    made.generated = true;
    made.name = key.name.isEmpty() ? indexName : key.name;
    for (const QString& columnName : key.columns) {
        orm::PhysicalKeyPart part;
        part.column = columnName;
        made.parts.push_back(std::move(part));
    }
    if (key.name.isEmpty())
        key.name = indexName;
    if (keepsForeignKeys())
        foreignKeys.push_back(std::move(key)); // the index comes in any case
    indexes.push_back(std::move(made));
}

void TableDraft::addCheck(orm::PhysicalCheck check)
{
    if (check.name.isEmpty()) {
        QSet<QString> names;
        for (const orm::PhysicalCheck& other : checks)
            names.insert(other.name.toUpper());
        int number = 1;
        while (names.contains(QStringLiteral("CONSTRAINT_%1").arg(number)))
            ++number;
        check.name = QStringLiteral("CONSTRAINT_%1").arg(number);
    }
    checks.push_back(std::move(check));
}

void TableDraft::settleIndexes()
{
    int number = 0;
    for (const orm::PhysicalForeignKey& key : foreignKeys)
        number = std::max(number, generatedNumber(name, key.name));
    for (orm::PhysicalForeignKey& key : foreignKeys) {
        if (key.name.isEmpty())
            key.name = QStringLiteral("%1_ibfk_%2").arg(name).arg(++number);
    }

    std::vector<bool> dropped(indexes.size(), false);
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        for (std::size_t j = 0; j < i && !dropped[i]; ++j) {
            if (dropped[j])
                continue;
            const bool replaces = indexes[j].generated && serves(indexes[i], indexes[j]);
            if (replaces) // of two generated ones that serve the same the later one stays
                dropped[j] = true;
            else if (indexes[i].generated && serves(indexes[j], indexes[i]))
                dropped[i] = true;
        }
    }
    std::vector<IndexDraft> kept;
    QSet<QString> names;
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        if (dropped[i])
            continue;
        IndexDraft& made = indexes[i];
        const QString first = made.parts.empty() || !made.parts.front().expression.isEmpty()
                                  ? QStringLiteral("functional_index")
                                  : made.parts.front().column;
        for (int suffix = 1; made.name.isEmpty(); ++suffix) {
            const QString candidate = suffix == 1 ? first : QStringLiteral("%1_%2").arg(first).arg(suffix);
            if (!names.contains(candidate.toLower()) && !sameName(candidate, QStringLiteral("PRIMARY")))
                made.name = candidate;
        }
        names.insert(made.name.toLower());
        kept.push_back(std::move(made));
    }
    indexes = std::move(kept);

    for (IndexDraft& index : indexes) {
        if (index.kind == IndexDraft::Kind::Unique)
            index.hashed = isTooLong(index);
    }
    const auto rank = [this](const IndexDraft& index) {
        if (index.kind == IndexDraft::Kind::Primary)
            return 0;
        const bool nullableParts =
            std::any_of(index.parts.begin(), index.parts.end(), [this](const auto& part) {
                const ColumnDraft* found = column(part.column);
                return found && found->nullable;
            });
        const bool partial = std::any_of(
            index.parts.begin(), index.parts.end(), [](const auto& part) { return part.length > 0; });
        if (index.kind == IndexDraft::Kind::Unique)
            return 1 + (index.hashed ? 4 : 0) + (nullableParts ? 2 : 0) + (partial ? 1 : 0);
        constexpr int plain = 9;
        return index.kind == IndexDraft::Kind::FullText ? plain + 1 : plain;
    };
    std::stable_sort(indexes.begin(), indexes.end(),
        [&](const IndexDraft& a, const IndexDraft& b) { return rank(a) < rank(b); });
}

/// Whether its columns don't fit into a tree: MariaDB keeps a hash of them then.
bool TableDraft::isTooLong(const IndexDraft& index) const
{
    const int most = keepsForeignKeys() ? 3072 : 1000; // bytes: InnoDB, the others
    qint64 bytes = 0;
    for (const orm::PhysicalKeyPart& part : index.parts) {
        const ColumnDraft* found = column(part.column);
        if (!found)
            continue;
        const ColumnType& type = found->type;
        const bool text = type.family == ColumnType::Family::Text || type.family == ColumnType::Family::Bytes;
        const bool whole = part.length == 0;
        if (text && whole && (type.word.endsWith(u"text") || type.word.endsWith(u"blob")))
            return true;
        if (text)
            bytes += qint64(whole ? type.length : part.length) * widestCharacter(charsetOf(*found));
    }
    return bytes > most;
}

void TableDraft::renameColumn(const QString& from, const QString& to)
{
    const auto renamed = [&](const QString& current) { return sameName(current, from) ? to : current; };
    for (ColumnDraft& draft : columns) {
        draft.name = renamed(draft.name);
        draft.generated.expression = withColumnNames(draft.generated.expression, renamed);
        draft.defaultSql = withColumnNames(draft.defaultSql, renamed);
        draft.check = withColumnNames(draft.check, renamed);
    }
    for (IndexDraft& draft : indexes) {
        for (orm::PhysicalKeyPart& part : draft.parts) {
            part.column = renamed(part.column);
            part.expression = withColumnNames(part.expression, renamed);
        }
    }
    for (orm::PhysicalForeignKey& key : foreignKeys) {
        for (QString& columnName : key.columns)
            columnName = renamed(columnName);
    }
    for (orm::PhysicalCheck& check : checks)
        check.expression = withColumnNames(check.expression, renamed);
}

void TableDraft::removeColumn(const QString& columnName)
{
    std::erase_if(columns, [&](const ColumnDraft& draft) { return sameName(draft.name, columnName); });
    for (IndexDraft& draft : indexes)
        std::erase_if(
            draft.parts, [&](const orm::PhysicalKeyPart& part) { return sameName(part.column, columnName); });
    std::erase_if(indexes, [](const IndexDraft& draft) { return draft.parts.empty(); });
}

QString TableDraft::collationOf(const ColumnDraft& column) const
{
    const ColumnType& type = column.type;
    if (!type.hasCharset())
        return {};
    if (!type.collation.isEmpty())
        return type.collation;
    const QString binary = QStringLiteral("_bin");
    if (!type.charset.isEmpty())
        return type.binaryCollation && type.charset != u"binary" ? type.charset + binary
                                                                 : defaultCollation(type.charset);
    return type.binaryCollation && !options.charset.isEmpty() ? options.charset + binary : options.collation;
}

QString TableDraft::charsetOf(const ColumnDraft& column) const
{
    if (!column.type.hasCharset())
        return {};
    const QString& type = column.type.charset;
    return type.isEmpty() ? mysqlscript::charsetOf(collationOf(column)) : type;
}

} // namespace conjoin::sql::mysqlscript
