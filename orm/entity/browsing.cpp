// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/entity/browsing.h"

#include <QSet>

#include <algorithm>

namespace conjoin::orm {

namespace {

QString words(const model::NamedTable& table)
{
    return table.sqlSchema.isEmpty() ? table.name : table.sqlSchema + u'.' + table.name;
}

bool isKey(const Model& model, const QStringList& columns)
{
    const QSet<QString> wanted(columns.begin(), columns.end());
    const auto same = [&](const QStringList& key) {
        return !key.isEmpty() && QSet<QString>(key.begin(), key.end()) == wanted;
    };
    return same(model.primaryKey) || std::ranges::any_of(model.uniqueKeys, same);
}

class Browsed {
public:
    Browsed(std::vector<Model> models, const model::NamingPolicy& naming, Diagnostics& diagnostics)
        : models_(std::move(models))
        , naming_(naming)
        , diagnostics_(diagnostics)
    {}

    void addKey(const model::VirtualKey& key)
    {
        const int from = indexOf(key.table), to = indexOf(key.target);
        if (from < 0 || to < 0)
            return;
        QStringList columns, referenced;
        for (const auto& [column, target] : key.columns) {
            const QString local = attributeOf(from, column), far = attributeOf(to, target);
            if (local.isEmpty() || far.isEmpty())
                return;
            columns.append(local);
            referenced.append(far);
        }
        const bool known =
            std::ranges::any_of(models_[size_t(from)].associations, [&](const Association& other) {
                return other.kind == AssociationKind::BelongsTo && other.target == to && other.keys == columns;
            });
        if (known) { // the database has got the key meanwhile
            tell(Severity::Hint, key.table,
                message("browsing.key-there", "the virtual foreign key to \"%1\" is one of the database by now",
                    {words(key.target)}));
            return;
        }
        const QString suffix = QStringLiteral("_by_") + columns.join(u'_');
        Association belongsTo;
        belongsTo.kind = AssociationKind::BelongsTo;
        belongsTo.target = to;
        belongsTo.keys = columns;
        belongsTo.referenced = referenced;
        for (const QString& column : columns)
            models_[size_t(from)].attributes[size_t(at(from).attributeIndex(column))].foreignKey = true;
        add(from, std::move(belongsTo), model::singularName(naming_, at(to).name), suffix);
        const bool one = isKey(at(from), columns);
        Association inverse;
        inverse.kind = one ? AssociationKind::HasOne : AssociationKind::HasMany;
        inverse.target = from;
        inverse.keys = columns;
        inverse.referenced = referenced;
        add(to, std::move(inverse), one ? model::singularName(naming_, at(from).name) : plural(from), suffix);
    }

    void show(const model::JunctionView& view)
    {
        const int junction = indexOf(view.table);
        if (junction < 0)
            return;
        if (view.as == model::JunctionView::As::Table)
            showAsTable(junction);
        else
            showAsLink(junction, view);
    }

    std::vector<Model> take() { return std::move(models_); }

private:
    const Model& at(int index) const { return models_[size_t(index)]; }
    QString plural(int index) const { return model::pluralName(naming_, at(index).name); }

    void tell(Severity severity, const model::NamedTable& table, Message what, Message mend = {})
    {
        Diagnostic diagnostic;
        diagnostic.severity = severity;
        diagnostic.what = std::move(what);
        diagnostic.where = words(table);
        diagnostic.mend = std::move(mend);
        diagnostics_.push_back(std::move(diagnostic));
    }

    int indexOf(const model::NamedTable& table)
    {
        for (size_t i = 0; i < models_.size(); ++i) {
            if (models_[i].table == table.name && (models_[i].schema == table.sqlSchema))
                return int(i);
        }
        QStringList names;
        for (const Model& model : models_)
            names.append(model.table);
        tell(Severity::Warning, table,
            message("browsing.table", "the database has no table \"%1\"", {words(table)}),
            didYouMean(table.name, names));
        return -1;
    }

    QString attributeOf(int model, const QString& column)
    {
        const QString found = at(model).attributeOfColumn(column);
        if (!found.isEmpty())
            return found;
        QStringList names;
        for (const Attribute& attribute : at(model).attributes)
            names.append(attribute.column);
        tell(Severity::Warning, {at(model).schema, at(model).table},
            message("browsing.column", "the table \"%1\" has no column \"%2\"", {at(model).table, column}),
            didYouMean(column, names));
        return {};
    }

    void add(int model, Association association, const QString& name, const QString& suffix)
    {
        Model& of = models_[size_t(model)];
        const auto isTaken = [&](const QString& wanted) {
            return of.attribute(wanted) || of.association(wanted);
        };
        QString made = name;
        if (isTaken(made))
            made += suffix;
        const QString base = made;
        for (int number = 2; isTaken(made); ++number)
            made = base + QString::number(number);
        association.name = made;
        of.associations.push_back(std::move(association));
    }

    /// The keys of a table that lead to others, each once.
    std::vector<Association> endsOf(int junction) const
    {
        std::vector<Association> ends;
        for (const Association& association : at(junction).associations) {
            const bool known = std::ranges::any_of(
                ends, [&](const Association& other) { return other.keys == association.keys; });
            if (association.kind == AssociationKind::BelongsTo && !known)
                ends.push_back(association);
        }
        return ends;
    }

    void showAsTable(int junction)
    {
        models_[size_t(junction)].junction = false;
        for (Model& model : models_)
            std::erase_if(model.associations, [&](const Association& association) {
                return association.kind == AssociationKind::BelongsToMany && association.through == junction;
            });
        for (const Association& end : endsOf(junction)) {
            const bool known = std::ranges::any_of(at(end.target).associations, [&](const Association& other) {
                return other.target == junction && other.keys == end.keys &&
                       other.kind != AssociationKind::BelongsTo;
            });
            if (known)
                continue;
            const bool one = isKey(at(junction), end.keys);
            Association inverse;
            inverse.kind = one ? AssociationKind::HasOne : AssociationKind::HasMany;
            inverse.target = junction;
            inverse.keys = end.keys;
            inverse.referenced = end.referenced;
            add(end.target, std::move(inverse),
                one ? model::singularName(naming_, at(junction).name) : plural(junction),
                QStringLiteral("_by_") + end.keys.join(u'_'));
        }
    }

    void showAsLink(int junction, const model::JunctionView& view)
    {
        const bool linked = std::ranges::any_of(models_, [&](const Model& model) {
            return std::ranges::any_of(model.associations, [&](const Association& association) {
                return association.kind == AssociationKind::BelongsToMany && association.through == junction;
            });
        });
        if (linked)
            return; // the tables say so themselves
        const std::vector<Association> ends = endsOf(junction);
        if (ends.size() < 2) {
            tell(Severity::Warning, view.table,
                message("browsing.no-link", "\"%1\" can't be shown as a link: it has %2 foreign keys, not two",
                    {words(view.table), QString::number(ends.size())}),
                message("browsing.no-link.hint", "give it a virtual foreign key"));
            return;
        }
        models_[size_t(junction)].junction = true;
        for (const Association& end : ends) {
            std::erase_if(models_[size_t(end.target)].associations, [&](const Association& other) {
                return other.target == junction && other.keys == end.keys &&
                       (other.kind == AssociationKind::HasMany || other.kind == AssociationKind::HasOne);
            });
        }
        for (const Association& here : ends) {
            for (const Association& there : ends) {
                if (here.keys == there.keys)
                    continue;
                Association association;
                association.kind = AssociationKind::BelongsToMany;
                association.target = there.target;
                association.keys = here.keys;
                association.referenced = here.referenced;
                association.through = junction;
                association.otherKeys = there.keys;
                association.otherReferenced = there.referenced;
                association.firstKeys = ends.front().keys;
                add(here.target, std::move(association), plural(there.target),
                    QStringLiteral("_through_") + at(junction).name);
            }
        }
    }

    std::vector<Model> models_;
    const model::NamingPolicy& naming_;
    Diagnostics& diagnostics_;
};

} // namespace

ModelRegistry withBrowsing(const ModelRegistry& registry, const model::Browsing& browsing,
    const model::NamingPolicy& naming, Diagnostics& diagnostics)
{
    if (browsing.virtualKeys.empty() && browsing.junctions.empty())
        return registry;
    Browsed browsed(registry.models(), naming, diagnostics);
    for (const model::VirtualKey& key : browsing.virtualKeys)
        browsed.addKey(key);
    for (const model::JunctionView& view : browsing.junctions)
        browsed.show(view);
    return ModelRegistry(browsed.take());
}

} // namespace conjoin::orm
