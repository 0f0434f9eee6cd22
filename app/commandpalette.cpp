// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandpalette.h"

#include "app/actions.h"
#include "ui/session/editsession.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

namespace conjoin::app {

namespace {

constexpr int paletteWidth = 560;
constexpr int headHeight = 64; ///< field and margins
constexpr int rowHeight = 32;
constexpr int mostRows = 10; ///< without scrolling
constexpr size_t mostShown = 60;
constexpr int detailRole = Qt::UserRole + 1;

class PaletteDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), rowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem item(option);
        initStyleOption(&item, index);
        QFont font(option.font);
        font.setPixelSize(12);
        // A long name gives way to what it is, and that takes no more than half.
        const QFontMetrics small(font);
        const QString detail =
            small.elidedText(index.data(detailRole).toString(), Qt::ElideMiddle, option.rect.width() / 2);
        const int taken = item.decorationSize.width() + small.horizontalAdvance(detail) + 48;
        item.text = item.fontMetrics.elidedText(item.text, Qt::ElideMiddle, option.rect.width() - taken);
        QStyle* style = item.widget ? item.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
        painter->save();
        painter->setFont(font);
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, detail);
        painter->restore();
    }
};

/// The icon of a command, or one without a picture: all texts begin at one place.
QIcon iconOf(const QAction& action)
{
    if (!action.icon().isNull())
        return action.icon();
    QPixmap nothing(16, 16);
    nothing.fill(Qt::transparent);
    return QIcon(nothing);
}

} // namespace

int paletteScore(const QString& text, const QString& typed)
{
    if (typed.isEmpty())
        return 0;
    if (text.compare(typed, Qt::CaseInsensitive) == 0)
        return 10000;
    const qsizetype whole = text.indexOf(typed, 0, Qt::CaseInsensitive);
    int score = whole == 0 ? 500
                : whole > 0 && !text[whole - 1].isLetterOrNumber()
                    ? 300 // a word of it: no «border» for an order
                : whole > 0 ? 200
                            : 0;
    qsizetype from = 0, last = -2;
    for (const QChar c : typed) {
        if (c.isSpace())
            continue;
        const qsizetype at = text.indexOf(c, from, Qt::CaseInsensitive);
        if (at < 0)
            return -1;
        const bool word =
            at == 0 || !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
        score += at == last + 1 ? 8 : word ? 6 : 1;
        last = at;
        from = at + 1;
    }
    return score * 4 - int(qMin(text.size(), qsizetype(80))) / 4;
}

CommandPalette::CommandPalette(const Actions& actions, ui::EditSession& session, QWidget* parent)
    : QFrame(parent)
    , actions_(actions)
    , session_(session)
    , field_(new QLineEdit(this))
    , list_(new QListView(this))
    , shown_(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("palette"));
    setProperty("role", "floating");
    field_->setObjectName(QStringLiteral("paletteField"));
    field_->setProperty("bare", true);
    field_->setPlaceholderText(tr("Go to a table, a column, a command…"));
    field_->setAccessibleName(tr("Go to anything"));
    field_->installEventFilter(this);
    list_->setModel(shown_);
    list_->setItemDelegate(new PaletteDelegate(list_));
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setIconSize({16, 16});
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(8, 4, 8, 0);
    top->addWidget(field_);
    column->addLayout(top);
    column->addWidget(list_);
    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, 70));
    setGraphicsEffect(shadow);
    connect(field_, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(list_, &QListView::clicked, this, &CommandPalette::choose);
    hide();
}

void CommandPalette::open(bool withDocument)
{
    collect(withDocument);
    field_->clear();
    filter({});
    const int wide = qMin(paletteWidth, parentWidget()->width() - 48);
    setGeometry((parentWidget()->width() - wide) / 2, 56, wide, height());
    before_ = window()->focusWidget();
    show();
    raise();
    field_->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::leave()
{
    // Hiding what has the focus would hand it to the next widget in the tab order, whichever that is.
    if (before_ && before_->isVisible())
        before_->setFocus(Qt::PopupFocusReason);
    hide();
}

void CommandPalette::collect(bool withDocument)
{
    entries_.clear();
    if (withDocument) {
        for (const model::Table& table : session_.document().schema.tables)
            collectTable(table);
    }
    for (QAction* action : actions_.all()) {
        if (!action->isEnabled() || action->objectName() == u"edit.palette")
            continue;
        Entry entry;
        entry.text = action->text();
        entry.detail = action->shortcut().toString(QKeySequence::NativeText);
        entry.action = action;
        entry.rank = 1;
        entries_.push_back(std::move(entry));
    }
}

void CommandPalette::collectTable(const model::Table& table)
{
    const model::ManyToMany* link = model::linkOfJunction(session_.document().schema, table.id);
    const orm::Derivation& derivation = session_.derivation();
    const int index = derivation.indexOf(table.id);
    const orm::PhysicalTable* stored = index >= 0 ? &derivation.schema.tables[size_t(index)] : nullptr;
    Entry entry;
    entry.text = table.name;
    entry.detail = link ? tr("Many-to-many link") : tr("Table");
    entry.icon = link ? QStringLiteral("link") : QStringLiteral("table");
    entry.object = link ? ObjectRef(link->id) : ObjectRef(table.id);
    entry.rank = 2;
    Entry rows;
    rows.text = tr("Rows of %1").arg(table.name);
    rows.detail = tr("Data");
    rows.icon = QStringLiteral("data");
    rows.rowsOf = table.id;
    if (stored && stored->name != table.name) {
        entry.stored = stored->name;
        rows.stored = tr("Rows of %1").arg(stored->name);
    }
    entries_.push_back(std::move(entry));
    entries_.push_back(std::move(rows));

    QHash<ColumnId, QString> names; // own columns, as the database calls them
    for (size_t i = 0; stored && i < stored->columns.size(); ++i) {
        const orm::ColumnOrigin& origin = derivation.origins[size_t(index)].columns[i];
        const orm::PhysicalColumn& column = stored->columns[i];
        if (!origin.isDerived()) {
            names.insert(origin.column, column.name);
            continue;
        }
        Entry key; // nobody drew it, but it is in the database, and what made it can be shown
        key.text = QStringLiteral("%1.%2").arg(table.name, column.name);
        key.stored =
            stored->name == table.name ? QString() : QStringLiteral("%1.%2").arg(stored->name, column.name);
        key.detail = model::typeText(column.type);
        key.icon = QStringLiteral("column");
        key.object = !origin.reference.isNull() ? ObjectRef(origin.reference)
                     : !origin.link.isNull()    ? ObjectRef(origin.link)
                                                : ObjectRef(table.id);
        entries_.push_back(std::move(key));
    }
    for (const model::Column& column : table.columns) {
        Entry inner;
        inner.text = QStringLiteral("%1.%2").arg(table.name, column.name);
        inner.detail = model::typeText(column.type);
        inner.icon = QStringLiteral("column");
        inner.object = column.id;
        if (stored && names.contains(column.id))
            inner.stored = QStringLiteral("%1.%2").arg(stored->name, names.value(column.id));
        if (inner.stored == inner.text)
            inner.stored.clear();
        entries_.push_back(std::move(inner));
    }
}

void CommandPalette::filter(const QString& typed)
{
    struct Match {
        int score = 0;
        const Entry* entry = nullptr;
        bool byStored = false; ///< the name in the database answers better
    };
    std::vector<Match> scored;
    const QString words = typed.trimmed();
    for (const Entry& entry : entries_) {
        const int drawn = paletteScore(entry.text, words);
        const int stored = entry.stored.isEmpty() ? -1 : paletteScore(entry.stored, words);
        const int score = std::max(drawn, stored);
        if (score >= 0)
            scored.push_back({score * 4 + entry.rank, &entry, stored > drawn});
    }
    std::ranges::stable_sort(scored, std::ranges::greater(), &Match::score);
    if (scored.size() > mostShown)
        scored.resize(mostShown);
    shown_->clear();
    matches_.clear();
    for (const auto& [score, entry, byStored] : scored) {
        auto* item = new QStandardItem(entry->text);
        item->setData(byStored ? tr("%1 · %2", "name in the database, kind").arg(entry->stored, entry->detail)
                               : entry->detail,
            detailRole);
        item->setIcon(entry->action            ? iconOf(*entry->action)
                      : entry->icon == u"link" ? ui::icon(entry->icon, theme_->link)
                                               : ui::icon(entry->icon, *theme_));
        shown_->appendRow(item);
        matches_.push_back(entry);
    }
    if (matches_.empty()) { // said in its place, and not to be chosen
        auto* nothing = new QStandardItem(tr("Nothing is called like that"));
        nothing->setFlags(Qt::NoItemFlags);
        shown_->appendRow(nothing);
    }
    list_->setCurrentIndex(shown_->index(0, 0));
    const int rows = qBound(1, shown_->rowCount(), mostRows);
    resize(width(), qMin(parentWidget()->height() - 120, headHeight + rows * rowHeight));
}

void CommandPalette::choose()
{
    const int row = list_->currentIndex().row();
    if (row < 0 || row >= int(matches_.size()))
        return;
    const Entry entry = *matches_[size_t(row)];
    leave();
    if (entry.action)
        entry.action->trigger();
    else if (!entry.rowsOf.isNull())
        emit rowsAsked(entry.rowsOf);
    else
        emit revealed(entry.object);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == field_ && event->type() == QEvent::FocusOut) {
        hide();
    } else if (watched == field_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const auto move = [this](int by) {
            const int row = qBound(0, list_->currentIndex().row() + by, shown_->rowCount() - 1);
            list_->setCurrentIndex(shown_->index(row, 0));
        };
        switch (key->key()) {
        case Qt::Key_Down:
            move(1);
            return true;
        case Qt::Key_Up:
            move(-1);
            return true;
        case Qt::Key_PageDown:
            move(8);
            return true;
        case Qt::Key_PageUp:
            move(-8);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose();
            return true;
        case Qt::Key_Escape:
            leave();
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace conjoin::app
