// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlvalues.h"
#include "orm/sql/postgresvalues.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

namespace {

class ValueSink : public sql::RowSink {
public:
    bool row(std::span<const sql::Cell> cells) override
    {
        for (const sql::Cell& cell : cells)
            (void)cell.value();
        return true;
    }
};

} // namespace

/// The first byte is the type of a value, the rest what the server wrote.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    (void)sql::withNumberedParameters(QString::fromUtf8(text));
    if (text.isEmpty())
        return 0;
    const auto type = quint8(text[0]);
    QByteArray written = text.mid(1);

    MYSQL_FIELD field{};
    field.type = enum_field_types(type);
    field.charsetnr = written.size() % 2 == 0 ? 63 : 45; // bytes or text
    QByteArray made;
    (void)sql::mysqlCell(field, written.constData(), static_cast<unsigned long>(written.size()), made).value();

    ValueSink sink;
    PGresult* result = PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK);
    char name[] = "c";
    const Oid types[] = {16, 17, 20, 21, 23, 25, 26, 700, 701, 1700};
    PGresAttDesc column{name, 0, 0, 0, types[type % std::size(types)], -1, -1};
    if (PQsetResultAttrs(result, 1, &column) && PQsetvalue(result, 0, 0, written.data(), int(written.size())))
        sql::PostgresRows().read(result, sink);
    PQclear(result);
    return 0;
}
