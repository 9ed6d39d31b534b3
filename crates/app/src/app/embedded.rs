//! The page as a part of another one: a bar instead of the header, nothing kept, and messages to the page around.

use super::{App, Msg, View};
use crate::components::EmbedBar;
use crate::embed::{Embed, Sight, Tell};
use crate::services::page;
use crate::services::page::Resized;
use crate::services::parent::Parent;
use crate::session::Progress;
use crate::shared::Shared;
use lockstep_render::Story;
use lockstep_scenario::{OpenRequest, Place, Problem, Report, Scenario, Trace};
use yew::prelude::*;

/// How the page stands in another one, and what is known of that one.
pub struct Embedded {
    how: Embed,
    parent: Option<Parent>,
    /// What the page around asked for before there was a gallery to find it in.
    wanted: Option<OpenRequest>,
    /// What it was given: reset leads back here.
    opened: Option<Opened>,
    /// Whether the editor was asked for: only then it is loaded.
    pub editing: bool,
    told: Told,
    _resized: Option<Resized>,
}

#[derive(Clone)]
struct Opened {
    scenario: Scenario,
    slug: Option<String>,
    place: Place,
}

/// What was said last: the same is not said twice.
#[derive(Default)]
struct Told {
    report: Option<Shared<Report>>,
    step: Option<(usize, usize)>,
    problem: Option<Problem>,
    picture: Option<Shared<Trace>>,
}

impl Embedded {
    pub fn new(ctx: &Context<App>, how: Embed) -> Embedded {
        let link = ctx.link();
        how.theme.wear();
        let open = link.callback(|open| Msg::Open(Box::new(open)));
        let parent = how.parent.as_ref();
        let parent = parent.and_then(|origin| Parent::new(origin, open));
        let resized = parent.as_ref().and_then(|_| {
            let body = page::document().body()?;
            page::when_resized(&body, link.callback(|()| Msg::Resized))
        });
        Embedded {
            how,
            parent,
            wanted: None,
            opened: None,
            editing: false,
            told: Told::default(),
            _resized: resized,
        }
    }

    /// Says that the page around may ask for something.
    pub fn say_ready(&self) {
        let version = env!("CARGO_PKG_VERSION");
        self.tell(&Tell::Ready { version });
    }

    /// Whether the page around will say what to open.
    pub fn waits_for_parent(&self) -> bool {
        self.parent.is_some()
    }

    /// What of the page is shown.
    pub fn sight(&self) -> Sight {
        self.how.sight
    }

    /// Whether nothing may be changed.
    pub fn readonly(&self) -> bool {
        self.how.readonly
    }

    /// How high the content is.
    pub fn tell_height(&self) {
        self.tell(&Tell::Height {
            height: page::content_height(),
        });
    }

    fn tell(&self, tell: &Tell) {
        if let Some(parent) = &self.parent {
            parent.tell(tell);
        }
    }
}

impl App {
    /// Opens what the page around asks for; later, if the gallery is not there yet.
    #[inline(never)]
    pub(super) fn open_for_parent(&mut self, open: OpenRequest) {
        let scenario = match (&open.scenario, &open.source) {
            (Some(slug), _) => self.built_in(slug.clone()),
            (None, Some(source)) => Ok(Some(Scenario {
                language: open.language,
                ..Scenario::python("", source.clone())
            })),
            (None, None) => return,
        };
        let scenario = scenario.and_then(|found| {
            let Some(mut scenario) = found else {
                return Ok(None);
            };
            open.apply(&mut scenario.settings)?;
            Ok(Some(scenario))
        });
        match scenario {
            Ok(Some(scenario)) => {
                let opened = Opened {
                    scenario,
                    slug: open.scenario.clone(),
                    place: open.place(),
                };
                self.open_again(opened);
            }
            Ok(None) => {
                if let Some(embedded) = &mut self.embedded {
                    embedded.wanted = Some(open);
                }
            }
            Err(why) => {
                if let Some(embedded) = &self.embedded {
                    embedded.tell(&Tell::Error {
                        message: &why,
                        line: None,
                    });
                }
                self.view = View::Bad(why);
            }
        }
    }

    /// The gallery is there.
    pub(super) fn open_what_parent_wanted(&mut self) {
        let wanted = self
            .embedded
            .as_mut()
            .and_then(|embedded| embedded.wanted.take());
        if let Some(open) = wanted {
            self.open_for_parent(open);
        }
    }

    fn open_again(&mut self, opened: Opened) {
        let Place { schedule, at, .. } = opened.place.clone();
        self.open(opened.scenario.clone(), schedule, at);
        self.slug.clone_from(&opened.slug);
        self.view = View::Work;
        if let Some(embedded) = &mut self.embedded {
            embedded.opened = Some(opened);
        }
    }

    /// Remembers what the address named, to come back to it.
    pub(super) fn remember_opened(&mut self, place: Place) {
        let opened = Opened {
            scenario: self.session.scenario.clone(),
            slug: self.slug.clone(),
            place,
        };
        if let Some(embedded) = &mut self.embedded {
            embedded.opened = Some(opened);
        }
    }

    /// Back to what the page around gave.
    pub(super) fn reset(&mut self) {
        let opened = self.embedded.as_mut().and_then(|embedded| {
            embedded.editing = false;
            embedded.opened.clone()
        });
        if let Some(opened) = opened {
            self.open_again(opened);
        }
    }

    /// Says what is new.
    pub(super) fn tell_parent(&mut self) {
        let Some(embedded) = &mut self.embedded else {
            return;
        };
        let Some(parent) = &embedded.parent else {
            return;
        };
        let (session, told) = (&self.session, &mut embedded.told);
        if session.problem != told.problem {
            told.problem.clone_from(&session.problem);
            if let Some(problem) = &session.problem {
                parent.tell(&Tell::Error {
                    message: &problem.message,
                    line: problem.line,
                });
            }
        }
        let Some(shown) = session
            .shown
            .as_ref()
            .filter(|_| session.progress() == Progress::Idle)
        else {
            return;
        };
        if told.report.as_ref() != Some(&shown.report) {
            told.report = Some(shown.report.clone());
            parent.tell(&Tell::result(&shown.report));
        }
        let Some(timeline) = &session.timeline else {
            return;
        };
        let step = (timeline.step, timeline.trace.steps.len());
        if told.step != Some(step) {
            told.step = Some(step);
            let (at, steps) = step;
            parent.tell(&Tell::Step { at, steps });
        }
        if let Some(chosen) = session.chosen()
            && told.picture.as_ref() != Some(&timeline.trace)
        {
            told.picture = Some(timeline.trace.clone());
            let story = Story {
                scenario: &shown.scenario,
                report: &shown.report,
                outcome: &shown.report.outcomes[chosen],
                name: None,
                trace: &timeline.trace,
                link: None,
            };
            parent.tell(&Tell::Static {
                svg: lockstep_render::svg::render(&story),
                text: format!("{} {}", story.headline(), story.outcome.explanation),
            });
        }
    }

    /// What stands after `#` in the address of the same in the whole page.
    #[inline(never)]
    fn fragment_of_work(&self) -> String {
        let place = self.shared_place().unwrap_or_default();
        format!("{}{}", self.scenario_fragment(), place.encode())
    }

    /// What stands instead of the header.
    pub(super) fn view_bar(&self, ctx: &Context<Self>, embedded: &Embedded) -> Html {
        let link = ctx.link();
        let opened = embedded.opened.as_ref();
        let changed = opened.is_some_and(|opened| opened.scenario != self.session.scenario);
        let fragment = if self.whole {
            self.fragment_of_work()
        } else {
            String::new()
        };
        let shows_code = matches!(embedded.sight(), Sight::All | Sight::Code);
        html! {
            <EmbedBar title={self.session.scenario.title.clone()} {fragment}
                can_edit={shows_code && !embedded.readonly() && !embedded.editing}
                can_reset={changed}
                on_edit={link.callback(|()| Msg::Edit)} on_reset={link.callback(|()| Msg::Reset)} />
        }
    }
}
