//! Any text as a message between page and worker: no message, or one that reads back as itself.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lockstep_scenario::{Request, Response};
use serde_json::Value;

/// Whether both are the same but for the last digits of numbers: serde_json may read one a digit beside what was
/// written.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => match (one.as_f64(), other.as_f64()) {
            (Some(one), Some(other)) => (one - other).abs() <= one.abs() * 1e-12,
            _ => one == other,
        },
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| other.get(name).is_some_and(|other| is_same(value, other)))
        }
        (one, other) => one == other,
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(request) = serde_json::from_str::<Request>(text) {
        let json = serde_json::to_string(&request).expect("a message is plain data");
        let again: Request = serde_json::from_str(&json).expect("what was written can be read");
        assert_eq!(request, again, "{json}");
    }
    if let Ok(response) = serde_json::from_str::<Response>(text) {
        let json = serde_json::to_value(&response).expect("a message is plain data");
        let text = json.to_string();
        let again: Response = serde_json::from_str(&text).expect("what was written can be read");
        let json_again = serde_json::to_value(&again).expect("a message is plain data");
        assert!(is_same(&json, &json_again), "{text}");
    }
});
