//! `lockstep check --random`.

mod common;

use serde_json::Value as Json;

/// Exit status, standard output, standard error.
fn lockstep(arguments: &[&str]) -> (i32, String, String) {
    common::lockstep(arguments, "")
}

fn json(arguments: &[&str]) -> (i32, Json) {
    let (status, out, err) =
        lockstep(&[&["check", "x/transfer", "--format", "json"], arguments].concat());
    let mut json: Json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}{err}"));
    json["wall_ms"] = Json::Null;
    (status, json)
}

#[test]
fn a_sample_estimates_the_probabilities_of_the_whole() {
    let (status, sample) = json(&["--random", "4000", "--seed", "5"]);
    assert_eq!((status, &sample["complete"]), (1, &false.into()));
    assert_eq!(
        (&sample["sampled"], &sample["seed"]),
        (&4000.into(), &5.into())
    );
    assert_eq!(sample["unended"], 0);
    let (_, whole) = json(&[]);
    let outcomes = sample["outcomes"].as_array().unwrap();
    let all = whole["outcomes"].as_array().unwrap();
    assert_eq!(outcomes.len(), all.len());
    let sampled: u64 = outcomes
        .iter()
        .map(|o| o["sampled"].as_u64().unwrap())
        .sum();
    assert_eq!(sampled, 4000);
    let counts = |pair: &[Json]| pair[0]["sampled"].as_u64() >= pair[1]["sampled"].as_u64();
    assert!(outcomes.windows(2).all(counts));
    let mut held = 0;
    for outcome in outcomes {
        let is_same =
            |o: &&Json| o["tables"] == outcome["tables"] && o["tasks"] == outcome["tasks"];
        let same = all.iter().find(is_same).unwrap();
        assert_eq!(outcome["verdict"], same["verdict"]);
        assert_eq!(outcome["invariants"], same["invariants"]);
        // Of so few steps every schedule was drawn, the simplest too.
        assert_eq!(outcome["schedule"], same["witness"]);
        assert_eq!(outcome["anomalies"], same["anomalies"]);
        assert_eq!(outcome["explanation"], same["explanation"]);
        assert_eq!(outcome["marked"], same["marked"]);
        assert!(outcome["share"].is_null() && outcome["interleavings"].is_null());
        let end = |place: usize| outcome["interval"][place].as_f64().unwrap();
        let estimate = outcome["probability"].as_f64().unwrap();
        assert_eq!(estimate, outcome["sampled"].as_f64().unwrap() / 4000.0);
        assert!((end(0)..=end(1)).contains(&estimate));
        held += u32::from((end(0)..=end(1)).contains(&same["probability"].as_f64().unwrap()));
    }
    // Each interval holds the truth with 95 %; here one of nine may miss it.
    assert!(
        held + 1 >= outcomes.len() as u32,
        "{held} of {}",
        outcomes.len()
    );
}

#[test]
fn a_seed_draws_the_same_schedules() {
    let first = json(&["--random", "50"]);
    assert_eq!(first.1["seed"], 0);
    assert_eq!(json(&["--random", "50", "--seed", "0"]), first);
    assert_ne!(
        json(&["--random", "50", "--seed", "1"]).1["outcomes"],
        first.1["outcomes"]
    );
}

#[test]
fn nothing_bad_in_a_sample_proves_nothing() {
    let (status, sample) = json(&["--random", "20", "--strategy", "mutex"]);
    assert_eq!((status, &sample["complete"]), (3, &false.into()));
    let outcomes = sample["outcomes"].as_array().unwrap();
    assert_eq!(outcomes[0]["verdict"], "serializable");
    // Nobody knows what the 21st would have done: Wilson's interval for none of 20.
    let unseen = sample["unseen"].as_f64().unwrap();
    assert!((unseen - 0.16113).abs() < 1e-5, "{unseen}");

    let (status, out, _) = lockstep(&["check", "x/transfer", "--random", "20", "--seed", "9"]);
    assert_eq!(status, 1);
    assert!(
        out.contains("a sample of 20 schedules of alice, bob, seed 9"),
        "{out}"
    );
    assert!(
        out.contains("Not the whole.") && out.contains("95 %"),
        "{out}"
    );
    assert!(out.contains("up to 16.11 %"), "{out}");
    assert!(
        !out.contains("of 70") && !out.contains("interleavings,"),
        "{out}"
    );
}

#[test]
fn what_does_not_go_together_is_refused() {
    for flags in [
        &["--random", "0"][..],
        &["--random", "5", "--matrix"],
        &["--random", "5", "--strategy", "all"],
        &["--seed", "5"],
        &["--random", "5", "--seed", "4294967296"],
    ] {
        let (status, out, err) = lockstep(&[&["check", "x/transfer"], flags].concat());
        assert_eq!((status, &out[..]), (2, ""), "{flags:?}");
        assert!(err.contains("--random") || err.contains("--seed"), "{err}");
    }
}
