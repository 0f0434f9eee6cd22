// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/optionsupport.h"
#include "ui/panels/properties/partlist.h"
#include "ui/panels/properties/tableparts.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

ChecksPart::ChecksPart(EditSession& session, const Theme& theme, QWidget* parent)
    : TablePart(session, theme, parent)
    , list_(new PartList(tr("Add a check"), QStringLiteral("checks"), theme, this))
{
    column()->addWidget(list_);
    fields_ = addFields();
    expression_ =
        addText(fields_, tr("Condition"), QStringLiteral("checkExpression"), [this](const QString& text) {
            updateCheck(tr("Condition of %1"), [text](model::Check& check) { check.expression = text; });
        });
    expression_->setPlaceholderText(tr("An SQL condition, like price >= 0"));
    name_ = addText(fields_, tr("Name"), QStringLiteral("checkName"), [this](const QString& text) {
        updateCheck(tr("Name of a check of %1"), [text](model::Check& check) { check.name = text; });
    });
    enforced_ = addCheck(fields_, tr("Enforced"), QStringLiteral("checkEnforced"), [this](bool on) {
        updateCheck(tr("Check of %1"), [on](model::Check& check) { check.enforced = on; });
    });
    validated_ = addCheck(fields_, tr("Validated: holds for existing rows, too"),
        QStringLiteral("checkValidated"), [this](bool on) {
            updateCheck(tr("Check of %1"), [on](model::Check& check) { check.validated = on; });
        });
    inherited_ = addCheck(
        fields_, tr("Inherited by tables below it"), QStringLiteral("checkInherited"), [this](bool on) {
            updateCheck(tr("Check of %1"), [on](model::Check& check) { check.inherited = on; });
        });
    comment_ = addText(fields_, tr("Comment"), QStringLiteral("checkComment"), [this](const QString& text) {
        updateCheck(tr("Comment on a check of %1"), [text](model::Check& check) { check.comment = text; });
    });
    connect(list_, &PartList::currentChanged, this, &ChecksPart::showCurrent);
    connect(list_, &PartList::addRequested, this, &ChecksPart::add);
    connect(list_, &PartList::removeRequested, this, &ChecksPart::remove);
}

void ChecksPart::setTheme(const Theme& theme)
{
    TablePart::setTheme(theme);
    list_->setTheme(theme);
}

QString ChecksPart::summary() const
{
    return table() && !table()->checks.empty() ? QString::number(table()->checks.size()) : QString();
}

const model::Check* ChecksPart::current() const
{
    const model::Table* now = table();
    const int row = list_->current();
    return now && row >= 0 && row < int(now->checks.size()) ? &now->checks[size_t(row)] : nullptr;
}

void ChecksPart::updateCheck(const QString& text, const std::function<void(model::Check&)>& change)
{
    const model::Check* check = current();
    if (!check)
        return;
    update(text, [id = check->id, change](model::Table& table) -> Result<void> {
        const auto it = std::ranges::find(table.checks, id, &model::Check::id);
        if (it != table.checks.end())
            change(*it);
        return {};
    });
}

void ChecksPart::add()
{
    const model::Table* now = table();
    if (!now)
        return;
    model::Check check;
    check.id = session_.ids().next<CheckId>();
    check.expression = QStringLiteral("1 = 1"); // holds, and runs, until a person says what it should be
    update(tr("Add a check to %1"), [check](model::Table& table) -> Result<void> {
        table.checks.push_back(check);
        return {};
    });
    list_->setCurrent(int(table()->checks.size()) - 1);
    expression_->setFocus();
    expression_->selectAll();
}

void ChecksPart::remove(int row)
{
    const model::Table* now = table();
    if (!now || row >= int(now->checks.size()))
        return;
    update(tr("Remove a check of %1"), [id = now->checks[size_t(row)].id](model::Table& table) -> Result<void> {
        std::erase_if(table.checks, [id](const model::Check& check) { return check.id == id; });
        return {};
    });
}

void ChecksPart::refresh()
{
    const model::Table* now = table();
    if (!now)
        return;
    QStringList texts;
    for (const model::Check& check : now->checks)
        texts << check.expression.simplified();
    list_->showParts(texts);
    showCurrent();
}

void ChecksPart::showCurrent()
{
    const model::Check* check = current();
    for (int row = 0; row < fields_->rowCount(); ++row)
        fields_->setRowVisible(row, check != nullptr);
    if (!check)
        return;
    const orm::Capabilities& can = engine();
    const orm::OptionSupport& has = orm::optionSupport(document().settings.dialect);
    fill(expression_, check->expression, tr("An SQL condition, like price >= 0"));
    fill(name_, check->name, tr("By convention"));
    fill(enforced_, check->enforced);
    setShown(fields_, enforced_, can.unenforcedChecks || !check->enforced);
    fill(validated_, check->validated);
    setShown(fields_, validated_, has.unvalidatedConstraints || !check->validated);
    fill(inherited_, check->inherited);
    setShown(fields_, inherited_, has.inheritedChecks || !check->inherited);
    fill(comment_, check->comment);
    setShown(fields_, comment_, can.comments || !check->comment.isEmpty());
}

} // namespace conjoin::ui
