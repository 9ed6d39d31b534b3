//! Who the tasks are: those that the scenario names, and those that appear during a run.

use crate::processes::Path;
use lockstep_explorer::Task;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// A task, whatever it is doing.
pub struct TaskInfo {
    /// As reports name it: one that appears from another has that one's name, a dot and a number.
    pub name: Rc<str>,
    /// The task that it belongs to: itself if it is one of the start, or was sent as a message.
    pub owner: Task,
    /// Where it lives.
    pub process: usize,
    /// What it is called there.
    pub path: Path,
    /// The thread that begins with it and ends with it, unless it shares one with others.
    pub thread: Option<usize>,
}

/// All tasks met so far, by their number. The ones of the start come first, in the order of the file.
#[derive(Default)]
pub struct Tasks {
    all: Vec<TaskInfo>,
    by_path: FxHashMap<(usize, Path), Task>,
    /// Tasks that are processes of their own, by what their senders call them.
    sent: FxHashMap<(usize, Path), Task>,
    /// By process: the task for which a message has begun it.
    begun: Vec<Option<Task>>,
    /// How many there are at the start.
    first: usize,
}

impl Tasks {
    /// Adds a task of the start.
    pub fn add(&mut self, name: &str, process: usize, path: Path, thread: Option<usize>) {
        let task = self.all.len();
        self.all.push(TaskInfo {
            name: name.into(),
            owner: task,
            process,
            path,
            thread,
        });
        self.by_path.insert((process, path), task);
        self.first = self.all.len();
    }

    /// The task that begins with a message which a process calls `path`: one that lives in a process of
    /// its own, `process` if it has not been met before. `None` if no task has sent the message.
    pub fn send(&mut self, from: (usize, Path), path_name: &str, process: usize) -> Option<Task> {
        if let Some(known) = self.sent.get(&from) {
            return Some(*known);
        }
        let task = self.all.len();
        let name = self.name_of_new(from.0, path_name)?.1;
        self.all.push(TaskInfo {
            name: name.into(),
            owner: task,
            process,
            path: Path::OWN,
            thread: Some(0),
        });
        self.by_path.insert((process, Path::OWN), task);
        self.sent.insert(from, task);
        if self.begun.len() <= process {
            self.begun.resize(process + 1, None);
        }
        self.begun[process] = Some(task);
        Some(task)
    }

    /// The task that a message which a process calls `path` has begun.
    pub fn sent(&self, process: usize, path: Path) -> Option<Task> {
        self.sent.get(&(process, path)).copied()
    }

    /// The task for which a message has begun this process.
    pub fn begun_by_message(&self, process: usize) -> Option<&Rc<str>> {
        let task = self.begun.get(process).copied().flatten()?;
        Some(&self.all[task].name)
    }

    /// How many processes the tasks met so far live in, at most.
    pub fn processes(&self) -> usize {
        self.all
            .iter()
            .map(|task| task.process + 1)
            .max()
            .unwrap_or(0)
    }

    /// The task that is called `path` in a process; a new one if nobody has been called so. Its
    /// name within the process tells from which task it has appeared.
    pub fn meet(&mut self, process: usize, path: Path, path_name: &str) -> Option<Task> {
        if let Some(known) = self.by_path.get(&(process, path)) {
            return Some(*known);
        }
        let (owner, name) = self.name_of_new(process, path_name)?;
        let task = self.all.len();
        self.all.push(TaskInfo {
            name: name.into(),
            owner,
            process,
            path,
            thread: None,
        });
        self.by_path.insert((process, path), task);
        Some(task)
    }

    /// Whose a new task of a process is, and what reports call it.
    fn name_of_new(&self, process: usize, path_name: &str) -> Option<(Task, String)> {
        // Of a process that several tasks share, the path begins with the name of one of them.
        let owner = self.all.iter().enumerate().position(|(number, task)| {
            let shared = path_name.split('.').next() == Some(&task.name);
            let own = task.path == Path::OWN || shared && number < self.first;
            task.process == process && own
        })?;
        Some(match self.all[owner].path {
            Path::OWN => (owner, format!("{}.{path_name}", self.all[owner].name)),
            _ => (owner, path_name.to_owned()),
        })
    }

    /// The task that is called `path` in a process.
    pub fn at(&self, process: usize, path: Path) -> Option<Task> {
        self.by_path.get(&(process, path)).copied()
    }

    /// How many tasks there are at the start.
    pub fn first(&self) -> usize {
        self.first
    }

    /// How many have been met.
    pub fn len(&self) -> usize {
        self.all.len()
    }
}

impl std::ops::Index<Task> for Tasks {
    type Output = TaskInfo;

    fn index(&self, task: Task) -> &TaskInfo {
        &self.all[task]
    }
}
