//! A member, as the rules see one.

use super::email;
use super::language::Language;
use crate::messages::mail::{Mail, MailContent, Recipient};
use crate::people::organizations;
use crate::platform::context::Context;
use crate::platform::crypto::keys::Purpose;
use crate::platform::db::keys::{MemberKey, MemberRef, OrganizationRef, RuleKey};
use crate::platform::origin::Origin;
use crate::protection::demand::MemberRules;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::me::Locale;
use shared_types::members::{MemberStatus, Role};
use shared_types::organizations::ShortName;
use shared_types::recovery::RecoveryHold;
use zeroize::Zeroizing;

/// A person in an organization, with the organization's name.
#[derive(Clone, Debug)]
pub struct Member {
    /// The member's row.
    pub key: MemberKey,
    /// The member.
    pub id: MemberId,
    /// The member's organization.
    pub organization: OrganizationRef,
    /// The organization's name.
    pub organization_name: String,
    /// The organization's short name, by which its members sign in.
    pub organization_short_name: ShortName,
    /// Whether the organization is the installation's first one, which need not be named.
    pub is_in_first_organization: bool,
    /// What the organization is for, with what is a test organization's own.
    pub kind: organizations::Kind,
    /// The row of the rules that apply to the member.
    pub rule: RuleKey,
    /// The rules that apply to the member.
    pub rules: MemberRules,
    /// Grows with every change of what the API shows of the member.
    pub version: i64,
    /// The address as it was typed.
    pub email: String,
    /// The form of the address that is unique in the organization.
    pub email_normal: String,
    /// The person's name.
    pub display_name: String,
    /// What the member may do.
    pub role: Role,
    /// Whether the member can sign in.
    pub status: MemberStatus,
    /// The language and the time zone of mails.
    pub language: Language,
    /// Credentials of another epoch are dead.
    pub epoch: i64,
    /// The id of the member's entry in the directory of the organization; `None` where the password is kept here.
    pub directory_id: Option<String>,
    /// Whether the address was proven: by a code, or because the one who gave it answers for it. One that a directory
    /// has is not, before a code that was mailed there is typed.
    pub is_email_verified: bool,
    /// The last hold of recovery by e-mail, whether it runs or not.
    pub(super) hold: Option<RecoveryHold>,
}

/// A member whom a password can sign in, with what is kept of the password.
#[derive(Clone, Debug)]
pub struct PasswordHolder {
    /// The member.
    pub member: Member,
    pub(super) sealed: Option<Vec<u8>>,
}

/// A member to be.
#[derive(Clone, Debug)]
pub struct NewMember<'a> {
    /// The member.
    pub id: MemberId,
    /// The organization.
    pub organization: OrganizationRef,
    /// The address.
    pub email: &'a email::EmailAddress,
    /// The person's name.
    pub display_name: &'a str,
    /// What the member may do.
    pub role: Role,
    /// What proves the member at first.
    pub proof: FirstProof<'a>,
}

/// What proves a member who is made.
#[derive(Clone, Debug)]
pub enum FirstProof<'a> {
    /// An invitation: nothing yet.
    Invitation,
    /// A password, sealed by [`seal_password`].
    Password(Vec<u8>),
    /// The directory of the organization, in which the entry of the member has this id.
    Directory(&'a str),
}

impl Member {
    /// The member's row and id.
    pub const fn reference(&self) -> MemberRef {
        MemberRef {
            key: self.key,
            id: self.id,
        }
    }

    /// The address as only its owner recognises it.
    pub fn email_masked(&self) -> String {
        email::mask_email(&self.email)
    }

    /// A mail to the stored address of this member, never to one that a request named (M-04).
    pub fn mail(&self, content: MailContent) -> Mail {
        self.mail_to(self.email.clone(), content)
    }

    /// The same for what somebody asked for in a browser and reads beside it: in that browser's language,
    /// unless the member chose another.
    pub fn mail_beside(&self, origin: &Origin, content: MailContent) -> Mail {
        Mail {
            locale: self.language_beside(origin),
            ..self.mail(content)
        }
    }

    /// The language of what is read beside the browser of a request.
    pub fn language_beside(&self, origin: &Origin) -> Locale {
        self.language.for_browser(origin.locale)
    }

    /// The mail to an address that the member, proven anew, wants to have, or that an administrator
    /// set: the exceptions.
    pub fn mail_to_new_address(&self, address: &email::EmailAddress, content: MailContent) -> Mail {
        self.mail_to(address.as_typed().to_owned(), content)
    }

    fn mail_to(&self, address: String, content: MailContent) -> Mail {
        Mail {
            to: Recipient {
                organization_id: self.organization.id,
                member_id: self.id,
                address,
                display_name: self.display_name.clone(),
            },
            locale: self.language.remembered(),
            time_zone: self.language.time_zone(),
            organization: self.organization_name.clone(),
            sign_in_path: organizations::sign_in_path(
                &self.organization_short_name,
                self.is_in_first_organization,
            ),
            is_test: self.kind.word().is_test(),
            content,
        }
    }

    /// Words that guessers try first at this member's password.
    pub fn own_words(&self) -> [&str; 3] {
        [&self.email, &self.display_name, &self.organization_name]
    }
}

impl PasswordHolder {
    /// The hash of the password; `None` where there is none, or it does not open.
    pub fn password_hash(&self, context: &Context) -> Option<Zeroizing<String>> {
        let sealed = self.sealed.as_deref()?;
        let bound_to = bound_to(self.member.organization.id, self.member.id);
        let bound_to: Vec<&str> = bound_to.iter().map(String::as_str).collect();
        let plain = context.keys.open(Purpose::Password, &bound_to, sealed);
        if plain.is_err() {
            tracing::error!(member = %self.member.id, "a password hash does not open");
        }
        String::from_utf8(plain.ok()?.to_vec())
            .ok()
            .map(Zeroizing::new)
    }
}

/// A password hash, sealed for this member's row.
pub fn seal_password(
    context: &Context,
    organization: OrganizationId,
    member: MemberId,
    phc: &str,
) -> Vec<u8> {
    let bound_to = bound_to(organization, member);
    let bound_to: Vec<&str> = bound_to.iter().map(String::as_str).collect();
    context
        .keys
        .seal(Purpose::Password, &bound_to, phc.as_bytes())
}

fn bound_to(organization: OrganizationId, member: MemberId) -> [String; 2] {
    [organization.to_string(), member.to_string()]
}

/// The lower-cased name, for order and search.
pub(super) fn sort_name(display_name: &str) -> String {
    display_name.to_lowercase()
}
