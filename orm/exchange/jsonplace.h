// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "orm/base/json.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace conjoin::orm {

/// A value of a JSON input and the path to it, which every complaint about it names.
struct JsonPlace {
    const Json* value = nullptr; ///< null: not given
    QString path;                ///< `associations[3].options.through`

    bool isGiven() const { return value && !value->isNull(); }
    JsonPlace member(const char* key) const { return member(QString::fromLatin1(key)); }
    JsonPlace member(const QString& key) const;
    JsonPlace item(std::size_t index) const;
};

/// Takes values out of a JSON input. The first thing that does not fit is kept as the error; whoever reads goes
/// on with empty values and looks at the end.
class JsonTaker {
public:
    explicit JsonTaker(QString source)
        : source_(std::move(source))
    {}

    const std::optional<Error>& error() const { return error_; }
    bool ok() const { return !error_; }
    void fail(const JsonPlace& place, Message what, Message hint = {});

    QString text(const JsonPlace& place);
    bool flag(const JsonPlace& place, bool otherwise);
    QStringList texts(const JsonPlace& place);
    /// The members of an object, none where it is not given.
    const Json::Object& members(const JsonPlace& place);
    const Json::Array& items(const JsonPlace& place);
    /// Complains of a key that is neither known nor listed in `unsaid`: those mean something to a running
    /// program and nothing to a drawing, so they are told in `notes()` and left out.
    void allow(const JsonPlace& place, const QStringList& known, const QStringList& unsaid = {});
    /// What was left out on purpose, and where.
    const Diagnostics& notes() const { return notes_; }
    void note(const JsonPlace& place, Message what);

private:
    QString source_;
    std::optional<Error> error_;
    Diagnostics notes_;
};

} // namespace conjoin::orm
