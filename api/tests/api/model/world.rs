//! One member in an organization of its own, put straight into the tables: hashing a password for
//! every walk would take longer than the walk.

use super::state::{DAY, Device, Member, Who, at};
use crate::counts::{insert_flow, key_of};
use crate::rows::SignInRow;
use crate::support::{COST, PASSWORD, Phone, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::members::Role;
use shared_types::sessions::Transport;
use shared_types::time::Time;
use twostep::people::members::{self as people, EmailAddress, FirstProof, NewMember};
use twostep::people::organizations::{self, Made};
use twostep::people::{devices, policy};
use twostep::platform::crypto::keys::Purpose;
use twostep::platform::crypto::password::Password;
use twostep::platform::crypto::token::{TokenKind, generate};
use twostep::platform::db::keys::SignInKey;
use twostep::platform::db::schema::{
    audit_events, members, outbox, policy_versions, rules, sign_ins, totp_devices,
};
use twostep::platform::new_id::new_id;
use twostep::platform::origin::Origin;
use twostep::record::audit::{Action, Outcome};
use twostep::second_step::flow::NewFlow;
use uuid::Uuid;

/// The server that all walks of one test share, and the hash of the password.
pub(super) struct World {
    pub(super) app: TestApp,
    phc: String,
}

/// How a member stands when the walk begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Start {
    /// With a phone, after so many wrong codes.
    Phone(i64),
    /// A phone guarded the account once, and was reset.
    LostIt,
    NeverHadOne,
}

/// The ids of one walk.
pub(super) struct Place {
    pub(super) organization: String,
    pub(super) member: String,
    pub(super) email: String,
    /// A session of the administrator that never ends.
    pub(super) admin: String,
}

/// What the tables say about the member.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) epoch: i64,
    /// Secret, status, newest step and wrong codes of every confirmed device.
    pub(super) devices: Vec<(Vec<u8>, String, i64, i64)>,
}

/// Action and outcome of a row of the record.
pub(super) type Row = (String, String);

fn id() -> String {
    new_id(Time::from_micros(0)).to_string()
}

fn uuid_of(id: &str) -> Uuid {
    id.parse().expect("an id")
}

impl World {
    pub(super) fn start() -> Self {
        let password = Password::parse(&PASSWORD.to_owned().into()).ok();
        Self {
            app: TestApp::start(),
            phc: password.expect("a password").hash(COST).to_string(),
        }
    }

    /// A new organization with an administrator and a member, and what the reference knows of it.
    pub(super) async fn settle(&self, start: Start, is_required: bool) -> (Place, Member) {
        // The limits of a network are those of the walk before no more.
        let clock = self.app.clock.clone();
        clock.set(at((clock.now().seconds() / 30 + 120) * 30));
        let (organization, admin) = (id(), id());
        let place = Place {
            member: id(),
            email: format!("{organization}@example.com"),
            admin: self
                .insert_organization(&organization, &admin, is_required)
                .await,
            organization,
        };
        self.insert_member(&place, &place.member, Role::Agent).await;
        let device = match start {
            Start::Phone(failures) => Some(self.insert_device(&place.member, failures).await),
            Start::LostIt | Start::NeverHadOne => None,
        };
        let member = Member {
            epoch: 1,
            is_active: true,
            is_required,
            held_until: -DAY,
            device,
            sent: Vec::new(),
            failed: Vec::new(),
            asked: Vec::new(),
            clock,
        };
        (place, member)
    }

    async fn insert_organization(&self, id: &str, admin: &str, is_required: bool) -> String {
        let now = self.app.clock.now().micros();
        let organization = id.to_owned();
        let two_step = if is_required { "required" } else { "optional" };
        let write = move |c: &mut _| {
            let at = Time::from_micros(now);
            let id = OrganizationId(uuid_of(&organization));
            let own = organizations::create(c, id, &organization, Made::Live, at)?;
            let own = own.organization;
            policy::create_default(c, own.key, at)?;
            diesel::update(rules::table.filter(rules::organization.eq(own.key)))
                .set(rules::two_step.eq(two_step))
                .execute(c)?;
            let plan = json!({ "two_step": two_step }).to_string();
            let version = policy_versions::organization.eq(own.key);
            diesel::update(policy_versions::table.filter(version))
                .set(policy_versions::plan.eq(plan))
                .execute(c)
        };
        self.app.context.db.write(write).await.expect("two rows");
        let place = Place {
            organization: id.to_owned(),
            member: admin.to_owned(),
            email: format!("{admin}@example.com"),
            admin: String::new(),
        };
        self.insert_member(&place, admin, Role::Admin).await;
        // Who requires a device of others has one.
        self.insert_device(admin, 0).await;
        self.insert_endless_session(admin).await
    }

    async fn insert_member(&self, place: &Place, id: &str, role: Role) {
        let now = self.app.clock.now();
        let bound_to = [place.organization.as_str(), id];
        let keys = &self.app.context.keys;
        let sealed = keys.seal(Purpose::Password, &bound_to, self.phc.as_bytes());
        let (id, organization) = (uuid_of(id), uuid_of(&place.organization));
        let email = EmailAddress::parse(&place.email).expect("an address");
        let write = move |c: &mut _| {
            let id_of = OrganizationId(organization);
            let organization = organizations::find(c, id_of)?;
            let new = NewMember {
                id: MemberId(id),
                organization: organization.expect("the organization"),
                email: &email,
                display_name: "Jo",
                role,
                proof: FirstProof::Password(sealed),
            };
            people::create(c, &new, now)
        };
        let made = self.app.context.db.write(write).await.expect("a row");
        assert!(made.is_some());
    }

    async fn insert_device(&self, member: &str, failures: i64) -> Device {
        let now = self.app.clock.now();
        let (context, member) = (self.app.context.clone(), member.to_owned());
        let write = move |c: &mut _| {
            let key = key_of(c, &member)?;
            let owner = people::find(c, key)?.expect("a member");
            let flow = insert_flow(c, owner.key)?;
            let set_up = devices::SetUp {
                sign_in: flow,
                browser: None,
            };
            let pending = devices::prepare_totp(c, &context, owner.reference(), set_up, now)?;
            assert!(!people::confirm_device(c, &owner, &pending, 0, now)?);
            diesel::update(totp_devices::table.filter(totp_devices::id.eq(pending.id.to_string())))
                .set(totp_devices::failures.eq(failures))
                .execute(c)?;
            diesel::delete(sign_ins::table.find(flow)).execute(c)?;
            let secret = pending.open_secret(&context.keys);
            Ok(Phone::of(&secret.expect("it opens")))
        };
        let phone = self.app.context.db.write(write).await.expect("a row");
        Device {
            failures,
            ..Device::new(phone, Who::Owner, 0)
        }
    }

    async fn insert_endless_session(&self, admin: &str) -> String {
        let now = self.app.clock.now();
        let token = generate(TokenKind::Session, now);
        let admin = admin.to_owned();
        let write = move |c: &mut _| {
            let session = SignInRow {
                key: SignInKey::of(token.selector),
                member: key_of(c, &admin)?,
                state: "session",
                verifier: token.verifier.as_bytes(),
                aal: 2,
                replaces_device: false,
                last_used_at: i64::MAX / 2,
                expires_at: i64::MAX / 2,
            };
            session.insert(c)
        };
        self.app.context.db.write(write).await.expect("a row");
        token.secret.expose().to_owned()
    }

    /// The member as it stands in the tables, with the secrets opened.
    pub(super) async fn stored(&self, place: &Place) -> Stored {
        let id = place.member.clone();
        let read = move |c: &mut _| {
            let (key, epoch) = members::table
                .filter(members::id.eq(&id))
                .select((members::key, members::epoch))
                .first::<(i64, i64)>(c)?;
            let confirmed = totp_devices::table
                .filter(totp_devices::key.between(key * 8, key * 8 + 7))
                .select((
                    totp_devices::id,
                    totp_devices::secret,
                    totp_devices::status,
                    totp_devices::last_step,
                    totp_devices::failures,
                ))
                .load::<(String, Vec<u8>, String, i64, i64)>(c)?;
            Ok((epoch, confirmed))
        };
        let (epoch, confirmed) = self.app.context.db.read(read).await.expect("rows");
        let open = |(id, sealed, status, step, failures): (String, Vec<u8>, String, i64, i64)| {
            let keys = &self.app.context.keys;
            let secret = keys.open(Purpose::Totp, &[&place.member, &id], &sealed);
            (secret.expect("a secret").to_vec(), status, step, failures)
        };
        Stored {
            epoch,
            devices: confirmed.into_iter().map(open).collect(),
        }
    }

    /// A flow as `POST /sign-in` opens one; gives its token.
    pub(super) async fn open_flow(&self, place: &Place) -> String {
        let (id, now) = (place.member.clone(), self.app.clock.now());
        let write = move |c: &mut _| {
            let key = key_of(c, &id)?;
            let new = NewFlow {
                member: people::find(c, key)?.expect("the member"),
                transport: Transport::Bearer,
                replaces_device: false,
                has_short_password: false,
                browser: None,
                is_watched: false,
                origin: &Origin::of_address([127, 0, 0, 1].into(), String::new()),
            };
            let opened = twostep::second_step::flow::open(c, new, now)?;
            let (_, token) = opened.expect("a place");
            Ok(token)
        };
        let token = self.app.context.db.write(write).await;
        token.expect("a flow").expose().to_owned()
    }

    /// The newest mail of a kind to the member.
    pub(super) async fn newest_mail(&self, place: &Place, kind: &'static str) -> Value {
        let member = place.member.clone();
        let read = move |c: &mut _| {
            outbox::table
                .filter(outbox::member_id.eq(&member))
                .filter(outbox::kind.eq(kind))
                .order(outbox::id.desc())
                .select((outbox::id, outbox::payload))
                .first::<(String, Vec<u8>)>(c)
        };
        let (id, payload) = self.app.context.db.read(read).await.expect("a mail");
        let bound_to = [id.as_str(), &place.organization, &place.member];
        let keys = &self.app.context.keys;
        let plain = keys.open(Purpose::Mail, &bound_to, &payload);
        serde_json::from_slice(&plain.expect("the payload opens")).expect("JSON")
    }

    /// The rows of the organization's record behind a position, and the new position.
    pub(super) async fn record(&self, place: &Place, after: i64) -> (Vec<Row>, i64) {
        let organization: OrganizationId = place.organization.parse().expect("an id");
        let organization = organization.0.as_bytes().to_vec();
        let read = move |c: &mut _| {
            audit_events::table
                .filter(audit_events::organization.eq(&organization))
                .filter(audit_events::position.gt(after))
                .order(audit_events::position)
                .select((
                    audit_events::position,
                    audit_events::action,
                    audit_events::outcome,
                ))
                .load::<(i64, i16, i16)>(c)
        };
        let rows = self.app.context.db.read(read).await.expect("rows");
        let last = rows.last().map_or(after, |row| row.0);
        let rows = rows.into_iter().map(|(_, action, outcome)| {
            let action = Action::of_number(action).expect("a known action");
            let outcome = Outcome::of_number(outcome).expect("a known outcome");
            (action.as_str().to_owned(), outcome.as_str().to_owned())
        });
        let rows = rows.filter(|(_, outcome): &Row| outcome != "throttled");
        (rows.collect(), last)
    }
}
