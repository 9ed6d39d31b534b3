//! Any fragment: opened, or refused with a reason. What opens can be handed on: its link opens the same.

#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use lockstep_scenario::{LinkTarget, decode_link, encode_link};

fuzz_target!(|data: &[u8]| {
    let Some((mode, rest)) = data.split_first() else {
        return;
    };
    // Else next to nothing would come through base64 and inflating.
    let fragment = match mode % 3 {
        0 => match std::str::from_utf8(rest) {
            Ok(text) => text.to_owned(),
            Err(_) => return,
        },
        1 => format!("s1.{}", URL_SAFE_NO_PAD.encode(rest)),
        _ => {
            let (json, place) =
                rest.split_at(rest.iter().position(|b| *b == 0).unwrap_or(rest.len()));
            let packed = miniz_oxide::deflate::compress_to_vec(json, 1);
            let place = String::from_utf8_lossy(place);
            format!(
                "s1.{}&{}",
                URL_SAFE_NO_PAD.encode(packed),
                place.trim_start_matches('\0')
            )
        }
    };
    match decode_link(&fragment) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(link) => {
            let head = match &link.target {
                LinkTarget::Scenario(scenario) => encode_link(scenario),
                LinkTarget::Gallery(slug) => format!("x/{slug}"),
            };
            let again = decode_link(&format!("#{head}{}", link.place.encode()));
            let again = again.expect("what a link opens has a link");
            assert_eq!(again.target, link.target);
            // A place without a schedule is none; of one with tasks that have no digit nothing is kept.
            assert_eq!(again.place.encode(), link.place.encode());
        }
    }
});
