// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/resolver.h"

#include "orm/base/topologicalsort.h"

#include <algorithm>

namespace conjoin::sql {

using orm::Association;
using orm::DraftReference;
using orm::Model;
using orm::RowDraft;

namespace {

QString keyName(int model, const QStringList& columns)
{
    return QString::number(model) + u'/' + columns.join(QChar(u'\0'));
}

/// A key that nobody gives by hand: the database counts.
bool numbersItself(const Model& model, const orm::Attribute& attribute)
{
    return attribute.autoIncrement || (attribute.primaryKey && model.primaryKey.size() == 1 &&
                                          attribute.type.kind == model::TypeKind::Integer);
}

} // namespace

size_t standing(const std::vector<Resolution>& resolutions, size_t draft)
{
    while (resolutions[draft].kind == Resolution::Kind::Same)
        draft = resolutions[draft].same;
    return draft;
}

/// One draft looked for by some of its columns.
struct Resolver::Search {
    size_t draft = 0;
    bool byKey = true;     ///< else by all given attributes
    bool reversed = false; ///< of a symmetric link, whose ends are looked for both ways
    QStringList columns;
    QStringList nullColumns;
    KeyTuple values;
    std::vector<RowValues> found;
};

Resolver::Resolver(Connection& connection, const orm::ModelRegistry& registry, orm::Changeset& changeset,
    const CreateOptions& options)
    : connection_(connection)
    , registry_(registry)
    , changeset_(changeset)
    , options_(options)
    , resolutions_(changeset.drafts.size())
{}

Result<std::vector<Resolution>> Resolver::resolve(bool latest)
{
    latest_ = latest;
    for (const std::vector<size_t>& level : levels()) {
        if (auto resolved = resolveLevel(level); !resolved)
            return failure(resolved);
    }
    if (auto checked = checkBareKeys(); !checked)
        return failure(checked);
    return std::move(resolutions_);
}

/// Drafts by depth: each after those it refers to. Drafts of a cycle share a level.
std::vector<std::vector<size_t>> Resolver::levels() const
{
    std::vector<std::vector<size_t>> dependsOn(changeset_.drafts.size());
    for (size_t i = 0; i < changeset_.drafts.size(); ++i) {
        for (const DraftReference& reference : changeset_.drafts[i].references)
            dependsOn[i].push_back(reference.target);
    }
    std::vector<size_t> depth(changeset_.drafts.size(), 0);
    std::vector<std::vector<size_t>> levels;
    for (const std::vector<size_t>& group : orm::topologicalGroups(dependsOn)) {
        size_t deepest = 0;
        for (const size_t draft : group) {
            for (const size_t needed : dependsOn[draft]) {
                if (!std::binary_search(group.begin(), group.end(), needed))
                    deepest = std::max(deepest, depth[needed] + 1);
            }
        }
        if (levels.size() <= deepest)
            levels.resize(deepest + 1);
        for (const size_t draft : group) {
            depth[draft] = deepest;
            levels[deepest].push_back(draft);
        }
    }
    for (std::vector<size_t>& level : levels)
        std::sort(level.begin(), level.end());
    return levels;
}

Resolver::Certainty Resolver::certainty(size_t draft, int attribute, Value* value) const
{
    const RowDraft& row = changeset_.drafts[draft];
    if (const auto& given = row.given[size_t(attribute)]) {
        if (value)
            *value = *given;
        return Certainty::Known;
    }
    const QString& name = modelOf(draft).attributes[size_t(attribute)].name;
    for (const DraftReference& reference : row.references) {
        const qsizetype part = reference.keys.indexOf(name);
        if (part < 0)
            continue;
        const size_t target = standing(resolutions_, reference.target);
        if (resolutions_[target].kind != Resolution::Kind::Existing)
            return Certainty::Fresh;
        if (value)
            *value =
                resolutions_[target].stored[size_t(modelOf(target).attributeIndex(reference.referenced[part]))];
        return Certainty::Known;
    }
    return Certainty::Unknown;
}

/// The keys of the model that the draft gives in full; the identity first.
std::vector<QStringList> Resolver::completeKeys(size_t draft) const
{
    const Model& model = modelOf(draft);
    std::vector<QStringList> keys;
    if (!model.primaryKey.isEmpty())
        keys.push_back(model.primaryKey);
    keys.insert(keys.end(), model.uniqueKeys.begin(), model.uniqueKeys.end());
    const auto isIncomplete = [&](const QStringList& key) {
        return std::any_of(key.begin(), key.end(), [&](const QString& column) {
            Value value;
            return certainty(draft, model.attributeIndex(column), &value) != Certainty::Known || value.isNull();
        });
    };
    keys.erase(std::remove_if(keys.begin(), keys.end(), isIncomplete), keys.end());
    return keys;
}

KeyTuple Resolver::keyValues(size_t draft, const QStringList& columns) const
{
    KeyTuple values;
    for (const QString& column : columns) {
        Value value;
        certainty(draft, modelOf(draft).attributeIndex(column), &value);
        values.push_back(std::move(value));
    }
    return values;
}

void Resolver::addSearches(size_t draft, std::vector<Search>& searches) const
{
    const RowDraft& row = changeset_.drafts[draft];
    const Model& model = modelOf(draft);
    if (row.mode == RowDraft::Mode::Create)
        return;
    if (row.link) {
        addJunctionSearches(draft, searches);
        return;
    }
    if (options_.existing == Existing::Create && row.mode != RowDraft::Mode::Link)
        return;
    const std::vector<QStringList> keys = completeKeys(draft);
    for (const QStringList& key : keys)
        searches.push_back({draft, true, false, key, {}, keyValues(draft, key), {}});
    const bool gives =
        std::any_of(row.given.begin(), row.given.end(), [](const auto& given) { return given.has_value(); });
    if (!keys.empty() || row.owned || !gives || row.mode == RowDraft::Mode::Link)
        return;
    Search search;
    search.draft = draft;
    search.byKey = false;
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        Value value;
        const Certainty known = certainty(draft, int(i), &value);
        if (known == Certainty::Fresh)
            return; // no row refers to one that does not exist yet
        if (known == Certainty::Unknown || (value.isNull() && model.attributes[i].autoIncrement))
            continue;
        if (value.isNull()) {
            search.nullColumns.append(model.attributes[i].name);
            continue;
        }
        search.columns.append(model.attributes[i].name);
        search.values.push_back(std::move(value));
    }
    searches.push_back(std::move(search));
}

/// A link is found by its keys: those of the two ends, and of further ends where they are given; within its
/// scope, and while it holds. One that goes both ways is stored one way round.
void Resolver::addJunctionSearches(size_t draft, std::vector<Search>& searches) const
{
    const RowDraft& row = changeset_.drafts[draft];
    const Association& link = *row.link;
    const Model& model = modelOf(draft);
    Search search;
    search.draft = draft;
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        const orm::Attribute& attribute = model.attributes[i];
        const bool isScope = std::any_of(link.throughScope.begin(), link.throughScope.end(),
            [&](const orm::ScopeValue& scope) { return scope.attribute == attribute.name; });
        const bool isKey = attribute.foreignKey || attribute.primaryKey || isScope;
        Value value;
        const Certainty known = certainty(draft, int(i), &value);
        if (attribute.name == link.validTo && known == Certainty::Unknown) {
            search.nullColumns.append(attribute.name);
            continue;
        }
        if (!isKey || known == Certainty::Unknown)
            continue;
        if (known == Certainty::Fresh)
            return; // a row that does not exist yet has no links
        if (value.isNull()) {
            search.nullColumns.append(attribute.name);
            continue;
        }
        search.columns.append(attribute.name);
        search.values.push_back(std::move(value));
    }
    searches.push_back(search);
    if (!link.symmetric)
        return;
    search.reversed = true;
    for (qsizetype part = 0; part < link.keys.size(); ++part) {
        const qsizetype near = search.columns.indexOf(link.keys[part]);
        const qsizetype far = search.columns.indexOf(link.otherKeys[part]);
        if (near < 0 || far < 0)
            continue;
        const Value other = search.values[size_t(near)];
        search.values[size_t(near)] = search.values[size_t(far)];
        search.values[size_t(far)] = other;
    }
    searches.push_back(std::move(search));
}

Result<void> Resolver::runSearches(std::vector<Search>& searches)
{
    std::vector<Lookup> lookups;
    std::vector<std::vector<Search*>> parts;
    QHash<QString, size_t> known;
    for (Search& search : searches) {
        const int model = changeset_.drafts[search.draft].model;
        const bool junction = changeset_.drafts[search.draft].link != nullptr;
        const QString name = keyName(model, search.columns) + u'/' + search.nullColumns.join(QChar(u'\0')) +
                             (search.byKey ? u'k' : u'a') + (junction ? u'j' : u'r');
        if (!known.contains(name)) {
            known.insert(name, lookups.size());
            Lookup lookup{model, search.columns, search.nullColumns, {}, !search.byKey};
            lookup.alive = !search.byKey;
            lookup.lock = latest_ ? RowLock::Read : RowLock::None;
            lookups.push_back(std::move(lookup));
            parts.emplace_back();
        }
        lookups[known.value(name)].keys.push_back(search.values);
        parts[known.value(name)].push_back(&search);
    }
    for (size_t i = 0; i < lookups.size(); ++i) {
        auto found = lookUp(connection_, registry_, lookups[i]);
        if (!found)
            return failure(found);
        for (size_t key = 0; key < parts[i].size(); ++key)
            parts[i][key]->found = std::move((*found)[key]);
    }
    return {};
}

Result<void> Resolver::resolveLevel(const std::vector<size_t>& drafts)
{
    std::vector<Search> searches;
    for (const size_t draft : drafts)
        addSearches(draft, searches);
    if (auto run = runSearches(searches); !run)
        return run;
    QHash<size_t, std::vector<const Search*>> ofDraft;
    for (const Search& search : searches)
        ofDraft[search.draft].push_back(&search);
    for (const size_t draft : drafts) {
        const std::vector<const Search*> own = ofDraft.value(draft);
        auto decided = changeset_.drafts[draft].link ? decideJunction(draft, own) : decide(draft, own);
        if (!decided)
            return decided;
    }
    return {};
}

Result<void> Resolver::decide(size_t draft, const std::vector<const Search*>& searches)
{
    const RowDraft& row = changeset_.drafts[draft];
    const Model& model = modelOf(draft);
    const RowValues* found = nullptr;
    for (const Search* search : searches) {
        if (search->found.size() > 1) {
            QStringList names;
            for (size_t i = 0; i < std::min<size_t>(search->found.size(), 5); ++i)
                names.append(rowName(model, search->found[i]));
            if (search->found.size() > 5)
                names.append(QStringLiteral("…"));
            return inputError(row.place,
                message("create.ambiguous", "several rows of %1 have these values: %2",
                    {model.name, names.join(QStringLiteral(", "))}),
                message("create.ambiguous.hint", "name one with \"$link\", or \"$create\" another"));
        }
        if (search->found.empty())
            continue;
        if (found && *found != search->found.front()) {
            return inputError(
                row.place, message("create.keys", "its keys name different rows of %1: %2 and %3",
                               {model.name, rowName(model, *found), rowName(model, search->found.front())}));
        }
        found = &search->found.front();
    }
    if (row.mode == RowDraft::Mode::Link && !found) {
        QStringList key;
        for (size_t i = 0; i < row.given.size(); ++i) {
            if (row.given[i])
                key.append(model.attributes[i].name + u' ' + row.given[i]->display());
        }
        return inputError(row.place,
            message("create.missing", "no row of %1 has %2", {model.name, key.join(QStringLiteral(", "))}));
    }
    if (!found) {
        racing_ += !searches.empty() && searches.front()->byKey;
        return takeNew(draft);
    }
    if (!model.deletedAt.isEmpty() && !(*found)[size_t(model.attributeIndex(model.deletedAt))].isNull()) {
        return inputError(row.place,
            message("create.deleted", "%1 of %2 is deleted", {rowName(model, *found), model.name}),
            message("create.deleted.hint", "restore it first, or give another key"));
    }
    if (row.mode != RowDraft::Mode::Link) {
        if (row.owned) {
            return inputError(row.place,
                message("create.owned", "%1 of %2 exists already, and belongs to one parent",
                    {rowName(model, *found), model.name}),
                message("create.owned.hint", "\"$link\" takes it from its parent"));
        }
        if (options_.existing == Existing::Fail)
            return inputError(row.place,
                message("create.exists", "%1 of %2 exists already", {rowName(model, *found), model.name}));
    }
    return takeExisting(draft, *found);
}

Result<void> Resolver::decideJunction(size_t draft, const std::vector<const Search*>& searches)
{
    const Model& model = modelOf(draft);
    const int deletedAt = model.deletedAt.isEmpty() ? -1 : model.attributeIndex(model.deletedAt);
    const Search* found = nullptr;
    const RowValues* row = nullptr;
    for (const Search* search : searches) {
        for (const RowValues& candidate : search->found) {
            const bool alive = deletedAt < 0 || candidate[size_t(deletedAt)].isNull();
            if (row && !alive)
                continue;
            found = search;
            row = &candidate;
            if (alive)
                break;
        }
    }
    if (!row) {
        racing_ += !searches.empty();
        return takeFreshJunction(draft);
    }
    if (found->reversed)
        turnRound(draft);
    if (auto taken = takeExisting(draft, *row); !taken)
        return taken;
    // A link that was removed comes back.
    if (deletedAt >= 0 && !(*row)[size_t(deletedAt)].isNull())
        resolutions_[standing(resolutions_, draft)].updates.insert_or_assign(deletedAt, Value());
    return {};
}

/// The same link twice in one call is one link.
Result<void> Resolver::takeFreshJunction(size_t draft)
{
    const RowDraft& row = changeset_.drafts[draft];
    const Model& model = modelOf(draft);
    const auto nameOfLink = [&] {
        QStringList ends; // whichever the link was said from
        for (const DraftReference& reference : row.references)
            ends.append(
                reference.keys.join(u',') + u'=' + QString::number(standing(resolutions_, reference.target)));
        ends.sort();
        QString name = QString::number(row.model) + u'/' + ends.join(u'/');
        for (size_t i = 0; i < model.attributes.size(); ++i) {
            const orm::Attribute& attribute = model.attributes[i];
            const bool isScope = std::any_of(row.link->throughScope.begin(), row.link->throughScope.end(),
                [&](const orm::ScopeValue& scope) { return scope.attribute == attribute.name; });
            if (row.given[i] && (attribute.foreignKey || attribute.primaryKey || isScope))
                name += u'/' + attribute.name + u'=' + row.given[i]->display();
        }
        return name;
    };
    const QString name = nameOfLink();
    if (const auto twin = freshJunctions_.constFind(name); twin != freshJunctions_.cend())
        return merge(*twin, draft);
    if (row.link->symmetric) {
        turnRound(draft);
        if (const auto twin = freshJunctions_.constFind(nameOfLink()); twin != freshJunctions_.cend())
            return merge(*twin, draft);
        turnRound(draft);
    }
    freshJunctions_.insert(name, draft);
    resolutions_[draft].kind = Resolution::Kind::New;
    return {};
}

/// The ends of a symmetric link change places.
void Resolver::turnRound(size_t draft)
{
    RowDraft& row = changeset_.drafts[draft];
    DraftReference* near = nullptr;
    DraftReference* far = nullptr;
    for (DraftReference& reference : row.references) {
        if (reference.keys == row.link->keys)
            near = &reference;
        else if (reference.keys == row.link->otherKeys)
            far = &reference;
    }
    if (near && far)
        std::swap(near->target, far->target);
}

Error Resolver::differs(size_t draft, int attribute, const Value& stored, const QString& wanted) const
{
    const QString name = modelOf(draft).attributes[size_t(attribute)].name;
    return inputError(changeset_.drafts[draft].place + u'.' + name,
        message("create.differs", "the row that exists has \"%1\", not \"%2\"",
            {stored.isNull() ? QStringLiteral("null") : stored.display(), wanted}),
        message("create.differs.hint", "leave \"%1\" out to link the row as it is", {name}));
}

Result<void> Resolver::takeExisting(size_t draft, const RowValues& row)
{
    Resolution& resolution = resolutions_[draft];
    const RowDraft& wanted = changeset_.drafts[draft];
    const Model& model = modelOf(draft);
    const QStringList identity = model.identity();
    resolution.kind = Resolution::Kind::Existing;
    resolution.stored = row;

    const bool mayWrite = options_.update || wanted.link;
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        const orm::Attribute& attribute = model.attributes[i];
        const auto& given = wanted.given[i];
        if (!given || (given->isNull() && attribute.autoIncrement) || sameValue(row[i], *given))
            continue;
        const bool searched =
            wanted.mode == RowDraft::Mode::Link; // what is given there is the key, and the engine found it
        if (searched)
            continue;
        if (!mayWrite || identity.contains(attribute.name))
            return differs(draft, int(i), row[i], given->isNull() ? QStringLiteral("null") : given->display());
        resolution.updates.insert_or_assign(int(i), *given);
    }
    for (size_t number = 0; number < wanted.references.size(); ++number) {
        const DraftReference& reference = wanted.references[number];
        const bool takes = reference.fromParent && wanted.mode == RowDraft::Mode::Link;
        for (const QString& key : reference.keys) {
            const int index = model.attributeIndex(key);
            Value value;
            const Certainty known = certainty(draft, index, &value);
            if (known == Certainty::Known && sameValue(row[size_t(index)], value))
                continue;
            if (!mayWrite && !takes) {
                const QString other =
                    known == Certainty::Known ? value.display() : QStringLiteral("the key of a new row");
                return differs(draft, index, row[size_t(index)], other);
            }
            if (known == Certainty::Known) {
                resolution.updates.insert_or_assign(index, value);
                continue;
            }
            resolution.referenceUpdates.push_back(number);
            break;
        }
    }
    if (identity.isEmpty()) {
        if (resolution.updates.empty() && resolution.referenceUpdates.empty())
            return {};
        return inputError(
            wanted.place, message("create.keyless", "%1 has no key by which to update the row", {model.name}));
    }
    auto& known = existing_[keyName(wanted.model, identity)];
    const KeyTuple key = valuesOf(model, row, identity);
    if (const auto first = known.constFind(key); first != known.cend())
        return merge(*first, draft);
    known.insert(key, draft);
    return {};
}

Result<void> Resolver::takeNew(size_t draft)
{
    const RowDraft& row = changeset_.drafts[draft];
    for (const QStringList& key : completeKeys(draft)) {
        auto& known = fresh_[keyName(row.model, key)];
        const KeyTuple values = keyValues(draft, key);
        const auto first = known.constFind(values);
        if (first == known.cend()) {
            known.insert(values, draft);
            continue;
        }
        const size_t twin = standing(resolutions_, *first);
        RowDraft::Mode& mode = changeset_.drafts[twin].mode;
        if (row.mode == RowDraft::Mode::Auto)
            return merge(twin, draft);
        if (mode == RowDraft::Mode::Auto) { // it was only named, and here it is made
            mode = row.mode;
            return merge(twin, draft);
        }
    }
    resolutions_[draft].kind = Resolution::Kind::New;
    return {};
}

/// Two drafts of one row become one; what they give together must not contradict.
Result<void> Resolver::merge(size_t into, size_t draft)
{
    RowDraft& target = changeset_.drafts[into];
    const RowDraft& source = changeset_.drafts[draft];
    const Model& model = modelOf(into);
    for (size_t i = 0; i < target.given.size(); ++i) {
        if (!source.given[i])
            continue;
        if (target.given[i] && !sameValue(*target.given[i], *source.given[i])) {
            return inputError(source.place,
                message("create.contradiction", "\"%1\" is given as \"%2\" and as \"%3\" for the same row",
                    {model.attributes[i].name, target.given[i]->display(), source.given[i]->display()}));
        }
        target.given[i] = source.given[i];
    }
    std::vector<size_t> numbers; // of the source's references among the target's
    for (const DraftReference& reference : source.references) {
        const auto twin = std::find_if(target.references.begin(), target.references.end(),
            [&](const DraftReference& known) { return known.keys == reference.keys; });
        if (twin == target.references.end()) {
            numbers.push_back(target.references.size());
            target.references.push_back(reference);
            continue;
        }
        if (standing(resolutions_, twin->target) != standing(resolutions_, reference.target)) {
            return inputError(source.place, message("create.twoparents", "\"%1\" would refer to two rows",
                                                {reference.keys.join(QStringLiteral(", "))}));
        }
        numbers.push_back(size_t(twin - target.references.begin()));
    }
    Resolution& from = resolutions_[draft];
    Resolution& to = resolutions_[into];
    for (const auto& [index, value] : from.updates)
        to.updates.insert_or_assign(index, value);
    for (const size_t number : from.referenceUpdates)
        to.referenceUpdates.push_back(numbers[number]);
    from = Resolution();
    from.kind = Resolution::Kind::Same;
    from.same = into;
    return {};
}

/// A complete key without a row is created only when something else is said of the row, or could not be: else
/// it is a link that fails.
Result<void> Resolver::checkBareKeys() const
{
    for (size_t draft = 0; draft < resolutions_.size(); ++draft) {
        const RowDraft& row = changeset_.drafts[draft];
        if (resolutions_[draft].kind != Resolution::Kind::New || row.mode != RowDraft::Mode::Auto ||
            row.owned || row.link || options_.existing == Existing::Create)
            continue;
        const std::vector<QStringList> keys = completeKeys(draft);
        if (keys.empty())
            continue;
        const Model& model = modelOf(draft);
        const QStringList& key = keys.front();
        bool says = false;
        bool couldSay = false;
        for (size_t i = 0; i < model.attributes.size(); ++i) {
            const orm::Attribute& attribute = model.attributes[i];
            if (key.contains(attribute.name))
                continue;
            says |= certainty(draft, int(i)) != Certainty::Unknown;
            couldSay |= !attribute.generated && !numbersItself(model, attribute);
        }
        if (says || !couldSay)
            continue;
        QStringList parts;
        for (const QString& column : key)
            parts.append(
                column + u' ' + row.given[size_t(model.attributeIndex(column))].value_or(Value()).display());
        return inputError(row.place,
            message("create.missing", "no row of %1 has %2", {model.name, parts.join(QStringLiteral(", "))}),
            message("create.missing.hint", "give more attributes, or \"$create\", to make it"));
    }
    return {};
}

} // namespace conjoin::sql
