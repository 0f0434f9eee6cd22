// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/seedchecks.h"

#include <QRandomGenerator>

namespace conjoin::sql {

/// What is wanted of one value.
struct WantedValue {
    QString name; ///< of the column: it says what a person would have typed
    model::DataType type;
    ValueBounds bounds;
    qint64 row = 0;      ///< which of the table's rows it is for
    int round = 0;       ///< how often one was made for it and was refused
    bool unique = false; ///< no other row may have it
};

/// So many rounds a value is drawn; then the number of the row goes into one that must be unique.
inline constexpr int drawnRounds = 3;

/// Generated values: as a person might have typed them, the same for the same number.
class SeedValues {
public:
    explicit SeedValues(quint64 number)
        : random_(quint32(number ^ (number >> 32)))
    {}

    /// A few rounds are drawn like the first; then the row's own number makes it one that no other row has,
    /// as far as the type has room. NULL where nothing is known of the type.
    orm::Value of(const WantedValue& wanted);

    int below(int bound) { return int(random_.bounded(bound)); }

private:
    QString text(const WantedValue& wanted);
    orm::Value list(const WantedValue& wanted);
    orm::Value number(const WantedValue& wanted, model::TypeKind kind);
    orm::Value moment(const WantedValue& wanted, model::TypeKind kind);

    QRandomGenerator random_;
};

} // namespace conjoin::sql
