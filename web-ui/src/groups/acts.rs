//! Renaming and deleting a group: the question, its field and its request.

use super::name::name_flaw;
use super::requests;
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, is_gone, require};
use crate::forms::{FailureAlert, use_submit};
use crate::i18n::{self, Texts};
use crate::reauthentication::with_reauthentication;
use crate::ui::{Confirm, Field, Look};
use shared_types::groups::GroupView;
use yew::prelude::*;

/// What is to be done with a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// To give it another name.
    Rename,
    /// To delete it.
    Delete,
}

impl Act {
    /// The text of its button.
    pub(super) fn label(self, texts: Texts) -> &'static str {
        match self {
            Self::Rename => texts.groups.rename(),
            Self::Delete => texts.groups.delete(),
        }
    }

    /// The name of its button for who does not see the row.
    pub(super) fn spoken(self, texts: Texts, name: &str) -> String {
        match self {
            Self::Rename => texts.groups.rename_label(name),
            Self::Delete => texts.groups.delete_label(name),
        }
    }

    /// The question before it; that of deleting says how many members leave the group.
    fn question(self, texts: Texts, group: &GroupView) -> String {
        match self {
            Self::Rename => texts.groups.rename_question(&group.name),
            Self::Delete => {
                let question = texts.groups.delete_question(&group.name);
                let members = match group.members {
                    0 => texts.groups.nobody_leaves().to_owned(),
                    members => {
                        let shown = i18n::number(texts.locale, members);
                        texts.groups.members_leave(members, &shown)
                    }
                };
                format!("{question} {members}")
            }
        }
    }

    const fn look(self) -> Look {
        match self {
            Self::Rename => Look::Primary,
            Self::Delete => Look::Danger,
        }
    }
}

/// An act on a group that is about to be confirmed.
#[derive(Properties, PartialEq)]
pub(super) struct ActFormProps {
    pub(super) act: Act,
    pub(super) group: GroupView,
    /// Called with what is said when it is done.
    pub(super) ondone: Callback<String>,
    /// Called with what is said when there is no such group any more.
    pub(super) ongone: Callback<String>,
    /// Called when it is canceled.
    pub(super) oncancel: Callback<()>,
}

/// The question, for a new name with its field.
#[component]
pub(super) fn ActForm(props: &ActFormProps) -> Html {
    let texts = use_app().texts();
    let submit = use_submit(CredentialKind::Session);
    let name = use_node_ref();
    let act = props.act;
    let onconfirm = {
        let (group, ondone, name) = (props.group.clone(), props.ondone.clone(), name.clone());
        let ongone = props.ongone.clone();
        submit.on(move |app| {
            let (group, ondone, ongone) = (group.clone(), ondone.clone(), ongone.clone());
            let typed = browser::value(&name);
            Box::pin(async move {
                let said = perform(&app, act, &group, &typed).await;
                if is_gone(&said) {
                    ongone.emit(app.texts().groups.gone(&group.name));
                } else {
                    ondone.emit(said?);
                }
                Ok(())
            })
        })
    };
    html! {
        <Confirm
            question={act.question(texts, &props.group)}
            label={act.label(texts)}
            look={act.look()}
            busy={submit.is_sending()}
            failures={submit.state().failures()}
            {onconfirm}
            oncancel={props.oncancel.clone()}
        >
            if act == Act::Rename {
                <Field
                    name="new_name"
                    label={texts.groups.new_name()}
                    hint={texts.groups.name_hint()}
                    input={name}
                    initial={props.group.name.clone()}
                    problem={name_flaw(texts, submit.failure().as_ref())}
                />
            }
            <FailureAlert {submit} />
        </Confirm>
    }
}

/// Does it; gives what is said then.
async fn perform(app: &App, act: Act, group: &GroupView, typed: &str) -> Result<String, Failure> {
    let (client, t) = (app.client(), app.texts().groups);
    match act {
        Act::Rename => {
            require(&[("name", typed)])?;
            let request = || requests::rename_group(client, group.id, typed);
            let renamed = with_reauthentication(app, request).await?;
            Ok(t.renamed(&group.name, &renamed.name))
        }
        Act::Delete => {
            let request = || requests::delete_group(client, group.id);
            with_reauthentication(app, request).await?;
            Ok(t.deleted(&group.name))
        }
    }
}
