// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/message.h"
#include "model/schema/datatype.h"

#include <QDateTime>
#include <QLocale>

namespace conjoin::ui {

/// What a person wrote into a cell of a date, a time of day or a moment.
struct TypedMoment {
    enum class Kind {
        Unknown,    ///< nothing that is understood, or not yet: stored as it stands
        AsTyped,    ///< understood, and stored as it stands: `infinity`, a zone, a date of zeros
        Understood, ///< stored as `stored`
        Impossible, ///< understood, and there is no such day or time: `why`
    };
    Kind kind = Kind::Unknown;
    QString stored{}; ///< as databases write it: `2024-04-03`, `17:00:00`, `2024-04-03 17:00:00`, `… +00:00`
    QString day{};    ///< its day of the week, for a person; empty where there is none
    QString here{};   ///< of a moment with a zone: what the clock here says then; empty where it says the same
    Message why{};
};

/// Whether cells of that type hold a date, a time or a moment.
bool isMoment(model::TypeKind kind);

/// Reads what people write: `today`, `tomorrow 5pm`, `now`, `+3d`, `-2w`, `3.4.2024`, `3 Apr`, `17:30`,
/// `20240403`. Slashes and hyphens go by the order that the locale writes dates in, points are day first, four
/// digits in front are a year. Of two digits the year is at most 20 years ahead of now. A time without a date
/// is of today, a date without a time begins its day. Columns with a zone are read in UTC, as they are shown.
/// `now` has the local time.
TypedMoment readMoment(
    const QString& typed, model::TypeKind kind, const QDateTime& now, const QLocale& locale = QLocale());

} // namespace conjoin::ui
