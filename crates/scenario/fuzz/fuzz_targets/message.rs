//! Any text as a message between page and worker: no message, or one that reads back as itself.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lockstep_scenario::{Request, Response};

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
        let json = serde_json::to_string(&response).expect("a message is plain data");
        let again: Response = serde_json::from_str(&json).expect("what was written can be read");
        let json_again = serde_json::to_string(&again).expect("a message is plain data");
        assert_eq!(json, json_again);
    }
});
