// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/outlinepanel.h"

#include "ui/models/outlinemodel.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"
#include "ui/text/elidedlabel.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

/// Adds the quiet text at the right edge: types, ends of links, counts.
class OutlineDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setTheme(const Theme& theme) { theme_ = &theme; }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool two = index.data(OutlineModel::DetailBelowRole).toBool();
        const int height = two ? 26 + lineBelow : index.parent().isValid() ? 26 : 30;
        return {QStyledItemDelegate::sizeHint(option, index).width(), height};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        if (index.data(OutlineModel::DetailBelowRole).toBool()) {
            paintTwoLines(painter, option, index);
            return;
        }
        const QString detail = index.data(OutlineModel::DetailRole).toString();
        QFont font(option.font);
        font.setPixelSize(12);
        const QFontMetrics metrics(font);
        const int nameWidth = 28 + option.fontMetrics.horizontalAdvance(index.data().toString());
        const int room = qMax(0, option.rect.width() - nameWidth - 24);
        const QString shown = metrics.elidedText(detail, Qt::ElideRight, room);
        QStyleOptionViewItem inner(option);
        const int enough = qMin(metrics.horizontalAdvance(detail), metrics.horizontalAdvance(u'…') * 3);
        const bool fits = !detail.isEmpty() && room >= enough;
        QStyledItemDelegate::paint(painter, inner, index);
        if (!fits || !theme_)
            return;
        painter->save();
        painter->setFont(font);
        painter->setPen(theme_->muted);
        painter->drawText(option.rect.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, shown);
        painter->restore();
    }

private:
    static constexpr int lineBelow = 16;

    void paintTwoLines(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
    {
        QStyleOptionViewItem ground(option);
        initStyleOption(&ground, index);
        ground.text.clear();
        const QStyle& style = *ground.widget->style();
        style.drawControl(QStyle::CE_ItemViewItem, &ground, painter, ground.widget);

        // The first line as it stands in every other row.
        QStyleOptionViewItem first(option);
        initStyleOption(&first, index);
        first.icon = {}; // it stands beside both, and keeps its room here
        first.state &= ~(QStyle::State_Selected | QStyle::State_HasFocus | QStyle::State_MouseOver);
        first.backgroundBrush = {};
        first.rect.setHeight(option.rect.height() - lineBelow + 4);
        style.drawControl(QStyle::CE_ItemViewItem, &first, painter, first.widget);
        if (!theme_)
            return;
        QFont font(option.font);
        font.setPixelSize(12);
        const int left = style.subElementRect(QStyle::SE_ItemViewItemText, &first, first.widget).left() + 3;
        const QRect room(left, first.rect.bottom() - 4, option.rect.right() - 12 - left, lineBelow);
        painter->save();
        painter->setFont(font);
        painter->setPen(theme_->muted);
        const QString detail = index.data(OutlineModel::DetailRole).toString();
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(font).elidedText(detail, Qt::ElideRight, room.width()));
        painter->restore();
    }

    const Theme* theme_ = nullptr;
};

} // namespace

OutlinePanel::OutlinePanel(EditSession& session, Selection& selection, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , selection_(selection)
    , model_(new OutlineModel(session, theme, this))
    , search_(new QLineEdit(this))
    , tree_(new QTreeView(this))
    , empty_(new QLabel(tree_))
    , connection_(new QWidget(this))
    , connectionDot_(new QLabel(connection_))
    , connectionName_(new ElidedLabel(connection_))
    , refresh_(new QToolButton(connection_))
    , theme_(&theme)
{
    setProperty("role", "panel");
    setAttribute(Qt::WA_StyledBackground);
    search_->setProperty("search", true);
    search_->setPlaceholderText(tr("Search")); // short: the panel may be narrow
    search_->setToolTip(tr("Search tables and columns"));
    search_->setClearButtonEnabled(true);
    search_->setObjectName(QStringLiteral("outlineSearch"));
    search_->setAccessibleName(tr("Search the outline"));
    searchIcon_ = search_->addAction(icon(QStringLiteral("search"), theme), QLineEdit::LeadingPosition);
    search_->installEventFilter(this);

    auto* delegate = new OutlineDelegate(tree_);
    delegate->setTheme(theme);
    tree_->setItemDelegate(delegate);
    tree_->setObjectName(QStringLiteral("outline"));
    tree_->setAccessibleName(tr("Outline"));
    tree_->setModel(model_);
    tree_->setHeaderHidden(true);
    tree_->setIndentation(16);
    tree_->setIconSize({16, 16});
    tree_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    tree_->setTextElideMode(Qt::ElideRight);
    tree_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    tree_->setContextMenuPolicy(Qt::CustomContextMenu);
    tree_->installEventFilter(this);

    empty_->setProperty("role", "muted");
    empty_->setWordWrap(true);
    empty_->setAlignment(Qt::AlignTop | Qt::AlignHCenter);
    empty_->setAttribute(Qt::WA_TransparentForMouseEvents);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(12, 10, 12, 8);
    top->addWidget(search_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    auto* line = new QHBoxLayout(connection_);
    line->setContentsMargins(16, 0, 8, 6);
    line->setSpacing(8);
    connectionName_->setObjectName(QStringLiteral("outlineConnection"));
    refresh_->setObjectName(QStringLiteral("outlineRefresh"));
    refresh_->setToolTip(tr("Read the tables again  (Shift+F5)"));
    refresh_->setAccessibleName(tr("Read the tables again"));
    refresh_->setIconSize({16, 16});
    refresh_->setFocusPolicy(Qt::TabFocus);
    line->addWidget(connectionDot_);
    line->addWidget(connectionName_, 1);
    line->addWidget(refresh_);
    connection_->hide();
    column->addWidget(connection_);
    column->addWidget(tree_);

    connect(refresh_, &QToolButton::clicked, this, &OutlinePanel::refreshRequested);
    expandNew();
    connect(model_, &QAbstractItemModel::layoutChanged, this, [this] {
        expandNew();
        updateEmptyText();
    });
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        model_->setFilter(text);
        seen_.clear();
        constexpr int fewRows = 400; // of more, only the headings: a person types on
        int rows = 0;
        for (int i = 0; i < model_->rowCount(); ++i)
            rows += model_->rowCount(model_->index(i, 0));
        if (text.isEmpty())
            tree_->collapseAll();
        else if (rows < fewRows)
            tree_->expandAll();
        expandNew();
        updateEmptyText();
        emit filterChanged(text);
    });
    connect(tree_, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (tree_->selectionModel()->selectedRows().size() > 1)
            return;
        const ObjectRef object = model_->objectAt(index);
        if (object.index() != 0)
            emit revealed(object);
    });
    connect(tree_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!tree_->hasFocus())
            return; // it only follows
        std::vector<ObjectRef> objects;
        for (const QModelIndex& index : tree_->selectionModel()->selectedRows())
            objects.push_back(model_->objectAt(index));
        selection_.select(std::move(objects));
    });
    connect(tree_, &QTreeView::customContextMenuRequested, this, &OutlinePanel::showMenu);
    connect(&selection_, &Selection::changed, this, &OutlinePanel::followSelection);
    setTheme(theme);
    updateEmptyText();
}

void OutlinePanel::expandNew()
{
    constexpr int small = 40; // what the model does not edit is unfolded only where there is little of it
    QSet<QString> there;      // what went and comes back, by undo and redo, is new
    const auto expand = [this, &there](const auto& self, const QModelIndex& parent) -> void {
        for (int i = 0; i < model_->rowCount(parent); ++i) {
            const QModelIndex index = model_->index(i, 0, parent);
            if (!model_->isHeading(index))
                return; // things stand below headings only
            const QString key = index.data(OutlineModel::KeyRole).toString();
            const bool usual = key.startsWith(QLatin1String("tables")) ||
                               key.startsWith(QLatin1String("links")) ||
                               key.startsWith(QLatin1String("schema@"));
            there.insert(key);
            if (!seen_.contains(key) && (usual || model_->rowCount(index) <= small))
                tree_->expand(index);
            self(self, index);
        }
    };
    expand(expand, {});
    seen_ = there;
}

void OutlinePanel::showConnection(const QString& name, const QColor& color, bool production)
{
    connection_->setVisible(!name.isEmpty());
    const QColor dot = production ? theme_->error : color.isValid() ? color : theme_->ok;
    connectionDot_->setText(QStringLiteral("<span style='color:%1'>●</span>").arg(dot.name()));
    connectionName_->setWhole(production ? tr("%1 · production").arg(name) : name);
}

void OutlinePanel::setTheme(const Theme& theme)
{
    theme_ = &theme;
    refresh_->setIcon(icon(QStringLiteral("refresh"), theme));
    static_cast<OutlineDelegate*>(tree_->itemDelegate())->setTheme(theme);
    model_->setTheme(theme);
    searchIcon_->setIcon(icon(QStringLiteral("search"), theme));
}

void OutlinePanel::focusSearch()
{
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void OutlinePanel::focusTree()
{
    tree_->setFocus(Qt::ShortcutFocusReason);
}

void OutlinePanel::followSelection()
{
    if (tree_->hasFocus())
        return;
    QItemSelection rows;
    QModelIndex last;
    for (const ObjectRef& object : selection_.objects()) {
        ObjectRef shown = object;
        if (const auto* reference =
                std::get_if<ReferenceId>(&object)) // listed under the table that holds the key
            shown = session_.document().schema.references.at(*reference).from;
        const QModelIndex index = model_->indexOf(shown);
        if (index.isValid()) {
            rows.select(index, index);
            last = index;
        }
    }
    tree_->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (last.isValid())
        tree_->scrollTo(last);
}

void OutlinePanel::showMenu(const QPoint& at)
{
    const QModelIndex index = tree_->indexAt(at);
    const ObjectRef object = model_->objectAt(index);
    QMenu menu(this);
    if (object.index() == 0) {
        menu.addAction(tr("New enum type"), this, [this] { emit typeRequested(model::UserType::Kind::Enum); });
        menu.addAction(tr("New domain"), this, [this] { emit typeRequested(model::UserType::Kind::Domain); });
        menu.exec(tree_->viewport()->mapToGlobal(at));
        return;
    }
    const bool drawn =
        !std::holds_alternative<UserTypeId>(object) && !std::holds_alternative<VerbatimId>(object);
    if (drawn)
        menu.addAction(tr("Show in diagram"), this, [this, object] { emit revealed(object); });
    TableId table;
    if (const auto* id = std::get_if<TableId>(&object))
        table = *id;
    else if (const auto* link = std::get_if<LinkId>(&object))
        table = session_.document().schema.links.at(*link).junction;
    if (!table.isNull())
        menu.addAction(tr("Show rows"), this, [this, table] { emit dataRequested(table); });
    menu.addSeparator();
    menu.addAction(tr("Delete"), this, [this] { emit removeRequested(); });
    menu.exec(tree_->viewport()->mapToGlobal(at));
}

void OutlinePanel::updateEmptyText()
{
    const bool nothing = model_->rowCount() == 0;
    empty_->setVisible(nothing);
    if (!nothing)
        return;
    empty_->setText(search_->text().isEmpty()
                        ? tr("No tables yet.\nDouble-click the canvas, or press T and click, to draw one.")
                        : tr("Nothing is called like that."));
    empty_->setGeometry(tree_->rect().adjusted(16, 24, -16, 0));
}

bool OutlinePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == tree_ && event->type() == QEvent::Resize)
        empty_->setGeometry(QRect(16, 24, qMax(0, tree_->width() - 32), 80));
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (watched == search_ && key->key() == Qt::Key_Escape && !search_->text().isEmpty()) {
            search_->clear();
            return true;
        }
        if (watched == search_ && key->key() == Qt::Key_Down) {
            tree_->setFocus(Qt::TabFocusReason);
            return true;
        }
        if (watched == tree_ && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
            const ObjectRef object = model_->objectAt(tree_->currentIndex());
            if (object.index() != 0)
                emit revealed(object);
            return true;
        }
        if (watched == tree_ && key->key() == Qt::Key_Delete) {
            emit removeRequested();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace conjoin::ui
