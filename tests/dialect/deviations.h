// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <tuple>
#include <vector>

namespace conjoin::tests {

/// Where a catalog differs on purpose from what Sequelize made: exactly these facts, `+` ours and `-` theirs.
/// One that is not found where it is said to be fails the test.
struct Deviation {
    const char* goldens; ///< numbers, apart by spaces
    const char* engines; ///< folders of the recordings, apart by spaces
    const char* rule;    ///< number of SEQUELIZE § 11 (ORM rules, part 8), or of the rule that says it
    QStringList facts;
};

inline QStringList reverseIndex(const QString& table, const QString& second, const QString& first)
{
    return {QStringLiteral("+%1 index %1_%2_%3_idx (%2, %3)").arg(table, second, first)};
}

inline QStringList notNull(const QString& table, const QStringList& columns)
{
    QStringList facts;
    for (const QString& column : columns) {
        facts << QStringLiteral("+%1.%2 not null").arg(table, column);
        facts << QStringLiteral("-%1.%2 null").arg(table, column);
    }
    return facts;
}

/// What MariaDB says of a column that may be null.
inline QStringList noDefault(const QString& table, const QStringList& columns)
{
    QStringList facts;
    for (const QString& column : columns)
        facts << QStringLiteral("-%1.%2 default NULL").arg(table, column);
    return facts;
}

/// A table of PostgreSQL that Sequelize could not make.
inline QStringList whole(const QString& table, const char* type)
{
    return QStringLiteral(
        "+%1 columns (id, v)|+%1 primary key %1_pkey (id)|+%1.id counts|"
        "+%1.id default nextval('\"%1_id_seq\"'::regclass)|+%1.id not null|+%1.id type integer|"
        "+%1.v null|+%1.v type %2")
        .arg(table, QLatin1String(type))
        .split(u'|');
}

/// The key to the second end, called so here and otherwise there.
inline QStringList renamedKey(
    const char* type, const char* primaryKey, const char* foreignKey, const char* there)
{
    QStringList facts;
    for (const auto& [sign, name, key] :
        {std::tuple("+", "cid", foreignKey), std::tuple("-", "ClassId", there)}) {
        for (const QString& fact : QStringLiteral(
                 "columns (sid, %1)|primary key%2 (sid, %1)|foreign key%3 (%1) to Classes (id) delete "
                 "CASCADE update CASCADE")
                                       .arg(QLatin1String(name), QLatin1String(primaryKey), QLatin1String(key))
                                       .split(u'|'))
            facts << QLatin1String(sign) + QStringLiteral("Enrollments ") + fact;
        facts << QStringLiteral("%1Enrollments.%2 not null").arg(QLatin1String(sign), QLatin1String(name));
        facts << QStringLiteral("%1Enrollments.%2 type %3")
                     .arg(QLatin1String(sign), QLatin1String(name), QLatin1String(type));
    }
    return facts;
}

inline const std::vector<Deviation>& deviations()
{
    const char* reverse = "16: a second index, where the engine makes none";
    const char* surrogate = "17: NOT NULL keys in junctions with a key of their own";
    const char* bounded = "15: bounded names";
    const char* cyclic = "13: foreign keys of junctions in cyclic schemas";
    const char* oneSide = "10, 1.11: keys that one side names are the link's";
    const char* nearest =
        "fit F16, docs/models.md: what an engine lacks becomes the nearest that it has, and is told";
    const char* extension = "docs/models.md: the extension is made";
    const QStringList pair{"StudentId", "ClassId"};
    const QString assignments = QStringLiteral("SpecificationAgreementAssignments");
    const QString component = QStringLiteral("ManufacturedComponentSpecificationId");
    const QString agreement = QStringLiteral("DownstreamDistributionAgreementId");
    static const std::vector<Deviation> all{
        {"01 02 03 11 14 14c 16 17 18 20 21 22 23 25 26 27 28 29 30 40 46 49 54 55 59 61 63 67",
            "sqlite postgres", reverse, reverseIndex("Enrollments", "ClassId", "StudentId")},
        {"16", "mariadb mysql", reverse, reverseIndex("Enrollments", "ClassId", "StudentId")},
        {"17 51", "sqlite postgres", reverse, reverseIndex("Enrollments", "StudentId", "ClassId")},
        {"04", "sqlite postgres", reverse, reverseIndex("Enrollments", "class_ref", "student_ref")},
        {"04b", "sqlite postgres", reverse, reverseIndex("Enrollments", "cls_id", "stu_id")},
        {"04c", "sqlite postgres", reverse, reverseIndex("Enrollments", "cid", "sid")},
        {"05", "sqlite postgres", reverse, reverseIndex("Friendships", "friendId", "personId")},
        {"05b", "sqlite postgres", reverse, reverseIndex("PersonChildren", "ChildId", "PersonId")},
        {"06", "sqlite postgres", reverse,
            reverseIndex("ProjectManagers", "ProjectId", "UserId") +
                reverseIndex("ProjectMembers", "ProjectId", "UserId")},
        {"07", "sqlite postgres", reverse, reverseIndex("Grants", "ProfileId", "UserId")},
        {"08 65", "sqlite postgres", reverse, reverseIndex("UserTags", "TagLabel", "UserUsername")},
        {"09", "sqlite postgres", reverse, reverseIndex("CountryLanguages", "LanguageIso", "CountryCode")},
        {"10", "sqlite postgres", reverse, reverseIndex("AuthorBooks", "BookId", "AuthorId")},
        {"11", "sqlite postgres", reverse, reverseIndex("StudentClub", "ClubId", "StudentId")},
        {"12", "sqlite postgres", reverse, reverseIndex("post_words", "key_word_id", "blog_post_id")},
        {"20 25 40", "sqlite postgres", reverse, reverseIndex("ClassTeachers", "TeacherId", "ClassId")},
        {"31", "sqlite postgres", reverse,
            reverseIndex("SD", "datId", "StudentId") + reverseIndex("SN", "NoteId", "StudentId") +
                reverseIndex("frozen_join", "ClassId", "StudentId")},
        {"34", "sqlite postgres", reverse, reverseIndex("PostTags", "tagId", "postId")},
        {"35", "sqlite postgres", reverse, reverseIndex("enrolment_rows", "ClassId", "StudentId")},
        {"39", "sqlite", reverse, reverseIndex(assignments, agreement, component)},
        {"42", "sqlite postgres", reverse, reverseIndex("Roster", "PlayerId", "TeamId")},
        {"57", "sqlite postgres", reverse, reverseIndex("PartUses", "componentId", "assemblyId")},

        {"03 17 30", "sqlite postgres mariadb mysql", surrogate, notNull("Enrollments", pair)},
        {"03 17 30", "mariadb mysql", surrogate, noDefault("Enrollments", pair)},
        {"07", "sqlite postgres mariadb mysql", surrogate, notNull("Grants", {"UserId", "ProfileId"})},
        {"07", "mariadb mysql", surrogate, noDefault("Grants", {"UserId", "ProfileId"})},
        {"39", "sqlite postgres", surrogate, notNull(assignments, {component, agreement})},

        {"42", "postgres", cyclic,
            {"+Roster foreign key Roster_PlayerId_fkey (PlayerId) to Players (id) delete CASCADE update "
             "CASCADE",
                "+Roster foreign key Roster_TeamId_fkey (TeamId) to Teams (id) delete CASCADE update CASCADE"}},
        {"42", "mariadb mysql", cyclic,
            {"+Roster foreign key Roster_ibfk_1 (TeamId) to Teams (id) delete CASCADE update CASCADE",
                "+Roster foreign key Roster_ibfk_2 (PlayerId) to Players (id) delete CASCADE update CASCADE",
                "+Roster index PlayerId (PlayerId)"}},

        // PostgreSQL cuts the names that it makes; ours end in a hash.
        {"39", "postgres", bounded,
            {"+SpecificationAgreementAssignments foreign key "
             "SpecificationAgreementAssignments_DownstreamDistributi_ec66be91 "
             "(DownstreamDistributionAgreementId) to "
             "DownstreamDistributionAgreements (id) delete CASCADE update CASCADE",
                "-SpecificationAgreementAssignments foreign key "
                "SpecificationAgreementAssignm_DownstreamDistributionAgreem_fkey "
                "(DownstreamDistributionAgreementId) to DownstreamDistributionAgreements (id) delete CASCADE "
                "update "
                "CASCADE",
                "+SpecificationAgreementAssignments foreign key "
                "SpecificationAgreementAssignments_ManufacturedComponen_4831b069 "
                "(ManufacturedComponentSpecificationId) to ManufacturedComponentSpecifications (id) delete "
                "CASCADE "
                "update CASCADE",
                "-SpecificationAgreementAssignments foreign key "
                "SpecificationAgreementAssignm_ManufacturedComponentSpecifi_fkey "
                "(ManufacturedComponentSpecificationId) to ManufacturedComponentSpecifications (id) delete "
                "CASCADE "
                "update CASCADE",
                "+SpecificationAgreementAssignments index "
                "SpecificationAgreementAssignments_DownstreamDistributi_1dbe273d "
                "(DownstreamDistributionAgreementId, ManufacturedComponentSpecificationId)",
                "+SpecificationAgreementAssignments unique "
                "SpecificationAgreementAssignments_ManufacturedComponen_650df601 "
                "(ManufacturedComponentSpecificationId, DownstreamDistributionAgreementId)",
                "-SpecificationAgreementAssignments unique "
                "SpecificationAgreementAssignm_ManufacturedComponentSpecific_key "
                "(ManufacturedComponentSpecificationId, DownstreamDistributionAgreementId)"}},
        // MariaDB refuses Sequelize's name of the key, and with it the table.
        {"39", "mariadb mysql", bounded,
            {"+SpecificationAgreementAssignments columns (id, ManufacturedComponentSpecificationId, "
             "DownstreamDistributionAgreementId)",
                "+SpecificationAgreementAssignments foreign key SpecificationAgreementAssignments_ibfk_1 "
                "(ManufacturedComponentSpecificationId) to ManufacturedComponentSpecifications (id) delete "
                "CASCADE "
                "update CASCADE",
                "+SpecificationAgreementAssignments foreign key SpecificationAgreementAssignments_ibfk_2 "
                "(DownstreamDistributionAgreementId) to DownstreamDistributionAgreements (id) delete CASCADE "
                "update "
                "CASCADE",
                "+SpecificationAgreementAssignments index DownstreamDistributionAgreementId "
                "(DownstreamDistributionAgreementId)",
                "+SpecificationAgreementAssignments primary key PRIMARY (id)",
                "+SpecificationAgreementAssignments unique "
                "SpecificationAgreementAssignments_DownstreamDistributio_c4e7be43 "
                "(ManufacturedComponentSpecificationId, DownstreamDistributionAgreementId)",
                "+SpecificationAgreementAssignments.DownstreamDistributionAgreementId not null",
                "+SpecificationAgreementAssignments.DownstreamDistributionAgreementId type int(11)",
                "+SpecificationAgreementAssignments.ManufacturedComponentSpecificationId not null",
                "+SpecificationAgreementAssignments.ManufacturedComponentSpecificationId type int(11)",
                "+SpecificationAgreementAssignments.id counts",
                "+SpecificationAgreementAssignments.id not null",
                "+SpecificationAgreementAssignments.id type int(11)"}},

        {"04c", "sqlite", oneSide, renamedKey("INTEGER", "", "", "")},
        {"04c", "postgres", oneSide,
            renamedKey("integer", " Enrollments_pkey", " Enrollments_cid_fkey", " Enrollments_ClassId_fkey")},
        {"04c", "mariadb mysql", oneSide,
            renamedKey("int(11)", " PRIMARY", " Enrollments_ibfk_2", " Enrollments_ibfk_2") +
                QStringList{"+Enrollments index cid (cid)", "-Enrollments index ClassId (ClassId)"}},

        {"37", "postgres", nearest, whole("T08", "smallint") + whole("T10", "integer") + whole("T28", "bytea")},
        {"37b", "postgres", extension, whole("P4", "citext") + whole("P8", "hstore")},
    };
    return all;
}

} // namespace conjoin::tests
