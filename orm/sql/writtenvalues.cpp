// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/writtenvalues.h"

#include "orm/sql/sqlitetokenizer.h"

#include <algorithm>

namespace conjoin::sql {

using orm::Value;

namespace {

class WriteReader {
public:
    explicit WriteReader(const StatementFailure& failure)
        : tokens_(tokenize(failure.statement))
        , parameters_(failure.parameters)
    {}

    WrittenValues read()
    {
        if (takeWord("insert") || takeWord("replace")) {
            if (takeWord("or"))
                next();
            takeWord("into");
            readTable();
            readInsert();
        } else if (takeWord("update")) {
            if (takeWord("or"))
                next();
            readTable();
            readAssignments();
        } else if (takeWord("delete") && takeWord("from")) {
            written_.deletes = true;
            readTable();
        }
        return std::move(written_);
    }

private:
    const SqlToken& peek() const
    {
        static const SqlToken none;
        return at_ < tokens_.size() ? tokens_[at_] : none;
    }
    void next() { ++at_; }
    bool takeWord(const char* word)
    {
        const bool is = peek().isWord(word);
        at_ += is ? 1 : 0;
        return is;
    }
    bool takeSign(QChar sign)
    {
        const bool is = peek().isSign(sign);
        at_ += is ? 1 : 0;
        return is;
    }

    void readTable()
    {
        written_.table = peek().text;
        next();
        if (takeSign(u'.')) {
            written_.table = peek().text;
            next();
        }
    }

    void readInsert()
    {
        QStringList columns;
        if (!takeSign(u'('))
            return;
        do {
            columns += peek().text;
            next();
        } while (takeSign(u','));
        if (!takeSign(u')') || !takeWord("values"))
            return;
        std::vector<std::vector<Value>> rows;
        size_t parameter = 0;
        do {
            if (!takeSign(u'('))
                return;
            std::vector<Value> row;
            do {
                if (!takeSign(u'?') || parameter >= parameters_.size())
                    return;
                row.push_back(parameters_[parameter++]);
            } while (takeSign(u','));
            if (!takeSign(u')') || row.size() != size_t(columns.size()))
                return;
            rows.push_back(std::move(row));
        } while (takeSign(u','));
        written_.columns = std::move(columns);
        written_.rows = std::move(rows);
    }

    void readAssignments()
    {
        if (!takeWord("set"))
            return;
        std::vector<Value> values;
        do {
            const QString column = peek().text;
            next();
            if (!takeSign(u'=') || !takeSign(u'?') || values.size() >= parameters_.size())
                break;
            values.push_back(parameters_[values.size()]);
            written_.columns += column;
        } while (takeSign(u','));
        written_.rows.push_back(std::move(values));
    }

    std::vector<SqlToken> tokens_;
    size_t at_ = 0;
    const std::vector<Value>& parameters_;
    WrittenValues written_;
};

qsizetype placeOf(const QStringList& columns, const QString& name)
{
    const auto it = std::find_if(columns.begin(), columns.end(),
        [&](const QString& column) { return column.compare(name, Qt::CaseInsensitive) == 0; });
    return it == columns.end() ? -1 : it - columns.begin();
}

} // namespace

const Value* WrittenValues::valueOf(const QString& column) const
{
    for (qsizetype i = 0; i < columns.size() && !rows.empty(); ++i) {
        if (columns[i].compare(column, Qt::CaseInsensitive) != 0)
            continue;
        const Value& first = rows.front()[size_t(i)];
        const bool same = std::all_of(
            rows.begin(), rows.end(), [&](const std::vector<Value>& row) { return row[size_t(i)] == first; });
        return same ? &first : nullptr;
    }
    return nullptr;
}

QStringList WrittenValues::shown(const QStringList& wanted, const QString& said, const QString& separator) const
{
    std::vector<size_t> places;
    for (const QString& name : wanted) {
        const qsizetype place = placeOf(columns, name);
        if (place < 0)
            return {};
        places.push_back(size_t(place));
    }
    for (const std::vector<Value>& row : rows) {
        QStringList texts, values;
        for (const size_t place : places) {
            texts.append(row[place].display());
            values.append(shownValue(row[place]));
        }
        if (texts.join(separator) == said)
            return values;
    }
    return {};
}

WrittenValues writtenValues(const StatementFailure& failure)
{
    return WriteReader(failure).read();
}

} // namespace conjoin::sql
