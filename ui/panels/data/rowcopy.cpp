// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowcopy.h"

#include "orm/dialect/valueliteral.h"
#include "orm/sql/rowexport.h"
#include "ui/models/rowobject.h"
#include "ui/session/background.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

sql::ExportOptions optionsOf(CopyFormat format)
{
    sql::ExportOptions options;
    switch (format) {
    case CopyFormat::Tsv:
        options.format = sql::ExportFormat::Csv;
        options.csv.delimiter = u'\t';
        options.csv.lineEnd = QStringLiteral("\n");
        break;
    case CopyFormat::Json:
        options.format = sql::ExportFormat::Json;
        break;
    case CopyFormat::Inserts:
        options.format = sql::ExportFormat::Sql;
        break;
    case CopyFormat::Markdown:
    case CopyFormat::Keys:
        options.format = sql::ExportFormat::Markdown;
        break;
    }
    return options;
}

} // namespace

orm::Json conditionOf(const orm::Model& model, const std::vector<RowPtr>& rows)
{
    const QStringList identity = model.identity();
    orm::Json::Array keys;
    for (const RowPtr& row : rows) {
        if (row->keyJson.isNull())
            return {};
        keys.push_back(row->keyJson);
    }
    if (keys.empty())
        return {};
    return identity.size() == 1 ? orm::Json(orm::Json::Object{{identity.first(), std::move(keys)}})
                                : orm::Json(orm::Json::Object{{QStringLiteral("or"), std::move(keys)}});
}

QString whereText(const orm::ModelRegistry& registry, int modelIndex, const std::vector<RowPtr>& rows,
    const orm::Dialect& dialect)
{
    const orm::Model& model = registry.at(modelIndex);
    const QStringList identity = model.identity();
    QStringList columns, tuples;
    for (const QString& name : identity)
        columns.append(dialect.identifier(model.column(name)));
    for (const RowPtr& row : rows) {
        QStringList values;
        for (const QString& name : identity) {
            const int attribute = model.attributeIndex(name);
            const bool stored = size_t(attribute) < row->values.size();
            values.append(stored ? orm::valueLiteral(row->values[size_t(attribute)],
                                       model.attributes[size_t(attribute)].type, dialect)
                                 : QStringLiteral("NULL"));
        }
        tuples.append(identity.size() == 1 ? values.first() : u'(' + values.join(QStringLiteral(", ")) + u')');
    }
    const QString left = identity.size() == 1 ? columns.value(0) : u'(' + columns.join(QStringLiteral(", ")) + u')';
    return QStringLiteral("WHERE ") + left + QStringLiteral(" IN (") + tuples.join(QStringLiteral(", ")) + u')';
}

void textOfRows(const RowSource& source, const orm::Query& query, CopyFormat format, QObject* receiver,
    const std::function<void(const Result<QByteArray>&)>& done)
{
    const auto database = source.lookup ? source.lookup : source.database;
    whenDone(database->run([registry = source.registry, query, options = optionsOf(format)](
                               sql::Connection& connection) -> Result<QByteArray> {
        QByteArray text;
        const auto report = sql::exportRows(
            connection, *registry, query, options, [&](const QByteArray& bytes) -> Result<void> {
                text += bytes;
                return {};
            });
        if (!report)
            return failure(report);
        return text;
    }),
        receiver, done);
}

} // namespace conjoin::ui
