// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/id.h"
#include "model/base/result.h"
#include "model/document/document.h"

#include <random>

namespace conjoin::tests {

/// Documents and edits by chance, the same for the same seed: everything a document can hold, with names no
/// reasonable person would give.
class RandomDocument {
public:
    explicit RandomDocument(quint64 seed);

    /// A document that keeps every invariant, with that many tables and some junctions.
    model::Document make(int tables);

    struct Edit {
        QString what; ///< the name of the edit, for the message of a failing test
        Result<model::Document> result;
    };
    /// One edit of the document with arguments of any kind; some of them are refused.
    Edit edit(const model::Document& document);

    /// A name that holds anything: spaces, quotes, line ends, emoji, control characters, 200 letters, a
    /// keyword.
    QString name();

private:
    int below(int limit); ///< 0 … limit-1
    bool oneIn(int n) { return below(n) == 0; }
    template<class Container>
    const auto& oneOf(const Container& container)
    {
        return *(container.begin() + below(int(container.size())));
    }

    QString text();
    QString maybe(const QString& text) { return oneIn(3) ? text : QString(); }
    double coordinate();
    QPointF point() { return {coordinate(), coordinate()}; }
    QStringList names();
    model::DataType type(const model::Document& document);
    model::DefaultValue defaultValue();
    model::Column column(const model::Document& document, const QStringList& taken);
    model::KeyPart part(const model::Table& table);
    std::vector<model::KeyPart> parts(const model::Table& table);
    std::vector<ColumnId> someColumns(const model::Table& table);
    model::Key key(const model::Table& table);
    model::Index index(const model::Table& table);
    model::Check check();
    model::UserType userType(const model::Document& document);
    model::Table table(const model::Document& document);
    model::ForeignKey foreignKey(const model::Table& from, const model::Table* to);
    model::Reference reference(const model::Document& document);
    model::Browsing browsing();
    model::ManyToMany link(const model::Document& document, const model::Table& junction);
    ObjectRef anyObject(const model::Document& document);
    ObjectRef anyLine(const model::Document& document); ///< a reference or a link
    TableId anyTable(const model::Document& document);

    Edit editTable(const model::Document& document);
    Edit editColumn(const model::Document& document);
    Edit editLink(const model::Document& document);
    Edit editType(const model::Document& document);
    Edit editDiagram(const model::Document& document);

    std::mt19937_64 random_;
    IdSource ids_;
};

} // namespace conjoin::tests
