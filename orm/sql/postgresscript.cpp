// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresdialect.h"
#include "orm/sql/postgresscript/encoding.h"
#include "orm/sql/postgresscript/reader.h"
#include "orm/sql/scriptreader.h"

#include <QStringDecoder>
#include <QThread>

namespace conjoin::sql {

namespace {

/// The parser's trees are walked by recursion, in our code and in its own: the deepest that is let through
/// needs some hundred megabytes of addresses, of which only what is used becomes memory.
constexpr uint stackSize = 512U << 20;

/// A dump without a word on its encoding may be of another one than UTF-8.
Result<QByteArray> utf8Of(const QByteArray& script, const QString& source)
{
    if (const auto marked = QStringConverter::encodingForData(script);
        marked && *marked != QStringConverter::Utf8)
        return QString(QStringDecoder(*marked)(script)).toUtf8();
    const auto said = inUtf8(script.startsWith("\xEF\xBB\xBF") ? script.mid(3) : script, source);
    if (!said)
        return failure(said);
    const QByteArray& text = *said;
    QStringDecoder decoder(QStringConverter::Utf8, QStringConverter::Flag::Stateless);
    const QString decoded = decoder(text);
    return decoder.hasError() ? QString::fromLatin1(text).toUtf8() : text;
}

} // namespace

Result<orm::PhysicalSchema> readPostgresScript(
    const QByteArray& script, const QString& source, Diagnostics* diagnostics)
{
    const Result<QByteArray> text = utf8Of(script, source);
    if (!text)
        return failure(text);
    if (text->contains('\0'))
        return inputError(source, message("script.binary", "the file holds bytes that no SQL script has"));
    const orm::PostgresDialect dialect;
    pgscript::Reader reader(dialect, *text, source);
    Result<orm::PhysicalSchema> schema{orm::PhysicalSchema()};
    const std::unique_ptr<QThread> thread(QThread::create([&] { schema = reader.read(); }));
    thread->setStackSize(stackSize);
    thread->start();
    thread->wait();
    if (diagnostics)
        *diagnostics = reader.diagnostics();
    return schema;
}

} // namespace conjoin::sql
