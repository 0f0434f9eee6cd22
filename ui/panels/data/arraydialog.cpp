// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/arraydialog.h"

#include "orm/base/arraytext.h"
#include "ui/models/rowobject.h"
#include "ui/panels/data/celleditors.h"
#include "ui/text/messages.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

using orm::Json;

constexpr int nullRole = Qt::UserRole; ///< the element is NULL, whatever it shows

/// Edits elements as cells of their type.
class ElementDelegate : public QStyledItemDelegate {
public:
    ElementDelegate(const orm::Attribute& element, QObject* parent)
        : QStyledItemDelegate(parent)
        , element_(element)
    {}

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return newCellEditor(element_, parent);
    }
    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        const bool null = index.data(nullRole).toBool();
        setEditorValue(editor, null ? QString() : index.data(Qt::EditRole).toString(), null);
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override
    {
        if (!isEditorModified(editor))
            return;
        const QVariant value = editorValue(editor);
        model->setData(index, !value.isValid(), nullRole);
        model->setData(index, value.toString(), Qt::EditRole);
    }

private:
    const orm::Attribute element_;
};

} // namespace

ArrayDialog::ArrayDialog(
    const orm::Attribute& attribute, const std::optional<QString>& text, bool writable, QWidget* parent)
    : QDialog(parent)
    , attribute_(attribute)
    , element_(attribute)
{
    element_.type.dimensions = 0;
    element_.nullable = true; // whatever the column says, an element may be NULL
    const auto list = text ? orm::listFromArrayText(*text, attribute_.type) : std::nullopt;
    nested_ = list && !list->items().empty() && list->items().front().isArray();
    if (nested_)
        element_.type = model::DataType::of(model::TypeKind::Text);
    build(writable);
    fill(list.value_or(Json::array()));
    edited();
    changed_ = false;
}

bool ArrayDialog::takes(const orm::Attribute& attribute, const std::optional<QString>& text)
{
    return attribute.type.dimensions > 0 && (!text || orm::listFromArrayText(*text, attribute.type));
}

void ArrayDialog::build(bool writable)
{
    setObjectName(QStringLiteral("arrayDialog"));
    setWindowTitle(attribute_.name);
    resize(480, 420);
    list_ = new QTableWidget(0, 1, this);
    list_->setObjectName(QStringLiteral("arrayElements"));
    list_->setAccessibleName(tr("Elements of %1").arg(attribute_.name));
    list_->horizontalHeader()->hide();
    list_->horizontalHeader()->setStretchLastSection(true);
    list_->verticalHeader()->setDefaultSectionSize(28);
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->setTabKeyNavigation(false);
    list_->installEventFilter(this);
    list_->setItemDelegate(new ElementDelegate(element_, list_));
    list_->setEditTriggers(writable ? QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                                          QAbstractItemView::AnyKeyPressed
                                    : QAbstractItemView::EditTriggers(QAbstractItemView::NoEditTriggers));
    said_ = new QLabel(this);
    said_->setObjectName(QStringLiteral("arraySaid"));
    said_->setProperty("role", QStringLiteral("muted"));
    said_->setWordWrap(true);

    auto* tools = new QHBoxLayout;
    const auto tool = [&](const char* name, const QString& text, const QString& keys, auto work) {
        auto* button = new QPushButton(text, this);
        button->setObjectName(QString::fromLatin1(name));
        button->setToolTip(keys);
        button->setAutoDefault(false);
        button->setEnabled(writable);
        connect(button, &QPushButton::clicked, this, work);
        tools->addWidget(button);
    };
    tool("arrayAdd", tr("&Add"), tr("Insert"), [this] { add(); });
    tool("arrayRemove", tr("&Remove"), tr("Delete"), [this] { removeCurrent(); });
    tool("arrayUp", tr("&Up"), tr("Alt+Up"), [this] { move(-1); });
    tool("arrayDown", tr("&Down"), tr("Alt+Down"), [this] { move(1); });
    tool("arrayElementNull", tr("&NULL element"), tr("Ctrl+0"), [this] { toggleNull(); });
    tools->addStretch(1);

    buttons_ = new QDialogButtonBox(
        writable ? QDialogButtonBox::Ok | QDialogButtonBox::Cancel : QDialogButtonBox::Close, this);
    if (writable && attribute_.nullable) {
        QPushButton* null = buttons_->addButton(tr("NULL &instead of a list"), QDialogButtonBox::ResetRole);
        null->setObjectName(QStringLiteral("arrayNull"));
        null->setAutoDefault(false);
        connect(null, &QPushButton::clicked, this, [this] {
            emit nullChosen();
            accept();
        });
    }
    auto* column = new QVBoxLayout(this);
    column->addWidget(list_, 1);
    column->addLayout(tools);
    column->addWidget(said_);
    column->addWidget(buttons_);
    connect(list_, &QTableWidget::itemChanged, this, [this](QTableWidgetItem* item) {
        if (filling_)
            return;
        dressNull(item, item->data(nullRole).toBool());
        edited();
    });
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons_, &QDialogButtonBox::accepted, this, [this] {
        const Result<QString> text = made();
        if (!text) // the line that is wrong has been told
            return;
        if (changed_)
            emit textChosen(*text);
        accept();
    });
}

QTableWidgetItem* ArrayDialog::newItem(const Json& element)
{
    QString text = enteredText(element);
    if (element.isArray())
        text = orm::arrayTextFromList(element, attribute_.type, attribute_.name).value_or(text);
    auto* item = new QTableWidgetItem(text);
    dressNull(item, element.isNull());
    return item;
}

void ArrayDialog::dressNull(QTableWidgetItem* item, bool null)
{
    const QScopedValueRollback filling(filling_, true);
    QFont font = list_->font();
    font.setItalic(null);
    item->setFont(font);
    item->setData(nullRole, null);
    if (null)
        item->setText(QStringLiteral("NULL"));
    item->setForeground(null ? palette().brush(QPalette::PlaceholderText) : palette().brush(QPalette::Text));
}

void ArrayDialog::fill(const Json& list)
{
    const QScopedValueRollback filling(filling_, true);
    list_->setRowCount(int(list.items().size()));
    for (int row = 0; row < list_->rowCount(); ++row)
        list_->setItem(row, 0, newItem(list.items()[size_t(row)]));
    if (list_->rowCount() > 0)
        list_->setCurrentCell(0, 0);
}

void ArrayDialog::edited()
{
    changed_ = true;
    const Result<QString> text = made();
    const int elements = list_->rowCount();
    said_->setText(!text           ? spoken(text.error())
                   : elements == 0 ? tr("An empty list; Insert adds an element")
                                   : tr("%n elements, counted from 1", nullptr, elements));
    if (QPushButton* ok = buttons_->button(QDialogButtonBox::Ok))
        ok->setEnabled(text.has_value());
}

void ArrayDialog::add()
{
    const int row = list_->currentRow() + 1;
    {
        const QScopedValueRollback filling(filling_, true);
        list_->insertRow(row);
        list_->setItem(row, 0,
            newItem(element_.type.values.isEmpty() ? Json(QString()) : Json(element_.type.values->first())));
    }
    list_->setFocus();
    list_->setCurrentCell(row, 0);
    edited();
    list_->editItem(list_->item(row, 0));
}

void ArrayDialog::removeCurrent()
{
    const int row = list_->currentRow();
    if (row < 0)
        return;
    list_->removeRow(row);
    edited();
}

void ArrayDialog::move(int by)
{
    const int from = list_->currentRow(), to = from + by;
    if (from < 0 || to < 0 || to >= list_->rowCount())
        return;
    {
        const QScopedValueRollback filling(filling_, true);
        QTableWidgetItem* moved = list_->takeItem(from, 0);
        list_->setItem(from, 0, list_->takeItem(to, 0));
        list_->setItem(to, 0, moved);
    }
    list_->setCurrentCell(to, 0);
    edited();
}

void ArrayDialog::toggleNull()
{
    QTableWidgetItem* item = list_->currentItem();
    if (!item)
        return;
    const bool null = item->data(nullRole).toBool();
    dressNull(item, !null);
    if (null) {
        const QScopedValueRollback filling(filling_, true);
        item->setText({});
    }
    edited();
}

Result<QString> ArrayDialog::made() const
{
    Json list = Json::array();
    for (int row = 0; row < list_->rowCount(); ++row) {
        const QTableWidgetItem* item = list_->item(row, 0);
        const QString place = QStringLiteral("%1[%2]").arg(attribute_.name).arg(row + 1);
        if (item->data(nullRole).toBool()) {
            list.append(Json());
            continue;
        }
        if (nested_) {
            auto inner = orm::listFromArrayText(item->text(), attribute_.type);
            if (!inner)
                return inputError(place, message("array.nested", "\"%1\" is no array", {item->text()}),
                    message("array.nested.hint", "arrays within an array are written as {1,2}"));
            list.append(std::move(*inner));
            continue;
        }
        orm::Attribute element = element_;
        element.name = place;
        Result<Json> value = typedValue(element, item->text());
        if (!value)
            return failure(value);
        list.append(std::move(*value));
    }
    return orm::arrayTextFromList(list, attribute_.type, attribute_.name);
}

bool ArrayDialog::takeKey(const QKeyEvent& event)
{
    if (list_->editTriggers() == QAbstractItemView::NoEditTriggers)
        return false;
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    switch (event.key()) {
    case Qt::Key_Insert:
        if (modifiers != Qt::NoModifier)
            return false;
        add();
        return true;
    case Qt::Key_Delete:
        if (modifiers != Qt::NoModifier)
            return false;
        removeCurrent();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (modifiers != Qt::AltModifier)
            return false;
        move(event.key() == Qt::Key_Up ? -1 : 1);
        return true;
    case Qt::Key_0:
        if (modifiers != Qt::ControlModifier)
            return false;
        toggleNull();
        return true;
    default:
        return false;
    }
}

/// Before the list has them: it begins to edit by any key.
bool ArrayDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == list_ && event->type() == QEvent::KeyPress && takeKey(*static_cast<QKeyEvent*>(event)))
        return true;
    return QDialog::eventFilter(watched, event);
}

} // namespace conjoin::ui
