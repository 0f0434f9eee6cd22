// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/objectsquery.h"

namespace conjoin::sql::pgreader {

const char* const objectsQuery = R"(
SELECT 'namespace', n.oid::bigint, '', n.nspname, NULL, 0::bigint, obj_description(n.oid, 'pg_namespace'), NULL, false,
    0::bigint, NULL
FROM pg_namespace n
WHERE %namespaces% AND n.nspname <> 'public' AND %free:pg_namespace:n%
UNION ALL
SELECT 'comment', n.oid::bigint, 'public', 'comment on schema public', 'COMMENT ON SCHEMA public IS '
        || coalesce(quote_literal(obj_description(n.oid, 'pg_namespace')), 'NULL'), 0, NULL, NULL, false, 0, NULL
FROM pg_namespace n
WHERE %namespaces% AND n.nspname = 'public'
    AND coalesce(obj_description(n.oid, 'pg_namespace'), '') <> 'standard public schema'
UNION ALL
SELECT 'extension', x.oid::bigint, n.nspname, x.extname, NULL, 0,
    (SELECT nullif(coalesce(obj_description(x.oid, 'pg_extension'), ''), coalesce(v.comment, ''))
        FROM pg_available_extensions() v WHERE v.name = x.extname),
    (SELECT json_agg(r.extname ORDER BY r.extname)::text FROM pg_depend d JOIN pg_extension r ON r.oid = d.refobjid
        WHERE d.classid = 'pg_extension'::regclass AND d.objid = x.oid
        AND d.refclassid = 'pg_extension'::regclass), false, x.oid::bigint, NULL
FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace
WHERE x.extname <> 'plpgsql'
UNION ALL
SELECT 'known class', o.oid::bigint, n.nspname, o.opcname, NULL, 0, NULL, NULL, o.opcdefault, 0, NULL
FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
UNION ALL
SELECT 'known collation', c.oid::bigint, n.nspname, c.collname, NULL, 0, NULL, NULL, false, 0, NULL
FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
UNION ALL
SELECT 'collation', c.oid::bigint, n.nspname, c.collname,
    'CREATE COLLATION ' || quote_ident(n.nspname) || '.' || quote_ident(c.collname) || ' (' || concat_ws(', ',
        'PROVIDER = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' END,
        %collation%,
        CASE WHEN NOT c.collisdeterministic THEN 'DETERMINISTIC = false' END) || ')',
    0, obj_description(c.oid, 'pg_collation'), NULL, false, 0,
    'COLLATION ' || quote_ident(n.nspname) || '.' || quote_ident(c.collname)
FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
WHERE c.oid >= 16384 AND %namespaces% AND %free:pg_collation:c%
UNION ALL
SELECT 'statistics', s.oid::bigint, n.nspname, s.stxname,
    pg_get_statisticsobjdef(s.oid) || CASE WHEN %statisticstarget% >= 0 THEN ';
ALTER STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname) || ' SET STATISTICS '
        || %statisticstarget% ELSE '' END,
    s.stxrelid::bigint, obj_description(s.oid, 'pg_statistic_ext'), NULL, false, 0,
    'STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname)
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
WHERE %namespaces%
UNION ALL
SELECT 'operator', o.oid::bigint, n.nspname, o.oprname || ' (' || concat_ws(', ',
        CASE o.oprleft WHEN 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END, format_type(nullif(o.oprright, 0), NULL))
        || ')',
    'CREATE OPERATOR ' || quote_ident(n.nspname) || '.' || o.oprname || ' (' || concat_ws(', ',
        'FUNCTION = ' || o.oprcode, 'LEFTARG = ' || format_type(nullif(o.oprleft, 0), NULL),
        'RIGHTARG = ' || format_type(nullif(o.oprright, 0), NULL),
        'COMMUTATOR = OPERATOR(' || (SELECT quote_ident(mn.nspname) || '.' || m.oprname FROM pg_operator m
            JOIN pg_namespace mn ON mn.oid = m.oprnamespace WHERE m.oid = o.oprcom) || ')',
        'NEGATOR = OPERATOR(' || (SELECT quote_ident(mn.nspname) || '.' || m.oprname FROM pg_operator m
            JOIN pg_namespace mn ON mn.oid = m.oprnamespace WHERE m.oid = o.oprnegate) || ')',
        'RESTRICT = ' || nullif(o.oprrest::oid, 0)::regproc, 'JOIN = ' || nullif(o.oprjoin::oid, 0)::regproc,
        CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) || ')',
    0, obj_description(o.oid, 'pg_operator'), NULL, false, 0,
    'OPERATOR ' || quote_ident(n.nspname) || '.' || o.oprname || ' (' || concat_ws(', ',
        CASE o.oprleft WHEN 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END,
        CASE o.oprright WHEN 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END) || ')'
FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
WHERE o.oid >= 16384 AND o.oprcode <> 0 AND %namespaces% AND %free:pg_operator:o%
UNION ALL
SELECT 'operator family', f.oid::bigint, n.nspname, quote_ident(f.opfname) || ' USING ' || quote_ident(m.amname),
    'CREATE OPERATOR FAMILY ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname) || ' USING '
        || quote_ident(m.amname),
    0, obj_description(f.oid, 'pg_opfamily'), NULL, false, 0,
    'OPERATOR FAMILY ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname) || ' USING ' || quote_ident(m.amname)
FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
WHERE f.oid >= 16384 AND %namespaces% AND %free:pg_opfamily:f% AND NOT EXISTS (SELECT 1 FROM pg_opclass o
    WHERE o.opcfamily = f.oid AND o.opcname = f.opfname AND o.opcnamespace = f.opfnamespace)
UNION ALL
SELECT 'operator family members', f.oid::bigint, n.nspname,
    quote_ident(f.opfname) || ' USING ' || quote_ident(m.amname) || ' members',
    'ALTER OPERATOR FAMILY ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname) || ' USING '
        || quote_ident(m.amname) || ' ADD ' || concat_ws(', ',
            (SELECT string_agg('OPERATOR ' || a.amopstrategy || ' ' || a.amopopr::regoperator
                || CASE WHEN a.amopsortfamily = 0 THEN '' ELSE ' FOR ORDER BY ' || (SELECT quote_ident(sn.nspname) || '.'
                    || quote_ident(sf.opfname) FROM pg_opfamily sf JOIN pg_namespace sn ON sn.oid = sf.opfnamespace
                    WHERE sf.oid = a.amopsortfamily) END, ', ' ORDER BY a.amopstrategy, a.amopopr::regoperator::text)
                FROM pg_amop a JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = a.oid
                WHERE d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid AND d.deptype = 'a'),
            (SELECT string_agg('FUNCTION ' || p.amprocnum || ' (' || format_type(p.amproclefttype, NULL) || ', '
                || format_type(p.amprocrighttype, NULL) || ') ' || p.amproc::oid::regprocedure, ', '
                ORDER BY p.amprocnum, p.amproc::oid::regprocedure::text)
                FROM pg_amproc p JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = p.oid
                WHERE d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid AND d.deptype = 'a')),
    0, NULL, json_build_array(json_build_array(n.nspname, quote_ident(f.opfname) || ' USING '
        || quote_ident(m.amname)))::text, false, 0, NULL
FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
WHERE f.oid >= 16384 AND %namespaces% AND %free:pg_opfamily:f%
    AND EXISTS (SELECT 1 FROM pg_depend d WHERE d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid
        AND d.deptype = 'a' AND d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass))
UNION ALL
SELECT 'operator class', o.oid::bigint, n.nspname, quote_ident(o.opcname) || ' USING ' || quote_ident(m.amname),
    'CREATE OPERATOR CLASS ' || quote_ident(n.nspname) || '.' || quote_ident(o.opcname)
        || CASE WHEN o.opcdefault THEN ' DEFAULT' ELSE '' END || ' FOR TYPE ' || format_type(o.opcintype, NULL)
        || ' USING ' || quote_ident(m.amname)
        || CASE WHEN f.opfname = o.opcname AND f.opfnamespace = o.opcnamespace THEN ''
            ELSE ' FAMILY ' || quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) END
        || ' AS ' || concat_ws(', ',
            (SELECT string_agg('OPERATOR ' || a.amopstrategy || ' ' || a.amopopr::regoperator
                || CASE WHEN a.amopsortfamily = 0 THEN '' ELSE ' FOR ORDER BY ' || (SELECT quote_ident(sn.nspname) || '.'
                    || quote_ident(sf.opfname) FROM pg_opfamily sf JOIN pg_namespace sn ON sn.oid = sf.opfnamespace
                    WHERE sf.oid = a.amopsortfamily) END, ', ' ORDER BY a.amopstrategy)
                FROM pg_amop a JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = a.oid
                WHERE d.refclassid = 'pg_opclass'::regclass AND d.refobjid = o.oid AND d.deptype = 'i'),
            (SELECT string_agg('FUNCTION ' || p.amprocnum || ' (' || format_type(p.amproclefttype, NULL) || ', '
                || format_type(p.amprocrighttype, NULL) || ') ' || p.amproc::oid::regprocedure, ', ' ORDER BY p.amprocnum)
                FROM pg_amproc p JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = p.oid
                WHERE d.refclassid = 'pg_opclass'::regclass AND d.refobjid = o.oid AND d.deptype = 'i'),
            'STORAGE ' || format_type(coalesce(nullif(o.opckeytype, 0), o.opcintype), NULL)),
    0, obj_description(o.oid, 'pg_opclass'), NULL, false, 0,
    'OPERATOR CLASS ' || quote_ident(n.nspname) || '.' || quote_ident(o.opcname) || ' USING ' || quote_ident(m.amname)
FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_am m ON m.oid = o.opcmethod
JOIN pg_opfamily f ON f.oid = o.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace
WHERE o.oid >= 16384 AND %namespaces% AND %free:pg_opclass:o%
UNION ALL
SELECT 'cast', k.oid::bigint, 'public', 'cast (' || format_type(k.castsource, NULL) || ' AS '
        || format_type(k.casttarget, NULL) || ')',
    'CREATE CAST (' || format_type(k.castsource, NULL) || ' AS ' || format_type(k.casttarget, NULL) || ') '
        || CASE k.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || k.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT'
            ELSE 'WITHOUT FUNCTION' END
        || CASE k.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END,
    0, obj_description(k.oid, 'pg_cast'), NULL, false, 0,
    'CAST (' || format_type(k.castsource, NULL) || ' AS ' || format_type(k.casttarget, NULL) || ')'
FROM pg_cast k
WHERE k.oid >= 16384 AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_cast'::regclass
    AND e.objid = k.oid AND e.deptype IN ('e', 'i'))
UNION ALL
SELECT 'event trigger', v.oid::bigint, 'public', v.evtname,
    'CREATE EVENT TRIGGER ' || quote_ident(v.evtname) || ' ON ' || quote_ident(v.evtevent) || CASE WHEN v.evttags IS NULL THEN ''
        ELSE ' WHEN TAG IN (' || (SELECT string_agg(quote_literal(w), ', ') FROM unnest(v.evttags) w) || ')' END
        || ' EXECUTE FUNCTION ' || v.evtfoid::regproc || '()' || CASE v.evtenabled WHEN 'O' THEN '' ELSE ';
ALTER EVENT TRIGGER ' || quote_ident(v.evtname) || CASE v.evtenabled WHEN 'D' THEN ' DISABLE'
            WHEN 'R' THEN ' ENABLE REPLICA' ELSE ' ENABLE ALWAYS' END END,
    0, obj_description(v.oid, 'pg_event_trigger'), NULL, false, 0, 'EVENT TRIGGER ' || quote_ident(v.evtname)
FROM pg_event_trigger v
WHERE %free:pg_event_trigger:v%
UNION ALL
SELECT 'text search', d.oid::bigint, n.nspname, d.dictname,
    'CREATE TEXT SEARCH DICTIONARY ' || quote_ident(n.nspname) || '.' || quote_ident(d.dictname) || ' (TEMPLATE = '
        || quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname) || coalesce(', ' || d.dictinitoption, '') || ')',
    0, obj_description(d.oid, 'pg_ts_dict'), NULL, false, 0,
    'TEXT SEARCH DICTIONARY ' || quote_ident(n.nspname) || '.' || quote_ident(d.dictname)
FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
WHERE %namespaces% AND %free:pg_ts_dict:d%
UNION ALL
SELECT 'text search', c.oid::bigint, n.nspname, c.cfgname,
    'CREATE TEXT SEARCH CONFIGURATION ' || quote_ident(n.nspname) || '.' || quote_ident(c.cfgname) || ' (PARSER = '
        || quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) || ')'
        || coalesce((SELECT string_agg(';
ALTER TEXT SEARCH CONFIGURATION ' || quote_ident(n.nspname) || '.' || quote_ident(c.cfgname) || ' ADD MAPPING FOR '
            || quote_ident(w.alias) || ' WITH ' || w.dictionaries, '' ORDER BY w.tokid)
            FROM (SELECT y.tokid, y.alias, string_agg(quote_ident(dn.nspname) || '.' || quote_ident(d.dictname), ', '
                    ORDER BY g.mapseqno) AS dictionaries
                FROM pg_ts_config_map g JOIN ts_token_type(c.cfgparser) y ON y.tokid = g.maptokentype
                JOIN pg_ts_dict d ON d.oid = g.mapdict JOIN pg_namespace dn ON dn.oid = d.dictnamespace
                WHERE g.mapcfg = c.oid GROUP BY y.tokid, y.alias) w), ''),
    0, obj_description(c.oid, 'pg_ts_config'), NULL, false, 0,
    'TEXT SEARCH CONFIGURATION ' || quote_ident(n.nspname) || '.' || quote_ident(c.cfgname)
FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
JOIN pg_namespace pn ON pn.oid = p.prsnamespace
WHERE %namespaces% AND %free:pg_ts_config:c%
UNION ALL
SELECT 'text search', p.oid::bigint, n.nspname, p.prsname,
    'CREATE TEXT SEARCH PARSER ' || quote_ident(n.nspname) || '.' || quote_ident(p.prsname) || ' (' || concat_ws(', ',
        'START = ' || p.prsstart, 'GETTOKEN = ' || p.prstoken, 'END = ' || p.prsend,
        'HEADLINE = ' || nullif(p.prsheadline::oid, 0)::regproc, 'LEXTYPES = ' || p.prslextype) || ')',
    0, obj_description(p.oid, 'pg_ts_parser'), NULL, false, 0,
    'TEXT SEARCH PARSER ' || quote_ident(n.nspname) || '.' || quote_ident(p.prsname)
FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
WHERE %namespaces% AND %free:pg_ts_parser:p%
UNION ALL
SELECT 'text search', t.oid::bigint, n.nspname, t.tmplname,
    'CREATE TEXT SEARCH TEMPLATE ' || quote_ident(n.nspname) || '.' || quote_ident(t.tmplname) || ' ('
        || concat_ws(', ', 'INIT = ' || nullif(t.tmplinit::oid, 0)::regproc, 'LEXIZE = ' || t.tmpllexize) || ')',
    0, obj_description(t.oid, 'pg_ts_template'), NULL, false, 0,
    'TEXT SEARCH TEMPLATE ' || quote_ident(n.nspname) || '.' || quote_ident(t.tmplname)
FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
WHERE %namespaces% AND %free:pg_ts_template:t%
UNION ALL
SELECT 'access method', m.oid::bigint, 'public', m.amname,
    'CREATE ACCESS METHOD ' || quote_ident(m.amname) || ' TYPE ' || CASE m.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END
        || ' HANDLER ' || m.amhandler,
    0, obj_description(m.oid, 'pg_am'), NULL, false, 0, 'ACCESS METHOD ' || quote_ident(m.amname)
FROM pg_am m
WHERE m.oid >= 16384 AND %free:pg_am:m%
UNION ALL
SELECT 'language', l.oid::bigint, 'public', l.lanname,
    'CREATE ' || CASE WHEN l.lanpltrusted THEN 'TRUSTED ' ELSE '' END || 'LANGUAGE ' || concat_ws(' ',
        quote_ident(l.lanname), 'HANDLER ' || nullif(l.lanplcallfoid, 0)::regproc,
        'INLINE ' || nullif(l.laninline, 0)::regproc, 'VALIDATOR ' || nullif(l.lanvalidator, 0)::regproc),
    0, obj_description(l.oid, 'pg_language'), NULL, false, 0, 'LANGUAGE ' || quote_ident(l.lanname)
FROM pg_language l
WHERE l.oid >= 16384 AND l.lanname <> 'plpgsql' AND %free:pg_language:l%
UNION ALL
SELECT 'transform', f.oid::bigint, 'public', 'transform for ' || format_type(f.trftype, NULL) || ' ' || l.lanname,
    'CREATE TRANSFORM FOR ' || format_type(f.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname) || ' ('
        || concat_ws(', ', 'FROM SQL WITH FUNCTION ' || nullif(f.trffromsql::oid, 0)::regprocedure,
            'TO SQL WITH FUNCTION ' || nullif(f.trftosql::oid, 0)::regprocedure) || ')',
    0, obj_description(f.oid, 'pg_transform'), NULL, false, 0,
    'TRANSFORM FOR ' || format_type(f.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname)
FROM pg_transform f JOIN pg_language l ON l.oid = f.trflang
WHERE %free:pg_transform:f%
UNION ALL
SELECT 'conversion', v.oid::bigint, n.nspname, v.conname,
    'CREATE ' || CASE WHEN v.condefault THEN 'DEFAULT ' ELSE '' END || 'CONVERSION ' || quote_ident(n.nspname) || '.'
        || quote_ident(v.conname) || ' FOR ' || quote_literal(pg_encoding_to_char(v.conforencoding)) || ' TO '
        || quote_literal(pg_encoding_to_char(v.contoencoding)) || ' FROM ' || v.conproc,
    0, obj_description(v.oid, 'pg_conversion'), NULL, false, 0,
    'CONVERSION ' || quote_ident(n.nspname) || '.' || quote_ident(v.conname)
FROM pg_conversion v JOIN pg_namespace n ON n.oid = v.connamespace
WHERE %namespaces% AND %free:pg_conversion:v%
UNION ALL
SELECT 'foreign data wrapper', w.oid::bigint, 'public', w.fdwname,
    'CREATE FOREIGN DATA WRAPPER ' || concat_ws(' ', quote_ident(w.fdwname),
        'HANDLER ' || nullif(w.fdwhandler, 0)::regproc, 'VALIDATOR ' || nullif(w.fdwvalidator, 0)::regproc,
        (SELECT 'OPTIONS (' || string_agg(quote_ident(q.option_name) || ' ' || quote_literal(q.option_value), ', ') || ')'
            FROM pg_options_to_table(w.fdwoptions) q)),
    0, obj_description(w.oid, 'pg_foreign_data_wrapper'), NULL, false, 0,
    'FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname)
FROM pg_foreign_data_wrapper w
WHERE %free:pg_foreign_data_wrapper:w%
UNION ALL
SELECT 'server', s.oid::bigint, 'public', s.srvname,
    'CREATE SERVER ' || concat_ws(' ', quote_ident(s.srvname), 'TYPE ' || quote_literal(s.srvtype),
        'VERSION ' || quote_literal(s.srvversion), 'FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname),
        (SELECT 'OPTIONS (' || string_agg(quote_ident(q.option_name) || ' ' || quote_literal(q.option_value), ', ') || ')'
            FROM pg_options_to_table(s.srvoptions) q)),
    0, obj_description(s.oid, 'pg_foreign_server'), NULL, false, 0, 'SERVER ' || quote_ident(s.srvname)
FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
WHERE %free:pg_foreign_server:s%
UNION ALL
SELECT 'publication', b.oid::bigint, 'public', b.pubname,
    'CREATE PUBLICATION ' || quote_ident(b.pubname) || CASE WHEN b.puballtables THEN ' FOR ALL TABLES'
        ELSE coalesce(' FOR ' || nullif(concat_ws(', ', %publication%), ''), '') END
        || ' WITH (publish = ' || quote_literal(concat_ws(', ', CASE WHEN b.pubinsert THEN 'insert' END,
            CASE WHEN b.pubupdate THEN 'update' END, CASE WHEN b.pubdelete THEN 'delete' END,
            CASE WHEN b.pubtruncate THEN 'truncate' END)) || %viaroot% || ')',
    0, obj_description(b.oid, 'pg_publication'),
    (SELECT json_agg(json_build_array(n.nspname, c.relname))::text FROM pg_publication_rel r
        JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.prpubid = b.oid),
    false, 0, 'PUBLICATION ' || quote_ident(b.pubname)
FROM pg_publication b
WHERE %free:pg_publication:b%
UNION ALL
SELECT 'unread', 0, '', u.what, json_agg(u.name ORDER BY u.name)::text, 0, NULL, NULL, false, 0, NULL
FROM (
    SELECT 'types' AS what, format_type(t.oid, NULL) AS name FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'b' AND t.typcategory <> 'A' AND t.oid >= 16384 AND %namespaces% AND %free:pg_type:t%
    UNION ALL
    SELECT 'user mappings', s.srvname FROM pg_user_mappings s
    UNION ALL
    SELECT 'tablespaces', c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.reltablespace <> 0 AND c.relpersistence <> 't' AND %namespaces%
    UNION ALL
    SELECT 'rights', c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND %namespaces% AND %free:pg_class:c%
        AND EXISTS (SELECT 1 FROM aclexplode(c.relacl) g WHERE g.grantee <> c.relowner)
    UNION ALL
    SELECT 'security labels', x.label FROM pg_seclabel x
) u GROUP BY u.what
ORDER BY 1, 10, 3, 4)";

} // namespace conjoin::sql::pgreader
