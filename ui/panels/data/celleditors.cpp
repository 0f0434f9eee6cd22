// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/celleditors.h"

#include "orm/base/moment.h"
#include "ui/models/typedmoment.h"
#include "ui/theme/completions.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QCalendarWidget>
#include <QComboBox>
#include <QCompleter>
#include <QCoreApplication>
#include <QDate>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QTimer>
#include <QWidgetAction>

namespace conjoin::ui {

namespace {

using model::TypeKind;

constexpr int dateLength = 10; ///< 2024-09-01

/// One of a list, NULL, or the default.
class ChoiceEditor : public QComboBox {
public:
    /// What is offered beside the choices themselves.
    struct Offer {
        bool null = false;
        bool standard = false; ///< the default
        bool search = false;   ///< what is typed narrows the list
    };

    ChoiceEditor(const std::vector<std::pair<QString, QString>>& choices, Offer offer, QWidget* parent)
        : QComboBox(parent)
    {
        setFrame(false);
        for (const auto& [shown, stored] : choices)
            addItem(shown, stored);
        if (offer.null)
            addSpecial(QStringLiteral("NULL"), QVariant());
        if (offer.standard)
            addSpecial(tr("default"), QVariant::fromValue(DefaultValueWish()));
        before_ = currentIndex(); // the first one, and nobody has chosen it
        connect(this, &QComboBox::activated, this, [this] { touched_ = true; });
        if (!offer.search)
            return;
        setEditable(true);
        setInsertPolicy(NoInsert);
        completer()->setCompletionMode(QCompleter::PopupCompletion);
        completer()->setFilterMode(Qt::MatchContains);
        completer()->setCaseSensitivity(Qt::CaseInsensitive);
        dressCompletions(*completer());
        connect(lineEdit(), &QLineEdit::textEdited, this, [this] { touched_ = true; });
        // The list of completions keeps Enter to itself: once it has closed, the cell is done, too.
        connect(lineEdit(), &QLineEdit::returnPressed, this, [this] {
            if (completer()->popup()->isVisible())
                QTimer::singleShot(0, this, [this] { pressEnter(); });
        });
    }

    void set(const QString& text, bool null)
    {
        int at = -1;
        for (int i = 0; i < count() && at < 0; ++i) {
            const bool isNull = !itemData(i).isValid();
            const bool isWord = itemData(i).metaType().id() == QMetaType::QString;
            const bool same = itemData(i).toString() == text || itemText(i) == text || isSameTruth(i, text);
            at = (isNull ? null : !null && isWord && same) ? i : -1;
        }
        if (at < 0 && (!null || count() == 0)) { // the database holds a word that is not on the list
            insertItem(0, null ? QString() : text, null ? QVariant() : QVariant(text));
            at = 0;
        }
        setCurrentIndex(at);
        before_ = at;
    }
    /// What was typed may be no choice at all: whoever takes it says so.
    QVariant value() const
    {
        if (!isEditable())
            return currentIndex() < 0 ? QVariant() : itemData(currentIndex());
        const QString typed = currentText();
        if (currentIndex() >= 0 && itemText(currentIndex()) == typed)
            return itemData(currentIndex()); // the one of two that read alike
        int at = findText(typed, Qt::MatchExactly | Qt::MatchCaseSensitive);
        if (at < 0)
            at = findText(typed, Qt::MatchFixedString);
        if (const std::vector<int> left = offered(); at < 0 && left.size() == 1)
            at = left.front(); // the list has nothing else to offer
        return at < 0 ? QVariant(typed) : itemData(at);
    }
    /// Whether several choices have what is typed so far in them.
    bool isHalfTyped() const { return value().metaType().id() == QMetaType::QString && offered().size() > 1; }
    bool isModified() const { return touched_ || currentIndex() != before_; }

protected:
    void focusInEvent(QFocusEvent* event) override
    {
        QComboBox::focusInEvent(event);
        if (isEditable())
            lineEdit()->selectAll(); // what is typed takes the place of what is there
    }

private:
    /// The choices that have what is typed in them, as the list shows them.
    std::vector<int> offered() const
    {
        std::vector<int> left;
        for (int i = 0; isEditable() && !currentText().isEmpty() && i < count(); ++i) {
            if (itemText(i).contains(currentText(), Qt::CaseInsensitive))
                left.push_back(i);
        }
        return left;
    }

    void pressEnter()
    {
        if (!isVisible())
            return; // the cell is left
        QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier);
        QCoreApplication::sendEvent(this, &enter);
    }

    void addSpecial(const QString& shown, const QVariant& stored)
    {
        addItem(shown, stored);
        QFont slanted = font();
        slanted.setItalic(true);
        setItemData(count() - 1, slanted, Qt::FontRole);
    }

    /// Engines store yes and no as 1 and 0, and some call them otherwise.
    bool isSameTruth(int item, const QString& text) const
    {
        return (itemText(item) == u"true" && text == u"1") || (itemText(item) == u"false" && text == u"0");
    }

    bool touched_ = false;
    int before_ = -1;
};

/// The words of a set, with commas between them; choosing one adds it or takes it out.
class SetEditor : public QComboBox {
public:
    SetEditor(const QStringList& words, QWidget* parent)
        : QComboBox(parent)
        , words_(words)
    {
        setEditable(true);
        setInsertPolicy(NoInsert);
        setFrame(false);
        addItems(words_);
        connect(this, &QComboBox::activated, this, [this](int chosen) {
            QStringList all = typed_.split(u',', Qt::SkipEmptyParts);
            if (!all.removeOne(words_[chosen]))
                all.append(words_[chosen]);
            QStringList ordered; // as the server puts them
            for (const QString& word : std::as_const(words_)) {
                if (all.removeOne(word))
                    ordered.append(word);
            }
            setEditText((ordered + all).join(u','));
            lineEdit()->setModified(true);
        });
        connect(this, &QComboBox::editTextChanged, this, [this](const QString& text) {
            // Choosing puts the chosen word alone into the line first.
            if (!words_.contains(text) || lineEdit()->isModified())
                typed_ = text;
        });
    }
    void set(const QString& text)
    {
        typed_ = text;
        setEditText(text);
        lineEdit()->setModified(false);
    }

private:
    const QStringList words_;
    QString typed_;
};

/// A line with a calendar, which gives the date of what stands there and leaves the rest alone.
class DateEditor : public QLineEdit {
public:
    DateEditor(bool withTime, QWidget* parent)
        : QLineEdit(parent)
        , withTime_(withTime)
    {
        QAction* open = addAction(
            icon(QStringLiteral("history"), palette().color(QPalette::Text)), QLineEdit::TrailingPosition);
        open->setToolTip(tr("Calendar (Alt+Down)"));
        connect(open, &QAction::triggered, this, [this] { showCalendar(); });
    }

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Down && event->modifiers() == Qt::AltModifier)
            showCalendar();
        else
            QLineEdit::keyPressEvent(event);
    }

private:
    void showCalendar()
    {
        QMenu menu(this); // a popup: the cell is not left
        auto* calendar = new QCalendarWidget(&menu);
        const TypedMoment read =
            readMoment(text(), withTime_ ? TypeKind::Timestamp : TypeKind::Date, QDateTime::currentDateTime());
        const QString shown = read.kind == TypedMoment::Kind::Understood ? read.stored : text();
        const QDate given = QDate::fromString(shown.left(dateLength), Qt::ISODate);
        if (given.isValid())
            calendar->setSelectedDate(given);
        auto* action = new QWidgetAction(&menu);
        action->setDefaultWidget(calendar);
        menu.addAction(action);
        const auto take = [&](const QDate& date) {
            const QString rest = given.isValid() ? shown.mid(dateLength)
                                 : withTime_     ? QStringLiteral(" 00:00:00")
                                                 : QString();
            setText(date.toString(Qt::ISODate) + rest);
            setModified(true);
            emit textEdited(text()); // what is said of it is of what stands there now
            menu.close();
        };
        connect(calendar, &QCalendarWidget::activated, &menu, take);
        connect(calendar, &QCalendarWidget::clicked, &menu, take);
        menu.exec(mapToGlobal(rect().bottomLeft()));
        setFocus();
    }

    const bool withTime_;
};

} // namespace

QWidget* newCellEditor(const orm::Attribute& attribute, QWidget* parent, bool defaultOffered)
{
    const bool standard = defaultOffered && attribute.hasDefault;
    const bool array = attribute.type.dimensions > 0;
    QWidget* editor = nullptr;
    switch (array ? TypeKind::Native : orm::meaning(attribute.type)) {
    case TypeKind::Boolean: {
        const QString yes = QStringLiteral("true"), no = QStringLiteral("false");
        editor = new ChoiceEditor(
            {{yes, yes}, {no, no}}, ChoiceEditor::Offer{attribute.nullable, standard, false}, parent);
        break;
    }
    case TypeKind::Enum: {
        std::vector<std::pair<QString, QString>> words;
        for (const QString& word : attribute.type.values)
            words.emplace_back(word, word);
        editor = new ChoiceEditor(words, {attribute.nullable, standard, true}, parent);
        break;
    }
    case TypeKind::Set:
        editor = new SetEditor(attribute.type.values, parent);
        break;
    case TypeKind::Date:
        editor = new DateEditor(false, parent);
        break;
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
        editor = new DateEditor(true, parent);
        break;
    default:
        editor = new QLineEdit(parent);
        break;
    }
    editor->setObjectName(QStringLiteral("cellEditor"));
    editor->setAccessibleName(attribute.name);
    return editor;
}

void setEditorValue(QWidget* editor, const QString& text, bool null)
{
    if (auto* choice = dynamic_cast<ChoiceEditor*>(editor))
        choice->set(text, null);
    else if (auto* set = dynamic_cast<SetEditor*>(editor))
        set->set(text);
    else if (auto* line = qobject_cast<QLineEdit*>(editor))
        line->setText(text);
}

QVariant editorValue(const QWidget* editor)
{
    if (const auto* choice = dynamic_cast<const ChoiceEditor*>(editor))
        return choice->value();
    if (const auto* set = dynamic_cast<const SetEditor*>(editor))
        return set->currentText();
    const auto* line = qobject_cast<const QLineEdit*>(editor);
    return line ? line->text() : QVariant();
}

bool isHalfTyped(const QWidget* editor)
{
    const auto* choice = dynamic_cast<const ChoiceEditor*>(editor);
    return choice && choice->isHalfTyped();
}

bool isEditorModified(const QWidget* editor)
{
    if (const auto* choice = dynamic_cast<const ChoiceEditor*>(editor))
        return choice->isModified();
    if (const auto* set = dynamic_cast<const SetEditor*>(editor))
        return set->lineEdit()->isModified();
    const auto* line = qobject_cast<const QLineEdit*>(editor);
    return line && line->isModified();
}

} // namespace conjoin::ui
