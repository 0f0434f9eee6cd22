// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/definitions.h"

#include <algorithm>

namespace conjoin::orm {

namespace {

bool isKeyAtTarget(AssociationKind kind)
{
    return kind == AssociationKind::HasOne || kind == AssociationKind::HasMany;
}

/// Gives the models what the drawing of them could not hold.
class Declarer {
public:
    explicit Declarer(std::vector<Model>& models)
        : models_(models)
    {}

    void declare(const DeclaredModel& declared)
    {
        const int index = indexOf(declared.name);
        if (index < 0)
            return;
        Model& model = models_[size_t(index)];
        model.defaultScope = declared.defaultScope;
        model.scopes = declared.scopes;
        for (const auto& [name, validators] : declared.validators) {
            if (const int attribute = model.attributeIndex(name); attribute >= 0)
                model.attributes[size_t(attribute)].validators = validators;
        }
    }

    void declare(const DeclaredAssociation& declared)
    {
        const int source = indexOf(declared.source);
        const int target = indexOf(declared.target);
        if (source < 0 || target < 0)
            return;
        Model& model = models_[size_t(source)];
        Association* association = named(model, declared.name);
        if (!association) {
            const Association* sibling = siblingOf(declared, model, target);
            if (!sibling)
                return;
            Association another = *sibling;
            another.name = declared.name;
            another.scope.clear();
            model.associations.push_back(std::move(another));
            association = &model.associations.back();
        }
        association->kind = declared.kind;
        association->singular = declared.singular;
        association->aliased = declared.aliased;
        association->scope = scopeOf(declared.scope, models_[size_t(target)]);
    }

private:
    int indexOf(const QString& name) const
    {
        const auto it = std::find_if(
            models_.begin(), models_.end(), [&](const Model& model) { return model.name == name; });
        return it == models_.end() ? -1 : int(it - models_.begin());
    }

    static Association* named(Model& model, const QString& name)
    {
        const auto it = std::find_if(model.associations.begin(), model.associations.end(),
            [&](const Association& association) { return association.name == name; });
        return it == model.associations.end() ? nullptr : &*it;
    }

    /// The association that goes by the same key, under another name.
    const Association* siblingOf(const DeclaredAssociation& declared, const Model& model, int target) const
    {
        const int through = declared.through.isEmpty() ? -1 : indexOf(declared.through);
        const Association* fitting = nullptr;
        for (const Association& candidate : model.associations) {
            const bool sameKind = candidate.kind == declared.kind ||
                                  (isKeyAtTarget(candidate.kind) && isKeyAtTarget(declared.kind));
            if (!sameKind || candidate.target != target || candidate.through != through)
                continue;
            if (!declared.attribute.isEmpty() && candidate.keys == QStringList{declared.attribute})
                return &candidate;
            if (!fitting)
                fitting = &candidate;
        }
        return fitting;
    }

    /// What does not fit its attribute is left out here: the database would hold no such row.
    static std::vector<ScopeValue> scopeOf(const Json& scope, const Model& target)
    {
        std::vector<ScopeValue> values;
        if (!scope.isObject())
            return values;
        for (const auto& [name, json] : scope.members()) {
            const Attribute* attribute = target.attribute(name);
            auto value = attribute ? valueFromJson(json, attribute->type, name) : Result<Value>(Value());
            if (attribute && value)
                values.push_back({name, std::move(*value)});
        }
        return values;
    }

    std::vector<Model>& models_;
};

/// An instant stays one where the engine has no type for it.
void keepInstants(Model& model, const model::Table* drawn)
{
    for (Attribute& attribute : model.attributes) {
        const model::Column* column = drawn ? drawn->columnNamed(attribute.column) : nullptr;
        const bool isMoment = attribute.name == model.deletedAt || attribute.touched ||
                              attribute.filledIn.kind == model::DefaultValue::Kind::Now;
        if (column ? column->type.kind == model::TypeKind::TimestampTz : isMoment)
            attribute.type.kind = model::TypeKind::TimestampTz;
    }
}

} // namespace

ModelRegistry Definitions::registry(const Derivation& derivation) const
{
    std::vector<Model> all =
        ModelRegistry::make(document.schema, document.settings.naming, derivation).models();
    for (Model& model : all)
        keepInstants(model, document.schema.tables.find(model.id));
    Declarer declarer(all);
    for (const DeclaredModel& model : models)
        declarer.declare(model);
    for (const DeclaredAssociation& association : associations)
        declarer.declare(association);
    return ModelRegistry(std::move(all));
}

} // namespace conjoin::orm
