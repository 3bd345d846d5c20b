//! One entry of an import: whether its member gets it, decided under the member's lock. Each is a change of its own,
//! for members and counts are locked for one member at a time (`members/store_counted`).

use super::refusals::ImportDevicesError;
use super::whom::NamedBy;
use crate::messages::mail::{ImportNotice, Notice};
use crate::people::devices::{self, ImportedSecret};
use crate::people::members::{self, Member, Named};
use crate::people::sessions::{self, LostRight};
use crate::platform::context::Context;
use crate::platform::crypto::totp::TotpSecret;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::protection::access::{Authorized, DevicesImport};
use crate::protection::hold::MailboxAct;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::device_import::ImportRefusal;
use shared_types::limits::TOTP_SECRET_BYTES_STRONG;
use shared_types::members::{MemberStatus, Role};
use shared_types::time::Time;

/// An import: who, how, and until when its entries are good enough.
#[derive(Clone)]
pub(super) struct Import {
    pub(super) context: Context,
    pub(super) caller: Authorized<DevicesImport>,
    pub(super) importer: Member,
    pub(super) dry_run: bool,
    pub(super) replace_by: Time,
    /// When its own time is over.
    pub(super) until: Time,
}

impl Import {
    /// The member of the organization whom an entry names.
    pub(super) async fn find(&self, named: Option<&Named>) -> Result<Option<Member>, DbError> {
        let Some(named) = named.cloned() else {
            return Ok(None);
        };
        let organization = self.caller.organization.key;
        let short_name = self.importer.organization_short_name.clone();
        let read =
            move |connection: &mut DbConnection| named.find(connection, organization, &short_name);
        self.context.db.read(read).await
    }
}

/// Gives the member the entry, or says why not; of a dry run only that.
pub(super) async fn decide(
    import: &Import,
    member: &Member,
    named_by: NamedBy,
    secret: TotpSecret,
) -> Result<Option<ImportRefusal>, ImportDevicesError> {
    let own = import.clone();
    let member = member.clone();
    if import.dry_run {
        let read = move |connection: &mut DbConnection| own.refusal(connection, &member, named_by);
        return Ok(import.context.db.read(read).await?);
    }
    let found = Found { member, named_by };
    let write = move |connection: &mut DbConnection| own.import_locked(connection, &found, &secret);
    Ok(import.context.db.write(write).await??)
}

/// The member of a row, as read before the lock.
struct Found {
    member: Member,
    named_by: NamedBy,
}

impl Import {
    /// Why this member gets no entry.
    fn refusal(
        &self,
        connection: &mut DbConnection,
        member: &Member,
        named_by: NamedBy,
    ) -> DbResult<Option<ImportRefusal>> {
        // Who could would step past the proof of the own mailbox.
        if member.id == self.importer.id {
            return Ok(Some(ImportRefusal::OwnEntry));
        }
        if member.status == MemberStatus::Disabled {
            return Ok(Some(ImportRefusal::MemberDisabled));
        }
        // The export of a phone says what its owner wrote there: an agent must not become an administrator's device.
        if member.role > Role::Agent && named_by == NamedBy::Label {
            return Ok(Some(ImportRefusal::NotByLabel));
        }
        if member
            .hold_on(MailboxAct::SetUpDevice, self.context.clock.now())
            .is_some()
        {
            return Ok(Some(ImportRefusal::Held));
        }
        let devices = devices::find_devices(connection, member.reference())?;
        Ok((!devices.is_empty()).then_some(ImportRefusal::HasDevice))
    }

    fn import_locked(
        &self,
        connection: &mut DbConnection,
        found: &Found,
        secret: &TotpSecret,
    ) -> DbResult<Result<Option<ImportRefusal>, LostRight>> {
        let now = self.context.clock.now();
        let member = members::find_for_change(connection, found.member.key)?;
        let caller = match sessions::recheck_right(connection, &self.caller, now)? {
            Ok(caller) => caller,
            Err(lost) => return Ok(Err(lost)),
        };
        // Another address is another person's, as far as the entry says.
        let Some(member) = member.filter(|member| member.email_normal == found.member.email_normal)
        else {
            return Ok(Ok(Some(ImportRefusal::UnknownMember)));
        };
        if let Some(refusal) = self.refusal(connection, &member, found.named_by)? {
            return Ok(Ok(Some(refusal)));
        }
        let imported = ImportedSecret {
            secret: secret.clone(),
            replace_by: self.replace_by,
        };
        let keys = &self.context.keys;
        let device = members::import_device(connection, keys, &member, &imported, now)?;
        let Some(device) = device else {
            return Ok(Ok(Some(ImportRefusal::HasDevice)));
        };
        // Sessions that began with the password alone end, as when a member sets up a device.
        members::bump_epoch(connection, member.key)?;
        let event = caller.event(Action::DeviceImported).about(member.id);
        let details = json!({
            "device": device,
            "replace_by": self.replace_by,
            "is_weak": secret.len() < TOTP_SECRET_BYTES_STRONG,
        });
        caller.record(connection, now, &event.details(details))?;
        let notice = Notice::Import(ImportNotice::Imported {
            by: self.importer.display_name.clone(),
            replace_by: self.replace_by,
        });
        members::notify(connection, &self.context, &member, &caller.origin, notice)?;
        Ok(Ok(None))
    }
}
