//! Functions: which ones PostgreSQL has with which types, and those that SQLite is given to compute them.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

use rusqlite::Connection;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ToSqlOutput;

use crate::Value;
use crate::calendar::{self, Interval};
use crate::decimal::Decimal;
use crate::error::PgError;
use crate::executor::{give, owned, raise, with_state};
use crate::json::quoted;
use crate::types::Type;
use crate::values;

thread_local! {
    static TYPES: RefCell<Vec<Type>> = const { RefCell::new(Vec::new()) };
}

/// A type's number in SQLite's texts.
pub(crate) fn intern(type_: &Type) -> usize {
    TYPES.with_borrow_mut(|types| {
        types
            .iter()
            .position(|known| known == type_)
            .unwrap_or_else(|| {
                types.push(type_.clone());
                types.len() - 1
            })
    })
}

fn interned(number: i64) -> Type {
    TYPES.with_borrow(|types| {
        usize::try_from(number)
            .ok()
            .and_then(|at| types.get(at).cloned())
            .unwrap_or(Type::Text)
    })
}

/// What an argument may be.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    Is(Type),
    Any,
    /// Anything that prints: for `concat`.
    Printed,
}

impl Arg {
    pub(crate) fn type_for(&self, given: &Type) -> Option<Type> {
        match self {
            Arg::Is(type_) => Some(type_.clone()),
            Arg::Any if *given == Type::Unknown => Some(Type::Text),
            Arg::Any => Some(given.clone()),
            Arg::Printed if given.is_text() || *given == Type::Unknown => Some(Type::Text),
            Arg::Printed => Some(given.clone()),
        }
    }
}

/// A function with its types. In `sql`, `$1` is an argument, `$*` all of them, `$T` the result type's number.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) args: Vec<Arg>,
    pub(crate) variadic: bool,
    /// `None`: that of the first argument.
    pub(crate) result: Option<Type>,
    pub(crate) sql: String,
}

fn function(args: &[Type], result: Type, sql: &str) -> Function {
    let args = args.iter().cloned().map(Arg::Is).collect();
    Function {
        args,
        variadic: false,
        result: Some(result),
        sql: sql.into(),
    }
}

/// Names that the server has and this profile has not.
pub(crate) fn real(name: &str) -> bool {
    const NAMES: &str = "to_char to_date to_timestamp regexp_replace regexp_matches age json_build_object jsonb_build_object \
        row_to_json to_json to_jsonb jsonb_set json_agg jsonb_agg array_remove array_position encode decode \
        sha256 exp ln log sin cos tan width_bucket make_interval justify_days pg_notify txid_snapshot \
        percentile_cont stddev variance regr_slope xmin pg_try_advisory pg_cancel_backend pg_terminate_backend \
        pg_export_snapshot pg_relation_size obj_description pg_get_serial_sequence set_config hashtext crypt \
        gen_salt txid_current txid_current_snapshot pg_current_xact_id pg_current_snapshot pg_blocking_pids \
        to_hex to_number quote_ident quote_literal quote_nullable regexp_match regexp_split_to_array \
        regexp_split_to_table regexp_count regexp_instr regexp_like regexp_substr array_positions array_replace \
        array_dims array_ndims array_lower array_upper array_fill generate_subscripts array_to_json \
        json_array_elements jsonb_array_elements json_each jsonb_each json_object_keys jsonb_object_keys \
        json_object_agg jsonb_object_agg json_extract_path jsonb_extract_path json_extract_path_text \
        jsonb_extract_path_text json_typeof jsonb_typeof json_array_length jsonb_array_length json_build_array \
        jsonb_build_array jsonb_pretty jsonb_insert jsonb_strip_nulls json_populate_record jsonb_path_query \
        json_object jsonb_object date_bin make_time make_timestamp make_timestamptz timezone justify_hours \
        justify_interval isfinite timeofday pi cbrt div gcd lcm factorial log10 asin acos atan atan2 cot degrees \
        radians setseed num_nulls num_nonnulls mode percentile_disc corr stddev_pop stddev_samp var_pop var_samp \
        bit_and bit_or bit_xor nth_value hashtextextended sha224 sha384 sha512 convert_from convert_to get_byte \
        set_byte unistr normalize string_to_table to_tsvector to_tsquery plainto_tsquery ts_rank pg_size_pretty \
        pg_table_size pg_total_relation_size pg_column_size pg_database_size pg_is_in_recovery \
        pg_postmaster_start_time pg_get_constraintdef pg_get_indexdef pg_get_viewdef pg_get_expr to_regclass \
        has_table_privilege col_description format_type current_schemas current_query inet_client_addr \
        pg_safe_snapshot_blocking_pids pg_isolation_test_session_is_blocked row_security_active";
    NAMES.split(' ').any(|known| known == name)
}

pub(crate) fn known(name: &str) -> bool {
    !overloads(name).is_empty()
}

/// The functions of a name.
pub(crate) fn overloads(name: &str) -> Vec<Function> {
    use Type::{Bool, Date, Float8, Int4, Int8, Text, Timestamp, TimestampTz, Uuid};
    let numeric = || Type::Numeric(None);
    let text_function = |count: usize, result: Type| {
        let args = vec![Text; count];
        vec![function(&args, result, &format!("pg_text('{name}', $*)"))]
    };
    let strings = |args: &[Type], result: Type| {
        vec![function(args, result, &format!("pg_strings('{name}', $*)"))]
    };
    let printed = |name: &str| {
        vec![Function {
            args: vec![Arg::Is(Text), Arg::Printed],
            variadic: true,
            result: Some(Text),
            sql: format!("pg_strings('{name}', $*)"),
        }]
    };
    match name {
        "lower" | "upper" | "reverse" => text_function(1, Text),
        "length" | "char_length" | "character_length" => {
            vec![function(&[Text], Int4, "length($1)")]
        }
        "octet_length" => vec![function(&[Text], Int4, "length(CAST($1 AS BLOB))")],
        "bit_length" => vec![function(&[Text], Int4, "(length(CAST($1 AS BLOB)) * 8)")],
        "initcap" | "md5" => strings(&[Text], Text),
        "ascii" => strings(&[Text], Int4),
        "chr" => strings(&[Int4], Text),
        "translate" => strings(&[Text, Text, Text], Text),
        "split_part" => strings(&[Text, Text, Int4], Text),
        "lpad" | "rpad" => {
            let mut list = strings(&[Text, Int4, Text], Text);
            let sql = format!("pg_strings('{name}', $1, $2, ' ')");
            list.push(function(&[Text, Int4], Text, &sql));
            list
        }
        "overlay" => {
            let mut list = strings(&[Text, Text, Int4, Int4], Text);
            list.extend(strings(&[Text, Text, Int4], Text));
            list
        }
        "make_date" => strings(&[Int4, Int4, Int4], Date),
        "format" => {
            let mut list = strings(&[Text], Text);
            list.extend(printed("format"));
            list
        }
        "concat_ws" => printed("concat_ws"),
        "string_to_array" => {
            let array = Type::Array(Box::new(Text));
            let mut list = strings(&[Text, Text], array.clone());
            list.extend(strings(&[Text, Text, Text], array));
            list
        }
        "array_append" | "array_prepend" | "array_cat" => vec![Function {
            args: vec![Arg::Any, Arg::Any],
            variadic: false,
            result: None,
            sql: format!("pg_strings('{name}', $*)"),
        }],
        "array_to_string" | "cardinality" => {
            let arrays = |rest: &[Type], result: Type| Function {
                args: std::iter::once(Arg::Any)
                    .chain(rest.iter().cloned().map(Arg::Is))
                    .collect(),
                variadic: false,
                result: Some(result),
                sql: format!("pg_strings('{name}', $*)"),
            };
            if name == "cardinality" {
                vec![arrays(&[], Int4)]
            } else {
                vec![arrays(&[Text], Text), arrays(&[Text, Text], Text)]
            }
        }
        "btrim" | "ltrim" | "rtrim" => {
            let mut list = text_function(1, Text);
            list.extend(text_function(2, Text));
            list
        }
        "replace" => vec![function(&[Text, Text, Text], Text, "replace($*)")],
        "strpos" | "position" => vec![function(&[Text, Text], Int4, "instr($*)")],
        "starts_with" => vec![function(
            &[Text, Text],
            Bool,
            "(substr($1, 1, length($2)) = $2)",
        )],
        "substr" | "substring" => vec![
            function(&[Text, Int4], Text, "pg_substr($1, $2, NULL)"),
            function(&[Text, Int4, Int4], Text, "pg_substr($*)"),
        ],
        "left" => vec![function(&[Text, Int4], Text, "pg_left($*)")],
        "right" => vec![function(&[Text, Int4], Text, "pg_right($*)")],
        "repeat" => vec![function(&[Text, Int4], Text, "pg_repeat($*)")],
        "concat" => vec![Function {
            args: vec![Arg::Printed],
            variadic: true,
            result: Some(Text),
            sql: "pg_concat($*)".into(),
        }],
        "abs" => [Type::Int2, Int4, Int8, numeric(), Float8]
            .iter()
            .map(|type_| {
                function(
                    std::slice::from_ref(type_),
                    type_.clone(),
                    "pg_number('abs', $T, $1)",
                )
            })
            .collect(),
        "sign" | "ceil" | "ceiling" | "floor" | "trunc" => {
            let one = |type_: &Type| {
                function(
                    std::slice::from_ref(type_),
                    type_.clone(),
                    &format!("pg_number('{name}', $T, $1)"),
                )
            };
            let mut list: Vec<Function> = [numeric(), Float8].iter().map(one).collect();
            if name == "trunc" {
                list.push(function(&[numeric(), Int4], numeric(), "pg_round($*, 1)"));
            }
            list
        }
        "round" => vec![
            function(&[numeric()], numeric(), "pg_number('round', $T, $1)"),
            function(&[Float8], Float8, "pg_number('round', $T, $1)"),
            function(&[numeric(), Int4], numeric(), "pg_round($*, 0)"),
        ],
        "mod" => [Type::Int2, Int4, Int8, numeric()]
            .iter()
            .map(|type_| {
                function(
                    &[type_.clone(), type_.clone()],
                    type_.clone(),
                    "pg_arith('%', $T, $1, $2)",
                )
            })
            .collect(),
        "power" | "pow" => [Float8, numeric()]
            .iter()
            .map(|type_| {
                function(
                    &[type_.clone(), type_.clone()],
                    type_.clone(),
                    "pg_arith('^', $T, $1, $2)",
                )
            })
            .collect(),
        "sqrt" => [Float8, numeric()]
            .iter()
            .map(|type_| {
                function(
                    std::slice::from_ref(type_),
                    type_.clone(),
                    "pg_number('sqrt', $T, $1)",
                )
            })
            .collect(),
        "now"
        | "current_timestamp"
        | "transaction_timestamp"
        | "statement_timestamp"
        | "clock_timestamp" => {
            vec![function(&[], TimestampTz, "pg_now('timestamptz')")]
        }
        "localtimestamp" => vec![function(&[], Timestamp, "pg_now('timestamp')")],
        "current_date" => vec![function(&[], Date, "pg_now('date')")],
        "localtime" => vec![function(&[], Type::Time, "pg_now('time')")],
        "date_trunc" => [TimestampTz, Timestamp]
            .iter()
            .map(|type_| {
                function(
                    &[Text, type_.clone()],
                    type_.clone(),
                    "pg_date_trunc($T, $*)",
                )
            })
            .collect(),
        "extract" | "date_part" => {
            let result = if name == "extract" { numeric() } else { Float8 };
            [TimestampTz, Timestamp, Date, Type::Interval, Type::Time]
                .iter()
                .map(|type_| {
                    let sql = format!("pg_extract($T, {}, $1, $2)", intern(type_));
                    function(&[Text, type_.clone()], result.clone(), &sql)
                })
                .collect()
        }
        "nextval" => vec![function(&[Text], Int8, "pg_nextval($1)")],
        "currval" => vec![function(&[Text], Int8, "pg_currval($1)")],
        "lastval" => vec![function(&[], Int8, "pg_currval(NULL)")],
        "setval" => vec![
            function(&[Text, Int8], Int8, "pg_setval($1, $2, 1)"),
            function(&[Text, Int8, Bool], Int8, "pg_setval($*)"),
        ],
        "current_user" | "session_user" | "user" => vec![function(&[], Text, "'postgres'")],
        "current_database" | "current_catalog" => vec![function(&[], Text, "pg_now('database')")],
        "current_schema" => vec![function(&[], Text, "'public'")],
        "pg_backend_pid" => vec![function(&[], Int4, "pg_now('pid')")],
        "version" => vec![function(
            &[],
            Text,
            "'PostgreSQL 15 profile of Lockstep (not PostgreSQL)'",
        )],
        "current_setting" => vec![
            function(&[Text], Text, "pg_setting($1, 0)"),
            function(&[Text, Bool], Text, "pg_setting($*)"),
        ],
        "gen_random_uuid" => vec![function(&[], Uuid, "pg_random('uuid')")],
        "random" => vec![function(&[], Float8, "pg_random('random')")],
        "array_length" => vec![Function {
            args: vec![Arg::Any, Arg::Is(Int4)],
            variadic: false,
            result: Some(Int4),
            sql: "pg_array_length($*)".into(),
        }],
        _ => Vec::new(),
    }
}

type Result<T> = rusqlite::Result<T>;

fn value(ctx: &Context, at: usize) -> Value {
    owned(ctx.get_raw(at))
}

fn type_at(ctx: &Context, at: usize) -> Type {
    ctx.get_raw(at).as_i64().map_or(Type::Text, interned)
}

fn text(ctx: &Context, at: usize) -> Option<String> {
    ctx.get_raw(at).as_str().ok().map(str::to_owned)
}

fn finish(result: std::result::Result<Value, PgError>) -> Result<ToSqlOutput<'static>> {
    result.map(give).map_err(raise)
}

/// Computes a value from the arguments; NULL if any of them is.
fn strict(
    ctx: &Context,
    compute: impl FnOnce(&Context) -> std::result::Result<Value, PgError>,
) -> Result<ToSqlOutput<'static>> {
    if (0..ctx.len()).any(|at| ctx.get_raw(at) == rusqlite::types::ValueRef::Null) {
        return Ok(give(Value::Null));
    }
    finish(compute(ctx))
}

/// Gives SQLite the functions and collations of the translation.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    connection.create_collation(c"pg_numeric", |a, b| {
        match (Decimal::parse(a), Decimal::parse(b)) {
            (Some(a), Some(b)) => a.compare(b),
            _ => a.cmp(b),
        }
    })?;
    let pure = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let volatile = FunctionFlags::SQLITE_UTF8;
    macro_rules! scalar {
        ($flags:expr, $name:literal, $args:literal, $body:expr) => {
            connection.create_scalar_function($name, $args, $flags, $body)?
        };
    }
    scalar!(pure, c"pg_in", 2, |ctx| finish(values::cast(
        &Type::Unknown,
        &type_at(ctx, 0),
        value(ctx, 1)
    )));
    scalar!(pure, c"pg_cast", 3, |ctx| finish(values::cast(
        &type_at(ctx, 0),
        &type_at(ctx, 1),
        value(ctx, 2)
    )));
    scalar!(pure, c"pg_arith", 4, |ctx| strict(ctx, |ctx| {
        let op = ctx.get_raw(0).as_str().unwrap_or("+");
        arithmetic(op, &type_at(ctx, 1), &value(ctx, 2), &value(ctx, 3))
    }));
    scalar!(pure, c"pg_time", 5, |ctx| strict(ctx, |ctx| {
        let op = ctx.get_raw(0).as_str().unwrap_or("+");
        temporal(
            op,
            &type_at(ctx, 1),
            &type_at(ctx, 2),
            &value(ctx, 3),
            &value(ctx, 4),
        )
    }));
    scalar!(pure, c"pg_like", 4, |ctx| strict(ctx, |ctx| {
        let (Some(subject), Some(pattern), Some(escape)) =
            (text(ctx, 0), text(ctx, 1), text(ctx, 2))
        else {
            return Ok(Value::Null);
        };
        let fold = ctx.get_raw(3).as_i64() == Ok(1);
        let (subject, pattern) = if fold {
            (subject.to_lowercase(), pattern.to_lowercase())
        } else {
            (subject, pattern)
        };
        like(&subject, &pattern, escape.chars().next())
            .map(|matches| Value::Integer(i64::from(matches)))
    }));
    scalar!(pure, c"pg_any", 6, |ctx| finish(any(ctx)));
    scalar!(pure, c"pg_array", -1, |ctx| {
        let items: Vec<Value> = (1..ctx.len()).map(|at| value(ctx, at)).collect();
        Ok(give(values::array(&type_at(ctx, 0), &items)))
    });
    scalar!(pure, c"pg_item", 3, |ctx| strict(ctx, |ctx| {
        let items = text(ctx, 1)
            .and_then(|text| values::array_items(&text))
            .unwrap_or_default();
        let at = ctx.get_raw(2).as_i64().unwrap_or(0);
        let item = usize::try_from(at)
            .ok()
            .filter(|at| *at > 0)
            .and_then(|at| items.get(at - 1).cloned().flatten());
        item.map_or(Ok(Value::Null), |item| {
            values::input(&type_at(ctx, 0), &item)
        })
    }));
    scalar!(pure, c"pg_array_length", 2, |ctx| strict(ctx, |ctx| {
        let items = text(ctx, 0)
            .and_then(|text| values::array_items(&text))
            .unwrap_or_default();
        let one = ctx.get_raw(1).as_i64() == Ok(1) && !items.is_empty();
        Ok(if one {
            Value::Integer(items.len() as i64)
        } else {
            Value::Null
        })
    }));
    scalar!(pure, c"pg_array_json", 2, |ctx| {
        let items = text(ctx, 1)
            .and_then(|text| values::array_items(&text))
            .unwrap_or_default();
        let items: Vec<String> = items
            .iter()
            .map(|item| item.as_ref().map_or("null".into(), |item| quoted(item)))
            .collect();
        Ok(format!("[{}]", items.join(",")))
    });
    scalar!(pure, c"pg_greatest", -1, |ctx| Ok(give(extreme(
        ctx,
        Ordering::Greater
    ))));
    scalar!(pure, c"pg_least", -1, |ctx| Ok(give(extreme(
        ctx,
        Ordering::Less
    ))));
    scalar!(pure, c"pg_limit", 2, |ctx| strict(ctx, |ctx| {
        let value = value(ctx, 1);
        if matches!(value, Value::Integer(count) if count < 0) {
            let what = text(ctx, 0).unwrap_or_default();
            let code = if what == "LIMIT" { "2201W" } else { "2201X" };
            return Err(PgError::new(code, format!("{what} must not be negative")));
        }
        Ok(value)
    }));
    scalar!(pure, c"pg_only", 2, |ctx| {
        if ctx.get_raw(0).as_i64().unwrap_or(0) > 1 {
            return Err(raise(PgError::new(
                "21000",
                "more than one row returned by a subquery used as an expression",
            )));
        }
        Ok(give(value(ctx, 1)))
    });
    scalar!(pure, c"pg_goes_on", 3, |ctx| strict(ctx, |ctx| {
        let at = |at| ctx.get_raw(at).as_i64().unwrap_or(0);
        let (now, stop, step) = (at(0), at(1), at(2));
        if step == 0 {
            return Err(PgError::new("22023", "step size cannot equal zero"));
        }
        Ok(Value::Integer(i64::from(if step > 0 {
            now <= stop
        } else {
            now >= stop
        })))
    }));
    scalar!(pure, c"pg_text", -1, |ctx| strict(ctx, |ctx| {
        let (name, subject) = (
            text(ctx, 0).unwrap_or_default(),
            text(ctx, 1).unwrap_or_default(),
        );
        let characters = if ctx.len() > 2 {
            text(ctx, 2).unwrap_or_default()
        } else {
            " ".into()
        };
        let drop = |char: char| characters.contains(char);
        Ok(Value::text(match &*name {
            "lower" => subject.to_lowercase(),
            "upper" => subject.to_uppercase(),
            "reverse" => subject.chars().rev().collect(),
            "ltrim" => subject.trim_start_matches(drop).into(),
            "rtrim" => subject.trim_end_matches(drop).into(),
            _ => subject.trim_matches(drop).to_owned(),
        }))
    }));
    scalar!(pure, c"pg_substr", 3, |ctx| {
        let (Some(subject), Ok(from)) = (text(ctx, 0), ctx.get_raw(1).as_i64()) else {
            return Ok(give(Value::Null));
        };
        let end = match value(ctx, 2) {
            Value::Integer(count) if count < 0 => {
                return Err(raise(PgError::new(
                    "22011",
                    "negative substring length not allowed",
                )));
            }
            Value::Integer(count) => from.saturating_add(count),
            _ => i64::MAX,
        };
        let inside = |at: usize| (from..end).contains(&(at as i64 + 1));
        let part: String = subject
            .chars()
            .enumerate()
            .filter(|(at, _)| inside(*at))
            .map(|(_, char)| char)
            .collect();
        Ok(give(Value::text(part)))
    });
    scalar!(pure, c"pg_left", 2, |ctx| strict(ctx, |ctx| Ok(side(
        ctx, true
    ))));
    scalar!(pure, c"pg_right", 2, |ctx| strict(ctx, |ctx| Ok(side(
        ctx, false
    ))));
    scalar!(pure, c"pg_repeat", 2, |ctx| strict(ctx, |ctx| {
        let (subject, count) = (
            text(ctx, 0).unwrap_or_default(),
            ctx.get_raw(1).as_i64().unwrap_or(0),
        );
        let count = usize::try_from(count).unwrap_or(0);
        if subject.len().saturating_mul(count) > 1_000_000 {
            return Err(PgError::new("54000", "requested length too large"));
        }
        Ok(Value::text(subject.repeat(count)))
    }));
    scalar!(pure, c"pg_concat", -1, |ctx| {
        let parts = (0..ctx.len()).map(|at| value(ctx, at));
        Ok(parts
            .map(|part| values::print(&Type::Text, &part))
            .collect::<String>())
    });
    scalar!(pure, c"pg_strings", -1, |ctx| finish(crate::strings::call(
        ctx
    )));
    scalar!(pure, c"pg_print", 2, |ctx| strict(ctx, |ctx| Ok(
        Value::text(values::print(&type_at(ctx, 0), &value(ctx, 1)))
    )));
    scalar!(pure, c"pg_matches", 3, |ctx| strict(ctx, |ctx| {
        let (subject, pattern) = (
            text(ctx, 0).unwrap_or_default(),
            text(ctx, 1).unwrap_or_default(),
        );
        let fold = ctx.get_raw(2).as_i64() == Ok(1);
        crate::regex::matches(&subject, &pattern, fold)
            .map(|found| Value::Integer(i64::from(found)))
    }));
    // A sum or a mean over a window: of the numbers that `group_concat` has written down.
    scalar!(pure, c"pg_fold", 2, |ctx| strict(ctx, |ctx| {
        let numbers = text(ctx, 1).unwrap_or_default();
        let (mut sum, mut count) = (Decimal::from(0), 0);
        for number in numbers.split(',') {
            sum = sum.add(Decimal::parse(number).unwrap_or(Decimal::from(0)))?;
            count += 1;
        }
        if ctx.get_raw(0).as_i64() == Ok(1) {
            sum = sum.divide(Decimal::from(count))?;
        }
        Ok(Value::text(sum.to_string()))
    }));
    scalar!(pure, c"pg_number", 3, |ctx| strict(ctx, |ctx| {
        let name = text(ctx, 0).unwrap_or_default();
        numeric_function(&name, &type_at(ctx, 1), &value(ctx, 2))
    }));
    scalar!(pure, c"pg_round", 3, |ctx| strict(ctx, |ctx| {
        let digits = ctx.get_raw(1).as_i64().unwrap_or(0).clamp(-30, 30) as i32;
        let number = text(ctx, 0)
            .and_then(|text| Decimal::parse(&text))
            .unwrap_or(Decimal::from(0));
        let number = if ctx.get_raw(2).as_i64() == Ok(1) {
            // What rounding would then look at is cut off.
            let cut = i64::from(number.scale) - i64::from(digits);
            let step = u32::try_from(cut)
                .ok()
                .and_then(|cut| 10i128.checked_pow(cut));
            Decimal {
                digits: step.map_or(number.digits, |step| number.digits - number.digits % step),
                ..number
            }
        } else {
            number
        };
        Ok(Value::text(number.round(digits)?.to_string()))
    }));
    scalar!(pure, c"pg_date_trunc", 3, |ctx| strict(ctx, |ctx| {
        date_trunc(ctx)
    }));
    scalar!(pure, c"pg_extract", 4, |ctx| strict(ctx, extract));
    scalar!(volatile, c"pg_now", 1, |ctx| {
        let what = text(ctx, 0).unwrap_or_default();
        Ok(give(with_state(|state| {
            let micros = state.around.now.saturating_mul(1000);
            match &*what {
                "timestamptz" => Value::text(calendar::print_timestamp(micros, true)),
                "timestamp" => Value::text(calendar::print_timestamp(micros, false)),
                "date" => Value::text(calendar::print_date(micros.div_euclid(86_400_000_000))),
                "time" => Value::text(calendar::print_time(micros.rem_euclid(86_400_000_000))),
                "pid" => Value::Integer(state.around.session as i64 + 1),
                _ => Value::Text(Rc::clone(&state.around.database)),
            }
        })))
    });
    scalar!(volatile, c"pg_setting", 2, |ctx| strict(ctx, |ctx| {
        let name = text(ctx, 0).unwrap_or_default().to_lowercase();
        match with_state(|state| crate::utility::setting(&state.around, &name)) {
            Some(value) => Ok(Value::text(value)),
            None if ctx.get_raw(1).as_i64() == Ok(1) => Ok(Value::Null),
            None => Err(PgError::new(
                "42704",
                format!("unrecognized configuration parameter \"{name}\""),
            )),
        }
    }));
    scalar!(volatile, c"pg_random", 1, |ctx| {
        let next = || with_state(|state| random(&mut state.around.random));
        if text(ctx, 0).as_deref() == Some("random") {
            return Ok(give(Value::Real(
                (next() >> 11) as f64 / (1u64 << 53) as f64,
            )));
        }
        let (high, low) = (next() & !0xf000 | 0x4000, next() >> 2 | 1 << 63);
        let digits = format!("{high:016x}{low:016x}");
        let parts = [
            &digits[..8],
            &digits[8..12],
            &digits[12..16],
            &digits[16..20],
            &digits[20..],
        ];
        Ok(give(Value::text(parts.join("-"))))
    });
    scalar!(volatile, c"pg_nextval", 1, |ctx| strict(ctx, |ctx| {
        let name = text(ctx, 0).unwrap_or_default();
        with_state(|state| {
            let oid = sequence(&state.around.sequences, &name)?;
            crate::sequences::next(&mut state.around, oid)
        })
    }));
    scalar!(volatile, c"pg_currval", 1, |ctx| {
        let name = text(ctx, 0);
        finish(with_state(|state| {
            let Some(name) = name else {
                let error = || PgError::new("55000", "lastval is not yet defined in this session");
                return state
                    .around
                    .used
                    .first()
                    .map(|(_, value)| Value::Integer(*value))
                    .ok_or_else(error);
            };
            let oid = sequence(&state.around.sequences, &name)?;
            let used = state.around.used.iter().find(|(used, _)| *used == oid);
            let name = bare(&name);
            used.map(|(_, value)| Value::Integer(*value))
                .ok_or_else(|| {
                    PgError::new(
                        "55000",
                        format!(
                            "currval of sequence \"{name}\" is not yet defined in this session"
                        ),
                    )
                })
        }))
    });
    scalar!(volatile, c"pg_setval", 3, |ctx| strict(ctx, |ctx| {
        let (name, value) = (
            text(ctx, 0).unwrap_or_default(),
            ctx.get_raw(1).as_i64().unwrap_or(1),
        );
        let called = ctx.get_raw(2).as_i64() != Ok(0);
        with_state(|state| {
            let oid = sequence(&state.around.sequences, &name)?;
            crate::sequences::set(&mut state.around, oid, value, called)
        })
    }));
    connection.create_aggregate_function(c"pg_sum", 1, pure, Sum { average: false })?;
    connection.create_aggregate_function(c"pg_avg", 1, pure, Sum { average: true })?;
    connection.create_aggregate_function(c"pg_array_agg", 2, pure, ArrayAgg)?;
    Ok(())
}

/// A sequence's name without quotes and schema.
fn bare(name: &str) -> String {
    let name = name.strip_prefix("public.").unwrap_or(name);
    match name
        .strip_prefix('"')
        .and_then(|name| name.strip_suffix('"'))
    {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => name.to_ascii_lowercase(),
    }
}

fn sequence(
    sequences: &crate::catalogue::Sequences,
    name: &str,
) -> std::result::Result<crate::locks::Oid, PgError> {
    let name = bare(name);
    let found = sequences.values().find(|sequence| *sequence.name == *name);
    found
        .map(|sequence| sequence.oid)
        .ok_or_else(|| PgError::new("42P01", format!("relation \"{name}\" does not exist")))
}

/// SplitMix64.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

fn side(ctx: &Context, left: bool) -> Value {
    let (subject, count) = (
        text(ctx, 0).unwrap_or_default(),
        ctx.get_raw(1).as_i64().unwrap_or(0),
    );
    let chars: Vec<char> = subject.chars().collect();
    let length = chars.len() as i64;
    let count = if count < 0 {
        (length + count).max(0)
    } else {
        count.min(length)
    } as usize;
    let part = if left {
        &chars[..count]
    } else {
        &chars[chars.len() - count..]
    };
    Value::text(part.iter().collect::<String>())
}

fn extreme(ctx: &Context, wanted: Ordering) -> Value {
    let type_ = type_at(ctx, 0);
    let mut best = Value::Null;
    for at in 1..ctx.len() {
        let value = value(ctx, at);
        if value != Value::Null
            && (best == Value::Null || values::compare(&type_, &value, &best) == wanted)
        {
            best = value;
        }
    }
    best
}

fn any(ctx: &Context) -> std::result::Result<Value, PgError> {
    let op = text(ctx, 0).unwrap_or_default();
    let all = ctx.get_raw(1).as_i64() == Ok(1);
    let (type_, item_type) = (type_at(ctx, 2), type_at(ctx, 3));
    let left = value(ctx, 4);
    let Some(items) = text(ctx, 5).and_then(|text| values::array_items(&text)) else {
        return Ok(Value::Null);
    };
    let mut unknown = false;
    for item in &items {
        let Some(item) = item.as_ref().filter(|_| left != Value::Null) else {
            unknown = true;
            continue;
        };
        let item = values::cast(&item_type, &type_, values::input(&item_type, item)?)?;
        let order = values::compare(&type_, &left, &item);
        let holds = match &*op {
            "=" => order == Ordering::Equal,
            "<>" => order != Ordering::Equal,
            "<" => order == Ordering::Less,
            ">" => order == Ordering::Greater,
            "<=" => order != Ordering::Greater,
            _ => order != Ordering::Less,
        };
        if holds != all {
            return Ok(Value::Integer(i64::from(!all)));
        }
    }
    Ok(if unknown {
        Value::Null
    } else {
        Value::Integer(i64::from(all))
    })
}

fn decimal(value: &Value) -> Decimal {
    match value {
        Value::Integer(value) => Decimal::from(*value),
        Value::Text(text) => Decimal::parse(text).unwrap_or(Decimal::from(0)),
        Value::Real(value) => Decimal::from_f64(*value).unwrap_or(Decimal::from(0)),
        _ => Decimal::from(0),
    }
}

fn real_number(value: &Value) -> f64 {
    match value {
        Value::Integer(value) => *value as f64,
        Value::Real(value) => *value,
        other => decimal(other).to_f64(),
    }
}

fn arithmetic(op: &str, type_: &Type, a: &Value, b: &Value) -> std::result::Result<Value, PgError> {
    let zero = || PgError::new("22012", "division by zero");
    let out_of_range = || PgError::new("22003", format!("{} out of range", type_.name()));
    match type_ {
        Type::Float8 => {
            let (a, b) = (real_number(a), real_number(b));
            let result = match op {
                "+" => a + b,
                "-" => a - b,
                "*" => a * b,
                "/" if b == 0.0 => return Err(zero()),
                "/" => a / b,
                _ => a.powf(b),
            };
            if result.is_nan() || (result.is_infinite() && a.is_finite() && b.is_finite()) {
                return Err(PgError::new("22003", "value out of range: overflow"));
            }
            Ok(Value::Real(result))
        }
        Type::Numeric(_) => {
            let (a, b) = (decimal(a), decimal(b));
            let result = match op {
                "+" => a.add(b)?,
                "-" => a.add(b.negate())?,
                "*" => a.multiply(b)?,
                "/" => a.divide(b)?,
                "%" => a.remainder(b)?,
                _ => return Err(PgError::unsupported("^ of values of type numeric")),
            };
            Ok(Value::text(result.to_string()))
        }
        _ => {
            let (Value::Integer(a), Value::Integer(b)) = (a, b) else {
                return Err(out_of_range());
            };
            let result = match op {
                "+" => a.checked_add(*b),
                "-" => a.checked_sub(*b),
                "*" => a.checked_mul(*b),
                "&" => Some(a & b),
                "|" => Some(a | b),
                "#" => Some(a ^ b),
                // The distance counts modulo the width, and what leaves the type is lost.
                "<<" | ">>" => {
                    let bits: u32 = match type_ {
                        Type::Int8 => 64,
                        _ => 32,
                    };
                    let by = (*b as u32) & (bits - 1);
                    Some(match (op, bits) {
                        ("<<", 64) => a.wrapping_shl(by),
                        ("<<", _) => i64::from((*a as i32).wrapping_shl(by)),
                        (_, _) => a.wrapping_shr(by),
                    })
                }
                _ if *b == 0 => return Err(zero()),
                "/" => a.checked_div(*b),
                _ => Some(a.wrapping_rem(*b)),
            };
            let result = Value::Integer(result.ok_or_else(out_of_range)?);
            values::assign(type_, result, true)
        }
    }
}

fn micros(type_: &Type, value: &Value) -> i64 {
    let Value::Text(text) = value else { return 0 };
    match type_ {
        Type::Time => calendar::parse_time(text).unwrap_or(0),
        _ => calendar::parse_timestamp(text).map_or(0, |(micros, _)| micros),
    }
}

fn interval(value: &Value) -> Interval {
    match value {
        Value::Text(text) => Interval::parse(text).unwrap_or_default(),
        _ => Interval::default(),
    }
}

fn temporal(
    op: &str,
    a: &Type,
    b: &Type,
    left: &Value,
    right: &Value,
) -> std::result::Result<Value, PgError> {
    let out_of_range = || PgError::new("22008", "timestamp out of range");
    let signed = |interval: Interval| {
        if op == "-" {
            interval.negate()
        } else {
            interval
        }
    };
    Ok(match (a, b) {
        (Type::Interval, Type::Timestamp | Type::TimestampTz) => {
            let moved = interval(left)
                .add_to(micros(b, right))
                .ok_or_else(out_of_range)?;
            Value::text(calendar::print_timestamp(moved, *b == Type::TimestampTz))
        }
        (Type::Timestamp | Type::TimestampTz, Type::Interval) => {
            let moved = signed(interval(right))
                .add_to(micros(a, left))
                .ok_or_else(out_of_range)?;
            Value::text(calendar::print_timestamp(moved, *a == Type::TimestampTz))
        }
        (Type::Time, Type::Interval) => {
            let moved = micros(a, left) + signed(interval(right)).micros;
            Value::text(calendar::print_time(moved.rem_euclid(86_400_000_000)))
        }
        (Type::Interval, Type::Interval) => {
            let (x, y) = (interval(left), signed(interval(right)));
            let sum = Interval {
                months: x.months + y.months,
                days: x.days + y.days,
                micros: x.micros + y.micros,
            };
            Value::text(sum.print())
        }
        (Type::Interval, _) => {
            let (x, factor) = (interval(left), real_number(right));
            if factor.abs() > 1e9 {
                return Err(PgError::new("22008", "interval out of range"));
            }
            let days = x.days as f64 * factor;
            let micros = x.micros as f64 * factor + days.fract() * 86_400_000_000.0;
            let months = (x.months as f64 * factor).trunc() as i64;
            Value::text(
                Interval {
                    months,
                    days: days.trunc() as i64,
                    micros: micros.round() as i64,
                }
                .print(),
            )
        }
        (Type::Date, Type::Date) => {
            Value::Integer((micros(a, left) - micros(b, right)) / 86_400_000_000)
        }
        (Type::Date, _) => {
            let Value::Integer(days) = right else {
                return Err(out_of_range());
            };
            let days = if op == "-" { -days } else { *days };
            let moved = (micros(a, left) / 86_400_000_000)
                .checked_add(days)
                .filter(|days| days.abs() < 2_000_000);
            Value::text(calendar::print_date(moved.ok_or_else(out_of_range)?))
        }
        _ => {
            let difference = micros(a, left) - micros(b, right);
            let (days, micros) = (difference / 86_400_000_000, difference % 86_400_000_000);
            Value::text(
                Interval {
                    months: 0,
                    days,
                    micros,
                }
                .print(),
            )
        }
    })
}

/// `LIKE`, without looking at any pair of places twice.
fn like(subject: &str, pattern: &str, escape: Option<char>) -> std::result::Result<bool, PgError> {
    enum Part {
        Char(char),
        One,
        Many,
    }
    let mut parts = Vec::new();
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        parts.push(match char {
            char if Some(char) == escape => Part::Char(chars.next().ok_or_else(|| {
                PgError::new("22025", "LIKE pattern must not end with escape character")
            })?),
            '%' => Part::Many,
            '_' => Part::One,
            char => Part::Char(char),
        });
    }
    let subject: Vec<char> = subject.chars().collect();
    let (mut at, mut part, mut retry) = (0, 0, None);
    while at < subject.len() {
        match parts.get(part) {
            Some(Part::Many) => {
                retry = Some((part, at));
                part += 1;
                continue;
            }
            Some(Part::One) => {
                (at, part) = (at + 1, part + 1);
                continue;
            }
            Some(Part::Char(char)) if *char == subject[at] => {
                (at, part) = (at + 1, part + 1);
                continue;
            }
            _ => {}
        }
        let Some((many, from)) = retry else {
            return Ok(false);
        };
        retry = Some((many, from + 1));
        (at, part) = (from + 1, many + 1);
    }
    Ok(parts[part..].iter().all(|part| matches!(part, Part::Many)))
}

fn numeric_function(
    name: &str,
    type_: &Type,
    value: &Value,
) -> std::result::Result<Value, PgError> {
    Ok(match (type_, value) {
        (Type::Float8, _) => {
            let value = real_number(value);
            Value::Real(match name {
                "abs" => value.abs(),
                "sign" => {
                    if value == 0.0 {
                        0.0
                    } else {
                        value.signum()
                    }
                }
                "ceil" | "ceiling" => value.ceil(),
                "floor" => value.floor(),
                "trunc" => value.trunc(),
                "round" => value.round_ties_even(),
                "sqrt" if value < 0.0 => {
                    return Err(PgError::new(
                        "2201F",
                        "cannot take square root of a negative number",
                    ));
                }
                _ => value.sqrt(),
            })
        }
        (_, Value::Integer(value)) => {
            let result = value
                .checked_abs()
                .ok_or_else(|| PgError::new("22003", "bigint out of range"))?;
            values::assign(type_, Value::Integer(result), true)?
        }
        _ => {
            let value = decimal(value);
            let result = match name {
                "abs" => {
                    if value.digits < 0 {
                        value.negate()
                    } else {
                        value
                    }
                }
                "sign" => Decimal::from(value.digits.signum() as i64),
                "ceil" | "ceiling" => value.negate().floor().negate(),
                "floor" => value.floor(),
                "trunc" => {
                    if value.digits < 0 {
                        value.negate().floor().negate()
                    } else {
                        value.floor()
                    }
                }
                "sqrt" => return Err(PgError::unsupported("sqrt of values of type numeric")),
                _ => value.round(0)?,
            };
            Value::text(result.to_string())
        }
    })
}

fn date_trunc(ctx: &Context) -> std::result::Result<Value, PgError> {
    let (type_, field) = (
        type_at(ctx, 0),
        text(ctx, 1).unwrap_or_default().to_lowercase(),
    );
    let micros = micros(&type_, &value(ctx, 2));
    let (day, within) = (
        micros.div_euclid(86_400_000_000),
        micros.rem_euclid(86_400_000_000),
    );
    let (year, month, _) = calendar::civil_from_days(day);
    let days = |year, month| calendar::days_from_civil(year, month, 1);
    let truncated = match &*field {
        "year" => days(year, 1) * 86_400_000_000,
        "quarter" => days(year, (month - 1) / 3 * 3 + 1) * 86_400_000_000,
        "month" => days(year, month) * 86_400_000_000,
        "week" => (day - (day + 3).rem_euclid(7)) * 86_400_000_000,
        "day" => micros - within,
        "hour" => micros - within % 3_600_000_000,
        "minute" => micros - within % 60_000_000,
        "second" => micros - within % 1_000_000,
        _ => {
            return Err(PgError::unsupported(format_args!(
                "date_trunc to \"{field}\""
            )));
        }
    };
    Ok(Value::text(calendar::print_timestamp(
        truncated,
        type_ == Type::TimestampTz,
    )))
}

fn extract(ctx: &Context) -> std::result::Result<Value, PgError> {
    let (result, type_, field) = (
        type_at(ctx, 0),
        type_at(ctx, 1),
        text(ctx, 2).unwrap_or_default().to_lowercase(),
    );
    let value = value(ctx, 3);
    let number = |digits: i64, scale: u32| Decimal {
        digits: i128::from(digits),
        scale,
    };
    let found = if type_ == Type::Interval {
        let interval = interval(&value);
        match &*field {
            "epoch" => number(
                interval.micros + (interval.days + interval.months * 30) * 86_400_000_000,
                6,
            ),
            "day" => number(interval.days, 0),
            "hour" => number(interval.micros / 3_600_000_000, 0),
            "minute" => number(interval.micros / 60_000_000 % 60, 0),
            "second" => number(interval.micros % 60_000_000, 6),
            _ => {
                return Err(PgError::unsupported(format_args!(
                    "extract of \"{field}\" from an interval"
                )));
            }
        }
    } else {
        let micros = micros(&type_, &value);
        let (day, within) = (
            micros.div_euclid(86_400_000_000),
            micros.rem_euclid(86_400_000_000),
        );
        let (year, month, date) = calendar::civil_from_days(day);
        match &*field {
            "epoch" => number(micros, 6),
            "year" => number(year, 0),
            "quarter" => number((month - 1) / 3 + 1, 0),
            "month" => number(month, 0),
            "day" => number(date, 0),
            "hour" => number(within / 3_600_000_000, 0),
            "minute" => number(within / 60_000_000 % 60, 0),
            "second" => number(within % 60_000_000, 6),
            "dow" => number((day + 4).rem_euclid(7), 0),
            "isodow" => number((day + 3).rem_euclid(7) + 1, 0),
            "week" | "isoyear" => {
                // The week of a day is that of its Thursday.
                let thursday = day - (day + 3).rem_euclid(7) + 3;
                let (year, _, _) = calendar::civil_from_days(thursday);
                let first = calendar::days_from_civil(year, 1, 1);
                number(
                    if field == "week" {
                        (thursday - first) / 7 + 1
                    } else {
                        year
                    },
                    0,
                )
            }
            "doy" => number(day - calendar::days_from_civil(year, 1, 1) + 1, 0),
            _ => return Err(PgError::unsupported(format_args!("extract of \"{field}\""))),
        }
    };
    Ok(if result == Type::Float8 {
        Value::Real(found.to_f64())
    } else {
        Value::text(found.to_string())
    })
}

struct Sum {
    average: bool,
}

impl Aggregate<Option<(Decimal, i64)>, ToSqlOutput<'static>> for Sum {
    fn init(&self, _ctx: &mut Context<'_>) -> Result<Option<(Decimal, i64)>> {
        Ok(None)
    }

    fn step(&self, ctx: &mut Context<'_>, sum: &mut Option<(Decimal, i64)>) -> Result<()> {
        let value = value(ctx, 0);
        if value != Value::Null {
            let (so_far, count) = sum.unwrap_or((Decimal::from(0), 0));
            *sum = Some((so_far.add(decimal(&value)).map_err(raise)?, count + 1));
        }
        Ok(())
    }

    fn finalize(
        &self,
        _ctx: &mut Context<'_>,
        sum: Option<Option<(Decimal, i64)>>,
    ) -> Result<ToSqlOutput<'static>> {
        let Some(Some((sum, count))) = sum else {
            return Ok(give(Value::Null));
        };
        let result = if self.average {
            sum.divide(Decimal::from(count)).map_err(raise)?
        } else {
            sum
        };
        Ok(give(Value::text(result.to_string())))
    }
}

struct ArrayAgg;

/// Items as they are printed; SQLite wants what can go to another thread.
impl Aggregate<(Vec<Option<String>>, i64), ToSqlOutput<'static>> for ArrayAgg {
    fn init(&self, _ctx: &mut Context<'_>) -> Result<(Vec<Option<String>>, i64)> {
        Ok((Vec::new(), 0))
    }

    fn step(
        &self,
        ctx: &mut Context<'_>,
        (items, type_): &mut (Vec<Option<String>>, i64),
    ) -> Result<()> {
        *type_ = ctx.get_raw(1).as_i64().unwrap_or(0);
        let item = value(ctx, 0);
        items.push((item != Value::Null).then(|| values::print(&interned(*type_), &item)));
        Ok(())
    }

    fn finalize(
        &self,
        _ctx: &mut Context<'_>,
        found: Option<(Vec<Option<String>>, i64)>,
    ) -> Result<ToSqlOutput<'static>> {
        let Some((items, _)) = found else {
            return Ok(give(Value::Null));
        };
        let items: Vec<Value> = items
            .into_iter()
            .map(|item| item.map_or(Value::Null, Value::text))
            .collect();
        Ok(give(values::array(&Type::Text, &items)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_matches_as_the_server_does() {
        for (subject, pattern, matches) in [
            ("abc", "abc", true),
            ("abc", "a%", true),
            ("abc", "_b_", true),
            ("abc", "a", false),
            ("a%c", "a\\%c", true),
            ("abc", "a\\%c", false),
            ("", "%%", true),
            ("aXbXc", "%X%X%", true),
        ] {
            assert_eq!(
                like(subject, pattern, Some('\\')),
                Ok(matches),
                "{subject} LIKE {pattern}"
            );
        }
    }
}
