// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/value.h"

#include <QRandomGenerator>

namespace conjoin::sql {

/// Generated values: as a person might have typed them, the same for the same number.
class SeedValues {
public:
    explicit SeedValues(quint64 number)
        : random_(quint32(number ^ (number >> 32)))
    {}

    /// For a column of that name and type. A greater `round` gives another value where `round - 1` was taken.
    /// NULL where nothing is known of the type.
    orm::Value of(const QString& name, const model::DataType& type, int round);

    int below(int bound) { return int(random_.bounded(bound)); }

private:
    QString text(const QString& name, int length, int round);

    QRandomGenerator random_;
};

} // namespace conjoin::sql
