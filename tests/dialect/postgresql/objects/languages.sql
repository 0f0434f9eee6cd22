-- Whose dump no server takes again: only an extension may make a language whose handler the system has.
CREATE TRUSTED LANGUAGE tongue HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
COMMENT ON LANGUAGE tongue IS 'l';
CREATE FUNCTION spoken() RETURNS integer LANGUAGE tongue AS $$ begin return 1; end $$;
