// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgresreader/catalogtext.h"

#include <limits>

namespace conjoin::sql::pgreader {

QString SequenceDraft::options() const
{
    const bool up = increment > 0;
    const qint64 most = type == u"smallint"  ? std::numeric_limits<qint16>::max()
                        : type == u"integer" ? std::numeric_limits<qint32>::max()
                                             : std::numeric_limits<qint64>::max();
    const qint64 usualMinimum = up ? 1 : -most - 1;
    const qint64 usualMaximum = up ? most : -1;
    QStringList words;
    if (increment != 1)
        words.append(QStringLiteral("INCREMENT BY %1").arg(increment));
    if (minimum != usualMinimum)
        words.append(QStringLiteral("MINVALUE %1").arg(minimum));
    if (maximum != usualMaximum)
        words.append(QStringLiteral("MAXVALUE %1").arg(maximum));
    if (start != (up ? minimum : maximum))
        words.append(QStringLiteral("START WITH %1").arg(start));
    if (cache != 1)
        words.append(QStringLiteral("CACHE %1").arg(cache));
    if (cycles)
        words.append(QStringLiteral("CYCLE"));
    return words.join(u' ');
}

void PostgresReader::addSequence(const CatalogRow& row)
{
    SequenceDraft sequence;
    sequence.schema = schemaOf(row.text(1));
    sequence.name = row.text(2);
    sequence.comment = row.text(6);
    sequence.persistence = row.letter(4);
    sequence.type = row.text(19);
    sequence.start = row.number(20);
    sequence.increment = row.number(21);
    sequence.minimum = row.number(22);
    sequence.maximum = row.number(23);
    sequence.cache = row.number(24);
    sequence.cycles = row.flag(25);
    sequences_.insert({row.number(0), sequence});
}

/// Which column owns a sequence stands among the dependencies.
void PostgresReader::readSequenceOwners()
{
    for (const std::vector<Value>& values : catalog_.dependencies.rows) {
        const CatalogRow row(values);
        if (row.letter(5) == u'n')
            continue;
        const auto it = sequences_.find(row.number(1));
        if (it == sequences_.end())
            continue;
        it->second.ownerTable = row.number(3);
        it->second.ownerColumn = int(row.number(4));
        it->second.ofIdentity = row.letter(5) == u'i';
        owned_.insert({row.number(3), int(row.number(4))}, row.number(1));
    }
}

/// Identity, serial, or a default.
void PostgresReader::readCounting(
    TableDraft& draft, PhysicalColumn& column, const CatalogRow& row, const QString& expression)
{
    const qint64 oid = owned_.value({row.number(0), int(row.number(1))});
    const auto it = sequences_.find(oid);
    SequenceDraft* sequence = it == sequences_.end() ? nullptr : &it->second;
    const QString usual = orm::postgres::sequenceName(draft.table.name, column.name);
    const bool usualName = sequence && sequence->name == usual && sequence->schema == draft.table.schema;
    if (!row.letter(9).isNull() && row.letter(9) != u' ') {
        column.autoIncrement = true;
        column.identity = row.letter(9) == u'a' ? model::Identity::Always : model::Identity::ByDefault;
        if (!sequence)
            return;
        QStringList words;
        if (!usualName)
            words.append(QStringLiteral("SEQUENCE NAME ") + sqlName(sequence->schema, sequence->name));
        if (const QString options = sequence->options(); !options.isEmpty())
            words.append(options);
        column.sequence = words.join(u' ');
        sequence->implicit = true;
        return;
    }
    const QString next = sequence
                             ? QStringLiteral("nextval(%1::regclass)")
                                   .arg(dialect_.textLiteral(orm::postgres::identifier(draft.namespaceName) +
                                                             u'.' + orm::postgres::identifier(sequence->name)))
                             : QString();
    // SERIAL declares its column: one that is only inherited has a default of its own instead.
    const bool declared = row.flag(14) || row.number(15) == 0;
    // It makes a sequence that is as durable as its table.
    const bool asDurable = sequence && (sequence->persistence.isNull() ||
                                           (sequence->persistence == u'u') == draft.table.options.unlogged);
    const bool serial = declared && usualName && expression == next && !column.nullable &&
                        !sequence->ofIdentity && sequence->options().isEmpty() && sequence->comment.isEmpty() &&
                        sequence->type == row.text(3) && asDurable;
    if (serial) {
        column.autoIncrement = true;
        sequence->implicit = true;
        return;
    }
    column.defaultValue = dialect_.defaultOf(expression, column.type);
}

void PostgresReader::addSequences()
{
    for (const auto& [oid, sequence] : sequences_) {
        const auto owner = byClass_.constFind(sequence.ownerTable);
        if (sequence.implicit) {
            const TableDraft& draft = drafts_[*owner];
            classes_.insert(oid, {model::objectKey(draft.table.schema, draft.table.name)});
            continue;
        }
        const QString name = sqlName(sequence.schema, sequence.name);
        QString sql = (sequence.persistence == u'u' ? QStringLiteral("CREATE UNLOGGED SEQUENCE ")
                                                    : QStringLiteral("CREATE SEQUENCE ")) +
                      name;
        if (sequence.type != u"bigint")
            sql += QStringLiteral(" AS ") + sequence.type;
        if (const QString options = sequence.options(); !options.isEmpty())
            sql += u' ' + options;
        addVerbatim(Kind::Sequence, sequence.schema, sequence.name, sql).comment = sequence.comment;
        const QString key = model::objectKey(sequence.schema, sequence.name);
        classes_.insert(oid, lastVerbatim(key));
        if (owner == byClass_.cend())
            continue;
        const TableDraft& draft = drafts_[*owner];
        const auto column = draft.names.find(sequence.ownerColumn);
        if (column == draft.names.end())
            continue;
        PhysicalVerbatim& ownership = addVerbatim(Kind::Other, sequence.schema,
            sequence.name + QStringLiteral(" owned by"),
            QStringLiteral("ALTER SEQUENCE %1 OWNED BY %2.%3")
                .arg(name, sqlName(draft.table.schema, draft.table.name), dialect_.identifier(column->second)));
        ownership.table = model::objectKey(draft.table.schema, draft.table.name);
        ownership.dependsOn = {key};
    }
}

} // namespace conjoin::sql::pgreader
