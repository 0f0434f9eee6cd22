// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QSet>
#include <QString>

namespace conjoin::model {

/// What no rule of English spelling knows about its nouns, in lower case.
struct EnglishNouns {
    QHash<QString, QString> plurals;   ///< irregular: singular -> plural
    QHash<QString, QString> singulars; ///< the reverse
    QSet<QString> compounding; ///< singulars and plurals of these that also end a longer word: salesperson
    QSet<QString> unchanging;  ///< without a plural of their own, or plural only: sheep, scissors, news
    QSet<QString> singularInS; ///< singular though they end in a single s no rule explains: lens, gas
    QSet<QString> pluralInS;   ///< plural though they end like a singular: menus, skis
    QSet<QString> keptE;       ///< plurals that lose only their s where the rule takes es: movies, caches

    static const EnglishNouns& all();
};

} // namespace conjoin::model
