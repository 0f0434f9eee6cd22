// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/namescope.h"

#include "model/naming/namingpolicy.h"

namespace conjoin::orm {

bool NameScope::reserve(const QString& name)
{
    const qsizetype before = taken_.size();
    taken_.insert(name.toLower());
    return taken_.size() > before;
}

QString NameScope::bounded(const QStringList& parts) const
{
    const QString whole = parts.join(u'_');
    return limit_ > 0 && whole.toUtf8().size() > limit_ ? model::boundedName(parts, limit_) : whole;
}

QString NameScope::take(const QStringList& parts)
{
    const QString base = bounded(parts);
    QString name = base;
    for (int number = 2; !reserve(name); ++number)
        name = bounded({base + QString::number(number)});
    return name;
}

} // namespace conjoin::orm
