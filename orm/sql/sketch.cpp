// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sketch.h"

#include <QRegularExpression>

#include <algorithm>

namespace conjoin::sql {

namespace {

constexpr QChar mark(0xfdd0); ///< begins every stand-in: a character that is none, so no text has it by chance

/// Whether a statement of ours changes rows. Those that begin with a list of keys may read or write.
bool writesRows(const QString& statement)
{
    static const QRegularExpression words(
        QStringLiteral(R"(^(INSERT|UPDATE|DELETE)\b|^WITH k\(.*\) (UPDATE|DELETE) )"));
    return words.match(statement).hasMatch();
}

} // namespace

Sketch* Sketch::of(const Connection& connection)
{
    auto* sketch = dynamic_cast<Sketch*>(connection.log());
    return sketch && sketch->keeps_ != Keeps::Nothing ? sketch : nullptr;
}

bool Sketch::drawsForGood(const orm::Capabilities& engine)
{
    // Where a writer has the whole file, the next number is as much a part of the transaction as the row.
    return !engine.writeLock.isEmpty();
}

QString Sketch::nameOfNewRow(const QString& model)
{
    QString name = model;
    for (const QChar c : {u'\'', u'"', u'`', u'[', u'?', u'-', u'/'}) // they mean something in a statement
        name.remove(c);
    return QStringLiteral("new %1 #%2").arg(name).arg(++newRows_[model]);
}

Value Sketch::standIn(const QString& name)
{
    const QString text = mark + QStringLiteral("‹") + name + QStringLiteral("›");
    standIns_.insert(text);
    return Value(text);
}

bool Sketch::isAbout(const std::vector<Value>& values) const
{
    return !standIns_.isEmpty() && std::ranges::any_of(values, [this](const Value& value) {
        return value.isText() && standIns_.contains(value.text());
    });
}

bool Sketch::isKept(const QString& statement, const std::vector<Value>& parameters) const
{
    return isAbout(parameters) || (keepsWrites() && writesRows(statement));
}

void Sketch::keep(const QString& statement, const std::vector<Value>& parameters)
{
    QString text = withValues({statement, parameters, 0, 0, {}});
    for (const Value& value : parameters) {
        if (value.isText() && standIns_.contains(value.text()))
            text.replace(orm::literalText(value), value.text().mid(1));
    }
    kept({text, {}, 0, 0, {}});
}

} // namespace conjoin::sql
