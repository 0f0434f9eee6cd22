// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/changetrouble.h"

#include "ui/models/commitrecord.h"
#include "ui/panels/data/conflictdialog.h"
#include "ui/panels/data/rowtreeview.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace conjoin::ui {

namespace {

bool isTaken(const Error& error)
{
    return error.what.code == u"constraint.unique" || error.what.code == u"constraint.primary";
}

/// Somebody or something was in the way, and may not be the next time.
bool mayPass(const Error& error)
{
    static const QStringList codes{QStringLiteral("server.lost"), QStringLiteral("server.unreachable"),
        QStringLiteral("server.starting"), QStringLiteral("server.conflict"), QStringLiteral("server.locked"),
        QStringLiteral("file.locked"), QStringLiteral("file.conflict"), QStringLiteral("statement.timeout")};
    return error.kind == ErrorKind::Cancelled || codes.contains(error.what.code);
}

/// Looks for the link that leads to that new row, from the row down.
bool leadsTo(const RowPtr& from, const RowPtr& target, RowPtr& owner, LinkPtr& found)
{
    for (const LinkPtr& link : from->links) {
        if (link->target == target) {
            owner = from;
            found = link;
            return true;
        }
        if (link->target->draft && leadsTo(link->target, target, owner, found))
            return true;
        if (link->junction && leadsTo(link->junction, target, owner, found))
            return true;
    }
    return false;
}

} // namespace

ChangeTrouble::ChangeTrouble(
    const Theme& theme, ChangeSet& changes, ResultTreeModel& model, RowTreeView& view, ChangeStrip& strip)
    : QObject(&view)
    , theme_(&theme)
    , changes_(changes)
    , model_(model)
    , view_(view)
    , strip_(strip)
{}

std::vector<RowFault> ChangeTrouble::faults() const
{
    std::vector<RowFault> faults;
    const auto look = [&](const std::vector<RowPtr>& rows) {
        for (const RowPtr& row : rows) {
            const std::vector<RowFault> found = faultsOf(source_, row);
            faults.insert(faults.end(), found.begin(), found.end());
        }
    };
    look(changes_.drafts());
    look(changes_.touched());
    return faults;
}

bool ChangeTrouble::stopAtFaults()
{
    const std::vector<RowFault> found = faults();
    if (found.empty())
        return false;
    const RowFault& first = found.front();
    const orm::Model& model = model_.registry().at(first.row->model);
    changes_.setError(first.row, inputError(model.table + u'.' + first.attribute, first.why));
    QString said = tr("%1: %2").arg(rowNoun(model), spoken(first.why));
    if (found.size() > 1)
        said += u' ' + tr("(and %1 more like that)").arg(found.size() - 1);
    strip_.setError(said);
    emit message(said);
    goTo(first.row, first.attribute);
    return true;
}

void ChangeTrouble::lookForFaults()
{
    faults_ = faults();
    QStringList said;
    for (const RowFault& fault : faults_) {
        const QString label = rowLabel(model_.registry(), *fault.row);
        const QString noun = rowNoun(model_.registry().at(fault.row->model));
        said += label.isEmpty() ? tr("%1: %2").arg(noun, spoken(fault.why))
                                : tr("%1 “%2”: %3").arg(noun, label, spoken(fault.why));
    }
    emit faultsFound(said);
}

void ChangeTrouble::showFault(int fault)
{
    if (fault < 0 || size_t(fault) >= faults_.size())
        return;
    const RowFault found = faults_[size_t(fault)];
    goTo(found.row, found.attribute);
}

void ChangeTrouble::refused(const RowChangeReport& report, const ChangeSet::Compiled& compiled)
{
    const Error& error = *report.error;
    emit message(spoken(error));
    std::vector<ConflictCase> cases = conflictCases(model_.registry(), compiled, report);
    for (const ConflictCase& conflict : cases)
        changes_.setError(conflict.row, error);
    if (!cases.empty()) {
        strip_.setError(spoken(error));
        askOver(std::move(cases));
        return;
    }
    if (report.failedAt < 0) { // not one of them: COMMIT, or the connection
        strip_.setError(spoken(error), waysOut(error, nullptr, nullptr, false));
        return;
    }
    const RowPtr& row = compiled.rows[size_t(report.failedAt)];
    const RowPtr faulty = faultyRow(model_.registry(), row, error);
    changes_.setError(faulty, error);
    strip_.setError(spoken(error), waysOut(error, row, faulty, compiled.changes.size() > 1));
    goTo(faulty, faultyAttribute(model_.registry(), *faulty, error));
}

void ChangeTrouble::checked(const RowCheckReport& report, const ChangeSet::Compiled& compiled)
{
    changes_.forgetErrors();
    if (report.error) {
        strip_.setError(spoken(*report.error), waysOut(*report.error, nullptr, nullptr, false));
        return;
    }
    if (report.faults.empty()) {
        strip_.setNotice(tr("Checked: the database takes all of it. Nothing was written yet."));
        emit message(tr("Checked: the database takes all of it."));
        return;
    }
    for (const RowCheckReport::Fault& fault : report.faults) {
        if (fault.change >= 0)
            changes_.setError(
                faultyRow(model_.registry(), compiled.rows[size_t(fault.change)], fault.error), fault.error);
    }
    const RowCheckReport::Fault& first = report.faults.front();
    const QString said = report.faults.size() == 1
                             ? tr("Checked: %1").arg(spoken(first.error))
                             : tr("Checked: %1 of %2 changes would be refused. The first: %3")
                                   .arg(report.faults.size())
                                   .arg(compiled.changes.size())
                                   .arg(spoken(first.error));
    emit message(said);
    if (first.change < 0) {
        strip_.setError(said);
        return;
    }
    const RowPtr& row = compiled.rows[size_t(first.change)];
    const RowPtr faulty = faultyRow(model_.registry(), row, first.error);
    strip_.setError(said, waysOut(first.error, row, faulty, compiled.changes.size() > 1));
    goTo(faulty, faultyAttribute(model_.registry(), *faulty, first.error));
}

// -- ways out ----------------------------------------------------------------------------------------

std::vector<WayOut> ChangeTrouble::waysOut(
    const Error& error, const RowPtr& answers, const RowPtr& faulty, bool others)
{
    std::vector<WayOut> ways;
    if (isTaken(error) && faulty) {
        ways.push_back({QStringLiteral("showExisting"), tr("Show existing row"), [this, faulty, error] {
                            withExisting(faulty, error, [this](const RowPtr& row) { emit rowAsked(row); });
                        }});
        RowPtr owner;
        LinkPtr link;
        if (findLinkTo(faulty, owner, link))
            ways.push_back({QStringLiteral("linkInstead"), tr("Link it instead"), [this, faulty, error] {
                                withExisting(faulty, error,
                                    [this, faulty](const RowPtr& row) { linkInstead(faulty, row); });
                            }});
    }
    if (error.what.code == u"constraint.foreign" && faulty)
        ways.push_back({QStringLiteral("pickAnother"), tr("Pick another row"), [this, faulty, error] {
                            goTo(faulty, faultyAttribute(model_.registry(), *faulty, error));
                            view_.editCell(view_.currentIndex());
                        }});
    if (error.what.code.startsWith(QLatin1String("constraint.referenced")) && faulty && faulty->removed)
        ways.push_back({QStringLiteral("showReferring"), tr("See what refers to it"),
            [this, faulty] { emit deletionAsked(faulty); }});
    if (mayPass(error))
        ways.push_back({QStringLiteral("tryAgain"), tr("Try again"), [this] { emit writeAsked({}); }});
    if (others && answers)
        ways.push_back({QStringLiteral("saveRest"), tr("Save the rest without this row"),
            [this, answers] { emit writeAsked(answers); }});
    return ways;
}

/// Finds the row that has what the faulty one wants, by the columns that the error names.
void ChangeTrouble::withExisting(
    const RowPtr& faulty, const Error& error, const std::function<void(RowPtr)>& then)
{
    const orm::Model& model = model_.registry().at(faulty->model);
    orm::Json where = orm::Json::object();
    for (const QString& column : error.violation.columns) {
        const QString attribute = model.attributeOfColumn(column);
        const int index = model.attributeIndex(attribute);
        const auto entered = faulty->entered.constFind(attribute);
        if (entered != faulty->entered.constEnd())
            where.set(attribute, *entered);
        else if (index >= 0 && size_t(index) < faulty->values.size())
            where.set(attribute,
                orm::valueToJson(faulty->values[size_t(index)], model.attributes[size_t(index)].type));
    }
    orm::Query query;
    query.model = faulty->model;
    query.where = std::move(where);
    query.limit = 1;
    const auto registry = source_.registry;
    whenDone(source_.database->run([registry, query](sql::Connection& connection) {
        return sql::find(connection, *registry, query, shownValues);
    }),
        this, [this, then, registry](const Result<sql::Rows>& rows) {
            if (registry != source_.registry)
                return;
            if (!rows)
                emit message(spoken(rows.error()));
            else if (rows->empty())
                emit message(tr("That row is not there any more: save again."));
            else
                then(model_.adopt(rows->front()));
        });
}

bool ChangeTrouble::findLinkTo(const RowPtr& target, RowPtr& owner, LinkPtr& link) const
{
    const auto below = [&](const RowPtr& row) { return leadsTo(row, target, owner, link); };
    return std::any_of(changes_.drafts().begin(), changes_.drafts().end(), below) ||
           std::any_of(changes_.touched().begin(), changes_.touched().end(), below);
}

void ChangeTrouble::linkInstead(const RowPtr& faulty, const RowPtr& existing)
{
    RowPtr owner;
    LinkPtr link;
    if (!findLinkTo(faulty, owner, link))
        return;
    const orm::Association* association = model_.registry().at(owner->model).association(link->association);
    const ChangeSet::Step step(changes_);
    changes_.removeLink(owner, link);
    const LinkPtr instead = changes_.link(owner, *association, existing);
    if (link->junction && instead->junction)
        changes_.copyInto(instead->junction, *link->junction);
    emit message(tr("Linked to the row that was there."));
}

void ChangeTrouble::lookForLink(const RowPtr& owner, const LinkPtr& link)
{
    const RowPtr& target = link->target;
    if (!link->junction || owner->draft || target->draft || owner->key.isEmpty() || target->key.isEmpty())
        return;
    const auto registry = source_.registry;
    whenDone(
        source_.lookup->run([registry, model = owner->model, key = owner->key, association = link->association,
                                to = target->key](sql::Connection& connection) {
            return findLink(connection, *registry, model, key, association, to);
        }),
        this, [this, owner, link, registry](const Result<sql::Row>& there) {
            const bool waits = std::find(owner->links.begin(), owner->links.end(), link) != owner->links.end();
            // What only looked is no trouble of the person's: the commit says it again.
            if (!there || there->isNull() || !waits || registry != source_.registry)
                return;
            changes_.removeLink(owner, link);
            const QString said = tr("“%1” is already linked to “%2”.")
                                     .arg(rowLabel(*registry, *owner), rowLabel(*registry, *link->target));
            strip_.setError(said, {{QStringLiteral("showLinked"), tr("Show it"),
                                      [this, target = link->target] { emit rowAsked(target); }}});
            emit message(said);
        });
}

// -- rows that somebody else has changed -------------------------------------------------------------

void ChangeTrouble::askToDiscard()
{
    if (changes_.isEmpty())
        return;
    auto* question = new QMessageBox(QMessageBox::Question, tr("Discard"),
        tr("Forget everything that is not written yet?"), QMessageBox::Cancel, view_.window());
    question->setObjectName(QStringLiteral("discardQuestion"));
    question->setInformativeText(changes_.summary());
    QPushButton* discard = question->addButton(tr("&Discard"), QMessageBox::DestructiveRole);
    discard->setObjectName(QStringLiteral("discardForGood"));
    question->setDefaultButton(QMessageBox::Cancel);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(discard, &QPushButton::clicked, this, [this] { changes_.clear(); });
    question->open();
}

void ChangeTrouble::askOver(std::vector<ConflictCase> cases)
{
    auto* dialog = new ConflictDialog(*theme_, std::move(cases), view_.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const std::vector<ConflictDecision> decisions = dialog->decisions();
        for (size_t i = 0; i < decisions.size(); ++i)
            settleConflict(changes_, dialog->cases()[i], decisions[i]);
        emit refreshAsked();
        emit message(changes_.isEmpty() ? tr("Nothing is left to save.")
                                        : tr("Decided. Nothing is written until you save (F10)."));
        view_.setFocus();
    });
    dialog->open();
}

QModelIndex ChangeTrouble::reveal(const RowPtr& row)
{
    if (const QModelIndex place = model_.indexOf(row); place.isValid())
        return place;
    RowPtr owner;
    LinkPtr link;
    if (!findLinkTo(row, owner, link))
        return {};
    const QModelIndex above = reveal(owner);
    if (!above.isValid())
        return {};
    view_.expand(above);
    view_.expand(model_.relation(above, link->association));
    return model_.indexOf(row);
}

void ChangeTrouble::goTo(const RowPtr& row, const QString& attribute)
{
    const QModelIndex place = reveal(row);
    if (!place.isValid())
        return;
    const RowSection section = model_.section(place);
    const bool ofLink = model_.junction(place) == row; // the place of a link shows two rows
    int column = 0;
    for (size_t i = 0; i < section.cells.size(); ++i) {
        // Of the check of a domain a server does not say which column it is about: the row may.
        const bool isIt = attribute.isEmpty()
                              ? column == 0 && !model_.cell(place.siblingAtColumn(int(i))).fault.isEmpty()
                              : section.attribute(model_.registry(), int(i)).name == attribute;
        if (isIt && section.cells[i].junction == ofLink)
            column = int(i);
    }
    view_.setCurrentIndex(place.siblingAtColumn(column));
    view_.scrollTo(view_.currentIndex());
    view_.setFocus();
}

RowPtr faultyRow(const orm::ModelRegistry& registry, const RowPtr& written, const Error& error)
{
    const QString& table = error.violation.table;
    if (table.isEmpty() || registry.at(written->model).table.compare(table, Qt::CaseInsensitive) == 0)
        return written;
    for (const LinkPtr& link : written->links) {
        for (const RowPtr& row : {link->target, link->junction}) {
            if (row && row->draft && registry.at(row->model).table.compare(table, Qt::CaseInsensitive) == 0)
                return row;
        }
        for (const RowPtr& row : {link->target, link->junction}) {
            const RowPtr below = row && row->draft ? faultyRow(registry, row, error) : row;
            if (below != row)
                return below;
        }
    }
    return written;
}

} // namespace conjoin::ui
