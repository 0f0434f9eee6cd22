// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/namescope.h"

namespace conjoin::orm {

bool NameScope::reserve(const QString& name)
{
    const qsizetype before = taken_.size();
    taken_.insert(name.toLower());
    ascii_.insert(asciiFolded(name));
    exact_.insert(name);
    return taken_.size() > before;
}

QString NameScope::bounded(const QStringList& parts) const
{
    return limit_ > 0 ? model::boundedName(parts, limit_, unit_) : parts.join(u'_');
}

QStringList NameScope::tried(const QStringList& parts)
{
    const QString base = bounded(parts);
    QStringList names{base};
    for (int number = 2; !reserve(names.back()); ++number)
        names.append(bounded({base + QString::number(number)}));
    return names;
}

} // namespace conjoin::orm
