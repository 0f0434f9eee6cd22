// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connecteddatabase.h"

#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/entity/modelregistry.h"
#include "orm/translate/translate.h"
#include "ui/panels/datapanel.h"
#include "ui/session/background.h"
#include "ui/session/editsession.h"

namespace conjoin::app {

namespace {

/// As the tables of the database are called, which may be of another dialect than the drawing.
orm::ModelRegistry registryOf(const model::Document& document, const QString& dialectName)
{
    const auto dialect = orm::dialectNamed(dialectName);
    const auto derivation =
        dialect ? orm::deriveFor(document, **dialect) : Result<orm::Derivation>(failure(dialect));
    return orm::ModelRegistry::make(document.schema, document.settings.naming,
        derivation ? *derivation : orm::derive(document.schema, document.settings.naming, {}));
}

} // namespace

ConnectedDatabase::ConnectedDatabase(ui::EditSession& session, ui::DataPanel& panel, QObject* parent)
    : QObject(parent)
    , session_(session)
    , panel_(panel)
{
    pause_.setSingleShot(true);
    pause_.setInterval(200);
    connect(&pause_, &QTimer::timeout, this, &ConnectedDatabase::describe);
    connect(&session, &ui::EditSession::changed, this, [this](const model::Delta& delta) {
        if (database_ && (delta.touchesSchema() || delta.settings))
            pause_.start();
    });
}

QString ConnectedDatabase::displayName() const
{
    return database_ ? database_->settings().displayName() : QString();
}

void ConnectedDatabase::connectTo(std::shared_ptr<sql::Database> database)
{
    pause_.stop();
    database_ = std::move(database);
    if (database_)
        describe();
    else
        tell({});
    emit changed();
}

void ConnectedDatabase::tell(const orm::ModelRegistry& registry)
{
    panel_.setDatabase(database_, registry);
    emit described(database_, registry);
}

void ConnectedDatabase::describe()
{
    const auto make = [document = session_.document(), dialect = database_->settings().dialect] {
        return registryOf(document, dialect);
    };
    ui::whenDone(ui::inBackground(make), this,
        [this, revision = session_.revision(), database = database_](const orm::ModelRegistry& registry) {
            if (database == database_ && revision == session_.revision())
                tell(registry);
            else if (database == database_)
                pause_.start();
        });
}

} // namespace conjoin::app
