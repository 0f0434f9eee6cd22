// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresvalues.h"

#include <QLocale>

namespace conjoin::sql {

namespace {

// Fixed numbers of pg_type, which the server never changes.
constexpr Oid boolType = 16, byteaType = 17, int8Type = 20, int2Type = 21, int4Type = 23, oidType = 26,
              float4Type = 700, float8Type = 701;

Value valueOf(Oid type, const char* text, int length)
{
    switch (type) {
    case boolType:
        return Value(qint64(*text == 't' ? 1 : 0));
    case int2Type:
    case int4Type:
    case int8Type:
    case oidType:
        return Value(QByteArray::fromRawData(text, length).toLongLong());
    case float4Type:
    case float8Type: {
        const QByteArray number = QByteArray::fromRawData(text, length);
        bool ok = false;
        const double value = number.toDouble(&ok); // "Infinity" and "NaN" are not Qt's words
        return ok ? Value(value) : Value(QString::fromLatin1(number));
    }
    case byteaType:
        return Value(QByteArray::fromHex(QByteArray::fromRawData(text + 2, length - 2))); // \x…
    default:
        return Value(QString::fromUtf8(text, length));
    }
}

/// Where the quoted thing or the comment that begins at `at` ends, or `at` where none does.
qsizetype endOfOpaque(const QString& sql, qsizetype at)
{
    const auto after = [&](const QString& end, qsizetype from) {
        const qsizetype found = sql.indexOf(end, from);
        return found < 0 ? sql.size() : found + end.size();
    };
    const QChar c = sql[at];
    const QChar next = at + 1 < sql.size() ? sql[at + 1] : QChar();
    const QChar before = at > 0 ? sql[at - 1] : QChar();
    if (c == u'\'' && (before == u'e' || before == u'E')) {
        qsizetype i = at + 1;
        while (i < sql.size() && sql[i] != u'\'')
            i += sql[i] == u'\\' ? 2 : 1;
        return std::min(i + 1, sql.size());
    }
    if (c == u'\'' || c == u'"')
        return after(c, at + 1); // a doubled quote begins another quoted thing: same effect
    if (c == u'-' && next == u'-')
        return after(QStringLiteral("\n"), at);
    if (c == u'/' && next == u'*') { // nests
        int depth = 1;
        qsizetype i = at + 2;
        for (; i < sql.size() && depth > 0; ++i) {
            const QStringView two = QStringView(sql).mid(i, 2);
            depth += two == u"/*" ? 1 : two == u"*/" ? -1 : 0;
            i += two == u"/*" || two == u"*/" ? 1 : 0;
        }
        return i;
    }
    if (c == u'$' && !before.isLetterOrNumber() && before != u'_') {
        qsizetype i = at + 1;
        while (i < sql.size() && (sql[i].isLetterOrNumber() || sql[i] == u'_'))
            ++i;
        if (i < sql.size() && sql[i] == u'$' && !next.isDigit())
            return after(sql.mid(at, i + 1 - at), i + 1);
    }
    return at;
}

} // namespace

PostgresParameters::PostgresParameters(const std::vector<Value>& values)
{
    bytes_.reserve(values.size()); // the pointers must stay
    for (const Value& value : values) {
        if (value.isInteger())
            bytes_.push_back(QByteArray::number(value.integer()));
        else if (value.isReal())
            bytes_.push_back(QByteArray::number(value.real(), 'g', QLocale::FloatingPointShortest));
        else if (value.isText())
            bytes_.push_back(value.text().toUtf8());
        else
            bytes_.push_back(value.isBytes() ? value.bytes() : QByteArray());
        types_.push_back(value.isBytes() ? byteaType : 0);
        values_.push_back(value.isNull() ? nullptr : bytes_.back().constData());
        lengths_.push_back(int(bytes_.back().size()));
        formats_.push_back(value.isBytes() ? 1 : 0);
    }
}

QString withNumberedParameters(const QString& statement)
{
    QString out;
    int number = 0;
    for (qsizetype i = 0; i < statement.size();) {
        const qsizetype end = endOfOpaque(statement, i);
        if (end > i) {
            out += QStringView(statement).mid(i, end - i);
            i = end;
        } else if (statement[i] == u'?') {
            out += QStringLiteral("$%1").arg(++number);
            ++i;
        } else {
            out += statement[i++];
        }
    }
    return out;
}

ResultSet postgresRows(const PGresult* result)
{
    ResultSet rows;
    const int columns = PQnfields(result);
    std::vector<Oid> types;
    for (int i = 0; i < columns; ++i) {
        rows.columns += QString::fromUtf8(PQfname(result, i));
        types.push_back(PQftype(result, i));
    }
    const int count = PQntuples(result);
    rows.rows.reserve(size_t(count));
    for (int r = 0; r < count; ++r) {
        std::vector<Value> row;
        row.reserve(size_t(columns));
        for (int i = 0; i < columns; ++i) {
            row.push_back(PQgetisnull(result, r, i)
                              ? Value()
                              : valueOf(types[size_t(i)], PQgetvalue(result, r, i), PQgetlength(result, r, i)));
        }
        rows.rows.push_back(std::move(row));
    }
    const QByteArray affected(PQcmdTuples(const_cast<PGresult*>(result))); // libpq forgot the const
    if (columns == 0 || !QByteArray(PQcmdStatus(const_cast<PGresult*>(result))).startsWith("SELECT"))
        rows.affected = affected.toLongLong();
    return rows;
}

} // namespace conjoin::sql
