//! Opening a scenario from the visitor's own disk.

use lockstep_scenario::{Language, Scenario};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Longer ones are not read: no scenario is.
const LIMIT: f64 = 4_000_000.0;

#[derive(PartialEq, Properties)]
pub struct OpenFileProps {
    /// A file was read.
    pub on_open: Callback<Scenario>,
}

/// The button.
#[function_component]
pub fn OpenFile(props: &OpenFileProps) -> Html {
    let failed = use_state(|| None::<&str>);
    let onchange = {
        let (on_open, failed) = (props.on_open.clone(), failed.clone());
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.get(0)) else {
                return;
            };
            if file.size() > LIMIT {
                failed.set(Some("This file is too large for a scenario."));
                return;
            }
            let (on_open, failed) = (on_open.clone(), failed.clone());
            spawn_local(async move {
                match JsFuture::from(file.text()).await {
                    Ok(text) => {
                        on_open.emit(scenario(&file.name(), text.as_string().unwrap_or_default()))
                    }
                    Err(_) => failed.set(Some("This file could not be read.")),
                }
            });
        }
    };
    html! {
        <>
            <label class="button open-file">
                { "Open a file" }
                <input type="file" class="sr" accept=".py,.spec,text/x-python,text/plain" {onchange} />
            </label>
            if let Some(why) = *failed {
                <span class="warn" role="alert">{ why }</span>
            }
        </>
    }
}

/// A file as a scenario: named after the file, and written in what its ending says.
fn scenario(name: &str, source: String) -> Scenario {
    let (title, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut scenario = Scenario::python(title.replace('_', " "), source);
    if ending == "spec" {
        scenario.language = Language::Spec;
    }
    scenario
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_itself() {
        let python = scenario("two_seats.py", "pass".to_owned());
        assert_eq!(
            (&python.title[..], python.language),
            ("two seats", Language::Python)
        );
        let sql = scenario("g2.item.spec", String::new());
        assert_eq!((&sql.title[..], sql.language), ("g2.item", Language::Spec));
    }
}
