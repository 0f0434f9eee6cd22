// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/dialect/mysqlflavour.h"

namespace conjoin::orm {

/// MySQL 8 or MariaDB 10.5 and later: one grammar, two catalogs.
class MySqlDialect : public Dialect {
public:
    explicit MySqlDialect(MySqlFlavour flavour)
        : flavour_(flavour)
    {}

    QString name() const override;
    const Capabilities& capabilities() const override;

    QString quoted(const QString& identifier) const override;
    QString identifier(const QString& identifier) const override;
    QString textLiteral(const QString& text) const override;

    QString typeName(const model::DataType& type, bool autoIncrement = false) const override;
    model::DataType typeOf(const QString& text) const override;
    std::optional<model::DataType> typeCalled(const QString& name) const override;
    QString defaultText(const model::DefaultValue& value, const model::DataType& type) const override;
    model::DefaultValue defaultOf(const QString& text, const model::DataType& type) const override;
    const ConditionSyntax& conditions() const override;

    std::vector<Statement> createSchema(const Derivation& derivation, const DdlOptions& options) const override;
    QString createIndex(const PhysicalTable& table, const PhysicalIndex& index) const override;
    QString script(const std::vector<Statement>& statements) const override;

private:
    MySqlFlavour flavour_;
};

} // namespace conjoin::orm
