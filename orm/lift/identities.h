// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/schema.h"

#include <QHash>
#include <QSet>

namespace conjoin::orm {

/// Which objects of one schema are objects of another one: ids to put in the place of ids.
class Identities {
public:
    template<class IdType>
    void set(IdType from, IdType to)
    {
        if (!from.isNull() && !to.isNull())
            ids_.insert(from.value(), to.value());
    }

    template<class IdType>
    IdType of(IdType id) const
    {
        return IdType(ids_.value(id.value(), id.value()));
    }

    /// Every object of the schema that has no identity yet gets one that none of the others and none of `taken`
    /// has: its own id where that is free.
    void complete(const model::Schema& schema, const QSet<quint64>& taken);

    model::Table applied(model::Table table) const;
    model::Reference applied(model::Reference reference) const;
    model::ManyToMany applied(model::ManyToMany link) const;
    model::UserType applied(model::UserType type) const;
    model::Verbatim applied(model::Verbatim verbatim) const;

private:
    template<class IdType>
    void replace(IdType& id) const
    {
        id = of(id);
    }
    void replace(std::vector<ColumnId>& columns) const;
    void replace(std::vector<model::KeyPart>& parts) const;
    void replace(model::Key& key) const;
    void replace(model::ForeignKey& key) const;

    QHash<quint64, quint64> ids_;
};

} // namespace conjoin::orm
