// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/fittypes.h"

#include "orm/derive/sqltext.h"
#include "orm/dialect/dialect.h"
#include "orm/translate/sqltoken.h"

#include <QHash>

#include <utility>

namespace conjoin::orm {

using model::DataType;
using model::DefaultValue;
using model::TypeKind;
using model::UserType;

namespace {

/// The condition of a domain about a column: VALUE, where it is a word of SQL, is the column.
QString aboutColumn(const QString& condition, const QString& column, const SqlSyntax& syntax)
{
    const SqlSyntax standard{.dollarTexts = true, .colonCasts = true, .booleans = true}; // of who has domains
    QString text;
    qsizetype done = 0;
    for (const ExpressionToken& token : expressionTokens(condition, standard)) {
        if (!token.isWord("VALUE"))
            continue;
        text += condition.mid(done, token.start - done) + sqltext::name(column, syntax);
        done = token.end;
    }
    return text + condition.mid(done);
}

class TypeFitter {
public:
    TypeFitter(Derivation& derivation, Findings& findings, const Capabilities& engine)
        : derivation_(derivation)
        , findings_(findings)
        , engine_(engine)
    {}

    void run()
    {
        for (const PhysicalUserType& type : derivation_.schema.types)
            types_.insert({type.schema, type.name}, type);
        for (std::size_t i = 0; i < derivation_.schema.tables.size(); ++i) {
            table_ = &derivation_.schema.tables[i];
            origin_ = &derivation_.origins[i];
            for (std::size_t c = 0; c < table_->columns.size(); ++c)
                fitColumn(table_->columns[c], origin_->columns[c]);
        }
        if (!engine_.namedTypes) {
            derivation_.schema.types.clear();
            derivation_.types.clear();
        }
    }

private:
    void fitColumn(PhysicalColumn& column, const ColumnOrigin& origin)
    {
        object_ = origin.column ? ObjectRef(origin.column) : ObjectRef(origin_->table);
        isOwn_ = !origin.isDerived();
        column_ = &column;
        if (!engine_.namedTypes)
            resolve();
        DataType& type = column.type;
        if (type.dimensions > 0 && !engine_.arrays) { // F3
            lost("derive.fit.array", "the database has no arrays; the values are kept as JSON", Severity::Hint);
            type = DataType::of(TypeKind::Json);
        }
        if ((type.kind == TypeKind::Enum || type.kind == TypeKind::Set) && !isWritten(type.kind)) { // F2
            lost(type.kind == TypeKind::Enum ? "derive.fit.enum" : "derive.fit.set",
                "the database has no type of given values; the column takes any text", Severity::Warning);
            const int dimensions = type.dimensions;
            type = DataType::of(TypeKind::Text);
            type.dimensions = dimensions;
        }
        const bool noSign = type.isUnsigned || type.zerofill;
        if (!engine_.unsignedNumbers)
            type.isUnsigned = type.zerofill = false;
        if (noSign && !engine_.unsignedNumbers && !type.isWholeNumber())
            lost("derive.fit.unsigned",
                "the database has no numbers without a sign: negative ones are taken, too", Severity::Hint);
        else if (noSign && !engine_.unsignedNumbers)
            lost("derive.fit.unsigned",
                "the database has no numbers without a sign: those above half of the range "
                "do not fit, and negative ones do", // F4
                Severity::Warning);
        if (!engine_.shortIntegers && (type.kind == TypeKind::TinyInt || type.kind == TypeKind::MediumInt)) {
            lost(type.kind == TypeKind::TinyInt ? "derive.fit.tinyint" : "derive.fit.mediumint",
                "the database has no whole number of that size; the column takes larger ones too", // F16
                Severity::Hint);
            type.kind = type.kind == TypeKind::TinyInt ? TypeKind::SmallInt : TypeKind::Integer;
        }
    }

    bool isWritten(TypeKind kind) const
    {
        return engine_.inlineEnums || (kind == TypeKind::Enum && engine_.namedTypes);
    }

    /// F1. A domain may stand on another one; they can't go round in a sound document, and end here in any.
    void resolve()
    {
        for (std::size_t steps = 0;
             column_->type.kind == TypeKind::Named && steps <= std::size_t(types_.size()); ++steps) {
            const auto it = types_.constFind({column_->type.schema, column_->type.native});
            if (it == types_.cend())
                return;
            const int dimensions = column_->type.dimensions;
            column_->type = it->kind == UserType::Kind::Enum ? DataType::enumeration(it->values) : it->base;
            column_->type.dimensions += dimensions;
            if (it->kind == UserType::Kind::Domain && isOwn_ && dimensions == 0)
                takeOver(*it);
        }
    }

    void takeOver(const PhysicalUserType& domain)
    {
        column_->nullable = column_->nullable && domain.nullable;
        if (column_->defaultValue.kind == DefaultValue::Kind::None)
            column_->defaultValue = domain.defaultValue;
        if (column_->collation.isEmpty())
            column_->collation = domain.collation;
        for (const PhysicalCheck& check : domain.checks)
            table_->checks.push_back(
                {{}, aboutColumn(check.expression, column_->name, engine_.syntax), check.enforced});
    }

    void lost(const char* code, const char* what, Severity severity)
    {
        if (!isOwn_)
            return; // said at the column that it refers to
        findings_.push_back({Finding::Stage::Types, origin_->table,
            {severity, message(code, what), object_, table_->name + u'.' + column_->name, {}}});
    }

    Derivation& derivation_;
    Findings& findings_;
    const Capabilities& engine_;
    QHash<std::pair<QString, QString>, PhysicalUserType> types_; ///< by namespace and name
    PhysicalTable* table_ = nullptr;
    const TableOrigin* origin_ = nullptr;
    PhysicalColumn* column_ = nullptr;
    ObjectRef object_;
    bool isOwn_ = false;
};

} // namespace

void fitTypes(Derivation& derivation, Findings& findings, const Capabilities& engine)
{
    TypeFitter(derivation, findings, engine).run();
}

} // namespace conjoin::orm
