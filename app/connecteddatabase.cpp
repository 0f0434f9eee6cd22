// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connecteddatabase.h"

#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/entity/modelregistry.h"
#include "ui/panels/datapanel.h"
#include "ui/session/background.h"
#include "ui/session/editsession.h"

namespace conjoin::app {

namespace {

orm::ModelRegistry registryOf(const model::Document& document)
{
    const auto dialect = orm::dialectNamed(document.settings.dialect);
    const orm::Capabilities engine = dialect ? (*dialect)->capabilities() : orm::Capabilities();
    return orm::ModelRegistry::make(document.schema, document.settings.naming,
        orm::derive(document.schema, document.settings.naming, engine));
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
        panel_.setDatabase(nullptr, {});
    emit changed();
}

void ConnectedDatabase::describe()
{
    ui::whenDone(ui::inBackground([document = session_.document()] { return registryOf(document); }), this,
        [this, revision = session_.revision(), database = database_](const orm::ModelRegistry& registry) {
            if (database == database_ && revision == session_.revision())
                panel_.setDatabase(database_, registry);
            else if (database == database_)
                pause_.start();
        });
}

} // namespace conjoin::app
