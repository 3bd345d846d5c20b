//! Random walks of an owner, a thief of the password and a thief of the mailbox, with a clock that
//! moves: the server must answer as the reference says, and P1 to P8 hold after every operation.
//! A walk that fails is printed, made as short as proptest can.

mod flow_steps;
mod operations;
mod people;
mod properties;
mod state;
mod walk;
mod world;

use crate::support::Phone;
use actix_web::rt::System;
use operations::{Operation, day};
use proptest::test_runner::{Config, TestError, TestRunner};
use walk::Walk;
use world::World;

const WALKS: u32 = 100;

/// P1 to P8, S-02, T-01, T-05, T-14, L-01, L-04, E-03, E-05, E-06, D-01, D-02, D-03, D-09, S-08,
/// S-10, S-11: a member who has a phone.
#[test]
fn walks_of_a_member_with_a_phone() {
    walks(true);
}

/// P1 to P8, S-02, D-02, D-06, D-13, S-10, S-15: a member who never had one.
#[test]
fn walks_of_a_member_without_a_phone() {
    walks(false);
}

fn walks(has_phone: bool) {
    let system = System::new();
    let world = system.block_on(async { World::start() });
    let mut runner = TestRunner::new(Config {
        cases: WALKS,
        failure_persistence: None,
        max_shrink_iters: 100,
        ..Config::default()
    });
    let walked = runner.run(&(day(), proptest::bool::ANY), |(day, is_required)| {
        system.block_on(walk(&world, has_phone, is_required, &day));
        Ok(())
    });
    match walked {
        Ok(()) => {}
        Err(TestError::Fail(why, walk)) => panic!("{why}\nafter {walk:?}"),
        Err(other) => panic!("{other}"),
    }
}

async fn walk(world: &World, has_phone: bool, is_required: bool, day: &[Operation]) {
    let secret = twostep::crypto::totp::generate_secret();
    let phone = has_phone.then(|| Phone::of(&*secret));
    let mut walk = Walk::start(world, phone, is_required).await;
    for operation in day {
        walk.perform(operation).await;
    }
    walk.the_dead_stay_dead().await;
    walk.the_owner_gets_in().await;
}
