//! Sequences (`sequence.c`). They know no transactions: what has been taken is gone.

use std::rc::Rc;

use crate::Value;
use crate::error::PgError;
use crate::executor::Around;
use crate::locks::Oid;

fn read_only(around: &Around, function: &str) -> Result<(), PgError> {
    if around.read_only {
        return Err(PgError::new(
            "25006",
            format!("cannot execute {function}() in a read-only transaction"),
        ));
    }
    Ok(())
}

fn use_now(around: &mut Around, oid: Oid, value: i64) {
    let used = Rc::make_mut(&mut around.used);
    used.retain(|(other, _)| *other != oid);
    used.insert(0, (oid, value));
}

/// `nextval`.
pub(crate) fn next(around: &mut Around, oid: Oid) -> Result<Value, PgError> {
    read_only(around, "nextval")?;
    let missing = || PgError::new("42P01", "relation does not exist");
    let sequence = Rc::make_mut(&mut around.sequences)
        .get_mut(&oid)
        .ok_or_else(missing)?;
    let value = sequence.next;
    sequence.next = value.checked_add(sequence.increment).ok_or_else(|| {
        PgError::new(
            "2200H",
            format!(
                "nextval: reached maximum value of sequence \"{}\"",
                sequence.name
            ),
        )
    })?;
    use_now(around, oid, value);
    Ok(Value::Integer(value))
}

/// `setval`; the next value is this one if it counts as not yet given out.
pub(crate) fn set(
    around: &mut Around,
    oid: Oid,
    value: i64,
    called: bool,
) -> Result<Value, PgError> {
    read_only(around, "setval")?;
    let missing = || PgError::new("42P01", "relation does not exist");
    let sequence = Rc::make_mut(&mut around.sequences)
        .get_mut(&oid)
        .ok_or_else(missing)?;
    if value < 1 {
        let message = format!(
            "setval: value {value} is out of bounds for sequence \"{}\"",
            sequence.name
        );
        return Err(PgError::new("22003", message));
    }
    sequence.next = if called {
        value.saturating_add(sequence.increment)
    } else {
        value
    };
    if called {
        let used = Rc::make_mut(&mut around.used);
        if let Some(found) = used.iter_mut().find(|(other, _)| *other == oid) {
            found.1 = value;
        }
    }
    Ok(Value::Integer(value))
}
