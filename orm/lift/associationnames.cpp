// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/associationnames.h"

#include <QHash>
#include <QSet>

#include <functional>

namespace conjoin::orm {

using model::Column;
using model::LinkEnd;
using model::ManyToMany;
using model::NamingPolicy;
using model::Reference;
using model::Schema;
using model::Table;

namespace {

bool isSeparator(QChar c)
{
    return c == u'_' || c == u'-' || c == u' ' || c == u'.';
}

/// `text` without `ending` where a word begins there, and without the separator before it.
QString withoutEnding(const QString& text, const QString& ending)
{
    const qsizetype at = text.size() - ending.size();
    if (at <= 0 || ending.isEmpty() || !text.endsWith(ending, Qt::CaseInsensitive))
        return {};
    const bool wordBegins = isSeparator(text[at - 1]) || (text[at].isUpper() && !text[at - 1].isUpper());
    if (!wordBegins)
        return {};
    QString stem = text.left(at);
    while (!stem.isEmpty() && isSeparator(stem.back()))
        stem.chop(1);
    return stem;
}

/// One association on its way to a name.
struct Candidate {
    TableId owner;        ///< whose association it is
    QStringList names;    ///< the plain one, and what it is called where that is ambiguous, longer and longer
    QString conventional; ///< what nobody needs to write down
    std::function<void(const QString& role)> write;
};

QString columnName(const Table* table, ColumnId id)
{
    const Column* column = table ? table->column(id) : nullptr;
    return column ? column->name : QString();
}

/// The stems of a key's columns; a column without an ending of its own is its own stem.
QString wholeStem(const Table& from, const Table* to, const model::ForeignKey& key)
{
    QStringList stems;
    for (const model::ColumnPair& pair : key.columns) {
        const QString column = columnName(&from, pair.local);
        const QString stem = keyStem(column, columnName(to, pair.target), to ? to->name : QString());
        stems.append(stem.isEmpty() ? column : stem);
    }
    return stems.join(u'_');
}

class Namer {
public:
    Namer(Schema& schema, const NamingPolicy& naming)
        : schema_(schema)
        , naming_(naming)
    {}

    void run()
    {
        for (const Reference& reference : schema_.references)
            addReference(reference);
        for (const ManyToMany& link : schema_.links)
            addLink(link);
        choose();
    }

private:
    void addReference(const Reference& reference)
    {
        const Table* from = schema_.tables.find(reference.from);
        const Table* to = schema_.tables.find(reference.to);
        if (!from || !to)
            return;
        QString name;
        if (reference.key.columns.size() == 1) {
            const model::ColumnPair& pair = reference.key.columns[0];
            name = keyStem(columnName(from, pair.local), columnName(to, pair.target), to->name);
        }
        const QString by = QStringLiteral("_by_") + wholeStem(*from, to, reference.key);
        const ReferenceId id = reference.id;

        Candidate toOne;
        toOne.owner = from->id;
        toOne.conventional = model::singularName(naming_, to->name);
        toOne.names = QStringList{name.isEmpty() ? to->name : name, to->name + by};
        toOne.write = [this, id](const QString& role) {
            schema_.references.update(id, [&](Reference& r) { r.role = role; });
        };
        candidates_.push_back(std::move(toOne));

        Candidate back;
        back.owner = to->id;
        back.conventional = reference.unique ? model::singularName(naming_, from->name)
                                             : model::pluralName(naming_, from->name);
        const QString& many = reference.unique ? from->name : back.conventional;
        back.names = QStringList{many, many + by};
        back.write = [this, id](const QString& role) {
            schema_.references.update(id, [&](Reference& r) { r.inverseRole = role; });
        };
        candidates_.push_back(std::move(back));
    }

    void addLink(const ManyToMany& link)
    {
        const Table* junction = schema_.tables.find(link.junction);
        if (!junction)
            return;
        for (std::size_t i = 0; i < link.ends.size(); ++i) {
            const Table* table = schema_.tables.find(link.ends[i].table);
            if (!table)
                continue;
            // The rows of this end as the others call them; in a link of two there is one other.
            const LinkEnd& other = link.ends[i == 0 ? 1 : 0];
            const bool self = other.table == link.ends[i].table;
            Candidate candidate;
            candidate.owner = other.table;
            candidate.conventional = model::pluralName(naming_, table->name);
            candidate.names = QStringList{candidate.conventional};
            const QString by = QStringLiteral("_by_") + wholeStem(*junction, table, link.ends[i].key);
            if (self)
                candidate.names.append(candidate.conventional + by);
            candidate.names.append(candidate.conventional + QStringLiteral("_through_") + junction->name +
                                   (self ? by : QString()));
            candidate.write = [this, id = link.id, i](const QString& role) {
                schema_.links.update(id, [&](ManyToMany& l) { l.ends[i].role = role; });
            };
            candidates_.push_back(std::move(candidate));
        }
    }

    /// Level by level, so that a name that is made longer never takes one from somebody. At each, a name that
    /// two would have, or a column has, is ambiguous, and none of them gets it.
    void choose()
    {
        QHash<TableId, QSet<QString>> taken;
        for (const Table& table : schema_.tables) {
            for (const Column& column : table.columns)
                taken[table.id].insert(column.name);
        }
        std::vector<const Candidate*> open;
        for (const Candidate& candidate : candidates_)
            open.push_back(&candidate);
        for (qsizetype level = 0; !open.empty() && level < mostNames; ++level) {
            QHash<std::pair<TableId, QString>, int> uses;
            for (const Candidate* candidate : open)
                ++uses[{candidate->owner, candidate->names.value(level)}];
            std::vector<const Candidate*> ambiguous;
            for (const Candidate* candidate : open) {
                const QString name = candidate->names.value(level);
                if (name.isEmpty() || uses[{candidate->owner, name}] > 1 ||
                    taken[candidate->owner].contains(name))
                    ambiguous.push_back(candidate);
                else
                    give(*candidate, name, taken[candidate->owner]);
            }
            open = std::move(ambiguous);
        }
        for (const Candidate* candidate : open) {
            QString name = candidate->names.back();
            for (int number = 2; taken[candidate->owner].contains(name); ++number)
                name = candidate->names.back() + QString::number(number);
            give(*candidate, name, taken[candidate->owner]);
        }
    }

    static void give(const Candidate& candidate, const QString& name, QSet<QString>& taken)
    {
        taken.insert(name);
        if (name != candidate.conventional)
            candidate.write(name);
    }

    static constexpr qsizetype mostNames = 3;

    Schema& schema_;
    const NamingPolicy& naming_;
    std::vector<Candidate> candidates_;
};

} // namespace

QString keyStem(const QString& column, const QString& referenced, const QString& targetModel)
{
    for (const QString& ending : {QStringLiteral("id"), referenced}) {
        const QString stem = withoutEnding(column, ending);
        if (!stem.isEmpty())
            return stem;
    }
    // `userid` has no word to see, but it is the model's name and `id`.
    const bool runTogether = column.compare(targetModel + QStringLiteral("id"), Qt::CaseInsensitive) == 0;
    return runTogether ? column.chopped(2) : QString();
}

void nameAssociations(Schema& schema, const NamingPolicy& naming)
{
    Namer(schema, naming).run();
}

QStringList modelNames(const std::vector<std::pair<QString, QString>>& tables, const NamingPolicy& naming)
{
    QStringList names;
    QHash<QString, int> uses;
    for (const auto& [sqlSchema, table] : tables) {
        names.append(table.isEmpty() ? QString() : model::singularName(naming, table));
        ++uses[names.back()];
    }
    QSet<QString> taken;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const QString& name = names[qsizetype(i)];
        if (uses[name] == 1 || name == tables[i].second)
            taken.insert(name);
    }
    QSet<QString> exact; // a table that is called like the singular keeps it, once
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const auto& [sqlSchema, table] = tables[i];
        QString& name = names[qsizetype(i)];
        if (uses[name] == 1)
            continue;
        if (name == table && !exact.contains(name)) {
            exact.insert(name);
            continue;
        }
        const QStringList ways{table, sqlSchema + u'_' + table};
        name = taken.contains(ways[0]) && !sqlSchema.isEmpty() ? ways[1] : ways[0];
        const QString base = name;
        for (int number = 2; taken.contains(name); ++number)
            name = base + QString::number(number);
        taken.insert(name);
    }
    return names;
}

} // namespace conjoin::orm
