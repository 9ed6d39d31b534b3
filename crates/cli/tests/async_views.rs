//! Asynchronous views, the clients that call them, and `Local`: what the functions of `async_views/views.py`
//! give is in `async_views/django.txt`, as Django 5.2.19 with asgiref 3.13.0 gave it.

mod common;

use common::lockstep;
use serde_json::Value as Json;

/// What a task `a` that returns `value` comes to in a file.
fn end(source: &str, value: &str) -> Json {
    let source = format!("{source}\n\ndef task_a():\n    return {value}\n");
    let (_, out, err) = lockstep(&["check", "-", "--format", "json"], &source);
    let report: Json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"));
    let outcomes = report["outcomes"].as_array().unwrap();
    assert_eq!(outcomes.len(), 1, "{report:#}");
    outcomes[0]["tasks"]["a"].clone()
}

/// The blocks of the recorded text: a name, then a line for each thing that was told.
fn recorded() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut blocks: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in include_str!("async_views/django.txt").lines() {
        match line.strip_prefix("    ") {
            None => blocks.push((line, Vec::new())),
            Some(told) => blocks.last_mut().unwrap().1.push(told),
        }
    }
    blocks
}

#[test]
fn views_clients_and_locals_do_what_they_do_in_django() {
    let source = include_str!("async_views/views.py");
    let blocks = recorded();
    assert_eq!(blocks.len(), 4);
    for (name, told) in blocks {
        let call = match name {
            "awaited" | "locals" => format!("asyncio.run({name}())"),
            _ => format!("{name}()"),
        };
        let lines = format!("'\\n'.join(repr(told) for told in {call}).encode().hex()");
        let end = end(source, &lines);
        let hex = end["value"].as_str().unwrap_or_else(|| panic!("{end:#}"));
        let bytes: Vec<u8> = hex
            .trim_matches('\'')
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        assert_eq!(String::from_utf8(bytes).unwrap(), told.join("\n"), "{name}");
    }
}

#[test]
fn an_asynchronous_view_has_no_atomic_request() {
    let source = "
from django.http import HttpResponse
from django.test import Client
from django.urls import path
ATOMIC_REQUESTS = True
async def view(request):
    return HttpResponse('ok')
urlpatterns = [path('', view)]
";
    let end = end(source, "Client().get('/')");
    assert_eq!(end["type"], "RuntimeError", "{end}");
    assert_eq!(
        end["message"],
        "You cannot use ATOMIC_REQUESTS with async views."
    );
}
