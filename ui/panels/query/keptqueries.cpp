// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/keptqueries.h"

#include "model/edit/browsingedits.h"
#include "ui/panels/query/keptquestion.h"
#include "ui/panels/query/querytrouble.h"
#include "ui/panels/query/questiondialog.h"
#include "ui/session/editsession.h"
#include "ui/text/messages.h"

namespace conjoin::ui {

KeptQueries::KeptQueries(EditSession& session, QueryTrouble& trouble, QWidget* owner)
    : QObject(owner)
    , session_(session)
    , trouble_(trouble)
    , owner_(owner)
    , shelf_(new QueryShelf(
          session,
          [this](const model::NamedQuery& kept) -> std::optional<QString> {
              const auto query = read(kept);
              return query ? std::optional(textOf(*query)) : std::nullopt;
          },
          owner))
{
    connect(shelf_, &QueryShelf::chosen, this, &KeptQueries::open);
    connect(shelf_, &QueryShelf::textAsked, this, &KeptQueries::editAsText);
}

const model::NamedQuery* KeptQueries::keptCalled(const QString& name) const
{
    const model::Browsing& browsing = session_.document().browsing;
    const int index = model::indexOfQuery(browsing, name);
    return index < 0 ? nullptr : &browsing.queries[size_t(index)];
}

const orm::Dialect& KeptQueries::dialect() const
{
    const auto dialect = orm::dialectNamed(source_.database->settings().dialect);
    Q_ASSERT_X(dialect, "KeptQueries", "a database is open in the words of a dialect that there is");
    return **dialect;
}

Result<orm::Query> KeptQueries::read(const model::NamedQuery& kept) const
{
    return source_.isOpen() ? readKept(*source_.registry, dialect(), kept)
                            : Result<orm::Query>(cancelledError());
}

/// A kept query that does not fit the database any more stays as it is, and says what to do about it.
void KeptQueries::tellTrouble(const model::NamedQuery& kept, const Error& why)
{
    trouble_.say(tr("«%1» is kept, but it can't be shown. %2").arg(kept.name, spoken(why)),
        {{tr("Edit as text…"), [this, name = kept.name] { editAsText(name); }},
            {tr("Remove it"), [this, name = kept.name] {
                 trouble_.clear();
                 shelf_->remove(name);
             }}});
}

void KeptQueries::open(const QString& name)
{
    if (!source_.isOpen())
        return;
    if (name.isEmpty()) {
        shelf_->setCurrent({});
        emit begun();
        return;
    }
    const model::NamedQuery* kept = keptCalled(name);
    if (!kept)
        return;
    const auto query = read(*kept);
    if (!query) {
        tellTrouble(*kept, query.error());
        return;
    }
    shelf_->setCurrent(kept->name);
    emit opened(*query);
}

void KeptQueries::editAsText(const QString& name)
{
    const model::NamedQuery* kept = keptCalled(name);
    if (!kept || !source_.isOpen())
        return;
    auto* dialog = new QuestionDialog(source_.registry, dialect(), *kept, owner_->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, name] {
        const model::NamedQuery query = dialog->query();
        const auto done = session_.apply(tr("Edit query %1").arg(name),
            [=](model::Document document) { return model::edit::keepQuery(std::move(document), query, name); });
        if (done)
            open(name);
    });
    dialog->open();
}

} // namespace conjoin::ui
