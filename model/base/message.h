// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace conjoin {

/// A sentence with holes: a stable code for programs, the English text for translators, and what fills the
/// holes (`%1`, `%2` …). The lower layers make messages; only `ui/text` turns them into another language.
struct Message {
    QString code; ///< stable, lower case, dotted: `column.unknown`; empty where no program needs to know
    QString text; ///< English, with `%1` …
    QStringList args;

    /// The English sentence, holes filled. An argument that itself holds `%1` is left as it is.
    QString english() const;
    bool isEmpty() const { return text.isEmpty(); }
    friend bool operator==(const Message&, const Message&) = default;
};

/// `message("table.unknown", "no table is called \"%1\"", {name})`
Message message(const char* code, const char* text, const QStringList& args = {});

/// The entry of `candidates` that a person most likely meant by `word` – by edit distance, letter case
/// ignored – or an empty string where nothing is near.
QString nearest(const QString& word, const QStringList& candidates);

/// `hint` for a misspelt word: «did you mean "Classes"?», or an empty message where nothing is near.
Message didYouMean(const QString& word, const QStringList& candidates);

} // namespace conjoin
