// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresvalues.h"

#include <QLocale>

#include <charconv>
#include <utility>

namespace conjoin::sql {

namespace {

// Fixed numbers of pg_type, which the server never changes.
constexpr Oid boolType = 16, byteaType = 17, int8Type = 20, int2Type = 21, int4Type = 23, oidType = 26,
              float4Type = 700, float8Type = 701;

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

Cell PostgresRows::cellOf(size_t column, const char* text, int length)
{
    switch (types_[column]) {
    case boolType:
        return Cell::integer(*text == 't' ? 1 : 0);
    case int2Type:
    case int4Type:
    case int8Type:
    case oidType: {
        qint64 value = 0;
        std::from_chars(text, text + length, value);
        return Cell::integer(value);
    }
    case float4Type:
    case float8Type: {
        bool ok = false;
        const double value = QByteArray::fromRawData(text, length).toDouble(&ok);
        return ok ? Cell::real(value) : Cell::text(text, size_t(length)); // "Infinity" and "NaN" stay words
    }
    case byteaType: {
        QByteArray& bytes = decoded_[column];
        bytes = QByteArray::fromHex(QByteArray::fromRawData(text, length).mid(2)); // \x…
        return Cell::bytes(bytes.constData(), size_t(bytes.size()));
    }
    default:
        return Cell::text(text, size_t(length));
    }
}

bool PostgresRows::read(const PGresult* result, RowSink& sink)
{
    const int columns = PQnfields(result);
    if (!std::exchange(begun_, true)) {
        QStringList names;
        for (int i = 0; i < columns; ++i) {
            names += QString::fromUtf8(PQfname(result, i));
            types_.push_back(PQftype(result, i));
        }
        cells_.resize(size_t(columns));
        decoded_.resize(size_t(columns));
        if (columns > 0)
            sink.columns(names);
    }
    const int rows = PQntuples(result);
    for (int r = 0; r < rows; ++r) {
        for (int i = 0; i < columns; ++i) {
            cells_[size_t(i)] = PQgetisnull(result, r, i)
                                    ? Cell()
                                    : cellOf(size_t(i), PQgetvalue(result, r, i), PQgetlength(result, r, i));
        }
        ++count_;
        if (!sink.row(cells_))
            return false;
    }
    return true;
}

} // namespace conjoin::sql
