// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgrescatalog.h"

#include "orm/base/json.h"
#include "orm/sql/postgresreader/objectsquery.h"

#include <QRegularExpression>

namespace conjoin::sql {

namespace {

/// Everything is deparsed the same way whatever the session is set to, and qualified.
constexpr auto settings = R"(
SELECT current_setting('search_path'), current_setting('DateStyle'), current_setting('IntervalStyle'),
    current_setting('extra_float_digits'), current_setting('bytea_output'), current_setting('quote_all_identifiers'),
    set_config('search_path', '', true), set_config('DateStyle', 'ISO, YMD', true),
    set_config('IntervalStyle', 'postgres', true), set_config('extra_float_digits', '1', true),
    set_config('bytea_output', 'hex', true), set_config('quote_all_identifiers', 'off', true))";

constexpr auto restored = R"(
SELECT set_config('search_path', ?, true), set_config('DateStyle', ?, true), set_config('IntervalStyle', ?, true),
    set_config('extra_float_digits', ?, true), set_config('bytea_output', ?, true),
    set_config('quote_all_identifiers', ?, true))";

/// 0 oid, namespace, name, kind (e, d, r, c), comment, 5 labels, 6 base, oid of the base, of its element, 9 not
/// null, default, 11 collation's namespace, its name, 13 checks [oid, name, expression, validated, comment],
/// 14 range: subtype, operator class, collation, canonical, difference, multirange, 20 oid of the composite's
/// class
constexpr auto types = R"(
SELECT t.oid::bigint, n.nspname, t.typname, t.typtype, obj_description(t.oid, 'pg_type'),
    CASE t.typtype WHEN 'e' THEN (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder)::text FROM pg_enum l
        WHERE l.enumtypid = t.oid) END,
    format_type(t.typbasetype, t.typtypmod), t.typbasetype::bigint,
    CASE WHEN b.typcategory = 'A' THEN b.typelem::bigint ELSE 0 END,
    t.typnotnull, pg_get_expr(t.typdefaultbin, 0), cn.nspname, co.collname,
    CASE t.typtype WHEN 'd' THEN (SELECT json_agg(json_build_array(k.oid::text, k.conname,
        pg_get_expr(k.conbin, 0), k.convalidated::text, obj_description(k.oid, 'pg_constraint'))
        ORDER BY k.conname COLLATE "C")::text FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') END,
    format_type(r.rngsubtype, NULL),
    CASE WHEN NOT oc.opcdefault THEN quote_ident(ocn.nspname) || '.' || quote_ident(oc.opcname) END,
    CASE WHEN r.rngcollation <> st.typcollation THEN (SELECT quote_ident(rn.nspname) || '.' || quote_ident(rc.collname)
        FROM pg_collation rc JOIN pg_namespace rn ON rn.oid = rc.collnamespace WHERE rc.oid = r.rngcollation) END,
    CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::text END,
    CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::text END,
    %multirange%,
    t.typrelid::bigint
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_class c ON c.oid = t.typrelid
LEFT JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_collation co ON co.oid = t.typcollation AND t.typtype = 'd' AND t.typcollation <> b.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
LEFT JOIN pg_range r ON r.rngtypid = t.oid
LEFT JOIN pg_type st ON st.oid = r.rngsubtype
LEFT JOIN pg_opclass oc ON oc.oid = r.rngsubopc
LEFT JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
WHERE (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c')) AND %namespaces%
    AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid
        AND e.deptype = 'e')
ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C")";

/// 0 oid, namespace, name, kind, persistence (none of a sequence that has it from its table), 5 is a partition,
/// comment, options, options of the toast table, 9 partition key, bound, 11 parents [oid, namespace, name], 12
/// view's text, populated, 14 row security, forced, 16 replica identity, type it is made of, access method, 19
/// sequence: type, start, increment, 22 minimum, maximum, cache, cycles, 26 server of a foreign table, its
/// options
constexpr auto relations = R"(
SELECT c.oid::bigint, n.nspname, c.relname, c.relkind, %persistence%, c.relispartition, de.description,
    array_to_json(c.reloptions)::text, array_to_json(o.reloptions)::text,
    CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END, pg_get_expr(c.relpartbound, c.oid),
    CASE WHEN c.relkind IN ('r', 'p', 'f') THEN (SELECT json_agg(json_build_array(p.oid::text, pn.nspname, p.relname)
        ORDER BY i.inhseqno)::text FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
        JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) END,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END, c.relispopulated,
    c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
    CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,
    CASE WHEN am.amname <> 'heap' THEN am.amname END,
    format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
    fs.srvname, (SELECT json_agg(quote_ident(w.option_name) || ' ' || quote_literal(w.option_value))::text
        FROM pg_options_to_table(ft.ftoptions) w)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
LEFT JOIN pg_am am ON am.oid = c.relam AND c.relkind IN ('r', 'm')
LEFT JOIN pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_description de ON de.objoid = c.oid AND de.classoid = 'pg_class'::regclass AND de.objsubid = 0
LEFT JOIN pg_foreign_table ft ON ft.ftrelid = c.oid
LEFT JOIN pg_foreign_server fs ON fs.oid = ft.ftserver
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't' AND %namespaces% AND %own%
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C")";

/// 0 class, number, name, type, oid of the type, 5 of its element, not null, default, oid of the default,
/// 9 identity, generated, 11 collation's namespace, its name, comment, 14 local, times inherited, 16 storage
/// where not the type's, compression, statistics, collation, 20 options `a=b,c=d`, options of a foreign one
constexpr auto columns = R"(
SELECT a.attrelid::bigint, a.attnum::int, a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid::bigint,
    CASE WHEN t.typcategory = 'A' THEN t.typelem::bigint ELSE 0 END, a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid), coalesce(d.oid::bigint, 0), a.attidentity, a.attgenerated,
    cn.nspname, co.collname, de.description, a.attislocal, a.attinhcount,
    CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, %compression%,
    CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END, a.attcollation::bigint,
    %options%,
    CASE WHEN a.attfdwoptions IS NOT NULL THEN (SELECT string_agg(quote_ident(w.option_name) || ' '
        || quote_literal(w.option_value), ', ') FROM pg_options_to_table(a.attfdwoptions) w) END
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
LEFT JOIN pg_description de ON de.objoid = a.attrelid AND de.classoid = 'pg_class'::regclass
    AND de.objsubid = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relpersistence <> 't' AND %namespaces%
    AND (c.relkind IN ('r', 'p', 'f', 'c')
        OR (c.relkind IN ('v', 'm') AND (d.oid IS NOT NULL OR de.description IS NOT NULL))
        OR (c.relkind = 'm' AND (a.attstattarget >= 0 OR %options% <> '' OR %compression% <> ''
            OR a.attstorage <> t.typstorage)))
ORDER BY a.attrelid, a.attnum)";

/// 0 oid, class, name, kind, 4 columns, 5 referenced class, its namespace, its name, names of its columns,
/// 9 on update, on delete, match, 12 deferrable, deferred, validated, 15 local, no inherit, 17 parent's class
/// (0: none), parent's name, 19 index, 20 expression of a check or the clause of an exclusion, 21 columns of
/// SET NULL, comment
constexpr auto constraints = R"(
SELECT k.oid::bigint, k.conrelid::bigint, k.conname, k.contype, k.conkey::text, k.confrelid::bigint, fn.nspname,
    f.relname, CASE k.contype WHEN 'f' THEN (SELECT json_agg(a.attname ORDER BY u.place)::text
        FROM unnest(k.confkey) WITH ORDINALITY u (number, place)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) END,
    k.confupdtype, k.confdeltype, k.confmatchtype, k.condeferrable, k.condeferred, k.convalidated, k.conislocal,
    k.connoinherit, coalesce(p.conrelid::bigint, 0), p.conname, k.conindid::bigint,
    CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) WHEN 'x' THEN pg_get_constraintdef(k.oid) END,
    %setcolumns%, de.description
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class f ON f.oid = k.confrelid AND k.confrelid <> 0
LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
LEFT JOIN pg_constraint p ON p.oid = k.conparentid AND k.conparentid <> 0
LEFT JOIN pg_description de ON de.objoid = k.oid AND de.classoid = 'pg_constraint'::regclass AND de.objsubid = 0
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND %namespaces%
ORDER BY k.conrelid, k.conname COLLATE "C")";

/// 0 oid, class, name, method, 4 unique, number of key parts, columns, options of each part, 8 expressions,
/// operator classes, their options, collations of each part, 12 condition, nulls not distinct, options,
/// comment, 16 clustered, replica identity, 18 whole definition (of a materialized view, and of an index that
/// its table's partitions have not), 19 statistics [number of the part, target], indexes of partitions that are
/// attached to such a one [namespace, name]
constexpr auto indexes = R"(
SELECT x.indexrelid::bigint, x.indrelid::bigint, i.relname, am.amname, x.indisunique, x.indnkeyatts::int,
    x.indkey::text, x.indoption::text,
    CASE WHEN x.indexprs IS NOT NULL THEN (SELECT json_agg(CASE WHEN u.number = 0
            THEN pg_get_indexdef(x.indexrelid, u.place::int, false) END ORDER BY u.place)::text
        FROM unnest(x.indkey::int2[]) WITH ORDINALITY u (number, place)) END,
    x.indclass::text,
    CASE WHEN am.amname <> 'btree' THEN (SELECT json_agg(array_to_string(a.attoptions, ', ') ORDER BY a.attnum)::text
        FROM pg_attribute a WHERE a.attrelid = x.indexrelid) END,
    x.indcollation::text,
    pg_get_expr(x.indpred, x.indrelid), %nullsnotdistinct%, array_to_json(i.reloptions)::text, de.description,
    x.indisclustered, x.indisreplident, CASE WHEN c.relkind = 'm' OR %only% THEN pg_get_indexdef(x.indexrelid) END,
    CASE WHEN x.indexprs IS NOT NULL THEN (SELECT json_agg(json_build_array(a.attnum::text, a.attstattarget::text)
        ORDER BY a.attnum)::text FROM pg_attribute a WHERE a.attrelid = x.indexrelid AND a.attstattarget >= 0) END,
    CASE WHEN %only% THEN (SELECT json_agg(json_build_array(bn.nspname, b.relname) ORDER BY b.relname)::text
        FROM pg_inherits h JOIN pg_class b ON b.oid = h.inhrelid JOIN pg_namespace bn ON bn.oid = b.relnamespace
        WHERE h.inhparent = x.indexrelid) END
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_am am ON am.oid = i.relam
LEFT JOIN pg_description de ON de.objoid = x.indexrelid AND de.classoid = 'pg_class'::regclass AND de.objsubid = 0
WHERE c.relkind IN ('r', 'p', 'm') AND %namespaces%
ORDER BY x.indrelid, i.relname COLLATE "C")";

/// kind (t, r, p), class, name, text, how it is enabled, comment, 6 policy: permissive, command, roles,
/// condition, condition of new rows
constexpr auto tableRules = R"(
SELECT 't', g.tgrelid::bigint, g.tgname, pg_get_triggerdef(g.oid), g.tgenabled,
    obj_description(g.oid, 'pg_trigger'), NULL::boolean, NULL, NULL, NULL, NULL
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT g.tgisinternal AND %trigger% AND %namespaces%
UNION ALL
SELECT 'r', w.ev_class::bigint, w.rulename, pg_get_ruledef(w.oid), w.ev_enabled,
    obj_description(w.oid, 'pg_rewrite'), NULL, NULL, NULL, NULL, NULL
FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE w.rulename <> '_RETURN' AND %namespaces%
UNION ALL
SELECT 'p', p.polrelid::bigint, p.polname, NULL, 'O', obj_description(p.oid, 'pg_policy'), p.polpermissive,
    p.polcmd::text, (SELECT string_agg(CASE r.id WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r.id)) END, ', ')
        FROM unnest(p.polroles) r (id)), pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE %namespaces%
ORDER BY 1, 2, 3)";

/// oid, namespace, name, types of its arguments, text, comment, 6 aggregate's arguments, its clauses
constexpr auto routines = R"(
SELECT p.oid::bigint, n.nspname, p.proname, oidvectortypes(p.proargtypes),
    CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END, obj_description(p.oid, 'pg_proc'),
    CASE WHEN p.prokind = 'a' THEN coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') END,
    CASE WHEN p.prokind = 'a' THEN concat_ws(', ', 'SFUNC = ' || g.aggtransfn, 'STYPE = ' ||
        format_type(g.aggtranstype, NULL), 'SSPACE = ' || nullif(g.aggtransspace, 0),
        'FINALFUNC = ' || nullif(g.aggfinalfn::oid, 0)::regproc,
        CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
        CASE WHEN g.aggfinalmodify <> CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN 'FINALFUNC_MODIFY = '
            || CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
        'COMBINEFUNC = ' || nullif(g.aggcombinefn::oid, 0)::regproc,
        'SERIALFUNC = ' || nullif(g.aggserialfn::oid, 0)::regproc,
        'DESERIALFUNC = ' || nullif(g.aggdeserialfn::oid, 0)::regproc,
        'INITCOND = ' || quote_literal(g.agginitval), 'MSFUNC = ' || nullif(g.aggmtransfn::oid, 0)::regproc,
        'MINVFUNC = ' || nullif(g.aggminvtransfn::oid, 0)::regproc,
        'MSTYPE = ' || format_type(nullif(g.aggmtranstype, 0), NULL),
        'MSSPACE = ' || nullif(g.aggmtransspace, 0),
        'MFINALFUNC = ' || nullif(g.aggmfinalfn::oid, 0)::regproc,
        CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
        CASE WHEN g.aggmfinalmodify <> CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN 'MFINALFUNC_MODIFY = '
            || CASE g.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
        'MINITCOND = ' || quote_literal(g.aggminitval),
        'SORTOP = OPERATOR(' || nullif(g.aggsortop, 0)::regoper || ')',
        CASE p.proparallel WHEN 's' THEN 'PARALLEL = safe' WHEN 'r' THEN 'PARALLEL = restricted' END,
        CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END) END
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_aggregate g ON g.aggfnoid = p.oid
WHERE %namespaces% AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass
    AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
ORDER BY n.nspname COLLATE "C", p.proname COLLATE "C",
    oidvectortypes(p.proargtypes) COLLATE "C")";

/// catalog of the dependent, its oid, catalog of what it needs, oid of that, column of that, kind. Array types
/// stand for their element, row types for their table, the rules that views are for the views, members of
/// operator classes for the class, those that were added to a family (`loose`) for the family.
constexpr auto dependencies = R"(
SELECT DISTINCT CASE WHEN w.oid IS NOT NULL THEN 'pg_class' WHEN m.refclassid = 'pg_opfamily'::regclass THEN 'loose'
        WHEN m.objid IS NOT NULL THEN 'pg_opclass' ELSE d.classid::regclass::text END,
    coalesce(w.ev_class, m.refobjid, d.objid)::bigint,
    CASE WHEN coalesce(e.typrelid, t.typrelid, 0) <> 0 THEN 'pg_class' ELSE d.refclassid::regclass::text END,
    CASE WHEN coalesce(e.typrelid, t.typrelid, 0) <> 0 THEN coalesce(e.typrelid, t.typrelid)::bigint
        ELSE coalesce(e.oid, d.refobjid)::bigint END,
    CASE WHEN d.deptype = 'n' THEN 0 ELSE d.refobjsubid END,
    CASE WHEN d.refclassid = 'pg_opfamily'::regclass OR m.objid IS NOT NULL THEN 'n' ELSE d.deptype END
FROM pg_depend d
LEFT JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid AND w.rulename = '_RETURN'
LEFT JOIN pg_class s ON d.classid = 'pg_class'::regclass AND s.oid = d.objid AND s.relkind = 'S'
LEFT JOIN pg_depend m ON d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass) AND m.classid = d.classid
    AND m.objid = d.objid AND ((m.deptype = 'i' AND m.refclassid = 'pg_opclass'::regclass)
        OR (m.deptype = 'a' AND m.refclassid = 'pg_opfamily'::regclass))
WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND (
    (d.deptype = 'n' AND d.refclassid IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass,
        'pg_collation'::regclass, 'pg_opclass'::regclass, 'pg_opfamily'::regclass, 'pg_ts_dict'::regclass,
        'pg_ts_config'::regclass, 'pg_ts_parser'::regclass, 'pg_ts_template'::regclass, 'pg_am'::regclass,
        'pg_language'::regclass, 'pg_foreign_data_wrapper'::regclass, 'pg_foreign_server'::regclass))
    OR (d.deptype = 'n' AND d.refclassid = 'pg_class'::regclass AND d.classid IN ('pg_rewrite'::regclass,
        'pg_proc'::regclass, 'pg_attrdef'::regclass))
    OR (d.classid = 'pg_opclass'::regclass AND d.refclassid = 'pg_opfamily'::regclass)
    OR (m.objid IS NOT NULL AND d.refclassid IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass))
    OR (d.deptype IN ('a', 'i') AND s.oid IS NOT NULL AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0)))";

/// What a publication is of.
constexpr auto publishedSince15 = R"((SELECT string_agg('TABLE ONLY ' || quote_ident(n.nspname) || '.'
        || quote_ident(c.relname)
        || coalesce(' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum = ANY (r.prattrs::int2[])) || ')', '')
        || coalesce(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')', ''), ', ' ORDER BY n.nspname, c.relname)
        FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.prpubid = b.oid),
    (SELECT string_agg('TABLES IN SCHEMA ' || quote_ident(n.nspname), ', ' ORDER BY n.nspname)
        FROM pg_publication_namespace r JOIN pg_namespace n ON n.oid = r.pnnspid WHERE r.pnpubid = b.oid))";
constexpr auto publishedBefore15 = R"((SELECT 'TABLE ' || string_agg('ONLY ' || quote_ident(n.nspname) || '.'
        || quote_ident(c.relname), ', ' ORDER BY n.nspname, c.relname)
        FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.prpubid = b.oid))";

QString listLiteral(const QStringList& names)
{
    QStringList literals;
    for (QString name : names)
        literals.append(u'\'' + name.replace(u'\'', QStringLiteral("''")) + u'\'');
    return literals.join(QStringLiteral(", "));
}

/// The query with its conditions, as this server's version has them.
QString query(const char* text, const Connection& connection, const QStringList& also)
{
    const int version = connection.serverVersion().number;
    const QStringList& schemas = connection.settings().schemas;
    const auto since = [&](int major, const char* then, const char* before) {
        return QString::fromLatin1(version >= major * 10000 ? then : before);
    };
    QString namespaceTest = QStringLiteral("n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'");
    if (!schemas.isEmpty())
        namespaceTest += QStringLiteral(" AND n.nspname IN (") + listLiteral(schemas + also) + u')';
    QString sql = QString::fromLatin1(text);
    sql.replace(QStringLiteral("%namespaces%"), namespaceTest);
    sql.replace(QStringLiteral("%own%"),
        QStringLiteral("NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_class'::regclass "
                       "AND e.objid = c.oid AND e.deptype = 'e')"));
    sql.replace(QStringLiteral("%multirange%"),
        since(14,
            "(SELECT quote_ident(mn.nspname) || '.' || quote_ident(m.typname) FROM pg_type m "
            "JOIN pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid)",
            "NULL"));
    sql.replace(QStringLiteral("%only%"),
        QStringLiteral("(c.relkind = 'p' AND NOT x.indisvalid AND NOT EXISTS (SELECT 1 FROM pg_constraint k "
                       "WHERE k.conindid = x.indexrelid))"));
    sql.replace(QStringLiteral("%persistence%"),
        since(15, "c.relpersistence", "CASE WHEN c.relkind <> 'S' THEN c.relpersistence END"));
    // What begins with pg_ is a note of the server to itself: 15.20 keeps `pg_attver` for every column.
    sql.replace(QStringLiteral("%options%"),
        QStringLiteral("(SELECT string_agg(w.option, ',' ORDER BY w.place) FROM unnest(a.attoptions) "
                       "WITH ORDINALITY w (option, place) WHERE left(w.option, 3) <> 'pg_')"));
    sql.replace(QStringLiteral("%compression%"), since(14, "a.attcompression", "''"));
    sql.replace(QStringLiteral("%setcolumns%"), since(15, "k.confdelsetcols::text", "NULL"));
    sql.replace(QStringLiteral("%nullsnotdistinct%"), since(15, "x.indnullsnotdistinct", "false"));
    // What no extension made.
    static const QRegularExpression free(QStringLiteral("%free:(\\w+):(\\w+)%"));
    sql.replace(free, QStringLiteral("NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = '\\1'::regclass "
                                     "AND e.objid = \\2.oid AND e.deptype = 'e')"));
    sql.replace(QStringLiteral("%statisticstarget%"), since(13, "s.stxstattarget", "-1"));
    sql.replace(QStringLiteral("%viaroot%"),
        since(13, "CASE WHEN b.pubviaroot THEN ', publish_via_partition_root = true' ELSE '' END", "''"));
    sql.replace(QStringLiteral("%publication%"), since(15, publishedSince15, publishedBefore15));
    // The copies on partitions: before 13 they are only told by what they depend on.
    sql.replace(QStringLiteral("%trigger%"), since(13, "g.tgparentid = 0",
                                                 "NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = "
                                                 "'pg_trigger'::regclass AND e.objid = g.oid "
                                                 "AND e.refclassid = 'pg_trigger'::regclass)"));
    sql.replace(QStringLiteral("%collation%"),
        version >= 170000
            ? QStringLiteral(
                  "CASE WHEN c.collcollate <> c.collctype THEN 'LC_COLLATE = ' || "
                  "quote_literal(c.collcollate) || ', LC_CTYPE = ' || quote_literal(c.collctype) ELSE "
                  "'LOCALE = ' || quote_literal(coalesce(c.colllocale, c.collcollate)) END")
            : since(15,
                  "CASE WHEN c.collcollate <> c.collctype THEN 'LC_COLLATE = ' || "
                  "quote_literal(c.collcollate)\n"
                  "            || ', LC_CTYPE = ' || quote_literal(c.collctype)\n"
                  "            ELSE 'LOCALE = ' || quote_literal(coalesce(c.colliculocale, c.collcollate)) END",
                  "CASE WHEN c.collcollate <> c.collctype THEN 'LC_COLLATE = ' || "
                  "quote_literal(c.collcollate)\n"
                  "            || ', LC_CTYPE = ' || quote_literal(c.collctype)\n"
                  "            ELSE 'LOCALE = ' || quote_literal(c.collcollate) END"));
    return sql;
}

/// `within`: in a transaction that goes on afterwards.
Result<void> readAll(Connection& connection, PostgresCatalog& catalog, bool within, const QStringList& also)
{
    const Result<ResultSet> before = connection.run(QString::fromLatin1(settings));
    if (!before)
        return failure(before);
    const std::pair<ResultSet PostgresCatalog::*, const char*> parts[]{
        {&PostgresCatalog::types, types},
        {&PostgresCatalog::relations, relations},
        {&PostgresCatalog::columns, columns},
        {&PostgresCatalog::constraints, constraints},
        {&PostgresCatalog::indexes, indexes},
        {&PostgresCatalog::tableRules, tableRules},
        {&PostgresCatalog::routines, routines},
        {&PostgresCatalog::objects, pgreader::objectsQuery},
        {&PostgresCatalog::dependencies, dependencies},
    };
    for (const auto& [place, text] : parts) {
        Result<ResultSet> rows = connection.run(query(text, connection, also));
        if (!rows)
            return failure(rows);
        catalog.*place = std::move(*rows);
    }
    if (!within) // the settings end with the transaction
        return {};
    const std::vector<Value>& old = before->rows.front();
    const Result<ResultSet> after =
        connection.run(QString::fromLatin1(restored), {old.begin(), old.begin() + 6});
    if (!after)
        return failure(after);
    return {};
}

} // namespace

QString CatalogRow::text(std::size_t column) const
{
    const Value& value = values_[column];
    if (value.isText())
        return value.text();
    return value.isNull() ? QString() : value.display();
}

QChar CatalogRow::letter(std::size_t column) const
{
    const QString all = text(column);
    return all.isEmpty() ? QChar() : all.front();
}

qint64 CatalogRow::number(std::size_t column) const
{
    const Value& value = values_[column];
    if (value.isInteger())
        return value.integer();
    return value.isText() ? value.text().toLongLong() : 0;
}

std::vector<qint64> CatalogRow::numbers(std::size_t column) const
{
    std::vector<qint64> result;
    QString all = text(column);
    all.replace(u',', u' ').remove(u'{').remove(u'}');
    for (const QString& number : all.split(u' ', Qt::SkipEmptyParts))
        result.push_back(number.toLongLong());
    return result;
}

QStringList CatalogRow::texts(std::size_t column) const
{
    QStringList result;
    const Result<orm::Json> json = orm::parseJson(text(column).toUtf8(), QStringLiteral("pg_catalog"));
    if (!json || !json->isArray())
        return result;
    for (const orm::Json& item : json->items())
        result.append(item.isString() ? item.string() : QString());
    return result;
}

std::vector<QStringList> CatalogRow::table(std::size_t column) const
{
    std::vector<QStringList> result;
    const Result<orm::Json> json = orm::parseJson(text(column).toUtf8(), QStringLiteral("pg_catalog"));
    if (!json || !json->isArray())
        return result;
    for (const orm::Json& row : json->items()) {
        QStringList& texts = result.emplace_back();
        for (const orm::Json& item : row.items())
            texts.append(item.isString() ? item.string() : QString());
    }
    return result;
}

Result<PostgresCatalog> readPostgresCatalog(Connection& connection, const QStringList& also)
{
    PostgresCatalog catalog;
    const bool within = connection.inTransaction();
    const Result<void> done = connection.snapshot([&] { return readAll(connection, catalog, within, also); });
    if (!done)
        return failure(done);
    return catalog;
}

} // namespace conjoin::sql
