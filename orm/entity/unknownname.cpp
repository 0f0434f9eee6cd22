// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/entity/unknownname.h"

namespace conjoin::orm {

Message nameHint(const QString& name, const QStringList& candidates)
{
    Message near = didYouMean(name, candidates);
    if (!near.isEmpty() || candidates.isEmpty())
        return near;
    constexpr qsizetype shown = 12;
    QString list = candidates.mid(0, shown).join(QStringLiteral(", "));
    if (candidates.size() > shown)
        list += QStringLiteral(", …");
    return message("name.candidates", "there are: %1", {list});
}

Error unknownAttribute(const Model& model, const QString& name, const QString& where)
{
    return inputError(where, message("attribute.unknown", "%1 has no attribute \"%2\"", {model.name, name}),
        nameHint(name, model.attributeNames()));
}

Error unknownAssociation(const Model& model, const QString& name, const QString& where)
{
    const QStringList names = model.associationNames();
    const Message none = message("association.none", "%1 has no associations", {model.name});
    return inputError(where, message("association.unknown", "%1 has no association \"%2\"", {model.name, name}),
        names.isEmpty() ? none : nameHint(name, names));
}

Error unknownKey(const Model& model, const QString& name, const QString& where)
{
    return inputError(where,
        message("key.unknown", "%1 has no attribute or association \"%2\"", {model.name, name}),
        nameHint(name, model.attributeNames() + model.associationNames()));
}

} // namespace conjoin::orm
