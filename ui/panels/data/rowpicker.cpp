// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowpicker.h"

#include "orm/base/moment.h"
#include "orm/sql/rowsearch.h"
#include "ui/models/rowobject.h"
#include "ui/panels/data/pickerdelegate.h"
#include "ui/session/background.h"

#include <QFrame>
#include <QKeyEvent>
#include <QListWidget>
#include <QUuid>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

constexpr int searchDelay = 200; // ms after the last key
constexpr int mostRows = 50;
constexpr int rowsInView = 8;

} // namespace

RowPicker::RowPicker(const Theme& theme, RowSource source, int model, QSet<QString> linkedKeys, QWidget* parent)
    : QLineEdit(parent)
    , theme_(theme)
    , source_(std::move(source))
    , model_(model)
    , linked_(std::move(linkedKeys))
{
    setObjectName(QStringLiteral("rowPicker"));
    setPlaceholderText(tr("Type to find or create…"));
    setAccessibleName(tr("Link or create %1").arg(rowNoun(source_.registry->at(model_))));

    // A child of the window and not a window itself: the keyboard stays here, and no window system moves it
    // about.
    drop_ = new QFrame(parent->window());
    drop_->setObjectName(QStringLiteral("rowPickerDrop"));
    drop_->setProperty("role", QStringLiteral("floating"));
    drop_->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(drop_);
    layout->setContentsMargins(5, 5, 5, 5);
    list_ = new QListWidget(drop_);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->viewport()->setFocusPolicy(Qt::NoFocus);
    list_->setMouseTracking(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setItemDelegate(new PickerDelegate(theme_, list_));
    list_->setAccessibleName(tr("Rows found"));
    layout->addWidget(list_);
    drop_->hide();
    connect(list_, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { choose(item, false); });

    debounce_.setSingleShot(true);
    debounce_.setInterval(searchDelay);
    connect(&debounce_, &QTimer::timeout, this, &RowPicker::search);
    connect(this, &QLineEdit::textChanged, this, [this] {
        pending_ = true;
        debounce_.start();
    });
    search();
}

RowPicker::~RowPicker()
{
    stopSearch();
    delete drop_;
}

void RowPicker::stopSearch()
{
    if (const auto job = std::exchange(searching_, std::nullopt))
        job->cancel();
}

void RowPicker::offerNoCreation()
{
    creates_ = false;
    setPlaceholderText(tr("Type to find…"));
    setAccessibleName(tr("Link %1").arg(rowNoun(source_.registry->at(model_))));
}

QStringList RowPicker::entries() const
{
    QStringList texts;
    for (int i = 0; list_ && i < list_->count(); ++i)
        texts += list_->item(i)->text();
    return texts;
}

void RowPicker::search()
{
    debounce_.stop();
    pending_ = true;
    const quint64 number = ++asked_;
    const QString typed = text().trimmed();
    const auto registry = source_.registry;
    const RowLabels::Template label = source_.label(model_);
    stopSearch(); // for less than what is typed now
    searching_.emplace(sql::startJob(
        *source_.lookup, [registry, model = model_, typed, label](sql::Connection& connection, sql::Progress&) {
            return label ? sql::searchBy(
                               connection, *registry, model, label->attributes(), typed, mostRows, shownValues)
                         : sql::search(connection, *registry, model, typed, mostRows, shownValues);
        }));
    whenDone(searching_->future(), this, [this, number, typed](Result<sql::Rows> rows) {
        if (number != asked_)
            return; // the person typed on
        searching_.reset();
        if (!rows && rows.error().kind != ErrorKind::Cancelled && source_.lookup != source_.database) {
            source_.lookup = source_.database; // there is no second connection to be had
            search();
            return;
        }
        show(rows ? *rows : sql::Rows(), typed);
        // While a longer text waits for its search, these rows are good to look at but not to choose from.
        if (debounce_.isActive())
            return;
        pending_ = false;
        accept(std::exchange(waiting_, Accept::None));
    });
}

void RowPicker::show(const sql::Rows& rows, const QString& typed)
{
    rows_ = rows;
    moved_ = false;
    list_->clear();
    setAccessibleDescription({});
    const orm::Model& model = source_.registry->at(model_);
    int preselected = -1;
    for (size_t i = 0; i < rows.size(); ++i) {
        RowObject row;
        row.model = model_;
        row.values = rows[i].values();
        row.label = source_.label(model_);
        row.key = rowKey(model, row.values).text;
        const QString label = rowLabel(*source_.registry, row);
        auto* item = new QListWidgetItem(label, list_);
        item->setData(PickerDelegate::KeyRole, rowKeyText(*source_.registry, row));
        const QStringList said = row.label ? row.label->attributes() : QStringList{model.labelAttribute()};
        item->setData(PickerDelegate::DetailRole, PickerDelegate::details(model, row.values, said));
        item->setData(PickerDelegate::RowRole, int(i));
        if (linked_.contains(row.key)) {
            item->setData(PickerDelegate::LinkedRole, true);
            item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
        } else if (preselected < 0 || label.compare(typed, Qt::CaseInsensitive) == 0) {
            const bool exactAlready =
                preselected >= 0 && list_->item(preselected)->text().compare(typed, Qt::CaseInsensitive) == 0;
            if (!exactAlready)
                preselected = list_->count() - 1;
        }
    }
    if (!typed.isEmpty() && creates_) {
        // A key that no row has is more likely mistyped than a name.
        const bool mistyped = preselected < 0 && looksLikeKey(typed);
        if (mistyped)
            newHint(tr("No %1 %2").arg(rowNoun(model), typed));
        auto* create = new QListWidgetItem(tr("Create “%1” as new %2").arg(typed, rowNoun(model)), list_);
        create->setData(PickerDelegate::CreateRole, true);
        if (preselected < 0 && !mistyped)
            preselected = list_->count() - 1;
    } else if (rows.empty()) {
        newHint(creates_          ? tr("No %1 yet – type a name to create one").arg(rowNouns(model))
                : typed.isEmpty() ? tr("No %1 yet").arg(rowNouns(model))
                                  : tr("No %1 like “%2”").arg(rowNoun(model), typed));
    } else if (typed.isEmpty()) {
        preselected = -1; // nothing was asked for: Enter must not link whatever happens to be first
    }
    list_->setCurrentRow(preselected);
    place();
}

QListWidgetItem* RowPicker::newHint(const QString& text)
{
    auto* hint = new QListWidgetItem(text, list_);
    hint->setFlags(Qt::NoItemFlags);
    hint->setData(PickerDelegate::HintRole, true);
    setAccessibleDescription(text);
    return hint;
}

/// Whether the text may well be meant as a key: a number or a UUID where rows have such a one.
bool RowPicker::looksLikeKey(const QString& typed) const
{
    const orm::Model& model = source_.registry->at(model_);
    const orm::Attribute* key =
        model.identity().size() == 1 ? model.attribute(model.identity().first()) : nullptr;
    if (!key)
        return false;
    if (isNumeric(key->type)) {
        bool isNumber = false;
        typed.toDouble(&isNumber);
        return isNumber;
    }
    return orm::meaning(key->type) == model::TypeKind::Uuid && !QUuid::fromString(typed).isNull();
}

/// What was typed stays, and so does the choice of what to do with it.
void RowPicker::sayNoneIsMeant()
{
    const orm::Model& model = source_.registry->at(model_);
    const QString typed = text().trimmed();
    const bool isSaid = list_->count() > 0 && list_->item(0)->data(PickerDelegate::HintRole).toBool();
    const QString said = !rows_.empty() ? tr("No %1 is chosen: ↓ goes to one").arg(rowNoun(model))
                         : creates_ ? tr("No %1 like “%2” – Ctrl+Enter creates it").arg(rowNoun(model), typed)
                                    : tr("No %1 like “%2”").arg(rowNoun(model), typed);
    if (isSaid)
        delete list_->takeItem(0);
    auto* hint = newHint(said);
    list_->takeItem(list_->row(hint));
    list_->insertItem(0, hint);
    list_->setCurrentRow(-1);
    place();
}

void RowPicker::place()
{
    if (!drop_ || !list_)
        return;
    const int rows = std::min(list_->count(), rowsInView);
    if (rows == 0 || !isVisible()) {
        drop_->hide();
        return;
    }
    QWidget* area = drop_->parentWidget();
    const int width = std::min(std::max(this->width() + 160, 380), area->width() - 8);
    const int height = rows * PickerDelegate::rowHeight + 12;
    QPoint at = mapTo(area, QPoint(0, this->height() + 2));
    if (at.y() + height > area->height() - 4) {
        const int above = mapTo(area, QPoint()).y() - height - 2;
        at.setY(above >= 0 ? above : std::max(0, area->height() - height - 4));
    }
    at.setX(std::clamp(at.x(), 0, std::max(0, area->width() - width - 4)));
    drop_->setGeometry(QRect(at, QSize(width, height)));
    drop_->raise();
    drop_->show();
}

void RowPicker::move(int steps)
{
    const int count = list_->count();
    int at = list_->currentRow();
    for (int tried = 0; tried < count; ++tried) {
        at = at < 0 ? (steps > 0 ? 0 : count - 1) : (at + steps + count) % count;
        if (list_->item(at)->flags() & Qt::ItemIsEnabled) {
            list_->setCurrentRow(at);
            moved_ = true;
            return;
        }
    }
}

void RowPicker::choose(const QListWidgetItem* item, bool goOn)
{
    if (!item || !(item->flags() & Qt::ItemIsEnabled))
        return;
    if (item->data(PickerDelegate::CreateRole).toBool()) {
        finish({{}, text().trimmed()}, goOn);
        return;
    }
    finish({rows_[size_t(item->data(PickerDelegate::RowRole).toInt())], {}}, goOn);
}

void RowPicker::accept(Accept how)
{
    if (how == Accept::None)
        return;
    if (how == Accept::Create) { // needs no search
        if (creates_ && !text().trimmed().isEmpty())
            finish({{}, text().trimmed()}, false);
        return;
    }
    if (pending_) {
        waiting_ = how;
        if (debounce_.isActive())
            search();
        return;
    }
    const QListWidgetItem* highlighted = list_->currentItem();
    const bool goOn = how == Accept::HighlightedAndOn;
    // To make a row of what was typed is to be wanted: on the way to the next cell nobody says so.
    const bool isMeant =
        highlighted && (!goOn || moved_ || !highlighted->data(PickerDelegate::CreateRole).toBool());
    if (isMeant)
        choose(highlighted, goOn);
    else if (!text().trimmed().isEmpty())
        sayNoneIsMeant();
    else if (goOn)
        pass();
    else
        dismiss();
}

void RowPicker::finish(const RowChoice& choice, bool goOn)
{
    if (!std::exchange(done_, true))
        emit chosen(choice, goOn);
}

void RowPicker::dismiss()
{
    if (!std::exchange(done_, true))
        emit dismissed();
}

void RowPicker::pass()
{
    if (!std::exchange(done_, true))
        emit passed();
}

bool RowPicker::takeKey(int key, Qt::KeyboardModifiers modifiers)
{
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        accept(modifiers & Qt::ControlModifier ? Accept::Create : Accept::Highlighted);
        return true;
    case Qt::Key_Tab:
        accept(Accept::HighlightedAndOn);
        return true;
    case Qt::Key_Escape:
    case Qt::Key_Backtab:
        dismiss();
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_Up:
        move(-1);
        return true;
    default:
        return false;
    }
}

bool RowPicker::event(QEvent* event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        auto* press = static_cast<QKeyEvent*>(event);
        if (event->type() == QEvent::ShortcutOverride) {
            if (press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter ||
                press->key() == Qt::Key_Escape) {
                press->accept(); // the panel's Ctrl+Return must not take it away
                return true;
            }
        } else if (takeKey(press->key(), press->modifiers())) {
            press->accept();
            return true;
        }
    }
    return QLineEdit::event(event);
}

void RowPicker::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::ActiveWindowFocusReason && event->reason() != Qt::PopupFocusReason)
        dismiss();
}

void RowPicker::moveEvent(QMoveEvent* event)
{
    QLineEdit::moveEvent(event);
    place(); // the rows found go with it
}

void RowPicker::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    place();
}

void RowPicker::hideEvent(QHideEvent* event)
{
    QLineEdit::hideEvent(event);
    if (drop_)
        drop_->hide();
}

} // namespace conjoin::ui
