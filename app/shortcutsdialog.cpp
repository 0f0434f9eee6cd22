// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shortcutsdialog.h"

#include "app/actions.h"
#include "app/preferences.h"
#include "ui/canvas/canvasgestures.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace conjoin::app {

ShortcutsDialog::ShortcutsDialog(const Actions& actions, Preferences& preferences, QWidget* parent)
    : QDialog(parent)
    , actions_(actions)
    , preferences_(preferences)
    , list_(new QTreeWidget(this))
    , keys_(new QKeySequenceEdit(this))
    , set_(new QPushButton(tr("Set keys"), this))
    , note_(new QLabel(this))
{
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(680, 640);
    list_->setObjectName(QStringLiteral("shortcuts"));
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setHeaderLabels({tr("Command"), tr("Keys")});
    list_->header()->resizeSection(0, 350);
    addHeading(tr("Everywhere"));
    for (QAction* action : actions.all()) {
        auto* item = new QTreeWidgetItem(
            list_, {action->text(), QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)});
        item->setData(0, Qt::UserRole, action->objectName());
    }
    addHeading(tr("On the diagram"));
    for (const ui::CanvasGesture& gesture : ui::canvasGestures()) {
        auto* item = new QTreeWidgetItem(list_, {gesture.name, ui::waysOf(gesture)});
        item->setToolTip(0, gesture.name);
        item->setToolTip(1, item->text(1));
    }
    auto* done = new QPushButton(tr("Close"), this);
    note_->setProperty("role", "muted");
    note_->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(keys_, 1);
    row->addWidget(set_);
    row->addWidget(done);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(list_, 1);
    column->addWidget(note_);
    column->addLayout(row);
    connect(list_, &QTreeWidget::currentItemChanged, this, &ShortcutsDialog::showCurrent);
    connect(set_, &QPushButton::clicked, this, &ShortcutsDialog::assign);
    connect(done, &QPushButton::clicked, this, &QDialog::accept);
    list_->setCurrentItem(list_->topLevelItem(1)); // the first command
}

void ShortcutsDialog::addHeading(const QString& text)
{
    auto* item = new QTreeWidgetItem(list_, {text});
    item->setFlags(Qt::ItemIsEnabled);
    item->setFirstColumnSpanned(true);
    QFont font = list_->font();
    font.setWeight(QFont::DemiBold);
    item->setFont(0, font);
}

void ShortcutsDialog::showCurrent()
{
    const QTreeWidgetItem* item = list_->currentItem();
    const QString name = item ? item->data(0, Qt::UserRole).toString() : QString();
    const bool fixed = item && name.isEmpty() && !item->text(1).isEmpty();
    keys_->setEnabled(!name.isEmpty());
    set_->setEnabled(!name.isEmpty());
    keys_->setKeySequence(name.isEmpty() ? QKeySequence() : actions_.at(name).shortcut());
    note_->setText(fixed ? tr("The diagram has these keys for good.")
                         : tr("Choose a command, click into the field and press its new keys."));
}

void ShortcutsDialog::assign()
{
    QTreeWidgetItem* item = list_->currentItem();
    if (!item || item->data(0, Qt::UserRole).toString().isEmpty())
        return;
    QAction& action = actions_.at(item->data(0, Qt::UserRole).toString());
    const QKeySequence keys = keys_->keySequence();
    for (const QAction* other : actions_.all()) {
        if (other != &action && !keys.isEmpty() && other->shortcuts().contains(keys)) {
            note_->setText(
                tr("%1 already belongs to “%2”.").arg(keys.toString(QKeySequence::NativeText), other->text()));
            return;
        }
    }
    for (const ui::CanvasGesture& gesture : ui::canvasGestures()) {
        if (gesture.keys.contains(keys)) {
            note_->setText(tr("%1 already means on the diagram: “%2”.")
                               .arg(keys.toString(QKeySequence::NativeText), gesture.name));
            return;
        }
    }
    action.setShortcut(keys);
    action.setToolTip(tipOf(action));
    preferences_.setShortcut(action.objectName(), keys.toString(QKeySequence::PortableText));
    item->setText(1, keys.toString(QKeySequence::NativeText));
    note_->setText(
        tr("“%1” is now %2.")
            .arg(action.text(), keys.isEmpty() ? tr("without keys") : keys.toString(QKeySequence::NativeText)));
}

} // namespace conjoin::app
