// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowpaste.h"

#include "ui/panels/data/rowactions.h"
#include "ui/panels/data/rowlinker.h"
#include "ui/panels/data/rowtreeview.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <set>

namespace conjoin::ui {

namespace {

constexpr qsizetype mostLines = 1000;
constexpr int mostNamesakes = 20; ///< rows of one name that are read: one would do, two are one too many

/// `"Say ""hi""", 4` -> `Say "hi"`
QString unquoted(const QString& line)
{
    QString name;
    for (qsizetype i = 1; i < line.size(); ++i) {
        if (line[i] == u'"' && (i + 1 >= line.size() || line[i + 1] != u'"'))
            break;
        i += line[i] == u'"' ? 1 : 0; // a doubled quote is one
        name += line[i];
    }
    return name;
}

/// Whether the sign parts a name and no fields: «Doe, John». Programs write no blank behind it, and what people
/// note behind a name – «Art, 3» – is a number.
bool isNameWithSign(const QString& line, QChar sign)
{
    const QString rest = line.section(sign, 1);
    return line.count(sign) == 1 && rest.size() > 1 && rest[0] == u' ' && rest[1].isLetter();
}

/// What the columns of the label hold in a row that is called so; empty where the name is no label of that
/// kind.
QMap<QString, QString> labelValues(
    const orm::Model& model, const RowLabels::Template& called, const QString& name)
{
    QMap<QString, QString> given;
    const QStringList values = called ? called->valuesIn(name) : QStringList();
    for (qsizetype i = 0; i < values.size(); ++i)
        given.insert(called->attributes()[i], values[i]);
    if (given.isEmpty() && !model.labelAttribute().isEmpty())
        given.insert(model.labelAttribute(), name);
    return given;
}

/// Rows of that label, written so or – `blind` – in other letter case. Null where no column can hold it.
orm::Json labelCondition(const orm::Model& model, const QMap<QString, QString>& label, bool blind)
{
    orm::Json where = orm::Json::object();
    for (auto part = label.begin(); part != label.end(); ++part) {
        const orm::Attribute& attribute = *model.attribute(part.key());
        Result<orm::Json> value = typedValue(attribute, *part); // a text may be no value of the column's type
        if (!value)
            return {};
        if (blind && value->isString())
            where.set(
                attribute.name, orm::Json(orm::Json::Object{{QStringLiteral("iStartsWith"), orm::Json(*part)},
                                    {QStringLiteral("iEndsWith"), orm::Json(*part)}}));
        else
            where.set(attribute.name, std::move(*value));
    }
    return where.members().empty() ? orm::Json() : where;
}

bool isCalled(
    const orm::Model& model, const sql::Row& row, const QMap<QString, QString>& label, Qt::CaseSensitivity how)
{
    return std::ranges::all_of(label.keys(), [&](const QString& attribute) {
        const QString stored = withoutPadding(row.value(model, attribute).display());
        return stored.compare(label.value(attribute), how) == 0;
    });
}

Result<std::vector<sql::Row>> rowsWhere(
    sql::Connection& connection, const orm::ModelRegistry& registry, int model, orm::Json where)
{
    orm::Query query;
    query.model = model;
    query.where = std::move(where);
    query.limit = mostNamesakes;
    query.includes = referenceIncludes(registry.at(model));
    auto rows = sql::find(connection, registry, query);
    if (!rows)
        return failure(rows);
    return rows->list();
}

/// Rows of that name: by the label as it is written, else by the key, else by the label in any letter case.
Result<std::vector<sql::Row>> rowsCalled(sql::Connection& connection, const orm::ModelRegistry& registry,
    int modelIndex, const RowLabels::Template& called, const QString& name)
{
    const orm::Model& model = registry.at(modelIndex);
    const QMap<QString, QString> label = labelValues(model, called, name);
    const auto keepCalled = [&](std::vector<sql::Row>& rows, Qt::CaseSensitivity how) {
        std::erase_if(rows, [&](const sql::Row& row) { return !isCalled(model, row, label, how); });
    };
    std::vector<sql::Row> near; // as the database compares: a collation may not tell letters apart
    if (orm::Json where = labelCondition(model, label, false); !where.isNull()) {
        auto rows = rowsWhere(connection, registry, modelIndex, std::move(where));
        if (!rows)
            return rows;
        near = *rows;
        keepCalled(*rows, Qt::CaseSensitive);
        if (!rows->empty())
            return rows;
    }
    // A text may be no value of the key's type at all.
    const orm::Attribute* key =
        model.identity().size() == 1 ? model.attribute(model.identity().first()) : nullptr;
    if (key && typedValue(*key, name)) {
        if (auto where = orm::keyCondition(model, name)) {
            auto rows = rowsWhere(connection, registry, modelIndex, std::move(*where));
            if (!rows || !rows->empty())
                return rows;
        }
    }
    if (!near.empty())
        return near;
    orm::Json where = labelCondition(model, label, true);
    if (where.isNull())
        return std::vector<sql::Row>();
    auto rows = rowsWhere(connection, registry, modelIndex, std::move(where));
    if (rows)
        keepCalled(*rows, Qt::CaseInsensitive);
    return rows;
}

} // namespace

std::vector<PastedName> namesOf(const QString& pasted)
{
    std::vector<PastedName> names;
    std::set<qsizetype> widths; // fields of the lines
    for (QString line : pasted.split(u'\n')) {
        line = line.trimmed();
        PastedName name;
        if (line.startsWith(u'"')) {
            name.line = name.field = unquoted(line);
        } else {
            name.line = line.section(u'\t', 0, 0).trimmed();
            const QChar sign = name.line.contains(u';') ? u';' : u',';
            name.field = name.line.section(sign, 0, 0).trimmed();
            if (!name.line.isEmpty())
                widths.insert(isNameWithSign(name.line, sign) ? 0 : name.line.count(sign));
        }
        const auto same = [&](const PastedName& other) { return other.line == name.line; };
        if (!name.line.isEmpty() && std::ranges::none_of(names, same))
            names.push_back(std::move(name));
    }
    const bool isTable = names.size() > 1 && widths.size() == 1 && !widths.contains(0);
    for (PastedName& name : names)
        name.made = isTable && !name.field.isEmpty() ? name.field : name.line;
    return names;
}

RowPaste::RowPaste(ChangeSet& changes, ResultTreeModel& model, RowTreeView& view, RowLinker& linker)
    : QObject(&view)
    , changes_(changes)
    , model_(model)
    , view_(view)
    , linker_(linker)
{
    connect(&view_, &RowTreeView::pasteAsked, this, &RowPaste::paste);
}

/// The very rows that were copied, where they are what is pasted.
bool RowPaste::pasteRows(const QModelIndex& index, const QString& text)
{
    const auto* copied = qobject_cast<const RowsMime*>(QGuiApplication::clipboard()->mimeData());
    if (!copied || copied->text() != text || !copied->isOf(source_))
        return false;
    const std::vector<RowPtr> rows = copied->rows();
    const LinkPlace place = linker_.placeAt(index, rows.front()->model);
    const QString why = linker_.refusal(place, rows);
    if (why.isEmpty())
        linker_.link(place, rows);
    else
        emit message(why);
    return true;
}

void RowPaste::paste(const QModelIndex& index, const QString& text)
{
    if (pasteRows(index, text))
        return;
    const orm::Association* association = model_.association(index);
    const RowPtr owner = model_.owner(index);
    const std::vector<PastedName> names = namesOf(text);
    if (!association || !owner || names.empty())
        return;
    if (!source_.isWritable()) {
        emit message(tr("This database is open for reading only."));
        return;
    }
    if (!association->isToMany()) {
        emit message(tr("Only a group of many rows takes several lines."));
        return;
    }
    if (qsizetype(names.size()) > mostLines) {
        emit message(tr("%1 lines are too many at once: at most %2.").arg(names.size()).arg(mostLines));
        return;
    }
    const auto registry = source_.registry;
    const RowLabels::Template label = source_.label(association->target);
    whenDone(
        source_.lookup->run([registry, model = association->target, label, names](sql::Connection& connection) {
            return look(connection, *registry, model, label, names);
        }),
        this, [this, owner, registry, name = association->name](const Result<std::vector<Found>>& found) {
            if (registry != source_.registry)
                return;
            if (found)
                take(owner, name, *found);
            else
                emit message(spoken(found.error()));
        });
}

/// By the label as it is written, else by the key.
Result<std::vector<RowPaste::Found>> RowPaste::look(sql::Connection& connection,
    const orm::ModelRegistry& registry, int model, const RowLabels::Template& called,
    const std::vector<PastedName>& names)
{
    std::vector<Found> found;
    for (const PastedName& name : names) {
        auto rows = rowsCalled(connection, registry, model, called, name.line);
        if (rows && rows->empty() && name.field != name.line && !name.field.isEmpty())
            rows = rowsCalled(connection, registry, model, called, name.field);
        if (!rows)
            return failure(rows);
        found.push_back({name, std::move(*rows)});
    }
    return found;
}

void RowPaste::take(const RowPtr& owner, const QString& association, const std::vector<Found>& found)
{
    QStringList unknown, several;
    for (const Found& line : found) {
        if (line.rows.empty())
            unknown += line.name.made;
        else if (line.rows.size() > 1)
            several += line.name.line;
    }
    if (unknown.isEmpty() && several.isEmpty()) {
        link(owner, association, found, false);
        return;
    }
    const orm::Model& target =
        model_.registry().at(model_.registry().at(owner->model).association(association)->target);
    auto* question = new QMessageBox(QMessageBox::Question, tr("Paste"),
        tr("%1 of %2 lines name a row that is there")
            .arg(qsizetype(found.size()) - unknown.size() - several.size())
            .arg(found.size()),
        QMessageBox::Cancel, view_.window());
    question->setObjectName(QStringLiteral("pasteQuestion"));
    QStringList said;
    constexpr qsizetype shown = 8;
    const auto list = [&](const QStringList& names) {
        QStringList quoted;
        for (const QString& name : names.mid(0, shown)) // a name may have a comma itself
            quoted += tr("“%1”").arg(name);
        return quoted.join(QStringLiteral(", ")) + (names.size() > shown ? QStringLiteral(", …") : QString());
    };
    if (!unknown.isEmpty())
        said += tr("No row is called: %1").arg(list(unknown));
    if (!several.isEmpty())
        said += tr("More than one row is called, and none of them is linked: %1").arg(list(several));
    question->setTextFormat(Qt::PlainText);
    question->setInformativeText(said.join(u'\n'));
    question->setDetailedText((unknown + several).join(u'\n'));
    QPushButton* create =
        question->addButton(tr("&Make new %1").arg(rowNouns(target)), QMessageBox::AcceptRole);
    create->setObjectName(QStringLiteral("pasteCreate"));
    create->setVisible(!unknown.isEmpty());
    QPushButton* leave = question->addButton(tr("&Leave them out"), QMessageBox::AcceptRole);
    leave->setObjectName(QStringLiteral("pasteLeave"));
    question->setDefaultButton(leave);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::buttonClicked, this,
        [this, create, leave, owner, association, found](QAbstractButton* button) {
            if (button == create || button == leave)
                link(owner, association, found, button == create);
        });
    question->open();
}

void RowPaste::link(
    const RowPtr& owner, const QString& association, const std::vector<Found>& found, bool create)
{
    const orm::ModelRegistry& registry = model_.registry();
    const orm::Association* key = registry.at(owner->model).association(association);
    if (!key)
        return;
    const size_t before = owner->links.size();
    {
        const ChangeSet::Step step(changes_);
        for (const Found& line : found) {
            if (line.rows.size() == 1)
                changes_.link(owner, *key, model_.adopt(line.rows.front()));
            else if (line.rows.empty() && create)
                changes_.link(owner, *key, draftNamed(source_, key->target, line.name.made));
        }
    }
    emit message(tr("%1 links wait to be saved.").arg(owner->links.size() - before));
}

} // namespace conjoin::ui
