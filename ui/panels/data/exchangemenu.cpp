// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/exchangemenu.h"

#include "ui/dialogs/importrowsdialog.h"
#include "ui/panels/data/rowbar.h"
#include "ui/panels/data/rowlinker.h"
#include "ui/panels/data/rowtreeview.h"
#include "ui/text/messages.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QLocale>
#include <QMenu>
#include <QShortcut>

#include <algorithm>

namespace conjoin::ui {

ExchangeMenu::ExchangeMenu(
    const Theme& theme, const ResultTreeModel& model, RowTreeView& view, const RowBar& bar, QWidget* parent)
    : QToolButton(parent)
    , theme_(&theme)
    , model_(model)
    , view_(view)
    , bar_(bar)
    , folder_(QDir::homePath())
    , menu_(new QMenu(this))
{
    setObjectName(QStringLiteral("exchangeRows"));
    setAutoRaise(true);
    setIconSize({16, 16});
    setFocusPolicy(Qt::TabFocus);
    setPopupMode(QToolButton::InstantPopup);
    setToolTip(tr("Export, import, copy (Alt+X)"));
    setAccessibleName(tr("Export, import, copy"));
    setShortcut(QKeySequence(Qt::ALT | Qt::Key_X));
    buildMenu();
    setMenu(menu_);
    setTheme(theme);
    for (const auto& [keys, format] : {std::pair(QKeySequence(QKeySequence::Copy), CopyFormat::Tsv),
             std::pair(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), CopyFormat::Json)}) {
        auto* shortcut = new QShortcut(keys, &view_);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, format = format] { copyAs(format); });
    }
}

void ExchangeMenu::buildMenu()
{
    export_ = menu_->addAction(tr("&Export rows…"), this, &ExchangeMenu::exportRows);
    import_ = menu_->addAction(tr("&Import rows…"), this, &ExchangeMenu::importRows);
    sample_ = menu_->addAction(tr("Fill with &sample data…"), this, &ExchangeMenu::sampleDataAsked);
    menu_->addSeparator();
    const auto copy = [this](const QString& text, CopyFormat format, const QKeySequence& keys = {}) {
        QAction* action = menu_->addAction(text, this, [this, format] { copyAs(format); });
        if (!keys.isEmpty()) // shown only: the view has the key
            action->setText(text + u'\t' + keys.toString(QKeySequence::NativeText));
        copies_.append(action);
    };
    copy(tr("&Copy for a spreadsheet"), CopyFormat::Tsv, QKeySequence(QKeySequence::Copy));
    copy(tr("Copy as &JSON"), CopyFormat::Json, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    copy(tr("Copy as I&NSERTs"), CopyFormat::Inserts);
    copy(tr("Copy as &Markdown"), CopyFormat::Markdown);
    copy(tr("Copy as &WHERE"), CopyFormat::Keys);
    connect(menu_, &QMenu::aboutToShow, this, &ExchangeMenu::showState);
}

void ExchangeMenu::setTheme(const Theme& theme)
{
    theme_ = &theme;
    setIcon(ui::icon(QStringLiteral("more"), theme));
}

void ExchangeMenu::setSource(RowSource source)
{
    source_ = std::move(source);
}

void ExchangeMenu::showState()
{
    const bool open = source_.isOpen() && model_.rootModel() >= 0;
    export_->setEnabled(open);
    import_->setEnabled(open && source_.isWritable());
    sample_->setEnabled(open && source_.isWritable());
    const bool any = open && !selectedRows().empty();
    for (QAction* action : copies_)
        action->setEnabled(any);
}

std::vector<RowPtr> ExchangeMenu::selectedRows() const
{
    std::vector<RowPtr> rows;
    QModelIndexList indexes = view_.selectionModel()->selectedRows();
    if (indexes.isEmpty() && view_.currentIndex().isValid())
        indexes.append(view_.currentIndex());
    for (const QModelIndex& index : indexes) {
        const RowPtr& row = model_.object(index);
        const bool known = std::ranges::any_of(rows, [&](const RowPtr& other) { return other == row; });
        if (row && !row->draft && !known && (rows.empty() || rows.front()->model == row->model))
            rows.push_back(row);
    }
    return rows;
}

std::vector<orm::Include> ExchangeMenu::openBelow(const QModelIndex& row) const
{
    std::vector<orm::Include> includes;
    for (int i = 0; i < model_.rowCount(row); ++i) {
        const QModelIndex relation = model_.index(i, 0, row);
        if (model_.kind(relation) != TreeNodeKind::Relation || !view_.isExpanded(relation))
            continue;
        orm::Include include;
        include.association = model_.association(relation)->name;
        for (int j = 0; j < model_.rowCount(relation); ++j) {
            const QModelIndex child = model_.index(j, 0, relation);
            if (!view_.isExpanded(child))
                continue;
            for (orm::Include& below : openBelow(child)) {
                const auto known =
                    std::ranges::find(include.includes, below.association, &orm::Include::association);
                if (known == include.includes.end())
                    include.includes.push_back(std::move(below));
            }
        }
        includes.push_back(std::move(include));
    }
    return includes;
}

ExportSubject ExchangeMenu::subject() const
{
    ExportSubject subject;
    subject.source = source_;
    subject.query.model = model_.rootModel();
    const orm::Model& model = source_.registry->at(subject.query.model);
    if (!model_.view().where.isNull()) {
        subject.filter = model_.view().where;
        subject.filterText = bar_.filter().isEmpty() ? tr("the row above the columns") : bar_.filter();
    }
    const std::vector<RowPtr> rows = selectedRows();
    if (!rows.empty() && rows.front()->model == subject.query.model) {
        subject.selection = conditionOf(model, rows);
        subject.selected = subject.selection.isNull() ? 0 : int(rows.size());
    }
    if (const QModelIndex current = view_.currentIndex(); current.isValid() && !current.parent().isValid())
        subject.query.includes = openBelow(current.siblingAtColumn(0));
    return subject;
}

void ExchangeMenu::exportRows()
{
    if (!source_.isOpen() || model_.rootModel() < 0)
        return;
    auto* dialog = new ExportDialog(subject(), folder_, *theme_, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { emit message(dialog->outcome()); });
    dialog->open();
}

void ExchangeMenu::importRows()
{
    if (!source_.isWritable() || model_.rootModel() < 0)
        return;
    auto* dialog = new ImportRowsDialog(source_, model_.rootModel(), folder_, *theme_, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        emit message(dialog->outcome());
        emit imported();
    });
    dialog->open();
}

void ExchangeMenu::copyAs(CopyFormat format)
{
    const std::vector<RowPtr> rows = selectedRows();
    if (rows.empty() || !source_.isOpen())
        return;
    const auto toClipboard = [this, rows, registry = source_.registry,
                                 database = source_.database->settings().url()](const QString& text) {
        QGuiApplication::clipboard()->setMimeData(new RowsMime(rows, registry, database, text));
        emit message(tr("Copied %n row(s)", nullptr, int(rows.size())));
    };
    const orm::Model& model = source_.registry->at(rows.front()->model);
    orm::Query query;
    query.model = rows.front()->model;
    query.where = conditionOf(model, rows);
    if (query.where.isNull()) {
        emit message(tr("This table has no key, so single rows of it can't be asked for."));
        return;
    }
    if (format == CopyFormat::Keys) {
        if (const auto dialect = orm::dialectNamed(source_.database->settings().dialect))
            toClipboard(whereText(*source_.registry, query.model, rows, **dialect));
        return;
    }
    if (format == CopyFormat::Json || format == CopyFormat::Inserts) { // the tree as it is open
        const QModelIndex current = view_.currentIndex().siblingAtColumn(0);
        if (current.isValid() && model_.object(current) == rows.front() && view_.isExpanded(current))
            query.includes = openBelow(current);
    }
    textOfRows(source_, query, format, this, [this, toClipboard](const Result<QByteArray>& text) {
        if (text)
            toClipboard(QString::fromUtf8(*text));
        else
            emit message(spoken(text.error()));
    });
}

} // namespace conjoin::ui
