// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/exchange/csvreader.h"

#include <QFile>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

/// Files whose lines or objects become rows.
namespace conjoin::sql {

class JsonRecords;

/// How a file is written.
struct ImportLayout {
    bool json = false;  ///< nested objects: one list, or one behind the other; else lines and fields
    orm::CsvLayout csv; ///< of lines

    friend bool operator==(const ImportLayout&, const ImportLayout&) = default;
};

/// What the beginning of a file looks like. `whole` = the file ends with `start`.
ImportLayout guessedImportLayout(const QByteArray& start, bool whole);

/// What is looked at before rows are imported.
struct ImportSample {
    QStringList names;                   ///< of the fields; those that the file leaves nameless are numbered
    std::vector<orm::CsvRecord> records; ///< the first ones
    QStringList repeated;                ///< names that the first line has several times
};

constexpr qint64 importSampleBytes = 256 << 10; ///< that are looked at
constexpr qsizetype mostImportFields = 2000;    ///< what has more is no table that a person maps

/// The first `most` records of the beginning of a file. Errors: there is nothing, the first record does not end
/// or has too many fields, or what stands there are no objects.
Result<ImportSample> importSample(const QByteArray& start, bool whole, const ImportLayout& layout,
    const orm::ModelRegistry& registry, int model, size_t most);

/// A file that is read record by record.
class ImportFile {
public:
    /// `names`: of the fields, as importSample() tells them. The registry outlives this.
    static Result<std::unique_ptr<ImportFile>> open(const QString& path, const ImportLayout& layout,
        const QStringList& names, const orm::ModelRegistry& registry, int model);
    ~ImportFile();

    /// The next record, nothing behind the last.
    Result<std::optional<orm::CsvRecord>> next();
    qint64 position() const; ///< bytes that were read so far
    qint64 size() const { return file_.size(); }

private:
    explicit ImportFile(const QString& path);

    QFile file_;
    std::unique_ptr<orm::CsvReader> lines_;
    std::unique_ptr<JsonRecords> objects_;
};

} // namespace conjoin::sql
