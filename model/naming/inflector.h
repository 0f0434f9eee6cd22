// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace conjoin::model {

/// The plural of an English noun in lower case: `status` -> `statuses`. A plural stays as it is.
QString englishPlural(const QString& noun);
/// The singular of one: `statuses` -> `status`. A singular stays as it is.
QString englishSingular(const QString& noun);

/// The part of a name that inflects: `Order` + `Status`, `blog_` + `post`, `is ` + `spaced` + ` `.
struct NameParts {
    QString head; ///< what comes before the last word
    QString word; ///< the last word; letters only, or empty where the name does not end in a letter
    QString tail; ///< spaces and signs behind it

    static NameParts of(const QString& name);
};

/// `word` written with the letters' case of `pattern`, its other form: (`People`, `person`) -> `Person`;
/// what is longer than the pattern is in capitals where `capitals` says so.
QString withCaseOf(const QString& pattern, const QString& word, bool capitals);

} // namespace conjoin::model
