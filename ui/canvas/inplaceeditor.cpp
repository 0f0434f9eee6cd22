// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/inplaceeditor.h"

#include "model/edit/typedcolumn.h"
#include "model/layout/cardmetrics.h"
#include "ui/canvas/cardstyle.h"
#include "ui/canvas/celledit.h"
#include "ui/canvas/fieldrefusal.h"
#include "ui/canvas/typecompletion.h"
#include "ui/session/editsession.h"
#include "ui/text/messages.h"

#include <QApplication>
#include <QPlainTextEdit>

#include <algorithm>

namespace conjoin::ui {

namespace {

namespace layout = model::layout;
using Field = EditTarget::Field;

constexpr int newColumnLength = 255;            // what `string` means
constexpr double typeShare = 0.45;              // of a row, while it is typed
constexpr double nameRoom = 92, typeRoom = 108; // at least

} // namespace

InplaceEditor::InplaceEditor(Surface& surface)
    : surface_(surface)
{
    connect(&surface, &Surface::viewChanged, this, &InplaceEditor::place);
    connect(&surface, &Surface::sceneChanged, this, [this] {
        if (isActive() && node() < 0 && target_.field != Field::RoleName)
            close(); // its object is gone
        else
            place();
        if (isActive() && target_.field == Field::NewColumn)
            surface_.setGrown(node());
    });
}

InplaceEditor::~InplaceEditor() = default;

TableId InplaceEditor::table() const
{
    if (const auto* table = std::get_if<TableId>(&target_.object))
        return *table;
    const auto* link = std::get_if<LinkId>(&target_.object);
    const model::ManyToMany* found = link ? surface_.session().document().schema.links.find(*link) : nullptr;
    return found ? found->junction : TableId();
}

int InplaceEditor::node() const
{
    return surface_.scene().nodeOf(target_.object);
}

bool InplaceEditor::isActive() const
{
    return field_ || note_;
}

void InplaceEditor::begin(const EditTarget& target)
{
    finish();
    if (isActive())
        return; // what is typed there is refused: first things first
    target_ = target;
    const int at = node();
    if (at < 0)
        return;
    surface_.reveal(fieldRect());
    surface_.uncover(fieldRect());
    surface_.setGrown(target.field == Field::NewColumn ? at : -1);
    before_ = currentText();
    if (target.field == Field::NoteText)
        openNote();
    else
        openField();
}

QString InplaceEditor::currentText() const
{
    const model::Document& document = surface_.session().document();
    const model::Table* owner = table() ? document.schema.tables.find(table()) : nullptr;
    const model::Column* column = owner ? owner->column(target_.column) : nullptr;
    switch (target_.field) {
    case Field::Title:
        return owner ? owner->name : QString();
    case Field::ColumnName:
        return column ? column->name : QString();
    case Field::ColumnType:
        return column ? model::typeText(column->type) : QString();
    case Field::NewColumn:
        return {};
    case Field::NoteText:
        return surface_.session().diagram().notes.at(std::get<NoteId>(target_.object)).text;
    case Field::GroupTitle:
        return surface_.session().diagram().groups.at(std::get<GroupId>(target_.object)).title;
    case Field::RoleName:
        break;
    }
    const model::ManyToMany& link = document.schema.links.at(std::get<LinkId>(target_.object));
    return link.ends.at(size_t(target_.linkEnd)).role;
}

void InplaceEditor::applyStyle(QWidget& widget, bool wrong) const
{
    const Theme& theme = surface_.theme();
    widget.setStyleSheet(
        QStringLiteral(
            "QLineEdit, QPlainTextEdit { background: %1; color: %2; border: %3px solid %4; border-radius: 5px; "
            "padding: 0 3px; margin: 0; min-height: 0; selection-background-color: %5; "
            "selection-color: %6 }")
            .arg(theme.field.name(), theme.ink.name(), wrong ? QStringLiteral("2") : QStringLiteral("1"),
                (wrong ? theme.error : theme.accent).name(), theme.accent.name(), theme.accentInk.name()));
}

void InplaceEditor::openField()
{
    field_ = new CellEdit(&surface_.widget(), [this](QKeyEvent& key) { return takeKey(key); });
    field_->setObjectName(QStringLiteral("inplaceEditor"));
    field_->setFrame(false);
    field_->setText(before_);
    field_->installEventFilter(this);
    const bool ofLink = model::linkOfJunction(surface_.session().document().schema, table());
    switch (target_.field) {
    case Field::ColumnType:
        openTypeField();
        break;
    case Field::NewColumn:
        field_->setPlaceholderText(ofLink ? tr("Attribute name") : tr("Column name"));
        [[fallthrough]];
    case Field::ColumnName:
        field_->setAccessibleName(ofLink ? tr("Name of the attribute") : tr("Name of the column"));
        break;
    case Field::RoleName:
        field_->setAccessibleName(tr("Role of this end"));
        break;
    case Field::Title:
    case Field::GroupTitle:
    case Field::NoteText:
        field_->setAccessibleName(tr("Name"));
        break;
    }
    connect(field_, &QLineEdit::textChanged, this, [this] {
        forgetRefusal();
        place(); // as wide as what is typed
    });
    applyStyle(*field_, false);
    place();
    field_->show();
    field_->selectAll();
    field_->setFocus(Qt::OtherFocusReason);
    if (types_ && target_.byMouse)
        types_->openWholeList();
}

void InplaceEditor::openTypeField()
{
    types_ = new TypeCompletion(*field_);
    field_->setAccessibleName(tr("Type of the column"));
    connect(field_, &QLineEdit::textChanged, this,
        [this](const QString& text) { surface_.say(TypeCompletion::remarkOn(text)); });
    // Later: the field takes the type over itself, whether before or after this.
    connect(
        types_, &TypeCompletion::picked, this,
        [this](const QString& type) {
            if (field_ && types_)
                field_->setText(type);
            finish();
        },
        Qt::QueuedConnection);
}

void InplaceEditor::openNote()
{
    note_ = new QPlainTextEdit(before_, &surface_.widget());
    note_->setObjectName(QStringLiteral("noteEditor"));
    note_->setFrameShape(QFrame::NoFrame);
    note_->setTabChangesFocus(true);
    note_->setAccessibleName(tr("Text of the note"));
    note_->installEventFilter(this);
    connect(note_, &QPlainTextEdit::textChanged, this, &InplaceEditor::forgetRefusal);
    applyStyle(*note_, false);
    place();
    note_->show();
    note_->selectAll();
    note_->setFocus(Qt::OtherFocusReason);
}

QRectF InplaceEditor::fieldRect() const
{
    const SceneGraph& scene = surface_.scene();
    if (target_.field == Field::RoleName) {
        for (const SceneEdge& edge : scene.edges) {
            if (edge.object != target_.object || edge.linkEnd != target_.linkEnd || edge.route.size() < 2)
                continue;
            const QRectF& label = edge.fromLabelRect;
            constexpr double width = 120, height = 24;
            return {
                label.left() - 4, label.center().y() - height / 2, std::max(width, label.width() + 8), height};
        }
        return {};
    }
    const int at = node();
    if (at < 0)
        return {};
    const SceneNode& shown = scene.nodes[size_t(at)];
    const bool pill = shown.kind == NodeKind::Pill;
    const double textLeft = pill ? style::pillTextLeft : style::rowTextLeft;
    constexpr double frame = 5; // the editor's own padding: its text stands where the painted one stood
    switch (target_.field) {
    case Field::NoteText:
        return shown.rect.adjusted(6, 6, -6, -6);
    case Field::GroupTitle: {
        constexpr double left = style::groupTitleLeft - frame, top = 7, height = 28;
        return {shown.rect.left() + left, shown.rect.top() + top, shown.rect.width() - 2 * left, height};
    }
    case Field::Title: {
        const double left = (pill ? style::pillTitleLeft : style::titleTextLeft) - frame;
        const QRectF head = scene.rowRect(at, -1);
        const double height = pill ? 24 : 28;
        const double lift = pill ? 0 : style::bandHeight / 2;
        return {head.left() + left, head.center().y() - height / 2 + lift,
            std::max(head.width() - left - 8, 96.0), height};
    }
    case Field::NewColumn: {
        const int row = int(shown.rows.size()); // of a collapsed card the first
        const double height = pill ? layout::pillRowHeight : layout::rowHeight;
        const double centre = shown.rect.top() + (pill ? layout::pillRowCentre(row) : layout::rowCentre(row));
        return {shown.rect.left() + textLeft - frame, centre - height / 2,
            shown.rect.width() - textLeft + frame - 6, height};
    }
    case Field::ColumnName:
    case Field::ColumnType:
    case Field::RoleName:
        break;
    }
    const auto row = std::find_if(shown.rows.begin(), shown.rows.end(),
        [&](const CardRow& candidate) { return candidate.object == ObjectRef(target_.column); });
    const QRectF rect = scene.rowRect(at, int(row - shown.rows.begin()));
    const double left = rect.left() + textLeft - frame, right = rect.right() - 6;
    const auto split = [&](double least) { return right - std::max((right - left) * typeShare, least); };
    if (target_.field == Field::ColumnType)
        return {split(typeRoom) + 2, rect.top(), right - split(typeRoom) - 2, rect.height()};
    return {left, rect.top(), split(nameRoom) - left - 2, rect.height()};
}

QWidget* InplaceEditor::shown() const
{
    return field_ ? static_cast<QWidget*>(field_) : note_;
}

void InplaceEditor::place()
{
    QWidget* widget = shown();
    if (!widget)
        return;
    const double scale = surface_.viewport().scale();
    const QRectF rect = surface_.viewport().toView(fieldRect());
    const bool title = (target_.field == Field::Title && table()) || target_.field == Field::GroupTitle;
    QFont font = title ? CanvasFonts().title : CanvasFonts().column;
    constexpr double least = 11; // type must stay readable however far out the view is
    font.setPixelSize(int(std::max(least, font.pixelSize() * scale)));
    widget->setFont(font);
    constexpr int leastWidth = 90, leastHeight = 22, mostWidth = 420;
    QSize size = rect.size().toSize().expandedTo(QSize(leastWidth, leastHeight));
    if (field_) { // a long text reaches beyond its card while it is typed
        constexpr int around = 18;
        const int wanted = QFontMetrics(font).horizontalAdvance(field_->text()) + around;
        size.setWidth(std::max(size.width(), std::min(wanted, mostWidth)));
    }
    widget->setGeometry(QRect(rect.topLeft().toPoint(), size));
    if (refusal_)
        refusal_->place(*widget);
}

void InplaceEditor::close()
{
    closing_ = true;
    if (target_.field == Field::ColumnType)
        surface_.say({});
    forgetRefusal();
    for (QWidget* widget : {static_cast<QWidget*>(field_), static_cast<QWidget*>(note_)}) {
        if (!widget)
            continue;
        widget->removeEventFilter(this);
        // Before it hides: Qt would hand the focus to whatever comes next.
        if (widget->hasFocus() && surface_.widget().parentWidget())
            surface_.widget().parentWidget()->setFocus(Qt::OtherFocusReason);
        widget->setObjectName({}); // it lives until the event that closed it is through
        widget->hide();
        widget->deleteLater();
    }
    field_ = nullptr;
    note_ = nullptr;
    types_ = nullptr;
    closing_ = false;
    surface_.setGrown(-1);
    emit ended();
}

void InplaceEditor::finish()
{
    if (note_ && target_.fresh && note_->toPlainText().isEmpty())
        giveUp(); // an empty box says nothing
    else if (isActive() && commit())
        close();
}

void InplaceEditor::finishUnfocused()
{
    if (shown() && !shown()->hasFocus())
        finish();
}

void InplaceEditor::giveUp()
{
    if (!isActive())
        return;
    const EditTarget target = target_;
    close();
    // Only the very thing that was just made goes, not what was typed of it since: its columns.
    const bool itself = target.field == Field::Title || target.field == Field::NoteText;
    if (itself && target.fresh && !target.mergeKey.isEmpty() && surface_.session().undoStack().canUndo())
        surface_.session().undoStack().undo(); // nobody wanted that table
}

bool InplaceEditor::takeKey(QKeyEvent& key)
{
    if (!field_)
        return false; // closed, but not gone yet
    const bool listOpen = types_ && types_->isListOpen();
    switch (key.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
        if (listOpen) {
            if (const QString type = types_->taken(); type != field_->text())
                field_->setText(type);
            types_->closeList();
        }
        commitAnd(key.key() == Qt::Key_Tab ? Then::Right : Then::Down);
        return true;
    case Qt::Key_Backtab:
        commitAnd(Then::Left);
        return true;
    case Qt::Key_Escape:
        if (listOpen)
            types_->closeList();
        else
            giveUp();
        return true;
    case Qt::Key_Down:
        if (!types_ || listOpen)
            return false;
        types_->openWholeList();
        return true;
    default:
        return false;
    }
}

bool InplaceEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (closing_)
        return false;
    if (event->type() == QEvent::FocusOut) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        const bool toCanvas = QApplication::focusWidget() == surface_.widget().parentWidget();
        if (reason == Qt::MouseFocusReason && toCanvas) // the press comes first: it must hit what is seen
            QMetaObject::invokeMethod(this, &InplaceEditor::finishUnfocused, Qt::QueuedConnection);
        else if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason)
            finish();
    } else if (event->type() == QEvent::KeyPress && watched == note_) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        const bool done =
            key.key() == Qt::Key_Escape || ((key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) &&
                                               key.modifiers() & Qt::ControlModifier);
        if (done) {
            finish();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

Result<void> InplaceEditor::apply(const QString& text)
{
    namespace edit = model::edit;
    EditSession& session = surface_.session();
    const DiagramId diagram = session.currentDiagram();
    const TableId owner = table();
    switch (target_.field) {
    case Field::Title:
        return session.attempt(
            tr("Rename %1").arg(before_),
            [&](model::Document d) { return edit::renameTable(std::move(d), owner, text); }, target_.mergeKey);
    case Field::NewColumn:
        return addColumn(text);
    case Field::ColumnName:
    case Field::ColumnType: {
        model::Column column = *session.document().schema.tables.at(owner).column(target_.column);
        const bool typed = target_.field == Field::ColumnType;
        if (typed)
            column.type = model::parseType(text);
        else
            column.name = text;
        return session.attempt(
            typed ? tr("Type of %1").arg(column.name) : tr("Rename %1").arg(before_),
            [&, key = session.ids().next<KeyId>()](
                model::Document d) { return edit::changeTypedColumn(std::move(d), owner, column, key); },
            target_.mergeKey);
    }
    case Field::NoteText: {
        model::Note note = session.diagram().notes.at(std::get<NoteId>(target_.object));
        note.text = text;
        return session.attempt(
            tr("Edit note"), [&](model::Document d) { return edit::setNote(std::move(d), diagram, note); },
            target_.mergeKey);
    }
    case Field::GroupTitle: {
        model::Group group = session.diagram().groups.at(std::get<GroupId>(target_.object));
        group.title = text;
        return session.attempt(
            tr("Rename %1").arg(before_),
            [&](model::Document d) { return edit::setGroup(std::move(d), diagram, group); }, target_.mergeKey);
    }
    case Field::RoleName:
        break;
    }
    model::ManyToMany link = session.document().schema.links.at(std::get<LinkId>(target_.object));
    link.ends.at(size_t(target_.linkEnd)).role = text;
    return session.attempt(
        tr("Role %1").arg(text), [&](model::Document d) { return edit::updateLink(std::move(d), link); });
}

Result<void> InplaceEditor::addColumn(const QString& name)
{
    EditSession& session = surface_.session();
    model::Column column;
    column.id = session.ids().next<ColumnId>();
    column.name = name;
    column.type = model::DataType::of(model::TypeKind::Varchar, newColumnLength);
    const TableId owner = table();
    const QString step = QStringLiteral("column/%1").arg(column.id.value());
    const Result<void> added = session.attempt(
        tr("New column %1").arg(name),
        [&, key = session.ids().next<KeyId>()](
            model::Document d) { return model::edit::addTypedColumn(std::move(d), owner, column, key); },
        step);
    if (added) {
        target_.column = column.id;
        target_.mergeKey = step;
    }
    return added;
}

std::optional<QString> InplaceEditor::refusalOf(const QString& text) const
{
    const bool mayBeEmpty = target_.field == Field::NoteText || target_.field == Field::RoleName;
    if (text.isEmpty() && !mayBeEmpty)
        return target_.fresh ? tr("A name is missing.")
                             : tr("Something must stand here; Esc keeps “%1”.").arg(before_);
    if (target_.field == Field::ColumnType)
        return TypeCompletion::refusalOf(text);
    if (target_.field != Field::RoleName || text.isEmpty())
        return {};
    const model::ManyToMany& link =
        surface_.session().document().schema.links.at(std::get<LinkId>(target_.object));
    for (size_t end = 0; end < link.ends.size(); ++end) {
        if (int(end) != target_.linkEnd && link.ends[end].role.compare(text, Qt::CaseInsensitive) == 0)
            return tr("Another end of this link is called “%1”: nobody could tell the two apart.").arg(text);
    }
    return {};
}

bool InplaceEditor::commit(bool byEnter)
{
    const QString text = note_ ? note_->toPlainText() : field_->text().trimmed();
    const bool mayBeEmpty = target_.field == Field::NoteText || target_.field == Field::RoleName;
    const bool goesOn =
        target_.field == Field::NewColumn || !byEnter; // without a name nothing is made or changed
    if (text == before_ || (text.isEmpty() && !mayBeEmpty && goesOn))
        return true;
    if (const auto wrong = refusalOf(text)) {
        refuse(*wrong);
        return false;
    }
    closing_ = true; // the change rebuilds the scene while the editor is still open
    const Result<void> applied = apply(text);
    closing_ = false;
    if (!applied) {
        refuse(spoken(applied.error()));
        return false;
    }
    before_ = text;
    return true;
}

void InplaceEditor::refuse(const QString& sentence)
{
    QWidget* widget = shown();
    if (!widget)
        return;
    applyStyle(*widget, true);
    if (field_)
        field_->selectAll();
    delete refusal_.data();
    refusal_ = new FieldRefusal(sentence, surface_.theme(), *widget);
    surface_.say(sentence);
}

void InplaceEditor::forgetRefusal()
{
    if (!refusal_)
        return;
    delete refusal_.data();
    surface_.say({});
    if (QWidget* widget = shown()) {
        applyStyle(*widget, false);
        widget->setAccessibleDescription({});
    }
}

void InplaceEditor::commitAnd(Then then)
{
    const bool empty = field_->text().trimmed().isEmpty();
    if (!commit(true))
        return;
    const EditTarget done = target_;
    close();
    if (done.field == Field::NewColumn && empty)
        return;
    go(done, then);
}

void InplaceEditor::go(const EditTarget& from, Then then)
{
    EditTarget next = from;
    const bool flows = from.fresh || from.field == Field::NewColumn;
    const auto open = [&](Field field, ColumnId column) {
        next.field = field;
        next.column = column;
        next.byMouse = false; // keys came here
        begin(next);
    };
    if (from.field == Field::RoleName || from.field == Field::GroupTitle || then == Then::End)
        return;
    target_ = from;
    const model::Table* owner = surface_.session().document().schema.tables.find(table());
    if (!owner)
        return;
    const auto& columns = owner->columns;
    const auto at = std::ranges::find(columns, from.column, &model::Column::id);
    const auto newColumn = [&] {
        next.mergeKey.clear();
        next.fresh = true;
        open(Field::NewColumn, {});
    };
    if (from.field == Field::Title) {
        const bool justMade = from.fresh || !from.mergeKey.isEmpty(); // a link keeps its name at Escape
        next.mergeKey.clear();
        if (then == Then::Right && !columns.empty())
            open(Field::ColumnName, columns.front().id);
        else if (then == Then::Right || (then == Then::Down && justMade))
            newColumn();
        return;
    }
    switch (then) {
    case Then::Down:
        if (flows)
            newColumn();
        break;
    case Then::Right:
        if (from.field != Field::ColumnType) {
            next.fresh = flows;
            open(Field::ColumnType, from.column);
        } else if (at != columns.end() && at + 1 != columns.end()) {
            next.mergeKey.clear();
            open(Field::ColumnName, (at + 1)->id);
        } else {
            newColumn();
        }
        break;
    case Then::Left:
        next.mergeKey.clear();
        if (from.field == Field::ColumnType)
            open(Field::ColumnName, from.column);
        else if (at != columns.end() && at != columns.begin())
            open(Field::ColumnType, (at - 1)->id);
        else
            open(Field::Title, {});
        break;
    case Then::End:
        break;
    }
}

} // namespace conjoin::ui
