// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/diagram/diagram.h"
#include "model/schema/schema.h"

#include <QHash>
#include <QSizeF>

namespace conjoin::model {

/// How large the cards of tables come out, judged by the drawing alone: the columns that derivation adds are
/// counted, their names guessed. For where the real size – that of what is derived – is not at hand.
class CardEstimate {
public:
    explicit CardEstimate(const Schema& schema);

    QSizeF card(const Table& table, CardDetail detail) const;
    /// Of the pill of the link that the table is the junction of.
    QSizeF pill(const Table& junction) const;
    /// No card is wider.
    static double widest();

private:
    QHash<TableId, int> derivedRows_; ///< keys of references and link ends
};

} // namespace conjoin::model
