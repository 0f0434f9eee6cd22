// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/encoding.h"

#include <QHash>
#include <QRegularExpression>

#include <iconv.h>

#include <cerrno>

namespace conjoin::sql {

namespace {

/// PostgreSQL's names, their letters and digits alone, as iconv calls them; empty = UTF-8, or no encoding at
/// all.
const QHash<QByteArray, QByteArray>& encodings()
{
    static const QHash<QByteArray, QByteArray> names{{"UTF8", ""}, {"UNICODE", ""}, {"SQLASCII", ""},
        {"DEFAULT", ""}, {"BIG5", "BIG5"}, {"EUCCN", "EUC-CN"}, {"EUCJIS2004", "EUC-JISX0213"},
        {"EUCJP", "EUC-JP"}, {"EUCKR", "EUC-KR"}, {"EUCTW", "EUC-TW"}, {"GB18030", "GB18030"}, {"GBK", "GBK"},
        {"JOHAB", "JOHAB"}, {"KOI8", "KOI8-R"}, {"KOI8R", "KOI8-R"}, {"KOI8U", "KOI8-U"},
        {"SHIFTJIS2004", "SHIFT_JISX0213"}, {"SJIS", "CP932"}, {"SHIFTJIS", "CP932"}, {"UHC", "CP949"},
        {"LATIN1", "ISO-8859-1"}, {"LATIN2", "ISO-8859-2"}, {"LATIN3", "ISO-8859-3"}, {"LATIN4", "ISO-8859-4"},
        {"LATIN5", "ISO-8859-9"}, {"LATIN6", "ISO-8859-10"}, {"LATIN7", "ISO-8859-13"},
        {"LATIN8", "ISO-8859-14"}, {"LATIN9", "ISO-8859-15"}, {"LATIN10", "ISO-8859-16"},
        {"ISO88591", "ISO-8859-1"}, {"ISO88592", "ISO-8859-2"}, {"ISO88595", "ISO-8859-5"},
        {"ISO88596", "ISO-8859-6"}, {"ISO88597", "ISO-8859-7"}, {"ISO88598", "ISO-8859-8"},
        {"ISO88599", "ISO-8859-9"}, {"ISO885915", "ISO-8859-15"}, {"WIN866", "CP866"}, {"WIN874", "CP874"},
        {"WIN1250", "CP1250"}, {"WIN1251", "CP1251"}, {"WIN1252", "CP1252"}, {"WIN1253", "CP1253"},
        {"WIN1254", "CP1254"}, {"WIN1255", "CP1255"}, {"WIN1256", "CP1256"}, {"WIN1257", "CP1257"},
        {"WIN1258", "CP1258"}, {"WIN", "CP1251"}, {"ALT", "CP866"}};
    return names;
}

class Converter {
public:
    explicit Converter(const QByteArray& from)
        : handle_(iconv_open("UTF-8", from.constData()))
    {}
    ~Converter()
    {
        if (isOpen())
            iconv_close(handle_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    bool isOpen() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

    /// False where the bytes are not of the encoding.
    bool append(QByteArray& to, QByteArrayView bytes)
    {
        QByteArray room(bytes.size() * 4 + 16, Qt::Uninitialized);
        char* in = const_cast<char*>(bytes.data()); // it reads only
        size_t left = size_t(bytes.size());
        char* out = room.data();
        size_t free = size_t(room.size());
        if (iconv(handle_, &in, &left, &out, &free) == size_t(-1) || left > 0)
            return false;
        to.append(room.constData(), room.size() - qsizetype(free));
        return true;
    }

private:
    iconv_t handle_;
};

} // namespace

Result<QByteArray> inUtf8(const QByteArray& script, const QString& source)
{
    // A character is a byte here, whatever the encoding.
    static const QRegularExpression chosen(
        QStringLiteral(R"(^[ \t]*(?:SET\s+(?:SESSION\s+|LOCAL\s+)?(?:client_encoding\s*(?:=|TO)|NAMES)\s*)"
                       R"(['"]?([\w-]+)['"]?\s*;|\\encoding\s+['"]?([\w-]+)['"]?)[^\n]*)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
    if (!script.contains("ncoding") && !script.contains("NCODING") && !script.contains("NAMES"))
        return script;
    const QString letters = QString::fromLatin1(script);
    QByteArray result;
    QByteArray encoding;
    qsizetype from = 0;
    const auto convert = [&](qsizetype to) -> Result<void> {
        const QByteArrayView part = QByteArrayView(script).sliced(from, to - from);
        const qsizetype line = script.left(from).count('\n') + 1;
        from = to;
        if (encoding.isEmpty()) {
            result.append(part);
            return {};
        }
        Converter converter(encoding);
        if (converter.isOpen() && converter.append(result, part))
            return {};
        return inputError(QStringLiteral("%1:%2").arg(source).arg(line),
            message("script.encoding", "what follows is not in %1", {QString::fromLatin1(encoding)}),
            message("script.encoding.hint", "say the encoding that the file is in, or save it as UTF-8"));
    };
    for (auto it = chosen.globalMatch(letters); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (const auto done = convert(match.capturedEnd()); !done)
            return failure(done);
        QByteArray name = (match.captured(1) + match.captured(2)).toLatin1().toUpper();
        name.replace('_', "").replace('-', "");
        if (const auto known = encodings().constFind(name); known != encodings().cend())
            encoding = *known; // else the server refuses the statement, and all stays as it is
    }
    if (const auto done = convert(script.size()); !done)
        return failure(done);
    return result;
}

} // namespace conjoin::sql
