//! A program that ends with the test, however the test ends.

use crate::wait::PATIENCE;
use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::mpsc;

/// Starts the program and waits for the test to let go of its end of the pipe. That happens
/// even when the test is killed; a browser would otherwise outlive its driver.
const GUARD: &str = r#""$@" & cat >/dev/null; kill -KILL 0"#;

/// A running program with a process group of its own, which ends when this is dropped.
pub struct Guarded {
    child: Child,
    _leash: Option<ChildStdin>,
    lines: mpsc::UnboundedReceiver<String>,
    read: Vec<String>,
}

impl Guarded {
    /// Starts a program; `prepare` adds arguments and environment.
    pub fn start(program: &str, prepare: impl FnOnce(&mut Command)) -> Result<Self> {
        let mut command = Command::new("sh");
        command.args(["-c", GUARD, "guard", program]);
        prepare(&mut command);
        command
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let output = child.stdout.take().context("the program has no output")?;
        let (sender, lines) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut output = BufReader::new(output).lines();
            while let Ok(Some(line)) = output.next_line().await {
                // Nobody listening any more is no reason to stop reading: a full pipe would
                // stop the program.
                sender.send(line).ok();
            }
        });
        Ok(Self {
            _leash: child.stdin.take(),
            child,
            lines,
            read: Vec::new(),
        })
    }

    /// What follows `prefix` in a line of output, which may have come already or may still come.
    pub async fn line_after(&mut self, prefix: &str) -> Result<String> {
        let search = async {
            loop {
                let rest = |line: &String| Some(line.split_once(prefix)?.1.trim().to_owned());
                if let Some(rest) = self.read.iter().find_map(rest) {
                    return Some(rest);
                }
                self.read.push(self.lines.recv().await?);
            }
        };
        tokio::time::timeout(PATIENCE, search)
            .await
            .ok()
            .flatten()
            .with_context(|| format!("the program ended or never said {prefix:?}"))
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        let group = self.child.id().and_then(|id| i32::try_from(id).ok());
        if let Some(group) = group.and_then(Pid::from_raw) {
            // It may have ended by itself.
            kill_process_group(group, Signal::KILL).ok();
        }
    }
}
