// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "ui/models/columnmodel.h"
#include "ui/panels/propertyforms.h"
#include "ui/text/keyparts.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

using model::UserType;

UserTypeForm::UserTypeForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent)
{
    heading_ = addHeading({});
    fields_ = addFields();
    name_ = addText(fields_, tr("Name"), QStringLiteral("typeName"), [this](const QString& text) {
        update(tr("Rename %1"), [text](UserType& type) -> Result<void> {
            type.name = text;
            return {};
        });
    });
    schema_ = addText(fields_, tr("Schema"), QStringLiteral("typeSchema"), [this](const QString& text) {
        update(tr("Schema of %1"), [text](UserType& type) -> Result<void> {
            type.sqlSchema = text;
            return {};
        });
    });
    values_ = addLines(fields_, tr("Values"), QStringLiteral("typeValues"), 8, [this](const QString& text) {
        update(tr("Values of %1"), [text](UserType& type) -> Result<void> {
            QStringList values = text.split(u'\n', Qt::SkipEmptyParts);
            if (values.removeDuplicates() > 0)
                return inputError(type.name, message("type.value-twice", "every value of an enum stands once"));
            type.values = values;
            return {};
        });
    });
    values_->setPlaceholderText(tr("One a line, in their order"));
    base_ = addText(fields_, tr("Base type"), QStringLiteral("typeBase"), [this](const QString& text) {
        update(tr("Type of %1"),
            [base = parseTypeIn(document().schema, text), self = type_](UserType& type) -> Result<void> {
                if (base.userType == self)
                    return inputError(type.name, message("type.itself", "a domain can't restrict itself"));
                type.base = base;
                return {};
            });
    });
    completeWith(base_, [this] { return typeSuggestionsIn(document().schema); });
    mandatory_ =
        addCheck(fields_, tr("NOT NULL: must have a value"), QStringLiteral("typeMandatory"), [this](bool on) {
            update(tr("Domain %1"), [on](UserType& type) -> Result<void> {
                type.nullable = !on;
                return {};
            });
        });
    default_ = addText(fields_, tr("Default"), QStringLiteral("typeDefault"), [this](const QString& text) {
        update(tr("Default of %1"), [text](UserType& type) -> Result<void> {
            type.defaultValue = parseDefault(text);
            return {};
        });
    });
    default_->setToolTip(tr("A value, now, uuid, or = and an SQL expression"));
    collation_ =
        addText(fields_, tr("Collation"), QStringLiteral("typeCollation"), [this](const QString& text) {
            update(tr("Collation of %1"), [text](UserType& type) -> Result<void> {
                type.collation = text;
                return {};
            });
        });
    checks_ = addLines(fields_, tr("Checks"), QStringLiteral("typeChecks"), 3, [this](const QString& text) {
        const QStringList conditions = text.split(u'\n', Qt::SkipEmptyParts);
        std::vector<CheckId> fresh;
        for (qsizetype i = 0; i < conditions.size(); ++i)
            fresh.push_back(session_.ids().next<CheckId>());
        update(tr("Checks of %1"), [conditions, fresh](UserType& type) -> Result<void> {
            type.checks.resize(size_t(conditions.size()));
            for (size_t i = 0; i < type.checks.size(); ++i) {
                type.checks[i].expression = conditions[qsizetype(i)].trimmed();
                if (type.checks[i].id.isNull())
                    type.checks[i].id = fresh[i];
            }
            return {};
        });
    });
    checks_->setPlaceholderText(tr("One a line: VALUE > 0"));
    comment_ = addText(fields_, tr("Comment"), QStringLiteral("typeComment"), [this](const QString& text) {
        update(tr("Comment on %1"), [text](UserType& type) -> Result<void> {
            type.comment = text;
            return {};
        });
    });
    used_ = addHint();
    column()->addStretch();
}

void UserTypeForm::showType(UserTypeId type)
{
    type_ = type;
    refresh();
}

void UserTypeForm::update(const QString& text, const std::function<Result<void>(UserType&)>& change)
{
    const UserType& now = document().schema.types.at(type_);
    apply(text.arg(now.name), [type = now, change](model::Document next) mutable -> Result<model::Document> {
        if (const auto done = change(type); !done)
            return failure(done);
        return model::edit::updateUserType(std::move(next), type);
    });
}

void UserTypeForm::refresh()
{
    const UserType* type = document().schema.types.find(type_);
    if (!type)
        return;
    const bool domain = type->kind == UserType::Kind::Domain;
    heading_->setText(domain ? tr("Domain") : tr("Enum"));
    fill(name_, type->name);
    fill(schema_, type->sqlSchema, tr("The default one"));
    setShown(fields_, schema_, engine().namespaces || !type->sqlSchema.isEmpty());
    fill(values_, type->values.join(u'\n'));
    setShown(fields_, values_, !domain);
    fill(base_, model::typeText(type->base, document().schema));
    fill(mandatory_, !type->nullable);
    fill(default_, defaultText(type->defaultValue), tr("None"));
    fill(collation_, type->collation, tr("The database's"));
    QStringList conditions;
    for (const model::Check& check : type->checks)
        conditions << check.expression.simplified();
    fill(checks_, conditions.join(u'\n'));
    for (QWidget* field : std::initializer_list<QWidget*>{base_, mandatory_, default_, collation_, checks_})
        setShown(fields_, field, domain);
    fill(comment_, type->comment);
    int columns = 0;
    for (const model::Table& table : document().schema.tables)
        columns += int(std::ranges::count(
            table.columns, type_, [](const model::Column& column) { return column.type.userType; }));
    used_->setText(columns == 0 ? tr("No column has this type yet. Type its name as the type of one.")
                                : tr("The type of %n column(s).", nullptr, columns));
}

} // namespace conjoin::ui
