// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/conflictdialog.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

enum Column { What, Seen, Theirs, Mine, Kept };

constexpr int choiceRole = Qt::UserRole, openRole = Qt::UserRole + 1, wordsRole = Qt::UserRole + 2;

constexpr qsizetype longestShown = 80;

QString line(const QString& text)
{
    return QString(text.left(longestShown)).replace(u'\n', u'⏎') +
           (text.size() > longestShown ? QStringLiteral("…") : QString());
}

} // namespace

ConflictDialog::ConflictDialog(const Theme& theme, std::vector<ConflictCase> cases, QWidget* parent)
    : QDialog(parent)
    , theme_(theme)
    , cases_(std::move(cases))
    , tree_(new QTreeWidget(this))
    , left_(new QLabel(this))
    , apply_(new QPushButton(tr("&Apply"), this))
{
    setObjectName(QStringLiteral("conflictDialog"));
    setWindowTitle(tr("Changed by somebody else"));
    resize(920, 420);
    auto* head = new QLabel(cases_.size() == 1 ? tr("Somebody else has changed a row meanwhile")
                                               : tr("Somebody else has changed %1 rows meanwhile").arg(cases_.size()),
        this);
    head->setProperty("role", "title");
    auto* said = new QLabel(tr("Nothing was written, and all of your changes still wait. Say for each of these what is "
                               "kept: it is written the next time you save."),
        this);
    said->setProperty("role", "muted");
    said->setWordWrap(true);

    tree_->setObjectName(QStringLiteral("conflicts"));
    tree_->setAccessibleName(tr("What is kept"));
    tree_->setProperty("list", true);
    tree_->setHeaderLabels({tr("Row, column"), tr("When you looked"), tr("Now in the database"), tr("Yours"),
        tr("Kept")});
    tree_->header()->setStretchLastSection(true);
    for (const auto& [column, width] : {std::pair(What, 200), {Seen, 150}, {Theirs, 160}, {Mine, 150}})
        tree_->setColumnWidth(column, width);
    tree_->installEventFilter(this);

    left_->setObjectName(QStringLiteral("conflictsLeft"));
    left_->setProperty("role", "muted");
    auto* mine = new QPushButton(tr("Keep all &mine"), this);
    mine->setObjectName(QStringLiteral("conflictMine"));
    auto* theirs = new QPushButton(tr("Take all &theirs"), this);
    theirs->setObjectName(QStringLiteral("conflictTheirs"));
    auto* cancel = new QPushButton(tr("Cancel"), this);
    apply_->setObjectName(QStringLiteral("conflictApply"));
    apply_->setDefault(true);
    for (QPushButton* button : {mine, theirs, cancel})
        button->setAutoDefault(false);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(mine);
    buttons->addWidget(theirs);
    buttons->addWidget(left_, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(apply_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(8);
    column->addWidget(head);
    column->addWidget(said);
    column->addWidget(tree_, 1);
    column->addLayout(buttons);

    tree_->ensurePolished(); // rows are measured as they are filled in
    fill();
    connect(mine, &QPushButton::clicked, this, [this] { chooseAll(Choice::Mine); });
    connect(theirs, &QPushButton::clicked, this, [this] { chooseAll(Choice::Theirs); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(apply_, &QPushButton::clicked, this, &QDialog::accept);
    connect(tree_, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item, int clicked) {
        if (clicked == Mine)
            choose(item, Choice::Mine);
        else if (clicked == Theirs)
            choose(item, Choice::Theirs);
        else if (clicked == Kept)
            turn(item);
    });
    tree_->setFocus();
}

void ConflictDialog::fill()
{
    QTreeWidgetItem* first = nullptr;
    for (const ConflictCase& conflict : cases_) {
        auto* head = new QTreeWidgetItem(tree_, {conflict.title});
        QFont strong = tree_->font();
        strong.setWeight(QFont::DemiBold);
        head->setFont(What, strong);
        if (conflict.gone)
            head->setText(Theirs, tr("deleted"));
        QStringList words; // for keeping mine, for keeping theirs
        if (conflict.intent == ConflictCase::Intent::Delete) {
            head->setText(Mine, tr("delete it"));
            words = {tr("Delete it all the same"), tr("Leave it")};
        } else if (conflict.intent == ConflictCase::Intent::Unlink) {
            head->setText(Mine, tr("unlink it"));
            words = {tr("Unlink it all the same"), tr("Leave it linked")};
        } else if (conflict.gone) {
            head->setText(Mine, tr("changed"));
            words = {tr("Make it again as a new row"), tr("Forget my changes")};
        }
        const bool decided = conflict.gone && conflict.intent != ConflictCase::Intent::Change;
        head->setData(0, openRole, !words.isEmpty() && !decided);
        head->setData(0, wordsRole, words);
        if (decided)
            head->setText(Kept, tr("Nothing is left to do"));
        addFields(head, conflict);
        head->setExpanded(true);
        for (QTreeWidgetItem* item = head; item && !first; item = tree_->itemBelow(item)) {
            if (isOpen(item))
                first = item;
        }
    }
    for (QTreeWidgetItemIterator it(tree_); *it; ++it)
        show(*it);
    tree_->setCurrentItem(first ? first : tree_->topLevelItem(0));
    tell();
}

void ConflictDialog::addFields(QTreeWidgetItem* head, const ConflictCase& conflict)
{
    for (const ConflictCase::Field& field : conflict.fields) {
        auto* item = new QTreeWidgetItem(head,
            {field.attribute, line(field.seen), line(field.theirs), field.changedByMe ? line(field.mine) : QString()});
        for (const auto& [column, text] :
            {std::pair(Seen, field.seen), {Theirs, field.theirs}, {Mine, field.mine}})
            item->setToolTip(column, text);
        item->setData(0, openRole, ConflictCase::isContested(field));
        item->setData(0, wordsRole, QStringList{tr("Mine"), tr("Theirs")});
        if (!ConflictCase::isContested(field))
            item->setText(Kept, field.changedByMe ? tr("Mine: they left it alone") : tr("Theirs: you left it alone"));
    }
}

bool ConflictDialog::isOpen(const QTreeWidgetItem* item) const
{
    return item && item->data(0, openRole).toBool();
}

ConflictDialog::Choice ConflictDialog::choice(const QTreeWidgetItem* item) const
{
    return Choice(item->data(0, choiceRole).toInt());
}

void ConflictDialog::choose(QTreeWidgetItem* item, Choice made)
{
    if (!isOpen(item))
        return;
    item->setData(0, choiceRole, int(made));
    show(item);
    tell();
}

void ConflictDialog::chooseAll(Choice made)
{
    for (QTreeWidgetItemIterator it(tree_); *it; ++it)
        choose(*it, made);
    apply_->setFocus();
}

void ConflictDialog::turn(QTreeWidgetItem* item)
{
    choose(item, choice(item) == Choice::Mine ? Choice::Theirs : Choice::Mine);
}

void ConflictDialog::show(QTreeWidgetItem* item) const
{
    if (!isOpen(item))
        return;
    const Choice made = choice(item);
    const QStringList words = item->data(0, wordsRole).toStringList();
    item->setText(Kept, made == Choice::Mine ? words[0] : made == Choice::Theirs ? words[1] : tr("? M or T"));
    item->setForeground(Kept, made == Choice::Open ? theme_.error : theme_.ink);
    for (const auto& [column, of] : {std::pair(Mine, Choice::Mine), {Theirs, Choice::Theirs}}) {
        QFont font = tree_->font();
        font.setWeight(made == of ? QFont::DemiBold : QFont::Normal);
        font.setStrikeOut(made != Choice::Open && made != of);
        item->setFont(column, font);
    }
}

void ConflictDialog::tell()
{
    int open = 0;
    for (QTreeWidgetItemIterator it(tree_); *it; ++it)
        open += isOpen(*it) && choice(*it) == Choice::Open ? 1 : 0;
    left_->setText(open == 0 ? QString() : open == 1 ? tr("1 to decide") : tr("%1 to decide").arg(open));
    apply_->setEnabled(open == 0);
}

bool ConflictDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != tree_ || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const auto& key = static_cast<QKeyEvent&>(*event);
    QTreeWidgetItem* item = tree_->currentItem();
    if (!item || key.modifiers() != Qt::NoModifier)
        return QDialog::eventFilter(watched, event);
    switch (key.key()) {
    case Qt::Key_M:
        choose(item, Choice::Mine);
        break;
    case Qt::Key_T:
        choose(item, Choice::Theirs);
        break;
    case Qt::Key_Space:
        turn(item);
        return true;
    default:
        return QDialog::eventFilter(watched, event);
    }
    for (QTreeWidgetItem* next = tree_->itemBelow(item); next; next = tree_->itemBelow(next)) {
        if (isOpen(next)) {
            tree_->setCurrentItem(next);
            break;
        }
    }
    return true;
}

std::vector<ConflictDecision> ConflictDialog::decisions() const
{
    std::vector<ConflictDecision> made;
    for (size_t i = 0; i < cases_.size(); ++i) {
        const QTreeWidgetItem* head = tree_->topLevelItem(int(i));
        ConflictDecision& decision = made.emplace_back();
        decision.insist = isOpen(head) && choice(head) != Choice::Theirs;
        for (size_t f = 0; f < cases_[i].fields.size(); ++f) {
            const QTreeWidgetItem* item = head->child(int(f));
            if (isOpen(item) && choice(item) == Choice::Theirs)
                decision.theirs += cases_[i].fields[f].attribute;
        }
    }
    return made;
}

} // namespace conjoin::ui
