// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowtext.h"

#include "orm/sql/finder.h"
#include "orm/sql/flatrows.h"

namespace conjoin::sql {

namespace {

class JsonText : public RowText {
public:
    JsonText(const orm::ModelRegistry& registry, const orm::Query& query)
        : registry_(registry)
        , query_(query)
    {}

    QByteArray begin() override { return "["; }

    QByteArray page(const Rows& rows) override
    {
        QByteArray text;
        for (const Row& row : rows) {
            const QByteArray alone = orm::prettyJson(orm::Json::Array{toJson(registry_, query_, row)});
            text += first_ ? "\n" : ",\n";
            text +=
                QByteArrayView(alone).sliced(2, alone.size() - 4); // without the brackets and their line ends
            first_ = false;
        }
        return text;
    }

    QByteArray end() override { return first_ ? "]\n" : "\n]\n"; }

private:
    const orm::ModelRegistry& registry_;
    const orm::Query& query_;
    bool first_ = true;
};

class NdJsonText : public RowText {
public:
    NdJsonText(const orm::ModelRegistry& registry, const orm::Query& query)
        : registry_(registry)
        , query_(query)
    {}

    QByteArray page(const Rows& rows) override
    {
        QByteArray text;
        for (const Row& row : rows)
            text += orm::compactJson(toJson(registry_, query_, row)) + '\n';
        return text;
    }

private:
    const orm::ModelRegistry& registry_;
    const orm::Query& query_;
};

class CsvText : public RowText {
public:
    CsvText(const orm::ModelRegistry& registry, const orm::Query& query, const orm::CsvFormat& format)
        : rows_(registry, query)
        , format_(format)
    {}

    QByteArray begin() override
    {
        return format_.header ? orm::csvHeader(rows_.names(), format_).toUtf8() : QByteArray();
    }

    QByteArray page(const Rows& rows) override
    {
        QString text;
        for (const Row& row : rows) {
            rows_.lines(row, [&](const FlatRows::Line& line) {
                for (size_t i = 0; i < line.size(); ++i) {
                    if (i > 0)
                        text += format_.delimiter;
                    text += orm::csvField(line[i], format_);
                }
                text += format_.lineEnd;
            });
        }
        return text.toUtf8();
    }

private:
    FlatRows rows_;
    const orm::CsvFormat format_;
};

class MarkdownText : public RowText {
public:
    MarkdownText(const orm::ModelRegistry& registry, const orm::Query& query)
        : rows_(registry, query)
    {}

    QByteArray begin() override
    {
        QString text;
        for (const QString& name : rows_.names())
            text += QStringLiteral("| ") + cell(name) + u' ';
        text += QStringLiteral("|\n");
        text += QStringLiteral("| --- ").repeated(rows_.names().size()) + QStringLiteral("|\n");
        return text.toUtf8();
    }

    QByteArray page(const Rows& rows) override
    {
        QString text;
        for (const Row& row : rows) {
            rows_.lines(row, [&](const FlatRows::Line& line) {
                for (const std::optional<QString>& value : line)
                    text += QStringLiteral("| ") + (value ? cell(*value) + u' ' : QString());
                text += QStringLiteral("|\n");
            });
        }
        return text.toUtf8();
    }

private:
    static QString cell(QString text)
    {
        text.replace(u'\\', QStringLiteral("\\\\"));
        text.replace(u'|', QStringLiteral("\\|"));
        text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
        text.replace(u'\r', u'\n');
        return text.replace(u'\n', QStringLiteral("<br>"));
    }

    FlatRows rows_;
};

} // namespace

std::unique_ptr<RowText> jsonText(const orm::ModelRegistry& registry, const orm::Query& query)
{
    return std::make_unique<JsonText>(registry, query);
}

std::unique_ptr<RowText> ndJsonText(const orm::ModelRegistry& registry, const orm::Query& query)
{
    return std::make_unique<NdJsonText>(registry, query);
}

std::unique_ptr<RowText> csvText(
    const orm::ModelRegistry& registry, const orm::Query& query, const orm::CsvFormat& format)
{
    return std::make_unique<CsvText>(registry, query, format);
}

std::unique_ptr<RowText> markdownText(const orm::ModelRegistry& registry, const orm::Query& query)
{
    return std::make_unique<MarkdownText>(registry, query);
}

} // namespace conjoin::sql
