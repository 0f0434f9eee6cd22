// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/id.h"
#include "model/io/fileformat.h"
#include "model/io/textlines.h"

#include <QHash>
#include <QPointF>
#include <QSet>

#include <initializer_list>
#include <optional>

namespace conjoin::model {

/// What one reading of a file shares: the first thing found wrong, and where each object stands.
struct ReadingState {
    QString source;
    std::optional<Error> error;
    QHash<quint64, int> lineOfObject;
    Diagnostics* mended = nullptr; ///< where mistakes of drawings are told that don't matter; null: they do
    QSet<QString> texts{};         ///< that the document holds

    /// The text for the document: shared by all that say the same, and apart from the memory of the lines, which
    /// goes back as a whole when they do.
    QString kept(const QString& text);
};

/// A line of a project file while it is read: its words are taken one after another, the lines below it by
/// their key. Whatever does not fit is recorded in the state, once, and stands-in values are returned from then
/// on.
class Section {
public:
    Section(ReadingState& state, const Line& line, const Section* parent);

    // -- the words of the line, in their order

    /// The id of an object that begins here: of no other one in the file.
    template<class IdType>
    IdType newId()
    {
        return IdType(newIdValue());
    }
    /// The id of an object that is meant; `-` is none.
    template<class IdType>
    IdType idOf()
    {
        return IdType(meantIdValue());
    }
    /// A name or any other text in one word; what the object is called in messages from then on.
    QString name();
    Word word();
    double number();
    QPointF point();
    template<class Enum, std::size_t N>
    Enum oneOf(const fileformat::Words<Enum, N>& words)
    {
        QStringList known;
        const QString given = word().text;
        for (const auto& [value, text] : words) {
            if (given == QLatin1String(text))
                return value;
            known << QString::fromLatin1(text);
        }
        unknownWord(given, known);
        return words[0].first;
    }
    /// Whether the word stands next; takes it then.
    bool flag(const char* word);
    /// A whole number behind its word: `hue 3`; nothing where the word does not stand next.
    std::optional<int> numberAfter(const char* word);
    /// The same of what only a drawing depends on, 0 where it does not stand there: where mistakes are mended,
    /// a word that is no such number is one of them.
    int drawnNumberAfter(const char* word);
    /// A point likewise: up to two words that are none of `next`, which may follow; NaN for what is no number
    /// or not there.
    QPointF drawnPoint(const QStringList& next);
    bool hasWord() const { return next_ < line_.words.size(); }
    /// Must be called when all that may stand on the line has been asked for.
    void endOfWords();

    // -- the lines below

    /// The keys that may stand below: each at most once, or any number of times.
    void allow(std::initializer_list<const char*> once, std::initializer_list<const char*> often = {});
    void allow(const QStringList& once, const QStringList& often);
    /// Whether the key is there, as a line of its own.
    bool has(const char* key);
    /// One word behind the key; empty where the key is not there.
    QString nameOf(const char* key);
    /// Text behind the key or in the lines below it; empty where the key is not there.
    QString textOf(const char* key);
    /// Whether nothing more stands on the line or below it.
    bool isBare() const { return next_ >= line_.words.size() && line_.children.empty(); }
    /// The rest of this line as text: one quoted word, or the lines below.
    QString text();
    /// Reads the one line of that key, if it is there.
    template<class Read>
    bool one(const char* key, Read&& read)
    {
        bool found = false;
        each({key}, [&](Section& section, QLatin1String) {
            found = true;
            read(section);
        });
        return found;
    }
    template<class Read>
    void required(const char* key, Read&& read)
    {
        if (!one(key, read))
            missing(key);
    }
    /// How many lines of that key stand below.
    std::size_t countOf(const char* key) const;
    /// Reads every line of these keys: `read(section, key)`.
    template<class Read>
    void each(std::initializer_list<const char*> keys, Read&& read)
    {
        for (const Line& child : line_.children) {
            if (failed())
                return;
            for (const char* key : keys) {
                if (child.startsWith(QLatin1String(key))) {
                    Section section(state_, child, this);
                    read(section, QLatin1String(key));
                }
            }
        }
    }

    bool failed() const { return state_.error.has_value(); }
    /// Whether what is wrong with a drawing is mended, and told by note().
    bool isMending() const { return state_.mended != nullptr; }
    void note(Message what);
    void fail(Message what, Message hint = {});

private:
    quint64 newIdValue();
    quint64 meantIdValue();
    bool isNext(const char* word) const;
    double drawnCoordinate(const QStringList& next);
    int wholeNumber();
    void missing(const char* key);
    void unknownWord(const QString& given, const QStringList& known);
    QString path() const;

    ReadingState& state_;
    const Line& line_;
    const Section* parent_;
    QString called_;       ///< how messages name the line
    std::size_t next_ = 1; ///< the word to take; the first is the key
    QStringList asked_;    ///< words that might have stood next
};

} // namespace conjoin::model
