// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"
#include "orm/entity/modelregistry.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace conjoin::tests {

/// A database in memory that does what the rules of nested writes say (ORM rules, part 4), row by row and
/// without any thought for statements. It knows rows by numbers of its own, in the order made; generated keys
/// are the database's business.
class GraphOracle {
public:
    explicit GraphOracle(const orm::ModelRegistry& registry)
        : registry_(registry)
    {}

    struct Row {
        int model = -1;
        std::map<QString, orm::Value> values; ///< by attribute, without keys to other rows and without NULLs
        std::map<QString, size_t> refers; ///< by the attributes of a key, joined by commas: the row it leads to
        std::set<QString> nulls;          ///< attributes that were given as null
    };

    /// One place of a nested write: what it became.
    struct Made {
        size_t row = 0;
        std::vector<Made> junction;                   ///< none or one
        std::map<QString, std::vector<Made>> related; ///< by association, a row named twice stands once
    };

    /// Writes the nested rows; empty where that must be refused, and then does nothing.
    std::optional<std::vector<Made>> create(int model, const orm::Json& rows);

    /// What the database gave to a row by itself.
    void learn(size_t row, const QString& attribute, const orm::Value& value)
    {
        rows_[row].values.insert_or_assign(attribute, value);
    }

    const std::vector<Row>& rows() const { return rows_; }
    std::vector<size_t> rowsOf(int model) const;
    /// How many calls were refused, and why the last one was.
    int refused() const { return refused_; }
    const QString& reason() const { return reason_; }

    static QString keyName(const QStringList& keys) { return keys.join(u','); }

private:
    struct Refused {
        QString why;
    };
    enum class Place { Root, Shared, Owned };

    Made make(int model, const orm::Json& json, Place place);
    size_t decide(int model, const orm::Json& json, Place place, const Row& wanted);
    size_t merged(size_t into, const Row& wanted);
    void checkSame(size_t existing, const Row& wanted, bool isKey) const;
    void addRelated(const orm::Association& association, const orm::Json& list, Made& made);
    Made link(const orm::Association& association, size_t near, size_t far, const orm::Json& item);
    Row wantedOf(int model, const orm::Json& json) const;
    std::vector<QStringList> completeKeys(const Row& row) const;
    std::optional<size_t> withKey(const Row& wanted, const QStringList& key, bool isNew) const;
    bool isFresh(size_t row) const { return row >= before_; }

    const orm::ModelRegistry& registry_;
    std::vector<Row> rows_;
    size_t before_ = 0;        ///< rows that were there before the call
    std::vector<size_t> bare_; ///< new rows that were named by a key
    std::set<size_t> created_; ///< new rows that some place creates, others only name
    std::vector<Row> was_;     ///< all rows as they were before the call: what is looked for
    std::map<std::pair<size_t, QString>, orm::Value> said_; ///< what the call says of a link that was there
    std::map<std::pair<size_t, QString>, size_t> parents_;  ///< and which parent it gives to a row
    int refused_ = 0;
    QString reason_;
};

} // namespace conjoin::tests
