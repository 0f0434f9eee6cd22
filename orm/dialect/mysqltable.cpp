// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqltable.h"

#include "orm/dialect/ansiddl.h"
#include "orm/dialect/mysqltext.h"
#include "orm/dialect/mysqltypes.h"

#include <QRegularExpression>

#include <algorithm>

namespace conjoin::orm::mysql {

namespace {

using model::Action;
using model::Generated;
using model::TypeKind;

/// `wholeLong`: the key may hold long columns whole.
QString partList(const Dialect& dialect, const PhysicalTable& table, const std::vector<PhysicalKeyPart>& parts,
    bool wholeLong)
{
    constexpr int usualLength = 255; // characters; the limit is 3072 bytes
    QStringList texts;
    for (const PhysicalKeyPart& part : parts) {
        QString text;
        if (part.expression.endsWith(u" WITHOUT OVERLAPS")) { // of a period
            text = part.expression;
        } else if (!part.expression.isEmpty()) {
            text = ansi::parenthesized(part.expression);
        } else {
            text = dialect.identifier(part.column);
            const PhysicalColumn* column = table.column(part.column);
            const int length = part.length > 0                                ? part.length
                               : column && isLong(column->type) && !wholeLong ? usualLength
                                                                              : 0;
            if (length > 0)
                text += u'(' + QString::number(length) + u')';
        }
        if (part.descending)
            text += QStringLiteral(" DESC");
        texts.append(text);
    }
    return u'(' + texts.join(QStringLiteral(", ")) + u')';
}

QString keyOptions(
    const Dialect& dialect, const QString& method, const QString& options, const QString& comment)
{
    // Each server has a word of its own for an index that it does not use, and scripts are read for both.
    static const QRegularExpression hidden(QStringLiteral("\\b(?:IGNORED|INVISIBLE)\\b"));
    QString text;
    if (!method.isEmpty())
        text += QStringLiteral(" USING ") + method;
    if (!comment.isEmpty())
        text += QStringLiteral(" COMMENT ") + textLiteral(comment);
    if (!options.isEmpty())
        text += u' ' + QString(options).replace(hidden, dialect.capabilities().hiddenIndexWord);
    return text;
}

bool isFullTextOrSpatial(const QString& method)
{
    return method == u"FULLTEXT" || method == u"SPATIAL";
}

/// What a server does where no action is said: to its catalog MariaDB's is RESTRICT and MySQL's NO ACTION.
Action usualAction(MySqlFlavour flavour)
{
    return flavour == MySqlFlavour::MariaDb ? Action::Restrict : Action::NoAction;
}

bool isRowTime(const PhysicalColumn& column)
{
    return column.extra->startsWith(u"GENERATED ALWAYS AS ROW ");
}

/// Those of a system-versioned table that keep its time, `rs, re`; empty where it keeps it unseen.
QStringList rowTimes(const PhysicalTable& table)
{
    QString start, end;
    for (const PhysicalColumn& column : table.columns) {
        if (column.extra->startsWith(u"GENERATED ALWAYS AS ROW START"))
            start = column.name;
        else if (column.extra->startsWith(u"GENERATED ALWAYS AS ROW END"))
            end = column.name;
    }
    return start.isEmpty() || end.isEmpty() ? QStringList() : QStringList{start, end};
}

/// A column that counts must be the first of some key.
const PhysicalColumn* counterWithoutKey(const PhysicalTable& table)
{
    const auto counter = std::ranges::find_if(table.columns, &PhysicalColumn::autoIncrement);
    if (counter == table.columns.end())
        return nullptr;
    const auto begins = [&](const std::vector<PhysicalKeyPart>& parts) {
        const bool anywhere = !table.options.engine.isEmpty() && table.options.engine != u"InnoDB";
        return std::ranges::any_of(parts.begin(), anywhere || parts.empty() ? parts.end() : parts.begin() + 1,
            [&](const PhysicalKeyPart& part) { return part.column == counter->name; });
    };
    const bool keyed = (table.primaryKey && begins(table.primaryKey->parts)) ||
                       std::ranges::any_of(table.uniqueKeys, begins, &PhysicalKey::parts) ||
                       std::ranges::any_of(table.indexes, begins, &PhysicalIndex::parts);
    return keyed ? nullptr : &*counter;
}

QString taken(QString& options, const QRegularExpression& form)
{
    const auto match = form.match(options);
    if (!match.hasMatch())
        return {};
    options.remove(match.capturedStart(), match.capturedLength());
    options = options.trimmed();
    return match.captured(1);
}

QString tableOptions(const PhysicalTable& table)
{
    model::TableOptions options = table.options;
    takePeriod(options.extra);
    QStringList words{
        QStringLiteral("ENGINE=") + (options.engine.isEmpty() ? QStringLiteral("InnoDB") : options.engine)};
    if (!options.charset.isEmpty())
        words.append(QStringLiteral("DEFAULT CHARSET=") + options.charset);
    if (!options.collation.isEmpty())
        words.append(QStringLiteral("COLLATE=") + options.collation);
    if (!options.extra.isEmpty())
        words.append(options.extra);
    if (!table.comment.isEmpty())
        words.append(QStringLiteral("COMMENT=") + textLiteral(table.comment));
    const QString text = words.join(u' ');
    return options.partitionBy.isEmpty() ? text : text + u'\n' + options.partitionBy;
}

} // namespace

QString takeCounter(QString& options)
{
    static const QRegularExpression form(
        QStringLiteral(R"(\bAUTO_INCREMENT=(\d+)\s*)"), QRegularExpression::CaseInsensitiveOption);
    return taken(options, form);
}

QString takePeriod(QString& options)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^\s*(PERIOD FOR (?:`(?:[^`]|``)*`) \((?:`(?:[^`]|``)*`), (?:`(?:[^`]|``)*`)\))\s*)"));
    return taken(options, form);
}

bool isTimestamp(const model::DataType& type)
{
    return type.kind == TypeKind::Native && type.native->startsWith(u"timestamp", Qt::CaseInsensitive);
}

QString tableStatement(const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table,
    const std::vector<PhysicalForeignKey>& keys, bool ifNotExists)
{
    QStringList lines;
    for (const PhysicalColumn& column : table.columns)
        lines.append(columnLine(dialect, flavour, table, column));
    QString options = table.options.extra;
    if (const QString period = takePeriod(options); !period.isEmpty())
        lines.append(period);
    if (const QStringList times = rowTimes(table); !times.isEmpty())
        lines.append(QStringLiteral("PERIOD FOR SYSTEM_TIME ") + ansi::columnList(dialect, times));
    if (table.primaryKey)
        lines.append(QStringLiteral("PRIMARY KEY ") + partList(dialect, table, table.primaryKey->parts, false) +
                     keyOptions(dialect, table.primaryKey->method, table.primaryKey->options,
                         table.primaryKey->comment));
    for (const PhysicalKey& key : table.uniqueKeys)
        lines.append(uniqueKeyLine(dialect, flavour, table, key));
    if (const PhysicalColumn* counter = counterWithoutKey(table))
        lines.append(QStringLiteral("KEY ") + ansi::columnList(dialect, {counter->name}));
    for (const PhysicalIndex& index : table.indexes)
        lines.append(indexLine(dialect, flavour, table, index));
    for (const PhysicalForeignKey& key : keys)
        lines.append(foreignKeyLine(dialect, flavour, key));
    for (const PhysicalCheck& check : table.checks) {
        if (!isColumnCheck(flavour, table, check))
            lines.append(checkLine(dialect, check));
    }
    return (ifNotExists ? QStringLiteral("CREATE TABLE IF NOT EXISTS ") : QStringLiteral("CREATE TABLE ")) +
           ansi::tableName(dialect, table.schema, table.name) + QStringLiteral(" (\n  ") +
           lines.join(QStringLiteral(",\n  ")) + QStringLiteral("\n) ") + tableOptions(table);
}

bool isColumnCheck(MySqlFlavour flavour, const PhysicalTable& table, const PhysicalCheck& check)
{
    return flavour == MySqlFlavour::MariaDb && !check.name.isEmpty() && table.column(check.name) &&
           !isParenthesized(check.expression);
}

QString columnLine(
    const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table, const PhysicalColumn& column)
{
    const bool binaryUuid =
        column.type.kind == TypeKind::Uuid && column.charset.isEmpty() && column.collation.isEmpty();
    QStringList words{
        dialect.identifier(column.name), column.type.kind == TypeKind::Uuid && !binaryUuid
                                             ? QStringLiteral("char(36)")
                                             : dialect.typeName(column.type, column.autoIncrement)};
    QString extra = column.extra;
    if (!column.charset.isEmpty())
        words.append(QStringLiteral("CHARACTER SET ") + column.charset);
    if (const QString packed = QStringLiteral("COMPRESSED"); extra.startsWith(packed)) {
        words.append(packed); // part of the type
        extra = extra.mid(packed.size()).trimmed();
    }
    if (!column.collation.isEmpty())
        words.append(QStringLiteral("COLLATE ") + column.collation);
    const bool generated = column.generated.kind != Generated::Kind::None;
    if (generated) {
        words.append(QStringLiteral("GENERATED ALWAYS AS ") + ansi::parenthesized(column.generated.expression));
        words.append(column.generated.kind == Generated::Kind::Stored ? QStringLiteral("STORED")
                                                                      : QStringLiteral("VIRTUAL"));
    }
    const bool canSayNull = !isRowTime(column) && !(generated && flavour == MySqlFlavour::MariaDb);
    if (!column.nullable && canSayNull)
        words.append(QStringLiteral("NOT NULL"));
    else if (canSayNull && isTimestamp(column.type))
        words.append(QStringLiteral("NULL")); // older servers mean NOT NULL otherwise
    if (isRowTime(column)) {
        words.append(extra);
        extra.clear();
    }
    const QString value = generated ? QString() : dialect.defaultText(column.defaultValue, column.type);
    if (!value.isEmpty())
        words.append(QStringLiteral("DEFAULT ") + value);
    if (!column.onUpdate.isEmpty())
        words.append(QStringLiteral("ON UPDATE ") + column.onUpdate);
    if (column.autoIncrement)
        words.append(QStringLiteral("AUTO_INCREMENT"));
    if (!extra.isEmpty())
        words.append(extra);
    if (!column.comment.isEmpty())
        words.append(QStringLiteral("COMMENT ") + textLiteral(column.comment));
    for (const PhysicalCheck& check : table.checks) {
        if (check.name == column.name && isColumnCheck(flavour, table, check))
            words.append(QStringLiteral("CHECK ") + ansi::parenthesized(check.expression));
    }
    return words.join(u' ');
}

QString uniqueKeyLine(
    const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table, const PhysicalKey& key)
{
    const QString name = key.name.isEmpty() ? QString() : dialect.identifier(key.name) + u' ';
    return QStringLiteral("UNIQUE KEY ") + name +
           partList(dialect, table, key.parts, flavour == MySqlFlavour::MariaDb) +
           keyOptions(dialect, key.method, key.options, key.comment);
}

QString indexLine(
    const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table, const PhysicalIndex& index)
{
    const bool special = isFullTextOrSpatial(index.method);
    QString text = special        ? index.method + QStringLiteral(" KEY ")
                   : index.unique ? QStringLiteral("UNIQUE KEY ")
                                  : QStringLiteral("KEY ");
    if (!index.name.isEmpty())
        text += dialect.identifier(index.name) + u' ';
    const bool wholeLong = special || (index.unique && flavour == MySqlFlavour::MariaDb);
    return text + partList(dialect, table, index.parts, wholeLong) +
           keyOptions(dialect, special ? QString() : index.method, index.options, index.comment);
}

QString foreignKeyLine(const Dialect& dialect, MySqlFlavour flavour, const PhysicalForeignKey& key)
{
    QString text = ansi::constraintPrefix(dialect, key.name) + QStringLiteral("FOREIGN KEY ") +
                   ansi::columnList(dialect, key.columns) + QStringLiteral(" REFERENCES ") +
                   ansi::tableName(dialect, key.refSchema, key.refTable) + u' ' +
                   ansi::columnList(dialect, key.refColumns);
    if (key.onDelete != usualAction(flavour))
        text += QStringLiteral(" ON DELETE ") + model::actionText(key.onDelete);
    if (key.onUpdate != usualAction(flavour))
        text += QStringLiteral(" ON UPDATE ") + model::actionText(key.onUpdate);
    return text;
}

QString checkLine(const Dialect& dialect, const PhysicalCheck& check)
{
    return ansi::constraintPrefix(dialect, check.name) + QStringLiteral("CHECK ") +
           ansi::parenthesized(check.expression) +
           (check.enforced ? QString() : QStringLiteral(" NOT ENFORCED"));
}

QString createTable(const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table)
{
    return tableStatement(dialect, flavour, table, {}, false);
}

} // namespace conjoin::orm::mysql
