//! PostgreSQL's types, as far as the profile knows them.

use std::fmt;

/// A type of PostgreSQL's.
///
/// How a [`Value`](crate::Value) holds one: `Bool` and the integers are integers, `Float8` a real,
/// `Bytea` a blob, and all others the text that the server would print. An array is its text, `{1,2}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `boolean`.
    Bool,
    /// `smallint`.
    Int2,
    /// `integer`.
    Int4,
    /// `bigint`.
    Int8,
    /// `double precision`.
    Float8,
    /// `numeric`, with precision and scale if it was declared with them.
    Numeric(Option<(u16, u16)>),
    /// `text`.
    Text,
    /// `character varying`, with its length if it was declared with one.
    Varchar(Option<u32>),
    /// `timestamp with time zone`.
    TimestampTz,
    /// `timestamp without time zone`.
    Timestamp,
    /// `date`.
    Date,
    /// `time without time zone`.
    Time,
    /// `interval`.
    Interval,
    /// `uuid`.
    Uuid,
    /// `json`.
    Json,
    /// `jsonb`.
    Jsonb,
    /// `bytea`.
    Bytea,
    /// An array.
    Array(Box<Type>),
    /// What functions without a result return: `pg_advisory_lock`.
    Void,
    /// A literal or a parameter whose type its surroundings have not said.
    Unknown,
}

impl Type {
    /// Whether two types differ in their length or precision at most.
    pub fn same_kind(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Array(a), Type::Array(b)) => a.same_kind(b),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// `smallint`, `integer` or `bigint`.
    pub fn is_integer(&self) -> bool {
        matches!(self, Type::Int2 | Type::Int4 | Type::Int8)
    }

    /// A type of numbers.
    pub fn is_number(&self) -> bool {
        self.is_integer() || matches!(self, Type::Float8 | Type::Numeric(_))
    }

    /// `text` or `character varying`.
    pub fn is_text(&self) -> bool {
        matches!(self, Type::Text | Type::Varchar(_))
    }

    /// The number by which the protocol knows the type (`pg_type.oid`).
    pub fn oid(&self) -> u32 {
        match self {
            Type::Bool => 16,
            Type::Bytea => 17,
            Type::Int8 => 20,
            Type::Int2 => 21,
            Type::Int4 => 23,
            Type::Text => 25,
            Type::Json => 114,
            Type::Float8 => 701,
            Type::Unknown => 705,
            Type::Varchar(_) => 1043,
            Type::Date => 1082,
            Type::Time => 1083,
            Type::Timestamp => 1114,
            Type::TimestampTz => 1184,
            Type::Interval => 1186,
            Type::Numeric(_) => 1700,
            Type::Void => 2278,
            Type::Uuid => 2950,
            Type::Jsonb => 3802,
            Type::Array(item) => match **item {
                Type::Bool => 1000,
                Type::Bytea => 1001,
                Type::Int2 => 1005,
                Type::Int4 => 1007,
                Type::Text => 1009,
                Type::Varchar(_) => 1015,
                Type::Int8 => 1016,
                Type::Float8 => 1022,
                Type::Numeric(_) => 1231,
                Type::Uuid => 2951,
                _ => 2277,
            },
        }
    }

    /// The type's name in messages: without length or precision.
    pub fn name(&self) -> String {
        match self {
            Type::Bool => "boolean",
            Type::Int2 => "smallint",
            Type::Int4 => "integer",
            Type::Int8 => "bigint",
            Type::Float8 => "double precision",
            Type::Numeric(_) => "numeric",
            Type::Text => "text",
            Type::Varchar(_) => "character varying",
            Type::TimestampTz => "timestamp with time zone",
            Type::Timestamp => "timestamp without time zone",
            Type::Date => "date",
            Type::Time => "time without time zone",
            Type::Interval => "interval",
            Type::Uuid => "uuid",
            Type::Json => "json",
            Type::Jsonb => "jsonb",
            Type::Bytea => "bytea",
            Type::Void => "void",
            Type::Unknown => "unknown",
            Type::Array(item) => return format!("{}[]", item.name()),
        }
        .into()
    }
}

/// As `format_type` prints it: with length and precision.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Varchar(Some(length)) => write!(f, "character varying({length})"),
            Type::Numeric(Some((precision, scale))) => write!(f, "numeric({precision},{scale})"),
            Type::Array(item) => write!(f, "{item}[]"),
            other => f.write_str(&other.name()),
        }
    }
}
