//! Any text as a message of the page around: none that is known, or one that can be used, whatever is in it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lockstep_scenario::{OpenRequest, Settings};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Some(open) = OpenRequest::read(text) else {
        return;
    };
    let mut settings = Settings::default();
    match open.apply(&mut settings) {
        Err(why) => assert!(!why.is_empty()),
        Ok(()) => {
            let json = serde_json::to_string(&settings).expect("settings are plain data");
            let again: Settings =
                serde_json::from_str(&json).expect("what was written can be read");
            assert_eq!(settings, again, "{json}");
        }
    }
    // What it says of the place is a place that a link can carry.
    let place = open.place();
    assert_eq!(place.encode(), open.place().encode());
});
