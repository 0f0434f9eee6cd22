// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translationcontext.h"

#include <QRegularExpression>

#include <algorithm>

namespace conjoin::orm {

using model::Column;
using model::Table;
using model::Verbatim;

namespace {

/// Between two servers of one grammar: the few words that only one of them knows.
class RelativeTranslator {
public:
    explicit RelativeTranslator(TranslationContext& context)
        : context_(context)
        , engine_(context.engine)
    {}

    void run()
    {
        for (const Verbatim& verbatim : context_.source.verbatims)
            translateVerbatim(verbatim);
        for (const Table& table : context_.source.tables)
            context_.result.schema.tables.update(table.id, [&](Table& changed) { translateTable(changed); });
    }

private:
    bool isUnknown(const QString& collation) const
    {
        return std::ranges::any_of(
            engine_.unknownCollations, [&](const QString& part) { return collation.contains(part); });
    }

    void translateVerbatim(const Verbatim& verbatim)
    {
        static const QRegularExpression package(
            QStringLiteral(
                R"(^(?:\s|/\*.*?\*/)*CREATE\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*\S+\s+)?PACKAGE\b)"),
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
        const bool isSequence =
            verbatim.kind == Verbatim::Kind::Sequence || package.match(verbatim.sql).hasMatch();
        if (isSequence && !engine_.sequences) {
            context_.result.schema.verbatims.remove(verbatim.id);
            context_.lose(verbatim.id, model::objectKey(verbatim.sqlSchema, verbatim.name),
                "translate.verbatim", QStringLiteral("\"%1\"").arg(verbatim.name), verbatim.sql);
            return;
        }
        static const QRegularExpression setting(
            QStringLiteral(R"((?:, )?collation_connection = '([^']*)'(?=[ ,]))"));
        const auto match = setting.match(verbatim.sql);
        if (!match.hasMatch() || !isUnknown(match.captured(1)))
            return;
        context_.result.schema.verbatims.update(verbatim.id, [&](Verbatim& changed) {
            changed.sql.remove(match.capturedStart(), match.capturedLength());
            changed.sql.replace(QStringLiteral("/* SET  */\n"), QString());
            changed.sql.replace(QStringLiteral("/* SET , "), QStringLiteral("/* SET "));
        });
    }

    void loseCollation(auto& collation, const ObjectRef& object, const QString& where)
    {
        if (isUnknown(collation))
            context_.loseWords(object, where, {&collation});
    }

    /// Takes what matches out of the options.
    void loseWord(auto& options, const QRegularExpression& form, const ObjectRef& object, const QString& where)
    {
        QString kept = options;
        const auto match = form.match(kept);
        if (!match.hasMatch())
            return;
        QString word = match.captured(0);
        kept.remove(match.capturedStart(), match.capturedLength());
        options = kept.simplified();
        context_.loseWords(object, where, {&word});
    }

    void translateTable(Table& table)
    {
        static const QRegularExpression versions(
            QStringLiteral("WITH SYSTEM VERSIONING|PERIOD FOR `(?:[^`]|``)*` \\([^)]*\\)"));
        loseCollation(table.options.collation, table.id, table.name);
        for (Column& column : table.columns)
            translateColumn(table, column);
        if (!engine_.versionedTables) {
            loseWord(table.options.extra, versions, table.id, table.name);
            loseWord(table.options.extra, versions, table.id, table.name);
            if (table.options.partitionBy.startsWith(u"PARTITION BY SYSTEM_TIME"))
                context_.loseWords(table.id, table.name, {&table.options.partitionBy});
        }
        std::erase_if(table.checks, [&](const model::Check& check) {
            if (check.enforced || engine_.unenforcedChecks)
                return false;
            context_.lose(check.id, table.name, "translate.check",
                QStringLiteral("the check (%1)").arg(shortened(check.expression)),
                QStringLiteral("NOT ENFORCED"));
            return true;
        });
        if (table.primaryKey)
            translateKey(table, *table.primaryKey);
        for (model::Key& key : table.uniqueKeys)
            translateKey(table, key);
        for (model::Index& index : table.indexes)
            translateHidden(index.options);
    }

    void translateColumn(const Table& table, Column& column)
    {
        static const QRegularExpression reference(QStringLiteral("SRID \\d+"));
        static const QRegularExpression compressed(QStringLiteral("COMPRESSED"));
        static const QRegularExpression versions(
            QStringLiteral("WITHOUT SYSTEM VERSIONING|GENERATED ALWAYS AS ROW (?:START|END)"));
        const QString where = placeOf(table, column);
        loseCollation(column.collation, column.id, where);
        loseWord(column.extra, reference, column.id, where);
        if (!engine_.compressedColumns)
            loseWord(column.extra, compressed, column.id, where);
        if (!engine_.versionedTables)
            loseWord(column.extra, versions, column.id, where);
        const bool counts =
            column.defaultValue.text->contains(u"nextval(") || column.defaultValue.text->contains(u"lastval(");
        if (counts && !engine_.sequences && column.defaultValue.kind == model::DefaultValue::Kind::Expression) {
            context_.lose(
                column.id, where, "translate.default", QStringLiteral("the default"), column.defaultValue.text);
            column.defaultValue = {};
        }
    }

    void translateHidden(QString& options) const
    {
        const QString& word = context_.from.capabilities().hiddenIndexWord;
        if (options == word)
            options = engine_.hiddenIndexWord;
    }

    void translateKey(const Table& table, model::Key& key)
    {
        translateHidden(key.options);
        if (!engine_.longUniqueKeys && key.method == u"HASH")
            key.method.clear();
        if (engine_.versionedTables)
            return;
        std::erase_if(key.parts, [&](const model::KeyPart& part) {
            const auto* expression = std::get_if<QString>(&part.what);
            if (!expression || !expression->endsWith(u" WITHOUT OVERLAPS"))
                return false;
            QString word = *expression;
            context_.loseWords(key.id, table.name, {&word});
            return true;
        });
    }

    TranslationContext& context_;
    const Capabilities& engine_;
};

} // namespace

void translateRelative(TranslationContext& context)
{
    RelativeTranslator(context).run();
}

} // namespace conjoin::orm
