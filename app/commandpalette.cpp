// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandpalette.h"

#include "app/actions.h"
#include "ui/session/editsession.h"

#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

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
        QStyledItemDelegate::paint(painter, option, index);
        painter->save();
        QFont font(option.font);
        font.setPixelSize(12);
        painter->setFont(font);
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter,
            index.data(detailRole).toString());
        painter->restore();
    }
};

} // namespace

int paletteScore(const QString& text, const QString& typed)
{
    if (typed.isEmpty())
        return 0;
    if (text.compare(typed, Qt::CaseInsensitive) == 0)
        return 10000;
    int score = text.startsWith(typed, Qt::CaseInsensitive) ? 500
                : text.contains(typed, Qt::CaseInsensitive) ? 200
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
        const model::Schema& schema = session_.document().schema;
        for (const model::Table& table : schema.tables) {
            const model::ManyToMany* link = model::linkOfJunction(schema, table.id);
            Entry entry;
            entry.text = table.name;
            entry.detail = link ? tr("Many-to-many link") : tr("Table");
            entry.icon = link ? QStringLiteral("link") : QStringLiteral("table");
            entry.object = link ? ObjectRef(link->id) : ObjectRef(table.id);
            entry.rank = 2;
            entries_.push_back(entry);
            Entry rows;
            rows.text = tr("Rows of %1").arg(table.name);
            rows.detail = tr("Data");
            rows.icon = QStringLiteral("data");
            rows.rowsOf = table.id;
            entries_.push_back(std::move(rows));
            for (const model::Column& column : table.columns) {
                Entry inner;
                inner.text = QStringLiteral("%1.%2").arg(table.name, column.name);
                inner.detail = model::typeText(column.type);
                inner.icon = QStringLiteral("column");
                inner.object = column.id;
                entries_.push_back(std::move(inner));
            }
        }
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

void CommandPalette::filter(const QString& typed)
{
    std::vector<std::pair<int, const Entry*>> scored;
    for (const Entry& entry : entries_) {
        const int score = paletteScore(entry.text, typed.trimmed());
        if (score >= 0)
            scored.emplace_back(score * 4 + entry.rank, &entry);
    }
    std::ranges::stable_sort(scored, [](const auto& a, const auto& b) { return a.first > b.first; });
    if (scored.size() > mostShown)
        scored.resize(mostShown);
    shown_->clear();
    matches_.clear();
    for (const auto& [score, entry] : scored) {
        auto* item = new QStandardItem(entry->text);
        item->setData(entry->detail, detailRole);
        item->setIcon(entry->action            ? entry->action->icon()
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
