// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/projection.h"

#include <algorithm>

namespace conjoin::sql {

Projection::Projection(const orm::Model& model, const std::optional<QStringList>& asked)
    : model_(model)
    , read_(model.attributes.size(), !asked)
{
    if (asked)
        need(*asked);
    need(model.identity());
}

void Projection::need(const QStringList& attributes)
{
    for (const QString& name : attributes) {
        if (const int index = model_.attributeIndex(name); index >= 0)
            need(index);
    }
}

void Projection::need(int attribute)
{
    read_[size_t(attribute)] = true;
}

void Projection::need(const std::vector<orm::Include>& includes)
{
    for (const orm::Include& include : includes) {
        if (const orm::Association* association = model_.association(include.association))
            need(orm::nearColumns(*association));
    }
}

std::vector<int> Projection::attributes() const
{
    std::vector<int> attributes;
    for (size_t i = 0; i < read_.size(); ++i) {
        if (read_[i])
            attributes.push_back(int(i));
    }
    if (attributes.empty() && !read_.empty())
        attributes.push_back(0); // nothing can't be selected
    return attributes;
}

QStringList Projection::columns(const orm::PredicateCompiler& compiler, const QString& alias) const
{
    QStringList columns;
    for (const int attribute : attributes())
        columns.append(compiler.column(model_, alias, model_.attributes[size_t(attribute)].name));
    return columns;
}

size_t Projection::positionOf(const QString& attribute) const
{
    const std::vector<int> read = attributes();
    const auto found = std::ranges::find(read, model_.attributeIndex(attribute));
    Q_ASSERT_X(found != read.end(), "Projection::positionOf", "what is looked for is read");
    return size_t(found - read.begin());
}

} // namespace conjoin::sql
