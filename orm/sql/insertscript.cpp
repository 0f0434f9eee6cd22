// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/insertscript.h"

#include "orm/base/topologicalsort.h"
#include "orm/dialect/valueliteral.h"
#include "orm/query/predicate.h"
#include "orm/sql/resultnode.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSet>
#include <QTemporaryFile>

#include <algorithm>
#include <array>

namespace conjoin::sql {

using orm::Association;
using orm::Model;

namespace {

constexpr int rowsPerStatement = 200;
constexpr qsizetype bytesPerStatement = 512 << 10; // far below the packets that servers take

/// What tells a row from others, in as few bytes as make two that are alike unthinkable.
struct RowMark {
    quint64 high = 0, low = 0;
    friend bool operator==(const RowMark&, const RowMark&) = default;
    friend size_t qHash(const RowMark& mark, size_t seed = 0) { return size_t(mark.low) ^ seed; }
};

RowMark markOf(const ColumnStore& rows, size_t row, const std::vector<int>& attributes)
{
    QCryptographicHash hash(QCryptographicHash::Md5);
    for (const int attribute : attributes) {
        const Cell cell = rows.cell(row, attribute);
        const char kind = char(cell.kind());
        hash.addData(QByteArrayView(&kind, 1));
        if (cell.kind() == Cell::Kind::Text || cell.kind() == Cell::Kind::Bytes) {
            const quint64 size = cell.data().size();
            hash.addData(QByteArrayView(reinterpret_cast<const char*>(&size), sizeof size));
            hash.addData(QByteArrayView(cell.data().data(), qsizetype(size)));
        } else if (!cell.isNull()) {
            const qint64 bits = cell.integer();
            hash.addData(QByteArrayView(reinterpret_cast<const char*>(&bits), sizeof bits));
        }
    }
    const QByteArray digest = hash.result();
    RowMark mark;
    std::copy_n(digest.constData(), 8, reinterpret_cast<char*>(&mark.high));
    std::copy_n(digest.constData() + 8, 8, reinterpret_cast<char*>(&mark.low));
    return mark;
}

Error writeError(const QTemporaryFile& file)
{
    return inputError(
        file.fileName(), message("export.scratch", "rows that wait can't be kept in a temporary file: %1",
                             {file.errorString()}));
}

/// One table of the script.
struct Part {
    int model = -1;
    const Model* of = nullptr;
    int places = 0;            ///< of the query in which its rows come
    std::vector<int> written;  ///< attributes
    std::vector<int> identity; ///< what tells its rows apart
    std::vector<int> later;    ///< attributes that are NULL at first
    bool keyed = false;        ///< `identity` is a key
    QStringList needs;
    qint64 rows = 0;
    QSet<RowMark> seen;
    std::unique_ptr<QTemporaryFile> inserts, updates;
    int inStatement = 0;
    qsizetype statementBytes = 0;
};

} // namespace

struct InsertScript::State {
    State(const orm::ModelRegistry& all, const orm::Dialect& engine)
        : registry(all)
        , dialect(engine)
        , compiler(all, engine)
    {}

    void collect(int model, const std::vector<orm::Include>& includes);
    void addPlace(int model);
    Result<void> sort();
    Result<void> cutCircle(const std::vector<size_t>& group, std::vector<size_t>& order);
    Result<void> openFiles(const QString& folder);
    Result<void> take(const ResultNode& node);
    Result<void> takeRow(Part& part, const ColumnStore& rows, size_t row);
    QString head(const Part& part) const;
    QString literal(const Part& part, const ColumnStore& rows, size_t row, int attribute) const;
    QByteArray update(const Part& part, const ColumnStore& rows, size_t row) const;
    QByteArray numbering(const Part& part) const;

    const orm::ModelRegistry& registry;
    const orm::Dialect& dialect;
    orm::PredicateCompiler compiler;
    std::vector<Part> parts;   ///< after sort(): in the order of the script
    QHash<int, size_t> partOf; ///< by model
    bool defers = false;
};

void InsertScript::State::addPlace(int model)
{
    if (const auto known = partOf.constFind(model); known != partOf.cend()) {
        ++parts[*known].places;
        return;
    }
    Part part;
    part.model = model;
    part.of = &registry.at(model);
    part.places = 1;
    for (size_t i = 0; i < part.of->attributes.size(); ++i) {
        if (!part.of->attributes[i].generated)
            part.written.push_back(int(i));
    }
    for (const QString& name : part.of->identity())
        part.identity.push_back(part.of->attributeIndex(name));
    part.keyed = !part.identity.empty();
    if (!part.keyed)
        part.identity = part.written;
    partOf.insert(model, parts.size());
    parts.push_back(std::move(part));
}

void InsertScript::State::collect(int model, const std::vector<orm::Include>& includes)
{
    addPlace(model);
    for (const orm::Include& include : includes) {
        const Association* association = registry.at(model).association(include.association);
        Q_ASSERT_X(association, "InsertScript", "the includes of a query that was read name associations");
        if (association->through >= 0) {
            addPlace(association->through);
            ++parts[partOf.value(association->through)].places; // a page of the other end may bring it again
        }
        collect(association->target, include.includes);
        ++parts[partOf.value(association->target)].places; // rows of two pages may refer to the same one
    }
}

namespace {

/// Whether the database watches over the key.
bool isWatched(const Association& association)
{
    return association.kind == orm::AssociationKind::BelongsTo && association.onDelete;
}

bool isNullable(const Model& model, const Association& key)
{
    return std::ranges::any_of(key.keys, [&](const QString& name) {
        const orm::Attribute* attribute = model.attribute(name);
        return attribute && attribute->nullable && !attribute->primaryKey;
    });
}

} // namespace

Result<void> InsertScript::State::sort()
{
    std::vector<std::vector<size_t>> needs(parts.size());
    for (size_t i = 0; i < parts.size(); ++i) {
        for (const Association& key : parts[i].of->associations) {
            if (!isWatched(key))
                continue;
            const auto target = partOf.constFind(key.target);
            if (target != partOf.cend())
                needs[i].push_back(*target);
            else if (!parts[i].needs.contains(registry.at(key.target).table))
                parts[i].needs.append(registry.at(key.target).table);
        }
    }
    std::vector<size_t> order;
    for (const std::vector<size_t>& group : orm::topologicalGroups(needs)) {
        const bool self = std::ranges::find(needs[group.front()], group.front()) != needs[group.front()].end();
        if (group.size() == 1 && !self) {
            order.push_back(group.front());
            continue;
        }
        if (auto cut = cutCircle(group, order); !cut)
            return cut;
    }
    std::vector<Part> sorted;
    partOf.clear();
    for (const size_t part : order) {
        partOf.insert(parts[part].model, sorted.size());
        sorted.push_back(std::move(parts[part]));
    }
    parts = std::move(sorted);
    return {};
}

/// Tables that need each other: by the keys that can't be NULL, all others later.
Result<void> InsertScript::State::cutCircle(const std::vector<size_t>& group, std::vector<size_t>& order)
{
    const orm::Capabilities& engine = dialect.capabilities();
    if (engine.defersEveryKey) {
        defers = true;
        order.insert(order.end(), group.begin(), group.end());
        return {};
    }
    const auto placeIn = [&](int model) {
        return std::ranges::find_if(group, [&](size_t part) { return parts[part].model == model; });
    };
    std::vector<std::vector<size_t>> needs(group.size());
    for (size_t i = 0; i < group.size(); ++i) {
        Part& part = parts[group[i]];
        for (const Association& key : part.of->associations) {
            const auto target = isWatched(key) ? placeIn(key.target) : group.end();
            if (target == group.end())
                continue;
            if (isNullable(*part.of, key) && part.keyed) {
                for (const QString& name : key.keys) {
                    const int attribute = part.of->attributeIndex(name);
                    const orm::Attribute& column = part.of->attributes[size_t(attribute)];
                    if (column.nullable && !column.primaryKey &&
                        std::ranges::find(part.later, attribute) == part.later.end())
                        part.later.push_back(attribute);
                }
            } else if (key.deferrable && !engine.deferKeys.isEmpty()) {
                defers = true;
            } else {
                needs[i].push_back(size_t(target - group.begin()));
            }
        }
    }
    for (const std::vector<size_t>& inner : orm::topologicalGroups(needs)) {
        const size_t first = inner.front();
        if (inner.size() > 1 || std::ranges::find(needs[first], first) != needs[first].end()) {
            QStringList names;
            for (const size_t part : inner)
                names.append(parts[group[part]].of->table);
            return inputError(names.join(QStringLiteral(" → ")),
                message("export.circle", "each row needs another one before it can be inserted itself"),
                message("export.circle.hint",
                    "let one of the keys be NULL or DEFERRABLE, or take another format than SQL"));
        }
        order.push_back(group[first]);
    }
    return {};
}

Result<void> InsertScript::State::openFiles(const QString& folder)
{
    const QString pattern =
        QDir(folder.isEmpty() ? QDir::tempPath() : folder).filePath(QStringLiteral(".conjoin-export-XXXXXX"));
    for (Part& part : parts) {
        part.inserts = std::make_unique<QTemporaryFile>(pattern);
        part.updates = part.later.empty() ? nullptr : std::make_unique<QTemporaryFile>(pattern);
        for (QTemporaryFile* file : {part.inserts.get(), part.updates.get()}) {
            if (file && !file->open())
                return writeError(*file);
        }
    }
    return {};
}

QString InsertScript::State::head(const Part& part) const
{
    QStringList columns;
    bool numbered = false;
    for (const int attribute : part.written) {
        const orm::Attribute& column = part.of->attributes[size_t(attribute)];
        columns.append(dialect.quoted(column.column));
        numbered = numbered || column.autoIncrement;
    }
    QString text = QStringLiteral("INSERT INTO ") + compiler.tableName(*part.of) + QStringLiteral(" (") +
                   columns.join(QStringLiteral(", ")) + u')';
    if (numbered && dialect.capabilities().identityColumns) // also where the number is always the database's
        text += QStringLiteral(" OVERRIDING SYSTEM VALUE");
    return text + QStringLiteral(" VALUES\n");
}

QString InsertScript::State::literal(const Part& part, const ColumnStore& rows, size_t row, int attribute) const
{
    return orm::valueLiteral(
        rows.cell(row, attribute).value(), part.of->attributes[size_t(attribute)].type, dialect);
}

QByteArray InsertScript::State::update(const Part& part, const ColumnStore& rows, size_t row) const
{
    QStringList sets, keys;
    for (const int attribute : part.later) {
        if (!rows.cell(row, attribute).isNull())
            sets.append(dialect.quoted(part.of->attributes[size_t(attribute)].column) + QStringLiteral(" = ") +
                        literal(part, rows, row, attribute));
    }
    if (sets.isEmpty())
        return {};
    for (const int attribute : part.identity)
        keys.append(dialect.quoted(part.of->attributes[size_t(attribute)].column) + QStringLiteral(" = ") +
                    literal(part, rows, row, attribute));
    return (QStringLiteral("UPDATE ") + compiler.tableName(*part.of) + QStringLiteral(" SET ") +
            sets.join(QStringLiteral(", ")) + QStringLiteral(" WHERE ") + keys.join(QStringLiteral(" AND ")) +
            QStringLiteral(";\n"))
        .toUtf8();
}

Result<void> InsertScript::State::takeRow(Part& part, const ColumnStore& rows, size_t row)
{
    if (part.places > 1) {
        const RowMark mark = markOf(rows, row, part.identity);
        if (part.seen.contains(mark))
            return {};
        part.seen.insert(mark);
    }
    QByteArray text;
    if (part.inStatement == 0)
        text += head(part).toUtf8();
    else
        text += ",\n";
    QStringList values;
    for (const int attribute : part.written) {
        const bool waits = std::ranges::find(part.later, attribute) != part.later.end();
        values.append(waits ? QStringLiteral("NULL") : literal(part, rows, row, attribute));
    }
    text += "  (" + values.join(QStringLiteral(", ")).toUtf8() + ')';
    ++part.rows;
    ++part.inStatement;
    part.statementBytes += text.size();
    if (part.inStatement >= rowsPerStatement || part.statementBytes >= bytesPerStatement) {
        text += ";\n";
        part.inStatement = 0;
        part.statementBytes = 0;
    }
    if (part.inserts->write(text) != text.size())
        return writeError(*part.inserts);
    if (part.updates) {
        const QByteArray later = update(part, rows, row);
        if (part.updates->write(later) != later.size())
            return writeError(*part.updates);
    }
    return {};
}

Result<void> InsertScript::State::take(const ResultNode& node)
{
    Part& part = parts[partOf.value(node.model)];
    for (size_t row = 0; row < node.rows.size(); ++row) {
        if (auto taken = takeRow(part, node.rows, row); !taken)
            return taken;
    }
    for (const ResultBranch& branch : node.branches) {
        for (const ResultNode* below : {branch.target.get(), branch.junction.get()}) {
            if (!below)
                continue;
            if (auto taken = take(*below); !taken)
                return taken;
        }
    }
    return {};
}

/// What moves the counter of a column of its own kind behind what was written. Other engines do so themselves.
QByteArray InsertScript::State::numbering(const Part& part) const
{
    if (!dialect.capabilities().identityColumns || part.rows == 0)
        return {};
    QString text;
    for (const int attribute : part.written) {
        const orm::Attribute& column = part.of->attributes[size_t(attribute)];
        if (!column.autoIncrement)
            continue;
        const QString table = compiler.tableName(*part.of);
        text += QStringLiteral("SELECT setval(pg_get_serial_sequence(%1, %2), (SELECT max(%3) FROM %4));\n")
                    .arg(dialect.textLiteral(table), dialect.textLiteral(column.column),
                        dialect.quoted(column.column), table);
    }
    return text.toUtf8();
}

InsertScript::InsertScript(std::unique_ptr<State> state)
    : state_(std::move(state))
{}

InsertScript::~InsertScript() = default;

Result<std::unique_ptr<InsertScript>> InsertScript::make(const orm::ModelRegistry& registry,
    const orm::Query& query, const orm::Dialect& dialect, const QString& scratchFolder)
{
    auto state = std::make_unique<State>(registry, dialect);
    state->collect(query.model, query.includes);
    if (auto sorted = state->sort(); !sorted)
        return failure(sorted);
    if (auto opened = state->openFiles(scratchFolder); !opened)
        return failure(opened);
    return std::unique_ptr<InsertScript>(new InsertScript(std::move(state)));
}

Result<void> InsertScript::page(const Rows& rows)
{
    return rows.empty() ? Result<void>() : state_->take(rows.front().node());
}

Result<void> InsertScript::finish(const ByteSink& sink)
{
    State& s = *state_;
    const orm::Capabilities& engine = s.dialect.capabilities();
    QByteArray start;
    for (const Table& table : tables()) {
        QString line = QStringLiteral("-- %1: %2").arg(table.name).arg(table.rows);
        if (!table.needs.isEmpty() && table.rows > 0)
            line += QStringLiteral(", which refer to rows of: ") + table.needs.join(QStringLiteral(", "));
        start += line.replace(u'\n', u' ').toUtf8() + '\n';
    }
    if (!engine.binaryCollation.isEmpty() &&
        engine.onUpdateColumns) { // MySQL's clients have settings of their own
        start += "SET NAMES utf8mb4;\nSET time_zone = '+00:00';\n";
    }
    start += "BEGIN;\n";
    if (s.defers)
        start += engine.deferKeys.toUtf8() + ";\n";
    if (auto told = sink(start); !told)
        return told;
    const auto copy = [&](QTemporaryFile& file) -> Result<void> {
        file.seek(0);
        constexpr qint64 chunk = 1 << 20;
        while (!file.atEnd()) {
            const QByteArray bytes = file.read(chunk);
            if (bytes.isEmpty())
                return writeError(file);
            if (auto told = sink(bytes); !told)
                return told;
        }
        return {};
    };
    for (Part& part : s.parts) {
        if (part.inStatement > 0 && part.inserts->write(";\n") != 2)
            return writeError(*part.inserts);
        part.inStatement = 0;
        if (auto copied = copy(*part.inserts); !copied)
            return copied;
    }
    for (Part& part : s.parts) {
        if (!part.updates)
            continue;
        if (auto copied = copy(*part.updates); !copied)
            return copied;
    }
    QByteArray end;
    for (const Part& part : s.parts)
        end += s.numbering(part);
    return sink(end + "COMMIT;\n");
}

std::vector<InsertScript::Table> InsertScript::tables() const
{
    std::vector<Table> tables;
    for (const Part& part : state_->parts)
        tables.push_back({part.of->table, part.rows, part.needs});
    return tables;
}

} // namespace conjoin::sql
