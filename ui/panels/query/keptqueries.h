// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "ui/models/rowfetch.h"
#include "ui/panels/query/queryshelf.h"

#include <QObject>

namespace conjoin::ui {

class QueryTrouble;

/// The questions that the project keeps, as the panel meets them: read against the tables as they are now,
/// opened from their shelf, edited as text. One that can't be read is told of, and stays as it is.
class KeptQueries : public QObject {
    Q_OBJECT

public:
    /// Dialogs are shown over the window of `owner`.
    KeptQueries(EditSession& session, QueryTrouble& trouble, QWidget* owner);

    /// Where a person chooses among them; whoever lays it out owns it.
    QueryShelf& shelf() const { return *shelf_; }
    void setSource(const RowSource& source) { source_ = source; }
    /// Errors: those of readKept(), and that no database is open.
    Result<orm::Query> read(const model::NamedQuery& kept) const;

public slots:
    /// The query of that name; an empty name begins a new one.
    void open(const QString& name);
    void editAsText(const QString& name);

signals:
    void opened(const conjoin::orm::Query& query);
    void begun();

private:
    const model::NamedQuery* keptCalled(const QString& name) const;
    const orm::Dialect& dialect() const;
    void tellTrouble(const model::NamedQuery& kept, const Error& why);

    EditSession& session_;
    QueryTrouble& trouble_;
    QWidget* const owner_;
    QueryShelf* shelf_;
    RowSource source_;
};

} // namespace conjoin::ui
