// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/documentfile.h"
#include "orm/derive/derive.h"
#include "orm/derive/renames.h"
#include "orm/dialect/dialect.h"
#include "support/schemas.h"

#include <QtTest>

#include <algorithm>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::orm;

namespace {

const Dialect& postgres()
{
    return **dialectNamed(QStringLiteral("postgresql"));
}

/// Posts of an author, many-to-many with tags.
Document blog()
{
    tests::SchemaMaker maker;
    const TableId author = maker.table("Author", {});
    const TableId post = maker.table("BlogPost", {});
    const TableId tag = maker.table("Tag", {});
    maker.reference(post, author);
    maker.link("BlogPostTag", {post, tag});
    Document document = emptyDocument(QStringLiteral("Blog"), IdSource::named<DiagramId>(QStringLiteral("d")));
    document.schema = maker.schema;
    return document;
}

/// Every table of the blog with its columns, foreign keys and indexes.
QStringList namesUnder(const char* convention)
{
    const PhysicalSchema made =
        derive(blog().schema, *conventionNamed(QLatin1String(convention)), postgres().capabilities()).schema;
    QStringList lines;
    for (const PhysicalTable& table : made.tables) {
        QStringList columns;
        for (const PhysicalColumn& column : table.columns)
            columns.append(column.name);
        lines.append(table.name + QStringLiteral(": ") + columns.join(u' '));
        lines.append(QStringLiteral("  ") + table.primaryKey->name);
        for (const PhysicalForeignKey& key : table.foreignKeys)
            lines.append(QStringLiteral("  ") + key.name);
        for (const PhysicalIndex& index : table.indexes)
            lines.append(QStringLiteral("  ") + index.name);
    }
    return lines;
}

} // namespace

/// Names by convention: those of the frameworks, what a pattern may hold, what a change of mind renames.
class ConventionsTest : public QObject {
    Q_OBJECT

private slots:
    void sequelize()
    {
        QCOMPARE(namesUnder("sequelize"),
            QStringList({"Authors: id", "  Authors_pkey", "BlogPosts: id AuthorId", "  BlogPosts_pkey",
                "  BlogPosts_AuthorId_fkey", "Tags: id", "  Tags_pkey", "BlogPostTags: BlogPostId TagId",
                "  BlogPostTags_pkey", "  BlogPostTags_BlogPostId_fkey", "  BlogPostTags_TagId_fkey",
                "  BlogPostTags_TagId_BlogPostId_idx"}));
    }

    void rails()
    {
        const QStringList names = namesUnder("rails");
        QVERIFY(names.contains("blog_posts: id author_id"));
        QVERIFY(names.contains("blog_posts_tags: blog_post_id tag_id"));
        QVERIFY(names.contains("  index_blog_posts_tags_on_tag_id_and_blog_post_id"));
        QVERIFY(names.contains("  blog_posts_pkey"));
        // From its guide: the key of articles.author_id.
        tests::SchemaMaker maker;
        maker.reference(maker.table("Article", {}), maker.table("Author", {}));
        const auto made = derive(maker.schema, *conventionNamed("rails"), postgres().capabilities()).schema;
        QCOMPARE(made.table("articles")->foreignKeys.front().name, QStringLiteral("fk_rails_e74ce85cbc"));
        QCOMPARE(made.table("articles")->columns.front().type.kind, TypeKind::BigInt);
    }

    void django()
    {
        const QStringList names = namesUnder("django");
        QVERIFY(names.contains("app_blogpost: id author_id"));
        QVERIFY(names.contains("app_blogpost_tags: blogpost_id tag_id"));
        const auto isKey = [](const QString& name) {
            return name.startsWith(u"  app_blogpost_author_id_") && name.endsWith(u"_fk_app_author_id");
        };
        QVERIFY(std::ranges::any_of(names, isKey));
    }

    void prisma()
    {
        const QStringList names = namesUnder("prisma");
        QVERIFY(names.contains("BlogPost: id authorId"));
        QVERIFY(names.contains("  BlogPost_authorId_fkey"));
        QVERIFY(names.contains("_BlogPostToTag: A B"));
        QVERIFY(names.contains("  _BlogPostToTag_AB_pkey"));
        QVERIFY(names.contains("  _BlogPostToTag_A_fkey"));
    }

    void asDrawn() { QVERIFY(namesUnder("as-drawn").contains("BlogPost: id AuthorId")); }

    /// MySQL numbers foreign keys and calls unique keys after a column: under Sequelize's convention it may.
    void theServerNamesWhatNobodyNames()
    {
        const auto& engine = (*dialectNamed("mysql"))->capabilities();
        const PhysicalSchema made = derive(blog().schema, NamingPolicy(), engine).schema;
        QVERIFY(made.table("BlogPosts")->foreignKeys.front().name.isEmpty());
        NamingPolicy own;
        own.setPattern(NameKind::ForeignKey, QStringLiteral("fk_{table}_{columns}"));
        QCOMPARE(derive(blog().schema, own, engine).schema.table("BlogPosts")->foreignKeys.front().name,
            QStringLiteral("fk_blogPosts_AuthorId"));
    }

    void patternsAreChecked()
    {
        QVERIFY(!patternError(NameKind::Index, QStringLiteral("{Table}_{columns:_and_}")));
        QVERIFY(!patternError(NameKind::Unique, QString()));
        QVERIFY(patternError(NameKind::Table, QString()));
        QVERIFY(patternError(NameKind::Table, QStringLiteral("{Table")));
        const auto error = patternError(NameKind::Index, QStringLiteral("{Table}_{column}"));
        QVERIFY(error);
        QCOMPARE(error->what.english(), QStringLiteral("\"{column}\" is no token of this name"));
        QCOMPARE(error->hint.english(), QStringLiteral("did you mean \"columns\"?"));
    }

    void everyPresetHoldsOnlyKnownTokens()
    {
        for (const QString& name : conventionNames()) {
            const NamingPolicy policy = *conventionNamed(name);
            for (auto it = policy.patterns.cbegin(); it != policy.patterns.cend(); ++it)
                QVERIFY2(!patternError(it.key(), it.value()), qPrintable(name + u' ' + it.value()));
        }
    }

    void theProjectFileKeepsThem()
    {
        for (const QString& name : conventionNames()) {
            Document document = blog();
            document.settings.naming = *conventionNamed(name);
            const auto read = readDocument(writeDocument(document), QStringLiteral("blog"));
            QVERIFY2(read, read ? "" : qPrintable(read.error().what.english()));
            QCOMPARE(read->settings.naming == document.settings.naming, true);
        }
        QVERIFY(!writeDocument(blog()).contains("names "));
    }

    void renamesAreToldBeforeTheyHappen()
    {
        const Document document = blog();
        QVERIFY(renames(document, document.settings.naming, postgres()).empty());
        const std::vector<Rename> all = renames(document, *conventionNamed("rails"), postgres());
        const auto holds = [&](Rename::What what, const char* table, const char* before, const char* after) {
            return std::ranges::find(all, Rename{what, table, before, after}) != all.end();
        };
        QVERIFY(holds(Rename::What::Table, "BlogPosts", "BlogPosts", "blog_posts"));
        QVERIFY(holds(Rename::What::Table, "BlogPostTags", "BlogPostTags", "blog_posts_tags"));
        QVERIFY(holds(Rename::What::Column, "BlogPosts", "AuthorId", "author_id"));
        QVERIFY(holds(Rename::What::PrimaryKey, "Tags", "Tags_pkey", "tags_pkey"));
        QVERIFY(holds(Rename::What::Index, "BlogPostTags", "BlogPostTags_TagId_BlogPostId_idx",
            "index_blog_posts_tags_on_tag_id_and_blog_post_id"));
    }
};

QTEST_GUILESS_MAIN(ConventionsTest)
#include "conventionstest.moc"
