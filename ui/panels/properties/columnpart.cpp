// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "orm/dialect/optionsupport.h"
#include "ui/panels/properties/tableparts.h"
#include "ui/text/keyparts.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace conjoin::ui {

using model::DefaultValue;
using model::Generated;
using model::Identity;

namespace {

/// How a column gets a number by itself, as one choice.
enum class Numbering { None, Automatic, IdentityByDefault, IdentityAlways };

Numbering numberingOf(const model::Column& column)
{
    return !column.autoIncrement                    ? Numbering::None
           : column.identity == Identity::Always    ? Numbering::IdentityAlways
           : column.identity == Identity::ByDefault ? Numbering::IdentityByDefault
                                                    : Numbering::Automatic;
}

} // namespace

void TablePart::showTable(TableId table)
{
    table_ = table;
    refresh();
}

void TablePart::update(const QString& text, const std::function<Result<void>(model::Table&)>& change)
{
    const model::Table* now = table();
    if (!now)
        return;
    apply(
        text.arg(now->name), [changed = *now, change](model::Document next) mutable -> Result<model::Document> {
            if (const auto done = change(changed); !done)
                return failure(done);
            return model::edit::updateTable(std::move(next), changed);
        });
}

ColumnPart::ColumnPart(EditSession& session, const Theme& theme, QWidget* parent)
    : TablePart(session, theme, parent)
{
    none_ = addHint();
    fields_ = addFields();
    type_ = addText(fields_, tr("Type"), QStringLiteral("columnType"), [this](const QString& text) {
        updateColumn(tr("Type of %1"),
            [type = parseTypeIn(document().schema, text)](model::Column& column) { column.type = type; });
    });
    completeWith(type_, [this] { return typeSuggestionsIn(document().schema); });
    values_ = addLines(fields_, tr("Values"), QStringLiteral("columnValues"), 4, [this](const QString& text) {
        updateColumn(tr("Values of %1"),
            [text](model::Column& column) { column.type.values = text.split(u'\n', Qt::SkipEmptyParts); });
    });
    values_->setPlaceholderText(tr("One a line"));
    defaultKind_ = addChoice(fields_, tr("Default"), QStringLiteral("columnDefaultKind"),
        {{tr("None"), int(DefaultValue::Kind::None)}, {tr("A value"), int(DefaultValue::Kind::Literal)},
            {tr("An SQL expression"), int(DefaultValue::Kind::Expression)},
            {tr("The time of the insert"), int(DefaultValue::Kind::Now)},
            {tr("A new UUID"), int(DefaultValue::Kind::Uuid)}},
        [this](const QVariant& value) {
            const auto kind = DefaultValue::Kind(value.toInt());
            const bool texts = kind == DefaultValue::Kind::Literal || kind == DefaultValue::Kind::Expression;
            if (kind == DefaultValue::Kind::Expression && defaultText_->text().isEmpty()) {
                setShown(fields_, defaultText_, true); // an expression is one only when there is something
                defaultText_->setFocus();
                return;
            }
            updateColumn(tr("Default of %1"), [kind, texts](model::Column& column) {
                column.defaultValue = {kind, texts ? *column.defaultValue.text : QString()};
            });
            if (texts)
                defaultText_->setFocus();
        });
    defaultText_ = addText(fields_, {}, QStringLiteral("columnDefault"), [this](const QString& text) {
        const auto kind = DefaultValue::Kind(defaultKind_->currentData().toInt());
        updateColumn(tr("Default of %1"), [kind, text](model::Column& column) {
            column.defaultValue = text.isEmpty() && kind == DefaultValue::Kind::Expression
                                      ? DefaultValue()
                                      : DefaultValue{kind, text};
        });
    });
    defaultText_->setAccessibleName(tr("Default value"));
    comment_ = addText(fields_, tr("Comment"), QStringLiteral("columnComment"), [this](const QString& text) {
        updateColumn(tr("Comment on %1"), [text](model::Column& column) { column.comment = text; });
    });
    number_ = addChoice(fields_, tr("Identity"), QStringLiteral("columnNumbering"),
        {{tr("No"), int(Numbering::None)}, {tr("Auto-increment"), int(Numbering::Automatic)},
            {tr("Identity, by default"), int(Numbering::IdentityByDefault)},
            {tr("Identity, always"), int(Numbering::IdentityAlways)}},
        [this](const QVariant& value) {
            const auto numbering = Numbering(value.toInt());
            updateColumn(tr("Numbering of %1"), [numbering](model::Column& column) {
                column.autoIncrement = numbering != Numbering::None;
                column.identity = numbering == Numbering::IdentityAlways      ? Identity::Always
                                  : numbering == Numbering::IdentityByDefault ? Identity::ByDefault
                                                                              : Identity::None;
                if (numbering == Numbering::None)
                    column.sequence.clear();
                else
                    column.defaultValue = {};
            });
        });
    number_->setToolTip(tr("The database gives every new row the next number"));
    sequence_ = addText(fields_, tr("Sequence"), QStringLiteral("columnSequence"), [this](const QString& text) {
        updateColumn(tr("Sequence of %1"), [text](model::Column& column) { column.sequence = text; });
    });
    sequence_->setPlaceholderText(QStringLiteral("START WITH 1 INCREMENT BY 1"));
    generated_ = addChoice(fields_, tr("Generated"), QStringLiteral("columnGenerated"),
        {{tr("No"), int(Generated::Kind::None)},
            {tr("Virtual: computed when read"), int(Generated::Kind::Virtual)},
            {tr("Stored: computed when written"), int(Generated::Kind::Stored)}},
        [this](const QVariant& value) {
            const auto kind = Generated::Kind(value.toInt());
            const QString expression = expression_->text().trimmed();
            if (kind != Generated::Kind::None && expression.isEmpty()) {
                setShown(fields_, expression_, true);
                expression_->setFocus();
                return;
            }
            updateColumn(tr("Computation of %1"), [kind, expression](model::Column& column) {
                column.generated = {kind, kind == Generated::Kind::None ? QString() : expression};
            });
        });
    expression_ =
        addText(fields_, tr("Expression"), QStringLiteral("columnExpression"), [this](const QString& text) {
            auto kind = Generated::Kind(generated_->currentData().toInt());
            if (text.isEmpty())
                kind = Generated::Kind::None;
            updateColumn(tr("Computation of %1"), [kind, text](model::Column& column) {
                column.generated = {kind, text};
            });
        });
    expression_->setPlaceholderText(tr("An SQL expression"));
    onUpdate_ =
        addText(fields_, tr("On update"), QStringLiteral("columnOnUpdate"), [this](const QString& text) {
            updateColumn(tr("On update of %1"), [text](model::Column& column) { column.onUpdate = text; });
        });
    onUpdate_->setPlaceholderText(QStringLiteral("CURRENT_TIMESTAMP"));
    collation_ =
        addText(fields_, tr("Collation"), QStringLiteral("columnCollation"), [this](const QString& text) {
            updateColumn(tr("Collation of %1"), [text](model::Column& column) { column.collation = text; });
        });
    charset_ = addText(fields_, tr("Charset"), QStringLiteral("columnCharset"), [this](const QString& text) {
        updateColumn(tr("Charset of %1"), [text](model::Column& column) { column.charset = text; });
    });
    extra_ = addText(fields_, tr("More SQL"), QStringLiteral("columnExtra"), [this](const QString& text) {
        updateColumn(tr("More SQL of %1"), [text](model::Column& column) { column.extra = text; });
    });
    extra_->setToolTip(tr("Further clauses of the engine, to the letter"));
}

void ColumnPart::showColumn(ColumnId column)
{
    column_ = column;
    refresh();
}

void ColumnPart::updateColumn(const QString& text, const std::function<void(model::Column&)>& change)
{
    const model::Column* now = table() ? table()->column(column_) : nullptr;
    if (!now)
        return;
    model::Column column = *now;
    change(column);
    apply(text.arg(now->name), [id = table_, column](model::Document next) {
        return model::edit::updateColumn(std::move(next), id, column);
    });
}

QString ColumnPart::summary() const
{
    const model::Column* column = table() ? table()->column(column_) : nullptr;
    return column ? column->name : QString();
}

void ColumnPart::refresh()
{
    const model::Column* column = table() ? table()->column(column_) : nullptr;
    none_->setVisible(!column);
    none_->setText(tr("Pick a column of your own in the grid above."));
    for (int row = 0; row < fields_->rowCount(); ++row)
        fields_->setRowVisible(row, column != nullptr);
    if (!column)
        return;
    const orm::Capabilities& can = engine();
    const bool listed = column->type.kind == model::TypeKind::Enum || column->type.kind == model::TypeKind::Set;
    fill(type_, model::typeText(column->type, document().schema));
    fill(values_, column->type.values->join(u'\n'));
    setShown(fields_, values_, listed);
    fill(comment_, column->comment);
    fill(defaultKind_, int(column->defaultValue.kind));
    fill(defaultText_, column->defaultValue.text);
    setShown(fields_, defaultText_,
        column->defaultValue.kind == DefaultValue::Kind::Literal ||
            column->defaultValue.kind == DefaultValue::Kind::Expression);
    fill(number_, int(numberingOf(*column)));
    fill(sequence_, column->sequence);
    setShown(fields_, sequence_, !column->sequence.isEmpty() || (column->autoIncrement && can.identityColumns));
    fill(generated_, int(column->generated.kind));
    fill(expression_, column->generated.expression);
    setShown(fields_, expression_, column->generated.kind != Generated::Kind::None);
    fill(onUpdate_, column->onUpdate);
    setShown(fields_, onUpdate_, can.onUpdateColumns || !column->onUpdate.isEmpty());
    fill(collation_, column->collation);
    fill(charset_, column->charset);
    setShown(fields_, charset_,
        orm::optionSupport(document().settings.dialect).storageEngines || !column->charset.isEmpty());
    fill(extra_, column->extra);
    setShown(fields_, extra_, !column->extra.isEmpty());
}

} // namespace conjoin::ui
