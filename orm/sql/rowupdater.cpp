// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowupdater.h"

#include <utility>

namespace conjoin::sql {

using orm::Model;

RowUpdater::RowUpdater(
    Connection& connection, const orm::ModelRegistry& registry, int model, QStringList keyAttributes)
    : connection_(connection)
    , registry_(registry)
    , model_(model)
    , keyAttributes_(std::move(keyAttributes))
{}

Result<bool> RowUpdater::update(const KeyTuple& key, ColumnValues values)
{
    Q_ASSERT_X(!key.empty(), "RowUpdater::update", "rows are told apart by something");
    const Model& model = registry_.at(model_);
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        if (model.attributes[i].touched)
            values.try_emplace(int(i), momentValue(connection_.now(), connection_.dialect()));
    }
    const QString& statement = statementFor(values);
    std::vector<Value> parameters;
    for (auto& entry : values)
        parameters.push_back(std::move(entry.second));
    parameters.insert(parameters.end(), key.begin(), key.end());
    const auto ran = connection_.run(statement, parameters);
    if (!ran)
        return failure(ran);
    return ran->affected > 0;
}

const QString& RowUpdater::statementFor(const ColumnValues& values)
{
    std::vector<int> written;
    for (const auto& entry : values)
        written.push_back(entry.first);
    QString& statement = statements_[std::move(written)];
    if (!statement.isEmpty())
        return statement;
    const Model& model = registry_.at(model_);
    const orm::Dialect& dialect = connection_.dialect();
    const auto assigned = [&](const QString& column) {
        return dialect.quoted(column) + QStringLiteral(" = ?");
    };
    QStringList sets, key;
    for (const auto& entry : values)
        sets += assigned(model.attributes[size_t(entry.first)].column);
    for (const QString& attribute : keyAttributes_)
        key += assigned(model.column(attribute));
    statement = QStringLiteral("UPDATE ") + orm::PredicateCompiler(registry_, dialect).tableName(model) +
                QStringLiteral(" SET ") + sets.join(QStringLiteral(", ")) + QStringLiteral(" WHERE ") +
                key.join(QStringLiteral(" AND "));
    return statement;
}

} // namespace conjoin::sql
