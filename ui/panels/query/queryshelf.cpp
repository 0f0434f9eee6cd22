// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/queryshelf.h"

#include "model/edit/browsingedits.h"
#include "ui/session/editsession.h"
#include "ui/text/messages.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

QueryShelf::QueryShelf(EditSession& session, Reader reader, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , reader_(std::move(reader))
    , names_(new QComboBox(this))
    , keep_(new QPushButton(tr("&Keep"), this))
    , more_(new QToolButton(this))
    , menu_(new QMenu(this))
{
    names_->setObjectName(QStringLiteral("queryNames"));
    names_->setAccessibleName(tr("Kept queries"));
    names_->setMinimumContentsLength(16);
    names_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    keep_->setObjectName(QStringLiteral("queryKeep"));
    keep_->setToolTip(tr("Keeps the question in the project"));
    more_->setObjectName(QStringLiteral("queryMore"));
    more_->setAutoRaise(true);
    more_->setIconSize({16, 16});
    more_->setFocusPolicy(Qt::TabFocus);
    more_->setPopupMode(QToolButton::InstantPopup);
    more_->setToolTip(tr("More of this query"));
    more_->setAccessibleName(more_->toolTip());
    more_->setMenu(menu_);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(names_);
    row->addWidget(keep_);
    row->addWidget(more_);
    buildMenu();
    connect(names_, &QComboBox::activated, this, [this](int index) {
        const QString name = names_->itemData(index).toString();
        refill(); // until the panel says that it is shown
        emit chosen(name);
    });
    connect(keep_, &QPushButton::clicked, this, &QueryShelf::keep);
    connect(menu_, &QMenu::aboutToShow, this, &QueryShelf::showState);
    connect(&session, &EditSession::changed, this, [this](const model::Delta& delta) {
        if (delta.browsing)
            refill();
    });
    refill();
}

void QueryShelf::buildMenu()
{
    menu_->setObjectName(QStringLiteral("queryMenu"));
    keepAs_ = menu_->addAction(tr("Keep &as…"), this, &QueryShelf::keepAs);
    back_ = menu_->addAction(tr("&Back to what is kept"), this, [this] { emit chosen(current_); });
    menu_->addSeparator();
    ofKept_.append(menu_->addAction(tr("&Rename…"), this, [this] {
        askForName(tr("Rename the query"), current_, [this](const QString& name) { rename(name); });
    }));
    ofKept_.append(menu_->addAction(tr("&Duplicate"), this, &QueryShelf::duplicate));
    ofKept_.append(menu_->addAction(tr("Edit as &text…"), this, [this] { emit textAsked(current_); }));
    up_ = menu_->addAction(tr("Move &up"), this, [this] { move(-1); });
    down_ = menu_->addAction(tr("Move do&wn"), this, [this] { move(1); });
    menu_->addSeparator();
    ofKept_.append(menu_->addAction(tr("Re&move from the project"), this, [this] { remove(current_); }));
}

void QueryShelf::setTheme(const Theme& theme)
{
    more_->setIcon(icon(QStringLiteral("more"), theme));
}

const model::NamedQuery* QueryShelf::kept() const
{
    const model::Browsing& browsing = session_.document().browsing;
    const int index = current_.isEmpty() ? -1 : model::indexOfQuery(browsing, current_);
    return index < 0 ? nullptr : &browsing.queries[size_t(index)];
}

/// Shows the queries of the project. One that was renamed – by an undo, too – stays the one that is shown.
void QueryShelf::refill()
{
    const auto& queries = session_.document().browsing.queries;
    if (!current_.isEmpty() && !kept()) {
        const auto before = std::ranges::find(shown_, current_, &model::NamedQuery::name);
        const size_t index = size_t(before - shown_.begin());
        const bool renamed = before != shown_.end() && shown_.size() == queries.size() &&
                             queries[index].table == before->table &&
                             queries[index].question == before->question;
        current_ = renamed ? queries[index].name : QString();
    }
    shown_ = queries;
    names_->clear();
    names_->addItem(tr("New query"), QString());
    for (const model::NamedQuery& query : shown_)
        names_->addItem(query.name, query.name);
    names_->setCurrentIndex(std::max(0, names_->findData(current_)));
    showState();
}

void QueryShelf::setQuestion(const model::NamedTable& table, const QString& question)
{
    table_ = table;
    question_ = question;
    showState();
}

void QueryShelf::setCurrent(const QString& name)
{
    current_ = name;
    refill();
}

bool QueryShelf::isChanged() const
{
    const model::NamedQuery* query = kept();
    return query && (query->table != table_ || reader_(*query) != question_);
}

void QueryShelf::showState()
{
    const bool any = !table_.name.isEmpty();
    const bool changed = isChanged();
    const model::NamedQuery* query = kept();
    for (int i = 1; i < names_->count(); ++i) { // a star is what a document that was changed has
        const QString name = names_->itemData(i).toString();
        names_->setItemText(i, changed && name == query->name ? tr("%1 *").arg(name) : name);
    }
    names_->setToolTip(changed ? tr("The question is not what the project keeps under this name")
                               : tr("The queries that the project keeps"));
    keep_->setEnabled(any && (changed || !query));
    keep_->setText(query ? tr("&Keep") : tr("&Keep…"));
    keepAs_->setEnabled(any);
    back_->setEnabled(changed);
    for (QAction* action : ofKept_)
        action->setEnabled(query != nullptr);
    const int index = model::indexOfQuery(session_.document().browsing, current_);
    up_->setEnabled(query && index > 0);
    down_->setEnabled(query && index + 1 < int(shown_.size()));
}

// -- edits -------------------------------------------------------------------------------------------

/// Asks for a name that no other query has; what is wrong with one is told while it is typed.
void QueryShelf::askForName(
    const QString& title, const QString& name, const std::function<void(const QString&)>& take)
{
    auto* dialog = new QDialog(window());
    dialog->setObjectName(QStringLiteral("queryNameDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setMinimumWidth(380);
    auto* label = new QLabel(tr("&Name"), dialog);
    auto* field = new QLineEdit(name, dialog);
    field->setObjectName(QStringLiteral("queryName"));
    label->setBuddy(field);
    auto* error = new QLabel(dialog);
    error->setObjectName(QStringLiteral("queryNameError"));
    error->setProperty("role", QStringLiteral("error"));
    error->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, dialog);
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(8);
    column->addWidget(label);
    column->addWidget(field);
    column->addWidget(error);
    column->addWidget(buttons);
    const auto check = [this, field, error, buttons, name] {
        const QString typed = field->text().trimmed();
        model::Browsing others = session_.document().browsing;
        std::erase_if(others.queries, [&](const model::NamedQuery& each) { return each.name == name; });
        const auto why = model::whyNot(others, model::NamedQuery{typed, {{}, QStringLiteral("table")}, {}});
        error->setText(why && !typed.isEmpty() ? sentence(*why) : QString());
        buttons->button(QDialogButtonBox::Ok)->setEnabled(!why);
    };
    check();
    connect(field, &QLineEdit::textChanged, dialog, check);
    connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(dialog, &QDialog::accepted, this, [field, take] { take(field->text().trimmed()); });
    field->selectAll();
    dialog->open();
}

void QueryShelf::keep()
{
    const model::NamedQuery* query = kept();
    if (!query)
        keepAs();
    else if (isChanged())
        keepUnder(query->name);
}

void QueryShelf::keepAs()
{
    if (!table_.name.isEmpty())
        askForName(tr("Keep the query"), QString(), [this](const QString& name) { keepUnder(name); });
}

void QueryShelf::keepUnder(const QString& name)
{
    const bool same = !current_.isEmpty() && current_.compare(name, Qt::CaseInsensitive) == 0;
    const QString instead = same ? current_ : QString();
    const model::NamedQuery query{name.trimmed(), table_, question_};
    const QString before = std::exchange(current_, query.name); // what the edit brings is what is shown
    const auto done = session_.apply(tr("Keep query %1").arg(query.name),
        [=](model::Document document) { return model::edit::keepQuery(std::move(document), query, instead); });
    if (!done) // the window tells why
        current_ = before;
    refill();
}

void QueryShelf::rename(const QString& name)
{
    const model::NamedQuery* query = kept();
    if (!query || query->name == name)
        return;
    model::NamedQuery renamed = *query;
    renamed.name = name.trimmed();
    (void)session_.apply(
        tr("Rename query %1").arg(query->name), [renamed, instead = query->name](model::Document document) {
            return model::edit::keepQuery(std::move(document), renamed, instead);
        });
}

QString QueryShelf::freeName(const QString& name) const
{
    for (int number = 2;; ++number) {
        QString free = QStringLiteral("%1 (%2)").arg(name).arg(number);
        if (model::indexOfQuery(session_.document().browsing, free) < 0)
            return free;
    }
}

/// The copy stands behind the query and is shown: with what is shown now.
void QueryShelf::duplicate()
{
    const model::NamedQuery* query = kept();
    if (!query)
        return;
    const model::NamedQuery copy{freeName(query->name), table_, question_};
    const int place = model::indexOfQuery(session_.document().browsing, current_) + 1;
    const QString before = std::exchange(current_, copy.name);
    const auto done = session_.apply(tr("Duplicate query %1").arg(query->name), [=](model::Document document) {
        auto kept = model::edit::keepQuery(std::move(document), copy);
        return kept ? model::edit::moveQuery(std::move(*kept), copy.name, place) : kept;
    });
    if (!done)
        current_ = before;
    refill();
}

void QueryShelf::move(int by)
{
    const int index = model::indexOfQuery(session_.document().browsing, current_) + by;
    if (!kept() || index < 0 || index >= int(shown_.size()))
        return;
    (void)session_.apply(tr("Move query %1").arg(current_), [name = current_, index](model::Document document) {
        return model::edit::moveQuery(std::move(document), name, index);
    });
}

void QueryShelf::remove(const QString& name)
{
    (void)session_.apply(tr("Remove query %1").arg(name),
        [name](model::Document document) { return model::edit::removeQuery(std::move(document), name); });
}

} // namespace conjoin::ui
