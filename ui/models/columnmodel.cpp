// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/columnmodel.h"

#include "model/edit/typedcolumn.h"
#include "ui/text/keyparts.h"

#include <QBrush>

#include <algorithm>

namespace conjoin::ui {

using model::DefaultValue;

QString defaultText(const DefaultValue& value)
{
    switch (value.kind) {
    case DefaultValue::Kind::None:
        return {};
    case DefaultValue::Kind::Now:
        return QStringLiteral("now");
    case DefaultValue::Kind::Uuid:
        return QStringLiteral("uuid");
    case DefaultValue::Kind::Expression:
        return QStringLiteral("= ") + value.text;
    case DefaultValue::Kind::Literal:
        break;
    }
    // A literal that reads like one of the words above, or like nothing at all, is quoted.
    const QString& text = value.text;
    const bool plain = !text.isEmpty() && parseDefault(text).kind == DefaultValue::Kind::Literal &&
                       !text.startsWith(u'\'') && text.trimmed() == text &&
                       text.compare(u"NULL", Qt::CaseInsensitive) != 0;
    return plain ? text : u'\'' + text + u'\'';
}

DefaultValue parseDefault(const QString& typed)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return {};
    if (text.compare(u"now", Qt::CaseInsensitive) == 0)
        return {DefaultValue::Kind::Now, {}};
    if (text.compare(u"uuid", Qt::CaseInsensitive) == 0)
        return {DefaultValue::Kind::Uuid, {}};
    if (text.startsWith(u'=') && text.size() > 1)
        return {DefaultValue::Kind::Expression, text.mid(1).trimmed()};
    if (text.size() >= 2 && text.startsWith(u'\'') && text.endsWith(u'\''))
        return {DefaultValue::Kind::Literal, text.mid(1, text.size() - 2)};
    return {DefaultValue::Kind::Literal, text};
}

namespace {

/// The marks of a cell that is pasted – PK, NN, U –, also where it has SQL's own words for them.
QStringList marksOf(const QString& cell)
{
    return cell.toUpper()
        .simplified()
        .replace(QLatin1String("PRIMARY KEY"), QLatin1String("PK"))
        .replace(QLatin1String("NOT NULL"), QLatin1String("NN"))
        .replace(QLatin1String("UNIQUE"), QLatin1String("U"))
        .split(u' ', Qt::SkipEmptyParts);
}

} // namespace

ColumnModel::ColumnModel(EditSession& session, const Theme& theme, QObject* parent)
    : QAbstractTableModel(parent)
    , session_(session)
    , theme_(&theme)
{
    connect(&session, &EditSession::changed, this, [this](const model::Delta& delta) {
        if (delta.touchesSchema() || delta.settings)
            refresh();
    });
}

void ColumnModel::setTheme(const Theme& theme)
{
    theme_ = &theme;
    emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void ColumnModel::setTable(TableId table)
{
    beginResetModel();
    table_ = table;
    rows_ = readRows();
    endResetModel();
}

bool ColumnModel::isDerived(int row) const
{
    return !isNewRow(row) && rows_[size_t(row)].id.isNull();
}

ColumnId ColumnModel::columnAt(int row) const
{
    return row < 0 || row >= int(rows_.size()) ? ColumnId() : rows_[size_t(row)].id;
}

int ColumnModel::rowOf(ColumnId column) const
{
    const auto it = std::ranges::find(rows_, column, &Row::id);
    return column.isNull() || it == rows_.end() ? -1 : int(it - rows_.begin());
}

std::vector<ColumnModel::Row> ColumnModel::readRows() const
{
    const model::Table* table = session_.document().schema.tables.find(table_);
    const orm::Derivation& derivation = session_.derivation();
    const int at = derivation.indexOf(table_);
    if (!table || at < 0)
        return {};
    const orm::PhysicalTable& physical = derivation.schema.tables[size_t(at)];
    const orm::TableOrigin& origin = derivation.origins[size_t(at)];
    const auto inKey = [](const orm::PhysicalKey& key, const QString& name) {
        return std::ranges::find(key.parts, name, &orm::PhysicalKeyPart::column) != key.parts.end();
    };
    std::vector<Row> rows;
    for (size_t i = 0; i < physical.columns.size(); ++i) {
        const orm::PhysicalColumn& column = physical.columns[i];
        Row row;
        row.id = origin.columns[i].column;
        row.name = column.name;
        row.type = model::typeText(column.type);
        row.defaultText = defaultText(column.defaultValue);
        row.primaryKey = physical.primaryKey && inKey(*physical.primaryKey, column.name);
        row.notNull = !column.nullable || row.primaryKey;
        row.unique = std::ranges::any_of(physical.uniqueKeys,
            [&](const orm::PhysicalKey& key) { return key.parts.size() == 1 && inKey(key, column.name); });
        row.origin = origin.columns[i].generatedKey
                         ? tr("Added because the table has no primary key of its own")
                     : !origin.columns[i].link.isNull() ? tr("Added by the many-to-many link")
                                                        : tr("Added by a reference");
        rows.push_back(std::move(row));
    }
    return rows;
}

void ColumnModel::refresh()
{
    std::vector<Row> next = readRows();
    // Rows that came or went in one piece are told as such, so that a view keeps its place; the rest just
    // changed.
    const auto same = [](const Row& a, const Row& b) { return a.id == b.id && (a.id || a.name == b.name); };
    const auto [endA, endB] = std::mismatch(rows_.begin(), rows_.end(), next.begin(), next.end(), same);
    const int head = int(endA - rows_.begin());
    const int shorter = int(std::min(rows_.size(), next.size()));
    int tail = 0;
    while (tail < shorter - head &&
           same(rows_[rows_.size() - 1 - size_t(tail)], next[next.size() - 1 - size_t(tail)]))
        ++tail;
    const int gone = int(rows_.size()) - head - tail;
    const int come = int(next.size()) - head - tail;
    Q_UNUSED(endB);
    if (gone > 0 && come > 0) {
        beginResetModel();
        rows_ = std::move(next);
        endResetModel();
        return;
    }
    if (gone > 0) {
        beginRemoveRows({}, head, head + gone - 1);
        rows_ = std::move(next);
        endRemoveRows();
    } else if (come > 0) {
        beginInsertRows({}, head, head + come - 1);
        rows_ = std::move(next);
        endInsertRows();
    } else {
        rows_ = std::move(next);
    }
    if (!rows_.empty())
        emit dataChanged(index(0, 0), index(int(rows_.size()) - 1, ColumnCount - 1));
}

QStringList ColumnModel::typeSuggestions() const
{
    return typeSuggestionsIn(session_.document().schema);
}

QString ColumnModel::textOf(const std::vector<int>& rows) const
{
    QString text;
    for (const int at : rows) {
        if (columnAt(at).isNull())
            continue;
        const Row& row = rows_[size_t(at)];
        QStringList marks;
        if (row.primaryKey)
            marks << QStringLiteral("PK");
        if (row.notNull && !row.primaryKey)
            marks << QStringLiteral("NN");
        if (row.unique)
            marks << QStringLiteral("U");
        text += QStringList{row.name, row.type, marks.join(u' '), row.defaultText}.join(u'\t') + u'\n';
    }
    return text;
}

int ColumnModel::paste(const QString& text, int row)
{
    struct Pasted {
        model::Column column;
        KeyId key;
        bool primary = false, unique = false;
    };
    const model::Schema& schema = session_.document().schema;
    const model::Table* table = schema.tables.find(table_);
    if (!table)
        return 0;
    std::vector<Pasted> pasted;
    for (const QString& line : text.split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList cells = line.trimmed().split(u'\t');
        Pasted one;
        one.column.id = session_.ids().next<ColumnId>();
        one.key = session_.ids().next<KeyId>();
        one.column.name = cells.front().trimmed();
        if (one.column.name.isEmpty())
            continue;
        if (cells.size() > 1 && !cells[1].trimmed().isEmpty())
            one.column.type = parseTypeIn(schema, cells[1]);
        for (qsizetype i = 2; i < cells.size(); ++i) {
            if (cells[i].trimmed().compare(u"NULL", Qt::CaseInsensitive) == 0)
                continue; // as it is without a word
            const QStringList words = marksOf(cells[i]);
            const bool marks = std::ranges::all_of(
                words, [](const QString& word) { return word == u"PK" || word == u"NN" || word == u"U"; });
            if (!marks) {
                one.column.defaultValue = parseDefault(cells[i]);
                continue;
            }
            one.primary = one.primary || words.contains(QLatin1String("PK"));
            one.unique = one.unique || words.contains(QLatin1String("U"));
            one.column.nullable = one.column.nullable && !words.contains(QLatin1String("NN"));
        }
        pasted.push_back(std::move(one));
    }
    if (pasted.empty())
        return 0;
    const auto it = std::ranges::find(table->columns, columnAt(row), &model::Column::id);
    const int at = it == table->columns.end() ? -1 : int(it - table->columns.begin()) + 1;
    const auto done = session_.apply(tr("Paste %n column(s)", nullptr, int(pasted.size())),
        [id = table_, pasted, at](model::Document document) -> Result<model::Document> {
            int to = at;
            for (const Pasted& one : pasted) {
                auto next = model::edit::addColumn(std::move(document), id, one.column, to);
                if (next && one.primary)
                    next = model::edit::setPrimaryKey(std::move(*next), id, one.column.id, true, one.key);
                if (next && one.unique)
                    next = model::edit::setUnique(std::move(*next), id, one.column.id, true, one.key);
                if (!next)
                    return next;
                document = std::move(*next);
                to += to < 0 ? 0 : 1;
            }
            return document;
        });
    return done ? int(pasted.size()) : 0;
}

void ColumnModel::removeColumn(int row)
{
    const ColumnId column = columnAt(row);
    if (column.isNull())
        return;
    (void)session_.apply(tr("Delete %1").arg(rows_[size_t(row)].name), [column](model::Document document) {
        return model::edit::removeObjects(std::move(document), {ObjectRef(column)});
    });
}

int ColumnModel::moveColumn(int row, int by)
{
    const ColumnId column = columnAt(row);
    const model::Table* table = session_.document().schema.tables.find(table_);
    if (column.isNull() || !table)
        return row;
    const auto it = std::ranges::find(table->columns, column, &model::Column::id);
    const int to = int(it - table->columns.begin()) + by;
    if (it == table->columns.end() || to < 0 || to >= int(table->columns.size()))
        return row;
    (void)session_.apply(tr("Move %1").arg(it->name), [id = table_, column, to](model::Document document) {
        return model::edit::moveColumn(std::move(document), id, column, to);
    });
    return rowOf(column);
}

int ColumnModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(rows_.size()) + 1;
}

int ColumnModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags ColumnModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const bool text = index.column() == Name || index.column() == Type || index.column() == Default;
    if (isNewRow(index.row()))
        return index.column() == Name ? flags | Qt::ItemIsEditable : flags;
    if (!isDerived(index.row()))
        flags |= text ? Qt::ItemIsEditable : Qt::ItemIsUserCheckable;
    return flags;
}

QVariant ColumnModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    if (isNewRow(index.row())) {
        if (index.column() == Name && role == Qt::DisplayRole)
            return tr("New…");
        if (index.column() == Name && role == Qt::EditRole)
            return QString();
        return role == Qt::ForegroundRole ? QVariant(QBrush(theme_->faint)) : QVariant();
    }
    const Row& row = rows_[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        switch (index.column()) {
        case Name:
            return row.name;
        case Type:
            return row.type;
        case Default:
            return row.defaultText;
        default:
            return {};
        }
    case Qt::CheckStateRole:
        switch (index.column()) {
        case PrimaryKey:
            return row.primaryKey ? Qt::Checked : Qt::Unchecked;
        case NotNull:
            return row.notNull ? Qt::Checked : Qt::Unchecked;
        case Unique:
            return row.unique ? Qt::Checked : Qt::Unchecked;
        default:
            return {};
        }
    case Qt::ForegroundRole:
        return QBrush(row.id.isNull() ? theme_->muted : index.column() == Name ? theme_->ink : theme_->type);
    case Qt::ToolTipRole: { // all of what may be cut in its cell, and what else there is to say
        QStringList lines{data(index, Qt::DisplayRole).toString()};
        if (row.id.isNull())
            lines << row.origin;
        else if (index.column() == Default)
            lines << tr("A value, now, uuid, or = and an SQL expression");
        lines.removeAll(QString());
        return lines.join(u'\n');
    }
    default:
        return {};
    }
}

bool ColumnModel::setToggle(const Row& row, int column, bool on)
{
    const TableId table = table_;
    const ColumnId id = row.id;
    const KeyId key = session_.ids().next<KeyId>();
    const auto run = [&](const QString& text, const EditSession::Edit& edit) {
        return session_.apply(text, edit).has_value();
    };
    switch (column) {
    case PrimaryKey:
        return run(on ? tr("Make %1 a key").arg(row.name) : tr("Take %1 out of the key").arg(row.name),
            [=](model::Document document) {
                return model::edit::setPrimaryKey(std::move(document), table, id, on, key);
            });
    case Unique:
        return run(on ? tr("Make %1 unique").arg(row.name) : tr("Let %1 repeat").arg(row.name),
            [=](model::Document document) {
                return model::edit::setUnique(std::move(document), table, id, on, key);
            });
    default: {
        const model::Table* owner = session_.document().schema.tables.find(table_);
        const model::Column* found = owner ? owner->column(id) : nullptr;
        if (!found)
            return false;
        model::Column changed = *found;
        changed.nullable = !on;
        return run(on ? tr("Require %1").arg(row.name) : tr("Let %1 be empty").arg(row.name),
            [table, changed](model::Document document) {
                return model::edit::updateColumn(std::move(document), table, changed);
            });
    }
    }
}

bool ColumnModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const QString text = value.toString().trimmed();
    const model::Table* table = session_.document().schema.tables.find(table_);
    if (!index.isValid() || !table)
        return false;
    if (isNewRow(index.row())) {
        if (text.isEmpty())
            return false;
        model::Column column;
        column.id = session_.ids().next<ColumnId>();
        column.name = text;
        return session_
            .apply(tr("Add %1").arg(text),
                [id = table_, column, key = session_.ids().next<KeyId>()](model::Document document) {
                    return model::edit::addTypedColumn(std::move(document), id, column, key);
                })
            .has_value();
    }
    const Row row = rows_[size_t(index.row())];
    if (row.id.isNull())
        return false;
    if (role == Qt::CheckStateRole)
        return setToggle(row, index.column(), value.toInt() == Qt::Checked);
    if (role != Qt::EditRole)
        return false;
    model::Column column = *table->column(row.id);
    QString what;
    switch (index.column()) {
    case Name:
        if (text.isEmpty() || text == column.name)
            return false;
        what = tr("Rename %1").arg(column.name);
        column.name = text;
        break;
    case Type:
        if (text.isEmpty() || text == model::typeText(column.type, session_.document().schema))
            return false;
        what = tr("Type of %1").arg(column.name);
        column.type = parseTypeIn(session_.document().schema, text);
        break;
    case Default:
        if (text == defaultText(column.defaultValue))
            return false;
        what = tr("Default of %1").arg(column.name);
        column.defaultValue = parseDefault(text);
        break;
    default:
        return false;
    }
    return session_
        .apply(what,
            [id = table_, column, key = session_.ids().next<KeyId>()](model::Document document) {
                return model::edit::changeTypedColumn(std::move(document), id, column, key);
            })
        .has_value();
}

QVariant ColumnModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool toggle = section == PrimaryKey || section == NotNull || section == Unique;
        return int((toggle ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case PrimaryKey:
            return tr("Part of the primary key");
        case NotNull:
            return tr("Must have a value (NOT NULL)");
        case Unique:
            return tr("No two rows have the same value");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Type:
        return tr("Type");
    case PrimaryKey:
        return tr("PK");
    case NotNull:
        return tr("NN");
    case Unique:
        return tr("U");
    default:
        return tr("Default");
    }
}

} // namespace conjoin::ui
