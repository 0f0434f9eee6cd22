// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/randomdocument.h"

#include "model/document/objects.h"
#include "model/edit/arranging.h"
#include "model/edit/diagramset.h"
#include "model/edit/edits.h"

#include <limits>

namespace conjoin::tests {

using namespace conjoin::model;

namespace {

QStringList namesOf(const Document& document)
{
    QStringList names;
    for (const Table& table : document.schema.tables)
        names << table.name;
    return names;
}

QStringList namesOf(const Table& table)
{
    QStringList names;
    for (const Column& column : table.columns)
        names << column.name;
    return names;
}

} // namespace

RandomDocument::RandomDocument(quint64 seed)
    : random_(seed)
    , ids_(IdSource::seeded(seed))
{}

int RandomDocument::below(int limit)
{
    Q_ASSERT_X(limit > 0, "RandomDocument::below", "there is nothing to choose from");
    return int(random_() % quint64(limit)); // not a distribution: those differ between standard libraries
}

QString RandomDocument::name()
{
    static const QStringList odd{
        QStringLiteral("Student"),
        QStringLiteral("order"),
        QStringLiteral("Purchase Order"),
        QStringLiteral("a \"quoted\" name"),
        QStringLiteral("it's"),
        QStringLiteral("back\\slash"),
        QStringLiteral("two\nlines"),
        QStringLiteral("tab\tand\rreturn"),
        QStringLiteral("`tick` [bracket]"),
        QString::fromUtf8("\xf0\x9f\x8e\x93 school"),
        QString::fromUtf8("Stra\xc3\x9f"
                          "e"),
        QString::fromUtf8("\xe5\xad\xa6\xe7\x94\x9f"),
        QStringLiteral("\u202eturned"),
        QStringLiteral("\u2028separated"),
        QStringLiteral(" spaced "),
        QStringLiteral("-"),
        QStringLiteral("end"),
        QStringLiteral("not-null"),
        QStringLiteral("1"),
        QString(QChar(u'\0')) + u'x',
        QString(QChar(0xd800)), // half a surrogate pair
        QString(QChar(0x7f)),
        QString(200, u'n'),
    };
    if (oneIn(2))
        return QStringLiteral("Name") + QString::number(below(1000));
    return oneOf(odd);
}

QString RandomDocument::text()
{
    QString all;
    for (int i = below(5); i > 0; --i)
        all += name() + (oneIn(2) ? QStringLiteral("\n") : QStringLiteral(" "));
    return all;
}

double RandomDocument::coordinate()
{
    switch (below(6)) {
    case 0:
        return below(2000) - 1000;
    case 1:
        return below(2000) / 3.0;
    case 2:
        return -0.0;
    case 3:
        return std::numeric_limits<double>::max();
    case 4:
        return std::numeric_limits<double>::denorm_min();
    default:
        return 0.1 * below(1000);
    }
}

DataType RandomDocument::type(const Document& document)
{
    const auto kind = TypeKind(below(int(TypeKind::Native) + 1));
    DataType type = DataType::of(kind);
    switch (kind) {
    case TypeKind::Native:
        type = DataType::verbatim(oneIn(2) ? QStringLiteral("INT") : name());
        break;
    case TypeKind::Named:
        if (document.schema.types.isEmpty() || oneIn(4))
            type = DataType::named(maybe(name()), name()); // one of a database that the schema does not define
        else
            type = DataType::named(oneOf(document.schema.types).id);
        break;
    case TypeKind::Varchar:
    case TypeKind::Char:
        type.length = below(3) * 40;
        break;
    case TypeKind::Decimal:
        if (oneIn(2))
            type = DataType::decimal(1 + below(30), below(5));
        break;
    case TypeKind::Time:
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
        type.precision = below(7);
        break;
    case TypeKind::Enum:
    case TypeKind::Set:
        type.values = names();
        break;
    default:
        break;
    }
    type.isUnsigned = oneIn(5);
    type.dimensions = oneIn(5) ? below(4) : 0;
    if (oneIn(20))
        type.length = 7; // of a kind that has none: nothing keeps a program from it, so the file must
    return type;
}

QStringList RandomDocument::names()
{
    QStringList all;
    while (oneIn(2))
        all << name();
    return all;
}

DefaultValue RandomDocument::defaultValue()
{
    return {DefaultValue::Kind(below(5)), maybe(text())};
}

Column RandomDocument::column(const Document& document, const QStringList& taken)
{
    Column column;
    column.id = ids_.next<ColumnId>();
    column.name = freeName(name(), taken);
    column.type = type(document);
    column.nullable = oneIn(2);
    column.autoIncrement = oneIn(8);
    if (oneIn(3))
        column.defaultValue = defaultValue();
    if (oneIn(6))
        column.generated = {Generated::Kind(below(3)), text()};
    column.collation = maybe(name());
    column.comment = maybe(text());
    column.identity = Identity(below(3));
    column.sequence = maybe(text());
    column.onUpdate = maybe(text());
    column.charset = maybe(name());
    column.notNullConflict = maybe(name());
    column.extra = maybe(text());
    return column;
}

KeyPart RandomDocument::part(const Table& table)
{
    KeyPart part;
    if (table.columns.empty() || oneIn(6))
        part.what = text();
    else
        part.what = oneOf(table.columns).id;
    part.descending = oneIn(3);
    part.collation = maybe(name());
    part.nulls = NullOrder(below(3));
    part.length = oneIn(4) ? 1 + below(100) : 0;
    part.operatorClass = maybe(name());
    return part;
}

std::vector<KeyPart> RandomDocument::parts(const Table& table)
{
    std::vector<KeyPart> all{part(table)};
    while (oneIn(2))
        all.push_back(part(table));
    return all;
}

std::vector<ColumnId> RandomDocument::someColumns(const Table& table)
{
    std::vector<ColumnId> some;
    for (const Column& column : table.columns) {
        if (oneIn(5))
            some.push_back(column.id);
    }
    return some;
}

Key RandomDocument::key(const Table& table)
{
    return {ids_.next<KeyId>(), maybe(name()), parts(table), maybe(name()), someColumns(table),
        Deferrable(below(3)), oneIn(4), maybe(name()), maybe(text()), maybe(text())};
}

Index RandomDocument::index(const Table& table)
{
    return {ids_.next<IndexId>(), maybe(name()), parts(table), oneIn(2), maybe(text()), maybe(name()),
        someColumns(table), oneIn(4), maybe(text()), maybe(text())};
}

Check RandomDocument::check()
{
    return {ids_.next<CheckId>(), maybe(name()), text(), !oneIn(4), !oneIn(4), !oneIn(4), maybe(text())};
}

Table RandomDocument::table(const Document& document)
{
    Table table;
    table.id = ids_.next<TableId>();
    table.name = freeName(name(), namesOf(document));
    table.sqlName = maybe(name());
    table.sqlSchema = maybe(name());
    table.keyPolicy = oneIn(2) ? Table::KeyPolicy::Automatic : Table::KeyPolicy::AsIs;
    for (int i = below(6); i > 0; --i)
        table.columns.push_back(column(document, namesOf(table)));
    if (oneIn(2))
        table.primaryKey = key(table);
    while (oneIn(3))
        table.uniqueKeys.push_back(key(table));
    while (oneIn(3))
        table.indexes.push_back(index(table));
    while (oneIn(4))
        table.checks.push_back(check());
    table.options = {oneIn(4), oneIn(4), oneIn(4), maybe(name()), maybe(name()), maybe(name()), maybe(text()),
        oneIn(4) ? names() : QStringList(), maybe(text())};
    table.comment = maybe(text());
    table.timestamps = oneIn(4);
    table.softDelete = oneIn(4);
    if (oneIn(4))
        table.dependsOn = names();
    return table;
}

UserType RandomDocument::userType(const Document& document)
{
    UserType type;
    type.id = ids_.next<UserTypeId>();
    QStringList taken;
    for (const UserType& other : document.schema.types)
        taken << other.name;
    type.name = freeName(name(), taken);
    type.sqlSchema = maybe(name());
    type.comment = maybe(text());
    if (oneIn(2)) {
        type.values = names();
        type.values.removeDuplicates();
        return type;
    }
    type.kind = UserType::Kind::Domain;
    type.base = this->type(document);
    type.nullable = oneIn(2);
    if (oneIn(3))
        type.defaultValue = defaultValue();
    type.collation = maybe(name());
    while (oneIn(3))
        type.checks.push_back(check());
    return type;
}

ForeignKey RandomDocument::foreignKey(const Table& from, const Table* to)
{
    ForeignKey key;
    for (int i = below(3); i > 0; --i) {
        ColumnPair pair;
        if (!from.columns.empty() && oneIn(2))
            pair.local = oneOf(from.columns).id;
        if (to && !to->columns.empty() && oneIn(2))
            pair.target = oneOf(to->columns).id;
        key.columns.push_back(pair);
    }
    key.columnName = maybe(name());
    if (oneIn(3))
        key.onDelete = Action(below(5));
    if (oneIn(3))
        key.onUpdate = Action(below(5));
    key.deferrable = Deferrable(below(3));
    key.match = maybe(name());
    key.constraintName = maybe(name());
    key.unnamed = oneIn(4);
    key.implicitTarget = oneIn(4);
    key.unconstrained = oneIn(4);
    key.validated = !oneIn(4);
    key.setColumns = someColumns(from);
    key.comment = maybe(text());
    key.notDeferrableWritten = oneIn(4);
    while (oneIn(4))
        key.targetSpelling.append(name());
    return key;
}

TableId RandomDocument::anyTable(const Document& document)
{
    if (document.schema.tables.isEmpty() || oneIn(40))
        return ids_.next<TableId>(); // there is none of that id
    return oneOf(document.schema.tables).id;
}

Reference RandomDocument::reference(const Document& document)
{
    Reference reference;
    reference.id = ids_.next<ReferenceId>();
    reference.from = anyTable(document);
    if (!oneIn(8)) {
        reference.to = anyTable(document);
    } else {
        reference.missingTable = QStringLiteral("Gone") + name();
        reference.missingSchema = maybe(name());
        reference.missingColumns = {name()};
    }
    reference.mandatory = oneIn(2);
    reference.unique = oneIn(3);
    reference.role = maybe(name());
    reference.inverseRole = maybe(name());
    if (const Table* from = document.schema.tables.find(reference.from))
        reference.key = foreignKey(*from, document.schema.tables.find(reference.to));
    return reference;
}

ManyToMany RandomDocument::link(const Document& document, const Table& junction)
{
    ManyToMany link;
    link.id = ids_.next<LinkId>();
    link.junction = junction.id;
    const bool isSelfLink = oneIn(4);
    const TableId same = anyTable(document);
    for (int i = 2 + (isSelfLink ? 0 : below(2)); i > 0; --i) {
        LinkEnd end;
        end.table = isSelfLink ? same : anyTable(document);
        end.role = maybe(name());
        end.minimum = below(3);
        end.maximum = oneIn(2) ? 0 : end.minimum + below(3);
        if (const Table* table = document.schema.tables.find(end.table))
            end.key = foreignKey(junction, table);
        link.ends.push_back(std::move(end));
    }
    link.junctionKey = ManyToMany::JunctionKey(below(4));
    if (oneIn(2))
        link.reverseIndex = oneIn(2);
    link.symmetric = oneIn(isSelfLink ? 2 : 20);
    link.ordered = oneIn(4);
    link.validity = oneIn(4);
    link.pairKeyName = maybe(name());
    link.positionName = maybe(name());
    link.validFromName = maybe(name());
    link.validToName = maybe(name());
    if (!junction.columns.empty() && oneIn(3))
        link.scope.push_back({oneOf(junction.columns).id, name()});
    link.reason = maybe(text());
    return link;
}

Document RandomDocument::make(int tables)
{
    Document document = emptyDocument(name(), ids_.next<DiagramId>());
    document.settings.dialect = oneIn(2) ? QStringLiteral("sqlite") : name();
    document.settings.naming.pluralTables = oneIn(2);
    document.settings.naming.letterCase =
        oneIn(2) ? model::LetterCase::Underscored : model::LetterCase::AsDrawn;
    document.settings.naming.irregular.insert(name(), name());
    document.settings.accepted = {{QStringLiteral("table.no-columns"), name()}};
    while (oneIn(2)) {
        Diagram diagram;
        diagram.id = ids_.next<DiagramId>();
        diagram.name = name();
        document.diagrams.set(std::move(diagram));
    }
    for (int i = below(5); i > 0; --i) {
        if (auto next = edit::addUserType(document, userType(document)))
            document = std::move(*next);
    }
    for (int i = 0; i < tables; ++i) {
        TableNode node{{}, point(), below(subjectHues), CardDetail(below(3)), oneIn(3), below(3) - 1};
        if (auto next = edit::addTable(document, table(document), oneOf(document.diagrams).id, node))
            document = std::move(*next);
    }
    for (int i = 0; i < tables; ++i) {
        if (auto next = edit::addReference(document, reference(document)))
            document = std::move(*next);
        if (!oneIn(3))
            continue;
        const Table junction = table(document);
        LinkNode node{{}, LinkNode::Presentation(below(2)), {}};
        if (oneIn(2))
            node.position = point();
        if (oneIn(3))
            node.bends = {{}, {point(), point()}};
        node.pinned = oneIn(3);
        if (auto next =
                edit::addLink(document, link(document, junction), junction, oneOf(document.diagrams).id, node))
            document = std::move(*next);
    }
    while (oneIn(2)) {
        Verbatim verbatim{ids_.next<VerbatimId>(), Verbatim::Kind(below(int(Verbatim::Kind::Other) + 1)),
            name(), text(), names(), maybe(name()), maybe(name()), maybe(text())};
        document.schema.verbatims.set(std::move(verbatim));
    }
    for (int i = below(4); i > 0; --i) {
        const DiagramId diagram = oneOf(document.diagrams).id;
        document = edit::setNote(std::move(document), diagram, {ids_.next<NoteId>(), point(), {1, 0.3}, text()})
                       .value();
        document = edit::setGroup(
            std::move(document), diagram, {ids_.next<GroupId>(), name(), below(subjectHues), point(), {4, 5}})
                       .value();
    }
    document.browsing = browsing();
    return document;
}

ObjectRef RandomDocument::anyObject(const Document& document)
{
    std::vector<ObjectRef> all;
    forEachObject(document, [&](const ObjectRef& object) { all.push_back(object); });
    return oneOf(all);
}

RandomDocument::Edit RandomDocument::editTable(const Document& document)
{
    const DiagramId diagram = oneOf(document.diagrams).id;
    switch (below(4)) {
    case 0:
        return {QStringLiteral("addTable"),
            edit::addTable(document, table(document), diagram, {{}, point(), below(subjectHues + 1)})};
    case 1:
        return {QStringLiteral("renameTable"), edit::renameTable(document, anyTable(document), name())};
    case 2: {
        Table changed = table(document);
        if (const Table* old = document.schema.tables.find(anyTable(document))) {
            const Table fresh = changed;
            changed = *old;
            if (!changed.columns.empty() && oneIn(2)) // its keys may still want it: then the edit is refused
                changed.columns.erase(changed.columns.begin() + below(int(changed.columns.size())));
            if (oneIn(2)) {
                changed = fresh;
                changed.id = old->id;
            }
        }
        return {QStringLiteral("updateTable"), edit::updateTable(document, changed)};
    }
    default:
        return {QStringLiteral("removeObjects"),
            edit::removeObjects(document, {anyObject(document), anyObject(document)})};
    }
}

RandomDocument::Edit RandomDocument::editColumn(const Document& document)
{
    const TableId id = anyTable(document);
    const Table* table = document.schema.tables.find(id);
    const Column some = table && !table->columns.empty() ? oneOf(table->columns) : column(document, {});
    switch (below(5)) {
    case 0:
        return {QStringLiteral("addColumn"), edit::addColumn(document, id, column(document, {}), below(4) - 1)};
    case 1: {
        Column changed = column(document, {});
        changed.id = some.id;
        return {QStringLiteral("updateColumn"), edit::updateColumn(document, id, changed)};
    }
    case 2:
        return {QStringLiteral("moveColumn"), edit::moveColumn(document, id, some.id, below(8) - 1)};
    case 3:
        return {QStringLiteral("setPrimaryKey"),
            edit::setPrimaryKey(document, id, some.id, oneIn(2), ids_.next<KeyId>())};
    default:
        return {
            QStringLiteral("setUnique"), edit::setUnique(document, id, some.id, oneIn(2), ids_.next<KeyId>())};
    }
}

RandomDocument::Edit RandomDocument::editLink(const Document& document)
{
    switch (below(4)) {
    case 0:
        return {QStringLiteral("addReference"), edit::addReference(document, reference(document))};
    case 1: {
        Reference changed = reference(document);
        if (!document.schema.references.isEmpty())
            changed.id = oneOf(document.schema.references).id;
        return {QStringLiteral("updateReference"), edit::updateReference(document, changed)};
    }
    case 2: {
        if (!document.schema.links.isEmpty() && oneIn(3)) {
            const ManyToMany& old = oneOf(document.schema.links);
            ManyToMany other = link(document, document.schema.tables.at(old.junction));
            other.scope = old.scope; // where there is none, the junction can't be shared
            for (model::LinkScope& scope : other.scope)
                scope.value += name();
            return {QStringLiteral("shareJunction"),
                edit::shareJunction(document, other, oneOf(document.diagrams).id, {{}, {}, point()})};
        }
        const Table junction = table(document);
        return {QStringLiteral("addLink"), edit::addLink(document, link(document, junction), junction,
                                               oneOf(document.diagrams).id, {{}, {}, point()})};
    }
    default: {
        if (document.schema.links.isEmpty())
            return editTable(document);
        const ManyToMany& old = oneOf(document.schema.links);
        ManyToMany changed = link(document, document.schema.tables.at(old.junction));
        changed.id = old.id;
        return {QStringLiteral("updateLink"), edit::updateLink(document, changed)};
    }
    }
}

RandomDocument::Edit RandomDocument::editType(const Document& document)
{
    if (document.schema.types.isEmpty() || oneIn(2))
        return {QStringLiteral("addUserType"), edit::addUserType(document, userType(document))};
    const UserType& old = oneOf(document.schema.types);
    if (oneIn(3))
        return {QStringLiteral("removeObjects"), edit::removeObjects(document, {old.id})};
    UserType changed = userType(document);
    changed.id = old.id;
    return {QStringLiteral("updateUserType"), edit::updateUserType(document, changed)};
}

ObjectRef RandomDocument::anyLine(const Document& document)
{
    if (!document.schema.references.isEmpty() && oneIn(2))
        return oneOf(document.schema.references).id;
    return document.schema.links.isEmpty() ? ObjectRef(ReferenceId(1)) : oneOf(document.schema.links).id;
}

RandomDocument::Edit RandomDocument::editDiagram(const Document& document)
{
    const Diagram& diagram = oneOf(document.diagrams);
    std::vector<TableId> shown;
    for (const TableNode& node : diagram.tables) {
        if (oneIn(2))
            shown.push_back(node.id);
    }
    switch (below(13)) {
    case 0: {
        std::vector<edit::Move> moves{{anyObject(document), point()}};
        for (TableId id : shown)
            moves.emplace_back(id, point());
        if (oneIn(2))
            moves.erase(moves.begin());
        return {QStringLiteral("moveNodes"), edit::moveNodes(document, diagram.id, moves)};
    }
    case 1: {
        const LinkId link = document.schema.links.isEmpty() ? LinkId(1) : oneOf(document.schema.links).id;
        return {QStringLiteral("setPresentation"),
            edit::setPresentation(document, diagram.id, link, LinkNode::Presentation(below(2)))};
    }
    case 2:
        return {QStringLiteral("setHue"), edit::setHue(document, diagram.id, shown, below(subjectHues + 1))};
    case 3:
        return {
            QStringLiteral("setDetail"), edit::setDetail(document, diagram.id, shown, CardDetail(below(3)))};
    case 4:
        return {QStringLiteral("setNote"),
            edit::setNote(document, diagram.id, {ids_.next<NoteId>(), point(), {2, 2}, text()})};
    case 6:
        return {QStringLiteral("setPinned"),
            edit::setPinned(document, diagram.id, {shown.begin(), shown.end()}, oneIn(2))};
    case 7:
        return {QStringLiteral("restack"),
            edit::restack(document, diagram.id, {shown.begin(), shown.end()}, edit::Stacking(below(2)))};
    case 8:
        return {QStringLiteral("setBends"), edit::setBends(document, diagram.id, anyLine(document), below(3),
                                                oneIn(3) ? Bends() : Bends{point(), point()})};
    case 9: {
        std::vector<TableNode> nodes;
        for (const Table& table : document.schema.tables) {
            if (oneIn(2))
                nodes.push_back({table.id, point()});
        }
        return {QStringLiteral("showTables"), edit::showTables(document, diagram.id, nodes)};
    }
    case 10:
        return {QStringLiteral("hideObjects"),
            edit::hideObjects(document, diagram.id, {shown.begin(), shown.end()})};
    case 11: {
        Diagram made;
        made.id = ids_.next<DiagramId>();
        made.name = name();
        return {QStringLiteral("addDiagram"), edit::addDiagram(document, made)};
    }
    case 5:
        return {QStringLiteral("setGroup"),
            edit::setGroup(document, diagram.id, {ids_.next<GroupId>(), name(), 0, point(), {2, 2}})};
    default: {
        Settings settings = document.settings;
        settings.name = name();
        settings.accepted.push_back({name(), name()});
        return {QStringLiteral("setSettings"), edit::setSettings(document, settings)};
    }
    }
}

RandomDocument::Edit RandomDocument::edit(const Document& document)
{
    switch (below(5)) {
    case 0:
        return editTable(document);
    case 1:
        return editColumn(document);
    case 2:
        return editLink(document);
    case 3:
        return editType(document);
    default:
        return editDiagram(document);
    }
}

} // namespace conjoin::tests
