// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>
#include <QStringView>

#include <compare>
#include <optional>

namespace conjoin {

/// The stable identity of one kind of object: a rename changes no id (M7). Zero is "none".
template<class Tag>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(quint64 value)
        : value_(value)
    {}
    constexpr quint64 value() const { return value_; }
    constexpr bool isNull() const { return value_ == 0; }
    constexpr explicit operator bool() const { return value_ != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
    friend size_t qHash(Id id, size_t seed = 0) { return ::qHash(id.value_, seed); }

private:
    quint64 value_ = 0;
};

struct TableTag;
struct ColumnTag;
struct KeyTag;
struct IndexTag;
struct CheckTag;
struct ReferenceTag;
struct LinkTag;
struct UserTypeTag;
struct VerbatimTag;
struct DiagramTag;
struct NoteTag;
struct GroupTag;

using TableId = Id<TableTag>;
using ColumnId = Id<ColumnTag>;
using KeyId = Id<KeyTag>; ///< a primary or unique key
using IndexId = Id<IndexTag>;
using CheckId = Id<CheckTag>;
using ReferenceId = Id<ReferenceTag>;
using LinkId = Id<LinkTag>;         ///< a many-to-many link
using UserTypeId = Id<UserTypeTag>; ///< an enum or a domain that the schema defines
using VerbatimId = Id<VerbatimTag>;
using DiagramId = Id<DiagramTag>;
using NoteId = Id<NoteTag>;
using GroupId = Id<GroupTag>;

constexpr int idTextLength = 10; ///< 50 bits in base 32

/// Ten letters and digits, as the project file writes an id (Crockford's base 32, lower case).
QString idText(quint64 value);
/// The reverse; nothing unless `text` is exactly what idText() writes of a value other than zero.
std::optional<quint64> parseIdText(QStringView text);

/// Where new ids come from. Drawing takes random ones, so that two branches of a project never make the
/// same; tests take a seed; reading a database names them after the object, so that a refresh finds them again.
class IdSource {
public:
    static IdSource random();
    static IdSource seeded(quint64 seed);

    template<class IdType>
    IdType next()
    {
        return IdType(nextValue());
    }

    /// The same id for the same path, always: `IdSource::named<TableId>("table/main/Student")`.
    template<class IdType>
    static IdType named(const QString& path)
    {
        return IdType(valueOf(path));
    }

private:
    explicit IdSource(quint64 state)
        : state_(state)
    {}
    quint64 nextValue();
    static quint64 valueOf(const QString& path);

    quint64 state_;
};

} // namespace conjoin
