// SPDX-License-Identifier: MIT

//! The same as setup.c with rust-landlock.

use landlock::{
    Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, NetPort, PathBeneath, PathFd, Ruleset,
    RulesetAttr, RulesetCreatedAttr, Scope, ABI,
};
use std::{env, error::Error, fs, time::Instant};

/// As in raw.c: all but executing, devices, and ioctl on them.
fn written() -> BitFlags<AccessFs> {
    AccessFs::from_all(ABI::V7)
        & !(AccessFs::Execute | AccessFs::MakeChar | AccessFs::MakeBlock | AccessFs::IoctlDev)
}

fn set_up(rules: &[(u8, &str)]) -> Result<(), Box<dyn Error>> {
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V7))?
        .handle_access(AccessNet::from_all(ABI::V7))?
        .scope(Scope::from_all(ABI::V7))?
        .create()?;
    for (kind, what) in rules {
        ruleset = match kind {
            b'd' => ruleset.add_rule(PathBeneath::new(
                PathFd::new(what)?,
                AccessFs::ReadFile | AccessFs::ReadDir,
            ))?,
            b'f' => ruleset.add_rule(PathBeneath::new(PathFd::new(what)?, AccessFs::ReadFile))?,
            b'w' => ruleset.add_rule(PathBeneath::new(PathFd::new(what)?, written()))?,
            _ => ruleset.add_rule(NetPort::new(what.parse()?, AccessNet::ConnectTcp))?,
        };
    }
    ruleset.restrict_self()?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(env::args().nth(1).ok_or("usage: peer LIST")?)?;
    let rules: Vec<(u8, &str)> = text
        .lines()
        .map(|line| (line.as_bytes()[0], &line[2..]))
        .collect();
    let start = Instant::now();
    set_up(&rules)?;
    println!("setup {}", start.elapsed().as_nanos());
    Ok(())
}
