// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connecteddatabase.h"

#include "model/edit/browsingedits.h"
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/entity/browsing.h"
#include "orm/translate/translate.h"
#include "ui/panels/datapanel.h"
#include "ui/session/background.h"
#include "ui/session/editsession.h"
#include "ui/text/messages.h"

namespace conjoin::app {

namespace {

/// What is drawn, as tables of a database.
struct Description {
    orm::ModelRegistry registry;
    std::shared_ptr<const std::vector<sql::TableFacts>> facts; ///< by model
    Diagnostics diagnostics; ///< what of the project's ways to look at rows can't be done
};

/// As the tables of the database are called, which may be of another dialect than the drawing.
Description descriptionOf(const model::Document& document, const QString& dialectName)
{
    const auto dialect = orm::dialectNamed(dialectName);
    const auto derived =
        dialect ? orm::deriveFor(document, **dialect) : Result<orm::Derivation>(failure(dialect));
    const orm::Derivation derivation =
        derived ? *derived : orm::derive(document.schema, document.settings.naming, {});
    Description made;
    made.registry = orm::withBrowsing(
        orm::ModelRegistry::make(document.schema, document.settings.naming, derivation), document.browsing,
        document.settings.naming, made.diagnostics);
    std::vector<sql::TableFacts> facts;
    for (const orm::Model& model : made.registry.models())
        facts.push_back(sql::factsOf(
            model, &derivation.schema, dialect ? (*dialect)->capabilities().syntax : orm::SqlSyntax()));
    made.facts = std::make_shared<const std::vector<sql::TableFacts>>(std::move(facts));
    return made;
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
    takeBrowsing();
    connect(&session, &ui::EditSession::changed, this, [this](const model::Delta& delta) {
        if (database_ && (delta.touchesSchema() || delta.settings || delta.browsing))
            pause_.start();
    });
}

void ConnectedDatabase::complain(const Diagnostics& diagnostics)
{
    QStringList said;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity == Severity::Hint)
            continue;
        const QString mend = ui::spoken(diagnostic.mend);
        said.append(mend.isEmpty() ? ui::spoken(diagnostic.what)
                                   : ui::spoken(diagnostic.what) + QStringLiteral(" – ") + mend);
    }
    // An edit of something else would tell the same again.
    if (said != complaints_ && !said.isEmpty())
        emit complained(said.join(QStringLiteral("; ")));
    complaints_ = said;
}

/// What a person wants to be said of how rows are looked at becomes a step of the project's history.
void ConnectedDatabase::takeBrowsing()
{
    using model::JunctionView;
    connect(&panel_, &ui::DataPanel::junctionViewWanted, this,
        [this](const model::NamedTable& table, std::optional<JunctionView::As> as) {
            const QString text = !as                              ? tr("Show %1 as the tables say")
                                 : *as == JunctionView::As::Table ? tr("Show %1 as a table")
                                                                  : tr("Show %1 as links");
            (void)session_.apply(text.arg(table.name), [table, as](model::Document document) {
                return model::edit::showJunction(std::move(document), table, as);
            });
        });
    connect(&panel_, &ui::DataPanel::virtualKeyWanted, this, [this](const model::VirtualKey& key) {
        (void)session_.apply(tr("Virtual foreign key of %1").arg(key.table.name), [key](model::Document document) {
            return model::edit::addVirtualKey(std::move(document), key);
        });
    });
    connect(&panel_, &ui::DataPanel::virtualKeyUnwanted, this, [this](const model::VirtualKey& key) {
        (void)session_.apply(
            tr("Forget a virtual foreign key of %1").arg(key.table.name), [key](model::Document document) {
                return model::edit::removeVirtualKey(std::move(document), key);
            });
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
        tell({}, nullptr);
    emit changed();
}

void ConnectedDatabase::tell(
    const orm::ModelRegistry& registry, std::shared_ptr<const std::vector<sql::TableFacts>> facts)
{
    panel_.setDatabase(database_, registry, std::move(facts));
    emit described(database_, registry);
}

void ConnectedDatabase::describe()
{
    const auto make = [document = session_.document(), dialect = database_->settings().dialect] {
        return descriptionOf(document, dialect);
    };
    ui::whenDone(ui::inBackground(make), this,
        [this, revision = session_.revision(), database = database_](const Description& made) {
            if (database == database_ && revision == session_.revision()) {
                panel_.setBrowsing(session_.document().browsing);
                tell(made.registry, made.facts);
                complain(made.diagnostics);
            }
            else if (database == database_)
                pause_.start();
        });
}

} // namespace conjoin::app
