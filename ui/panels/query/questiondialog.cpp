// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/questiondialog.h"

#include "ui/panels/data/tablepicker.h"
#include "ui/panels/query/keptquestion.h"
#include "ui/text/messages.h"
#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

QuestionDialog::QuestionDialog(std::shared_ptr<const orm::ModelRegistry> registry, const orm::Dialect& dialect,
    const model::NamedQuery& query, QWidget* parent)
    : QDialog(parent)
    , registry_(std::move(registry))
    , dialect_(dialect)
    , before_(query)
    , table_(new TablePicker(this))
    , text_(new QPlainTextEdit(this))
    , problem_(new QLabel(this))
{
    setObjectName(QStringLiteral("questionDialog"));
    setWindowTitle(tr("Query %1 as text").arg(query.name));
    resize(620, 480);
    table_->setObjectName(QStringLiteral("questionTable"));
    std::vector<int> order;
    for (size_t i = 0; i < registry_->models().size(); ++i)
        order.push_back(int(i));
    std::ranges::sort(order, [&](int a, int b) {
        return registry_->at(a).table.compare(registry_->at(b).table, Qt::CaseInsensitive) < 0;
    });
    const int model = modelCalled(*registry_, query.table);
    if (model < 0)
        table_->addItem(tr("%1 – not in the database").arg(query.table.name), -1);
    for (const int index : order)
        table_->addItem(registry_->at(index).table, index);
    table_->setCurrentIndex(std::max(0, table_->findData(model)));
    text_->setObjectName(QStringLiteral("questionText"));
    text_->setAccessibleName(tr("What is asked, in the words of findAll"));
    text_->setFont(codeFont());
    text_->setTabChangesFocus(true);
    text_->setPlainText(query.question);
    problem_->setObjectName(QStringLiteral("questionProblem"));
    problem_->setProperty("role", QStringLiteral("error"));
    problem_->setWordWrap(true);
    problem_->setTextFormat(Qt::PlainText);
    problem_->setMinimumHeight(problem_->fontMetrics().lineSpacing() * 3); // what stands below must not jump
    problem_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* label = new QLabel(tr("&Table"), this);
    label->setBuddy(table_);
    auto* words = new QLabel(tr("&Question, as JSON: where, include, attributes, order, limit"), this);
    words->setBuddy(text_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    keep_ = buttons->addButton(tr("&Keep"), QDialogButtonBox::AcceptRole);
    keep_->setObjectName(QStringLiteral("questionKeep"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(8);
    column->addWidget(label);
    column->addWidget(table_);
    column->addWidget(words);
    column->addWidget(text_, 1);
    column->addWidget(problem_);
    column->addWidget(buttons);
    connect(table_, &QComboBox::currentIndexChanged, this, &QuestionDialog::check);
    connect(text_, &QPlainTextEdit::textChanged, this, &QuestionDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
    text_->setFocus();
}

model::NamedQuery QuestionDialog::query() const
{
    model::NamedQuery query = before_;
    const int model = table_->currentData().toInt();
    if (table_->currentData().isValid() && model >= 0)
        query.table = tableOf(registry_->at(model));
    query.question = text_->toPlainText();
    return query;
}

void QuestionDialog::check()
{
    const auto read = readKept(*registry_, dialect_, query());
    problem_->setText(read ? QString() : spoken(read.error()));
    // What only the form can't show may be kept all the same: other ways read it.
    keep_->setEnabled(read || read.error().what.code == u"query.beyond-form");
}

} // namespace conjoin::ui
