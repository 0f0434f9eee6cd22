// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/relatedrows.h"
#include "orm/sql/session.h"

#include <QHash>

#include <memory>
#include <variant>

namespace conjoin::sql::script {

/// A row as a script knows it: what Sequelize calls an instance.
struct Instance {
    QString model;
    orm::Json values;   ///< attributes, and what was included or created with it
    bool stored = true; ///< false: built only
};

using InstancePtr = std::shared_ptr<Instance>;

/// What a call results in, and what `save` keeps of it.
struct Outcome {
    /// Of a plain value, an instance or a list of them.
    using Kept = std::variant<orm::Json, InstancePtr, std::vector<InstancePtr>>;

    static Outcome plain(orm::Json json);
    static Outcome instance(const QString& model, orm::Json row); ///< null where there is none
    static Outcome instances(const QString& model, const orm::Json& rows);

    orm::Json result;
    Kept kept = orm::Json(); // said, because clang 14 finds no default for it
    std::vector<Kept> elements; ///< of a list, for `pick`
};

/// The saved values of one run, and what tokens mean: `$ref`, `$get`, `$attach`, `$build`, `$date`, `$default`.
class Values {
public:
    explicit Values(QDateTime now)
        : now_(std::move(now))
    {}

    Result<void> save(const QString& name, const Outcome& outcome, std::optional<int> pick);
    /// The saved instance; an Error where nothing is saved under the name, or what is is none.
    Result<InstancePtr> instance(const QString& name) const;

    /// Tokens replaced that stand for plain values. Those that stand for instances are left: `$ref` of an
    /// instance, `$attach`, `$build`; so are `$model`, `$col` and `$fn`. `$literal` is an Error `unsupported`.
    Result<orm::Json> resolved(const orm::Json& json) const;

    /// Whether it stands for an instance.
    static bool isInstance(const orm::Json& json);
    /// A row for the association methods: a key, or an instance, with the junction values hung on it.
    Result<LinkTarget> target(const orm::Model& model, const orm::Json& json) const;
    /// Nested values as sql::create() takes them: an instance that is stored is linked, one that is built is
    /// created.
    Result<orm::Json> nested(const orm::ModelRegistry& registry, int model, const orm::Json& json) const;
    /// The values of the instance that the token stands for.
    Result<Instance> token(const orm::Json& json) const;

private:
    /// Milliseconds since 1970 as a moment; anything else as it is.
    static orm::Json moment(const orm::Json& json);

    QDateTime now_;
    QHash<QString, Outcome::Kept> saved_;
};

} // namespace conjoin::sql::script
