// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tablelayout.h"

#include "orm/base/json.h"

#include <QCryptographicHash>
#include <QUrl>

namespace conjoin::ui {

namespace {

using orm::Json;

const QString columnsKey = QStringLiteral("columns");
const QString widthsKey = QStringLiteral("widths");
const QString orderKey = QStringLiteral("order");
const QString labelKey = QStringLiteral("label");
const QString filtersKey = QStringLiteral("filters");
const QString groupsKey = QStringLiteral("groups");
const QString nameKey = QStringLiteral("name");
const QString descendingKey = QStringLiteral("descending");

/// One word for the settings file, whatever the names hold.
QString tableKey(const orm::Model& model)
{
    const QString name = model.schema.isEmpty() ? model.table : model.schema + u'.' + model.table;
    return QString::fromLatin1(QUrl::toPercentEncoding(name));
}

int integerOf(const Json* json)
{
    return json && json->isNumber() ? json->digits().toInt() : 0;
}

bool isTrue(const Json* json)
{
    return json && json->isBool() && json->toBool();
}

Json written(const std::vector<orm::OrderBy>& order)
{
    Json list = Json::array();
    for (const orm::OrderBy& by : order) {
        Json entry = Json::object();
        entry.set(nameKey, Json(by.attribute));
        if (by.descending)
            entry.set(descendingKey, Json(true));
        list.append(std::move(entry));
    }
    return list;
}

Json written(const TableLayout& layout)
{
    Json json = Json::object();
    Json columns = Json::array();
    for (const TableLayout::Column& column : layout.columns) {
        Json entry = Json::object();
        entry.set(nameKey, Json(column.attribute));
        if (column.hidden)
            entry.set(QStringLiteral("hidden"), Json(true));
        columns.append(std::move(entry));
    }
    if (!layout.columns.empty())
        json.set(columnsKey, std::move(columns));
    QStringList names = layout.widths.keys();
    names.sort();
    Json widths = Json::object();
    for (const QString& name : std::as_const(names))
        widths.set(name, Json::number(QString::number(layout.widths.value(name))));
    if (!names.isEmpty())
        json.set(widthsKey, std::move(widths));
    if (!layout.order.empty())
        json.set(orderKey, written(layout.order));
    if (!layout.label.isEmpty())
        json.set(labelKey, Json(layout.label));
    Json filters = Json::object();
    QStringList filtered = layout.filters.keys();
    filtered.sort();
    for (const QString& name : std::as_const(filtered))
        filters.set(name, Json(layout.filters.value(name)));
    if (!filtered.isEmpty())
        json.set(filtersKey, std::move(filters));
    Json groups = Json::object();
    QStringList sorted = layout.groups.keys();
    sorted.sort();
    for (const QString& name : std::as_const(sorted))
        groups.set(name, written(layout.groups.value(name)));
    if (!sorted.isEmpty())
        json.set(groupsKey, std::move(groups));
    return json;
}

/// Those items of a list that have a name.
void forEachNamed(const Json* list, const auto& take)
{
    if (!list || !list->isArray())
        return;
    for (const Json& entry : list->items()) {
        const Json* name = entry.isObject() ? entry.find(nameKey) : nullptr;
        if (name && name->isString())
            take(name->string(), entry);
    }
}

std::vector<orm::OrderBy> orderOf(const Json* list)
{
    std::vector<orm::OrderBy> order;
    forEachNamed(list, [&](const QString& name, const Json& entry) {
        order.push_back({name, isTrue(entry.find(descendingKey))});
    });
    return order;
}

TableLayout read(const Json& json)
{
    TableLayout layout;
    forEachNamed(json.find(columnsKey), [&](const QString& name, const Json& entry) {
        layout.columns.push_back({name, isTrue(entry.find(QStringLiteral("hidden")))});
    });
    layout.order = orderOf(json.find(orderKey));
    if (const Json* groups = json.find(groupsKey); groups && groups->isObject()) {
        for (const Json::Member& member : groups->members()) {
            if (std::vector<orm::OrderBy> order = orderOf(&member.second); !order.empty())
                layout.groups.insert(member.first, std::move(order));
        }
    }
    if (const Json* widths = json.find(widthsKey); widths && widths->isObject()) {
        for (const Json::Member& member : widths->members()) {
            if (const int width = integerOf(&member.second); width > 0)
                layout.widths.insert(member.first, width);
        }
    }
    if (const Json* label = json.find(labelKey); label && label->isString())
        layout.label = label->string();
    if (const Json* filters = json.find(filtersKey); filters && filters->isObject()) {
        for (const Json::Member& member : filters->members()) {
            if (member.second.isString())
                layout.filters.insert(member.first, member.second.string());
        }
    }
    return layout;
}

} // namespace

void TableLayouts::open(QSettings* settings, const QString& database)
{
    settings_ = settings;
    layouts_.clear();
    const QByteArray place = QCryptographicHash::hash(database.toUtf8(), QCryptographicHash::Sha1).toHex();
    group_ = QStringLiteral("rows/") + QString::fromLatin1(place.left(16));
    if (!settings_)
        return;
    settings_->beginGroup(group_);
    for (const QString& key : settings_->childKeys()) {
        const Result<Json> json =
            orm::parseJson(settings_->value(key).toString().toUtf8(), QStringLiteral("layout"));
        if (json && json->isObject()) // what another version wrote stays in the file, unread
            layouts_.insert(key, read(*json));
    }
    settings_->endGroup();
}

const TableLayout& TableLayouts::of(const orm::Model& model) const
{
    static const TableLayout none;
    const auto found = layouts_.constFind(tableKey(model));
    return found == layouts_.constEnd() ? none : *found;
}

void TableLayouts::set(const orm::Model& model, const TableLayout& layout)
{
    const QString key = tableKey(model);
    if (layout.isEmpty())
        layouts_.remove(key);
    else
        layouts_.insert(key, layout);
    if (!settings_)
        return;
    const QString place = group_ + u'/' + key;
    if (layout.isEmpty())
        settings_->remove(place);
    else
        settings_->setValue(place, QString::fromUtf8(orm::compactJson(written(layout))));
}

} // namespace conjoin::ui
