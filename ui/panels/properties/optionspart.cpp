// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/optionsupport.h"
#include "ui/panels/properties/tableparts.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace conjoin::ui {

using model::Table;

OptionsPart::OptionsPart(EditSession& session, const Theme& theme, QWidget* parent)
    : TablePart(session, theme, parent)
{
    const auto text = [this](const QString& label, const char* name, const QString& placeholder,
                          const std::function<void(Table&, const QString&)>& set) {
        QLineEdit* field =
            addText(fields_, label, QString::fromLatin1(name), [this, label, set](const QString& typed) {
                update(tr("%1 of %2").arg(label, QStringLiteral("%1")),
                    [set, typed](Table& table) -> Result<void> {
                        set(table, typed);
                        return {};
                    });
            });
        field->setPlaceholderText(placeholder);
        return field;
    };
    const auto check = [this](const QString& label, const char* name,
                           const std::function<void(Table&, bool)>& set) {
        return addCheck(fields_, label, QString::fromLatin1(name), [this, set](bool on) {
            update(tr("Options of %1"), [set, on](Table& table) -> Result<void> {
                set(table, on);
                return {};
            });
        });
    };
    fields_ = addFields();
    schema_ = text(tr("Schema"), "tableSchema", tr("The default one"),
        [](Table& table, const QString& typed) { table.sqlSchema = typed; });
    timestamps_ =
        check(tr("Timestamps"), "tableTimestamps", [](Table& table, bool on) { table.timestamps = on; });
    timestamps_->setToolTip(tr("Columns that say when a row was made and when it was changed"));
    softDelete_ =
        check(tr("Soft delete"), "tableSoftDelete", [](Table& table, bool on) { table.softDelete = on; });
    softDelete_->setToolTip(tr("A deleted row stays, and a column says when it was deleted"));
    ownKey_ = check(tr("Add a primary key when there is none"), "tableAutomaticKey", [](Table& table, bool on) {
        table.keyPolicy = on ? Table::KeyPolicy::Automatic : Table::KeyPolicy::AsIs;
    });
    strict_ = check(tr("STRICT: types are enforced"), "tableStrict",
        [](Table& table, bool on) { table.options.strict = on; });
    withoutRowid_ = check(tr("WITHOUT ROWID: rows live in the key"), "tableWithoutRowid",
        [](Table& table, bool on) { table.options.withoutRowid = on; });
    unlogged_ = check(tr("UNLOGGED: fast, but lost in a crash"), "tableUnlogged",
        [](Table& table, bool on) { table.options.unlogged = on; });
    engine_ = text(tr("Engine"), "tableEngine", QStringLiteral("InnoDB"),
        [](Table& table, const QString& typed) { table.options.engine = typed; });
    charset_ = text(tr("Charset"), "tableCharset", tr("The database's"),
        [](Table& table, const QString& typed) { table.options.charset = typed; });
    collation_ = text(tr("Collation"), "tableCollation", tr("The database's"),
        [](Table& table, const QString& typed) { table.options.collation = typed; });
    partitionBy_ = text(tr("Partitions"), "tablePartitionBy", QStringLiteral("PARTITION BY RANGE (…)"),
        [](Table& table, const QString& typed) { table.options.partitionBy = typed; });
    inherits_ = text(tr("Inherits"), "tableInherits", tr("Nothing"), [](Table& table, const QString& typed) {
        table.options.inherits.clear();
        for (const QString& name : typed.split(u',', Qt::SkipEmptyParts))
            table.options.inherits << name.trimmed();
    });
    extra_ = text(tr("More SQL"), "tableExtra", {},
        [](Table& table, const QString& typed) { table.options.extra = typed; });
    extra_->setToolTip(tr("Further clauses of the engine, to the letter"));
}

QString OptionsPart::summary() const
{
    const Table* now = table();
    if (!now)
        return {};
    QStringList said;
    if (!now->sqlSchema.isEmpty())
        said << now->sqlSchema;
    if (now->timestamps)
        said << tr("timestamps");
    if (now->softDelete)
        said << tr("soft delete");
    if (now->options.strict)
        said << QStringLiteral("STRICT");
    if (now->options.withoutRowid)
        said << QStringLiteral("WITHOUT ROWID");
    if (now->options.unlogged)
        said << QStringLiteral("UNLOGGED");
    if (!now->options.engine.isEmpty())
        said << now->options.engine;
    if (!now->options.partitionBy.isEmpty())
        said << tr("partitions");
    return said.join(QStringLiteral(", "));
}

void OptionsPart::refresh()
{
    const Table* now = table();
    if (!now)
        return;
    const orm::Capabilities& can = engine();
    const orm::OptionSupport& has = orm::optionSupport(document().settings.dialect);
    const model::TableOptions& options = now->options;
    const bool plain = !model::linkOfJunction(document().schema, table_);
    fill(schema_, now->sqlSchema, tr("The default one"));
    setShown(fields_, schema_, can.namespaces || !now->sqlSchema.isEmpty());
    fill(timestamps_, now->timestamps);
    fill(softDelete_, now->softDelete);
    fill(ownKey_, now->keyPolicy == Table::KeyPolicy::Automatic);
    setShown(fields_, ownKey_, plain && !now->primaryKey);
    fill(strict_, options.strict);
    setShown(fields_, strict_, can.strictTables || options.strict);
    fill(withoutRowid_, options.withoutRowid);
    setShown(fields_, withoutRowid_, can.withoutRowid || options.withoutRowid);
    fill(unlogged_, options.unlogged);
    setShown(fields_, unlogged_, has.unloggedTables || options.unlogged);
    fill(engine_, options.engine, QStringLiteral("InnoDB"));
    setShown(fields_, engine_, has.storageEngines || !options.engine.isEmpty());
    fill(charset_, options.charset, tr("The database's"));
    setShown(fields_, charset_, has.storageEngines || !options.charset.isEmpty());
    fill(collation_, options.collation, tr("The database's"));
    setShown(fields_, collation_, has.storageEngines || !options.collation.isEmpty());
    fill(partitionBy_, options.partitionBy, QStringLiteral("PARTITION BY RANGE (…)"));
    setShown(fields_, partitionBy_, has.partitions || !options.partitionBy.isEmpty());
    fill(inherits_, options.inherits.join(QStringLiteral(", ")), tr("Nothing"));
    setShown(fields_, inherits_, !options.inherits.isEmpty());
    fill(extra_, options.extra);
    setShown(fields_, extra_, has.tableClauses || !options.extra.isEmpty());
}

} // namespace conjoin::ui
