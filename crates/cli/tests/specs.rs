//! Files of PostgreSQL's isolationtester: `lockstep run` and `lockstep check` of plain SQL.

mod common;

use serde_json::{Value as Json, json};
use std::path::PathBuf;

/// Exit status, standard output, standard error.
fn lockstep(arguments: &[&str]) -> (i32, String, String) {
    common::lockstep(arguments, "")
}

/// A file of this name and content, in a folder of this process's own.
fn file(name: &str, content: &str) -> String {
    let folder = std::env::temp_dir().join(format!("lockstep-specs-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The JSON lines of `lockstep run`.
fn runs(name: &str, content: &str, flags: &[&str]) -> Vec<Json> {
    let path = file(name, content);
    let (status, out, err) = lockstep(&[&["run", &path, "--format", "json"], flags].concat());
    assert_eq!((status, &*err), (0, ""));
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn check(name: &str, content: &str, flags: &[&str]) -> (i32, Json) {
    let path = file(name, content);
    let (status, out, err) = lockstep(&[&["check", &path, "--format", "json"], flags].concat());
    let json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}{err}"));
    (status, json)
}

#[test]
fn prints_what_isolationtester_prints() {
    for name in ["markers", "orders"] {
        let path = |extension: &str| {
            let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
            folder.join(name).with_extension(extension)
        };
        let expected = std::fs::read_to_string(path("out")).unwrap();
        for journal in ["delete", "wal"] {
            let spec = path("spec").to_str().unwrap().to_owned();
            let run = ["run", &spec, "--format", "spec", "--journal", journal];
            let (status, out, err) = lockstep(&run);
            assert_eq!((status, &*err), (0, ""));
            let mut lines = out.lines().zip(expected.lines()).enumerate();
            let different = lines.find(|(_, (ours, theirs))| ours != theirs);
            assert_eq!(different, None, "{name}.spec, {journal}");
            assert_eq!(out.len(), expected.len());
        }
    }
}

/// `specs/postgres/*.out` is what PostgreSQL 15's isolationtester printed.
#[test]
fn the_postgresql_profile_prints_what_isolationtester_prints() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/specs/postgres");
    let files = std::fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let specs: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|e| e == "spec"))
        .collect();
    assert!(specs.len() >= 6);
    for spec in specs {
        let expected = std::fs::read_to_string(spec.with_extension("out")).unwrap();
        let name = spec.to_str().unwrap();
        let run = ["run", name, "--database", "postgres", "--format", "spec"];
        let (status, out, err) = lockstep(&run);
        assert_eq!((status, &*err), (0, ""), "{name}");
        let mut lines = out.lines().zip(expected.lines()).enumerate();
        let different = lines.find(|(_, (ours, theirs))| ours != theirs);
        assert_eq!(different, None, "{name}: line, ours, theirs");
        assert_eq!(out.len(), expected.len(), "{name}");
    }
}

const COUNTER: &str = "
setup { CREATE TABLE t (id INTEGER PRIMARY KEY, n); INSERT INTO t VALUES (1, 0); }
session a
step ab { BEGIN; }
step ar { SELECT n FROM t; }
step aw { UPDATE t SET n = n + 1; }
step ac { COMMIT; }
session b
step bb { BEGIN; }
step br { SELECT n FROM t; }
step bw { UPDATE t SET n = n + 10; }
step bc { COMMIT; }
";

#[test]
fn every_permutation_is_run_where_none_is_listed() {
    let all = runs("all.spec", COUNTER, &["--busy-timeout", "0"]);
    assert_eq!(all.len(), 70, "8 over 4");
    let first = &all[0];
    let names = ["ab", "ar", "aw", "ac", "bb", "br", "bw", "bc"];
    assert_eq!(first["permutation"], json!(names));
    assert_eq!(first["tables"], json!({"t": [{"id": 1, "n": 11}]}));
    assert_eq!(
        first["steps"][1],
        json!({"session": "a", "step": "ar", "status": "rows", "rows": [[0]], "changes": 0})
    );
    assert_eq!(
        first["steps"][6],
        json!({"session": "b", "step": "bw", "status": "done", "changes": 1})
    );
}

#[test]
fn a_session_that_waits_sends_nothing() {
    let session = |name: &str| {
        format!(
            "session {name} step {name}b {{ BEGIN IMMEDIATE; }} step {name}u {{ UPDATE t SET n = n + 1; }} step {name}c {{ COMMIT; }}\n"
        )
    };
    let spec = [
        "setup { CREATE TABLE t (n); INSERT INTO t VALUES (0); }\n",
        &session("a"),
        &session("b"),
    ];
    let permutations: Vec<String> = runs("waits.spec", &spec.concat(), &[])
        .iter()
        .map(|run| {
            assert_eq!(run["tables"], json!({"t": [{"n": 2}]}));
            let names = run["permutation"].as_array().unwrap().iter();
            let waited = |step: &usize| run["steps"][*step]["waited"] == true;
            let waits: Vec<_> = (0..6).filter(waited).collect();
            let names: Vec<_> = names.map(|name| name.as_str().unwrap()).collect();
            format!("{} {waits:?}", names.join(" "))
        })
        .collect();
    assert_eq!(
        permutations,
        [
            "ab au ac bb bu bc []",
            "ab au bb ac bu bc [2]",
            "ab bb au ac bu bc [1]",
            "bb ab bu bc au ac [1]",
            "bb bu ab bc au ac [2]",
            "bb bu bc ab au ac []",
        ]
    );
    // Without waiting all 20 orders are possible.
    assert_eq!(
        runs("waits.spec", &spec.concat(), &["--busy-timeout", "0"]).len(),
        20
    );
}

#[test]
fn refusals_have_extended_codes() {
    let snapshot = format!("{COUNTER}\npermutation ab ar bw aw ac");
    let [run] = &runs("snapshot.spec", &snapshot, &["--journal", "wal"])[..] else {
        panic!("one permutation")
    };
    assert_eq!(
        run["steps"][3],
        json!({"session": "a", "step": "aw", "status": "error",
               "code": "SQLITE_BUSY_SNAPSHOT", "message": "database is locked"})
    );
    // The reader keeps the writer waiting; the writer's own next step finds it still waiting, so that its
    // busy timeout passes, and the transaction stays open.
    let timeout = format!("{COUNTER}\npermutation ab ar bb bw bc bc ac bc");
    let [run] = &runs("timeout.spec", &timeout, &[])[..] else {
        panic!("one permutation")
    };
    let ends: Vec<String> = (0..8)
        .map(|step| {
            let step = &run["steps"][step];
            let code = step["code"].as_str().unwrap_or("-");
            format!(
                "{} {code} {}",
                step["status"].as_str().unwrap(),
                step["waited"]
            )
        })
        .collect();
    assert_eq!(
        ends,
        [
            "done - null",
            "rows - null",
            "done - null",
            "done - null",
            "error SQLITE_BUSY true",
            "done - true",
            "done - null",
            "error SQLITE_ERROR null"
        ]
    );
    assert_eq!(run["tables"], json!({"t": [{"id": 1, "n": 10}]}));
}

#[test]
fn values_keep_their_types() {
    let spec = "session s
step a { SELECT 9007199254740993, -0.5, 1e300, 'tä\"xt', NULL, x'00ff', 9e999; }
step b { CREATE TABLE t (k INTEGER PRIMARY KEY, b); INSERT INTO t VALUES (1, x'0a'), (2, 2.0) RETURNING k; }
step c { INSERT INTO t VALUES (1, 0); }
step d { INSERT INTO t VALUES (3, 0); SELECT nope; INSERT INTO t VALUES (4, 0); }
step e { CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET b = 7 WHERE k = 2; DELETE FROM t WHERE k = 3; END; INSERT INTO t VALUES (5, ';'); }
step f { }
step g { CREATE TABLE c (t_id REFERENCES t (k)); INSERT INTO c VALUES (77); }
step h { SELECT 1; UPDATE t SET b = b WHERE k = 1; SELECT 2, 3 WHERE 0; SELECT 'x', 'y'; BEGIN; }
";
    let [run] = &runs("values.spec", spec, &[])[..] else {
        panic!("one session")
    };
    let step = |index: usize| &run["steps"][index];
    assert_eq!(
        step(0)["rows"],
        json!([[9007199254740993_i64, -0.5, 1e300, "tä\"xt", null, {"blob": "00FF"}, "inf"]])
    );
    assert_eq!(
        (&step(1)["rows"], &step(1)["changes"], &step(1)["status"]),
        (&json!([[1], [2]]), &json!(2), &json!("rows"))
    );
    assert_eq!(step(2)["code"], "SQLITE_CONSTRAINT_PRIMARYKEY");
    assert_eq!(step(2)["message"], "UNIQUE constraint failed: t.k");
    assert_eq!(
        (&step(3)["code"], &step(3)["rows"]),
        (&json!("SQLITE_ERROR"), &Json::Null)
    );
    assert_eq!(
        (&step(4)["status"], &step(4)["changes"]),
        (&json!("done"), &json!(1))
    );
    assert_eq!(
        (&step(5)["status"], &step(5)["changes"]),
        (&json!("done"), &json!(0))
    );
    assert_eq!(step(6)["code"], "SQLITE_CONSTRAINT_FOREIGNKEY");
    assert_eq!(
        (&step(7)["rows"], &step(7)["changes"]),
        (&json!([[1], ["x", "y"]]), &json!(1))
    );
    assert_eq!(
        run["tables"],
        json!({"c": [], "t": [{"k": 1, "b": {"blob": "0A"}}, {"k": 2, "b": 7}, {"k": 5, "b": ";"}]})
    );
}

#[test]
fn open_work_rolls_back_and_session_teardowns_count() {
    let spec = |teardown: &str| {
        format!(
            "setup {{ CREATE TABLE t (a); }} teardown {{ DROP TABLE t; }}
session s setup {{ BEGIN; }} step a {{ INSERT INTO t VALUES (1); }} {teardown}"
        )
    };
    let dropped = runs("dropped.spec", &spec(""), &[]);
    assert_eq!(dropped[0]["tables"], json!({"t": []}));
    let kept = runs("kept.spec", &spec("teardown { COMMIT; }"), &[]);
    assert_eq!(kept[0]["tables"], json!({"t": [{"a": 1}]}));
    let (_, report) = check("kept.spec", &spec("teardown { COMMIT; }"), &[]);
    assert_eq!(report["outcomes"][0]["tables"], json!({"t": [{"a": 1}]}));
}

#[test]
fn check_explores_sessions_as_tasks() {
    let (status, report) = check("check.spec", COUNTER, &["--busy-timeout", "0"]);
    assert_eq!(status, 0, "SQLite is serializable");
    assert_eq!(report["tasks"], json!(["a", "b"]));
    assert_eq!(report["interleavings"], "70");
    assert_eq!(report["complete"], true);
    let outcomes = report["outcomes"].as_array().unwrap();
    // The same outcomes, as often, as running each permutation gives.
    let mut counted = std::collections::BTreeMap::new();
    for run in runs("check-runs.spec", COUNTER, &["--busy-timeout", "0"]) {
        let steps = run["steps"].as_array().unwrap();
        let of = |session: &str| -> Json {
            let steps = steps.iter().filter(|step| step["session"] == session);
            steps
                .map(|step| match &step["code"] {
                    Json::Null => step.get("rows").cloned().unwrap_or_else(|| json!([])),
                    code => code.clone(),
                })
                .collect()
        };
        let key = json!([run["tables"], of("a"), of("b")]).to_string();
        *counted.entry(key).or_insert(0) += 1;
    }
    assert_eq!(outcomes.len(), counted.len());
    for outcome in outcomes {
        let (a, b) = (&outcome["tasks"]["a"], &outcome["tasks"]["b"]);
        assert_eq!(a["status"], "returned");
        let value: Json = serde_json::from_str(a["value"].as_str().unwrap()).unwrap();
        assert_eq!(value, a["steps"]);
        let key = json!([outcome["tables"], a["steps"], b["steps"]]).to_string();
        assert_eq!(outcome["interleavings"], counted[&key].to_string());
    }
    assert!(
        outcomes
            .iter()
            .any(|outcome| outcome["verdict"] == "aborted")
    );

    let lost = "
setup { CREATE TABLE t (n); INSERT INTO t VALUES (0); CREATE TABLE seen (s, n); }
session a step a1 { INSERT INTO seen SELECT 'a', n FROM t; }
step a2 { UPDATE t SET n = (SELECT n + 1 FROM seen WHERE s = 'a'); }
session b step b1 { INSERT INTO seen SELECT 'b', n FROM t; }
step b2 { UPDATE t SET n = (SELECT n + 1 FROM seen WHERE s = 'b'); }";
    let (status, report) = check("lost.spec", lost, &[]);
    assert_eq!((status, &report["interleavings"]), (1, &json!("6")));
    let verdicts = report["outcomes"].as_array().unwrap().iter();
    let bad = verdicts.filter(|outcome| outcome["verdict"] == "anomaly");
    assert!(bad.count() > 0);
}

#[test]
fn all_statements_of_a_step_count_for_the_name_of_an_anomaly() {
    // Each session reads the row in its first step and writes it in its second one.
    let spec = |read: &str, write: &str| {
        let session = |name: &str, n: u32| {
            let write = write.replace("NEW", &n.to_string());
            format!("session {name} step {name}1 {{ {read} }} step {name}2 {{ {write} }}")
        };
        format!(
            "setup {{ CREATE TABLE t (id INTEGER PRIMARY KEY, n); INSERT INTO t VALUES (1, 0), (2, 0); }}
{}
{}",
            session("a", 1),
            session("b", 2)
        )
    };
    let anomalies = |name: &str, spec: &str| -> Vec<Json> {
        let (status, report) = check(name, spec, &[]);
        assert_eq!(status, 1, "{report}");
        let outcomes = report["outcomes"].as_array().unwrap().iter();
        let bad = outcomes.filter(|outcome| outcome["verdict"] == "anomaly");
        bad.map(|outcome| {
            json!([
                outcome["anomalies"],
                outcome["explanation"],
                outcome["witness"]
            ])
        })
        .collect()
    };
    let (read, write) = (
        "SELECT n FROM t WHERE id = 1;",
        "UPDATE t SET n = NEW WHERE id = 1;",
    );
    let expected = anomalies("single.spec", &spec(read, write));
    assert_eq!(expected.len(), 2);
    for anomaly in &expected {
        assert_eq!(anomaly[0], json!(["lost update"]));
    }
    assert_eq!(
        expected[0][1],
        "a read n 0 of t row 1 at step 1, b committed 2 at step 3, a wrote 1 over it at step 4: a's change is lost."
            .replace("a's", "b's")
    );
    let elsewhere = "SELECT n FROM t WHERE id = 2;";
    for (name, read, write) in [
        (
            "read-first.spec",
            &*format!("{read} {elsewhere} SELECT 1;"),
            write,
        ),
        (
            "write-first.spec",
            read,
            &*format!("{write} UPDATE t SET n = 0 WHERE id = 2; {elsewhere}"),
        ),
        (
            "in-the-middle.spec",
            &*format!("BEGIN; {elsewhere} {read} COMMIT;"),
            &*format!("BEGIN; {write} {elsewhere} COMMIT; BEGIN; ROLLBACK;"),
        ),
        // What comes before a statement that fails has been done.
        (
            "then-failed.spec",
            read,
            &*format!("{write} INSERT INTO t VALUES (2, 0);"),
        ),
    ] {
        assert_eq!(anomalies(name, &spec(read, write)), expected, "{name}");
    }
}

#[test]
fn a_schedule_of_sessions_is_traced() {
    let path = file("trace.spec", COUNTER);
    let schedule = "a,b,a,b,a,b,a,b";
    let run = ["run", &path, "--schedule", schedule, "--format", "json"];
    let (status, out, err) = lockstep(&run);
    assert_eq!((status, &*err), (0, ""));
    let trace: Json = serde_json::from_str(&out).unwrap();
    assert_eq!(
        trace["steps"][4]["statement"]["sql"],
        "UPDATE t SET n = n + 1"
    );
    assert_eq!(trace["steps"][4]["line"], 6);
    assert_eq!(trace["steps"][5]["error"]["code"], "SQLITE_BUSY");
    assert_eq!(
        trace["steps"][6]["status"], "blocked",
        "COMMIT waits for the reader"
    );
    assert_eq!(trace["steps"][6]["waits_for"], json!(["b"]));
    assert!(trace.get("outcome").is_none());
}

#[test]
fn problems_have_a_place() {
    let problem = |name: &str, content: &str, flags: &[&str]| {
        let path = file(name, content);
        let mut told = Vec::new();
        for command in ["check", "run"] {
            let (status, out, err) = lockstep(&[&[command, &path], flags].concat());
            assert_eq!((status, &*out), (2, ""), "{err}");
            told.push(err.strip_prefix(&path).unwrap().trim_end().to_owned());
        }
        assert_eq!(told[0], told[1]);
        told.remove(0)
    };
    assert_eq!(
        problem("syntax.spec", "session s\nstep a SELECT", &[]),
        ": line 2, column 8: Expected the SQL of the step in braces, found the name \"SELECT\"."
    );
    let setup =
        "setup { CREATE TABLE t (a); }\nsetup { INSERT INTO u VALUES (1); }\nsession s step a { }";
    assert_eq!(
        problem("setup.spec", setup, &[]),
        ": line 2: The setup failed with OperationalError: no such table: u"
    );
    let session = "session s\n  setup { COMMIT; } step a { }";
    assert_eq!(
        problem("session.spec", session, &[]),
        ": line 2, column 9: The setup of session s failed: OperationalError: cannot commit - no transaction is active"
    );
    let large = "setup { CREATE TABLE t (a); }\nsession s\nstep a { WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 90000) SELECT i FROM n; }";
    assert_eq!(
        problem("large.spec", large, &["--format", "json"]),
        ": line 3: Task s: The results of this session are larger than 1000 KB. Ask for fewer rows, or for shorter ones."
    );
    let one = "session s step a { }";
    assert!(problem("strategy.spec", one, &["--strategy", "atomic"]).contains("wraps Python"));
    assert!(problem("copies.spec", one, &["--copies", "s=2"]).contains("runs once"));
    let (status, _, err) = lockstep(&["run", "x/transfer"]);
    assert_eq!(status, 2);
    assert!(err.contains("--schedule"), "{err}");
}

#[test]
fn too_many_permutations_end_at_the_budget() {
    let path = file("many.spec", COUNTER);
    let (status, out, err) =
        lockstep(&["run", &path, "--max-permutations", "3", "--format", "json"]);
    assert_eq!((status, out.lines().count()), (3, 3));
    assert!(err.contains("more permutations than 3"), "{err}");
}
