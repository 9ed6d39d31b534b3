//! The bare statements as threads of `shuttle`, which goes through all schedules depth first.

use crate::bare::{Counts, Tasks};
use crate::cases::Case;
use shuttle::scheduler::{DfsScheduler, Schedule, Scheduler, Task, TaskId};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Shuttle's own search, spared what is no choice of ours: the main thread, which starts the others
/// and waits for them, goes on whenever it can, and so does a thread after its last statement.
struct OnlyStatements {
    search: DfsScheduler,
    ending: Arc<AtomicBool>,
}

impl Scheduler for OnlyStatements {
    fn new_execution(&mut self) -> Option<Schedule> {
        self.search.new_execution()
    }

    fn next_task(
        &mut self,
        runnable: &[&Task],
        current: Option<TaskId>,
        is_yielding: bool,
    ) -> Option<TaskId> {
        let can_run = |wanted: &TaskId| runnable.iter().any(|task| task.id() == *wanted);
        let main = Some(TaskId::from(0)).filter(can_run);
        let ending = self.ending.swap(false, Ordering::Relaxed);
        let forced = main.or(current.filter(|_| ending).filter(can_run));
        if forced.is_some() {
            return forced;
        }
        self.search.next_task(runnable, current, is_yielding)
    }

    fn next_u64(&mut self) -> u64 {
        self.search.next_u64()
    }
}

/// Runs all schedules.
pub fn run(case: Case, folder: &Path) -> rusqlite::Result<Counts> {
    let tasks = Arc::new(Mutex::new(Tasks::new(case, folder)?));
    let counts = Arc::new(Mutex::new(Counts::new()));
    let ending = Arc::new(AtomicBool::new(false));
    let search = OnlyStatements {
        search: DfsScheduler::new(None, false),
        ending: ending.clone(),
    };
    let found = counts.clone();
    let runner = shuttle::Runner::new(search, shuttle::Config::default());
    runner.run(move || {
        // No other thread runs while one of these locks is held.
        tasks.lock().unwrap().reset().unwrap();
        let threads: Vec<_> = (0..case.tasks)
            .map(|task| {
                let (tasks, ending) = (tasks.clone(), ending.clone());
                shuttle::thread::spawn(move || {
                    loop {
                        let mut tasks = tasks.lock().unwrap();
                        tasks.step(task).unwrap();
                        if tasks.is_over(task) {
                            break;
                        }
                        drop(tasks);
                        shuttle::thread::yield_now();
                    }
                    ending.store(true, Ordering::Relaxed);
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        let outcome = tasks.lock().unwrap().outcome().unwrap();
        *found.lock().unwrap().entry(outcome).or_default() += 1;
    });
    let counts = counts.lock().unwrap().clone();
    Ok(counts)
}
