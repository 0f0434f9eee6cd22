// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importfile.h"

#include "orm/sql/jsonrecords.h"

#include <QBuffer>
#include <QSet>

#include <algorithm>

namespace conjoin::sql {

namespace {

Error nothingThere()
{
    return inputError({}, message("import.empty", "there is nothing in the file"));
}

Result<ImportSample> sampleOfLines(
    const QByteArray& start, bool whole, const orm::CsvLayout& layout, size_t most)
{
    QBuffer buffer;
    buffer.setData(start);
    buffer.open(QIODevice::ReadOnly);
    orm::CsvReader reader(buffer, layout);
    ImportSample sample;
    const size_t wanted = most + (layout.header ? 1 : 0);
    bool ended = false;
    while (sample.records.size() <= wanted && !ended) {
        auto record = reader.next();
        if (!record)
            return failure(record);
        ended = !*record;
        if (!ended)
            sample.records.push_back(std::move(**record));
    }
    if (!whole && ended && !sample.records.empty()) { // the last one is cut off
        if (sample.records.size() == 1)
            return inputError({},
                message("import.endless", "the first line does not end within %1 KiB",
                    {QString::number(start.size() >> 10)}),
                message(
                    "import.endless.hint", "a quote may not be closed, or the lines end in another encoding"));
        sample.records.pop_back();
    }
    if (sample.records.empty())
        return nothingThere();
    size_t width = 0;
    for (const orm::CsvRecord& record : sample.records)
        width = std::max(width, record.cells.size());
    if (qsizetype(width) > mostImportFields)
        return inputError({},
            message("import.wide", "a line has %1 fields, which is more than %2",
                {QString::number(width), QString::number(mostImportFields)}),
            message("import.wide.hint", "another delimiter may part the fields"));
    if (layout.header) {
        QSet<QString> known;
        for (const orm::CsvCell& cell : sample.records.front().cells) {
            const QString name = cell.text.trimmed();
            if (!name.isEmpty() && known.contains(name) && !sample.repeated.contains(name))
                sample.repeated.append(name);
            known.insert(name);
            sample.names.append(name);
        }
        sample.records.erase(sample.records.begin());
        width = size_t(sample.names.size()); // a longer line is told with the line
    }
    while (size_t(sample.names.size()) < width)
        sample.names.append(QString());
    if (sample.records.size() > most)
        sample.records.resize(most);
    return sample;
}

Result<ImportSample> sampleOfObjects(
    const QByteArray& start, const orm::ModelRegistry& registry, int model, size_t most)
{
    QBuffer buffer;
    buffer.setData(start);
    buffer.open(QIODevice::ReadOnly);
    JsonRecords reader(buffer, registry, model);
    ImportSample sample;
    for (;;) { // names are looked for in all that is there
        auto record = reader.next();
        if (!record && !(reader.isCutOff() && !sample.records.empty()))
            return failure(record);
        if (!record || !*record)
            break;
        if (sample.records.size() < most)
            sample.records.push_back(std::move(**record));
    }
    reader.nameEmptyAssociations();
    sample.names = reader.names();
    if (sample.records.empty())
        return nothingThere();
    if (sample.names.size() > mostImportFields)
        return inputError(
            {}, message("import.wide.objects", "the objects have %1 different names, which is more than %2",
                    {QString::number(sample.names.size()), QString::number(mostImportFields)}));
    for (orm::CsvRecord& record : sample.records)
        record.cells.resize(size_t(sample.names.size()));
    return sample;
}

} // namespace

ImportLayout guessedImportLayout(const QByteArray& start, bool whole)
{
    ImportLayout layout;
    QByteArray head = start.left(4096);
    if (head.startsWith("\xef\xbb\xbf"))
        head.remove(0, 3);
    head = head.trimmed();
    const QByteArray inside = head.startsWith('[') ? head.mid(1).trimmed() : head;
    const QByteArray first = inside.startsWith('{') ? inside.mid(1).trimmed() : QByteArray();
    layout.json = first.startsWith('"') || first.startsWith('}') || (head.startsWith('[') && inside == "]");
    if (!layout.json)
        layout.csv = orm::guessedLayout(start, whole);
    return layout;
}

Result<ImportSample> importSample(const QByteArray& start, bool whole, const ImportLayout& layout,
    const orm::ModelRegistry& registry, int model, size_t most)
{
    if (start.trimmed().isEmpty() && whole)
        return nothingThere();
    return layout.json ? sampleOfObjects(start, registry, model, most)
                       : sampleOfLines(start, whole, layout.csv, most);
}

ImportFile::ImportFile(const QString& path)
    : file_(path)
{}

ImportFile::~ImportFile() = default;

Result<std::unique_ptr<ImportFile>> ImportFile::open(const QString& path, const ImportLayout& layout,
    const QStringList& names, const orm::ModelRegistry& registry, int model)
{
    std::unique_ptr<ImportFile> made(new ImportFile(path));
    if (!made->file_.open(QIODevice::ReadOnly))
        return inputError(
            path, message("import.file", "the file can't be read: %1", {made->file_.errorString()}));
    if (layout.json) {
        made->objects_ = std::make_unique<JsonRecords>(made->file_, registry, model);
        made->objects_->setNames(names);
        return made;
    }
    made->lines_ = std::make_unique<orm::CsvReader>(made->file_, layout.csv);
    if (layout.csv.header) {
        if (auto first = made->lines_->next(); !first)
            return failure(first);
    }
    return made;
}

Result<std::optional<orm::CsvRecord>> ImportFile::next()
{
    return objects_ ? objects_->next() : lines_->next();
}

qint64 ImportFile::position() const
{
    return objects_ ? objects_->position() : lines_->position();
}

} // namespace conjoin::sql
