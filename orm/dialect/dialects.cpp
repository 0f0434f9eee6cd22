// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/dialect.h"
#include "orm/dialect/dialecttitle.h"
#include "orm/dialect/mysqldialect.h"
#include "orm/dialect/optionsupport.h"
#include "orm/dialect/postgresdialect.h"
#include "orm/dialect/sqlitedialect.h"

#include <QHash>

#include <array>

namespace conjoin::orm {

namespace {

/// The one place where a name becomes a dialect.
const auto& dialects()
{
    static const SqliteDialect sqlite;
    static const PostgresDialect postgres;
    static const MySqlDialect mysql(MySqlFlavour::MySql);
    static const MySqlDialect mariadb(MySqlFlavour::MariaDb);
    static const std::array<const Dialect*, 4> all{&sqlite, &postgres, &mysql, &mariadb};
    return all;
}

} // namespace

Result<const Dialect*> dialectNamed(const QString& name)
{
    for (const Dialect* dialect : dialects()) {
        if (dialect->name() == name)
            return dialect;
    }
    return Error{ErrorKind::Usage, name,
        message("dialect.unknown", "no dialect is called \"%1\"; there is %2",
            {name, dialectNames().join(QStringLiteral(", "))}),
        didYouMean(name, dialectNames())};
}

QStringList dialectNames()
{
    QStringList names;
    for (const Dialect* dialect : dialects())
        names.append(dialect->name());
    return names;
}

const OptionSupport& optionSupport(const QString& dialect)
{
    static const OptionSupport none{};
    static const OptionSupport postgres{.unloggedTables = true,
        .inheritedChecks = true,
        .unvalidatedConstraints = true,
        .tableClauses = true,
        .partitions = true,
        .indexMethods = true,
        .unsaidSecondDigits = 6};
    static const OptionSupport mysql{
        .storageEngines = true, .tableClauses = true, .partitions = true, .indexMethods = true};
    static const QHash<QString, const OptionSupport*> all{
        {"postgresql", &postgres}, {"mysql", &mysql}, {"mariadb", &mysql}};
    return *all.value(dialect, &none);
}

QString dialectTitle(const QString& name)
{
    static const QHash<QString, QString> titles{
        {"sqlite", "SQLite"}, {"postgresql", "PostgreSQL"}, {"mysql", "MySQL"}, {"mariadb", "MariaDB"}};
    return titles.value(name, name);
}

QString Dialect::extensionFor(const model::DataType& /*type*/) const
{
    return {};
}

QString Dialect::script(const std::vector<Statement>& statements) const
{
    return scriptText(statements);
}

QString scriptText(const std::vector<Statement>& statements)
{
    QString text;
    bool tall = false; // whether the statement before takes several lines
    for (const Statement& statement : statements) {
        const bool nowTall = statement.sql.contains(u'\n');
        if (!text.isEmpty() && (tall || nowTall))
            text += u'\n';
        text += statement.sql + QStringLiteral(";\n");
        tall = nowTall;
    }
    return text;
}

} // namespace conjoin::orm
