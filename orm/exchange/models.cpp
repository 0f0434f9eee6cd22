// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/models.h"

#include "orm/exchange/definitions.h"
#include "orm/exchange/modelassociations.h"
#include "orm/exchange/modelindexes.h"
#include "orm/exchange/modeltables.h"

#include <QFileInfo>

namespace conjoin::orm {

namespace {

/// Two models that would share a table are an error, whether by inflection or by name (part 1).
void checkTables(JsonTaker& taker, const ModelDrafts& models)
{
    QHash<QString, QString> owners;
    for (const ModelDraft& draft : models.drafts) {
        const model::Table& table = draft.table;
        const QString name =
            table.sqlName.isEmpty() ? model::tableNameFor(models.naming, table.name) : table.sqlName;
        const QString key = table.sqlSchema + u'.' + name.toLower();
        if (owners.contains(key))
            taker.fail({nullptr, QStringLiteral("models")},
                message("models.oneTable", "the models \"%1\" and \"%2\" would both be the table \"%3\"",
                    {owners.value(key), table.name, name}),
                message("models.oneTable.hint", "give one of them a \"tableName\""));
        owners.insert(key, table.name);
    }
}

/// What one model says of its rows, beside its table.
DeclaredModel declaredModel(const JsonPlace& define, const JsonPlace& model)
{
    const JsonPlace own = model.member("options");
    DeclaredModel declared;
    declared.name = model.member("name").value->string();
    for (const JsonPlace& options : {define, own}) {
        if (const JsonPlace scope = options.member("defaultScope"); scope.isGiven())
            declared.defaultScope = *scope.value;
        if (const JsonPlace scopes = options.member("scopes"); scopes.isGiven())
            declared.scopes = *scopes.value;
    }
    const JsonPlace attributes = model.member("attributes");
    for (const auto& [name, attribute] :
        (attributes.isGiven() ? attributes.value->members() : Json::Object())) {
        if (const Json* validators = attribute.find(QStringLiteral("validate")))
            declared.validators.emplace_back(name, *validators);
    }
    return declared;
}

} // namespace

Result<Definitions> readDefinitions(const Json& json, const QString& source)
{
    static const QStringList own{"sequelizeOptions", "models", "associations", "steps", "now", "existing"};
    JsonTaker taker(source);
    JsonPlace root{&json, {}};
    if (root.member("neutral").isGiven()) // a recorded golden; what it recorded is not ours to read
        root = {json.find(QStringLiteral("neutral")), QStringLiteral("neutral")};
    taker.allow(root, own + QStringList{QStringLiteral("defineErrors")});
    if (!root.member("models").isGiven())
        taker.fail(root, message("models.none", "this holds no \"models\""),
            message("models.none.hint", "expected is { \"models\": […], \"associations\": […] }"));

    ModelDrafts models = takeModels(taker, root.member("sequelizeOptions"), root.member("models"));
    Definitions definitions;
    model::Schema schema;
    if (taker.ok())
        checkTables(taker, models);
    if (taker.ok())
        definitions.associations = takeAssociations(taker, root.member("associations"), models, schema);
    if (taker.ok())
        takeIndexes(taker, models);
    if (taker.ok())
        checkTables(taker, models); // with the junctions that are only named
    if (!taker.ok())
        return *taker.error();
    definitions.notes = taker.notes();
    for (std::size_t i = 0; i < taker.items(root.member("models")).size(); ++i)
        definitions.models.push_back(
            declaredModel(root.member("sequelizeOptions").member("define"), root.member("models").item(i)));

    for (ModelDraft& draft : models.drafts)
        schema.tables.set(std::move(draft.table));
    const QString name = QFileInfo(source).completeBaseName();
    definitions.document =
        model::emptyDocument(name, IdSource::named<DiagramId>(QStringLiteral("models/diagram")));
    definitions.document.settings.naming = models.naming;
    definitions.document.schema = std::move(schema);
    return definitions;
}

Result<model::Document> readModels(const Json& json, const QString& source, Diagnostics* notes)
{
    auto definitions = readDefinitions(json, source);
    if (!definitions)
        return failure(definitions);
    if (notes)
        *notes = definitions->notes;
    return std::move(definitions->document);
}

} // namespace conjoin::orm
