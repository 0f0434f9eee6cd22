// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translationcontext.h"

namespace conjoin::orm {

namespace {

void translateForeignKey(
    TranslationContext& context, model::ForeignKey& key, const ObjectRef& object, const QString& where)
{
    key.implicitTarget = false;
    key.validated = true;
    QString match = key.match.isEmpty() ? QString() : QStringLiteral("MATCH ") + key.match;
    key.match.clear();
    QString columns = key.setColumns.empty() ? QString() : QStringLiteral("the columns of SET NULL");
    key.setColumns.clear();
    context.loseWords(object, where, {&match, &columns});
}

} // namespace

void translateReferences(TranslationContext& context)
{
    for (const model::Reference& reference : context.source.references) {
        context.result.schema.references.update(reference.id, [&](model::Reference& changed) {
            translateForeignKey(context, changed.key, changed.id,
                QStringLiteral("reference of %1").arg(context.nameOf(changed.from)));
            if (changed.to || changed.key.unconstrained)
                return;
            changed.key.unconstrained = true; // only SQLite lets a key point at nothing
            context.tell(Severity::Warning, changed.id, context.nameOf(changed.from),
                message("translate.reference", "the foreign key to \"%1\" is left out: there is no such table",
                    {changed.missingTable}));
        });
    }
    for (const model::ManyToMany& link : context.source.links) {
        context.result.schema.links.update(link.id, [&](model::ManyToMany& changed) {
            for (model::LinkEnd& end : changed.ends)
                translateForeignKey(context, end.key, changed.id, context.nameOf(changed.junction));
        });
    }
}

} // namespace conjoin::orm
